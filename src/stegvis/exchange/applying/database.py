"""The database functions of applying: what a booking needs in one round trip, and the waiting list."""

from stegvis.careers.mentoring.database import MAY_BE_NAMED

PERSON = "nullif(current_setting('stegvis.person', true), '')::uuid"
TODAY = "nullif(current_setting('stegvis.today', true), '')::date"
GUARDED = "SECURITY DEFINER SET search_path = public, pg_temp SET stegvis.system = 'on'"
SEATED = "('held', 'offered', 'booked')"
ACTIVE = "('waiting', 'held', 'offered', 'booked')"
WAIT_FOR = "SELECT count(*) FROM exchange_application a WHERE a.occasion_id = {} AND a.state = 'waiting'"

# All that decides whether the acting person may apply to an occasion, and what the application says of them: to them
# alone. Of the occasion it tells no more than its page does; whoever calls sees to that (``cases.case_of``), because
# the policies of offers, asked for one row, go through them all. NULL for what is not there, or a draft.
TO_APPLY = f"""
CREATE OR REPLACE FUNCTION stegvis_to_apply(p_occasion bigint) RETURNS jsonb
LANGUAGE plpgsql STABLE {GUARDED} AS $$
DECLARE
    me uuid := {PERSON};
    today date := {TODAY};
BEGIN
    RETURN (
        SELECT jsonb_build_object(
            'occasion', c.id, 'offer', o.id, 'host', c.employer_id, 'host_unit', o.unit_id, 'title', o.title,
            'given', o.given, 'professions', o.professions, 'lowest', o.lowest_level, 'highest', o.highest_level,
            'any_time', o.starts_any_time, 'is_open', o.state = 'published' AND c.state = 'open',
            'starts', c.starts, 'ends', c.ends, 'apply_by', c.apply_by, 'left', c.seats - c.taken,
            'waiting', ({WAIT_FOR.format("c.id")}), 'is_given', stegvis_is_given_in_a_round(c.id),
            'name', (SELECT trim(p.given_name || ' ' || p.family_name) FROM people_person p WHERE p.id = me),
            'may_be_named', {MAY_BE_NAMED},
            'has_applied', EXISTS (SELECT 1 FROM exchange_application a
                                   WHERE a.occasion_id = c.id AND a.person_id = me AND a.state IN {ACTIVE}),
            'clash', (SELECT a.title FROM exchange_application a
                      JOIN exchange_session t ON t.occasion_id = a.occasion_id
                      JOIN exchange_session s ON s.occasion_id = c.id AND s.starts < t.ends AND t.starts < s.ends
                      WHERE a.person_id = me AND a.state IN {SEATED} AND a.occasion_id <> c.id
                      ORDER BY t.starts LIMIT 1),
            'works', (
                SELECT jsonb_agg(jsonb_build_object(
                    'employer', e.employer_id, 'employer_name', g.name, 'unit', e.unit_id, 'unit_name', u.name,
                    'profession', e.profession_id, 'level', l.level_order,
                    'is_invited', e.employer_id = c.employer_id OR CASE o.audience
                        WHEN 'own' THEN false
                        WHEN 'collaboration' THEN EXISTS (
                            SELECT 1 FROM organisations_membership m
                            WHERE m.collaboration_id = o.collaboration_id AND m.organisation_id = e.employer_id
                              AND m.valid_from <= today AND (m.valid_to IS NULL OR m.valid_to >= today))
                        WHEN 'invited' THEN EXISTS (
                            SELECT 1 FROM exchange_invited i
                            WHERE i.offer_id = o.id AND i.invited_id = e.employer_id)
                        ELSE true END
                    ) ORDER BY e.share DESC, e.id)
                FROM people_employment e
                JOIN organisations_organisation g ON g.id = e.employer_id
                JOIN organisations_unit u ON u.id = e.unit_id
                LEFT JOIN careers_standing l
                  ON l.person_id = e.person_id AND l.employer_id = e.employer_id AND l.is_primary
                WHERE e.person_id = me AND e.valid_from <= today AND (e.valid_to IS NULL OR e.valid_to >= today)))
        FROM exchange_occasion c JOIN exchange_offer o ON o.id = c.offer_id
        WHERE c.id = p_occasion AND o.state <> 'draft');
END $$
"""  # noqa: S608 - constant parts

