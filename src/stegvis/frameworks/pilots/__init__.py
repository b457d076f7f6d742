"""Frameworks on trial, in chosen units and professions."""
