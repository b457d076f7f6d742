"""What a part of a framework and a CASE element say of each other.

``SAID`` gives for each kind of part which of its keys a CASE field says in Swedish. All else of the part, and the
English of those texts, stands under ``extensions.stegvis`` together with the kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from stegvis.frameworks.drafts.content import plain_text

Raw = dict[str, Any]
Package = dict[str, Any]

OWN = "stegvis"
NAMESPACE = uuid5(NAMESPACE_URL, "urn:stegvis:framework")

_TERM = {"code": "humanCodingScheme", "title": "fullStatement", "description": "notes"}
_DEFINED = {"code": "hierarchyCode", "title": "title", "description": "description"}
SAID: dict[str, dict[str, str]] = {
    "framework": {"title": "title", "summary": "description"},
    "level": _TERM,
    "track": _TERM,
    "group": {"title": "fullStatement"},
    "requirement": {"code": "humanCodingScheme", "title": "fullStatement", "help": "notes"},
    "task": {"text": "fullStatement"},
    "responsibility": {"text": "fullStatement"},
    "competence_group": _TERM,
    "competence": _TERM,
    "area": _DEFINED,
    "role": _DEFINED,
    "fact": _DEFINED,
    "scale_value": {"title": "quality", "description": "description", "value": "score"},
}

ITEM_TYPES = {
    "level": ("Nivå", "En nivå i karriärmodellen. Den nås när den och alla lägre nivåer är uppfyllda."),
    "track": ("Spår", "En inriktning inom en nivå; där det finns spår ska minst ett vara uppfyllt."),
    "group": ("Kravgrupp", "Krav som hör samman: alla, något eller minst ett visst antal ska vara uppfyllda."),
    "requirement": ("Krav", "Ett krav på formell eller reell kompetens."),
    "task": ("Arbetsuppgift", "En typisk arbetsuppgift på nivån eller i spåret."),
    "responsibility": ("Ansvar", "Vad man svarar för på nivån eller i spåret."),
    "competence_group": ("Kompetensgrupp", "En grupp av kompetenser."),
    "competence": ("Kompetens", "En kompetens som kan visas i arbetet."),
}
"""CFItemType titles and descriptions by kind, as they are published: the domain's words, in Swedish."""


class Identifiers:
    """The UUID of each part: the one it came with, else one made of the framework's name, kind and code."""

    def __init__(self, name: str, kept: Mapping[str, str]) -> None:
        self.name, self.known = name, {key: kept[key] for key in kept if kept[key]}

    def of(self, kind: str, code: str) -> str:
        key = f"{kind}/{code}"
        if key not in self.known:
            self.known[key] = made_identifier(f"{self.name}/{key}")
        return self.known[key]

    def of_association(self, kind: str, origin: str, destination: str) -> str:
        return made_identifier(f"{kind}/{origin}/{destination}")


def made_identifier(name: str) -> str:
    """The same UUID for the same name, today and in ten years."""
    return str(uuid5(NAMESPACE, name))


def is_identifier(value: Any) -> bool:
    """Whether the value is a UUID in the form that CASE asks for, in either case."""
    try:
        return isinstance(value, str) and str(UUID(value)) == value.lower()
    except ValueError:
        return False


def said_by(kind: str, part: Raw) -> Raw:
    """What CASE's own fields say of a part."""
    return {field: _swedish(part[key]) for key, field in SAID[kind].items() if key in part}


def unsaid_by(kind: str, part: Raw) -> Raw:
    """The extension that says the rest."""
    said = SAID[kind]
    english = {key: part[key]["en"] for key in said if isinstance(part.get(key), dict) and "en" in part[key]}
    rest = {key: value for key, value in part.items() if key not in said}
    return {OWN: {"what": kind, **rest, **({"english": english} if english else {})}}


def part_of(kind: str, element: Raw) -> Raw:
    """The part that an element says, with what its extension adds."""
    own = own_extension(element)
    english: Raw = own["english"] if isinstance(own.get("english"), dict) else {}
    part: Raw = {}
    for key, field in SAID[kind].items():
        if field in element:
            value = read_text(element[field])
            part[key] = {"sv": value, "en": read_text(english[key])} if key in english else value
    return part | {key: value for key, value in own.items() if key not in {"what", "english"}}


def own_extension(element: Raw) -> Raw:
    """What Stegvis wrote beside the element; empty where the element is somebody else's."""
    found = element.get("extensions")
    if isinstance(found, list):  # the schema gives the extensions of a criterion's level as a list
        found = found[0] if found else {}
    own = found.get(OWN) if isinstance(found, dict) else None
    return own if isinstance(own, dict) else {}


def what(element: Raw) -> str:
    """The kind of part that the element is, or nothing."""
    kind = own_extension(element).get("what", "")
    return kind if kind in SAID else ""


def read_text(value: Any) -> Any:
    """A text as Stegvis keeps it, without markup; other values as they are."""
    return plain_text(value) if isinstance(value, str) else value


def elements(package: Package, key: str) -> Iterator[Raw]:
    """The elements of a list of the package or of its definitions, without what is no element."""
    holder = package if key in package else package.get("CFDefinitions")
    found = holder.get(key) if isinstance(holder, dict) else None
    yield from (one for one in found if isinstance(one, dict)) if isinstance(found, list) else ()


def _swedish(text: Any) -> Any:
    return text["sv"] if isinstance(text, dict) else text
