"""The database functions of credentials. Each runs as the owner, marked as the system's, and says what it gives out."""

GUARDED = "SECURITY DEFINER SET search_path = public, pg_temp SET stegvis.system = 'on'"
MARKED = "SELECT 1 FROM people_protectedidentity m WHERE m.person_id = "

# The public halves that signatures may be checked with, to anybody.
PUBLISHED_KEYS = f"""
CREATE OR REPLACE FUNCTION stegvis_published_keys()
RETURNS TABLE (kid text, public jsonb, made_at timestamptz, is_current boolean)
LANGUAGE sql STABLE {GUARDED} AS $$
    SELECT k.kid::text, k.public, k.made_at, k.is_current FROM careers_signingkey k
    WHERE k.distrusted_at IS NULL ORDER BY k.is_current DESC, k.made_at DESC, k.kid
$$
"""  # noqa: S608 - constant parts

# The key to sign with, its private half sealed by a secret that the database does not hold.
SIGNING_KEY = f"""
CREATE OR REPLACE FUNCTION stegvis_signing_key() RETURNS TABLE (kid text, sealed text)
LANGUAGE sql STABLE {GUARDED} AS $$
    SELECT k.kid::text, k.sealed FROM careers_signingkey k WHERE k.is_current
$$
"""  # noqa: S608 - constant parts

# Takes in a new key where there is none, or in place of the one that its reader could not open. Of two that make the
# first key at once, the later finds the earlier's.
KEEP_SIGNING_KEY = f"""
CREATE OR REPLACE FUNCTION stegvis_keep_signing_key(p_kid text, p_public jsonb, p_sealed text, p_instead_of text)
RETURNS void LANGUAGE plpgsql {GUARDED} AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('careers.signingkey:', 0)); -- keys.renew_key's turn
    UPDATE careers_signingkey SET is_current = false, sealed = '' WHERE is_current AND kid = p_instead_of;
    INSERT INTO careers_signingkey (kid, public, sealed, is_current, made_at)
    SELECT p_kid, p_public, p_sealed, true, now()
    WHERE NOT EXISTS (SELECT 1 FROM careers_signingkey WHERE is_current);
END $$
"""  # noqa: S608 - constant parts

# A credential as it was signed, to whoever has its address, which is random and known by who has got it. Nothing of a
# revoked one but the day, and nothing at all of a protected identity.
SHOWN_CREDENTIAL = f"""
CREATE OR REPLACE FUNCTION stegvis_shown_credential(p_id uuid)
RETURNS TABLE (token text, issuer text, revoked_on date)
LANGUAGE sql STABLE {GUARDED} AS $$
    SELECT CASE WHEN c.revoked_on IS NULL THEN c.token ELSE '' END, o.name::text, c.revoked_on
    FROM careers_credential c JOIN organisations_organisation o ON o.id = c.issuer_id
    WHERE c.id = p_id AND NOT EXISTS ({MARKED} c.person_id)
$$
"""  # noqa: S608 - constant parts

# Whether the acting person's own identity is protected: they know it, and may hear why nothing is made public.
AM_PROTECTED = f"""
CREATE OR REPLACE FUNCTION stegvis_am_protected() RETURNS boolean
LANGUAGE sql STABLE {GUARDED} AS $$
    SELECT EXISTS ({MARKED} nullif(current_setting('stegvis.person', true), '')::uuid)
$$
"""

FUNCTIONS = [PUBLISHED_KEYS, SIGNING_KEY, KEEP_SIGNING_KEY, SHOWN_CREDENTIAL, AM_PROTECTED]
