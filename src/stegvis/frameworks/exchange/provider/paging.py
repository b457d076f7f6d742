"""The list of documents as it was asked for: filtered, sorted, a page of it, some of its fields."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from operator import eq, ge, gt, le, lt, ne
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from stegvis.frameworks.exchange.case.elements import Raw
from stegvis.frameworks.exchange.case.strict import official_schema

DEFAULT_LIMIT, MAX_LIMIT = 100, 500
FIELDS = frozenset({*official_schema()["$defs"]["CFPckgDocument"]["properties"], "CFPackageURI"} - {"extensions"})
MAX_CONDITIONS = 10
_CONDITION = re.compile(r"\s*([A-Za-z]{1,40})\s*(!=|>=|<=|=|>|<|~)\s*'([^']{0,500})'\s*")
_COMPARE: dict[str, Callable[[str, str], bool]] = {
    "=": eq,
    "!=": ne,
    ">": gt,
    ">=": ge,
    "<": lt,
    "<=": le,
    "~": lambda value, wanted: wanted.casefold() in value.casefold(),
}


class BadQueryError(ValueError):
    """``code`` is CASE's name for what is wrong, ``text`` says it in words."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code, self.text = code, text


@dataclass(frozen=True)
class Page:
    """``total`` counts all that the filter lets through; ``links`` are relation → query of the neighbouring pages."""

    rows: list[Raw]
    total: int
    links: dict[str, str]


def page_of(rows: list[Raw], query: QueryDict) -> Page:
    """Raises BadQueryError for a parameter that is none of CASE's values."""
    limit = _whole(query, "limit", DEFAULT_LIMIT, 1)
    offset = _whole(query, "offset", 0, 0)
    passes = _filter(query.get("filter", ""))
    found = _sorted([row for row in rows if passes(row)], query)
    limit = min(limit, MAX_LIMIT)
    shown = found[offset : offset + limit]
    return Page(_chosen(shown, query.get("fields", "")), len(found), _links(query, limit, offset, len(found)))


def _whole(query: QueryDict, name: str, default: int, least: int) -> int:
    text = query.get(name, str(default))
    if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) < least:
        raise BadQueryError("invalid_selection_field", f"{name} must be a whole number from {least}")
    return int(text)


def _sorted(rows: list[Raw], query: QueryDict) -> list[Raw]:
    field, order = query.get("sort", ""), query.get("orderBy", "asc").lower()
    if order not in {"asc", "desc"}:
        raise BadQueryError("invalid_sort_field", "orderBy must be asc or desc")
    if not field:
        return rows
    if field not in FIELDS:
        raise BadQueryError("invalid_sort_field", f"There is no field {field[:40]} to sort by")
    return sorted(rows, key=lambda row: _text(row.get(field)).casefold(), reverse=order == "desc")


def _filter(text: str) -> Callable[[Raw], bool]:
    if not text:
        return lambda row: True
    either = " OR " in text
    parts = re.split(r" (?:AND|OR) ", text)
    if len(parts) > MAX_CONDITIONS or (either and " AND " in text):
        raise BadQueryError("invalid_selection_field", "A filter joins at most ten conditions, all by AND or all by OR")
    conditions = [_condition(part) for part in parts]
    return lambda row: (any if either else all)(holds(row) for holds in conditions)


def _condition(part: str) -> Callable[[Raw], bool]:
    found = _CONDITION.fullmatch(part)
    if found is None or found[1] not in FIELDS:
        raise BadQueryError("invalid_selection_field", "A condition of a filter is a field, a predicate and 'a value'")
    field, compare, wanted = found[1], _COMPARE[found[2]], found[3]
    return lambda row: compare(_text(row.get(field)), wanted)


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    if isinstance(value, dict):
        return str(value.get("title", ""))
    return "" if value is None else str(value)


def _chosen(rows: list[Raw], text: str) -> list[Raw]:
    wanted = {name.strip() for name in text.split(",") if name.strip()}
    if wanted - FIELDS:
        raise BadQueryError("invalid_selection_field", "fields names a field that a CFDocument does not have")
    return [{key: value for key, value in row.items() if key in wanted} for row in rows] if wanted else rows


def _links(query: QueryDict, limit: int, offset: int, total: int) -> dict[str, str]:
    last = max(0, (total - 1) // limit * limit)
    offsets = {"first": 0, "prev": max(0, offset - limit), "next": offset + limit, "last": last}
    if offset == 0:
        del offsets["prev"]
    if offset + limit >= total:
        del offsets["next"]
    asked = {name: query[name] for name in ("sort", "orderBy", "filter", "fields") if name in query}
    return {relation: urlencode({**asked, "limit": limit, "offset": at}) for relation, at in offsets.items()}
