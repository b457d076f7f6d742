"""The database function of roles for experienced staff. It runs as the owner, and says what it gives out."""

from stegvis.careers.calibration.database import COORDINATES, GUARDED, TODAY, UNPROTECTED

MANAGES = "(coalesce(nullif(current_setting('stegvis.manages', true), ''), '{}')::bigint[])"

# Who has said that they are interested in a role, to whoever manages its unit or coordinates its employer, and who has
# stated a wish, to whoever manages where they work: name, unit and profession, while they work for the employer.
INTERESTED = f"""
CREATE OR REPLACE FUNCTION stegvis_interested()
RETURNS TABLE (interest bigint, person uuid, name text, unit text, profession text)
{GUARDED} AS $$
    SELECT i.id, p.id, concat_ws(' ', p.given_name, p.family_name), e.unit, e.profession_id
    FROM careers_interest i JOIN people_person p ON p.id = i.person_id
    CROSS JOIN LATERAL (
        SELECT u.name::text AS unit, e.profession_id::text FROM people_employment e
        JOIN organisations_unit u ON u.id = e.unit_id
        WHERE e.person_id = i.person_id AND e.employer_id = i.employer_id AND {UNPROTECTED}
          AND (e.valid_to IS NULL OR e.valid_to >= {TODAY})
          AND (NOT i.is_wish OR e.unit_id = ANY ({MANAGES}))
        ORDER BY e.share DESC, e.id LIMIT 1
    ) e
    WHERE i.state <> 'withdrawn'
      AND (i.is_wish OR i.unit_id = ANY ({MANAGES}) OR i.employer_id = ANY ({COORDINATES}))
    ORDER BY i.stated_on, i.id
$$
"""  # noqa: S608 - constant parts

FUNCTIONS = [INTERESTED]
