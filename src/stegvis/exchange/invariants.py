"""What must be true of seats and of who has them."""

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
}
