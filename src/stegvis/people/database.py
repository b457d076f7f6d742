"""The database functions of this room. Each runs as the owner, marked as the system's, and says what it gives out."""

from stegvis.people import joining_sql, retention_sql
from stegvis.people.imports.persons import LOWER, UPPER

# Who acts: computes the actor's sets for the day, keeps them for the transaction, and returns them.
ENTER = """
CREATE OR REPLACE FUNCTION stegvis_enter(p_user bigint, p_today date, p_reason text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET stegvis.system = 'on' AS $$
DECLARE
    me bigint;
    myself uuid;
    roles text[];
    employers bigint[];
    coordinates bigint[];
    represents bigint[];
    handles bigint[];
    units bigint[];
    manages bigint[];
    collaborations bigint[];
    leads bigint[];
    work bigint[];
BEGIN
    -- A step each, small and found by its index: one statement for all of them took twice as long to set up.
    SELECT u.id, p.id INTO me, myself FROM accounts_user u LEFT JOIN people_person p ON p.user_id = u.id
    WHERE u.id = p_user AND u.is_active;
    SELECT array_agg(DISTINCT g.role),
           array_agg(DISTINCT g.organisation_id) FILTER (WHERE g.organisation_id IS NOT NULL),
           array_agg(DISTINCT g.organisation_id) FILTER (WHERE g.role = 'coordinator'),
           array_agg(DISTINCT g.organisation_id) FILTER (WHERE g.role = 'university'),
           array_agg(DISTINCT g.organisation_id) FILTER (WHERE g.role = 'identity_handler'),
           array_agg(DISTINCT g.unit_id) FILTER (WHERE g.role = 'unit_manager'),
           array_agg(DISTINCT g.collaboration_id) FILTER (WHERE g.collaboration_id IS NOT NULL),
           array_agg(DISTINCT g.collaboration_id) FILTER (WHERE g.role = 'collaboration_coordinator')
    INTO roles, employers, coordinates, represents, handles, manages, collaborations, leads
    FROM organisations_rolegrant g
    WHERE g.user_id = me AND g.valid_from <= p_today AND (g.valid_to IS NULL OR g.valid_to >= p_today);
    IF manages IS NOT NULL THEN
        WITH RECURSIVE managed AS (
            SELECT unnest(manages) AS id
            UNION
            SELECT c.id FROM organisations_unit c JOIN managed m ON c.parent_id = m.id
        )
        SELECT array_agg(m.id) INTO manages FROM managed m;
    END IF;
    IF myself IS NOT NULL THEN
        SELECT array_agg(DISTINCT e.employer_id), array_agg(DISTINCT e.unit_id) INTO work, units
        FROM people_employment e
        WHERE e.person_id = myself AND e.valid_from <= p_today AND (e.valid_to IS NULL OR e.valid_to >= p_today);
        employers := ARRAY(SELECT unnest(employers) UNION SELECT unnest(work));
    END IF;
    IF employers IS NOT NULL THEN
        collaborations := ARRAY(
            SELECT unnest(collaborations)
            UNION
            SELECT m.collaboration_id FROM organisations_membership m
            WHERE m.organisation_id = ANY (employers)
              AND m.valid_from <= p_today AND (m.valid_to IS NULL OR m.valid_to >= p_today));
    END IF;
    PERFORM set_config('stegvis.user', coalesce(me::text, ''), true),
            set_config('stegvis.person', coalesce(myself::text, ''), true),
            set_config('stegvis.today', p_today::text, true),
            set_config('stegvis.employers', coalesce(employers, '{}')::text, true),
            set_config('stegvis.coordinates', coalesce(coordinates, '{}')::text, true),
            set_config('stegvis.units', coalesce(units, '{}')::text, true),
            set_config('stegvis.manages', coalesce(manages, '{}')::text, true),
            set_config('stegvis.represents', coalesce(represents, '{}')::text, true),
            set_config('stegvis.handles', coalesce(handles, '{}')::text, true),
            set_config('stegvis.collaborations', coalesce(collaborations, '{}')::text, true),
            set_config('stegvis.leads', coalesce(leads, '{}')::text, true),
            set_config('pghistory.context_id', gen_random_uuid()::text, true),
            set_config('pghistory.context_metadata', jsonb_build_object(
                'user', me, 'roles', coalesce(roles, '{}'), 'reason', p_reason)::text, true);
    RETURN jsonb_build_object(
        'user', me, 'person', myself, 'roles', coalesce(roles, '{}'), 'employers', coalesce(employers, '{}'),
        'coordinates', coalesce(coordinates, '{}'), 'units', coalesce(units, '{}'), 'manages', coalesce(manages, '{}'),
        'represents', coalesce(represents, '{}'), 'handles', coalesce(handles, '{}'),
        'collaborations', coalesce(collaborations, '{}'), 'leads', coalesce(leads, '{}'));
END $$
"""

