"""The registers summed over employers, and how many are soon to retire. Runs as the owner, and gives numbers only.

For whoever leads a collaboration, of its members; for the national follow-up, of all. A sum is told where at least two
employers are in it. People are told in whole fives, and fewer than five are not told: from what is rounded nothing can
be subtracted out. Of posts for training those that are filled are people. Protected identities are counted nowhere.
"""

from stegvis.careers.calibration.database import GUARDED, LEADS, RUNS, TODAY, UNPROTECTED, USER

WHOLE = 5
FEWEST_EMPLOYERS = 2
RETIRING_FROM = 60  # years of age

SUMS = f"""
CREATE OR REPLACE FUNCTION stegvis_register_sums()
RETURNS TABLE (scope text, register text, what text, step text, year int, half int, counted numeric, other numeric)
{GUARDED} AS $$
    WITH employer AS (
        SELECT c.name AS scope, m.organisation_id AS id FROM organisations_membership m
        JOIN organisations_collaboration c ON c.id = m.collaboration_id
        WHERE m.collaboration_id = ANY ({LEADS}) AND m.valid_from <= {TODAY}
          AND (m.valid_to IS NULL OR m.valid_to >= {TODAY})
        UNION
        SELECT '', o.id FROM organisations_organisation o
        WHERE EXISTS (
            SELECT 1 FROM organisations_rolegrant g
            WHERE g.user_id = {USER} AND g.role = 'national_follow_up' AND g.valid_from <= {TODAY}
              AND (g.valid_to IS NULL OR g.valid_to >= {TODAY}))
    ), line AS (
        SELECT employer_id, 'utbildningstjanstgoring' AS register, kind AS what, '' AS step, year, half,
            posts::numeric AS counted, filled::numeric AS other, false AS is_of_people
        FROM planning_trainingpost
        UNION ALL
        SELECT employer_id, 'hyrpersonal', profession_id, '', year, half, worked, kronor, false FROM planning_agencyuse
        UNION ALL
        SELECT employer_id, 'utlandsutbildade', profession_id, step, year, half, people, NULL, true
        FROM planning_trainedabroad
        UNION ALL
        SELECT e.employer_id, 'pensioner', e.profession_id, '', NULL, NULL, count(DISTINCT e.person_id), NULL, true
        FROM people_employment e JOIN people_person p ON p.id = e.person_id
        WHERE {RUNS} AND {UNPROTECTED} AND extract(year FROM {TODAY}) - p.birth_year >= {RETIRING_FROM}
        GROUP BY e.employer_id, e.profession_id
    )
    SELECT e.scope, l.register, l.what, l.step, l.year::int, l.half::int,
        CASE WHEN l.is_of_people THEN floor(sum(l.counted) / {WHOLE}) * {WHOLE} ELSE sum(l.counted) END,
        CASE WHEN l.register = 'utbildningstjanstgoring'
            THEN nullif(floor(sum(l.other) / {WHOLE}) * {WHOLE}, 0) ELSE sum(l.other) END
    FROM line l JOIN employer e ON e.id = l.employer_id
    GROUP BY e.scope, l.register, l.what, l.step, l.year, l.half, l.is_of_people
    HAVING count(DISTINCT l.employer_id) >= {FEWEST_EMPLOYERS} AND (NOT l.is_of_people OR sum(l.counted) >= {WHOLE})
    ORDER BY e.scope, l.register, l.year DESC NULLS LAST, l.half DESC, l.what, l.step
$$
"""  # noqa: S608 - constant parts

FUNCTIONS = [SUMS]
