"""Decided plans that tell of the same staff, so that none is shown from which a few could be subtracted out.

Runs as the owner, and gives whoever coordinates the plan's owner figures to compare with, which no page shows.
"""

from stegvis.planning.ground.database import GUARDED, set_of

EMPLOYERS = "('municipality', 'region', 'private')"

# Every decided plan that hangs together with this one's owner by members in common, however many steps away, since all
# that is told can be solved together; ``members`` are the employers whose staff it tells of, as on the day of the
# decision.
BESIDE = f"""
CREATE OR REPLACE FUNCTION stegvis_plans_beside(p_plan bigint)
RETURNS TABLE (edition bigint, members bigint[], is_joint boolean, starts int, ends int, needs jsonb, withheld jsonb)
{GUARDED} AS $$
    WITH RECURSIVE plan AS (
        SELECT employer_id, collaboration_id FROM planning_supplyplan WHERE id = p_plan
          AND (employer_id = ANY ({set_of("coordinates")}) OR collaboration_id = ANY ({set_of("leads")}))
    ), staff AS (
        SELECT employer_id AS id FROM plan
        UNION
        SELECT m.organisation_id FROM organisations_membership m JOIN plan USING (collaboration_id)
    ), member AS (
        SELECT id FROM staff
        UNION
        SELECT peer.organisation_id FROM member JOIN organisations_membership m ON m.organisation_id = member.id
        JOIN organisations_membership peer USING (collaboration_id)
    ), joint AS (
        SELECT m.collaboration_id AS id FROM organisations_membership m JOIN member ON member.id = m.organisation_id
    )
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

FUNCTIONS = [BESIDE]
