"""Moodle's competency framework as delimited text: one row is the framework, the others its competencies.

The file is read as a CASE package whose elements keep what Moodle says of them beside, so that a file from Moodle
goes back as it came, and everything that holds for another's CASE tree holds for Moodle's too.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from stegvis.foundation.documents.problems import Problem, echo
from stegvis.foundation.documents.reading import Document
from stegvis.foundation.documents.sheets import Column, Row, SheetSpec, read_sheet
from stegvis.foundation.documents.text import slug
from stegvis.foundation.documents.values import Kind
from stegvis.foundation.documents.writing import defuse
from stegvis.frameworks.drafts.content import plain_text
from stegvis.frameworks.exchange.case.elements import Package, Raw, elements, made_identifier, own_extension, what
from stegvis.frameworks.exchange.case.read import read_package
from stegvis.frameworks.exchange.case.tree import Tree, end_of, tree_of
from stegvis.frameworks.exchange.imported import Imported

LONG = 20_000
SHORT = 100  # letters of a short name and of an id number in Moodle
PLAIN_FORMAT = "2"  # Moodle's number for plain text
HEADER = {
    "parentidnumber": "Parent ID number",
    "idnumber": "ID number",
    "shortname": "Short name",
    "description": "Description",
    "descriptionformat": "Description format",
    "scalevalues": "Scale values",
    "scaleconfiguration": "Scale configuration",
    "ruletype": "Rule type (optional)",
    "ruleoutcome": "Rule outcome (optional)",
    "ruleconfig": "Rule config (optional)",
    "relatedidnumbers": "Cross-referenced competency ID numbers",
    "exportid": "Exported ID (optional)",
    "isframework": "Is framework",
    "taxonomy": "Taxonomy",
}
"""The fourteen columns in Moodle's order. Older files lack cross references and exported ids."""

ALIASES = {
    "shortname": ("shortname",),
    "ruletype": ("rule type",),
    "ruleoutcome": ("rule outcome",),
    "ruleconfig": ("rule config",),
    "relatedidnumbers": ("cross referenced competency id numbers", "related id numbers"),
    "exportid": ("exported id", "export id"),
    "taxonomy": ("taxonomies",),
}
SPEC = SheetSpec(
    "",
    tuple(
        Column(key, name, Kind.IDENTIFIER, key in {"idnumber", "shortname"}, ALIASES.get(key, ()), max_length=LONG)
        for key, name in HEADER.items()
    ),
    required=True,
)
KEPT_BESIDE = tuple(key for key in HEADER if key not in {"parentidnumber", "isframework"})
MOODLE = "moodle"
NO_SCALE = ("Ej uppfyllt", "Uppfyllt")
SHOWN = ("level", "track", "group", "requirement", "competence_group", "competence", "")
"""What becomes a competency: tasks and responsibilities do not."""


def is_moodle(document: Document) -> bool:
    """Whether the first rows name Moodle's columns; the one that marks the framework may be missing."""
    wanted = {slug(name, 80) for name in ("Parent ID number", "ID number")}
    return any(wanted <= {slug(str(cell), 80) for cell in row} for sheet in document.sheets for row in sheet.rows[:20])


def read_moodle(document: Document) -> Imported:
    """Read it; a child may stand before its parent. Raises UnreadableError where columns are missing."""
    reading = read_sheet(document.sheets[0], SPEC)
    problems, notes = [*reading.problems], [*reading.notices]
    heads = [row for row in reading.rows if _is_framework(row)]
    rows = [row for row in reading.rows if not _is_framework(row)]
    if not heads:
        notes.append(Problem("no_framework_row"))
    problems += [Problem("two_framework_rows", row=row.number, params={"first": heads[0].number}) for row in heads[1:]]
    found = read_package(_package(heads[0] if heads else None, rows, problems))
    # Circles are among the package's problems; the rest of them cannot come of rows that are whole.
    found.problems = [*problems, *(Problem(one.code, params=one.params) for one in found.problems)]
    found.notes = [*notes, *found.notes]
    found.read_as = document.read_as
    return found


def _is_framework(row: Row) -> bool:
    return str(row.values.get("isframework") or "").lower() in {"1", "true", "yes", "ja", "sant"}


