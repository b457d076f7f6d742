"""Shared digital platform for competence supply in Swedish healthcare."""

__version__ = "0.1.0"
