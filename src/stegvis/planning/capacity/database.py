"""Hours short in a collaboration, as its coordinators may see them. Runs as the owner, and gives sums only.

A week and profession is given where at least three units with five persons in all stand behind it, and in whole tens of
hours, so that one unit more does not tell what that unit has.
"""

from stegvis.planning.ground.database import GUARDED, set_of

FEWEST_UNITS, FEWEST_PERSONS, WHOLE = 3, 5, 10

GAPS = f"""
CREATE OR REPLACE FUNCTION stegvis_capacity_gaps(p_collaboration bigint, p_from date)
RETURNS TABLE (week date, profession text, units int, hours int)
{GUARDED} AS $$
    WITH latest AS (
        SELECT DISTINCT ON (c.unit_id, (one ->> 'week')::date, one ->> 'profession')
            c.unit_id, (one ->> 'week')::date AS week, one ->> 'profession' AS profession,
            (one ->> 'people')::int AS people, (one ->> 'hours')::numeric AS hours
        FROM planning_capacityplan c
        JOIN organisations_membership m ON m.organisation_id = c.employer_id
        CROSS JOIN jsonb_array_elements(c.gaps) AS one
        WHERE m.collaboration_id = p_collaboration AND p_collaboration = ANY ({set_of("leads")})
          AND m.valid_from <= p_from AND (m.valid_to IS NULL OR m.valid_to >= p_from)
          AND c.state = 'decided' AND c.put_away_at IS NULL AND (one ->> 'week')::date >= p_from
        ORDER BY 1, 2, 3, c.decided_on DESC, c.id DESC
    )
    SELECT week, profession, count(*)::int, (round(sum(hours) / {WHOLE}.0) * {WHOLE})::int
    FROM latest
    GROUP BY 1, 2 HAVING count(*) >= {FEWEST_UNITS} AND sum(people) >= {FEWEST_PERSONS}
    ORDER BY 1, 2
$$
"""  # noqa: S608 - constant parts

FUNCTIONS = [GAPS]
