"""A forecast's charts, each with one sentence and the same figures as a table, in the reader's language."""