def _package(head: Row | None, rows: list[Row], problems: list[Problem]) -> Package:
    name = str(head.values["idnumber"]) if head else "moodle"
    document = made_identifier(f"moodle/{name}")
    first: dict[str, Row] = {}
    for row in rows:
        other = first.setdefault(row.values["idnumber"], row)
        if other is not row:
            params = {"value": echo(row.values["idnumber"]), "first": other.number}
            problems.append(Problem("repeated_code", row=row.number, column=HEADER["idnumber"], params=params))
    associations = []
    for number, (code, row) in enumerate(first.items(), start=1):
        parent = _parent(row, head, first)
        if parent and parent not in first:
            params = {"value": echo(parent)}
            problems.append(
                Problem("unknown_parent_row", row=row.number, column=HEADER["parentidnumber"], params=params)
            )
        above = _identifier(name, parent) if parent else document
        associations.append(_association("isChildOf", _identifier(name, code), above, number))
        associations += [
            _association("isRelatedTo", _identifier(name, code), _identifier(name, related))
            for related in _related(row)
            if related in first
        ]
    return {
        "CFDocument": {"identifier": document, **_head(head)},
        "CFItems": [{"identifier": _identifier(name, code), **_item(row)} for code, row in first.items()],
        "CFAssociations": associations,
        **({"CFRubrics": [_rubric(document, head)]} if head and head.values.get("scalevalues") else {}),
    }


def _parent(row: Row, head: Row | None, competencies: dict[str, Row]) -> str:
    """The competency that the row stands below; none at the top, which some files tell by naming the framework."""
    named = str(row.values.get("parentidnumber") or "")
    return "" if head and named == head.values["idnumber"] and named not in competencies else named


def _identifier(framework: str, code: str) -> str:
    return made_identifier(f"moodle/{framework}/{code}")


def _head(row: Row | None) -> Raw:
    if row is None:
        return {"title": "Ramverk från Moodle", "creator": ""}
    about = {"description": _told(row)} if _told(row) else {}
    return {"title": row.values["shortname"], "creator": "", **about, "extensions": {MOODLE: _beside(row)}}


def _item(row: Row) -> Raw:
    short, told = row.values["shortname"], _told(row)
    statement = {"fullStatement": told, "abbreviatedStatement": short} if told else {"fullStatement": short}
    return {**statement, "humanCodingScheme": row.values["idnumber"], "extensions": {MOODLE: _beside(row)}}


def _told(row: Row) -> str:
    return plain_text(str(row.values.get("description") or "")).strip()


def _beside(row: Row) -> Raw:
    """What Moodle says in so many words, to be given back to it."""
    return {key: row.values[key] for key in KEPT_BESIDE if row.values.get(key)}


def _related(row: Row) -> Iterator[str]:
    for code in str(row.values.get("relatedidnumbers") or "").split(","):
        if code.strip():
            yield code.strip().replace("%2C", ",")


def _association(kind: str, origin: str, destination: str, sequence: int | None = None) -> Raw:
    return {
        "identifier": made_identifier(f"{kind}/{origin}/{destination}"),
        "associationType": kind,
        **({"sequenceNumber": sequence} if sequence else {}),
        "originNodeURI": {"identifier": origin},
        "destinationNodeURI": {"identifier": destination},
    }


def _rubric(document: str, head: Row) -> Raw:
    values = [value.strip() for value in head.values["scalevalues"].split(",")]
    levels = [
        {"identifier": made_identifier(f"{document}/scale/{score}"), "quality": value, "score": score}
        for score, value in enumerate(values, start=1)
    ]
    criterion = {"identifier": made_identifier(f"{document}/criterion"), "CFRubricCriterionLevels": levels}
    return {"identifier": made_identifier(f"{document}/rubric"), "CFRubricCriteria": [criterion]}


def write_moodle(package: Package) -> bytes:
    """The file of fourteen columns for a package of ours in full, or for another's."""
    return _Writer(package).write()


