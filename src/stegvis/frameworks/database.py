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

FUNCTIONS = [CLAIM_REVIEWS]
