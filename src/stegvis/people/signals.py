"""What other rooms may hear."""

from django.dispatch import Signal

competence_changed = Signal()
"""Evidence or employments changed. Sent inside the transaction: ``employer_id``, ``person_ids`` (UUIDs)."""