class _Writer:
    def __init__(self, package: Package) -> None:
        self.package = package
        self.tree: Tree = tree_of(package)[0]
        self.shown = [one for one in self.tree.below() if what(self.tree.items[one]) in SHOWN]
        self.codes = self._codes()
        self.related = self._relations()
        self.scale = self._scale()

    def write(self) -> bytes:
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(HEADER.values())
        for row in (self._framework(), *(self._competency(one) for one in self.shown)):
            writer.writerow([defuse(row.get(key, "")) for key in HEADER])
        return text.getvalue().encode()

    def _framework(self) -> Raw:
        document = self.package["CFDocument"]
        own = own_extension(document)
        made = {
            "idnumber": str(own.get("code") or document["identifier"])[:SHORT],
            "shortname": _short(document.get("title", "")),
            "description": document.get("description", ""),
            "descriptionformat": PLAIN_FORMAT,
            **self._scale_from(len(self.scale)),
            "taxonomy": "competency,competency,competency,competency",
        }
        return {**made, **_kept(document), "isframework": "1"}

    def _competency(self, identifier: str) -> Raw:
        item = self.tree.items[identifier]
        title = item.get("abbreviatedStatement") or item.get("fullStatement", "")
        long = [item["fullStatement"]] if title != item.get("fullStatement") or len(title) > SHORT else []
        made = {
            "idnumber": self.codes[identifier],
            "shortname": _short(title),
            "description": "\n".join([*long, *([item["notes"]] if item.get("notes") else [])]),
            "descriptionformat": PLAIN_FORMAT,
            "ruleconfig": "null",
            "relatedidnumbers": ",".join(code.replace(",", "%2C") for code in self._related_to(identifier)),
            **self._asked(item),
        }
        above = self.codes.get(self.tree.parents.get(identifier, ""), "")
        return {**made, **_kept(item), "parentidnumber": above, "isframework": ""}

    def _codes(self) -> dict[str, str]:
        """Each item's id number: its own code, with its kind before where another has the same."""
        found: dict[str, str] = {}
        taken: set[str] = set()
        for one in self.shown:
            item = self.tree.items[one]
            kept = str(_kept(item).get("idnumber", ""))
            code = kept or str(item.get("humanCodingScheme") or one)[:SHORT]
            if code in taken:
                code = f"{what(item) or 'item'}-{code}"[:SHORT]
            found[one] = code if code not in taken else one
            taken.add(found[one])
        return found

    def _related_to(self, identifier: str) -> list[str]:
        return [self.codes[other] for other in self.related.get(identifier, ()) if other in self.codes]

    def _relations(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for one in elements(self.package, "CFAssociations"):
            if one.get("associationType") == "isRelatedTo":
                found.setdefault(end_of(one, "originNodeURI"), []).append(end_of(one, "destinationNodeURI"))
        return found

    def _scale(self) -> list[tuple[float, str]]:
        """Score and name of each value; Moodle needs a scale even where there is none."""
        found: list[tuple[float, str]] = [
            (level["score"], str(level["quality"]).replace(",", ";"))
            for rubric in elements(self.package, "CFRubrics")
            for criterion in elements(rubric, "CFRubricCriteria")
            for level in elements(criterion, "CFRubricCriterionLevels")
            if isinstance(level.get("score"), int | float) and level.get("quality")
        ]
        return found or [(score, name) for score, name in enumerate(NO_SCALE, start=1)]

    def _asked(self, item: Raw) -> Raw:
        """A requirement's own scale configuration: from its rating on one is proficient."""
        rating = own_extension(item).get("rating")
        place = next((at for at, (score, _name) in enumerate(self.scale, start=1) if score == rating), 0)
        return self._scale_from(place) if place else {}

    def _scale_from(self, proficient: int) -> Raw:
        items: list[dict[str, Any]] = [{"scaleid": "0"}]
        for place, _value in enumerate(self.scale, start=1):
            items.append({"id": place, "scaledefault": int(place == 1), "proficient": int(place >= proficient)})
        names = ",".join(name for _score, name in self.scale)
        return {"scalevalues": names, "scaleconfiguration": json.dumps(items, separators=(",", ":"))}


def _kept(element: Raw) -> Raw:
    """What Moodle said of the element, where it came from there, but for what may have changed here since."""
    found = element.get("extensions")
    kept = found.get(MOODLE) if isinstance(found, dict) else None
    changing = {"shortname", "description", "descriptionformat", "relatedidnumbers"}
    return {key: value for key, value in kept.items() if key not in changing} if isinstance(kept, dict) else {}


def _short(title: str) -> str:
    return title if len(title) <= SHORT else f"{title[: SHORT - 1]}…"
