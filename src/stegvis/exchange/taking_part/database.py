"""The database functions of taking part. Each runs as the owner, and says what it gives out.

The host belongs to another employer and may not write a participant's record. So nobody hands over what is to be
written: they name an application, and what follows from the notes of attendance is done by the database.
"""

GUARDED = "SECURITY DEFINER SET search_path = public, pg_temp SET stegvis.system = 'on'"
TODAY = "nullif(current_setting('stegvis.today', true), '')::date"
USER = "nullif(current_setting('stegvis.user', true), '')::bigint"
PERSON = "nullif(current_setting('stegvis.person', true), '')::uuid"
ZONE = "AT TIME ZONE 'Europe/Stockholm'"


def _set(name: str) -> str:
    return f"(coalesce(nullif(current_setting('stegvis.{name}', true), ''), '{{}}')::bigint[])"


NOT_FIRST = "interval '6 months'"
"""So long after an absence that nobody was told of one is not first in a round."""


def was_away(person: str, day: str) -> str:
    """Whether somebody was away without a word, so shortly before a day that it counts in a round. What the host has
    excused does not."""
    return f"""EXISTS (
        SELECT 1 FROM exchange_application a JOIN exchange_occasion c ON c.id = a.occasion_id
        WHERE a.person_id = {person} AND a.state = 'absent' AND (c.starts {ZONE})::date >= {day} - {NOT_FIRST}
          AND NOT EXISTS (SELECT 1 FROM exchange_presence p WHERE p.application_id = a.id AND p.excused))"""  # noqa: S608 - constant parts


# What an application has become, by its notes of attendance: its state, and the evidence that the offer gives, once,
# or taken away again where it was given and is not earned. Where the person works on that day it stands, else with the
# employer they applied from. What somebody has noted of themself counts for nothing. Safe to repeat, for whomever.
# Gives the employer whose evidence changed, or nothing.
SETTLE = f"""
CREATE OR REPLACE FUNCTION stegvis_settle_attendance(p_application uuid) RETURNS bigint
LANGUAGE plpgsql {GUARDED} AS $$
DECLARE
    a exchange_application;
    o exchange_offer;
    was exchange_outcome;
    sessions bigint;
    noted bigint;
    came bigint;
    enough boolean;
    at_work bigint;
    made bigint;
    day date;
BEGIN
    SELECT * INTO a FROM exchange_application
    WHERE id = p_application AND state IN ('held', 'booked', 'attended', 'absent') FOR UPDATE;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    SELECT * INTO o FROM exchange_offer WHERE id = a.offer_id;
    SELECT greatest(count(*), 1) INTO sessions FROM exchange_session WHERE occasion_id = a.occasion_id;
    SELECT count(*), count(*) FILTER (WHERE p.came AND (p.by_code OR p.noted_by_id IS DISTINCT FROM a.user_id))
    INTO noted, came
    FROM exchange_presence p WHERE p.application_id = a.id;
    enough := came > 0 AND came * 100 >= sessions * coalesce(
        (SELECT share FROM exchange_register WHERE occasion_id = a.occasion_id), 100);
    UPDATE exchange_application SET state = CASE
        WHEN came > 0 AND (enough OR noted >= sessions) THEN 'attended' WHEN noted >= sessions THEN 'absent'
        WHEN a.state = 'held' THEN 'held' ELSE 'booked' END
    WHERE id = a.id;

    SELECT * INTO was FROM exchange_outcome WHERE application_id = a.id FOR UPDATE;
    IF NOT enough OR o.gives_kind = '' THEN
        IF was.given_on IS NULL THEN
            RETURN NULL;
        END IF;
        DELETE FROM people_evidencefile WHERE evidence_id = was.evidence_id;
        DELETE FROM people_evidence WHERE id = was.evidence_id AND source = 'exchange';
        UPDATE exchange_outcome SET evidence_id = NULL, given_on = NULL WHERE application_id = a.id;
        RETURN was.employer_id;
    END IF;
    IF was.given_on IS NOT NULL THEN
        RETURN NULL;
    END IF;
    SELECT coalesce(max(s.ends), c.ends) AT TIME ZONE 'Europe/Stockholm' INTO day
    FROM exchange_occasion c LEFT JOIN exchange_presence p ON p.application_id = a.id AND p.came
    LEFT JOIN exchange_session s ON s.id = p.session_id WHERE c.id = a.occasion_id GROUP BY c.ends;
    day := least(day, {TODAY});
    SELECT e.employer_id INTO at_work FROM people_employment e
    WHERE e.person_id = a.person_id AND e.valid_from <= day AND (e.valid_to IS NULL OR e.valid_to >= day)
    ORDER BY e.employer_id = a.employer_id DESC, e.share DESC, e.id LIMIT 1;
    at_work := coalesce(at_work, a.employer_id);
    INSERT INTO people_evidence (person_id, employer_id, kind, code, area, title, amount, valid_from, valid_until,
        judged_by, reference, checked_on, checked_how, source, origin, state, text, answer)
    SELECT a.person_id, at_work, o.gives_kind, o.gives_code, '', o.title,
        CASE o.gives_kind WHEN 'credits' THEN coalesce((SELECT x.credits FROM exchange_examination x
            WHERE x.offer_id = o.id AND x.profession_id = a.profession_id), 1) ELSE 1 END,
        day, (day + make_interval(months => o.gives_months))::date, '',
        left(h.name || coalesce(', ' || o.hours || ' h', ''), 80), {TODAY}, 'närvaro noterad av värden', 'exchange',
        '', 'verified', '', ''
    FROM organisations_organisation h WHERE h.id = a.host_id
    ON CONFLICT DO NOTHING RETURNING id INTO made;
    INSERT INTO exchange_outcome (application_id, person_id, employer_id, evidence_id, given_on, has_answered)
    VALUES (a.id, a.person_id, at_work, made, {TODAY}, false)
    ON CONFLICT (application_id) DO UPDATE
    SET employer_id = at_work, evidence_id = made, given_on = excluded.given_on;
    RETURN at_work;
END $$
"""  # noqa: S608 - constant parts

