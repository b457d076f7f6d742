"""The database function of interviews. It runs as the owner, marked as the system's, and gives nothing out."""

# Whoever is named by this address to interview, and logs in with it, is the one. Neither who names nor anybody else
# learns by it whether there is such a user.
CLAIM_INTERVIEWS = """
CREATE OR REPLACE FUNCTION stegvis_claim_interviews(p_email text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp SET stegvis.system = 'on' AS $$
    UPDATE surveys_interviewer i SET user_id = u.id FROM accounts_user u
    WHERE i.email = p_email AND i.user_id IS NULL AND u.email = i.email AND u.is_active
$$
"""

FUNCTIONS = [CLAIM_INTERVIEWS]
