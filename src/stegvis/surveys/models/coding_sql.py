"""What the database keeps of coding by itself. Each runs as the owner, marked as the system's."""

# A code under itself would have no end. Those of one book only: a composite key keeps that (``migrations/_keys.py``).
NO_CYCLE = """
    above := NEW.parent_id;
    PERFORM 1 FROM surveys_codebook WHERE id = NEW.book_id FOR UPDATE;
    WHILE above IS NOT NULL LOOP
        IF above = NEW.id THEN
            RAISE check_violation USING MESSAGE = 'a code cannot lie under itself', CONSTRAINT = 'code_has_no_cycle';
        END IF;
        SELECT parent_id INTO above FROM surveys_code WHERE id = above;
    END LOOP;
    RETURN NEW;
"""

# Who owns the round owns its open questions, and reads them with a code book of their own. Once a passage is marked,
# the code book stays.
ROUNDS_OWNER = """
    SELECT employer_id, collaboration_id INTO NEW.employer_id, NEW.collaboration_id
    FROM surveys_round WHERE id = NEW.round_id;
    IF NEW.book_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM surveys_codebook b WHERE b.id = NEW.book_id
          AND b.employer_id IS NOT DISTINCT FROM NEW.employer_id
          AND b.collaboration_id IS NOT DISTINCT FROM NEW.collaboration_id
    ) THEN
        RAISE check_violation USING MESSAGE = 'the code book is another''s', CONSTRAINT = 'code_book_is_the_owners';
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.book_id IS DISTINCT FROM OLD.book_id
       AND EXISTS (SELECT 1 FROM surveys_passage WHERE asked_id = NEW.id) THEN
        RAISE check_violation USING MESSAGE = 'coded with another book', CONSTRAINT = 'code_book_is_in_use';
    END IF;
    RETURN NEW;
"""

HIDE = """
    UPDATE surveys_freetext SET is_hidden = (TG_OP = 'INSERT') WHERE id = coalesce(NEW.text_id, OLD.text_id);
    RETURN NULL;
"""

# Who has seen another's marks cannot read blind.
BEGINS_BLIND = """
    PERFORM 1 FROM surveys_openquestion WHERE id = NEW.asked_id FOR UPDATE;
    IF NEW.place > 0 AND EXISTS (SELECT 1 FROM surveys_reading WHERE asked_id = NEW.asked_id AND is_open) THEN
        RAISE check_violation USING MESSAGE = 'the readings are open', CONSTRAINT = 'reading_begins_blind';
    END IF;
    NEW.is_open := NEW.place = 0;
    RETURN NEW;
"""

# Keeps the question's copy of who codes, and opens the readings when the last of them is done.
OPEN_TOGETHER = """
    about := coalesce(NEW.asked_id, OLD.asked_id);
    PERFORM 1 FROM surveys_openquestion WHERE id = about FOR UPDATE;
    UPDATE surveys_openquestion q SET
        first_id = (SELECT coder_id FROM surveys_reading WHERE asked_id = about AND place = 1),
        second_id = (SELECT coder_id FROM surveys_reading WHERE asked_id = about AND place = 2),
        state = CASE
            WHEN NOT EXISTS (SELECT 1 FROM surveys_reading WHERE asked_id = about) THEN 'gathered'
            WHEN q.state = 'gathered' THEN 'coding' ELSE q.state END
    WHERE q.id = about;
    IF EXISTS (SELECT 1 FROM surveys_reading WHERE asked_id = about AND place > 0 AND NOT is_open)
       AND NOT EXISTS (SELECT 1 FROM surveys_reading WHERE asked_id = about AND place > 0 AND done_at IS NULL) THEN
        UPDATE surveys_openquestion SET state = 'compared' WHERE id = about AND state = 'coding';
        UPDATE surveys_reading SET is_open = true WHERE asked_id = about AND NOT is_open;
        UPDATE surveys_passage SET is_open = true WHERE asked_id = about AND NOT is_open;
    END IF;
    RETURN NULL;
"""

# A passage lies within its text, under a code of the question's book, and is its coder's: what is written of that is
# taken from the reading, whatever was sent. What a reading held when it was done, it holds; so does what is agreed.
STANDS_IN_ITS_TEXT = """
    SELECT * INTO own FROM surveys_reading WHERE id = NEW.reading_id FOR SHARE;
    NEW.coder_id := own.coder_id;
    NEW.is_agreed := own.place = 0;
    NEW.is_open := own.is_open;
    IF TG_OP = 'UPDATE' AND (NEW.reading_id, NEW.asked_id, NEW.text_id, NEW.code_id, NEW.begins, NEW.ends, NEW.memo)
       = (OLD.reading_id, OLD.asked_id, OLD.text_id, OLD.code_id, OLD.begins, OLD.ends, OLD.memo) THEN
        RETURN NEW;
    END IF;
    IF own.done_at IS NOT NULL OR (own.place = 0 AND EXISTS (
        SELECT 1 FROM surveys_openquestion WHERE id = NEW.asked_id AND state = 'settled')) THEN
        RAISE check_violation USING MESSAGE = 'the reading is done', CONSTRAINT = 'reading_is_done';
    END IF;
    IF NEW.ends > (SELECT char_length(content) FROM surveys_freetext WHERE id = NEW.text_id) THEN
        RAISE check_violation USING MESSAGE = 'the text ends before', CONSTRAINT = 'passage_stands_in_its_text';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM surveys_code c JOIN surveys_openquestion q ON q.book_id = c.book_id
                   WHERE c.id = NEW.code_id AND q.id = NEW.asked_id) THEN
        RAISE check_violation USING MESSAGE = 'a code of another book', CONSTRAINT = 'code_is_of_the_book';
    END IF;
    RETURN NEW;
"""

STAYS_WHEN_DONE = """
    IF pg_trigger_depth() < 2
       AND EXISTS (SELECT 1 FROM surveys_reading r JOIN surveys_openquestion q ON q.id = r.asked_id
                   WHERE r.id = OLD.reading_id
                     AND (r.done_at IS NOT NULL OR (r.place = 0 AND q.state = 'settled'))) THEN
        RAISE check_violation USING MESSAGE = 'the reading is done', CONSTRAINT = 'reading_is_done';
    END IF;
    RETURN OLD;
"""
