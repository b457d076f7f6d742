"""Frameworks in and out in the formats of others."""
