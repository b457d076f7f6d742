"""What keeps together on a line, the Swedish way."""

from __future__ import annotations

import re
from typing import Any

_BOUND = re.compile(
    r"(?<=\d) (?=(?:\d{3}\b|%|procent\b|kr\b|kronor\b|st\b|år\b|poäng\b|hp\b|personer\b|svar\b|per cent\b))"
)
_BEFORE = re.compile(r"\b(nr|s\.|kl\.|tabell|diagram|Tabell|Diagram|figur|Figur|t\.|bl\.|o\.|m\.|ca|cirka) (?=\S)")
_NBSP = "\u00a0"


def bound(text: str) -> str:
    """Figures with their units, thousands with each other and short words with what they stand for, unbroken.

    >>> bound("se tabell 3: 1 200 svar, 85 %")
    'se tabell\\xa03: 1\\xa0200\\xa0svar, 85\\xa0%'
    """
    return _BEFORE.sub(lambda found: f"{found[1]}{_NBSP}", _BOUND.sub(_NBSP, text))


def bound_in(value: Any) -> Any:
    """The same in every text of plain values."""
    if isinstance(value, str):
        return bound(value)
    if isinstance(value, dict):
        return {key: one if key in {"to", "svg", "kind", "as", "type"} else bound_in(one) for key, one in value.items()}
    return [bound_in(one) for one in value] if isinstance(value, list | tuple) else value
