"""Finding what closes the gap: search, calendar, map, and what is shown outside."""