# Who is employed within one of the actor's sets ('manages', 'coordinates' or 'handles'), now or soon, and by whom; of
# what the actor handles, those alone whose identity is protected.
# The set is a variable, so that it is planned with its value: a sub-select in the policy would read the whole table.
EMPLOYED = """
CREATE OR REPLACE FUNCTION stegvis_employed(p_set text) RETURNS TABLE (person uuid, employer bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path = public, pg_temp SET stegvis.system = 'on'
SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    wanted bigint[] := coalesce(nullif(current_setting('stegvis.' || p_set, true), ''), '{}')::bigint[];
    today date := nullif(current_setting('stegvis.today', true), '')::date;
BEGIN
    IF cardinality(wanted) = 0 THEN
        RETURN;
    ELSIF p_set = 'manages' THEN
        RETURN QUERY SELECT e.person_id, e.employer_id FROM people_employment e
        WHERE e.unit_id = ANY (wanted) AND (e.valid_to IS NULL OR e.valid_to >= today);
    ELSIF p_set = 'handles' THEN
        RETURN QUERY SELECT e.person_id, e.employer_id FROM people_employment e
        WHERE e.employer_id = ANY (wanted) AND (e.valid_to IS NULL OR e.valid_to >= today)
          AND e.person_id IN (SELECT p.person_id FROM people_protectedidentity p);
    ELSE
        RETURN QUERY SELECT e.person_id, e.employer_id FROM people_employment e
        WHERE e.employer_id = ANY (wanted) AND (e.valid_to IS NULL OR e.valid_to >= today);
    END IF;
END $$
"""

# Whether somebody is employed by an employer, now or soon. It tells that much to whoever knows both keys.
STILL_EMPLOYED = """
CREATE OR REPLACE FUNCTION stegvis_still_employed(p_person uuid, p_employer bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET stegvis.system = 'on' AS $$
    SELECT EXISTS (
        SELECT 1 FROM people_employment e WHERE e.person_id = p_person AND e.employer_id = p_employer
          AND (e.valid_to IS NULL OR e.valid_to >= nullif(current_setting('stegvis.today', true), '')::date))
$$
"""

# Who shares a part ('' for any) with an employer for which the actor reads, today. The consents are sought by the
# employers of the actor's roles, so that nobody else's are looked at.
SHARED = """
CREATE OR REPLACE FUNCTION stegvis_shared(p_part text) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 10 SET search_path = public, pg_temp SET stegvis.system = 'on' AS $$
DECLARE
    theirs bigint[] := coalesce(nullif(current_setting('stegvis.employers', true), ''), '{}')::bigint[];
    coordinated bigint[] := coalesce(nullif(current_setting('stegvis.coordinates', true), ''), '{}')::bigint[];
    handled bigint[] := coalesce(nullif(current_setting('stegvis.handles', true), ''), '{}')::bigint[];
    managed bigint[] := coalesce(nullif(current_setting('stegvis.manages', true), ''), '{}')::bigint[];
    today date := nullif(current_setting('stegvis.today', true), '')::date;
BEGIN
    IF cardinality(coordinated) + cardinality(handled) + cardinality(managed) = 0 THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT c.person_id FROM people_consent c
    WHERE c.receiver_id = ANY (theirs) AND c.ended_at IS NULL AND c.until >= today
      AND (p_part = '' OR p_part = ANY (c.parts))
      AND (c.receiver_id = ANY (coordinated) OR EXISTS (
        SELECT 1 FROM people_employment e
        WHERE e.person_id = c.person_id AND e.employer_id = c.receiver_id
          AND (e.valid_to IS NULL OR e.valid_to >= today)
          AND (e.unit_id = ANY (managed) OR (e.employer_id = ANY (handled) AND EXISTS (
            SELECT 1 FROM people_protectedidentity p WHERE p.person_id = c.person_id)))));
END $$
"""

# Organisations where somebody could read what is shared: those with a coordinator today. It tells that they take part.
TAKING_PART = """
CREATE OR REPLACE FUNCTION stegvis_taking_part() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET stegvis.system = 'on' AS $$
    SELECT DISTINCT g.organisation_id FROM organisations_rolegrant g JOIN accounts_user u ON u.id = g.user_id
    WHERE g.role = 'coordinator' AND u.is_active
      AND g.valid_from <= current_date AND (g.valid_to IS NULL OR g.valid_to >= current_date)
$$
"""

