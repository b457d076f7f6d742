"""Attendance, certificates, evaluation and what is shared back."""
