"""From an application to a place: the manager's answer, the waiting list, withdrawal."""
