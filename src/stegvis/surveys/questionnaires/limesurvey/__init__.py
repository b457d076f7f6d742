"""LimeSurvey's .lss, in."""
