"""Credentials: Open Badges 3.0 of what an employer has verified, taken along by the person and checked by anybody."""
