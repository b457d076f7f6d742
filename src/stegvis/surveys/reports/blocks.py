"""What a report is made of: blocks in an order, as plain values that JSON can hold.

Every block has ``id`` (unique in the report, never used again) and ``type``; the other fields by type:

==========  =========================================================================================================
heading     ``text``; ``level`` 2 or 3, below the report's title
text        ``text`` in the report's markup (``markup``)
note        ``text`` likewise, set apart: a method, a caution
table       ``telling`` (key of a Telling), ``key`` (of one of its tables), ``caption``
chart       as a table, and ``form``, ``column`` (of plain bars), ``is_sorted`` (the highest first) and ``alt``
quotes      ``quotes``: keys of quotes that are approved, in order
page_break  nothing; on a page that scrolls it is a line
==========  =========================================================================================================
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from enum import StrEnum
from typing import Any

Block = dict[str, Any]

MOST_BLOCKS = 400
LONGEST = {"text": 20_000, "caption": 300, "alt": 2_000}
LONGEST_HEADING = 150


class Type(StrEnum):
    HEADING = "heading"
    TEXT = "text"
    NOTE = "note"
    TABLE = "table"
    CHART = "chart"
    QUOTES = "quotes"
    PAGE_BREAK = "page_break"


class Form(StrEnum):
    """How a chart shows its table."""

    DIVERGING = "diverging"
    """A scale's two halves to each side of a line; what is outside the scale beside."""
    STACKED = "stacked"
    """One bar of 100 per cent a row."""
    LADDER = "ladder"
    """As stacked, from not begun to in use, in one colour that deepens."""
    BARS = "bars"
    """One figure a row."""


FIELDS: dict[Type, tuple[str, ...]] = {
    Type.HEADING: ("text", "level"),
    Type.TEXT: ("text",),
    Type.NOTE: ("text",),
    Type.TABLE: ("telling", "key", "caption"),
    Type.CHART: ("telling", "key", "caption", "form", "column", "is_sorted", "alt"),
    Type.QUOTES: ("quotes",),
    Type.PAGE_BREAK: (),
}
OF_FIGURES = frozenset({Type.TABLE, Type.CHART})


def new_id(blocks: list[Block], removed: Block | None = None) -> str:
    """One above the highest, so that no address leads to another block than it did."""
    used = [block["id"] for block in [*blocks, *([removed["block"]] if removed else [])]]
    return f"b{max((int(one[1:]) for one in used), default=0) + 1}"


def clean(block: Block) -> Block:
    """The block with no other fields than its own, its texts tidied. Raises ValueError for what is no block."""
    kind = Type(block["type"])
    kept: Block = {"id": str(block["id"]), "type": kind.value}
    for name in FIELDS[kind]:
        kept[name] = _cleaned(kind, name, block.get(name))
    return kept


def _cleaned(kind: Type, name: str, value: Any) -> Any:
    if name in _PLAIN:
        return _PLAIN[name](value)
    longest = LONGEST_HEADING if kind is Type.HEADING else LONGEST[name]
    text = tidy(str(value or ""))
    return (" ".join(text.split()) if kind is Type.HEADING or name != "text" else text)[:longest]


_PLAIN: dict[str, Callable[[Any], Any]] = {
    "level": lambda value: 3 if str(value) == "3" else 2,
    "telling": int,
    "quotes": lambda value: [str(one) for one in value or []],
    "form": lambda value: Form(value).value,
    "is_sorted": bool,
    "key": lambda value: str(value or ""),
    "column": lambda value: str(value or ""),
}


def tidy(text: str) -> str:
    """Letters as one sign each, lines ended one way, and no sign that is not seen or turns the writing around."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(
        sign for sign in composed if sign in "\n\t\u00ad" or unicodedata.category(sign) not in {"Cc", "Cf", "Co", "Cs"}
    ).strip()


def index_of(blocks: list[Block], block_id: str) -> int:
    """KeyError where there is no such block."""
    for at, block in enumerate(blocks):
        if block["id"] == block_id:
            return at
    raise KeyError(block_id)


def moved(blocks: list[Block], block_id: str, to: int) -> list[Block]:
    """The block before what now stands at place ``to``, or last."""
    at = index_of(blocks, block_id)
    rest = [*blocks[:at], *blocks[at + 1 :]]
    place = max(0, min(to if to <= at else to - 1, len(rest)))
    return [*rest[:place], blocks[at], *rest[place:]]
