"""The whole draft as a list of rows: everything that can be opened, nested as it stands in the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.frameworks.drafts.choices import words
from stegvis.frameworks.drafts.content import Content
from stegvis.frameworks.drafts.examining import PART_OF
from stegvis.frameworks.drafts.opened import addition_place, base_name
from stegvis.frameworks.drafts.parts import (
    OVERLAY_SECTIONS,
    Part,
    dicts_in,
    group_list,
    number_in,
    part_around,
    path_text,
)
from stegvis.frameworks.format.convert import to_raw
from stegvis.frameworks.format.document import EffectiveFramework
from stegvis.frameworks.format.problems import Finding, Path

SECTION_TITLES = {
    "levels": gettext_lazy("Levels"),
    "competences": gettext_lazy("Competences"),
    "areas": gettext_lazy("Areas"),
    "roles": gettext_lazy("Who judges"),
    "scale": gettext_lazy("Rating scale"),
    "facts": gettext_lazy("Formal requirements to choose from"),
}
SHOWN = ("levels", "competences", "scale", "areas", "roles", "facts")
COMBINED = {
    "all_of": gettext_lazy("All of these"),
    "any_of": gettext_lazy("One of these"),
    "at_least": gettext_lazy("At least %(n)s of these"),
}


@dataclass(slots=True)
class Row:
    """One row. With a ``place`` (the list that holds it) and an ``index`` there it can be dragged; ``after`` are the
    tags that end with it. A branch folds, and what it says itself is opened by its first row."""

    name: str
    label: str
    mark: str = ""  # what the row is, where its words do not say it
    is_branch: bool = False
    is_open: bool = False
    is_current: bool = False
    is_above_others: bool = False
    faults: int = 0
    place: str = ""
    index: int = 0
    after: str = mark_safe("")

    @property
    def id(self) -> str:
        return "rad-" + (self.name.replace(".", "-") or "start")


@dataclass(slots=True)
class _Knot:
    row: Row
    below: list[_Knot]


def outline(
    content: Content, current: str, base: EffectiveFramework | None = None, findings: Iterable[Finding] = ()
) -> list[Row]:
    """The rows in order. What leads to the current one is open."""
    knots = [_Knot(Row("", _("About the framework")), [])]
    if base is not None:
        knots.extend(_base_knots(content, to_raw(base.document)))
    sections = SHOWN if "overlay_of" not in content else [key for key in SHOWN if key in OVERLAY_SECTIONS]
    knots.extend(_section(content, key) for key in sections)
    wrong = Counter(path_text(part_around(content, finding.path)) for finding in findings)
    for knot in knots:
        _mark(knot, current, wrong)
    return list(_flat(knots))


def label_of(kind: str, part: Part) -> str:
    """What a part is called in the outline, also where it has no name yet."""
    named = words(part.get("title")) or str(part.get("code", ""))
    if kind == "scale_value":
        return f"{part.get('value', '')} – {named}"
    if named:
        return named
    if kind in ("node", "group"):
        combine = next((key for key in COMBINED if key in part), "")
        if combine:
            n = number_in(part) if combine == "at_least" else 0
            return str(COMBINED[combine]) % {"n": n} if n else str(COMBINED[combine])
    return _("Without a name")


def _section(content: Content, key: str) -> _Knot:
    below = _knots(content.get(key), (key,))
    title = str(SECTION_TITLES[key])
    return _Knot(Row(key, title, is_branch=True, is_open=key == "levels"), below)


def _knots(held: Any, place: Path) -> list[_Knot]:
    if not isinstance(held, list):
        return []
    return [_knot(part, (*place, i)) for i, part in enumerate(held) if isinstance(part, dict)]


def _knot(part: Part, path: Path) -> _Knot:
    kind = PART_OF[str(path[-2])]
    below: list[_Knot] = []
    for key in ("requires", "tracks", "items"):
        below.extend(_knots(part.get(key), (*path, key)))
    if kind == "node" and "kind" not in part:
        within = group_list(part)
        held: Any = part
        for step in within:
            held = held.get(step, {}) if isinstance(held, dict) else {}
        below.extend(_knots(held, (*path, *within)))
    mark = _("Track") if kind == "track" else _("Group") if kind == "node" and "kind" not in part else ""
    row = Row(path_text(path), label_of(kind, part), mark, is_branch=kind == "level")
    row.place, row.index = path_text(path[:-1]), int(path[-1])
    return _Knot(row, below)


def _base_knots(content: Content, under: Content) -> Iterator[_Knot]:
    """The base's levels with what is added to them, then its competences and areas, which can be clarified."""
    levels = [_base_holder(content, "level", level) for level in under["levels"]]
    yield _Knot(Row("", _("The base's levels"), is_branch=True, is_open=True), levels)
    items = [item for group in under.get("competences", []) for item in group["items"]]
    for kind, title, terms in (
        ("competence", _("The base's competences"), items),
        ("area", _("The base's areas"), under.get("areas", [])),
    ):
        below = [_Knot(_base_row(content, kind, term), []) for term in terms]
        yield _Knot(Row("", title, is_branch=True), below)


def _base_holder(content: Content, kind: str, holder: Part) -> _Knot:
    row = _base_row(content, kind, holder)
    row.is_branch = kind == "level"
    below = [knot for node in holder.get("requires", []) for knot in _base_node(content, node)]
    place = addition_place(content, holder["code"])
    if place is not None:
        below.extend(_knots(content["add"][place[1]].get("requires"), (*place, "requires")))
    below.extend(_base_holder(content, "track", track) for track in holder.get("tracks", []))
    return _Knot(row, below)


def _base_node(content: Content, node: Part) -> list[_Knot]:
    if "kind" in node:
        return [_Knot(_base_row(content, "requirement", node), [])]
    held: Any = node
    for step in group_list(node):
        held = held[step]
    return [knot for child in held for knot in _base_node(content, child)]


def _base_row(content: Content, kind: str, part: Part) -> Row:
    said = []
    if any((one.get("of"), one.get("code")) == (kind, part["code"]) for one in dicts_in(content.get("clarify"))):
        said.append(_("clarified"))
    if kind == "requirement" and any(one.get("requirement") == part["code"] for one in dicts_in(content.get("raise"))):
        said.append(_("raised"))
    return Row(base_name(kind, part["code"]), label_of(kind, part), ", ".join(said))


def _mark(knot: _Knot, current: str, wrong: Counter[str]) -> bool:
    row = knot.row
    is_heading = row.is_branch and not row.name
    row.is_current = row.name == current and not is_heading
    row.faults = 0 if is_heading else wrong[row.name]
    leads = [_mark(below, current, wrong) for below in knot.below]
    row.is_open |= any(leads) or (row.is_current and row.is_branch)
    return row.is_current or any(leads)


def _flat(knots: list[_Knot]) -> Iterator[Row]:
    for knot in knots:
        rows = list(_flat(knot.below))
        row = knot.row
        row.is_above_others = bool(rows) or row.is_branch
        yield row
        yield from rows
        (rows or [row])[-1].after += _END[row.is_above_others, row.is_branch]


_END = {(False, False): mark_safe("</li>"), (True, False): mark_safe("</ul></li>")}
_END[True, True] = mark_safe("</ul></details></li>")
