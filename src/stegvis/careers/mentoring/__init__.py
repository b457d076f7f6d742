"""Mentors who offer themselves, and whoever wants one: matched by wishes on both sides, or by a question and a yes."""
