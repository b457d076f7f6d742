"""What must be true of seats, of who has them, and of the rounds that give them."""

INVARIANTS = {
    "seats_taken_are_counted": (
        "SELECT c.id FROM exchange_occasion c WHERE c.taken <> (SELECT count(*) FROM exchange_application a"
        " WHERE a.occasion_id = c.id AND a.state IN ('held', 'offered', 'booked', 'attended', 'absent'))",
        "an occasion's seats taken are those of its applications",
    ),
    "nobody_is_in_two_places": (
        "SELECT a.id FROM exchange_application a JOIN exchange_application b ON b.person_id = a.person_id"
        " AND b.id < a.id JOIN exchange_session s ON s.occasion_id = a.occasion_id JOIN exchange_session t"
        " ON t.occasion_id = b.occasion_id AND s.starts < t.ends AND t.starts < s.ends"
        " WHERE a.state IN ('held', 'offered', 'booked') AND b.state IN ('held', 'offered', 'booked')",
        "nobody has two seats at one time",
    ),
    "who_has_left_has_no_place": (
        "SELECT a.id FROM exchange_application a WHERE a.state IN ('waiting', 'held', 'offered', 'booked')"
        " AND NOT EXISTS (SELECT 1 FROM people_employment e WHERE e.person_id = a.person_id"
        " AND e.employer_id = a.employer_id AND (e.valid_to IS NULL OR e.valid_to >= current_date - 1))",
        "nobody has a place by an employer that they left more than a day ago",
    ),
    "offered_places_are_answered_in_time": (
        "SELECT a.id FROM exchange_application a WHERE a.state IN ('held', 'offered')"
        " AND (a.answer_by < now() - interval '1 day' OR (a.state = 'offered' AND a.answer_by IS NULL))",
        "an offered place has a deadline, and what was not answered in time has lapsed",
    ),
    "rounds_are_told_when_they_are_published": (
        "SELECT w.id FROM exchange_roundwish w JOIN exchange_round r ON r.id = w.round_id"
        " WHERE (w.outcome = '') = (r.state = 'published')",
        "each wish of a published round has its outcome, and no other has one",
    ),
    "rounds_give_one_place": (
        "SELECT w.round_id FROM exchange_roundwish w WHERE w.outcome = 'placed'"
        " GROUP BY w.round_id, w.person_id HAVING count(*) > 1",
        "nobody has two places of one round",
    ),
    "places_of_rounds_are_taken": (
        "SELECT w.id FROM exchange_roundwish w WHERE w.outcome = 'placed' AND NOT EXISTS (SELECT 1"
        " FROM exchange_application a WHERE a.person_id = w.person_id AND a.occasion_id = w.occasion_id)",
        "whoever got a place in a round has it, or has had it",
    ),
    "quotas_of_rounds_hold": (
        "WITH RECURSIVE inside AS (SELECT k.id AS top, k.id FROM exchange_roundquota k JOIN exchange_round r"
        " ON r.id = k.round_id WHERE r.state = 'published' UNION SELECT i.top, k.id FROM exchange_roundquota k"
        " JOIN inside i ON k.within_id = i.id) SELECT t.id FROM exchange_roundquota t JOIN inside i ON i.top = t.id"
        " JOIN exchange_roundoccasion q ON q.quota_id = i.id JOIN exchange_application a"
        " ON a.occasion_id = q.occasion_id WHERE a.key <> '{}'"
        " AND a.state IN ('held', 'offered', 'booked', 'attended', 'absent') GROUP BY t.id"
        ' HAVING count(*) > t."limit"',
        "no more have a place by a round than its quotas allow, after it was published too",
    ),
    "caps_of_rounds_hold": (
        "SELECT k.id FROM exchange_roundcap k JOIN exchange_round r ON r.id = k.round_id AND r.state = 'published'"
        " AND r.has_crossing JOIN exchange_roundoccasion q ON q.round_id = r.id AND q.employer_id = k.host_id"
        " JOIN exchange_application a ON a.occasion_id = q.occasion_id AND a.employer_id = k.sender_id"
        " WHERE a.key <> '{}' AND a.state IN ('held', 'offered', 'booked', 'attended', 'absent')"
        " GROUP BY k.id HAVING count(*) > k.most",
        "no more of an employer's staff have a place at another's by a round than its caps allow",
    ),
    "rounds_are_published_with_their_result": (
        "SELECT r.id FROM exchange_round r WHERE (r.state = 'published') <> EXISTS (SELECT 1"
        " FROM exchange_roundresult s WHERE s.round_id = r.id AND s.is_published AND s.seed = r.seed)",
        "a published round shows its one result, by its own seed",
    ),
    "results_of_rounds_are_as_drawn": (
        "SELECT s.id FROM exchange_roundresult s WHERE s.result <> ''"
        " AND encode(sha256(convert_to(s.result, 'UTF8')), 'hex') <> s.digest",
        "a round's result has the SHA-256 that is shown with it",
    ),
    "wishes_stand_in_order": (
        "SELECT w.round_id FROM exchange_roundwish w GROUP BY w.round_id, w.person_id"
        " HAVING count(DISTINCT w.rank) <> count(*) OR min(w.rank) <> 1 OR max(w.rank) <> count(*)",
        "a person's wishes in a round are numbered from 1 on",
    ),
}
