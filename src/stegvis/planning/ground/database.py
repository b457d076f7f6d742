"""Staff as a forecast may count them. Runs as the owner, and gives numbers only.

An employer's own forecast has its staff by age. A collaboration's has its members' rounded to whole fives, with ages in
four wide groups where each holds at least five, and "few" below five: from what is rounded nothing can be subtracted
out. Protected identities are counted nowhere.
"""

from stegvis.planning.ground.keys import COUNTED_AS

GUARDED = "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET stegvis.system = 'on'"
_AS = " ".join(f"WHEN '{code}' THEN '{other}'" for code, other in COUNTED_AS.items())
FEWEST, WHOLE = 5, 5


def set_of(name: str) -> str:
    return f"(coalesce(nullif(current_setting('stegvis.{name}', true), ''), '{{}}')::bigint[])"


# A row for each age of an employer's own staff; one for each profession of a member's, with no age. ``persons`` is
# NULL for fewer than five; ``bands`` under 35, 35-44, 45-54 and above, in whole fives, or NULL.
STAFF = f"""
CREATE OR REPLACE FUNCTION stegvis_planning_staff(p_ground bigint, p_day date)
RETURNS TABLE (code text, profession text, age int, persons bigint, share numeric, bands int[], origin text)
{GUARDED} AS $$
    WITH ground AS (
        SELECT employer_id, collaboration_id FROM planning_ground WHERE id = p_ground
          AND (employer_id = ANY ({set_of("coordinates")}) OR collaboration_id = ANY ({set_of("leads")}))
    ), member AS (
        SELECT o.id, o.code, true AS is_own FROM ground g JOIN organisations_organisation o ON o.id = g.employer_id
        UNION
        SELECT o.id, o.code, false FROM ground g
        JOIN organisations_membership m ON m.collaboration_id = g.collaboration_id
        JOIN organisations_organisation o ON o.id = m.organisation_id
        WHERE m.valid_from <= p_day AND (m.valid_to IS NULL OR m.valid_to >= p_day) AND o.code <> ''
    ), worker AS (
        SELECT e.employer_id, CASE e.profession_id {_AS} ELSE e.profession_id END AS profession, e.person_id,
            least(sum(e.share), 100) / 100.0 AS share, max(p.birth_year) AS born
        FROM people_employment e JOIN member m ON m.id = e.employer_id JOIN people_person p ON p.id = e.person_id
        WHERE e.valid_from <= p_day AND (e.valid_to IS NULL OR e.valid_to >= p_day)
          AND NOT EXISTS (SELECT 1 FROM people_protectedidentity x WHERE x.person_id = e.person_id)
        GROUP BY 1, 2, 3
    ), counted AS (
        SELECT employer_id, profession, extract(year FROM p_day)::int - born AS age, count(*) AS persons,
            sum(share) AS fte, 'counted' AS origin
        FROM worker GROUP BY 1, 2, 3
        UNION ALL
        SELECT s.employer_id, CASE s.profession_id {_AS} ELSE s.profession_id END, s.age, sum(s.persons), sum(s.fte),
            'reported'
        FROM planning_staffcount s JOIN member m ON m.id = s.employer_id
        WHERE s.year = (SELECT max(x.year) FROM planning_staffcount x
                        WHERE x.employer_id = s.employer_id AND x.year <= extract(year FROM p_day))
          AND NOT EXISTS (SELECT 1 FROM worker w WHERE w.employer_id = s.employer_id)
        GROUP BY 1, 2, 3
    ), told AS (
        SELECT m.code, c.profession, c.origin, sum(c.persons) AS persons, sum(c.fte) AS fte,
            ARRAY[coalesce(sum(c.persons) FILTER (WHERE c.age < 35), 0),
                coalesce(sum(c.persons) FILTER (WHERE c.age BETWEEN 35 AND 44), 0),
                coalesce(sum(c.persons) FILTER (WHERE c.age BETWEEN 45 AND 54), 0),
                coalesce(sum(c.persons) FILTER (WHERE c.age >= 55), 0)] AS bands,
            bool_or(c.age IS NULL) AS lacks_age
        FROM counted c JOIN member m ON m.id = c.employer_id WHERE NOT m.is_own GROUP BY 1, 2, 3
    )
    SELECT m.code, c.profession, c.age, c.persons::bigint, c.fte / nullif(c.persons, 0), NULL::int[], c.origin
    FROM counted c JOIN member m ON m.id = c.employer_id WHERE m.is_own
    UNION ALL
    SELECT code, profession, NULL,
        CASE WHEN persons >= {FEWEST} THEN (round(persons / {WHOLE}.0) * {WHOLE})::bigint END,
        CASE WHEN persons >= {FEWEST} THEN round(fte / persons * 20) / 20 END,
        CASE WHEN NOT lacks_age AND {FEWEST} <= ALL (bands)
             THEN (SELECT array_agg((round(one / {WHOLE}.0) * {WHOLE})::int ORDER BY at)
                   FROM unnest(bands) WITH ORDINALITY AS b (one, at)) END,
        'rounded'
    FROM told
    ORDER BY 1, 2, 3
$$
"""  # noqa: S608 - constant parts

FUNCTIONS = [STAFF]
