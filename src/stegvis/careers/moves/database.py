"""The counts of a move for coordinators, who read nobody's outcome: as those in ``stegvis.careers.database``."""

OWN = """
    own AS (
        SELECT o.* FROM careers_moveoutcome o JOIN careers_versionmove m ON m.id = o.move_id
        WHERE o.move_id = p_move AND o.is_primary
          AND m.employer_id = ANY (coalesce(nullif(current_setting('stegvis.coordinates', true), ''), '{}')::bigint[])
          AND NOT EXISTS (SELECT 1 FROM people_protectedidentity p WHERE p.person_id = o.person_id)
    )
"""

COUNTS = f"""
CREATE OR REPLACE FUNCTION stegvis_move_counts(p_move uuid)
RETURNS TABLE (unit bigint, outcome text, level_before smallint, level_after smallint, people bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET stegvis.system = 'on' AS $$
    WITH {OWN}
    SELECT unit_id, own.outcome, own.level_before, own.level_after, count(*)
    FROM own GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
$$
"""  # noqa: S608 - a constant part

# How many have to be judged anew in each requirement of the new version, of how many in all.
REVIEWS = f"""
CREATE OR REPLACE FUNCTION stegvis_move_reviews(p_move uuid)
RETURNS TABLE (requirement text, people bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET stegvis.system = 'on' AS $$
    WITH {OWN}
    SELECT code, count(*) FROM own, unnest(own.to_review) AS code GROUP BY 1 ORDER BY 2 DESC, 1
$$
"""  # noqa: S608 - a constant part

FUNCTIONS = [COUNTS, REVIEWS]
