"""The kinds of notices. A room registers its own in ``AppConfig.ready``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model
from django.utils.functional import Promise

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.notices.models import Channel

Params = Mapping[str, Any]
Words = Callable[[Actor, Sequence[Params]], Sequence[str]]
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Kind:
    """``label`` names the kind, in the choices and in letters: it tells of no person.

    ``words`` gets the parameters of some notices and answers with a sentence for each, in the reader's language and of
    what the reader may see now; an empty one where nothing may be told any longer, and then the notice is taken back.
    It should need the same number of queries however many they are.
    """

    code: str
    label: str | Promise
    words: Words
    default: Channel = Channel.DIGEST


def words_of(model: type[Row], sentence: Callable[[Actor, Row], str], *, joined: Sequence[str] = ()) -> Words:
    """A sentence for each row that the reader still sees. One query, with the relations ``joined``.

    The notices' parameters hold the row's key by the model's name, such as ``{"talk": 17}``.
    """
    name = model._meta.model_name or ""

    def words(actor: Actor, notices: Sequence[Params]) -> list[str]:
        rows = visible(actor, model)
        found = (rows.select_related(*joined) if joined else rows).in_bulk([one[name] for one in notices])
        return [sentence(actor, found[one[name]]) if one[name] in found else "" for one in notices]

    return words


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
