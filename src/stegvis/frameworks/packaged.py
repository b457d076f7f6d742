"""The framework files that come with Stegvis: the described models, the proposals and an example overlay."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from .format import Document, load_document
from .format.document import BaseReference


@cache
def documents() -> dict[BaseReference, Document]:
    """Every packaged framework and overlay by code and version, frameworks first."""
    found: dict[BaseReference, Document] = {}
    data = files(__package__).joinpath("data")
    for folder in (data, data.joinpath("overlays")):
        for file in sorted(folder.iterdir(), key=lambda file: file.name):
            if file.name.endswith(".yaml"):
                document = load_document(file.read_bytes(), found.get)
                found[BaseReference(document.code, document.version)] = document
    return found


def resolve(reference: BaseReference) -> Document | None:
    """The packaged document that an overlay names as its base, or None."""
    return documents().get(reference)
