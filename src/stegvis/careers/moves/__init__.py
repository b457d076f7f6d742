"""Moves between versions: dry run, acceptance, undoing."""
