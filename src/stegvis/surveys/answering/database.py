"""What a link opens. Whoever answers has no account: each function runs as the owner, checks the token's digest itself,
gives out what the letter's reader may see, and takes what they may say.

Of a person's answers these functions see nothing: they come in locked with a key that follows from the token
(``locking``), and when they are sent, sealed (``foundation.sealed``).
"""

GUARDED = "SECURITY DEFINER SET search_path = public, pg_temp SET stegvis.system = 'on'"
STOCKHOLM = "(now() AT TIME ZONE 'Europe/Stockholm')::date"
TODAY = f"coalesce(nullif(current_setting('stegvis.today', true), '')::date, {STOCKHOLM})"
MOST_SAVES = 240
"""By one link in a minute: four a second, more than anybody chooses."""

# Whether what the link leads to takes answers just now: "open", or why not. A reply that was sent back is taken after
# the last day too. What is tested is never kept, and may be tested before the first day.
VERDICT = f"""
CREATE OR REPLACE FUNCTION stegvis_survey_verdict(p_digest text) RETURNS TABLE (
    link_id uuid, contact_id uuid, round_id bigint, kind text, is_test boolean, may_sign boolean, reply_id uuid,
    verdict text)
LANGUAGE sql STABLE {GUARDED} AS $$
    SELECT l.id, c.id, r.id, r.kind, c.is_test, l.may_sign, p.id, CASE
        WHEN l.withdrawn_on IS NOT NULL THEN 'withdrawn'
        WHEN c.is_test THEN CASE WHEN r.state = 'closed' THEN 'closed' ELSE 'open' END
        WHEN r.kind = 'persons' AND l.answered_on IS NOT NULL THEN 'answered'
        WHEN p.state IN ('received', 'resubmitted', 'approved', 'locked') THEN 'answered'
        WHEN r.state = 'draft' OR (r.state = 'open' AND r.opens_on > {TODAY}) THEN 'not_yet'
        WHEN r.state = 'paused' THEN 'paused'
        WHEN p.state = 'returned' THEN 'open'
        WHEN r.state = 'closed' OR r.closes_on < {TODAY} THEN 'closed'
        ELSE 'open' END
    FROM surveys_link l JOIN surveys_contact c ON c.id = l.contact_id JOIN surveys_round r ON r.id = l.round_id
    LEFT JOIN surveys_reply p ON p.contact_id = c.id
    WHERE l.token_hash = p_digest
$$
"""  # noqa: S608 - constant parts

# All that the page behind a link needs but the questions, or nothing for an unknown token. With ``p_to_save`` whoever
# else saves the same reply waits until this transaction ends, and the link's saves are counted while it is open: too
# many are told, and of what was sent no minute is kept.
OPEN = f"""
CREATE OR REPLACE FUNCTION stegvis_survey_open(p_digest text, p_to_save boolean) RETURNS jsonb
LANGUAGE plpgsql {GUARDED} AS $$
DECLARE
    v record;
    this_minute int := extract(minute FROM clock_timestamp())::int;
    counted int := 0;
BEGIN
    IF p_to_save THEN
        PERFORM 1 FROM surveys_contact c JOIN surveys_link l ON l.contact_id = c.id
        WHERE l.token_hash = p_digest FOR NO KEY UPDATE OF c;
    END IF;
    SELECT * INTO v FROM stegvis_survey_verdict(p_digest);
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    IF p_to_save AND v.verdict = 'open' THEN
        UPDATE surveys_link SET saves = CASE WHEN minute = this_minute THEN least(saves + 1, 30000) ELSE 1 END,
            minute = this_minute WHERE token_hash = p_digest RETURNING saves INTO counted;
    END IF;
    RETURN (SELECT jsonb_build_object(
        'link', v.link_id, 'verdict', v.verdict, 'is_test', v.is_test, 'may_sign', v.may_sign, 'kind', v.kind,
        'is_too_often', counted > {MOST_SAVES},
        'round', r.id, 'version', r.version_id, 'fixed_at', s.fixed_at, 'title', r.title,
        'sender', r.sender, 'contact', r.contact,
        'opens_on', r.opens_on, 'closes_on', r.closes_on, 'fewest', r.fewest,
        'name', c.name, 'actor', c.actor, 'stratum', c.stratum, 'cluster', c.cluster,
        'notice', n.number, 'notice_text', n.text,
        'begun', (SELECT encode(b.content, 'base64') FROM surveys_begun b
                  WHERE b.link_id = v.link_id AND v.verdict = 'open'),
        'signers', (SELECT coalesce(jsonb_agg(o.name ORDER BY o.name), '[]') FROM surveys_link o
                    WHERE o.contact_id = c.id AND o.may_sign AND o.withdrawn_on IS NULL AND o.name <> ''
                      AND v.kind = 'organisations'),
        'reply', (SELECT jsonb_build_object('id', p.id, 'state', p.state, 'content', p.content,
                    'revision', p.revision, 'signed_by', p.signed_by, 'signed_role', p.signed_role,
                    'sent_at', p.sent_at, 'notes', (SELECT coalesce(jsonb_agg(jsonb_build_object('question', t.question,
                        'text', t.text, 'by_respondent', t.by_respondent, 'at', t.written_at)
                        ORDER BY t.written_at, t.id), '[]') FROM surveys_replynote t WHERE t.reply_id = p.id))
                  FROM surveys_reply p WHERE p.id = v.reply_id))
    FROM surveys_round r JOIN surveys_version s ON s.id = r.version_id
    JOIN surveys_contact c ON c.id = v.contact_id
    LEFT JOIN LATERAL (SELECT number, text FROM surveys_notice WHERE round_id = r.id ORDER BY number DESC LIMIT 1) n
        ON true
    WHERE r.id = v.round_id);
END $$
"""  # noqa: S608 - constant parts

