"""Figures brought in from Excel: read, looked through, saved."""
