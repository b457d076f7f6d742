"""The database functions of rounds. Each runs as the owner, marked as the system's, and says what it gives out.

Who leads a round reads nobody's standing and no employment elsewhere: what the rule asks of each wish is told as yes or
no, without a name, and the seats are taken for people whose applications the leader does not see.
"""

from stegvis.careers.calibration.database import COORDINATES, GUARDED, LEADS, RUNS, TODAY
from stegvis.exchange.taking_part.database import was_away

LED = f"(r.employer_id = ANY ({COORDINATES}) OR r.collaboration_id = ANY ({LEADS}))"
WRITES = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET stegvis.system = 'on'"

# Every wish of a round with what the rule asks of it: ``why`` is what keeps it out, empty for what competes. To who
# leads the round.
INPUTS = f"""
CREATE OR REPLACE FUNCTION stegvis_round_inputs(p_round bigint)
RETURNS TABLE (wish bigint, login bigint, number int, employer bigint, occasion bigint, rank smallint, company text,
               why text, is_gap boolean, staff bigint, has_received boolean, was_away boolean)
{GUARDED} AS $$
    WITH found AS (SELECT r.* FROM exchange_round r WHERE r.id = p_round AND {LED}),
    meant AS (
        SELECT bool_or(o.professions = '{{}}') AS everybody, array_agg(DISTINCT p.code) AS codes
        FROM exchange_roundoccasion q JOIN exchange_occasion c ON c.id = q.occasion_id
        JOIN exchange_offer o ON o.id = c.offer_id LEFT JOIN LATERAL unnest(o.professions) AS p(code) ON true
        WHERE q.round_id = p_round
    ), sizes AS (
        SELECT e.employer_id, count(DISTINCT e.person_id) AS staff FROM people_employment e, meant
        WHERE {RUNS} AND (meant.everybody OR e.profession_id = ANY (meant.codes)) GROUP BY 1
    )
    SELECT w.id, w.user_id, w.number, w.employer_id, w.occasion_id, w.rank, w.company,
        CASE
            WHEN EXISTS (SELECT 1 FROM exchange_occasion c WHERE c.id = w.occasion_id AND c.state = 'cancelled')
                THEN 'cancelled'
            WHEN w.answer = 'declined' THEN 'declined'
            WHEN w.answer = '' THEN 'unanswered'
            WHEN NOT EXISTS (SELECT 1 FROM people_employment e
                             WHERE e.person_id = w.person_id AND e.employer_id = w.employer_id AND {RUNS}) THEN 'left'
            WHEN EXISTS (SELECT 1 FROM people_protectedidentity h WHERE h.person_id = w.person_id) THEN 'hidden'
            WHEN EXISTS (
                SELECT 1 FROM exchange_application a
                WHERE a.person_id = w.person_id AND a.state IN ('waiting', 'held', 'offered', 'booked', 'attended')
                  AND (a.occasion_id = w.occasion_id OR (a.state <> 'waiting' AND EXISTS (
                    SELECT 1 FROM exchange_session s JOIN exchange_session t
                      ON t.occasion_id = a.occasion_id AND s.starts < t.ends AND t.starts < s.ends
                    WHERE s.occasion_id = w.occasion_id)))) THEN 'clash'
            ELSE '' END,
        EXISTS (
            SELECT 1 FROM careers_standing s JOIN frameworks_frameworkversion v ON v.id = s.version_id
            JOIN exchange_meets m ON m.framework_id = v.framework_id
            JOIN exchange_occasion c ON c.offer_id = m.offer_id AND c.id = w.occasion_id
            JOIN frameworks_frameworkrequirement q ON q.version_id = s.version_id AND q.code = m.requirement
            WHERE s.person_id = w.person_id AND s.employer_id = w.employer_id AND s.is_primary
              AND q.level_order <= s.level_order + 1 AND NOT s.met[q.position + 1]),
        coalesce(sizes.staff, 0),
        EXISTS (SELECT 1 FROM exchange_roundwish b
                WHERE b.round_id = found.previous_id AND b.person_id = w.person_id AND b.outcome = 'placed'),
        {was_away("w.person_id", "found.closes_on")}
    FROM found JOIN exchange_roundwish w ON w.round_id = found.id
    LEFT JOIN sizes ON sizes.employer_id = w.employer_id
    ORDER BY w.person_id, w.rank, w.id
$$
"""  # noqa: S608 - constant parts

