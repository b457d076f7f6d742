"""CASE packages of other people's making, good and bad."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

NAMESPACE = UUID("6ba7b812-9dad-11d1-80b4-00c04fd430c8")
MOMENT = "2026-01-02T03:04:05+00:00"
Raw = dict[str, Any]


def uid(name: str) -> str:
    return str(uuid5(NAMESPACE, name))


def item(name: str, **more: Any) -> Raw:
    return {
        "identifier": uid(name),
        "fullStatement": f"Kan {name}",
        "uri": f"https://example.org/CFItems/{uid(name)}",
        "lastChangeDateTime": MOMENT,
        **more,
    }


def link(name: str) -> Raw:
    return {"title": name, "identifier": uid(name), "uri": f"https://example.org/{uid(name)}"}


def association(origin: str, destination: str, kind: str = "isChildOf", **more: Any) -> Raw:
    identifier = uid(f"{origin} {kind} {destination}")
    return {
        "identifier": identifier,
        "associationType": kind,
        "uri": f"https://example.org/CFAssociations/{identifier}",
        "originNodeURI": link(origin),
        "destinationNodeURI": link(destination),
        "lastChangeDateTime": MOMENT,
        **more,
    }


def package(**more: Any) -> Raw:
    """Somebody's framework in CASE 1.0 as servers really give it: nulls, context URIs, fields of their own."""
    found = {
        "CFDocument": {
            "identifier": uid("doc"),
            "uri": f"https://example.org/CFDocuments/{uid('doc')}",
            "CFPackageURI": link("doc"),
            "creator": "Läroverket",
            "title": "Klinisk blick",
            "language": "sv",
            "officialSourceURL": "https://example.org/klinisk-blick",
            "adoptionStatus": "Adopted",
            "version": "2.1",
            "notes": None,
            "licenseURI": link("licence"),
            "lastChangeDateTime": MOMENT,
            "x-own": {"colour": "green", "empty": None},
        },
        "CFItems": [
            item("lyssna", humanCodingScheme="K.1.a", CFDocumentURI=link("doc"), educationLevel=["09"]),
            item("kommunikation", humanCodingScheme="K.1", notes="Samtal."),
            item("fråga", abbreviatedStatement="Fråga", alternativeLabel=None),
            item("ensam"),
            item("fråga öppet", language="sv"),
        ],
        "CFAssociations": [
            association("kommunikation", "doc", sequenceNumber=1),
            association("fråga", "kommunikation", sequenceNumber=2),
            association("lyssna", "kommunikation", sequenceNumber=1),
            association("fråga öppet", "fråga", notes=None, CFDocumentURI=link("doc")),
            association("lyssna", "någon annan", "exactMatchOf"),
        ],
        "CFDefinitions": {
            "CFLicenses": [
                {
                    **link("licence"),
                    "title": "CC-BY-4.0",
                    "licenseText": "Erkännande",
                    "lastChangeDateTime": MOMENT,
                }
            ],
            "CFUnheardOf": [1, 2],
        },
        "somethingElse": True,
    }
    return {**found, **more}


def without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_nulls(one) for key, one in value.items() if one is not None}
    return [without_nulls(one) for one in value if one is not None] if isinstance(value, list) else value
