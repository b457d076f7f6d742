"""The kinds of notices. A room registers its own in ``AppConfig.ready``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.notices.models import Channel

Params = Mapping[str, Any]
Words = Callable[[Actor, Sequence[Params]], Sequence[str]]


@dataclass(frozen=True)
class Kind:
    """``label`` names the kind, in the choices and in letters: it tells of no person.

    ``words`` gets the parameters of some notices and answers with a sentence for each, in the reader's language and of
    what the reader may see now; an empty one where nothing may be told, and then the label is shown. It should need the
    same number of queries however many they are.
    """

    code: str
    label: str | Promise
    words: Words
    default: Channel = Channel.DIGEST


_kinds: dict[str, Kind] = {}


def register_kind(kind: Kind) -> None:
    """Make a kind known. Raises ValueError where another has its code."""
    if _kinds.setdefault(kind.code, kind) != kind:
        raise ValueError(f"two kinds of notices are called {kind.code}")


def kinds() -> tuple[Kind, ...]:
    """All that are registered, in the order of their codes."""
    return tuple(_kinds[code] for code in sorted(_kinds))


def kind_of(code: str) -> Kind | None:
    """None for one that no longer is."""
    return _kinds.get(code)
