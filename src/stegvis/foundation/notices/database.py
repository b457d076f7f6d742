"""The database functions of this room. Each runs as the owner, marked as the system's, and says what it gives out."""

# Whose calendar stands at an address: whoever asks must hold the secret, of which the digest is looked up.
CALENDAR_USER = """
CREATE OR REPLACE FUNCTION stegvis_calendar_user(p_token_hash text) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET stegvis.system = 'on' AS $$
    SELECT f.user_id FROM notices_calendarfeed f JOIN accounts_user u ON u.id = f.user_id AND u.is_active
    WHERE f.token_hash = p_token_hash AND f.revoked_at IS NULL
$$
"""

FUNCTIONS = [CALENDAR_USER]
