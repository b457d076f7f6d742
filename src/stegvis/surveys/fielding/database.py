"""Deleting as was promised. The history of replies is deleted with them, which nobody but the owner may.

For organisations the reply has to outlive whom it was asked of: the contact keeps the organisation and its name, which
are no person's, and loses its addresses with its links.
"""

GUARDED = "SECURITY DEFINER SET search_path = public, pg_temp SET stegvis.system = 'on'"

FORGET_CONTACTS = f"""
CREATE OR REPLACE FUNCTION stegvis_survey_forget_contacts(p_round bigint, p_today date) RETURNS void
LANGUAGE plpgsql {GUARDED} AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM surveys_round WHERE id = p_round AND state = 'closed' AND contacts_until < p_today
                   AND p_today <= current_date + 1) THEN
        RETURN;
    END IF;
    DELETE FROM surveys_begun b USING surveys_link l WHERE l.id = b.link_id AND l.round_id = p_round;
    DELETE FROM surveys_link WHERE round_id = p_round;
    UPDATE surveys_contact SET email = '' WHERE round_id = p_round AND email <> '' AND organisation_id IS NOT NULL;
    DELETE FROM surveys_contact c WHERE c.round_id = p_round AND c.organisation_id IS NULL;
END $$
"""  # noqa: S608 - constant parts

FORGET_ANSWERS = f"""
CREATE OR REPLACE FUNCTION stegvis_survey_forget_answers(p_round bigint, p_today date) RETURNS void
LANGUAGE plpgsql {GUARDED} AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM surveys_round WHERE id = p_round AND state = 'closed' AND keep_until < p_today
                   AND p_today <= current_date + 1) THEN
        RETURN;
    END IF;
    DELETE FROM sealed_sealedanswer WHERE purpose = 'surveys.answers' AND about = p_round::text;
    DELETE FROM surveys_answers WHERE round_id = p_round;
    DELETE FROM surveys_freetext WHERE round_id = p_round;
    DELETE FROM surveys_quoteevent WHERE asked_id IN (SELECT id FROM surveys_openquestion WHERE round_id = p_round);
    DELETE FROM surveys_passageevent WHERE asked_id IN (SELECT id FROM surveys_openquestion WHERE round_id = p_round);
    DELETE FROM surveys_settledevent WHERE asked_id IN (SELECT id FROM surveys_openquestion WHERE round_id = p_round);
    DELETE FROM surveys_hiddentextevent
    WHERE asked_id IN (SELECT id FROM surveys_openquestion WHERE round_id = p_round);
    DELETE FROM surveys_flagevent WHERE asked_id IN (SELECT id FROM surveys_openquestion WHERE round_id = p_round);
    DELETE FROM surveys_answerfile WHERE round_id = p_round;
    DELETE FROM surveys_toldcounts WHERE telling_id IN (SELECT id FROM surveys_telling WHERE round_id = p_round);
    DELETE FROM surveys_replynote WHERE round_id = p_round;
    DELETE FROM surveys_replyfile WHERE round_id = p_round;
    DELETE FROM surveys_sent WHERE round_id = p_round;
    DELETE FROM surveys_reply WHERE round_id = p_round;
    DELETE FROM surveys_replynoteevent WHERE round_id = p_round;
    DELETE FROM surveys_replyevent WHERE round_id = p_round;
END $$
"""  # noqa: S608 - constant parts


def _set(name: str) -> str:
    return f"(coalesce(nullif(current_setting('stegvis.{name}', true), ''), '{{}}')::bigint[])"


# Takes away those who have not been written to, or who only tested, with all that hangs on them. For who leads the
# round.
DROP = f"""
CREATE OR REPLACE FUNCTION stegvis_survey_drop(p_round bigint, p_contacts uuid[]) RETURNS bigint
LANGUAGE plpgsql {GUARDED} AS $$
DECLARE
    dropped uuid[];
BEGIN
    SELECT array_agg(c.id) INTO dropped FROM surveys_contact c JOIN surveys_round r ON r.id = c.round_id
    WHERE r.id = p_round AND c.id = ANY (p_contacts)
      AND (r.employer_id = ANY ({_set("coordinates")}) OR r.collaboration_id = ANY ({_set("leads")}))
      AND (c.is_test OR r.state = 'draft' OR NOT EXISTS (SELECT 1 FROM surveys_link l
           WHERE l.contact_id = c.id AND (l.sent_on IS NOT NULL OR l.begun_on IS NOT NULL)));
    DELETE FROM surveys_begun b USING surveys_link l WHERE l.id = b.link_id AND l.contact_id = ANY (dropped);
    DELETE FROM surveys_replynote n USING surveys_reply p WHERE p.id = n.reply_id AND p.contact_id = ANY (dropped);
    DELETE FROM surveys_replyfile f USING surveys_reply p WHERE p.id = f.reply_id AND p.contact_id = ANY (dropped);
    DELETE FROM surveys_reply WHERE contact_id = ANY (dropped);
    DELETE FROM surveys_link WHERE contact_id = ANY (dropped);
    DELETE FROM surveys_contact WHERE id = ANY (dropped);
    RETURN coalesce(cardinality(dropped), 0);
END $$
"""  # noqa: S608 - constant parts

# A draft with whom it would have asked, by who leads it.
DELETE_DRAFT = f"""
CREATE OR REPLACE FUNCTION stegvis_survey_delete_draft(p_round bigint) RETURNS boolean
LANGUAGE plpgsql {GUARDED} AS $$
BEGIN
    PERFORM 1 FROM surveys_round r WHERE r.id = p_round AND r.state = 'draft'
      AND (r.employer_id = ANY ({_set("coordinates")}) OR r.collaboration_id = ANY ({_set("leads")})) FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM stegvis_survey_drop(p_round, (SELECT array_agg(id) FROM surveys_contact WHERE round_id = p_round));
    DELETE FROM surveys_notice WHERE round_id = p_round;
    DELETE FROM surveys_stratum WHERE round_id = p_round;
    DELETE FROM surveys_round WHERE id = p_round;
    RETURN true;
END $$
"""  # noqa: S608 - constant parts

FUNCTIONS = [FORGET_CONTACTS, FORGET_ANSWERS, DROP, DELETE_DRAFT]
