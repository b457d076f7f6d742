"""Courses in a workbook: the template to fill in, and its reading. Its Swedish names are its interface.

One row is a course on one day, or on the weekdays from a first to a last; rows with the same reference are one course.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from typing import Any

from stegvis.exchange.kinds import NAMES
from stegvis.exchange.models import Offer
from stegvis.exchange.offers.importing.courses import MOST_ROWS, Course
from stegvis.foundation.documents.problems import Problem, UnreadableError, echo
from stegvis.foundation.documents.reading import Document
from stegvis.foundation.documents.sheets import Column, Row, SheetSpec, find_sheet, read_sheet
from stegvis.foundation.documents.values import Kind
from stegvis.foundation.documents.writing import SheetToWrite, write_workbook
from stegvis.frameworks.competence_areas import areas, areas_named

AUDIENCES: dict[str, tuple[str, ...]] = {
    Offer.Audience.OWN: ("egen personal", "egna"),
    Offer.Audience.COLLABORATION: ("samverkan", "alla i samverkan"),
    Offer.Audience.EVERYBODY: ("alla", "alla arbetsgivare"),
}
FORMS: dict[str, tuple[str, ...]] = {
    Offer.Form.ON_SITE: ("på plats",),
    Offer.Form.DISTANCE: ("på distans", "distans"),
    Offer.Form.MIXED: ("delvis på distans", "blandat"),
    Offer.Form.WORKPLACE: ("på arbetsplatsen",),
}
COURSES = SheetSpec(
    "Kurser",
    (
        Column(
            "reference",
            "Egen beteckning",
            Kind.IDENTIFIER,
            required=True,
            max_length=80,
            aliases=("beteckning", "kurskod", "kod"),
            help="Ert eget namn på kursen, till exempel DEM-1. Samma beteckning igen uppdaterar kursen.",
        ),
        Column("title", "Titel", required=True, max_length=120, aliases=("kurs", "namn", "rubrik")),
        Column("kind", "Typ", Kind.CHOICE, choices=NAMES, help="Tomt: kurs."),
        Column(
            "starts_on", "Startdag", Kind.DATE, required=True, aliases=("datum", "dag", "startdatum"), help="2027-04-14"
        ),
        Column(
            "ends_on",
            "Slutdag",
            Kind.DATE,
            aliases=("slutdatum",),
            help="Tomt: samma dag. Annars vardagarna däremellan.",
        ),
        Column("starts_at", "Från kl.", aliases=("från", "starttid", "kl"), help="Tomt: 08:00"),
        Column("ends_at", "Till kl.", aliases=("till", "sluttid"), help="Tomt: 16:00"),
        Column("seats", "Platser", Kind.INTEGER, required=True, limits=(1, 2000), aliases=("antal platser",)),
        Column("place", "Plats", aliases=("lokal", "var"), help="Lokal och ort"),
        Column("link", "Länk", max_length=300, aliases=("webbadress",)),
        Column("apply_by", "Sista ansökningsdag", Kind.DATE, help="Tomt: en vecka före."),
        Column(
            "occasion",
            "Tillfälle",
            Kind.IDENTIFIER,
            max_length=80,
            help="Eget namn på tillfället, om dagen kan ändras.",
        ),
        Column("summary", "I en mening", max_length=300, aliases=("sammanfattning",)),
        Column("description", "Beskrivning", max_length=4000),
        Column("areas", "Områden", max_length=400, help="Flera skiljs åt med komma."),
        Column("audience", "För vem", Kind.CHOICE, choices=AUDIENCES, help="Tomt: alla i samverkan."),
        Column("form", "Form", Kind.CHOICE, choices=FORMS),
        Column("host_name", "Kontakt", max_length=120, aliases=("kontaktperson", "värd")),
        Column("host_email", "Kontaktens e-post", Kind.EMAIL, aliases=("e-post",)),
        Column("hours", "Timmar", Kind.INTEGER, limits=(1, 9999)),
        Column("price", "Pris, kr", Kind.INTEGER, limits=(0, 10_000_000), aliases=("pris",)),
    ),
    required=True,
)
_TIME = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?(?:[.:]\d{2})?")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file held: courses, what is wrong by row, and what was passed over."""

    courses: list[Course]
    problems: list[Problem]
    notices: list[Problem]


def template() -> bytes:
    """Empty, with the areas to choose among on a sheet of their own."""
    names = SheetSpec("Listor", (Column("area", "Område"),))
    rows = [(one.titles["sv"],) for one in areas().values()]
    return write_workbook([SheetToWrite(COURSES), SheetToWrite(names, rows)])


def read_courses(document: Document) -> Reading:
    """Raises UnreadableError where the file as a whole cannot be understood."""
    raw = find_sheet(document, COURSES)
    if raw is None:
        raise UnreadableError("empty_file")
    reading = read_sheet(raw, COURSES)
    if reading.total > MOST_ROWS:
        raise UnreadableError("many_rows", limit=MOST_ROWS)
    courses: list[Course] = []
    problems = list(reading.problems)
    for row in reading.rows:
        made = _course(row)
        if isinstance(made, Problem):
            problems.append(made)
        else:
            courses.append(made)
    return Reading(courses, problems, reading.notices)


def _course(row: Row) -> Course | Problem:
    found: dict[str, Any] = {key: value for key, value in row.values.items() if value is not None}
    for key in ("starts_at", "ends_at"):
        if key in found:
            at = _time(found[key])
            if at is None:
                told = {"value": echo(found[key])}
                return Problem("not_time", COURSES.name, row.number, COURSES.column(key).name, told)
            found[key] = at
    if "areas" in found:
        named = [areas_named(one) for one in found["areas"].split(",") if one.strip()]
        if not all(named):
            return _not_areas(row, found["areas"])
        found["areas"] = list(dict.fromkeys(one[0] for one in named))
    return Course(row=row.number, **found)


def _not_areas(row: Row, value: str) -> Problem:
    listed = ", ".join(one.titles["sv"] for one in list(areas().values())[:6]) + " …"
    told = {"value": echo(value), "choices": listed}
    return Problem("not_choice", COURSES.name, row.number, COURSES.column("areas").name, told)


def _time(text: str) -> time | None:
    """``8``, ``8.30``, ``08:30:00`` or a share of the day, as in a cell without a format; None for what is none."""
    if re.fullmatch(r"0[.,]\d{3,}", text):
        minutes = round(float(text.replace(",", ".")) * 24 * 60)
        return time(minutes // 60 % 24, minutes % 60)
    if not (found := _TIME.fullmatch(text.removeprefix("kl").strip(". "))):
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
