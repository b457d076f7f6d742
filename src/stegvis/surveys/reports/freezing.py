"""What a release says, as plain values that no later telling, wording or setting of a round changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from stegvis.surveys.models import Report, Round, Telling
from stegvis.surveys.reports.blocks import OF_FIGURES, Block, Type
from stegvis.surveys.telling.tables import Kind

FORMAT = 1
Plain = dict[str, Any]
Tables = Mapping[tuple[int, str], Plain]


def frozen(
    report: Report,
    tables: Tables,
    tellings: Iterable[Telling],
    *,
    quotes: Mapping[str, Plain] | None = None,
    publisher: str,
    number: int = 0,
    day: date | None = None,
    changes: str = "",
) -> Plain:
    """The report with the figures that its blocks name. A block whose table or quote is gone is left out."""
    found = (_frozen_block(block, tables, quotes or {}) for block in report.blocks)
    return {
        "format": FORMAT,
        "title": report.title,
        "summary": report.summary,
        "language": report.language,
        "publisher": publisher,
        "number": number,
        "day": day.isoformat() if day else "",
        "changes": changes,
        "blocks": [block for block in found if block],
        "rounds": [_round(one) for one in tellings],
    }


def _frozen_block(block: Block, tables: Tables, quotes: Mapping[str, Plain]) -> Plain | None:
    kind = Type(block["type"])
    if kind is Type.QUOTES:
        told = [quotes[one] for one in block["quotes"] if one in quotes]
        return {**block, "quotes": told} if told else None
    if kind not in OF_FIGURES:
        return block
    table = tables.get((block["telling"], block["key"]))
    return {**block, "table": table} if table else None


def _round(telling: Telling) -> Plain:
    """Who was asked and when, for the note on method."""
    asked: Round = telling.round
    return {
        "round": asked.pk,
        "title": asked.title,
        "kind": asked.kind,
        "design": asked.design,
        "state": asked.state,
        "opens_on": asked.opens_on.isoformat(),
        "closes_on": asked.closes_on.isoformat(),
        "fewest": asked.fewest,
        "hides_small": asked.hides_small,
        "telling": telling.number,
        "told_on": telling.made_at.date().isoformat(),
        "answered": telling.answered,
        "response": next((one for one in telling.content.get("tables", ()) if one["kind"] == Kind.RESPONSE), None),
    }


def digest_of(content: Plain) -> str:
    """SHA-256 of the content as JSON with its keys in order."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
