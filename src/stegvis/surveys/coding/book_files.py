"""A code book as a workbook and as YAML, out and in. Its Swedish names are its interface.

In the workbook a row is a code, and says what it lies under by the names from the top with ``>`` between. What is read
is added and changed by its place in the tree; what the file does not name stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.documents.problems import UnreadableError
from stegvis.foundation.documents.reading import read_document
from stegvis.foundation.documents.sheets import Column, SheetSpec, find_sheet, read_sheet
from stegvis.foundation.documents.text import clean
from stegvis.foundation.documents.writing import SheetToWrite, write_workbook
from stegvis.frameworks.format.problems import TEMPLATES, FrameworkError
from stegvis.frameworks.format.tree import read_tree
from stegvis.surveys.coding.books import DEEPEST, MOST_CODES, CodeFacts, add_code, change_code
from stegvis.surveys.coding.policies import may_write_book
from stegvis.surveys.coding.queries import Branch, tree_of
from stegvis.surveys.models import Code, CodeBook

BETWEEN = " > "
CODES = SheetSpec(
    "Koder",
    (
        Column("title", "Kod", required=True, max_length=120, aliases=("namn",)),
        Column(
            "under",
            "Under",
            max_length=800,
            aliases=("överordnad", "ligger under"),
            help="Tomt: överst. Annars namnen uppifrån, till exempel Arbetsmiljö > Tid.",
        ),
        Column("definition", "Vad den står för", max_length=2000, aliases=("definition", "beskrivning")),
    ),
    required=True,
)
FORMAT = "stegvis-codebook/1"

Path = tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """A code of a file. ``where`` says where in it, for who has to mend it."""

    path: Path
    definition: str
    where: str


def workbook_of(tree: Sequence[Branch]) -> bytes:
    rows = [[one.code.title, BETWEEN.join(one.path[:-1]), one.code.definition] for one in tree]
    return write_workbook([SheetToWrite(CODES, rows)])


def yaml_of(book: CodeBook, tree: Sequence[Branch]) -> bytes:
    """Codes within codes, as people read them."""
    top: list[dict[str, Any]] = []
    above: list[list[dict[str, Any]]] = [top]
    for branch in tree:
        del above[branch.depth + 1 :]
        entry: dict[str, Any] = {"code": branch.code.title}
        if branch.code.definition:
            entry["definition"] = branch.code.definition
        above[branch.depth].append(entry)
        under: list[dict[str, Any]] = []
        entry["codes"] = under
        above.append(under)
    _without_empty(top)
    whole = {"format": FORMAT, "title": book.title, "note": book.note, "codes": top}
    written: str = yaml.safe_dump(whole, allow_unicode=True, sort_keys=False, width=100)
    return written.encode()


def _without_empty(entries: list[dict[str, Any]]) -> None:
    for entry in entries:
        _without_empty(entry["codes"])
        if not entry["codes"]:
            del entry["codes"]


def read_lines(content: bytes, name: str) -> list[Line]:
    """The codes of a file, those above before those under. Raises Refused, which says where and what."""
    is_yaml = name.lower().endswith((".yaml", ".yml"))
    found = _from_yaml(content) if is_yaml else _from_sheet(content)
    if not found:
        raise Refused(_("There are no codes in the file."))
    if len(found) > MOST_CODES:
        raise Refused(_("A code book holds at most %(n)s codes.") % {"n": MOST_CODES})
    seen: dict[Path, str] = {}
    for line in found:
        if line.path in seen:
            raise Refused(
                _("%(where)s: the code “%(code)s” stands already at %(first)s.")
                % {"where": line.where, "code": line.path[-1], "first": seen[line.path]}
            )
        if len(line.path) > DEEPEST:
            raise Refused(line.where + ": " + _("Codes lie at most %(n)s levels deep.") % {"n": DEEPEST})
        seen[line.path] = line.where
    return sorted(found, key=lambda one: len(one.path))


def _from_sheet(content: bytes) -> list[Line]:
    try:
        sheet = find_sheet(read_document(content), CODES)
        assert sheet is not None  # required, or refused  # noqa: S101
        reading = read_sheet(sheet, CODES)
    except UnreadableError as error:
        raise Refused(str(error.text)) from None
    if reading.problems:
        first = reading.problems[0]
        raise Refused(_("Row %(row)s: %(what)s") % {"row": first.row, "what": first.text})
    found = []
    for row in reading.rows:
        under = tuple(part for part in (clean(one) for one in (row.values.get("under") or "").split(">")) if part)
        path = (*under, clean(row.values["title"]))
        found.append(Line(path, row.values.get("definition") or "", _("Row %(n)s") % {"n": row.number}))
    return found


def _from_yaml(content: bytes) -> list[Line]:
    try:
        tree = read_tree(content)
    except FrameworkError as error:
        first = error.problems[0]
        raise _wrong((first.line, first.column), _(TEMPLATES[first.code]).format(**first.params)) from None
    found: list[Line] = []

    def walk(entries: Any, at: tuple[Any, ...], above: Path) -> None:
        if not isinstance(entries, list):
            raise _wrong(tree.place(at), _("Here is a list of codes expected."))
        for number, entry in enumerate(entries):
            here = (*at, number)
            title = clean(str(entry.get("code") or "")) if isinstance(entry, dict) else ""
            definition = entry.get("definition") or "" if isinstance(entry, dict) else ""
            if not title or len(title) > 120:
                raise _wrong(tree.place(here), _("A code has a name of at most 120 characters, after “code:”."))
            if not isinstance(definition, str) or len(definition) > 2000:
                raise _wrong(tree.place(here), _("What a code stands for is a text of at most 2 000 characters."))
            place = _("Line %(n)s") % {"n": tree.place(here)[0]}
            found.append(Line((*above, title), definition.strip(), place))
            walk(entry.get("codes", []), (*here, "codes"), (*above, title))

    whole = tree.value
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise Refused(
            _("The file is no code book of Stegvis: it begins with “format: %(format)s”.") % {"format": FORMAT}
        )
    walk(whole.get("codes", []), ("codes",), ())
    return found


def _wrong(place: tuple[int, int], why: str) -> Refused:
    return Refused(_("Line %(n)s") % {"n": place[0]} + ": " + why)


@dataclass(frozen=True)
class Brought:
    added: int
    changed: int
    same: int


@transaction.atomic
def bring_in(*, actor: Actor, book: CodeBook, lines: Sequence[Line]) -> Brought:
    """Add what is new and change what says otherwise. Nothing is taken away. Raises Refused, and then keeps nothing."""
    require(may_write_book(actor, book))
    there: dict[Path, Code] = {one.path: one.code for one in tree_of(actor, book)}
    counts = {"added": 0, "changed": 0, "same": 0}
    for line in lines:
        parent = there.get(line.path[:-1])
        if len(line.path) > 1 and parent is None:
            raise Refused(
                _("%(where)s: there is no code “%(code)s” to lie under.")
                % {"where": line.where, "code": BETWEEN.join(line.path[:-1])}
            )
        facts = CodeFacts(line.path[-1], line.definition, str(parent.pk) if parent else "")
        code = there.get(line.path)
        if code is None:
            there[line.path] = add_code(actor=actor, book=book, facts=facts)
            counts["added"] += 1
        elif line.definition and line.definition != code.definition:
            change_code(actor=actor, book=book, code_id=str(code.pk), facts=facts)
            counts["changed"] += 1
        else:
            counts["same"] += 1
    return Brought(**counts)
