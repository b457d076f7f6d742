"""OpenSALT's workbook of three sheets: CF Doc, CF Item with its tree by smartLevel, CF Association."""

from __future__ import annotations

from typing import Any

from stegvis.foundation.documents.problems import Problem, echo
from stegvis.foundation.documents.reading import Document
from stegvis.foundation.documents.sheets import Column, Row, SheetSpec, find_sheet, read_sheet
from stegvis.foundation.documents.values import Kind
from stegvis.foundation.documents.writing import SheetToWrite, write_workbook
from stegvis.frameworks.exchange.case.elements import Package, Raw, elements, is_identifier, made_identifier
from stegvis.frameworks.exchange.case.read import read_package
from stegvis.frameworks.exchange.case.tree import Tree, end_of, tree_of
from stegvis.frameworks.exchange.imported import Imported

LONG = 20_000
DOCUMENT_TEXTS = (
    "creator",
    "title",
    "lastChangeDate",
    "officialSourceURL",
    "publisher",
    "description",
    "subject",
    "language",
    "version",
    "adoptionStatus",
    "statusStartDate",
    "statusEndDate",
    "licenseTitle",
    "licenseText",
    "notes",
)
ITEM_TEXTS = (
    "fullStatement",
    "humanCodingScheme",
    "smartLevel",
    "listEnumeration",
    "abbreviatedStatement",
    "conceptKeywords",
    "notes",
    "language",
    "educationLevel",
    "CFItemType",
    "license",
)
ASSOCIATION_TEXTS = (
    "originNodeURI",
    "originNodeIdentifier",
    "originNodeHumanCodingScheme",
    "associationType",
    "destinationNodeURI",
    "destinationNodeIdentifier",
    "destinationNodeHumanCodingScheme",
    "associationGroupIdentifier",
    "associationGroupName",
)


def _sheet(name: str, texts: tuple[str, ...], needed: tuple[str, ...], *, required: bool) -> SheetSpec:
    columns = (
        Column(key, key, Kind.IDENTIFIER, required=key in needed, max_length=LONG) for key in ("identifier", *texts)
    )
    return SheetSpec(name, tuple(columns), required=required)


DOCUMENT = _sheet("CF Doc", DOCUMENT_TEXTS, ("title",), required=True)
ITEMS = _sheet("CF Item", ITEM_TEXTS, ("fullStatement",), required=True)
ASSOCIATIONS = _sheet("CF Association", ASSOCIATION_TEXTS, ("associationType",), required=False)
LISTS = {"subject": "|", "conceptKeywords": ",", "educationLevel": ","}
DOCUMENT_FIELDS = tuple(key for key in DOCUMENT_TEXTS if not key.startswith("license") and key != "lastChangeDate")
ITEM_FIELDS = tuple(key for key in ITEM_TEXTS if key not in {"smartLevel", "license"})


def is_opensalt(document: Document) -> bool:
    """Whether the sheets are OpenSALT's."""
    return find_sheet(document, SheetSpec(ITEMS.name, ITEMS.columns)) is not None


def read_opensalt(document: Document) -> Imported:
    """Read it. Raises UnreadableError where a sheet or a column that must be there is not."""
    return _Reader(document).read()


class _Reader:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []

    def read(self) -> Imported:
        heads = self._rows(DOCUMENT)
        head = heads[0].values if heads else {"title": "–"}
        identifier = _identifier(head.get("identifier"), f"opensalt/{head['title']}")
        items = {_identifier(row.values.get("identifier"), f"{identifier}/{row.number}"): row for row in self._items()}
        children = self._children(identifier, items)
        package = {
            "CFDocument": {
                "identifier": identifier,
                **_fields(head, DOCUMENT_FIELDS),
                **self._licence(identifier, head),
            },
            "CFItems": [{"identifier": one, **_fields(row.values, ITEM_FIELDS)} for one, row in items.items()],
            "CFAssociations": [*children, *self._associations({_key(one, "isChildOf") for one in children})],
            "CFDefinitions": self._definitions(identifier, head),
        }
        found = read_package(package)
        found.problems, found.notes = [*self.problems, *found.problems], [*self.notes, *found.notes]
        return found

    def _rows(self, spec: SheetSpec) -> list[Row]:
        raw = find_sheet(self.document, spec)
        if raw is None:
            return []
        reading = read_sheet(raw, spec)
        self.problems += reading.problems
        self.notes += reading.notices
        return reading.rows

    def _items(self) -> list[Row]:
        rows = self._rows(ITEMS)
        for column in ("identifier", "smartLevel"):
            first: dict[str, int] = {}
            for row in rows:
                value = str(row.values.get(column) or "").lower()
                if value and first.setdefault(value, row.number) != row.number:
                    params = {"value": echo(value), "first": first[value]}
                    self.problems.append(Problem("repeated_code", ITEMS.name, row.number, column, params))
        return rows

    def _children(self, document: str, items: dict[str, Row]) -> list[Raw]:
        """Who is whose child by smartLevel: 1.2.1 below 1.2, and 1.2 below 1, wherever they stand."""
        by_level = {str(row.values["smartLevel"]): one for one, row in items.items() if row.values.get("smartLevel")}
        found = []
        for one, row in items.items():
            above, _dot, last = str(row.values.get("smartLevel") or "").rpartition(".")
            if above and above not in by_level:
                params = {"value": echo(row.values["smartLevel"])}
                self.notes.append(Problem("no_smart_level", ITEMS.name, row.number, "smartLevel", params))
            sequence = {"sequenceNumber": int(last)} if last.isdecimal() and len(last) < 10 else {}
            if row.values.get("smartLevel"):
                found.append(_association("isChildOf", one, by_level.get(above, document), **sequence))
        return found

    def _associations(self, known: set[tuple[str, str, str]]) -> list[Raw]:
        """Those of the third sheet, without those that the smartLevels say already."""
        placed = {origin for _kind, origin, _destination in known}
        found = []
        for row in self._rows(ASSOCIATIONS):
            values = row.values
            origin, destination = (
                str(values.get(f"{end}NodeIdentifier") or "").lower() for end in ("origin", "destination")
            )
            if values["associationType"] == "isChildOf" and origin in placed:
                continue
            made = _association(values["associationType"], origin, destination)
            if is_identifier(values.get("identifier")):
                made["identifier"] = values["identifier"].lower()
            for end in ("originNodeURI", "destinationNodeURI"):
                made[end] |= {"uri": values[end]} if values.get(end) else {}
            if group := values.get("associationGroupIdentifier"):
                link = {"identifier": group, "title": values.get("associationGroupName") or group}
                made["CFAssociationGroupingURI"] = link
            found.append(made)
        return found

    def _licence(self, document: str, head: Raw) -> Raw:
        if not head.get("licenseTitle"):
            return {}
        return {"licenseURI": {"identifier": made_identifier(f"{document}/licence"), "title": head["licenseTitle"]}}

    def _definitions(self, document: str, head: Raw) -> Raw:
        if not head.get("licenseTitle"):
            return {}
        text = head.get("licenseText") or head["licenseTitle"]
        made = {"title": head["licenseTitle"], "licenseText": text}
        return {"CFLicenses": [{"identifier": made_identifier(f"{document}/licence"), **made}]}