# Writes one application: with a seat where one is free and it may have one, else on the waiting list; and the notice
# to each who answers for the person. What stands in the way is told by the constraint's name. It runs as whoever asks,
# under row-level security. No job is queued for it: a queued job wakes the worker, and PostgreSQL lets those that wake
# somebody commit one at a time.
APPLY = """
CREATE OR REPLACE FUNCTION stegvis_apply(p_row jsonb, p_seat boolean, p_notice jsonb) RETURNS text
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    broken text;
    had text := CASE WHEN p_seat THEN 'held' ELSE 'waiting' END;
BEGIN
    LOOP
        BEGIN
            INSERT INTO exchange_application SELECT * FROM jsonb_populate_record(
                NULL::exchange_application,
                CASE had WHEN 'held' THEN p_row ELSE p_row || '{"state": "waiting", "answer_by": null}' END);
            EXIT;
        EXCEPTION WHEN check_violation OR unique_violation OR exclusion_violation THEN
            GET STACKED DIAGNOSTICS broken = CONSTRAINT_NAME;
            IF had = 'waiting' OR broken <> 'a_seat_is_free' THEN
                RETURN broken;
            END IF;
            had := 'waiting';
        END;
    END LOOP;
    INSERT INTO notices_notice (user_id, kind, params, link, key, created_at)
    SELECT l.id, p_notice->>'kind', p_notice->'params', p_notice->>'link', (p_notice->>'key') || had, now()
    FROM stegvis_own_leaders((p_row->>'employer_id')::bigint) l
    ON CONFLICT DO NOTHING;
    RETURN had;
END $$
"""

# Who answers for the acting person at an employer: the managers of the nearest managed unit above them, else the
# employer's coordinators; never themself. Log-ins' numbers, as careers.evidence.tasks.leaders_of finds them.
OWN_LEADERS = f"""
CREATE OR REPLACE FUNCTION stegvis_own_leaders(p_employer bigint) RETURNS TABLE (id bigint)
LANGUAGE plpgsql STABLE {GUARDED} AS $$
DECLARE
    me bigint := nullif(current_setting('stegvis.user', true), '')::bigint;
    today date := {TODAY};
    units bigint[] := ARRAY(
        SELECT e.unit_id FROM people_employment e WHERE e.person_id = {PERSON} AND e.employer_id = p_employer
          AND e.valid_from <= today AND (e.valid_to IS NULL OR e.valid_to >= today));
BEGIN
    FOR step IN 0..20 LOOP
        RETURN QUERY SELECT DISTINCT g.user_id FROM organisations_rolegrant g JOIN accounts_user u ON u.id = g.user_id
        WHERE g.unit_id = ANY (units) AND g.role = 'unit_manager' AND g.user_id <> me AND u.is_active
          AND g.valid_from <= today AND (g.valid_to IS NULL OR g.valid_to >= today);
        IF FOUND THEN
            RETURN;
        END IF;
        units := ARRAY(SELECT DISTINCT u.parent_id FROM organisations_unit u
                       WHERE u.id = ANY (units) AND u.parent_id IS NOT NULL);
        EXIT WHEN cardinality(units) = 0;
    END LOOP;
    RETURN QUERY SELECT DISTINCT g.user_id FROM organisations_rolegrant g JOIN accounts_user u ON u.id = g.user_id
    WHERE g.organisation_id = p_employer AND g.role = 'coordinator' AND g.user_id <> me AND u.is_active
      AND g.valid_from <= today AND (g.valid_to IS NULL OR g.valid_to >= today);
END $$
"""  # noqa: S608 - constant parts

# How many wait for a seat in an occasion; to whoever knows its key. It tells of nobody.
WAITING = f"""
CREATE OR REPLACE FUNCTION stegvis_waiting(p_occasion bigint) RETURNS bigint
LANGUAGE sql STABLE {GUARDED} AS $$
    {WAIT_FOR.format("p_occasion")}
$$
"""

# The acting person's own places in the waiting lists: 1 is the next in turn.
LINES = f"""
CREATE OR REPLACE FUNCTION stegvis_own_lines() RETURNS TABLE (application uuid, place bigint)
LANGUAGE sql STABLE {GUARDED} AS $$
    SELECT mine.id, (
        SELECT count(*) FROM exchange_application a
        WHERE a.occasion_id = mine.occasion_id AND a.state = 'waiting'
          AND (a.key, a.asked_at, a.id) <= (mine.key, mine.asked_at, mine.id))
    FROM exchange_application mine WHERE mine.person_id = {PERSON} AND mine.state = 'waiting'
$$
"""  # noqa: S608 - constant parts

