"""Composite keys, by which no row can point into another round.

What is coded goes with what it is of by the database itself, since whoever deletes a round may see none of it.
"""

KEYS = """
ALTER TABLE surveys_link ADD CONSTRAINT link_of_same_round
    FOREIGN KEY (round_id, contact_id) REFERENCES surveys_contact (round_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE surveys_reply ADD CONSTRAINT reply_of_same_round
    FOREIGN KEY (round_id, contact_id) REFERENCES surveys_contact (round_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE surveys_replyfile ADD CONSTRAINT file_of_same_round
    FOREIGN KEY (round_id, reply_id) REFERENCES surveys_reply (round_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE surveys_sent ADD CONSTRAINT sent_of_same_round
    FOREIGN KEY (round_id, reply_id) REFERENCES surveys_reply (round_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE surveys_replynote ADD CONSTRAINT note_of_same_round
    FOREIGN KEY (round_id, reply_id) REFERENCES surveys_reply (round_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE surveys_code ADD CONSTRAINT code_of_same_book
    FOREIGN KEY (book_id, parent_id) REFERENCES surveys_code (book_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE surveys_openquestion ADD CONSTRAINT open_question_goes_with_round
    FOREIGN KEY (round_id) REFERENCES surveys_round (id) ON DELETE CASCADE;
ALTER TABLE surveys_freetext ADD CONSTRAINT free_text_of_same_round
    FOREIGN KEY (round_id, asked_id) REFERENCES surveys_openquestion (round_id, id) ON DELETE CASCADE;
ALTER TABLE surveys_freetext ADD CONSTRAINT free_text_of_same_reply
    FOREIGN KEY (round_id, reply_id) REFERENCES surveys_reply (round_id, id) ON DELETE CASCADE;
ALTER TABLE surveys_reading ADD CONSTRAINT reading_goes_with_question
    FOREIGN KEY (asked_id) REFERENCES surveys_openquestion (id) ON DELETE CASCADE;
ALTER TABLE surveys_passage ADD CONSTRAINT passage_of_same_reading
    FOREIGN KEY (asked_id, reading_id) REFERENCES surveys_reading (asked_id, id) ON DELETE CASCADE;
ALTER TABLE surveys_passage ADD CONSTRAINT passage_of_same_text
    FOREIGN KEY (asked_id, text_id) REFERENCES surveys_freetext (asked_id, id) ON DELETE CASCADE;
ALTER TABLE surveys_settled ADD CONSTRAINT settled_of_same_text
    FOREIGN KEY (asked_id, text_id) REFERENCES surveys_freetext (asked_id, id) ON DELETE CASCADE;
ALTER TABLE surveys_quote ADD CONSTRAINT quote_of_same_text
    FOREIGN KEY (asked_id, text_id) REFERENCES surveys_freetext (asked_id, id) ON DELETE CASCADE;
ALTER TABLE surveys_flag ADD CONSTRAINT flag_of_same_text
    FOREIGN KEY (asked_id, text_id) REFERENCES surveys_freetext (asked_id, id) ON DELETE CASCADE;
ALTER TABLE surveys_hiddentext ADD CONSTRAINT hidden_text_of_same_text
    FOREIGN KEY (asked_id, text_id) REFERENCES surveys_freetext (asked_id, id) ON DELETE CASCADE;
"""

KEYS += """
ALTER TABLE surveys_interviewer ADD CONSTRAINT interviewer_of_same_employer
    FOREIGN KEY (study_id, employer_id) REFERENCES surveys_interviewstudy (id, employer_id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE surveys_interviewer ADD CONSTRAINT interviewer_of_same_collaboration
    FOREIGN KEY (study_id, collaboration_id) REFERENCES surveys_interviewstudy (id, collaboration_id)
    DEFERRABLE INITIALLY DEFERRED;
"""
# Whatever names a part of a study is of the same study.
OF_STUDY = {
    "interview": ("interviewer", "asked"),
    "interviewee": ("interview",),
    "intervieweecontact": ("interviewee",),
    "interviewnote": ("interview", "theme"),
    "interviewsummary": ("theme", "question"),
    "interviewfinding": ("theme",),
    "interviewsupport": ("finding", "interview"),
    "interviewquote": ("interview", "theme"),
}
TABLES = {
    "interviewer": "interviewer",
    "asked": "interviewasked",
    "interview": "interview",
    "interviewee": "interviewee",
    "theme": "interviewtheme",
    "question": "interviewquestion",
    "finding": "interviewfinding",
}
KEYS += "".join(
    f"ALTER TABLE surveys_{table} ADD CONSTRAINT {table}_{field}_of_same_study"
    f" FOREIGN KEY (study_id, {field}_id) REFERENCES surveys_{TABLES[field]} (study_id, id)"
    " DEFERRABLE INITIALLY DEFERRED;\n"
    for table, fields in OF_STUDY.items()
    for field in fields
)
