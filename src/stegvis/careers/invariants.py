"""What must be true of the stored answers of the ladder."""

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
}
