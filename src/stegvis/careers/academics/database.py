"""The database function of academic paths. It runs as the owner, and says what it gives out."""

from stegvis.careers.calibration.database import COORDINATES, GUARDED, RUNS, UNPROTECTED

# The open paths of an employer's staff, by profession (that of the largest share), kind and per cent of working time,
# to the employer's coordinators.
STUDIES = f"""
CREATE OR REPLACE FUNCTION stegvis_studies(p_employer bigint)
RETURNS TABLE (profession text, kind text, share smallint, people bigint)
{GUARDED} AS $$
    WITH staff AS (
        SELECT DISTINCT ON (e.person_id) e.person_id, e.profession_id FROM people_employment e
        WHERE e.employer_id = p_employer AND e.employer_id = ANY ({COORDINATES}) AND {RUNS} AND {UNPROTECTED}
        ORDER BY e.person_id, e.share DESC, e.id
    )
    SELECT s.profession_id::text, p.kind::text, p.share, count(*)
    FROM staff s JOIN careers_studypath p ON p.person_id = s.person_id AND p.employer_id = p_employer
    WHERE p.state IN ('running', 'paused') GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
$$
"""  # noqa: S608 - constant parts

FUNCTIONS = [STUDIES]
