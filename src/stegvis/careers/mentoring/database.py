"""The database functions of mentoring. Each runs as the owner, marked as the system's, and says what it gives out."""

from stegvis.careers.calibration.database import COORDINATES, GUARDED, LEADS, RUNS, TODAY, UNPROTECTED, USER

PERSON = "nullif(current_setting('stegvis.person', true), '')::uuid"
MANAGES = "(coalesce(nullif(current_setting('stegvis.manages', true), ''), '{}')::bigint[])"

MENTOR = "(SELECT p.id FROM people_person p WHERE p.user_id = w.mentor_id)"
MAY_BE_NAMED = f"NOT EXISTS (SELECT 1 FROM people_protectedidentity h WHERE h.person_id = {PERSON})"  # noqa: S608

# Whether the acting person's name may be spread. To themself alone.
OPEN_TO_ME = f"""
CREATE OR REPLACE FUNCTION stegvis_mentoring_open_to_me() RETURNS boolean
{GUARDED} AS $$
    SELECT {MAY_BE_NAMED}
$$
"""

# Who has a mentor, and until when: to the manager of a unit where the person works for the mentorship's employer. No
# more than that.
MENTORED = f"""
CREATE OR REPLACE FUNCTION stegvis_mentored() RETURNS TABLE (person uuid, ends date)
{GUARDED} AS $$
    SELECT m.person_id, m.ends FROM careers_mentorship m
    WHERE m.state = 'running' AND EXISTS (
        SELECT 1 FROM people_employment e
        WHERE e.person_id = m.person_id AND e.employer_id = m.employer_id AND e.unit_id = ANY ({MANAGES})
          AND (e.valid_to IS NULL OR e.valid_to >= {TODAY}) AND {UNPROTECTED})
$$
"""  # noqa: S608 - constant parts


def _above(person: str, user: str) -> str:
    """SQL for the users who manage where the person works today, or any unit above it."""
    return f"""
        WITH RECURSIVE above AS (
            SELECT e.unit_id AS unit FROM people_employment e WHERE e.person_id = {person} AND {RUNS}
            UNION
            SELECT u.parent_id FROM above JOIN organisations_unit u ON u.id = above.unit WHERE u.parent_id IS NOT NULL
        )
        SELECT g.user_id FROM above JOIN organisations_rolegrant g ON g.unit_id = above.unit
        JOIN accounts_user a ON a.id = g.user_id AND a.is_active
        WHERE g.role = 'unit_manager' AND g.user_id <> {user}
          AND g.valid_from <= {TODAY} AND (g.valid_to IS NULL OR g.valid_to >= {TODAY})"""  # noqa: S608 - constant parts


# The acting person's own managers all the way up, wherever they work. Who one's manager is, is no secret to oneself.
OWN_MANAGERS = f"""
CREATE OR REPLACE FUNCTION stegvis_own_managers() RETURNS TABLE (id bigint)
{GUARDED} AS $${_above(PERSON, USER)}$$
"""

# Everybody in line with the acting person: who manages them, and whom they manage.
OWN_LINE = f"""
CREATE OR REPLACE FUNCTION stegvis_own_line() RETURNS TABLE (id bigint)
{GUARDED} AS $$
    SELECT m.id FROM stegvis_own_managers() m
    UNION
    SELECT p.user_id FROM people_employment e JOIN people_person p ON p.id = e.person_id
    WHERE e.unit_id = ANY ({MANAGES}) AND p.user_id IS NOT NULL AND {RUNS}
$$
"""  # noqa: S608 - constant parts

# The wishes of a round that can still be met: whose persons work for the employer they wished as, have no mentor, and
# neither are managed by whom they wished for nor manage them. To whoever leads the round.
WISHES_IN_PLAY = f"""
CREATE OR REPLACE FUNCTION stegvis_mentor_wishes_in_play(p_round bigint) RETURNS SETOF bigint
{GUARDED} AS $$
    SELECT w.id FROM careers_mentorwish w JOIN careers_mentorround r ON r.id = w.round_id
    WHERE r.id = p_round AND (r.employer_id = ANY ({COORDINATES}) OR r.collaboration_id = ANY ({LEADS}))
      AND EXISTS (SELECT 1 FROM people_employment e
                  WHERE e.person_id = w.person_id AND e.employer_id = w.employer_id AND {RUNS} AND {UNPROTECTED})
      AND NOT EXISTS (SELECT 1 FROM careers_mentorship m
                      WHERE m.person_id = w.person_id AND m.state IN ('proposed', 'running'))
      AND w.mentor_id NOT IN ({_above("w.person_id", "w.user_id")})
      AND w.user_id NOT IN ({_above(MENTOR, "w.mentor_id")})
$$
"""  # noqa: S608 - constant parts

# How many of an employer's staff have a mentor or have had one to the end. To the coordinators of the employer and of
# its collaborations; few are hidden before anybody sees them.
COUNTS = f"""
CREATE OR REPLACE FUNCTION stegvis_mentorship_counts() RETURNS TABLE (employer bigint, running bigint, finished bigint)
{GUARDED} AS $$
    SELECT m.employer_id, count(*) FILTER (WHERE m.state = 'running'), count(*) FILTER (WHERE m.state = 'finished')
    FROM careers_mentorship m
    WHERE m.person_id NOT IN (SELECT h.person_id FROM people_protectedidentity h)
      AND (m.employer_id = ANY ({COORDINATES}) OR m.employer_id IN (
        SELECT s.organisation_id FROM organisations_membership s WHERE s.collaboration_id = ANY ({LEADS})
          AND s.valid_from <= {TODAY} AND (s.valid_to IS NULL OR s.valid_to >= {TODAY})))
    GROUP BY 1
$$
"""  # noqa: S608 - constant parts

FUNCTIONS = [OPEN_TO_ME, MENTORED, OWN_MANAGERS, OWN_LINE, WISHES_IN_PLAY, COUNTS]
