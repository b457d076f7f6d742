"""Rounds in which places are given by a published rule and one lottery."""
