"""Every format by name: how its files are known, read and written."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stegvis.foundation.documents.delimited import decode
from stegvis.foundation.documents.problems import UnreadableError
from stegvis.foundation.documents.reading import BINARY, OLE, ZIP, Document, read_document
from stegvis.foundation.documents.writing import XLSX
from stegvis.frameworks.exchange import problems as _texts  # noqa: F401 - registers the words
from stegvis.frameworks.exchange.case.export import Mode, raw_of, to_case
from stegvis.frameworks.exchange.case.read import MAX_BYTES, read_case
from stegvis.frameworks.exchange.imported import Imported
from stegvis.frameworks.exchange.moodle import is_moodle, read_moodle, write_moodle
from stegvis.frameworks.exchange.opensalt import is_opensalt, read_opensalt, write_opensalt
from stegvis.frameworks.exchange.workbook.reading import is_workbook, read_workbook
from stegvis.frameworks.exchange.workbook.writing import framework_workbook
from stegvis.frameworks.exchange.yaml_file import read_yaml
from stegvis.frameworks.models import FrameworkVersion

Write = Callable[[FrameworkVersion, str], bytes]


@dataclass(frozen=True)
class Format:
    """``write(version, base_url)`` gives the bytes of a file; ``suffix`` and ``media_type`` say what they are."""

    key: str
    label: str | Promise
    note: str | Promise
    suffix: str
    media_type: str
    write: Write


def _case(mode: Mode) -> Write:
    def write(version: FrameworkVersion, base_url: str) -> bytes:
        return json.dumps(to_case(version, mode, base_url), ensure_ascii=False, separators=(",", ":")).encode()

    return write


FORMATS = {
    one.key: one
    for one in (
        Format(
            "yaml",
            _("Stegvis file (YAML)"),
            _("Everything, as text to read and compare. Comes in again unchanged."),
            "yaml",
            "application/yaml; charset=utf-8",
            lambda version, _base_url: version.document.encode(),
        ),
        Format(
            "case-full",
            _("CASE 1.1, everything"),
            _("The international exchange format, with what it cannot say as extensions. Comes in again unchanged."),
            "case.json",
            "application/json",
            _case("full"),
        ),
        Format(
            "case-strict",
            _("CASE 1.1, strict"),
            _("Only what the standard knows, for systems that accept nothing else."),
            "case-strict.json",
            "application/json",
            _case("strict"),
        ),
        Format(
            "excel",
            _("Excel workbook"),
            _(
                "The same sheets as our template: change it in Excel and bring it in again. An addition to another"
                " framework becomes a whole framework here, and is not brought in as an addition again: use YAML for"
                " that."
            ),
            "xlsx",
            XLSX,
            lambda version, _base_url: framework_workbook(raw_of(version)),
        ),
        Format(
            "opensalt",
            _("OpenSALT workbook"),
            _("Three sheets with the tree of items. Thresholds and groups are left out."),
            "opensalt.xlsx",
            XLSX,
            lambda version, base_url: write_opensalt(to_case(version, "strict", base_url)),
        ),
        Format(
            "moodle",
            _("Moodle competency framework (CSV)"),
            _("For the learning platform: levels, requirements and competences as a tree. Thresholds become scales."),
            "moodle.csv",
            "text/csv; charset=utf-8",
            lambda version, base_url: write_moodle(to_case(version, "full", base_url)),
        ),
    )
}
"""What a published version can be given out as, by key."""

READ_NAMES = {
    "yaml": "YAML",
    "case": "CASE",
    "excel": "Excel",
    "opensalt": "OpenSALT",
    "moodle": "Moodle",
}
"""What can be brought in, by key, as the formats are called."""


def read_any(content: bytes) -> tuple[str, Imported]:
    """The key of the format and the framework as read; what the file is is told from its content, never its name.

    Raises UnreadableError, in bounded time and memory, for what is none of the formats.
    """
    if not content.strip():
        raise UnreadableError("empty_file")
    if len(content) > MAX_BYTES:
        raise UnreadableError("too_large", size=f"{len(content) / 1_000_000:.0f}", limit=MAX_BYTES // 1_000_000)
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start in (b"{", b"["):
        return "case", read_case(content)
    if content.startswith((ZIP, OLE)):
        return _workbook(read_document(content))
    if document := _columns(content):
        return "moodle", read_moodle(document)
    if any(content.startswith(mark) for mark in BINARY):
        raise _unknown()
    return "yaml", read_yaml(content)


def is_foreign(content: bytes) -> bool:
    """Whether the file is plainly a workbook or in a format of others, not our own YAML. Raises UnreadableError."""
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    return start in (b"{", b"[") or content.startswith((ZIP, OLE)) or _columns(content) is not None


def _workbook(document: Document) -> tuple[str, Imported]:
    if is_opensalt(document):
        return "opensalt", read_opensalt(document)
    if is_workbook(document):
        return "excel", read_workbook(document)
    raise _unknown()


def _columns(content: bytes) -> Document | None:
    """The rows of a text file whose first lines name Moodle's columns.

    Raises UnreadableError for a table of something else: to answer it as YAML would be of no help.
    """
    try:
        first = decode(content[:20_000])[0]
    except UnreadableError:
        first = content[:20_000].decode("latin-1")
    if "parent" not in first.lower():
        if _is_table(first):
            raise _unknown()
        return None
    try:
        document = read_document(content)
    except UnreadableError as error:
        if error.problem.code == "not_excel":
            return None
        raise
    if is_moodle(document):
        return document
    if _is_table(first):
        raise _unknown()
    return None


def _is_table(text: str) -> bool:
    """Whether the first line has columns and nothing of YAML."""
    line = text.lstrip().partition("\n")[0]
    return ":" not in line and not line.startswith(("#", "-")) and any(line.count(mark) >= 2 for mark in ",;\t")


def _unknown() -> UnreadableError:
    return UnreadableError("unknown_format", formats=", ".join(READ_NAMES.values()))
