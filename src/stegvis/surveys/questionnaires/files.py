"""A questionnaire from a file of any known kind, or words about why not. Nothing is saved here."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from stegvis.foundation.documents.problems import UnreadableError
from stegvis.foundation.documents.reading import BINARY
from stegvis.surveys.content.plain import Plain
from stegvis.surveys.content.yaml_file import read_yaml
from stegvis.surveys.questionnaires.limesurvey.reading import read_lss
from stegvis.surveys.questionnaires.xlsform.reading import read_xlsform

MAX_BYTES = 10 * 1024 * 1024
ZIP, OLE = b"PK\x03\x04", bytes.fromhex("D0CF11E0A1B11AE1")


@dataclass(frozen=True)
class Incoming:
    """``content`` is there where it can be saved, with ``problems`` still to be mended; ``notes`` is what came in
    otherwise than it stood, or not at all. Both are words with their place in the file."""

    content: Plain | None
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_file(content: bytes, name: str) -> Incoming:  # noqa: PLR0911 - one for each kind
    """What the file holds. What it begins with decides its kind, its name only which of the texts it is."""
    if len(content) > MAX_BYTES:
        limit = {"limit": MAX_BYTES // 1024 // 1024}
        return Incoming(None, [_("The file is larger than %(limit)s MB and was not read. Divide it.") % limit])
    if not content.strip():
        return Incoming(None, [_("The file is empty.")])
    try:
        if content.startswith((ZIP, OLE)):
            return Incoming(*read_xlsform(content))
        if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") or name.lower().endswith(".lss"):
            return Incoming(*read_lss(content))
        if content.startswith(BINARY) or name.lower().endswith((".xlsx", ".xls")):
            return Incoming(None, [_("The file is not an Excel workbook (.xlsx), YAML (.yaml) or LimeSurvey (.lss).")])
    except UnreadableError as error:
        return Incoming(None, [error.text])
    reading = read_yaml(content)
    return Incoming(reading.content, [str(one) for one in reading.problems])
