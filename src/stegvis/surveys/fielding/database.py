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
"""

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
    DELETE FROM surveys_replynote WHERE round_id = p_round;
    DELETE FROM surveys_replyfile WHERE round_id = p_round;
    DELETE FROM surveys_sent WHERE round_id = p_round;
    DELETE FROM surveys_reply WHERE round_id = p_round;
    DELETE FROM surveys_replynoteevent WHERE round_id = p_round;
    DELETE FROM surveys_replyevent WHERE round_id = p_round;
END $$
"""

FUNCTIONS = [FORGET_CONTACTS, FORGET_ANSWERS]
