"""Interviews in a workbook: the template to fill in, and its reading. Its Swedish names are its interface.

One row is one person in an interview; rows with the same number are one interview.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from stegvis.foundation.documents import bringing
from stegvis.foundation.documents.problems import Problem, UnreadableError
from stegvis.foundation.documents.reading import Document
from stegvis.foundation.documents.sheets import Column, Row, SheetSpec, find_sheet, read_sheet
from stegvis.foundation.documents.values import Kind
from stegvis.foundation.documents.writing import SheetToWrite, write_workbook
from stegvis.surveys.models import Interview

SALT, MOST_ROWS = "surveys.interviews.importing", 500
MODES: dict[str, tuple[str, ...]] = {
    Interview.Mode.ON_SITE: ("på plats", "fysiskt", "besök"),
    Interview.Mode.TEAMS: ("Teams", "digitalt", "video", "Microsoft Teams"),
    Interview.Mode.PHONE: ("telefon", "på telefon"),
}
SHEET = SheetSpec(
    "Intervjuer",
    (
        Column("number", "Nr", Kind.INTEGER, required=True, limits=(1, 9999), aliases=("nummer", "intervju")),
        Column("asked", "Kommun", required=True, aliases=("organisation", "arbetsgivare", "region")),
        Column("role", "Roll", required=True, max_length=80, aliases=("befattning", "funktion")),
        Column("staff_group", "Personalgrupp", max_length=80, aliases=("yrkesgrupp", "grupp")),
        Column("held_on", "Datum", Kind.DATE, aliases=("dag",), help="Tomt eller en kommande dag: planerad."),
        Column("mode", "Form", Kind.CHOICE, choices=MODES, aliases=("hur",)),
        Column("minutes", "Minuter", Kind.INTEGER, limits=(1, 600), aliases=("längd",)),
        Column(
            "followed_up_on",
            "Kompletterad via e-post",
            Kind.DATE,
            aliases=("komplettering", "kompletterad"),
            help="Dag",
        ),
        Column("interviewer", "Intervjuare", Kind.EMAIL, help="E-postadress. Tomt: du själv."),
        Column("told_on", "Informerad", Kind.DATE, help="Den dag personen fick veta vad intervjun är till för."),
        Column("name", "Namn", help="Sparas skilt från anteckningarna och tas bort först."),
        Column("email", "E-post", Kind.EMAIL, aliases=("mejl",)),
        Column("phone", "Telefon", max_length=40, aliases=("mobil",)),
    ),
    required=True,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One row. ``row`` is where in the file it stood; what the file does not say is empty or None."""

    row: int
    number: int
    asked: str
    role: str
    staff_group: str = ""
    held_on: date | None = None
    mode: str = ""
    minutes: int | None = None
    followed_up_on: date | None = None
    interviewer: str = ""
    told_on: date | None = None
    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file held: rows, what is wrong by row, and what was passed over."""

    lines: list[Line]
    problems: list[Problem]
    notices: list[Problem]


def template() -> bytes:
    """Empty."""
    return write_workbook([SheetToWrite(SHEET)])


def read_interviews(document: Document) -> Reading:
    """Raises UnreadableError where the file as a whole cannot be understood."""
    raw = find_sheet(document, SHEET)
    if raw is None:
        raise UnreadableError("empty_file")
    reading = read_sheet(raw, SHEET)
    if reading.total > MOST_ROWS:
        raise UnreadableError("many_rows", limit=MOST_ROWS)
    return Reading([_line(one) for one in reading.rows], reading.problems, reading.notices)


def _line(row: Row) -> Line:
    return Line(row=row.number, **{key: value for key, value in row.values.items() if value is not None})


def pack(lines: list[Line], *, user: int | None, study: int) -> str:
    return bringing.pack(lines, salt=SALT, user=user, study=study)


def unpack(text: str, *, user: int | None, study: int) -> list[Line]:
    """Raises Refused for what was not packed within the hour, by the same user, of the same study."""
    lines, _about = bringing.unpack(text, Line, salt=SALT, user=user, study=study)
    return lines
