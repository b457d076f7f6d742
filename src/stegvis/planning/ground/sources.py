"""Where inhabitants may be fetched from. An integration makes itself known here, where it is switched on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from stegvis.planning.models.ground import Figures


@dataclass(frozen=True)
class Fetched:
    """A table as it came: ``content`` as of ``Figures``, ``noise`` the variance of a number that the source has changed
    so that nobody can be told."""

    source: str
    table: str
    dated: date
    content: dict[str, Any]
    noise: float = 0.0


Fetch = Callable[[], Fetched]
_sources: dict[str, Fetch] = {}


def register_source(name: str, fetch: Fetch) -> None:
    _sources[name] = fetch


def sources() -> dict[str, Fetch]:
    return dict(_sources)


@transaction.atomic
def keep_shared(fetched: Fetched) -> tuple[Figures, bool]:
    """For everybody's forecasts, with its source, date and digest. Whether it is new. Run it as the system."""
    digest = hashlib.sha256(json.dumps(fetched.content, sort_keys=True).encode()).hexdigest()
    return Figures.objects.get_or_create(
        ground=None,
        digest=digest,
        defaults={
            "is_shared": True,
            "source": fetched.source,
            "table": fetched.table,
            "dated": fetched.dated,
            "noise": fetched.noise,
            "content": fetched.content,
        },
    )
