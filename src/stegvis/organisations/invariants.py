"""What must be true of employers, their units and their collaborations."""

INVARIANTS = {
    "unit_trees_have_a_root": (
        "WITH RECURSIVE reached AS ("
        " SELECT id FROM organisations_unit WHERE parent_id IS NULL"
        " UNION SELECT u.id FROM organisations_unit u JOIN reached r ON u.parent_id = r.id)"
        " SELECT id FROM organisations_unit WHERE id NOT IN (SELECT id FROM reached)",
        "every unit can be reached from the top of its tree, so that no unit lies below itself",
    ),
    "unit_trees_stay_with_their_employer": (
        "SELECT u.id FROM organisations_unit u JOIN organisations_unit p ON p.id = u.parent_id"
        " WHERE p.organisation_id <> u.organisation_id",
        "a unit and the one above it belong to the same employer",
    ),
    "memberships_do_not_overlap": (
        "SELECT a.id FROM organisations_membership a JOIN organisations_membership b"
        " ON a.collaboration_id = b.collaboration_id AND a.organisation_id = b.organisation_id AND a.id < b.id"
        " AND daterange(a.valid_from, a.valid_to, '[]') && daterange(b.valid_from, b.valid_to, '[]')",
        "an organisation is a member of a collaboration once at a time",
    ),
    "managers_manage_in_their_organisation": (
        "SELECT g.id FROM organisations_rolegrant g JOIN organisations_unit u ON u.id = g.unit_id"
        " WHERE u.organisation_id IS DISTINCT FROM g.organisation_id",
        "a unit manager's unit belongs to the organisation that the role is held in",
    ),
    "roles_of_trust_are_given_by_another": (
        "SELECT id FROM organisations_rolegrant WHERE granted_by_id = user_id"
        " AND role IN ('coordinator', 'identity_handler', 'collaboration_coordinator', 'national_follow_up')",
        "nobody gave themself a role of trust",
    ),
    "invitations_are_used_while_they_hold": (
        "SELECT i.id FROM organisations_invitation i WHERE i.used_at IS NOT NULL"
        " AND (i.withdrawn_at IS NOT NULL OR i.used_at > i.expires_at)",
        "an invitation is used before it is old, and never when it is withdrawn",
    ),
}
