"""Questionnaires: written in the browser or as a file, fixed in versions, brought in and out."""
