"""Reading the files that the vocabularies publish: JobTech's taxonomy as JSON or CSV, ESCO's CSV files.

A file is read whole or not at all. Its keys are told by their letters alone, so ``taxonomy/preferred-label``,
``preferred_label`` and ``preferredLabel`` are one.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from stegvis.foundation.documents.delimited import decode
from stegvis.foundation.documents.problems import UnreadableError
from stegvis.foundation.documents.text import clean
from stegvis.frameworks.models import Concept
from stegvis.frameworks.vocabularies.addresses import ESCO_ID, JOBTECH_ID, esco_code

MAX_BYTES = 200_000_000
MAX_LABEL = 300
LANGUAGES = ("sv", "en")
_LETTERS = re.compile(r"[^a-z]")
_IDS = ("conceptid", "id", "concepturi")
_LABELS = ("preferredlabelsv", "preferredlabel")


class VocabularyError(Exception):
    """The file was not taken; the text says why, in English, for the person at the terminal."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One concept of a file, in the file's language. ``replaced_by`` is a code; empty where the file names none."""

    code: str
    kind: str
    label: str
    is_deprecated: bool = False
    replaced_by: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a file holds. ``entries`` are by code, in the file's order."""

    scheme: str
    language: str
    entries: dict[str, Entry]

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(entry.kind for entry in self.entries.values())


def read_vocabulary(content: bytes, name: str = "", language: str = "") -> Vocabulary:
    """The concepts of a file. ``language`` is told by the name (``skills_en.csv``) where it is not given.

    Raises VocabularyError.
    """
    if len(content) > MAX_BYTES:
        raise VocabularyError(f"The file is larger than {MAX_BYTES // 1_000_000} MB and was not read")
    try:
        text, _encoding = decode(content)
    except UnreadableError as error:
        raise VocabularyError(error.text) from error
    if not text.strip():
        raise VocabularyError("The file is empty")
    rows = list(_json_rows(text) if text.lstrip()[0] in "{[" else _csv_rows(text))
    if not rows:
        raise VocabularyError("The file holds no concepts")
    scheme = Concept.Scheme.ESCO if "concepturi" in rows[0][1] else Concept.Scheme.JOBTECH
    read = _esco_entry if scheme == Concept.Scheme.ESCO else _jobtech_entry
    return Vocabulary(scheme, language or _language_of(name), _once((place, read(place, row)) for place, row in rows))


def _language_of(name: str) -> str:
    stem = name.lower().rpartition(".")[0]
    return next((language for language in LANGUAGES if stem.endswith(f"_{language}")), "sv")


def _json_rows(text: str) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        found: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise VocabularyError(f"The file is not valid JSON: {error}") from error
    if isinstance(found, dict):
        found = found.get("data", found)
    if isinstance(found, dict):
        found = found.get("concepts", found)
    if isinstance(found, dict):  # concepts by their id
        found = [{"id": code, **row} if isinstance(row, dict) else row for code, row in found.items()]
    if not isinstance(found, list):
        raise VocabularyError("The file is JSON, but holds no list of concepts")
    for number, row in enumerate(found, start=1):
        if not isinstance(row, dict):
            raise VocabularyError(
                f"Concept {number} has no keys with values; the file holds something else than concepts"
            )
        yield f"Concept {number}", {_folded(key): value for key, value in row.items()}


def _csv_rows(text: str) -> Iterator[tuple[str, dict[str, Any]]]:
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count), strict=True)
    try:
        names = [_folded(name) for name in next(reader)]
        if not (set(names) & set(_IDS) and set(names) & set(_LABELS)):
            raise VocabularyError(
                "The file's first line names neither JobTech's columns (id, type, preferred_label)"
                " nor ESCO's (conceptUri, preferredLabel)"
            )
        for row in reader:
            if any(row):
                yield f"Line {reader.line_num}", dict(zip(names, row, strict=False))
    except csv.Error as error:
        raise VocabularyError(f"Line {reader.line_num} cannot be divided into columns: {error}") from error


def _folded(name: str) -> str:
    return _LETTERS.sub("", name.lower().removeprefix("taxonomy/"))


def _jobtech_entry(place: str, row: dict[str, Any]) -> Entry:
    code = _text(row, *_IDS)
    if not JOBTECH_ID.fullmatch(code):
        raise VocabularyError(f"{place}: “{code[:40]}” is not the id of a JobTech concept")
    kind = clean(_text(row, "type"))
    if not 0 < len(kind) <= 40:
        raise VocabularyError(f"{place}: {code} has no type of at most 40 characters")
    successor = _successor(row.get("replacedby"))
    return Entry(code, kind, _label(place, code, row), _is_true(row.get("deprecated")) or bool(successor), successor)


def _esco_entry(place: str, row: dict[str, Any]) -> Entry:
    code = esco_code(_text(row, "concepturi"))
    told = ESCO_ID.fullmatch(code)
    if not told or len(code) > 110:
        raise VocabularyError(f"{place}: “{code[:80]}” is not the address of an ESCO concept")
    is_deprecated = _text(row, "status").lower() in {"obsolete", "deprecated"}
    return Entry(code, told[1][:40], _label(place, code, row), is_deprecated)


def _label(place: str, code: str, row: dict[str, Any]) -> str:
    label = clean(_text(row, *_LABELS))
    if not 0 < len(label) <= MAX_LABEL:
        raise VocabularyError(f"{place}: {code} has no label of at most {MAX_LABEL} characters")
    return label


def _text(row: dict[str, Any], *keys: str) -> str:
    """The first of the keys that has a text; empty for none, and for what is no text."""
    found = (row.get(key) for key in keys)
    return next((value.strip() for value in found if isinstance(value, str) and value.strip()), "")


def _is_true(value: Any) -> bool:
    return value is True or (isinstance(value, str) and value.strip().lower() == "true")


def _successor(value: Any) -> str:
    """The code of the first concept that takes over: JobTech lists them, as concepts or by their ids."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = {_folded(key): inner for key, inner in value.items()}.get("id")
    return value if isinstance(value, str) and JOBTECH_ID.fullmatch(value) else ""


def _once(entries: Iterable[tuple[str, Entry]]) -> dict[str, Entry]:
    """By code; a concept may stand twice in a file, but only with one meaning."""
    found: dict[str, Entry] = {}
    for place, entry in entries:
        if found.setdefault(entry.code, entry) != entry:
            raise VocabularyError(
                f"{place}: {entry.code} stands twice, as “{found[entry.code].label}” and “{entry.label}”"
            )
    return found
