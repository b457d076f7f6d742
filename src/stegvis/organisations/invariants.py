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
}