# Offers what is free in an occasion to those who wait, in their order: who sits elsewhere at that time, has a seat on
# another of their dates or has left is passed by. Nobody is asked the same day, for there would be no time to answer.
# What a published round has given is given by its quotas and caps: there ``p_only`` names whom the round has chosen.
# Whoever frees a seat calls it, and may learn whom to tell, by their log-in's number and no more.
FILL = f"""
CREATE OR REPLACE FUNCTION stegvis_fill(p_occasion bigint, p_only uuid[]) RETURNS TABLE (application uuid, whose bigint)
LANGUAGE plpgsql {GUARDED} AS $$
DECLARE
    one record;
    before text := coalesce(current_setting('pghistory.context_metadata', true), '');
    until timestamptz;
BEGIN
    SELECT least(now() + interval '48 hours',
                 ((CASE WHEN o.starts_any_time THEN c.ends ELSE c.starts END AT TIME ZONE 'Europe/Stockholm')::date
                 )::timestamp AT TIME ZONE 'Europe/Stockholm') INTO until
    FROM exchange_occasion c JOIN exchange_offer o ON o.id = c.offer_id
    WHERE c.id = p_occasion AND c.state = 'open' AND c.taken < c.seats;
    IF until IS NULL OR until <= now() OR (p_only IS NULL AND stegvis_is_given_in_a_round(p_occasion)) THEN
        RETURN;
    END IF;
    -- It is nobody's act that the next in turn is asked: their history does not name who gave up the seat.
    PERFORM set_config('pghistory.context_metadata', '{{"system": true, "reason": "a place became free"}}', true);
    FOR one IN
        SELECT a.id, a.user_id FROM exchange_application a
        WHERE a.occasion_id = p_occasion AND a.state = 'waiting' AND (p_only IS NULL OR a.id = ANY (p_only))
          AND stegvis_still_employed(a.person_id, a.employer_id)
          AND (a.either IS NULL OR NOT EXISTS (
            SELECT 1 FROM exchange_application o WHERE o.either = a.either AND o.state IN {SEATED}))
        ORDER BY a.key, a.asked_at, a.id FOR UPDATE SKIP LOCKED
    LOOP
        BEGIN
            UPDATE exchange_application a SET state = 'offered', answer_by = until WHERE a.id = one.id;
            application := one.id;
            whose := one.user_id;
            RETURN NEXT;
        EXCEPTION
            WHEN exclusion_violation THEN NULL;
            WHEN check_violation THEN EXIT;
        END;
    END LOOP;
    PERFORM set_config('pghistory.context_metadata', before, true);
END $$
"""  # noqa: S608 - constant parts

# The applications that wait for an answer and have no manager but the person themself to give it: keys, to the
# coordinators of the employer, who answer instead.
UNMANAGED = f"""
CREATE OR REPLACE FUNCTION stegvis_unmanaged() RETURNS SETOF uuid
LANGUAGE sql STABLE {GUARDED} AS $$
    SELECT a.id FROM exchange_application a
    WHERE a.employer_id = ANY (coalesce(nullif(current_setting('stegvis.coordinates', true), ''), '{{}}')::bigint[])
      AND a.state IN ('waiting', 'held', 'offered') AND a.approved_at IS NULL
      AND NOT EXISTS (
        WITH RECURSIVE above AS (
            SELECT a.unit_id AS unit
            UNION
            SELECT u.parent_id FROM organisations_unit u JOIN above ON u.id = above.unit WHERE u.parent_id IS NOT NULL
        )
        SELECT 1 FROM above JOIN organisations_rolegrant g ON g.unit_id = above.unit
        JOIN accounts_user u ON u.id = g.user_id AND u.is_active
        WHERE g.role = 'unit_manager' AND g.user_id <> a.user_id
          AND g.valid_from <= {TODAY} AND (g.valid_to IS NULL OR g.valid_to >= {TODAY}))
$$
"""  # noqa: S608 - constant parts

FUNCTIONS = [WAITING, TO_APPLY, OWN_LEADERS, APPLY, LINES, FILL, UNMANAGED]
