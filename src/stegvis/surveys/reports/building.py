"""What the builder does with a press of a button: each act by its name, with what it is done to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import override

from stegvis.foundation.access.actor import Actor
from stegvis.surveys.models import Report
from stegvis.surveys.reports import services
from stegvis.surveys.reports.blocks import Block, Form, Type, index_of
from stegvis.surveys.reports.charts.bars import columns_of, forms_of
from stegvis.surveys.reports.describing import alt_of
from stegvis.surveys.reports.queries import telling_of
from stegvis.surveys.telling.tables import Table, read

PLAIN: dict[Type, Block] = {
    Type.HEADING: {"text": "", "level": 2},
    Type.TEXT: {"text": ""},
    Type.NOTE: {"text": ""},
    Type.QUOTES: {"quotes": []},
    Type.PAGE_BREAK: {},
}


@dataclass(frozen=True)
class Done:
    """``block`` is where the reader goes on, and ``is_open`` whether its form stands open."""

    report: Report
    block: str = ""
    is_open: bool = False


def act(actor: Actor, report: Report, pressed: str, given: Mapping[str, str]) -> Done:
    """Do what the button ``pressed`` says. KeyError, TypeError or ValueError for one that no page has."""
    what, *rest = pressed.split("|")
    return _ACTS[what](actor, report, given, *rest)


def _add(actor: Actor, report: Report, given: Mapping[str, str], kind: str, after: str = "") -> Done:
    block: Block = {"type": kind, **PLAIN[Type(kind)]}
    changed, added = services.add_block(
        actor=actor, report=report, revision=report.revision, block=block, after=_there(report, after)
    )
    return Done(changed, added, is_open=kind != Type.PAGE_BREAK)


def _add_figures(actor: Actor, report: Report, given: Mapping[str, str], kind: str, telling: str, *named: str) -> Done:
    """A table or chart with what is most often wanted of it. ``named``: the table's key, and the block before."""
    key, after = [*named, ""][:2]
    told = telling_of(actor, report, int(telling))
    plain = next(one for one in (*told.content.get("tables", ()), None) if one is None or one["key"] == key)
    if plain is None:
        raise KeyError(key)
    block: Block = {"type": Type(kind).value, "telling": told.pk, "key": key, "caption": ""}
    if kind == Type.CHART:
        block |= drawn_usually(read(plain), report.language)
    changed, added = services.add_block(
        actor=actor, report=report, revision=report.revision, block=block, after=_there(report, after)
    )
    return Done(changed, added, is_open=kind == Type.CHART)


def drawn_usually(table: Table, language: str) -> Block:
    """ValueError where the table cannot be drawn."""
    if not (possible := forms_of(table)):
        raise ValueError(table.key)
    columns = columns_of(table)
    column = columns[0].key if columns else ""
    with override(language):
        alt = alt_of(table, possible[0], column=column)
    return {"form": possible[0].value, "column": column, "is_sorted": False, "alt": alt}


def described(block: Block, table: Table, language: str, before: Block) -> Block:
    """With a new suggestion where the description was emptied, or is the one suggested of the chart as it was."""
    was_drawn = Form(before["form"]) in forms_of(table)
    if block["alt"] and not (was_drawn and block["alt"] == _suggested(before, table, language)):
        return block
    return {**block, "alt": _suggested(block, table, language)}


def _suggested(block: Block, table: Table, language: str) -> str:
    with override(language):
        return alt_of(table, Form(block["form"]), column=block.get("column", ""), is_sorted=block["is_sorted"])


def _there(report: Report, block_id: str) -> str:
    """Where the block before is gone meanwhile, the new one comes last."""
    return block_id if any(one["id"] == block_id for one in report.blocks) else ""


def _move(step: int) -> Callable[..., Done]:
    def moved(actor: Actor, report: Report, given: Mapping[str, str], block_id: str) -> Done:
        at = index_of(report.blocks, block_id)
        to = at - 1 if step < 0 else at + 2
        told: dict[str, Any] = {"actor": actor, "report": report, "revision": report.revision}
        return Done(services.move_block(**told, block_id=block_id, to=to), block_id)

    return moved


def _drag(actor: Actor, report: Report, given: Mapping[str, str], block_id: str) -> Done:
    """Dragged on the page as it was at ``revision``."""
    if not {"revision", "plats"} <= set(given):
        raise ValueError("no place is told")
    changed = services.move_block(
        actor=actor, report=report, revision=int(given["revision"]), block_id=block_id, to=int(given["plats"])
    )
    return Done(changed, block_id)


def _remove(actor: Actor, report: Report, given: Mapping[str, str], block_id: str) -> Done:
    at = index_of(report.blocks, block_id)
    changed = services.remove_block(actor=actor, report=report, revision=report.revision, block_id=block_id)
    return Done(changed, changed.blocks[max(0, at - 1)]["id"] if changed.blocks else "")


def _put_back(actor: Actor, report: Report, given: Mapping[str, str]) -> Done:
    return Done(*services.put_back(actor=actor, report=report, revision=report.revision))


def _use_newest(actor: Actor, report: Report, given: Mapping[str, str]) -> Done:
    return Done(services.use_newest(actor=actor, report=report, revision=report.revision))


_ACTS: dict[str, Callable[..., Done]] = {
    "ny": _add,
    "siffror": _add_figures,
    "upp": _move(-1),
    "ner": _move(1),
    "flytta": _drag,
    "bort": _remove,
    "tillbaka": _put_back,
    "nyaste": _use_newest,
}
