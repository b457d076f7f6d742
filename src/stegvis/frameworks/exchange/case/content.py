"""A CASE package that Stegvis wrote, read back as a framework's plain values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from stegvis.frameworks.exchange.case.build import PARTS_APART
from stegvis.frameworks.exchange.case.elements import Package, Raw, elements, own_extension, part_of, what
from stegvis.frameworks.exchange.case.tree import Tree

Told = dict[str, str]
"""``kind/code`` of a part → the identifier of its element."""


def is_own(package: Package) -> bool:
    """Whether the package says that it is a framework of Stegvis in full."""
    return what(package["CFDocument"]) == "framework"


def content_of(package: Package, tree: Tree) -> tuple[Raw, Told]:
    """The plain values, as far as the package holds them, and the identifiers of their parts."""
    return _Reader(package, tree).read()


class _Reader:
    def __init__(self, package: Package, tree: Tree) -> None:
        self.package, self.tree = package, tree
        self.told: Told = {}

    def read(self) -> tuple[Raw, Told]:
        document = self.package["CFDocument"]
        raw = part_of("framework", document)
        self._tell("framework", raw.get("code"), document)
        parts = {
            "areas": self._defined("CFSubjects", "area"),
            "roles": self._defined("CFConcepts", "role"),
            "facts": self._defined("CFConcepts", "fact"),
            "scale": self._scale(),
            "competences": self._children("", "competence_group", self._competence_group),
            "levels": self._children("", "level", self._level),
        }
        for licence in elements(self.package, "CFLicenses"):
            self._tell("licence", raw.get("licence"), licence)
        for item_type in elements(self.package, "CFItemTypes"):
            self._tell("item_type", str(item_type.get("typeCode", "")).replace("-", "_"), item_type)
        head = {key: value for key, value in raw.items() if key not in PARTS_APART}
        return {**head, **{key: value for key, value in parts.items() if value}}, self.told

    def _tell(self, kind: str, code: Any, element: Raw) -> None:
        if isinstance(code, str | int):
            self.told[f"{kind}/{code}"] = str(element.get("identifier", ""))

    def _defined(self, key: str, kind: str) -> list[Raw]:
        found = []
        for element in elements(self.package, key):
            if what(element) == kind:
                part = part_of(kind, element)
                code = f"{part.get('kind')}/{part.get('code')}" if kind == "fact" else part.get("code")
                self._tell(kind, code, element)
                found.append(part)
        return found

    def _scale(self) -> list[Raw]:
        values = []
        for rubric in elements(self.package, "CFRubrics"):
            for criterion in elements(rubric, "CFRubricCriteria"):
                for level in elements(criterion, "CFRubricCriterionLevels"):
                    if what(level) == "scale_value":
                        value = _whole(part_of("scale_value", level))
                        self._tell("scale_value", value.get("value"), level)
                        values.append(value)
                        self.told |= {
                            "scale/rubric": str(rubric.get("identifier", "")),
                            "scale/criterion": str(criterion.get("identifier", "")),
                        }
        return values

    def _children(self, parent: str, kind: str, read: Callable[[str], Raw]) -> list[Raw]:
        return [read(child) for child in self.tree.children.get(parent, ()) if what(self.tree.items[child]) == kind]

    def _part(self, identifier: str) -> Raw:
        element = self.tree.items[identifier]
        kind = what(element)
        part = part_of(kind, element)
        self._tell(kind, part.get("code"), element)
        return part

    def _level(self, identifier: str) -> Raw:
        level = self._holder(identifier)
        tracks = self._children(identifier, "track", self._holder)
        return level | ({"tracks": tracks} if tracks else {})

    def _holder(self, identifier: str) -> Raw:
        """A level or a track, with what it asks for."""
        part = self._part(identifier)
        code = part.get("code")
        requires = self._nodes(str(code), identifier)
        found = {
            "tasks": self._texts(identifier, "task", code),
            "responsibilities": self._texts(identifier, "responsibility", code),
            "requires": requires,
        }
        return part | {key: value for key, value in found.items() if value}

    def _texts(self, identifier: str, kind: str, code: Any) -> list[Any]:
        children = [one for one in self.tree.children.get(identifier, ()) if what(self.tree.items[one]) == kind]
        for number, child in enumerate(children, start=1):
            self._tell(kind, f"{code}/{number}", self.tree.items[child])
        return [part_of(kind, self.tree.items[child]).get("text", "") for child in children]

    def _nodes(self, above: str, identifier: str) -> list[Raw]:
        """Requirements and groups; the depth is bounded by that of the package, which is checked before."""
        nodes: list[Raw] = []
        for child in self.tree.children.get(identifier, ()):
            kind = what(self.tree.items[child])
            if kind == "requirement":
                nodes.append(self._part(child))
            elif kind == "group":
                nodes.append(self._group(f"{above}/{len(nodes) + 1}", child))
        return nodes

    def _group(self, place: str, identifier: str) -> Raw:
        element = self.tree.items[identifier]
        self._tell("group", place, element)
        own = own_extension(element)
        titled = {"title": part_of("group", element)["title"]} if own.get("titled") else {}
        of = self._nodes(place, identifier)
        if own.get("combine") == "at_least":
            return {**titled, "at_least": {"n": own.get("n"), "of": of}}
        return {**titled, ("all_of" if own.get("combine") == "all_of" else "any_of"): of}

    def _competence_group(self, identifier: str) -> Raw:
        return self._part(identifier) | {"items": self._children(identifier, "competence", self._part)}


def _whole(value: Raw) -> Raw:
    """A scale value whose number is whole: other programs write 1 as 1.0."""
    number = value.get("value")
    return value | {"value": int(number)} if isinstance(number, float) and number.is_integer() else value
