"""The queue looks here for the room's jobs: those of its subjects, which make themselves known to it."""
