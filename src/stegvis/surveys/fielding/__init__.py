"""Asking: a round, who is asked, letters and reminders, how many have answered, and what is deleted when."""
