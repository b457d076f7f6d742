"""The database function of coding. It runs as the owner, marked as the system's, and says what it gives out."""

from stegvis.careers.calibration.database import COORDINATES, LEADS

TODAY = "nullif(current_setting('stegvis.today', true), '')::date"
RUNS = f"valid_from <= {TODAY} AND (valid_to IS NULL OR valid_to >= {TODAY})"

# The user with this address, if they may be asked to code: who has a role or works at the owner of the question, or at
# a member of the collaboration that owns it or that the owner is in. To whoever leads the question's round; any other
# address is told apart from none at all by nothing.
POSSIBLE_CODER = f"""
CREATE OR REPLACE FUNCTION stegvis_possible_coder(p_question bigint, p_email text) RETURNS TABLE (id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET stegvis.system = 'on' AS $$
    WITH q AS (
        SELECT employer_id, collaboration_id FROM surveys_openquestion
        WHERE id = p_question AND (employer_id = ANY ({COORDINATES}) OR collaboration_id = ANY ({LEADS}))
    ), groups AS (
        SELECT collaboration_id AS id FROM q WHERE collaboration_id IS NOT NULL
        UNION SELECT m.collaboration_id FROM organisations_membership m JOIN q ON q.employer_id = m.organisation_id
        WHERE {RUNS}
    ), near AS (
        SELECT employer_id AS id FROM q WHERE employer_id IS NOT NULL
        UNION SELECT m.organisation_id FROM organisations_membership m JOIN groups g ON g.id = m.collaboration_id
        WHERE {RUNS}
    )
    SELECT u.id FROM accounts_user u
    WHERE u.is_active AND lower(u.email) = lower(p_email) AND u.id NOT IN (SELECT stegvis_hidden_users())
      AND (EXISTS (SELECT 1 FROM organisations_rolegrant r WHERE r.user_id = u.id AND {RUNS}
                     AND (r.organisation_id IN (SELECT id FROM near) OR r.collaboration_id IN (SELECT id FROM groups)))
           OR EXISTS (SELECT 1 FROM people_person p JOIN people_employment e ON e.person_id = p.id
                      WHERE p.user_id = u.id AND e.employer_id IN (SELECT id FROM near) AND {RUNS}))
$$
"""  # noqa: S608 - constant parts

FUNCTIONS = [POSSIBLE_CODER]
