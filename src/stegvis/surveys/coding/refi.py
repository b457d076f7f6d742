"""REFI-QDA out, so that a researcher can go on in another program: a code book (.qdc) and a project (.qdpx).

The Rotterdam Exchange Format Initiative's standard 1.5 (qdasoftware.org). Positions are counted in code points from 0;
the end is the first one after. The project is a ZIP file with ``project.qde`` and each text as UTF-8 in ``Sources``.
"""

from __future__ import annotations

import io
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid5
from xml.etree import ElementTree as ET

from django.utils.translation import gettext as _

from stegvis.surveys.coding.queries import Branch
from stegvis.surveys.models import FreeText, Passage

PROJECT = "urn:QDA-XML:project:1.0"
CODE_BOOK = "urn:QDA-XML:codebook:1.0"
SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
SCHEMA = "http://schema.qdasoftware.org/versions/Project/v1.0/Project.xsd"
ORIGIN = "Stegvis"
SPACE = UUID("6f0a3a0e-5f3c-4d5b-9a44-0c2f5d0b7f11")
"""What has no key of its own (coders, selections) gets one from this: the same again each time."""
COLOURS = ("#0B6B8A", "#8A4B0B", "#4B6B0B", "#6B0B8A", "#8A0B3C", "#0B8A5A", "#3C4B8A", "#6B6B0B")


def code_book(tree: Sequence[Branch]) -> bytes:
    """The codes as a REFI-QDA code book. ValueError for a book without codes, which the standard does not know."""
    root = ET.Element("CodeBook", {"xmlns": CODE_BOOK, "origin": ORIGIN})
    _codes(root, tree)
    return _written(root)


def project(name: str, tree: Sequence[Branch], texts: Iterable[tuple[FreeText, str]], marks: list[Passage]) -> bytes:
    """A project with each text, by the name given, and what each coder has marked in it; the agreed is a user of its
    own. ValueError for a book without codes."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    coders = {coder_of(one): (one.coder.name if one.coder else _("What both agree on")) for one in marks}
    root = ET.Element(
        "Project",
        {
            "xmlns": PROJECT,
            "xmlns:xsi": SCHEMA_INSTANCE,
            "xsi:schemaLocation": f"{PROJECT} {SCHEMA}",
            "name": name,
            "origin": ORIGIN,
            "creationDateTime": now,
        },
    )
    if coders:
        users = ET.SubElement(root, "Users")
        for guid, who in coders.items():
            ET.SubElement(users, "User", {"guid": guid, "name": who})
    _codes(ET.SubElement(root, "CodeBook"), tree)
    by_text: dict[UUID, list[Passage]] = defaultdict(list)
    for one in marks:
        by_text[one.text_id].append(one)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        sources: ET.Element | None = None
        for text, title in texts:
            sources = ET.SubElement(root, "Sources") if sources is None else sources
            _source(sources, text, title, by_text[text.pk], now)
            packed.writestr(f"Sources/{text.pk}.txt", text.content.encode())
        packed.writestr("project.qde", _written(root))
    return content.getvalue()


def coder_of(mark: Passage) -> str:
    return str(uuid5(SPACE, f"coder {mark.coder_id or 'agreed'}"))


def _codes(parent: ET.Element, tree: Sequence[Branch]) -> None:
    if not tree:
        raise ValueError("the standard knows no code book without codes")
    above: list[ET.Element] = [ET.SubElement(parent, "Codes")]
    for branch in tree:
        del above[branch.depth + 1 :]
        one = ET.SubElement(
            above[branch.depth],
            "Code",
            {
                "guid": str(branch.code.pk),
                "name": branch.code.title,
                "isCodable": "false" if branch.is_retired else "true",
                "color": COLOURS[branch.tint],
            },
        )
        if branch.code.definition:
            ET.SubElement(one, "Description").text = _legal(branch.code.definition)
        above.append(one)


def _source(sources: ET.Element, text: FreeText, title: str, marks: list[Passage], now: str) -> None:
    about = {"guid": str(text.pk), "name": title, "plainTextPath": f"internal://{text.pk}.txt", "creationDateTime": now}
    source = ET.SubElement(sources, "TextSource", about)
    for mark in marks:
        by = {"creatingUser": coder_of(mark), "creationDateTime": now}
        place = {"startPosition": str(mark.begins), "endPosition": str(mark.ends)}
        words = _legal(text.content[mark.begins : mark.ends])
        chosen = ET.SubElement(
            source, "PlainTextSelection", {"guid": str(uuid5(SPACE, f"{mark.pk}")), "name": words[:60], **place, **by}
        )
        if mark.memo:
            ET.SubElement(chosen, "Description").text = _legal(mark.memo)
        coding = ET.SubElement(chosen, "Coding", {"guid": str(mark.pk), **by})
        ET.SubElement(coding, "CodeRef", {"targetGUID": str(mark.code_id)})


def _legal(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return "".join(one for one in text if one in "\t\n" or " " <= one < "\ufffe" or one > "\uffff")


def _written(root: ET.Element) -> bytes:
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)
