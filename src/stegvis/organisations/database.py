"""The database functions of this room. Each runs as the owner, marked as the system's, and says what it gives out."""

TODAY = "(now() AT TIME ZONE 'Europe/Stockholm')::date"

# An invitation that holds: unused, not withdrawn, not old, and whoever sent it could still send it today. The last
# matters: a right that is withdrawn does not live on in letters already sent.
VALID_INVITATION = """
CREATE OR REPLACE FUNCTION stegvis_valid_invitation(p_token_hash text) RETURNS SETOF organisations_invitation
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET stegvis.system = 'on' AS $$
    SELECT i.* FROM organisations_invitation i
    WHERE i.token_hash = p_token_hash AND i.used_at IS NULL AND i.withdrawn_at IS NULL AND i.expires_at > now()
      AND (i.role_until IS NULL OR i.role_until >= {today})
      AND EXISTS (
        SELECT 1 FROM organisations_rolegrant g JOIN accounts_user u ON u.id = g.user_id AND u.is_active
        WHERE g.user_id = i.created_by_id
          AND g.valid_from <= {today} AND (g.valid_to IS NULL OR g.valid_to >= {today})
          AND ((g.role = 'coordinator' AND g.organisation_id = i.organisation_id)
               OR (g.role = 'collaboration_coordinator' AND g.collaboration_id = i.collaboration_id)))
$$
"""

# What the page behind a link may know: nothing, or what the letter said. Whoever asks must hold the token.
OPEN_INVITATION = """
CREATE OR REPLACE FUNCTION stegvis_open_invitation(p_token_hash text) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET stegvis.system = 'on' AS $$
    SELECT jsonb_build_object(
        'email', i.email, 'name', i.name, 'role', i.role,
        'sender', coalesce(o.name, c.name), 'organisation', coalesce(o.slug, ''), 'unit', coalesce(n.name, ''),
        'has_account', EXISTS (SELECT 1 FROM accounts_user u WHERE u.email = i.email))
    FROM stegvis_valid_invitation(p_token_hash) i
    LEFT JOIN organisations_organisation o ON o.id = i.organisation_id
    LEFT JOIN organisations_collaboration c ON c.id = i.collaboration_id
    LEFT JOIN organisations_unit n ON n.id = i.unit_id
$$
"""

# Uses the invitation once, for the user whose address it is bound to: gives the role and links the person, if the
# sender's organisation registered or employs that person and nobody else is linked. Who has a person already, from
# another employer, keeps it: the new one's rows become part of it, if name and year of birth say that they can be one.
# Answers "closed" when the invitation does not hold, and "another" when it is to somebody else: then undo all of it.
ACCEPT_INVITATION = """
DROP FUNCTION IF EXISTS stegvis_accept_invitation(text, bigint);
CREATE OR REPLACE FUNCTION stegvis_use_invitation(p_token_hash text, p_user bigint) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET stegvis.system = 'on' AS $$
DECLARE
    found_invitation organisations_invitation;
    invited uuid;
    mine uuid;
    is_named boolean;
BEGIN
    UPDATE organisations_invitation i SET used_at = now(), used_by_id = p_user
    FROM stegvis_valid_invitation(p_token_hash) v, accounts_user u
    WHERE i.id = v.id AND i.used_at IS NULL AND i.withdrawn_at IS NULL
      AND u.id = p_user AND u.is_active AND u.email = i.email
    RETURNING i.* INTO found_invitation;
    IF found_invitation.id IS NULL THEN RETURN 'closed'; END IF;
    is_named := found_invitation.person_id IS NOT NULL;
    IF found_invitation.role <> '' THEN
        INSERT INTO organisations_rolegrant
            (user_id, role, organisation_id, unit_id, collaboration_id, valid_from, valid_to, granted_by_id)
        VALUES (p_user, found_invitation.role,
            found_invitation.organisation_id, found_invitation.unit_id, found_invitation.collaboration_id,
            greatest({today}, found_invitation.role_from), found_invitation.role_until, found_invitation.created_by_id)
        ON CONFLICT DO NOTHING;
    END IF;
    -- Who is invited by address alone is whom the employer has registered with it, if that is one person.
    IF found_invitation.person_id IS NULL THEN
        SELECT min(e.person_id::text)::uuid INTO found_invitation.person_id FROM people_employment e
        WHERE e.employer_id = found_invitation.organisation_id AND lower(e.email) = found_invitation.email
          AND (e.valid_to IS NULL OR e.valid_to >= {today})
        HAVING count(DISTINCT e.person_id) = 1;
    END IF;
    SELECT p.id INTO invited FROM people_person p
    WHERE p.id = found_invitation.person_id AND p.user_id IS NULL
      AND (p.registered_by_id = found_invitation.organisation_id
           OR EXISTS (SELECT 1 FROM people_employment e
                      WHERE e.person_id = p.id AND e.employer_id = found_invitation.organisation_id
                        AND (e.valid_to IS NULL OR e.valid_to >= {today})));
    SELECT p.id INTO mine FROM people_person p WHERE p.user_id = p_user;
    IF invited IS NOT NULL AND mine IS NULL THEN
        UPDATE people_person SET user_id = p_user WHERE id = invited;
    ELSIF invited IS NOT NULL THEN
        IF NOT (stegvis_may_be_one(invited, mine) AND stegvis_join_persons(invited, mine)) AND is_named THEN
            RETURN 'another';
        END IF;
    END IF;
    RETURN 'accepted';
END $$
"""

# The user with this address, if the acting coordinator's own organisation already knows them: by a role or by a
# running employment there. Nothing is told of users elsewhere, nor of protected identities.
KNOWN_USER = """
CREATE OR REPLACE FUNCTION stegvis_known_user(p_email text, p_organisation bigint) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET stegvis.system = 'on' AS $$
    SELECT u.id FROM accounts_user u
    WHERE u.email = p_email AND u.is_active
      AND p_organisation = ANY (coalesce(nullif(current_setting('stegvis.coordinates', true), ''), '{}')::bigint[])
      AND (EXISTS (SELECT 1 FROM organisations_rolegrant g
                   WHERE g.user_id = u.id AND g.organisation_id = p_organisation)
           OR EXISTS (SELECT 1 FROM people_employment e JOIN people_person p ON p.id = e.person_id
                      WHERE p.user_id = u.id AND e.employer_id = p_organisation
                        AND e.valid_from <= {today} AND (e.valid_to IS NULL OR e.valid_to >= {today})
                        AND NOT EXISTS (SELECT 1 FROM people_protectedidentity x WHERE x.person_id = p.id)))
$$
"""

FUNCTIONS = [
    function.replace("{today}", TODAY)
    for function in (VALID_INVITATION, OPEN_INVITATION, ACCEPT_INVITATION, KNOWN_USER)
]
