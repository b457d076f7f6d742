"""The database functions of offers. Each runs as the owner, marked as the system's, and says what it gives out."""

from stegvis.careers.calibration.database import COORDINATES, GUARDED, LEADS, TODAY

MANAGES = "(coalesce(nullif(current_setting('stegvis.manages', true), ''), '{}')::bigint[])"
REPRESENTS = "(coalesce(nullif(current_setting('stegvis.represents', true), ''), '{}')::bigint[])"

# Whoever may change the offer ``f``, as its declaration says.
MINE = f"""(f.employer_id = ANY ({COORDINATES}) OR f.unit_id = ANY ({MANAGES}) OR f.employer_id = ANY ({REPRESENTS})
            OR (f.is_joint AND f.collaboration_id = ANY ({LEADS})))"""

# How many wait, and how many have asked at all, for each occasion of the offers that one may change: also those whom
# one does not see by name.
COUNTS = f"""
CREATE OR REPLACE FUNCTION stegvis_offer_counts(p_offers bigint[])
RETURNS TABLE (occasion bigint, waiting bigint, asked bigint)
{GUARDED} AS $$
    SELECT a.occasion_id, count(*) FILTER (WHERE a.state = 'waiting'), count(*)
    FROM exchange_application a JOIN exchange_offer f ON f.id = a.offer_id
    WHERE a.offer_id = ANY (p_offers) AND {MINE}
    GROUP BY 1
$$
"""  # noqa: S608 - constant parts

# Whom to tell that occasions are moved or called off: the key of each user who waits or has a place, of their
# application, and whether it is booked. To whoever may change the offer; no names.
APPLICANTS = f"""
CREATE OR REPLACE FUNCTION stegvis_applicants_of_occasions(p_occasions bigint[])
RETURNS TABLE (application uuid, told bigint, is_booked boolean)
{GUARDED} AS $$
    SELECT a.id, a.user_id, a.state = 'booked'
    FROM exchange_application a JOIN exchange_offer f ON f.id = a.offer_id
    WHERE a.occasion_id = ANY (p_occasions) AND a.state IN ('waiting', 'held', 'offered', 'booked') AND {MINE}
$$
"""  # noqa: S608 - constant parts

# Whom to tell that what they have wished for in a round is called off: the keys of each wish and of its user, as long
# as the round is not published. To whoever may change the offer; no names.
WISHERS = f"""
CREATE OR REPLACE FUNCTION stegvis_wishers_of_occasions(p_occasions bigint[]) RETURNS TABLE (wish bigint, told bigint)
{GUARDED} AS $$
    SELECT w.id, w.user_id FROM exchange_roundwish w JOIN exchange_round r ON r.id = w.round_id
    JOIN exchange_occasion c ON c.id = w.occasion_id JOIN exchange_offer f ON f.id = c.offer_id
    WHERE c.id = ANY (p_occasions) AND r.state IN ('open', 'closed', 'previewed') AND {MINE}
$$
"""  # noqa: S608 - constant parts

# How many with a place at an occasion have another at those times. A number, to whoever may change the offer.
CLASHES = f"""
CREATE OR REPLACE FUNCTION stegvis_occasion_clashes(p_occasion bigint, p_starts timestamptz[], p_ends timestamptz[])
RETURNS bigint
{GUARDED} AS $$
    SELECT count(*) FROM exchange_application a JOIN exchange_offer f ON f.id = a.offer_id
    WHERE a.occasion_id = p_occasion AND a.held IS NOT NULL AND {MINE} AND EXISTS (
        SELECT 1 FROM exchange_application b
        JOIN exchange_session s ON s.occasion_id = b.occasion_id
        JOIN unnest(p_starts, p_ends) AS n (starts, ends) ON s.starts < n.ends AND n.starts < s.ends
        WHERE b.person_id = a.person_id AND b.occasion_id <> a.occasion_id AND b.held IS NOT NULL)
$$
"""  # noqa: S608 - constant parts

