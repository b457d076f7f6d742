"""The database functions of the balance. Each runs as the owner, and gives sums only, never who."""

GUARDED = "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET stegvis.system = 'on'"
TODAY = "nullif(current_setting('stegvis.today', true), '')::date"
ZONE = "AT TIME ZONE 'Europe/Stockholm'"


def _set(name: str) -> str:
    return f"(coalesce(nullif(current_setting('stegvis.{name}', true), ''), '{{}}')::bigint[])"


# Places in a collaboration's offers that ended within the days, per employer: those its staff had at others' (got)
# and those that others' staff had at its own (given). ``persons`` is how many people are behind, ``staff`` how many
# work there today. To the collaboration's leaders and to its employers' coordinators, who show no few.
BALANCE = f"""
CREATE OR REPLACE FUNCTION stegvis_exchange_balance(p_collaboration bigint, p_from date, p_until date)
RETURNS TABLE (employer bigint, name text, staff bigint, given bigint, given_persons bigint, given_hours bigint,
               got bigint, got_persons bigint, got_hours bigint)
{GUARDED} AS $$
    WITH member AS (
        SELECT DISTINCT g.id, g.name FROM organisations_membership m
        JOIN organisations_organisation g ON g.id = m.organisation_id
        WHERE m.collaboration_id = p_collaboration AND m.valid_from <= p_until
          AND (m.valid_to IS NULL OR m.valid_to >= p_from)
          AND (p_collaboration = ANY ({_set("leads")}) OR EXISTS (
              SELECT 1 FROM organisations_membership x WHERE x.collaboration_id = p_collaboration
              AND x.organisation_id = ANY ({_set("coordinates")})
              AND x.valid_from <= {TODAY} AND (x.valid_to IS NULL OR x.valid_to >= {TODAY})))
    ), place AS (
        SELECT a.host_id, a.employer_id, a.person_id, coalesce(o.hours, 0) AS hours
        FROM exchange_application a
        JOIN exchange_occasion c ON c.id = a.occasion_id JOIN exchange_offer o ON o.id = a.offer_id
        WHERE o.collaboration_id = p_collaboration AND a.state IN ('booked', 'attended')
          AND (c.ends {ZONE})::date BETWEEN p_from AND p_until AND a.host_id <> a.employer_id
    )
    SELECT m.id, m.name,
        (SELECT count(DISTINCT e.person_id) FROM people_employment e WHERE e.employer_id = m.id
         AND e.valid_from <= {TODAY} AND (e.valid_to IS NULL OR e.valid_to >= {TODAY})),
        g.places, g.persons, g.hours, r.places, r.persons, r.hours
    FROM member m,
    LATERAL (SELECT count(*) AS places, count(DISTINCT person_id) AS persons, coalesce(sum(hours), 0) AS hours
             FROM place WHERE host_id = m.id) g,
    LATERAL (SELECT count(*) AS places, count(DISTINCT person_id) AS persons, coalesce(sum(hours), 0) AS hours
             FROM place WHERE employer_id = m.id) r
    ORDER BY m.name
$$
"""  # noqa: S608 - constant parts

# What a collaboration's occasions that cost something have cost so far, up to a day: seats per employer, with what
# has been settled of it between it and the host. To the collaboration's leaders.
SEATS = f"""
CREATE OR REPLACE FUNCTION stegvis_exchange_seats(p_collaboration bigint, p_until date)
RETURNS TABLE (occasion bigint, title text, held_on date, host bigint, split text, price bigint, seats bigint,
               employer bigint, taken bigint)
{GUARDED} AS $$
    SELECT c.id, o.title, (c.ends {ZONE})::date, c.employer_id, o.split, o.price::bigint, c.seats::bigint,
        a.employer_id, count(a.id)
    FROM exchange_occasion c JOIN exchange_offer o ON o.id = c.offer_id
    LEFT JOIN exchange_application a ON a.occasion_id = c.id AND a.state IN ('booked', 'attended', 'absent')
    WHERE o.collaboration_id = p_collaboration AND p_collaboration = ANY ({_set("leads")}) AND o.price > 0
      AND o.split IN ('sender', 'by_seats', 'equally') AND o.state <> 'draft' AND c.state <> 'cancelled'
      AND (c.ends {ZONE})::date <= p_until
    GROUP BY c.id, o.id, a.employer_id ORDER BY c.ends, c.id, a.employer_id
$$
"""  # noqa: S608 - constant parts

FUNCTIONS = [BALANCE, SEATS]
