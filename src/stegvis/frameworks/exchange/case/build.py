"""A framework's plain values as a CASE 1.1 package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from stegvis.frameworks.exchange.case.elements import ITEM_TYPES, Identifiers, Package, Raw, said_by, unsaid_by

BASE_PATH = "/ims/case/v1p1"
LANGUAGE = "sv"
ADOPTION = {"published": "Adopted"}
SPDX = "https://spdx.org/licenses"
PARTS_APART = ("levels", "competences", "areas", "roles", "scale", "facts")
"""What is written as elements of its own; the rest of the framework stands with its CFDocument."""

GROUPS = {"all_of": "Alla av följande", "any_of": "Något av följande", "at_least": "Minst {n} av följande"}


def build(
    raw: Raw,
    *,
    base_url: str,
    changed_at: datetime,
    name: str = "",
    identifiers: Mapping[str, str] | None = None,
    extended: bool = True,
) -> Package:
    """The package of a framework (never an overlay) that has no faults of shape.

    ``identifiers`` are those that the framework came with, by kind and code (``level/grund``); others are made of
    ``name`` (code/version, the framework's own where none is given). Without ``extended`` there is no extension
    anywhere, and the package is valid against the official schema.
    """
    made = Identifiers(name or f"{raw['code']}/{raw['version']}", identifiers or {})
    return _Builder(raw, made, base_url.rstrip("/"), changed_at, extended).package()


class _Builder:
    def __init__(self, raw: Raw, identifiers: Identifiers, base_url: str, changed_at: datetime, extended: bool) -> None:
        self.raw, self.identifiers, self.base_url, self.extended = raw, identifiers, base_url, extended
        self.changed = changed_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self.items: list[Raw] = []
        self.associations: list[Raw] = []
        self.titles: dict[str, str] = {}  # identifier → title, for links
        self.subjects = {area["code"]: area for area in raw.get("areas", ())}
        self.document_id = self.identifiers.of("framework", raw["code"])

    def package(self) -> Package:
        document = self._document()
        competences = self._competences()
        levels = self._levels()
        self._children(self.document_id, [*levels, *competences])
        for lower, higher in pairwise(sorted(self.raw["levels"], key=lambda level: level["order"])):
            self._associate("precedes", self._id("level", lower["code"]), self._id("level", higher["code"]))
        rubrics = {"CFRubrics": [self._rubric()]} if self.raw.get("scale") else {}
        return {
            "CFDocument": document,
            "CFItems": self.items,
            "CFAssociations": self.associations,
            "CFDefinitions": self._definitions(),
            **rubrics,
        }

    def _document(self) -> Raw:
        raw = self.raw
        self.titles[self.document_id] = _swedish(raw["title"])
        notes = [_swedish(note) for note in (*raw.get("notes", ()), *raw.get("requirement_notes", ()))]
        licence = {"licenseURI": self._link("CFLicenses", "licence", raw["licence"])} if raw.get("licence") else {}
        return {
            **self._element("framework", raw["code"], "CFDocuments", _without(raw, PARTS_APART)),
            "frameworkType": "Karriärmodell",
            "caseVersion": "1.1",
            "creator": raw["owner"]["name"],
            "publisher": raw["owner"]["name"],
            "officialSourceURL": f"{self.base_url}/karriarmodeller/{self.identifiers.name}/",
            "language": LANGUAGE,
            "version": str(raw["version"]),
            "adoptionStatus": ADOPTION.get(raw["status"], "Draft"),
            **self._subjects(self.subjects),
            **licence,
            **({"notes": "\n".join(notes)} if notes else {}),
        }

    def _levels(self) -> list[str]:
        return [self._level(level) for level in self.raw["levels"]]

    def _level(self, level: Raw) -> str:
        apart = ("requires", "tracks", "tasks", "responsibilities")
        found = self._item("level", level["code"], _without(level, apart), listEnumeration=str(level["order"]))
        tracks = [self._track(track) for track in level.get("tracks", ())]
        self._children(found, [*self._within(found, level), *tracks])
        return found

    def _track(self, track: Raw) -> str:
        found = self._item("track", track["code"], _without(track, ("requires", "tasks", "responsibilities")))
        self._children(found, self._within(found, track))
        return found

    def _within(self, holder: str, part: Raw) -> list[str]:
        """The requirements, tasks and responsibilities of a level or a track."""
        told = [
            self._item(kind, f"{part['code']}/{number}", {"text": text})
            for kind, key in (("task", "tasks"), ("responsibility", "responsibilities"))
            for number, text in enumerate(part.get(key, ()), start=1)
        ]
        return [*self._nodes(part["code"], part.get("requires", ())), *told]

    def _nodes(self, above: str, nodes: Any) -> list[str]:
        return [
            self._requirement(node) if "kind" in node else self._group(f"{above}/{number}", node)
            for number, node in enumerate(nodes, start=1)
        ]

    def _requirement(self, node: Raw) -> str:
        area = node.get("area", "")
        found = self._item(
            "requirement",
            node["code"],
            node,
            conceptKeywords=list(node["accepts"]),
            **self._subjects([area] if area in self.subjects else []),
        )
        if node["kind"] == "competence":
            for code in node["accepts"]:
                self._associate("isRelatedTo", found, self._id("competence", code))
        return found

    def _group(self, place: str, node: Raw) -> str:
        combine = next(key for key in GROUPS if key in node)
        of = node["at_least"]["of"] if combine == "at_least" else node[combine]
        n = {"n": node["at_least"]["n"]} if combine == "at_least" else {}
        titled = {"title": node["title"], "titled": True} if "title" in node else {"title": GROUPS[combine].format(**n)}
        found = self._item("group", place, {**titled, "combine": combine, **n})
        self._children(found, self._nodes(place, of))
        return found

    def _competences(self) -> list[str]:
        groups = []
        for group in self.raw.get("competences", ()):
            found = self._item("competence_group", group["code"], _without(group, ("items",)))
            self._children(found, [self._item("competence", item["code"], item) for item in group["items"]])
            groups.append(found)
        return groups

    def _item(self, kind: str, code: str, part: Raw, **more: Any) -> str:
        element = self._element(kind, code, "CFItems", part)
        title, _description = ITEM_TYPES[kind]
        element |= {"CFItemType": title, "CFItemTypeURI": self._link("CFItemTypes", "item_type", kind, title)}
        self.items.append(element | {"language": LANGUAGE} | more)
        self.titles[element["identifier"]] = element.get("fullStatement", "")
        return str(element["identifier"])

    def _element(self, kind: str, code: str, collection: str, part: Raw) -> Raw:
        unsaid = {"extensions": unsaid_by(kind, part)} if self.extended else {}
        return {**self._named(self._id(kind, code), collection), **said_by(kind, part), **unsaid}

    def _named(self, identifier: str, collection: str) -> Raw:
        uri = f"{self.base_url}{BASE_PATH}/{collection}/{identifier}"
        return {"identifier": identifier, "uri": uri, "lastChangeDateTime": self.changed}

    def _id(self, kind: str, code: str) -> str:
        return self.identifiers.of(kind, code)

    def _link(self, collection: str, kind: str, code: str, title: str = "") -> Raw:
        identifier = self._id(kind, code)
        uri = f"{self.base_url}{BASE_PATH}/{collection}/{identifier}"
        return {"title": title or code, "identifier": identifier, "uri": uri}

    def _subjects(self, codes: Any) -> Raw:
        titles = {code: _swedish(self.subjects[code]["title"]) for code in codes}
        links = [self._link("CFSubjects", "area", code, title) for code, title in titles.items()]
        return {"subject": list(titles.values()), "subjectURI": links} if titles else {}

    def _children(self, parent: str, children: list[str]) -> None:
        for number, child in enumerate(children, start=1):
            self._associate("isChildOf", child, parent, sequenceNumber=number)

    def _associate(self, kind: str, origin: str, destination: str, **more: Any) -> None:
        identifier = self.identifiers.of_association(kind, origin, destination)
        ends = {"originNodeURI": self._end(origin), "destinationNodeURI": self._end(destination)}
        self.associations.append({**self._named(identifier, "CFAssociations"), "associationType": kind, **more, **ends})

    def _end(self, identifier: str) -> Raw:
        collection = "CFDocuments" if identifier == self.document_id else "CFItems"
        uri = f"{self.base_url}{BASE_PATH}/{collection}/{identifier}"
        return {
            "title": self.titles.get(identifier, ""),
            "identifier": identifier,
            "uri": uri,
            "targetType": "CASE",
        }

    def _definitions(self) -> Raw:
        raw = self.raw
        found = {
            "CFConcepts": [
                *self._concepts("role", raw.get("roles", ())),
                *self._concepts("fact", raw.get("facts", ())),
            ],
            "CFSubjects": [self._element("area", area["code"], "CFSubjects", area) for area in raw.get("areas", ())],
            "CFLicenses": [self._licence(raw["licence"])] if raw.get("licence") else [],
            "CFItemTypes": list(self._item_types()),
        }
        return {key: value for key, value in found.items() if value}

    def _concepts(self, kind: str, parts: Any) -> Iterator[Raw]:
        for part in parts:
            code = f"{part['kind']}/{part['code']}" if kind == "fact" else part["code"]
            yield self._element(kind, code, "CFConcepts", part)

    def _licence(self, licence: str) -> Raw:
        named = self._named(self._id("licence", licence), "CFLicenses")
        return {**named, "title": licence, "licenseText": f"{licence} ({SPDX}/{licence}.html)"}

    def _item_types(self) -> Iterator[Raw]:
        used = {item["CFItemType"] for item in self.items}
        for kind, (title, description) in ITEM_TYPES.items():
            if title in used:
                named = self._named(self._id("item_type", kind), "CFItemTypes")
                code = kind.replace("_", "-")
                yield {**named, "title": title, "description": description, "hierarchyCode": code, "typeCode": code}

    def _rubric(self) -> Raw:
        rubric, criterion = self._id("scale", "rubric"), self._id("scale", "criterion")
        levels = [self._rating(criterion, number, value) for number, value in enumerate(self.raw["scale"], start=1)]
        named = self._named(criterion, f"CFRubrics/{rubric}#CFRubricCriteria")
        return {
            **self._named(rubric, "CFRubrics"),
            "title": "Skattningsskala",
            "CFRubricCriteria": [{**named, "position": 1, "rubricId": rubric, "CFRubricCriterionLevels": levels}],
        }

    def _rating(self, criterion: str, number: int, value: Raw) -> Raw:
        rubric = self._id("scale", "rubric")
        element = self._element(
            "scale_value", str(value["value"]), f"CFRubrics/{rubric}#CFRubricCriterionLevels", value
        )
        if "extensions" in element:
            element["extensions"] = [element["extensions"]]
        return {**element, "position": number, "rubricCriterionId": criterion}


def _without(part: Raw, keys: tuple[str, ...]) -> Raw:
    return {key: value for key, value in part.items() if key not in keys}


def _swedish(text: Any) -> str:
    return str(text["sv"] if isinstance(text, dict) else text)
