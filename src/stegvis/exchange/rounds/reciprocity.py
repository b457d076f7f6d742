"""Which class each employer has in the exchange: what it has given and received may order who goes first.

The ledger registers how; without it everybody is in class 0. A lower class goes first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from stegvis.exchange.models import Round
from stegvis.foundation.access.actor import Actor

Classes = Callable[[Actor, Round], Mapping[int, int]]
_registered: list[Classes] = []


def register_classes(classes: Classes) -> None:
    """Employer → class, asked when a round is drawn. The last one registered answers."""
    _registered.append(classes)


def classes_for(actor: Actor, found: Round) -> Mapping[int, int]:
    return _registered[-1](actor, found) if _registered else {}
