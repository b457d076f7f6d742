"""A unit's own clarification of what its employer uses."""
