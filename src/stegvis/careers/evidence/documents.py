"""An uploaded certificate: its size, how its content is built, and a name that can be shown.

What is within is for the command that looks through files (``FILE_SCAN``).
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from zlib import crc32

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.documents.identity import holds_personal_number
from stegvis.foundation.documents.text import clean

MOST_BYTES = 10 * 1024 * 1024
MOST_LETTERS = 120
PNG = b"\x89PNG\r\n\x1a\n"
# First bytes → media type and the endings that go with it, the one to give first.
FORMATS = {
    b"%PDF-": ("application/pdf", (".pdf",)),
    PNG: ("image/png", (".png",)),
    b"\xff\xd8\xff": ("image/jpeg", (".jpg", ".jpeg")),
}
PDF_ENDS_WITHIN = 1024  # bytes, as readers of PDF take it
PDF_VERSION = re.compile(rb"%PDF-[12]\.\d")
PDF_OBJECT = re.compile(rb"\b\d+\s+\d+\s+obj\b")
PDF_END = re.compile(rb"startxref\s+\d+\s+%%EOF")


@dataclass(frozen=True)
class Document:
    """A file that may be kept; ``digest`` is its SHA-256 in hexadecimal."""

    name: str
    media_type: str
    content: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def read_document(file: UploadedFile) -> Document:
    """The uploaded file, if it is what it says. Raises Refused. One that is too large is never read."""
    if not file.size:
        raise Refused(_("The file is empty."))
    if file.size > MOST_BYTES:
        raise Refused(_("The file is larger than 10 MB. Scan it at a lower resolution, or save only the page needed."))
    content = file.read()
    found = next((format_ for start, format_ in FORMATS.items() if content.startswith(start)), None)
    if found is None:
        raise Refused(_("The file is not a PDF, PNG or JPEG, whatever its name says. Save it as one of them."))
    media_type, endings = found
    name = _shown(file.name or "")
    ending = PurePosixPath(name).suffix.lower()
    if ending in _known_endings() and ending not in endings:
        raise Refused(_("The file's name ends with %(ending)s, but it is something else.") % {"ending": ending})
    stem = name.removesuffix(PurePosixPath(name).suffix) if ending in endings else name
    if not _is_whole(content, media_type):
        raise Refused(_("The file is cut off or damaged. Save it once more, and add it again."))
    if zipfile.is_zipfile(BytesIO(content)):
        raise Refused(_("There is another file within the file. Save the page by itself, and add it again."))
    return Document(stem[: MOST_LETTERS - 5] + endings[0], media_type, content)


def _is_whole(content: bytes, media_type: str) -> bool:
    """Whether it is built as its format asks, to the end. Phones append a film to a JPEG, and to that alone."""
    if media_type == "application/pdf":
        return _is_whole_pdf(content)
    if media_type == "image/png":
        return _is_whole_png(content)
    picture = _picture_of_jpeg(content)
    return picture > 0 and content.find(b"\xff\xd9", picture) > 0


def _is_whole_pdf(content: bytes) -> bool:
    """A version, an object, a table of objects of the old kind or the new, and at the end the way to it.

    That the way leads right is not asked: printers write it wrong, and readers mend it.
    """
    has_table = (b"xref" in content and b"trailer" in content) or b"/XRef" in content
    has_object = PDF_VERSION.match(content) and PDF_OBJECT.search(content)
    return has_table and bool(has_object) and PDF_END.search(content[-PDF_ENDS_WITHIN:]) is not None


def _is_whole_png(content: bytes) -> bool:
    """Chunks one after the other, each as long as it says and with its sum: IHDR first, IEND last, IDAT between."""
    at, kinds = len(PNG), []
    while at + 12 <= len(content):
        end = at + 8 + int.from_bytes(content[at : at + 4], "big")
        if crc32(content[at + 4 : end]) != int.from_bytes(content[end : end + 4], "big"):
            return False
        kinds.append(content[at + 4 : at + 8])
        at = end + 4
        if kinds[-1] == b"IEND":
            break
    return kinds[:1] == [b"IHDR"] and b"IDAT" in kinds and kinds[-1] == b"IEND" and at == len(content)


def _picture_of_jpeg(content: bytes) -> int:
    """Where the picture itself begins, after all segments that tell of it; 0 where none does.

    Only from there is an end an end: a preview within a segment has its own.
    """
    at = 2
    while content[at : at + 1] == b"\xff" and at + 4 <= len(content):
        if content[at + 1] == 0xDA:
            return at
        is_fill = content[at + 1] == 0xFF
        at += 1 if is_fill else 2 + max(int.from_bytes(content[at + 2 : at + 4], "big"), 2)
    return 0


def _known_endings() -> set[str]:
    return {ending for _type, endings in FORMATS.values() for ending in endings}


def _shown(name: str) -> str:
    """The name without path, marks that turn it around, and what it must not hold."""
    last = clean(name.replace("\\", "/").rpartition("/")[2]).replace('"', "")
    return _("certificate") if not last.strip(".") or holds_personal_number(last) else last
