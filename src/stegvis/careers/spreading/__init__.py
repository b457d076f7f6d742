"""Passing on what one has learnt: asked for once after a course, shared with the unit, thanked for."""