# The acting person's own presence, by the code that is open just now for the occasion of the application. One answer
# for all that is wrong: false. Who hosts shows the code, and is noted by another.
BY_CODE = f"""
CREATE OR REPLACE FUNCTION stegvis_attend_by_code(p_application uuid, p_code_hash text) RETURNS boolean
LANGUAGE plpgsql {GUARDED} AS $$
BEGIN
    INSERT INTO exchange_presence (application_id, occasion_id, session_id, person_id, employer_id, came, excused,
                                   by_code, noted_by_id, noted_at)
    SELECT a.id, a.occasion_id, r.session_id, a.person_id, a.employer_id, true, false, true, {USER}, now()
    FROM exchange_application a JOIN exchange_register r ON r.occasion_id = a.occasion_id
    WHERE a.id = p_application AND a.person_id = {PERSON} AND a.state IN ('booked', 'attended', 'absent')
      AND r.code_hash = p_code_hash AND p_code_hash <> '' AND r.code_until > now()
      AND (a.starts_on IS NULL OR a.starts_on <= {TODAY})
      AND NOT (a.host_id = ANY ({_set("coordinates")}) OR a.host_id = ANY ({_set("represents")})
               OR coalesce(a.host_unit_id = ANY ({_set("manages")}), false))
    ON CONFLICT (application_id, session_id) DO UPDATE
    SET came = true, excused = false, by_code = true, noted_by_id = {USER}, noted_at = now()
    WHERE NOT exchange_presence.came;
    RETURN FOUND OR EXISTS (
        SELECT 1 FROM exchange_application a JOIN exchange_register r ON r.occasion_id = a.occasion_id
        JOIN exchange_presence p ON p.application_id = a.id AND p.session_id IS NOT DISTINCT FROM r.session_id
        WHERE a.id = p_application AND a.person_id = {PERSON} AND r.code_hash = p_code_hash AND p_code_hash <> ''
          AND r.code_until > now() AND p.came);
END $$
"""  # noqa: S608 - constant parts

# The acting person's answer about what they took part in, once: the mark that they have answered, and the answer, which
# nobody can read here (``foundation.sealed``).
EVALUATE = f"""
CREATE OR REPLACE FUNCTION stegvis_evaluate(p_application uuid, p_id uuid, p_sealed bytea) RETURNS boolean
LANGUAGE plpgsql {GUARDED} AS $$
DECLARE
    a exchange_application;
BEGIN
    SELECT * INTO a FROM exchange_application
    WHERE id = p_application AND person_id = {PERSON} AND state = 'attended';
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    INSERT INTO exchange_outcome (application_id, person_id, employer_id, has_answered)
    VALUES (a.id, a.person_id, a.employer_id, true)
    ON CONFLICT (application_id) DO UPDATE SET has_answered = true WHERE NOT exchange_outcome.has_answered;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    INSERT INTO sealed_sealedanswer (id, purpose, about, content)
    VALUES (p_id, 'exchange.evaluation', a.offer_id::text, p_sealed);
    RETURN true;
END $$
"""  # noqa: S608 - constant parts

# What participants thought of an offer, to who offers it and to who leads its collaboration: means, and the free
# lines, in the order of the alphabet, from ten answers on. There is no row before five have answered.
EVALUATION = f"""
CREATE OR REPLACE FUNCTION stegvis_evaluation(p_offer bigint)
RETURNS TABLE (answers bigint, useful numeric, arranged numeric, recommended numeric, lines text[])
LANGUAGE sql STABLE {GUARDED} AS $$
    SELECT count(*), round(avg(v.useful), 1), round(avg(v.arranged), 1), round(avg(v.recommended), 1),
        CASE WHEN count(*) >= 10 THEN array_agg(v.line ORDER BY v.line) FILTER (WHERE v.line <> '') END
    FROM exchange_evaluation v JOIN exchange_offer o ON o.id = v.offer_id
    WHERE v.offer_id = p_offer
      AND (o.employer_id = ANY ({_set("coordinates")}) OR o.unit_id = ANY ({_set("manages")})
           OR o.employer_id = ANY ({_set("represents")}) OR o.collaboration_id = ANY ({_set("leads")}))
    HAVING count(*) > 0
$$
"""  # noqa: S608 - constant parts

FUNCTIONS = [SETTLE, BY_CODE, EVALUATE, EVALUATION]