# The questions, which never change, to whoever holds a link to a round that asks them.
QUESTIONS = f"""
CREATE OR REPLACE FUNCTION stegvis_survey_questions(p_digest text) RETURNS jsonb
LANGUAGE sql STABLE {GUARDED} AS $$
    SELECT s.content FROM surveys_link l JOIN surveys_round r ON r.id = l.round_id
    JOIN surveys_version s ON s.id = r.version_id WHERE l.token_hash = p_digest
$$
"""  # noqa: S608 - constant parts

# Keeps what a person has filled in, locked. Says how it stands; only "open" has kept it.
KEEP = f"""
CREATE OR REPLACE FUNCTION stegvis_survey_keep(p_digest text, p_content bytea) RETURNS text
LANGUAGE plpgsql {GUARDED} AS $$
DECLARE
    v record;
BEGIN
    SELECT * INTO v FROM stegvis_survey_verdict(p_digest);
    IF NOT FOUND OR v.kind <> 'persons' THEN
        RETURN 'unknown';
    END IF;
    IF v.verdict = 'open' THEN
        INSERT INTO surveys_begun (link_id, content) VALUES (v.link_id, p_content)
        ON CONFLICT (link_id) DO UPDATE SET content = excluded.content;
        UPDATE surveys_link SET begun_on = {TODAY} WHERE id = v.link_id AND begun_on IS NULL AND NOT v.is_test;
    END IF;
    RETURN v.verdict;
END $$
"""  # noqa: S608 - constant parts

# Keeps what an organisation has filled in so far. Says how it stands; only "open" has kept it.
WRITE = f"""
CREATE OR REPLACE FUNCTION stegvis_survey_write(p_digest text, p_content jsonb, p_notice int) RETURNS text
LANGUAGE plpgsql {GUARDED} AS $$
DECLARE
    v record;
BEGIN
    SELECT * INTO v FROM stegvis_survey_verdict(p_digest);
    IF NOT FOUND OR v.kind <> 'organisations' THEN
        RETURN 'unknown';
    END IF;
    IF v.verdict = 'open' THEN
        INSERT INTO surveys_reply (id, round_id, contact_id, state, content, revision, notice, signed_by, signed_role)
        VALUES (gen_random_uuid(), v.round_id, v.contact_id, 'begun', p_content, 1, p_notice, '', '')
        ON CONFLICT (contact_id) DO UPDATE
        SET content = excluded.content, revision = surveys_reply.revision + 1, notice = excluded.notice;
        UPDATE surveys_link SET begun_on = {TODAY} WHERE id = v.link_id AND begun_on IS NULL AND NOT v.is_test;
    END IF;
    RETURN v.verdict;
END $$
"""  # noqa: S608 - constant parts

# A person's answers are sent, once: the mark that they have answered, and the answers, which nobody can read here
# (``foundation.sealed``). The round's row is held, so that one that is closed beside it is closed before or after.
SEND = f"""
CREATE OR REPLACE FUNCTION stegvis_survey_send(p_digest text, p_id uuid, p_sealed bytea) RETURNS text
LANGUAGE plpgsql {GUARDED} AS $$
DECLARE
    v record;
BEGIN
    PERFORM 1 FROM surveys_round r JOIN surveys_link l ON l.round_id = r.id
    WHERE l.token_hash = p_digest FOR SHARE OF r;
    PERFORM 1 FROM surveys_link WHERE token_hash = p_digest FOR NO KEY UPDATE;
    SELECT * INTO v FROM stegvis_survey_verdict(p_digest);
    IF NOT FOUND OR v.kind <> 'persons' THEN
        RETURN 'unknown';
    END IF;
    IF v.verdict = 'open' THEN
        DELETE FROM surveys_begun WHERE link_id = v.link_id;
        IF v.is_test THEN
            RETURN 'tested';
        END IF;
        UPDATE surveys_link SET answered_on = {TODAY}, begun_on = coalesce(begun_on, {TODAY}), minute = 0, saves = 0
        WHERE id = v.link_id;
        INSERT INTO sealed_sealedanswer (id, purpose, about, content)
        VALUES (p_id, 'surveys.answers', v.round_id::text, p_sealed);
    END IF;
    RETURN v.verdict;
END $$
"""  # noqa: S608 - constant parts

