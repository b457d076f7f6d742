"""Task shifts counted over employers. Runs as the owner, and gives numbers of at least five, from at least three
employers: a shift names no person, and no employer is told by what others have."""

GUARDED = "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET stegvis.system = 'on'"
FEWEST, FEWEST_EMPLOYERS = 5, 3


def _count(condition: str) -> str:
    return (
        f"CASE WHEN count(*) FILTER (WHERE {condition}) >= {FEWEST}"
        f" AND count(DISTINCT s.employer_id) FILTER (WHERE {condition}) >= {FEWEST_EMPLOYERS}"
        f" THEN count(*) FILTER (WHERE {condition}) END"
    )


# By kind: decided, summed up, and of those the ones that happened. Without a collaboration of the whole country.
SHIFTS = f"""
CREATE OR REPLACE FUNCTION stegvis_planning_shifts(p_collaboration bigint)
RETURNS TABLE (kind text, decided bigint, ended bigint, happened bigint)
{GUARDED} AS $$
    SELECT s.kind, {_count("true")}, {_count("s.state = 'ended'")}, {_count("s.outcome = 'happened'")}
    FROM planning_shift s
    WHERE s.state IN ('decided', 'ended')
      AND nullif(current_setting('stegvis.user', true), '') IS NOT NULL
      AND (p_collaboration IS NULL OR (
        p_collaboration = ANY (coalesce(nullif(current_setting('stegvis.leads', true), ''), '{{}}')::bigint[])
        AND s.employer_id IN (
            SELECT m.organisation_id FROM organisations_membership m
            WHERE m.collaboration_id = p_collaboration
              AND m.valid_from <= nullif(current_setting('stegvis.today', true), '')::date
              AND (m.valid_to IS NULL OR m.valid_to >= nullif(current_setting('stegvis.today', true), '')::date))))
    GROUP BY s.kind
$$
"""  # noqa: S608 - constant parts

FUNCTIONS = [SHIFTS]
