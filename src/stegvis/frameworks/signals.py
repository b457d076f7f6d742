"""What other rooms may hear."""

from django.dispatch import Signal

adoption_changed = Signal()
"""An employer places a profession against another version. Sent on commit: ``employer_id``, ``profession_code``."""

version_published = Signal()
"""Sent after commit with ``version_id`` when a framework has a new version."""
