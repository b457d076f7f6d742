"""Interviews brought in from a file: read, looked through, saved."""
