"""A second version of the packaged rehab pilot, by hand, with one of each thing that can become of a requirement."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from stegvis.engine.ladder import Kind
from stegvis.frameworks.format.convert import to_document, to_raw
from stegvis.frameworks.format.document import BaseReference, FrameworkDocument, OverlayDocument
from stegvis.frameworks.packaged import documents

OWN_CODE = "rehab-gr"


def first() -> FrameworkDocument:
    found = documents()[BaseReference("pilot-rehab-kommun", 1)]
    assert isinstance(found, FrameworkDocument)
    return found


def second() -> FrameworkDocument:
    raw = second_raw()
    found = to_document(raw)
    assert isinstance(found, FrameworkDocument)
    return found


def second_raw() -> dict[str, Any]:
    raw = to_raw(replace(first(), version=2))
    for code, title in (
        ("forskrivare-utprovning", "Förskrivarutbildning för hjälpmedel: utprovning"),
        ("forskrivare-uppfoljning", "Förskrivarutbildning för hjälpmedel: uppföljning"),
        ("valfardsteknik", "Välfärdsteknik"),
    ):
        raw["facts"].append({"kind": str(Kind.COURSE), "code": code, "title": title})
    grund, fordjupning, expert = raw["levels"]
    team = find(grund, "grund-team")
    team["rating"] = 3
    find(grund, "grund-forbattring")["code"] = "grund-forbattringsarbete"
    place = grund["requires"].index(find(grund, "forskrivare"))
    grund["requires"][place : place + 1] = [
        course("forskrivare-1", "Förskrivarutbildning för hjälpmedel: utprovning", "forskrivare-utprovning"),
        course("forskrivare-2", "Förskrivarutbildning för hjälpmedel: uppföljning", "forskrivare-uppfoljning"),
    ]
    breadth = next(node for node in grund["requires"] if "at_least" in node)["at_least"]
    breadth["of"] = [
        *breadth["of"][:2],
        {
            **course("bredd-livets-slut", "Demens och palliativ vård, grundutbildning", "demens-grund"),
            "accepts": ["demens-grund", "palliativ-vard-grund"],
        },
    ]
    fordjupning["requires"].append(course("valfardsteknik", "Välfärdsteknik i hemmet", "valfardsteknik"))
    expert["tracks"][0]["requires"] = expert["tracks"][0]["requires"][:1]
    return raw


def renamed(document: FrameworkDocument) -> FrameworkDocument:
    """The same as somebody's own framework."""
    return replace(document, code=OWN_CODE)


def additions(base: str) -> OverlayDocument:
    """Ale's additions to the first version of ``base``, with something for each thing that the second changes."""
    found = to_document(
        {
            "format": 1,
            "code": "ale-rehab",
            "version": 1,
            "status": "proposal",
            "title": "Ales tillägg",
            "owner": {"name": "Ale", "kind": "municipality"},
            "provenance": {"basis": "written"},
            "overlay_of": {"code": base, "version": 1},
            "clarify": [
                {"of": "requirement", "code": "forskrivare", "text": "Kursen ges av hjälpmedelscentralen."},
                {"of": "requirement", "code": "leg", "text": "Vi kontrollerar hos Socialstyrelsen."},
            ],
            "raise": [{"requirement": "grund-team", "rating": 3}],
            "facts": [{"kind": "course", "code": "ale-hemgang", "title": "Trygg hemgång"}],
            "add": [{"to": "grund", "requires": [course("valfardsteknik", "Trygg hemgång", "ale-hemgang")]}],
        }
    )
    assert isinstance(found, OverlayDocument)
    return found


def course(code: str, title: str, accepts: str) -> dict[str, Any]:
    return {"kind": "course", "code": code, "title": title, "accepts": [accepts]}


def find(node: Any, code: str) -> dict[str, Any]:
    """The first requirement with the code, anywhere in plain values."""
    if isinstance(node, dict):
        if node.get("code") == code and "kind" in node:
            return node
        node = list(node.values())
    for child in node if isinstance(node, list) else ():
        try:
            return find(child, code)
        except KeyError:
            continue
    raise KeyError(code)
