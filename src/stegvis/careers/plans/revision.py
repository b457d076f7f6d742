"""What a page showed, so that of two who change the same thing at once the second is told."""

from __future__ import annotations

from hashlib import sha256

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

CHANGED = _("Somebody else changed this while you wrote. What is there now is shown above; nothing of yours is saved.")


def revision_of(*rows: Model) -> str:
    """The same for rows that hold the same values."""
    values = [[str(getattr(row, field.attname)) for field in row._meta.concrete_fields] for row in rows]
    return sha256(repr(values).encode()).hexdigest()[:16]