# Gives everybody in a closed round the number that they are known by, in the order of random keys. Once: who withdraws
# later leaves their number empty, so that no lot changes. Tells how many there are.
NUMBER = f"""
CREATE OR REPLACE FUNCTION stegvis_round_number(p_round bigint) RETURNS int
{WRITES} AS $$
DECLARE
    many int;
BEGIN
    PERFORM 1 FROM exchange_round r WHERE r.id = p_round AND r.state = 'closed' AND r.seed IS NULL AND {LED};
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    UPDATE exchange_roundwish w SET number = n.number
    FROM (SELECT b.id, dense_rank() OVER (ORDER BY b.person_id) AS number
          FROM exchange_roundwish b WHERE b.round_id = p_round) n
    WHERE w.id = n.id;
    SELECT coalesce(max(w.number), 0) INTO many FROM exchange_roundwish w WHERE w.round_id = p_round;
    RETURN many;
END $$
"""  # noqa: S608 - constant parts

# Writes what became of each wish of a round that is just being published, and takes the seats: a booking, or a place in
# the waiting list with the wish's own key; who begins when it suits does so within the window as it is now.
# What a constraint refuses is told by its wish and the constraint's name.
SETTLE = f"""
CREATE OR REPLACE FUNCTION stegvis_round_settle(p_round bigint, p_rows jsonb)
RETURNS TABLE (wish bigint, broken text)
{WRITES} AS $$
DECLARE
    one record;
BEGIN
    PERFORM 1 FROM exchange_round r WHERE r.id = p_round AND r.state = 'published' AND {LED}
        AND NOT EXISTS (SELECT 1 FROM exchange_roundwish w WHERE w.round_id = r.id AND w.outcome <> '');
    IF NOT FOUND THEN
        RETURN;
    END IF;
    UPDATE exchange_roundwish w
    SET outcome = x.outcome, key = x.key, last = x.last, quota = x.quota, waiting = x.waiting
    FROM jsonb_to_recordset(p_rows)
        AS x(wish bigint, outcome text, key bigint[], last bigint[], quota text, waiting int)
    WHERE w.id = x.wish AND w.round_id = p_round;
    FOR one IN
        SELECT w.*, x.state AS seat, x.either, c.offer_id, c.employer_id AS host, o.unit_id AS host_unit,
               o.title AS named,
               CASE WHEN o.starts_any_time AND w.starts_on IS NOT NULL THEN
                   least(greatest(w.starts_on, {TODAY}, (c.starts AT TIME ZONE 'Europe/Stockholm')::date),
                         (c.ends AT TIME ZONE 'Europe/Stockholm')::date) END AS begins
        FROM jsonb_to_recordset(p_rows) AS x(wish bigint, state text, either uuid)
        JOIN exchange_roundwish w ON w.id = x.wish AND w.round_id = p_round
        JOIN exchange_occasion c ON c.id = w.occasion_id JOIN exchange_offer o ON o.id = c.offer_id
        WHERE x.state IN ('booked', 'waiting') ORDER BY w.occasion_id, w.number
    LOOP
        BEGIN
            INSERT INTO exchange_application (
                id, offer_id, occasion_id, host_id, host_unit_id, person_id, employer_id, unit_id, user_id, state,
                title, name, workplace, profession_id, line, request, either, key, asked_at, approved_at,
                answered_by_id, answer, substitute, starts_on)
            VALUES (
                gen_random_uuid(), one.offer_id, one.occasion_id, one.host, one.host_unit, one.person_id,
                one.employer_id, one.unit_id, one.user_id, one.seat, one.named, one.name, one.workplace,
                one.profession_id, '', gen_random_uuid(), one.either, one.key, now(), one.answered_at,
                one.answered_by_id, '', '', one.begins);
        EXCEPTION WHEN check_violation OR unique_violation OR exclusion_violation THEN
            GET STACKED DIAGNOSTICS broken = CONSTRAINT_NAME;
            wish := one.id;
            RETURN NEXT;
        END;
    END LOOP;
END $$
"""  # noqa: S608 - constant parts

# Of these occasions, those that a round gives just now: people wish, or wait, by its published rule. Told to whoever
# knows their keys, since who offers them need not see the round; it tells of nobody.
GIVEN = f"""
CREATE OR REPLACE FUNCTION stegvis_given_in_rounds(p_occasions bigint[], p_but bigint) RETURNS SETOF bigint
{GUARDED} AS $$
    SELECT DISTINCT c.id FROM exchange_roundoccasion q JOIN exchange_round r ON r.id = q.round_id
    JOIN exchange_occasion c ON c.id = q.occasion_id JOIN exchange_offer o ON o.id = c.offer_id
    WHERE c.id = ANY (p_occasions) AND r.id <> p_but AND r.state IN ('open', 'closed', 'previewed', 'published')
      AND c.state = 'open' AND CASE WHEN o.starts_any_time THEN c.ends ELSE c.starts END > now()
$$
"""  # noqa: S608 - constant parts

SEATED = "('held', 'offered', 'booked', 'attended', 'absent')"

