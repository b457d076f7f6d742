"""The database functions of this room: counts for coordinators, who read nobody's standing.

Each runs as the owner, marked as the system's, gives nothing but to whoever coordinates the employer, leaves out
protected identities, and counts everybody once: in the employment with the largest share, with the primary standing.
The counts go through ``stegvis.engine.disclosure`` before anybody sees them.
"""

from stegvis.careers.academics import database as academics
from stegvis.careers.assessments import database as assessments
from stegvis.careers.calibration import database as calibration
from stegvis.careers.cards import database as cards
from stegvis.careers.credentials import database as credentials
from stegvis.careers.experience import database as experience
from stegvis.careers.introductions import database as introductions
from stegvis.careers.mentoring import database as mentoring
from stegvis.careers.moves import database as moves

STAFF = """
    staff AS (
        SELECT DISTINCT ON (e.person_id) e.person_id, e.unit_id, e.profession_id
        FROM people_employment e
        WHERE e.employer_id = p_employer
          AND e.employer_id = ANY (coalesce(nullif(current_setting('stegvis.coordinates', true), ''), '{}')::bigint[])
          AND e.valid_from <= nullif(current_setting('stegvis.today', true), '')::date
          AND (e.valid_to IS NULL OR e.valid_to >= nullif(current_setting('stegvis.today', true), '')::date)
          AND NOT EXISTS (SELECT 1 FROM people_protectedidentity p WHERE p.person_id = e.person_id)
        ORDER BY e.person_id, e.share DESC, e.id
    ), placed AS (
        SELECT staff.*, s.version_id, s.level_order, s.met
        FROM staff LEFT JOIN careers_standing s
          ON s.person_id = staff.person_id AND s.employer_id = p_employer AND s.is_primary
         AND s.profession_id = staff.profession_id
    )
"""

PLACEMENTS = f"""
CREATE OR REPLACE FUNCTION stegvis_placements(p_employer bigint)
RETURNS TABLE (profession text, version bigint, unit bigint, level_order smallint, people bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET stegvis.system = 'on' AS $$
    WITH {STAFF}
    SELECT profession_id, version_id, unit_id, placed.level_order, count(*)
    FROM placed GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
$$
"""  # noqa: S608 - a constant part

# How far people have come in each competence: the highest level whose requirement of it they meet, 0 for none.
COVERAGE = f"""
CREATE OR REPLACE FUNCTION stegvis_coverage(p_employer bigint, p_profession text)
RETURNS TABLE (version bigint, competence text, level_order smallint, people bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET stegvis.system = 'on' AS $$
    WITH {STAFF}, reached AS (
        SELECT placed.person_id, placed.version_id, r.competence,
               coalesce(max(r.level_order) FILTER (WHERE placed.met[r.position + 1]), 0)::smallint AS level_order
        FROM placed JOIN frameworks_frameworkrequirement r ON r.version_id = placed.version_id
        WHERE r.competence <> '' AND placed.profession_id = p_profession
        GROUP BY 1, 2, 3
    )
    SELECT version_id, competence, reached.level_order, count(*) FROM reached GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
$$
"""  # noqa: S608 - a constant part

# The age that somebody turns within five years, from the year of birth: 62 for the younger and where it is not known,
# 69 for the older. Who turns it may retire at any age up to it.
TURNING = """
    least(greatest(coalesce(
        extract(year FROM nullif(current_setting('stegvis.today', true), '')::date)::int + 5 - b.birth_year,
        0), 62), 69)
"""

# Everybody, by profession and the age that they turn.
LEAVING = f"""
CREATE OR REPLACE FUNCTION stegvis_leaving(p_employer bigint)
RETURNS TABLE (profession text, turning int, people bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET stegvis.system = 'on' AS $$
    WITH {STAFF}
    SELECT s.profession_id, {TURNING}, count(*) FROM staff s JOIN people_person b ON b.id = s.person_id
    GROUP BY 1, 2 ORDER BY 1, 2
$$
"""  # noqa: S608 - constant parts

# How far they have come in each competence, as in the coverage, by the age that they turn.
LEAVING_COMPETENCE = f"""
CREATE OR REPLACE FUNCTION stegvis_leaving_competence(p_employer bigint, p_profession text)
RETURNS TABLE (version bigint, competence text, level_order smallint, turning int, people bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET stegvis.system = 'on' AS $$
    WITH {STAFF}, reached AS (
        SELECT placed.person_id, placed.version_id, r.competence,
               coalesce(max(r.level_order) FILTER (WHERE placed.met[r.position + 1]), 0)::smallint AS level_order
        FROM placed JOIN frameworks_frameworkrequirement r ON r.version_id = placed.version_id
        WHERE r.competence <> '' AND placed.profession_id = p_profession
        GROUP BY 1, 2, 3
    )
    SELECT x.version_id, x.competence, x.level_order, {TURNING}, count(*)
    FROM reached x JOIN people_person b ON b.id = x.person_id
    GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
$$
"""  # noqa: S608 - constant parts

FUNCTIONS = [
    PLACEMENTS,
    COVERAGE,
    LEAVING,
    LEAVING_COMPETENCE,
    *experience.FUNCTIONS,
    *academics.FUNCTIONS,
    *moves.FUNCTIONS,
    *calibration.FUNCTIONS,
    *assessments.FUNCTIONS,
    *introductions.FUNCTIONS,
    *mentoring.FUNCTIONS,
    *credentials.FUNCTIONS,
    *cards.FUNCTIONS,
]
OWNERS_ONLY = cards.OWNERS_ONLY
