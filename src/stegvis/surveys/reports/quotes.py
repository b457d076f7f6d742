"""Where approved quotes come from: coding of free text registers how they are read, and reports ask here."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from stegvis.foundation.access.actor import Actor
from stegvis.surveys.models import Report

Plain = dict[str, Any]


@dataclass(frozen=True)
class Source:
    """``approved(actor, keys)``: those of them that are approved now, by key, as ``{"text": …, "about": …}``.
    ``offered(actor, report)``: what may be chosen, as (key, the quote)."""

    approved: Callable[[Actor, Collection[str]], dict[str, Plain]]
    offered: Callable[[Actor, Report], list[tuple[str, Plain]]]


_sources: list[Source] = []


def register(source: Source) -> None:
    if source not in _sources:
        _sources.append(source)


def are_there() -> bool:
    return bool(_sources)


def approved(actor: Actor, keys: Collection[str]) -> dict[str, Plain]:
    return {key: quote for source in _sources for key, quote in source.approved(actor, keys).items()}


def offered(actor: Actor, report: Report) -> list[tuple[str, Plain]]:
    return [one for source in _sources for one in source.offered(actor, report)]