# Whether a published round has given the places of an occasion; to whoever knows its key. It tells of nobody.
IS_GIVEN = """
CREATE OR REPLACE FUNCTION stegvis_is_given_in_a_round(p_occasion bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET stegvis.system = 'on' AS $$
    SELECT EXISTS (SELECT 1 FROM exchange_roundoccasion q JOIN exchange_round r ON r.id = q.round_id
                   WHERE q.occasion_id = p_occasion AND r.state = 'published')
$$
"""

# Whether the quotas and caps of the published round that has given an occasion have room for one more of an employer.
# The trigger that takes a seat asks; of two at once the later waits and counts the earlier. It tells of nobody.
HAS_ROOM = f"""
CREATE OR REPLACE FUNCTION stegvis_round_has_room(p_occasion bigint, p_employer bigint) RETURNS boolean
{WRITES} AS $$
DECLARE
    one record;
BEGIN
    FOR one IN
        WITH RECURSIVE above AS (
            SELECT k.* FROM exchange_roundoccasion q JOIN exchange_round r ON r.id = q.round_id
            JOIN exchange_roundquota k ON k.id = q.quota_id
            WHERE q.occasion_id = p_occasion AND r.state = 'published'
            UNION SELECT k.* FROM exchange_roundquota k JOIN above ON k.id = above.within_id
        )
        SELECT * FROM above ORDER BY id
    LOOP
        PERFORM 1 FROM exchange_roundquota k WHERE k.id = one.id FOR UPDATE;
        IF one."limit" <= (
            WITH RECURSIVE inside AS (
                SELECT one.id AS id
                UNION SELECT k.id FROM exchange_roundquota k JOIN inside ON k.within_id = inside.id
            )
            SELECT count(*) FROM exchange_roundoccasion q JOIN exchange_application a ON a.occasion_id = q.occasion_id
            WHERE q.quota_id IN (SELECT id FROM inside) AND a.key <> '{{}}' AND a.state IN {SEATED}
        ) THEN
            RETURN false;
        END IF;
    END LOOP;
    FOR one IN
        SELECT k.* FROM exchange_roundoccasion q JOIN exchange_round r ON r.id = q.round_id
        JOIN exchange_roundcap k ON k.round_id = r.id AND k.host_id = q.employer_id AND k.sender_id = p_employer
        WHERE q.occasion_id = p_occasion AND r.state = 'published' AND r.has_crossing
    LOOP
        PERFORM 1 FROM exchange_roundcap k WHERE k.id = one.id FOR UPDATE;
        IF one.most <= (
            SELECT count(*) FROM exchange_roundoccasion q JOIN exchange_application a ON a.occasion_id = q.occasion_id
            WHERE q.round_id = one.round_id AND q.employer_id = one.host_id AND a.employer_id = one.sender_id
              AND a.key <> '{{}}' AND a.state IN {SEATED}
        ) THEN
            RETURN false;
        END IF;
    END LOOP;
    RETURN true;
END $$
"""  # noqa: S608 - constant parts

# The names of the others who have a word in a round: to who knows the word, which Stegvis draws and one of them gives
# the other.
COMPANY = f"""
CREATE OR REPLACE FUNCTION stegvis_round_company(p_round bigint, p_word text) RETURNS TABLE (name text)
{GUARDED} AS $$
    SELECT DISTINCT w.name::text FROM exchange_roundwish w
    WHERE w.round_id = p_round AND w.company = p_word AND p_word <> ''
      AND w.person_id <> nullif(current_setting('stegvis.person', true), '')::uuid
    ORDER BY 1
$$
"""  # noqa: S608 - constant parts

# The occasions of a round with what is asked of their offers, to who leads it: the round is theirs to draw whatever has
# become of an offer, and whoever it is for.
OCCASIONS = f"""
CREATE OR REPLACE FUNCTION stegvis_round_occasions(p_round bigint) RETURNS SETOF exchange_occasion
{GUARDED} AS $$
    SELECT c.* FROM exchange_occasion c JOIN exchange_roundoccasion q ON q.occasion_id = c.id
    JOIN exchange_round r ON r.id = q.round_id WHERE r.id = p_round AND {LED}
$$
"""  # noqa: S608 - constant parts
OFFERS = f"""
CREATE OR REPLACE FUNCTION stegvis_round_offers(p_round bigint)
RETURNS TABLE (id bigint, title text, state text, given text, starts_any_time boolean)
{GUARDED} AS $$
    SELECT DISTINCT o.id, o.title, o.state, o.given, o.starts_any_time FROM exchange_offer o
    JOIN exchange_occasion c ON c.offer_id = o.id JOIN exchange_roundoccasion q ON q.occasion_id = c.id
    JOIN exchange_round r ON r.id = q.round_id WHERE r.id = p_round AND {LED}
$$
"""  # noqa: S608 - constant parts

FUNCTIONS = [OCCASIONS, OFFERS, INPUTS, NUMBER, SETTLE, GIVEN, IS_GIVEN, HAS_ROOM, COMPANY]
