"""Counts of what people lack and want, for coordinators, who read nobody's standing and nobody's words.

Told of the employers that the actor coordinates, of those in collaborations that the actor leads, and of all that are
joined to these by collaborations: what is hidden has to be so wherever a total of it is told. What an open offer meets
is left out, and so are protected identities. What people say counts from the day after. The counts go through
``demand.counts`` before anybody sees them.
"""

from stegvis.exchange.offers.database import MINE

TODAY = "nullif(current_setting('stegvis.today', true), '')::date"
IN_FORCE = f"m.valid_from <= {TODAY} AND (m.valid_to IS NULL OR m.valid_to >= {TODAY})"

DEMAND = f"""
CREATE OR REPLACE FUNCTION stegvis_demand()
RETURNS TABLE (employer bigint, framework bigint, requirement text, area text, lacking bigint, wanting bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET stegvis.system = 'on' AS $$
    WITH RECURSIVE membership AS (
        SELECT m.collaboration_id, m.organisation_id FROM organisations_membership m WHERE {IN_FORCE}
    ), own AS (
        SELECT unnest(coalesce(nullif(current_setting('stegvis.coordinates', true), ''), '{{}}')::bigint[]) AS employer
        UNION
        SELECT organisation_id FROM membership WHERE collaboration_id
            = ANY (coalesce(nullif(current_setting('stegvis.leads', true), ''), '{{}}')::bigint[])
    ), scope AS (
        SELECT employer FROM own
        UNION
        SELECT theirs.organisation_id FROM scope JOIN membership ours ON ours.organisation_id = scope.employer
        JOIN membership theirs ON theirs.collaboration_id = ours.collaboration_id
    ), resting AS (
        SELECT v.framework_id AS framework, v.framework_id AS below, v.base_id FROM frameworks_frameworkversion v
        UNION
        SELECT r.framework, b.framework_id, b.base_id
        FROM resting r JOIN frameworks_frameworkversion b ON b.id = r.base_id
    ), open_offer AS (
        SELECT o.id, o.employer_id, o.audience, o.collaboration_id, m.framework_id, m.requirement
        FROM exchange_offer o JOIN exchange_meets m ON m.offer_id = o.id
        WHERE o.state = 'published' AND EXISTS (
            SELECT 1 FROM exchange_occasion c WHERE c.offer_id = o.id AND c.state = 'open' AND c.apply_by >= {TODAY})
    ), asked AS (
        SELECT employer_id AS employer, framework_id AS framework, requirement, '' AS area, people AS lacking,
               0 AS wanting
        FROM exchange_lacking
        UNION ALL
        SELECT w.employer_id, w.framework_id, w.requirement,
               CASE WHEN w.requirement = '' THEN w.area ELSE '' END, 0, count(DISTINCT w.person_id)
        FROM exchange_wanted w
        WHERE w.said_on < {TODAY}
          AND NOT EXISTS (SELECT 1 FROM people_protectedidentity p WHERE p.person_id = w.person_id)
        GROUP BY 1, 2, 3, 4
    )
    SELECT a.employer, a.framework, a.requirement, a.area, sum(a.lacking)::bigint, sum(a.wanting)::bigint
    FROM asked a
    WHERE a.employer IN (SELECT employer FROM scope)
      AND NOT EXISTS (
        SELECT 1 FROM open_offer o JOIN resting r ON r.framework = a.framework AND r.below = o.framework_id
        WHERE o.requirement = a.requirement AND (
            o.audience = 'everybody' OR o.employer_id = a.employer
            OR (o.audience = 'collaboration' AND EXISTS (
                SELECT 1 FROM membership m
                WHERE m.collaboration_id = o.collaboration_id AND m.organisation_id = a.employer))
            OR (o.audience = 'invited' AND EXISTS (
                SELECT 1 FROM exchange_invited i WHERE i.offer_id = o.id AND i.invited_id = a.employer))))
    GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
$$
"""  # noqa: S608 - constant parts

# What people have written themselves, without who or which employer: of areas that at least ten have written of, and
# five people's at a time, so that what is new cannot be told as the one's who has just written. ``nth`` is how many of
# the area the person has written up to it, so that a second text waits for the second ones of four others.
WORDS = f"""
CREATE OR REPLACE FUNCTION stegvis_wanted_words(p_collaboration bigint)
RETURNS TABLE (area text, words text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET stegvis.system = 'on' AS $$
    WITH said AS (
        SELECT w.id, w.area, w.words, row_number() OVER (PARTITION BY w.area, w.person_id ORDER BY w.id) AS nth
        FROM exchange_wanted w
        JOIN organisations_membership m ON m.organisation_id = w.employer_id AND m.collaboration_id = p_collaboration
        WHERE {IN_FORCE} AND w.requirement = '' AND w.area <> '' AND w.words <> '' AND w.said_on < {TODAY}
          AND p_collaboration = ANY (coalesce(nullif(current_setting('stegvis.leads', true), ''), '{{}}')::bigint[])
          AND NOT EXISTS (SELECT 1 FROM people_protectedidentity p WHERE p.person_id = w.person_id)
    ), told AS (
        SELECT area, words, row_number() OVER (PARTITION BY area, nth ORDER BY id) AS place,
               count(*) OVER (PARTITION BY area, nth) AS people, count(*) FILTER (WHERE nth = 1) OVER area AS writers
        FROM said WINDOW area AS (PARTITION BY area)
    )
    SELECT DISTINCT area, words FROM told WHERE writers >= 10 AND place <= people / 5 * 5 ORDER BY 1, 2
$$
"""  # noqa: S608 - constant parts

# A bundle whose joint draft is being deleted is where it was before there was one. For whoever may change the offer: a
# coordinator of the employer that answers for it, who does not lead the collaboration, may delete it too.
LET_GO = f"""
CREATE OR REPLACE FUNCTION stegvis_let_go_of_offer(p_offer bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp SET stegvis.system = 'on' AS $$
    UPDATE exchange_bundle b
    SET offer_id = NULL, state = CASE WHEN b.answered_on IS NULL THEN 'asked' ELSE 'answered' END
    FROM exchange_offer f WHERE b.offer_id = f.id AND f.id = p_offer AND f.state = 'draft' AND {MINE}
$$
"""  # noqa: S608 - constant parts

FUNCTIONS = [DEMAND, WORDS, LET_GO]
