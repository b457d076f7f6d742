"""Decided plans and shared scenarios that tell of the same staff, so that nothing is shown from which a few could be
subtracted out.

Runs as the owner, and gives whoever coordinates the employer or the collaboration figures to compare with, which no
page shows.
"""

from stegvis.planning.ground.database import GUARDED, set_of

EMPLOYERS = "('municipality', 'region', 'private')"

# Those that hang together with an owner by members in common, however many steps away, since all that is told can be
# solved together.
NEAR = f"""
    WITH RECURSIVE asked AS (
        SELECT p_employer AS employer_id, p_collaboration AS collaboration_id
        WHERE p_employer = ANY ({set_of("coordinates")}) OR p_collaboration = ANY ({set_of("leads")})
    ), staff AS (
        SELECT employer_id AS id FROM asked
        UNION
        SELECT m.organisation_id FROM organisations_membership m JOIN asked USING (collaboration_id)
    ), member AS (
        SELECT id FROM staff
        UNION
        SELECT peer.organisation_id FROM member JOIN organisations_membership m ON m.organisation_id = member.id
        JOIN organisations_membership peer USING (collaboration_id)
    ), joint AS (
        SELECT collaboration_id AS id FROM asked
        UNION
        SELECT m.collaboration_id FROM organisations_membership m JOIN member ON member.id = m.organisation_id
    )
"""  # noqa: S608 - constant parts

# ``members`` are the employers whose staff the plan tells of, as on the day of the decision.
PLANS = f"""
CREATE OR REPLACE FUNCTION stegvis_plans_beside(p_employer bigint, p_collaboration bigint)
RETURNS TABLE (edition bigint, members bigint[], is_joint boolean, starts int, ends int, needs jsonb, withheld jsonb)
{GUARDED} AS $$
    {NEAR}
    SELECT e.id,
        CASE WHEN e.is_joint THEN ARRAY(
            SELECT m.organisation_id FROM organisations_membership m
            JOIN organisations_organisation o ON o.id = m.organisation_id
            WHERE m.collaboration_id = s.collaboration_id AND o.type IN {EMPLOYERS}
              AND m.valid_from <= e.decided_on AND (m.valid_to IS NULL OR m.valid_to >= e.decided_on)
        ) ELSE ARRAY[s.employer_id] END,
        e.is_joint, (e.content ->> 'starts')::int, (e.content ->> 'ends')::int, e.content -> 'needs', e.withheld
    FROM planning_planedition e JOIN planning_supplyplan s ON s.id = e.plan_id
    WHERE (s.employer_id IN (SELECT id FROM member) OR s.collaboration_id IN (SELECT id FROM joint))
      AND e.content ? 'needs'
    ORDER BY e.id
$$
"""  # noqa: S608 - constant parts

# All that have ever been shared, as others were shown them: what has been shown may have been kept.
SCENARIOS = f"""
CREATE OR REPLACE FUNCTION stegvis_scenarios_beside(p_employer bigint, p_collaboration bigint)
RETURNS TABLE (result bytea)
{GUARDED} AS $$
    {NEAR}
    SELECT s.result FROM planning_sharedscenario s JOIN planning_scenario c ON c.id = s.scenario_id
    JOIN planning_ground g ON g.id = c.ground_id
    WHERE g.employer_id IN (SELECT id FROM member) OR g.collaboration_id IN (SELECT id FROM joint)
    ORDER BY s.id
$$
"""  # noqa: S608 - constant parts

FUNCTIONS = [PLANS, SCENARIOS]
