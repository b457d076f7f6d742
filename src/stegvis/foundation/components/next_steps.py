"""What a room tells somebody to do next on the first page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class NextStep:
    """One thing to do: a short ``title``, a sentence of ``detail``, and where it is done.

    ``tone`` is "" or "warning" for what cannot wait; ``icon`` is a name in icons.svg.
    """

    title: str
    detail: str
    url: str
    action: str
    icon: str = "steps"
    tone: str = ""
