"""Free text: read by two who do not see each other, compared, agreed, and quoted only where two say so."""
