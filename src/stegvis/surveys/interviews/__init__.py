"""Interview studies: a guide, notes by theme, what is said together, and a report that singles nobody out."""
