"""The database functions of introductions. Each runs as the owner, marked as the system, and says what it gives out."""

from stegvis.careers.calibration.database import GUARDED, RUNS, TODAY, UNPROTECTED, USER

EMPLOYERS = "(coalesce(nullif(current_setting('stegvis.employers', true), ''), '{}')::bigint[])"

# The introductions that the acting user supervises, with the name and unit of whom: for the named introduction only,
# while both work for the employer.
SUPERVISED = f"""
DROP FUNCTION IF EXISTS stegvis_supervised();
CREATE FUNCTION stegvis_supervised()
RETURNS TABLE (introduction bigint, given_name text, family_name text, unit text, profession text, unit_id bigint)
{GUARDED} AS $$
    SELECT i.id, p.given_name::text, p.family_name::text, e.unit::text, e.profession_id::text, e.unit_id
    FROM careers_introduction i JOIN people_person p ON p.id = i.person_id
    CROSS JOIN LATERAL (
        SELECT u.name AS unit, e.unit_id, e.profession_id
        FROM people_employment e JOIN organisations_unit u ON u.id = e.unit_id
        WHERE e.person_id = i.person_id AND e.employer_id = i.employer_id AND {UNPROTECTED}
          AND (e.valid_to IS NULL OR e.valid_to >= {TODAY})
        ORDER BY e.share DESC, e.id LIMIT 1
    ) e
    WHERE i.supervisor_id = {USER} AND i.employer_id = ANY ({EMPLOYERS})
    ORDER BY p.sort_name, i.id
$$
"""  # noqa: S608 - constant parts

# Who has an address and works for the employer, or holds a role there; to whoever manages or coordinates there.
COLLEAGUE = f"""
CREATE OR REPLACE FUNCTION stegvis_colleague(p_employer bigint, p_email text)
RETURNS TABLE (id bigint, person uuid)
{GUARDED} AS $$
    WITH held AS (
        SELECT g.user_id, g.role FROM organisations_rolegrant g
        WHERE g.organisation_id = p_employer AND g.valid_from <= {TODAY}
          AND (g.valid_to IS NULL OR g.valid_to >= {TODAY})
    )
    SELECT u.id, p.id FROM accounts_user u LEFT JOIN people_person p ON p.user_id = u.id
    WHERE u.is_active AND lower(u.email) = p_email AND u.id NOT IN (SELECT stegvis_hidden_users())
      AND (EXISTS (SELECT 1 FROM held WHERE held.user_id = u.id)
           OR EXISTS (SELECT 1 FROM people_employment e
                      WHERE e.person_id = p.id AND e.employer_id = p_employer AND {RUNS}))
      AND EXISTS (SELECT 1 FROM held WHERE held.user_id = {USER} AND held.role IN ('unit_manager', 'coordinator'))
$$
"""  # noqa: S608 - constant parts

# Of these introductions, at the acting user's employers, those whose supervisor neither works
# nor holds a role there now.
LEFT_ALONE = f"""
CREATE OR REPLACE FUNCTION stegvis_left_alone(p_introductions bigint[]) RETURNS TABLE (id bigint)
{GUARDED} AS $$
    SELECT i.id FROM careers_introduction i
    WHERE i.id = ANY (p_introductions) AND i.employer_id = ANY ({EMPLOYERS}) AND i.supervisor_id IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM organisations_rolegrant g
                      WHERE g.user_id = i.supervisor_id AND g.organisation_id = i.employer_id
                        AND g.valid_from <= {TODAY} AND (g.valid_to IS NULL OR g.valid_to >= {TODAY}))
      AND NOT EXISTS (SELECT 1 FROM people_person p JOIN people_employment e ON e.person_id = p.id
                      WHERE p.user_id = i.supervisor_id AND e.employer_id = i.employer_id AND {RUNS})
$$
"""  # noqa: S608 - constant parts

FUNCTIONS = [SUPERVISED, COLLEAGUE, LEFT_ALONE]