# An organisation's reply is signed and sent by somebody who may; all its links count as answered. One that was sent
# back is sent again, with what they answer to the comments. Of two who sign at once the later is told.
SIGN = f"""
CREATE OR REPLACE FUNCTION stegvis_survey_sign(p_digest text, p_content jsonb, p_notice int, p_name text, p_role text,
    p_note text) RETURNS text
LANGUAGE plpgsql {GUARDED} AS $$
DECLARE
    v record;
    signed uuid;
BEGIN
    PERFORM 1 FROM surveys_round r JOIN surveys_link l ON l.round_id = r.id
    WHERE l.token_hash = p_digest FOR SHARE OF r;
    PERFORM 1 FROM surveys_contact c JOIN surveys_link l ON l.contact_id = c.id
    WHERE l.token_hash = p_digest FOR NO KEY UPDATE OF c;
    SELECT * INTO v FROM stegvis_survey_verdict(p_digest);
    IF NOT FOUND OR v.kind <> 'organisations' THEN
        RETURN 'unknown';
    END IF;
    IF v.verdict <> 'open' THEN
        RETURN v.verdict;
    END IF;
    IF v.is_test THEN
        DELETE FROM surveys_replyfile WHERE reply_id = v.reply_id;
        DELETE FROM surveys_reply WHERE id = v.reply_id;
        DELETE FROM surveys_replyevent WHERE pgh_obj_id = v.reply_id;
        RETURN 'tested';
    END IF;
    IF NOT v.may_sign OR p_name = '' THEN
        RETURN 'may_not_sign';
    END IF;
    INSERT INTO surveys_reply
        (id, round_id, contact_id, state, content, revision, notice, signed_by, signed_role, sent_at)
    VALUES (gen_random_uuid(), v.round_id, v.contact_id, 'received', p_content, 1, p_notice, p_name, p_role, now())
    ON CONFLICT (contact_id) DO UPDATE
    SET content = excluded.content, revision = surveys_reply.revision + 1, notice = excluded.notice,
        signed_by = p_name, signed_role = p_role, sent_at = now(),
        state = CASE surveys_reply.state WHEN 'returned' THEN 'resubmitted' ELSE 'received' END
    RETURNING id INTO signed;
    INSERT INTO surveys_sent (round_id, reply_id, number, content, signed_by, signed_role, sent_at)
    SELECT v.round_id, signed, coalesce(max(s.number), 0) + 1, p_content, p_name, p_role, now()
    FROM surveys_sent s WHERE s.reply_id = signed;
    IF p_note <> '' THEN
        INSERT INTO surveys_replynote (round_id, reply_id, question, text, by_respondent, written_at)
        VALUES (v.round_id, signed, '', p_note, true, now());
    END IF;
    UPDATE surveys_link SET answered_on = {TODAY}, begun_on = coalesce(begun_on, {TODAY}), minute = 0, saves = 0
    WHERE contact_id = v.contact_id AND withdrawn_on IS NULL;
    RETURN 'open';
END $$
"""  # noqa: S608 - constant parts

# A file for a question of an organisation's reply, instead of the one before; gives its key, or nothing.
PUT_FILE = f"""
CREATE OR REPLACE FUNCTION stegvis_survey_put_file(p_digest text, p_question text, p_name text, p_type text,
    p_content bytea, p_notice int) RETURNS uuid
LANGUAGE plpgsql {GUARDED} AS $$
DECLARE
    v record;
    kept uuid := gen_random_uuid();
BEGIN
    SELECT * INTO v FROM stegvis_survey_verdict(p_digest);
    IF NOT FOUND OR v.kind <> 'organisations' OR v.verdict <> 'open' THEN
        RETURN NULL;
    END IF;
    IF v.reply_id IS NULL THEN
        PERFORM stegvis_survey_write(p_digest, '{{}}', p_notice);
        SELECT * INTO v FROM stegvis_survey_verdict(p_digest);
    END IF;
    DELETE FROM surveys_replyfile WHERE reply_id = v.reply_id AND question = p_question;
    IF p_content IS NULL THEN
        RETURN NULL;
    END IF;
    INSERT INTO surveys_replyfile (id, round_id, reply_id, question, name, media_type, content)
    VALUES (kept, v.round_id, v.reply_id, p_question, p_name, p_type, p_content);
    RETURN kept;
END $$
"""  # noqa: S608 - constant parts

# A file back to those whose reply it is of.
GET_FILE = f"""
CREATE OR REPLACE FUNCTION stegvis_survey_file(p_digest text, p_file uuid)
RETURNS TABLE (name text, media_type text, content bytea)
LANGUAGE sql STABLE {GUARDED} AS $$
    SELECT f.name, f.media_type, f.content FROM stegvis_survey_verdict(p_digest) v
    JOIN surveys_replyfile f ON f.reply_id = v.reply_id WHERE f.id = p_file AND v.verdict <> 'withdrawn'
$$
"""  # noqa: S608 - constant parts

FUNCTIONS = [VERDICT, OPEN, QUESTIONS, KEEP, WRITE, SEND, SIGN, PUT_FILE, GET_FILE]
