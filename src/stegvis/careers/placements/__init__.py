"""Decided levels, per area, with their history."""
