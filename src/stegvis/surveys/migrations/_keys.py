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
