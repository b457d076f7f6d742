"""The database functions of this room. Each runs as the owner, marked as the system's, and says what it gives out."""

from stegvis.exchange.applying import database as applying
from stegvis.exchange.balance import database as balance
from stegvis.exchange.demand import database as demand
from stegvis.exchange.offers import database as offers
from stegvis.exchange.rounds import database as rounds
from stegvis.exchange.taking_part import database as taking_part

GUARDED = "SECURITY DEFINER SET search_path = public, pg_temp SET stegvis.system = 'on'"

# The hours of an occasion on a line of numbers where each person has a stretch of their own: the person's number times
# more than all the seconds there are, and the second. Told to nobody: only the trigger of an application asks.
HELD = f"""
CREATE OR REPLACE FUNCTION stegvis_held(p_person uuid, p_occasion bigint) RETURNS nummultirange
LANGUAGE sql STABLE {GUARDED} AS $$
    WITH line AS (
        SELECT (('x' || left(hex, 16))::bit(64)::bigint::numeric * 18446744073709551616
                + ('x' || right(hex, 16))::bit(64)::bigint::numeric) * 100000000000 AS zero
        FROM (SELECT replace(p_person::text, '-', '') AS hex) one
    )
    SELECT range_agg(numrange(zero + extract(epoch FROM s.starts), zero + extract(epoch FROM s.ends)))
    FROM exchange_session s, line WHERE s.occasion_id = p_occasion
$$
"""  # noqa: S608 - constant parts

FUNCTIONS = [
    HELD,
    *offers.FUNCTIONS,
    *applying.FUNCTIONS,
    *demand.FUNCTIONS,
    *rounds.FUNCTIONS,
    *taking_part.FUNCTIONS,
    *balance.FUNCTIONS,
]
OWNERS_ONLY = ["stegvis_held(uuid, bigint)"]
