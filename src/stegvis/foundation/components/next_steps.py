"""What a room tells somebody to do next on the first page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Value

Waiting = Mapping[str, QuerySet]
"""What may wait for somebody: a word for each kind, and the rows that would be waiting."""


@dataclass(frozen=True)
class NextStep:
    """One thing to do: a short ``title``, a sentence of ``detail``, and where it is done.

    ``tone`` is "" or "warm" for what cannot wait; ``icon`` is a name in icons.svg. What ``ends`` is lost to somebody
    when nothing is done in time, and stands first.
    """

    title: str
    detail: str
    url: str
    action: str
    icon: str = "steps"
    tone: str = ""
    ends: bool = False


def count_waiting(waiting: Waiting) -> Counter[str]:
    """How many rows of each kind there are, in one query for all of them."""
    counted = [
        rows.order_by()
        .annotate(waits=Value(kind))
        .values("waits")
        .annotate(many=Count("pk"))
        .values_list("waits", "many")
        for kind, rows in waiting.items()
    ]
    return Counter(dict(counted[0].union(*counted[1:], all=True))) if counted else Counter()
