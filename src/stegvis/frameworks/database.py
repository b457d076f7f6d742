"""The database functions of this room. Each runs as the owner, marked as the system's, and says what it gives out."""

# Whoever has been asked by this address to read drafts through, and logs in with it, is the one. Gives nothing out:
# neither the asker nor anybody else learns by it whether there is such a user.
CLAIM_REVIEWS = """
CREATE OR REPLACE FUNCTION stegvis_claim_reviews(p_email text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp SET stegvis.system = 'on' AS $$
    UPDATE frameworks_draftreviewer r SET user_id = u.id FROM accounts_user u
    WHERE r.email = p_email AND r.user_id IS NULL AND u.email = r.email AND u.is_active
$$
"""

# Whether anybody of the profession works there, or is about to begin. Counts those whose identity is protected, since
# they are placed too. Gives out one yes or no, to the employer's coordinators; to others it is always yes.
HAS_STAFF = """
CREATE OR REPLACE FUNCTION stegvis_has_staff(p_employer bigint, p_profession text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET stegvis.system = 'on' AS $$
    SELECT p_employer <> ALL (coalesce(nullif(current_setting('stegvis.coordinates', true), ''), '{}')::bigint[])
        OR EXISTS (
            SELECT 1 FROM people_employment e WHERE e.employer_id = p_employer AND e.profession_id = p_profession
              AND (e.valid_to IS NULL OR e.valid_to >= nullif(current_setting('stegvis.today', true), '')::date)
        )
$$
"""

FUNCTIONS = [CLAIM_REVIEWS, HAS_STAFF]
