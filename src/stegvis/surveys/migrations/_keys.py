"""Composite keys, by which no row can point into another round."""

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
