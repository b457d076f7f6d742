"""The framework files that come with Stegvis: the described models, the proposals and an example overlay."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from stegvis.frameworks.relations.entries import MappingEntry
from stegvis.frameworks.relations.mapping_file import read_mapping

from .format import Document, OverlayDocument, load_document
from .format.document import BaseReference

PACKAGED = Path(__file__).parent / "data"


@cache
def documents(folder: Path = PACKAGED) -> dict[BaseReference, Document]:
    """Every packaged framework and overlay by code and version: frameworks first, each version before the next."""
    found: dict[BaseReference, Document] = {}
    for part in (folder, folder / "overlays"):
        for file in sorted(part.glob("*.yaml")):
            document = load_document(file.read_bytes(), found.get)
            found[BaseReference(document.code, document.version)] = document
    return dict(sorted(found.items(), key=lambda item: (isinstance(item[1], OverlayDocument), item[0].version)))


def mapping_of(reference: BaseReference, folder: Path = PACKAGED) -> list[MappingEntry]:
    """What is said, beside the file, of how the version before follows into it."""
    file = folder / "mappings" / f"{reference.code}-{reference.version}.yaml"
    return read_mapping(file.read_bytes()) if file.is_file() else []


def resolve(reference: BaseReference) -> Document | None:
    """The packaged document that an overlay names as its base, or None."""
    return documents().get(reference)
