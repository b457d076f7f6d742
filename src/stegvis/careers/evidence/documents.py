"""An uploaded certificate: its size, its content by its beginning and its end, and a name that can be shown.

What is within is for the command that looks through files (``FILE_SCAN``).
"""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.documents.identity import holds_personal_number
from stegvis.foundation.documents.text import clean

MOST_BYTES = 10 * 1024 * 1024
MOST_LETTERS = 120
# First bytes → media type and the endings that go with it, the one to give first.
FORMATS = {
    b"%PDF-": ("application/pdf", (".pdf",)),
    b"\x89PNG\r\n\x1a\n": ("image/png", (".png",)),
    b"\xff\xd8\xff": ("image/jpeg", (".jpg", ".jpeg")),
}
PDF_ENDS_WITHIN = 1024  # bytes, as readers of PDF take it


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
    """Whether the end is there that the format asks for. Cameras append their own after a picture's end."""
    if media_type == "application/pdf":
        return b"%%EOF" in content[-PDF_ENDS_WITHIN:]
    if media_type == "image/png":
        return b"\0\0\0\0IEND\xaeB`\x82" in content
    picture = _picture_of_jpeg(content)
    return picture > 0 and content.find(b"\xff\xd9", picture) > 0


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