# How many have asked, or wish in a round under way, to begin outside these days, where each begins when it suits. A
# number, to whoever may change the offer.
OUTSIDE = f"""
CREATE OR REPLACE FUNCTION stegvis_begin_outside(p_occasion bigint, p_first date, p_last date) RETURNS bigint
{GUARDED} AS $$
    SELECT count(*) FROM exchange_occasion c JOIN exchange_offer f ON f.id = c.offer_id
    JOIN (SELECT a.occasion_id, a.starts_on FROM exchange_application a
          WHERE a.occasion_id = p_occasion AND a.state IN ('waiting', 'held', 'offered', 'booked')
          UNION ALL
          SELECT w.occasion_id, w.starts_on FROM exchange_roundwish w JOIN exchange_round r ON r.id = w.round_id
          WHERE w.occasion_id = p_occasion AND r.state IN ('open', 'closed', 'previewed')) s ON s.occasion_id = c.id
    WHERE c.id = p_occasion AND (s.starts_on < p_first OR s.starts_on > p_last) AND {MINE}
$$
"""  # noqa: S608 - constant parts

# Whom to remind of a common day: managers and coordinators of the members that have offered nothing on it. Keys of
# users, to whoever leads the collaboration.
HOSTS = f"""
CREATE OR REPLACE FUNCTION stegvis_hosts_to_nudge(p_day bigint) RETURNS SETOF bigint
{GUARDED} AS $$
    SELECT DISTINCT g.user_id
    FROM exchange_commonday d
    JOIN organisations_membership m ON m.collaboration_id = d.collaboration_id
     AND m.valid_from <= {TODAY} AND (m.valid_to IS NULL OR m.valid_to >= {TODAY})
    JOIN organisations_rolegrant g ON g.organisation_id = m.organisation_id
     AND g.role IN ('unit_manager', 'coordinator')
     AND g.valid_from <= {TODAY} AND (g.valid_to IS NULL OR g.valid_to >= {TODAY})
    WHERE d.id = p_day AND d.collaboration_id = ANY ({LEADS}) AND NOT EXISTS (
        SELECT 1 FROM exchange_occasion o JOIN exchange_offer f ON f.id = o.offer_id
        WHERE f.employer_id = m.organisation_id AND f.kind = d.kind AND f.state = 'published' AND o.state = 'open'
          AND d.day BETWEEN (o.starts AT TIME ZONE 'Europe/Stockholm')::date
                        AND (o.ends AT TIME ZONE 'Europe/Stockholm')::date)
$$
"""  # noqa: S608 - constant parts

# How the rounds stand that an offer is in, those being set up too. Their states and no more, to whoever may change it.
ROUNDS = f"""
CREATE OR REPLACE FUNCTION stegvis_rounds_of_offer(p_offer bigint) RETURNS SETOF text
{GUARDED} AS $$
    SELECT DISTINCT r.state FROM exchange_roundoccasion q JOIN exchange_round r ON r.id = q.round_id
    JOIN exchange_occasion c ON c.id = q.occasion_id JOIN exchange_offer f ON f.id = c.offer_id
    WHERE f.id = p_offer AND {MINE}
$$
"""  # noqa: S608 - constant parts

# How many of each employer have a place to come in an offer, or wait for one. Numbers, to whoever may change it.
SENDERS = f"""
CREATE OR REPLACE FUNCTION stegvis_senders_of_offer(p_offer bigint) RETURNS TABLE (employer bigint, people bigint)
{GUARDED} AS $$
    SELECT a.employer_id, count(DISTINCT a.person_id)
    FROM exchange_application a JOIN exchange_offer f ON f.id = a.offer_id
    JOIN exchange_occasion c ON c.id = a.occasion_id
    WHERE f.id = p_offer AND a.state IN ('waiting', 'held', 'offered', 'booked') AND c.ends > now() AND {MINE}
    GROUP BY 1
$$
"""  # noqa: S608 - constant parts

FUNCTIONS = [COUNTS, ROUNDS, SENDERS, APPLICANTS, WISHERS, CLASHES, OUTSIDE, HOSTS]