# Whose identity is protected from the actor: all that are marked, but for oneself and those whose employer, now or
# before, the actor is a handler of.
HIDDEN_PERSONS = """
CREATE OR REPLACE FUNCTION stegvis_hidden_persons() RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path = public, pg_temp SET stegvis.system = 'on' AS $$
DECLARE
    me uuid := nullif(current_setting('stegvis.person', true), '')::uuid;
    handled bigint[] := coalesce(nullif(current_setting('stegvis.handles', true), ''), '{}')::bigint[];
BEGIN
    RETURN QUERY SELECT p.person_id FROM people_protectedidentity p
    WHERE p.person_id IS DISTINCT FROM me
      AND (cardinality(handled) = 0 OR NOT EXISTS (
        SELECT 1 FROM people_employment e WHERE e.person_id = p.person_id AND e.employer_id = ANY (handled)));
END $$
"""

# Whose protected identity the actor handles: those that are marked, by whichever employer, and whose employer, now or
# before, the actor is a handler of.
HANDLED_PERSONS = """
CREATE OR REPLACE FUNCTION stegvis_handled_persons() RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path = public, pg_temp SET stegvis.system = 'on' AS $$
DECLARE
    handled bigint[] := coalesce(nullif(current_setting('stegvis.handles', true), ''), '{}')::bigint[];
BEGIN
    IF cardinality(handled) = 0 THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT p.person_id FROM people_protectedidentity p
    WHERE EXISTS (
        SELECT 1 FROM people_employment e WHERE e.person_id = p.person_id AND e.employer_id = ANY (handled));
END $$
"""

# The log-ins of the hidden persons: a name in a log or a list of users gives a person away as well as a row does.
HIDDEN_USERS = """
CREATE OR REPLACE FUNCTION stegvis_hidden_users() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET stegvis.system = 'on' AS $$
    SELECT p.user_id FROM people_person p
    WHERE p.user_id IS NOT NULL AND p.id IN (SELECT stegvis_hidden_persons())
$$
"""

# Which rows of a staff list (number, given and family name folded, birth year, begins) have a number that is held by
# one of those persons, and whether the row names the same person, as stegvis.people.imports.persons has it. It never
# tells a number or a name that was not asked about. Another after the holder's end is new, as it is for everybody.
HIDDEN_AMONG = f"""
DROP FUNCTION IF EXISTS stegvis_hidden_numbers(bigint);
CREATE OR REPLACE FUNCTION stegvis_hidden_among(p_employer bigint, p_rows jsonb) RETURNS TABLE (at bigint, same boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET stegvis.system = 'on' AS $$
    WITH asked AS (
        SELECT r.at, r.cells->>0 AS number, r.cells->>1 AS given, r.cells->>2 AS family,
               (r.cells->>3)::int AS born, (r.cells->>4)::date AS begins
        FROM jsonb_array_elements(p_rows) WITH ORDINALITY AS r(cells, at)
    ), latest AS (
        SELECT DISTINCT ON (e.employee_number) e.employee_number AS number, e.person_id, e.valid_to
        FROM people_employment e
        WHERE e.employer_id = p_employer
          AND p_employer = ANY (coalesce(nullif(current_setting('stegvis.coordinates', true), ''), '{{}}')::bigint[])
          AND e.employee_number IN (SELECT a.number FROM asked a)
        ORDER BY e.employee_number, e.valid_from DESC
    ), compared AS (
        SELECT a.at, coalesce(l.valid_to < a.begins, false) AS after_the_end,
               translate(normalize(p.family_name, NFC), '{UPPER}', '{LOWER}') IS NOT DISTINCT FROM a.family
               OR (translate(normalize(p.given_name, NFC), '{UPPER}', '{LOWER}') IS NOT DISTINCT FROM a.given
                   AND coalesce(p.birth_year = a.born, true)) AS same
        FROM asked a JOIN latest l ON l.number = a.number JOIN people_person p ON p.id = l.person_id
        WHERE l.person_id IN (SELECT stegvis_hidden_persons())
    )
    SELECT c.at, c.same FROM compared c WHERE c.same OR NOT c.after_the_end
$$
"""  # noqa: S608 - letters only

FUNCTIONS = [
    ENTER,
    EMPLOYED,
    STILL_EMPLOYED,
    SHARED,
    TAKING_PART,
    HIDDEN_PERSONS,
    HANDLED_PERSONS,
    HIDDEN_USERS,
    HIDDEN_AMONG,
    *retention_sql.functions(),
    joining_sql.MAY_BE_ONE,
    joining_sql.join_function(),
]
OWNERS_ONLY = [*retention_sql.OWNERS_ONLY, *joining_sql.OWNERS_ONLY]
