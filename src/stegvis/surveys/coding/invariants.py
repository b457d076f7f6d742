"""What must be true of free text: nobody is shown too early, nor seen by the other coder."""

INVARIANTS = {
    "texts_of_persons_are_shown_together": (
        "SELECT q.id FROM surveys_openquestion q JOIN surveys_freetext t ON t.asked_id = q.id"
        " WHERE q.is_anonymous GROUP BY q.id HAVING bool_or(t.is_shown) AND count(*) < 10",
        "texts of persons are shown from ten on",
    ),
    "texts_of_persons_lead_to_nobody": (
        "SELECT t.id FROM surveys_freetext t JOIN surveys_openquestion q ON q.id = t.asked_id"
        " WHERE q.is_anonymous AND t.reply_id IS NOT NULL",
        "a text of a person has no reply",
    ),
    "hidden_texts_are_hidden": (
        "SELECT t.id FROM surveys_freetext t LEFT JOIN surveys_hiddentext h ON h.text_id = t.id"
        " WHERE t.is_hidden = (h.text_id IS NULL)",
        "a text is hidden just when somebody has said why",
    ),
    "coders_are_blind_until_all_are_done": (
        "SELECT p.id FROM surveys_passage p JOIN surveys_reading r ON r.id = p.reading_id WHERE p.is_open"
        " AND (NOT r.is_open OR EXISTS (SELECT 1 FROM surveys_reading o WHERE o.asked_id = r.asked_id"
        " AND o.place > 0 AND o.done_at IS NULL))",
        "a mark is open to others just when every coder is done",
    ),
    "passages_stand_in_their_texts": (
        "SELECT p.id FROM surveys_passage p JOIN surveys_freetext t ON t.id = p.text_id"
        " WHERE p.ends > char_length(t.content)",
        "a mark ends within its text",
    ),
    "quotes_are_approved_by_another": (
        "SELECT q.id FROM surveys_quote q WHERE q.state = 'approved' AND (q.decided_by_id IS NULL"
        " OR q.decided_by_id = q.proposed_by_id)",
        "nobody has approved a quote of their own",
    ),
}
