"""Answering without an account, by the link of a letter; and how answers without a name come to have none."""