def _identifier(value: Any, otherwise: str) -> str:
    return str(value).lower() if is_identifier(value) else made_identifier(otherwise)


def _fields(values: Raw, names: tuple[str, ...]) -> Raw:
    return {name: _field(name, str(values[name])) for name in names if values.get(name)}


def _field(name: str, value: str) -> Any:
    if name in LISTS:
        return [one.strip() for one in value.split(LISTS[name]) if one.strip()]
    return value


def _association(kind: str, origin: str, destination: str, **more: Any) -> Raw:
    ends = {"originNodeURI": {"identifier": origin}, "destinationNodeURI": {"identifier": destination}}
    return {"identifier": made_identifier(f"{kind}/{origin}/{destination}"), "associationType": kind, **more, **ends}


def _key(association: Raw, kind: str) -> tuple[str, str, str]:
    return (kind, end_of(association, "originNodeURI"), end_of(association, "destinationNodeURI"))


def write_opensalt(package: Package) -> bytes:
    """The workbook for a package. What OpenSALT has no column for is left out."""
    tree = tree_of(package)[0]
    levels = _smart_levels(tree)
    items = [_item_row(tree.items[one], level) for one, level in levels.items()]
    associations = [
        _association_row(one, tree) for one in elements(package, "CFAssociations") if not _is_told(one, tree)
    ]
    return write_workbook(
        [
            SheetToWrite(DOCUMENT, [_document_row(package)]),
            SheetToWrite(ITEMS, items),
            SheetToWrite(ASSOCIATIONS, associations),
        ]
    )


def _smart_levels(tree: Tree) -> dict[str, str]:
    """1, 1.1, 1.2, 2 …, in the order of the tree."""
    levels = {"": ""}
    numbers: dict[str, int] = {}
    for one in tree.below():
        above = tree.parents.get(one, "")
        numbers[above] = numbers.get(above, 0) + 1
        levels[one] = f"{levels[above]}.{numbers[above]}".lstrip(".")
    del levels[""]
    return levels


def _is_told(association: Raw, tree: Tree) -> bool:
    """Whether the smartLevels say it."""
    origin = end_of(association, "originNodeURI")
    return association.get("associationType") == "isChildOf" and origin in tree.items


def _document_row(package: Package) -> list[Any]:
    document = package["CFDocument"]
    licence: Raw = next(elements(package, "CFLicenses"), {}) if document.get("licenseURI") else {}
    told = {
        **document,
        "lastChangeDate": document.get("lastChangeDateTime"),
        "licenseTitle": licence.get("title"),
        "licenseText": licence.get("licenseText"),
    }
    return [document["identifier"], *(_cell(key, told.get(key)) for key in DOCUMENT_TEXTS)]


def _item_row(item: Raw, level: str) -> list[Any]:
    told = {**item, "smartLevel": level}
    return [item["identifier"], *(_cell(key, told.get(key)) for key in ITEM_TEXTS)]


def _association_row(association: Raw, tree: Tree) -> list[Any]:
    told: Raw = {"associationType": association.get("associationType")}
    for end in ("origin", "destination"):
        node = association.get(f"{end}NodeURI")
        identifier = end_of(association, f"{end}NodeURI")
        told[f"{end}NodeURI"] = node.get("uri") if isinstance(node, dict) else None
        told[f"{end}NodeIdentifier"] = identifier
        told[f"{end}NodeHumanCodingScheme"] = tree.items.get(identifier, {}).get("humanCodingScheme")
    group = association.get("CFAssociationGroupingURI")
    if isinstance(group, dict):
        told |= {"associationGroupIdentifier": group.get("identifier"), "associationGroupName": group.get("title")}
    return [association.get("identifier"), *(told.get(key) for key in ASSOCIATION_TEXTS)]


def _cell(key: str, value: Any) -> Any:
    if isinstance(value, list):
        return LISTS.get(key, ",").join(map(str, value))
    return value if isinstance(value, str | int | float) else None
