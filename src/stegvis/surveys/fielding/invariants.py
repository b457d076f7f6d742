"""What must be true of rounds, of who is asked, and of what is answered."""

INVARIANTS = {
    "persons_have_no_reply": (
        "SELECT p.id FROM surveys_reply p JOIN surveys_round r ON r.id = p.round_id WHERE r.kind = 'persons'",
        "only organisations reply under their name",
    ),
    "organisations_have_nothing_sealed": (
        "SELECT s.id FROM sealed_sealedanswer s JOIN surveys_round r ON r.id::text = s.about"
        " WHERE s.purpose = 'surveys.answers' AND r.kind <> 'persons'",
        "only what persons answer is sealed",
    ),
    "answers_are_told_together": (
        "SELECT a.round_id FROM surveys_answers a JOIN surveys_round r ON r.id = a.round_id"
        " GROUP BY a.round_id, r.fewest, a.actor, a.stratum, a.cluster HAVING count(*) < r.fewest",
        "as many answers as may be told of share each kind, stratum and cluster that stands beside them",
    ),
    "answers_tell_no_day": (
        "SELECT id FROM surveys_answers WHERE extract(day FROM month) <> 1",
        "an answer without a name has no time but a month",
    ),
    "tests_are_never_kept": (
        "SELECT p.id FROM surveys_reply p JOIN surveys_contact c ON c.id = p.contact_id"
        " WHERE c.is_test AND p.state <> 'begun'",
        "what is answered in a test is never sent",
    ),
    "sent_replies_are_kept_as_sent": (
        "SELECT p.id FROM surveys_reply p WHERE p.state <> 'begun'"
        " AND NOT EXISTS (SELECT 1 FROM surveys_sent s WHERE s.reply_id = p.id)",
        "each reply that was sent is kept as it was sent",
    ),
    "who_answered_keeps_nothing_begun": (
        "SELECT b.link_id FROM surveys_begun b JOIN surveys_link l ON l.id = b.link_id WHERE l.answered_on IS NOT NULL",
        "nothing of what was filled in stays beside the mark that somebody has answered",
    ),
    "surveys_delete_on_their_days": (
        "SELECT r.id FROM surveys_round r WHERE r.state = 'closed'"
        " AND ((r.contacts_until < current_date - 2 AND EXISTS (SELECT 1 FROM surveys_link l WHERE l.round_id = r.id))"
        " OR (r.keep_until < current_date - 2 AND (EXISTS (SELECT 1 FROM surveys_answers a WHERE a.round_id = r.id)"
        " OR EXISTS (SELECT 1 FROM surveys_freetext t WHERE t.round_id = r.id)"
        " OR EXISTS (SELECT 1 FROM surveys_reply p WHERE p.round_id = r.id))))",
        "who was asked, and what was answered, is deleted on the days that were promised",
    ),
    "rounds_close_on_their_day": (
        "SELECT id FROM surveys_round WHERE state IN ('open', 'paused') AND closes_on < current_date - 2",
        "a round closes after its last day",
    ),
}
