"""What must be true of the stored answers of the ladder, decided placements, moves between versions, and mentors."""

INVARIANTS = {
    "standings_answer_every_requirement": (
        "SELECT s.id FROM careers_standing s JOIN (SELECT version_id, count(*) AS requirements"
        " FROM frameworks_frameworkrequirement GROUP BY version_id) v ON v.version_id = s.version_id"
        " WHERE cardinality(s.met) <> v.requirements OR cardinality(s.met_until) <> v.requirements",
        "a standing answers each requirement of its version once",
    ),
    "standings_name_a_level": (
        "SELECT s.id FROM careers_standing s WHERE (s.level_order = 0) <> (s.level_code = '')"
        " OR EXISTS (SELECT 1 FROM frameworks_frameworkrequirement r WHERE r.version_id = s.version_id"
        " AND r.level_code = s.level_code AND r.level_order <> s.level_order)",
        "a standing's level is one of its version's, by code and by order, or none yet",
    ),
    "standings_are_of_employees": (
        "SELECT s.id FROM careers_standing s WHERE NOT EXISTS (SELECT 1 FROM people_employment m"
        " WHERE m.person_id = s.person_id AND m.employer_id = s.employer_id)",
        "a standing is with somebody's employer",
    ),
    "only_what_is_not_met_is_missing": (
        "SELECT s.id FROM careers_standing s"
        " WHERE s.missing_for_next > (SELECT count(*) FROM unnest(s.met) m WHERE NOT m)",
        "no more is missing for the next level than is not met",
    ),
    "placements_name_a_level": (
        "SELECT p.id FROM careers_placement p WHERE (p.level_order = 0) <> (p.level_code = '')"
        " OR EXISTS (SELECT 1 FROM frameworks_frameworkrequirement r WHERE r.version_id = p.version_id"
        " AND r.level_code = p.level_code AND r.level_order <> p.level_order)",
        "a decided level is one of its version's, by code and by order, or none yet",
    ),
    "placements_have_a_ground": (
        "SELECT p.id FROM careers_placement p WHERE p.level_order <> p.proposed_order AND p.ground = ''",
        "whoever decides another level than the proposed one says why",
    ),
    "withdrawals_have_a_ground": (
        "SELECT p.id FROM careers_placement p WHERE (p.withdrawn_on IS NULL) <> (p.withdrawal_ground = '')"
        " OR (p.withdrawn_on IS NULL AND p.withdrawn_by_id IS NOT NULL)",
        "a withdrawn decision says when and why, and no other does",
    ),
    "one_open_move": (
        "SELECT employer_id FROM careers_versionmove WHERE state IN ('running', 'ready')"
        " GROUP BY employer_id, profession_id, unit_id HAVING count(*) > 1",
        "at most one move waits for a decision in each profession of an employer, or of a unit with its own version",
    ),
    "moves_go_forward": (
        "SELECT m.id FROM careers_versionmove m JOIN frameworks_frameworkversion old ON old.id = m.from_version_id"
        " JOIN frameworks_frameworkversion new ON new.id = m.to_version_id"
        " WHERE (old.framework_id = new.framework_id AND old.version >= new.version)"
        " OR (old.framework_id <> new.framework_id AND m.kind = 'renew' AND m.unit_id IS NULL)",
        "a move goes forward, and leaves a framework only with a unit's own choice or a pilot that is widened",
    ),
    "decided_moves_can_be_undone_or_were": (
        "SELECT id FROM careers_versionmove"
        " WHERE (state IN ('accepted', 'undone')) <> (undo_until IS NOT NULL)"
        " OR (state IN ('accepted', 'undone') AND (adopted_since IS NULL) <> (kind = 'begin'))"
        " OR (state = 'undone') <> (undone_at IS NOT NULL) OR (state = 'ready' AND computed_at IS NULL)",
        "an accepted move says until when it can be undone and what to put back, an undone one when it was",
    ),
    "credentials_are_listed_as_they_are": (
        "SELECT c.id FROM careers_credential c LEFT JOIN careers_credentialstatus s ON s.employer_id = c.issuer_id"
        " AND s.number = c.status_list AND s.position = c.status_position"
        " WHERE s.id IS NULL OR s.revoked_on IS DISTINCT FROM c.revoked_on",
        "the public list says of each credential whether it is revoked",
    ),
    "outcomes_are_their_moves": (
        "SELECT o.id FROM careers_moveoutcome o JOIN careers_versionmove m ON m.id = o.move_id"
        " WHERE o.employer_id <> m.employer_id"
        " OR (o.outcome = 'kept' AND cardinality(o.to_review) > 0)"
        " OR (o.outcome = 'review' AND cardinality(o.to_review) = 0)"
        " OR o.level_if_reviewed < o.level_after",
        "an outcome belongs to its move's employer and says what its parts say",
    ),
    "mentors_places_are_counted": (
        "SELECT o.id FROM careers_mentoroffer o WHERE o.taken <> (SELECT count(*) FROM careers_mentorship m"
        " WHERE m.mentor_id = o.user_id AND m.state IN ('proposed', 'running'))",
        "a mentor's places taken are those of mentorships proposed and under way",
    ),
}
