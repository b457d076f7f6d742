"""The database functions of academic paths. They run as the owner, and say what they give out."""

from stegvis.careers.calibration.database import COORDINATES, GUARDED, RUNS, TODAY, UNPROTECTED

FULL_YEAR = 1700
"""Hours of work in a year of full time, without holidays and leave."""
STAFF = f"""
    SELECT DISTINCT ON (e.person_id) e.person_id, e.profession_id FROM people_employment e
    WHERE e.employer_id = p_employer AND e.employer_id = ANY ({COORDINATES}) AND {RUNS} AND {UNPROTECTED}
    ORDER BY e.person_id, e.share DESC, e.id
"""  # noqa: S608 - constant parts

# The open paths of an employer's staff, by profession (that of the largest share), kind and per cent of working time,
# to the employer's coordinators.
STUDIES = f"""
CREATE OR REPLACE FUNCTION stegvis_studies(p_employer bigint)
RETURNS TABLE (profession text, kind text, share smallint, people bigint)
{GUARDED} AS $$
    WITH staff AS ({STAFF})
    SELECT s.profession_id::text, p.kind::text, p.share, count(*)
    FROM staff s JOIN careers_studypath p ON p.person_id = s.person_id AND p.employer_id = p_employer
    WHERE p.state IN ('running', 'paused') GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
$$
"""  # noqa: S608 - constant parts

# What is agreed of a year's working hours and kronor, by profession and who pays the most: paths under way or paused,
# and this year's courses in agreed development plans ('plan'). Everybody is counted once, under 'several' where it is
# more than one; beside them how many have any hours, and any kronor. To the employer's coordinators, who are to see
# nothing of few.
STUDY_COSTS = f"""
DROP FUNCTION IF EXISTS stegvis_study_costs(bigint);
CREATE FUNCTION stegvis_study_costs(p_employer bigint)
RETURNS TABLE (profession text, paid_by text, people bigint, studying bigint, costing bigint, hours bigint,
               kronor bigint)
{GUARDED} AS $$
    WITH staff AS ({STAFF}), agreed AS (
        SELECT p.person_id, p.paid_by::text AS source,
               CASE WHEN p.state = 'running' THEN p.share * {FULL_YEAR} / 100.0 ELSE 0 END AS hours,
               coalesce(p.kronor, 0) * 365.0 / greatest(p.ends - p.starts + 1, 365) AS kronor
        FROM careers_studypath p WHERE p.employer_id = p_employer AND p.state IN ('running', 'paused')
        UNION ALL
        SELECT a.person_id, 'plan', coalesce(a.hours, 0), coalesce(a.cost, 0)
        FROM careers_activity a JOIN careers_goal g ON g.id = a.goal_id
        JOIN careers_developmentplan d ON d.id = g.plan_id
        WHERE a.employer_id = p_employer AND d.state = 'agreed' AND g.state <> 'dropped' AND a.state <> 'dropped'
          AND a.kind = 'course' AND (a.hours > 0 OR a.cost > 0)
          AND extract(year FROM coalesce(a.due, d.ends)) = extract(year FROM {TODAY})
    ), persons AS (
        SELECT s.profession_id, CASE WHEN count(DISTINCT source) > 1 THEN 'several' ELSE min(source) END AS source,
               sum(hours) AS hours, sum(kronor) AS kronor
        FROM staff s JOIN agreed USING (person_id) GROUP BY s.person_id, s.profession_id
    )
    SELECT profession_id::text, source, count(*), count(*) FILTER (WHERE hours > 0),
           count(*) FILTER (WHERE kronor > 0), round(sum(hours))::bigint, round(sum(kronor))::bigint
    FROM persons GROUP BY 1, 2 ORDER BY 1, 2
$$
"""  # noqa: S608 - constant parts

FUNCTIONS = [STUDIES, STUDY_COSTS]
