"""The small files that these tests bend, and a resolver over them."""

from __future__ import annotations

from pathlib import Path

from stegvis.frameworks.format import Document, load_document
from stegvis.frameworks.format.document import BaseReference

FOLDER = Path(__file__).parent.parent / "data"
SMALL = (FOLDER / "small.yaml").read_text(encoding="utf-8")
OVERLAY = (FOLDER / "overlay-small.yaml").read_text(encoding="utf-8")
UNIT = (FOLDER / "overlay-unit.yaml").read_text(encoding="utf-8")


def resolve(reference: BaseReference) -> Document | None:
    """The small framework and the overlay on it."""
    if reference == BaseReference("small", 1):
        return load_document(SMALL)
    if reference == BaseReference("overlay", 1):
        return load_document(OVERLAY, resolve)
    return None


def bent(text: str, *changes: tuple[str, str]) -> str:
    """``text`` with each first part, which stands there exactly once, replaced by the second."""
    for old, new in changes:
        assert text.count(old) == 1, (old, text.count(old))
        text = text.replace(old, new)
    return text
