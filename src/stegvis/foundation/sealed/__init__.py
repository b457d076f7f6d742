"""Answers without a name, sealed until so many are gathered that nobody's can be told apart (decision 0013)."""
