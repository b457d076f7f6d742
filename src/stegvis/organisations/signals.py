"""What other rooms may hear."""

from django.dispatch import Signal

unit_closing = Signal()
"""A unit is about to be closed: ``actor``, ``unit``, ``closed_on``. A receiver that minds raises Refused."""

unit_moved = Signal()
"""A unit, and what is below it, lies below another than before: ``unit``. Sent in the transaction of the change."""
