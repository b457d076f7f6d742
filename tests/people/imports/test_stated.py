"""A staff list that says what a person has already stated of themself."""

from __future__ import annotations

from pathlib import Path

import pytest

from stegvis.foundation.access.actor import acting_as
from stegvis.people.models import Evidence
from stegvis.people.services import import_staff_file
from tests.support.cast import START, Cast
from tests.support.database import as_owner

LIST = (
    "Anställningsnummer;Förnamn;Efternamn;Yrke;Enhet;Från\n1001;Anna;Exempel;Sjuksköterska;HSV-N;2020-01-01\n",
    "Anställningsnummer;Typ;Kod;Benämning;Från;Kontrollerad\n1001;kurs;hlr;HLR;2020-01-01;2026-01-15\n",
)


@pytest.mark.parametrize("state", ["stated", "declined"])
def test_what_a_person_stated_is_checked_when_the_employers_list_says_it(
    cast: Cast, tmp_path: Path, state: str
) -> None:
    with as_owner():
        stated = Evidence.objects.create(
            person=cast.anna.person,
            employer=cast.ale,
            kind="course",
            code="hlr",
            title="HLR",
            valid_from=START,
            state=state,
            source="person",
            answer="Saknar datum" if state == "declined" else "",
        )
    with acting_as(cast.gunilla.pk) as actor:
        saved = import_staff_file(actor=actor, path=staff_list(tmp_path), employer=cast.ale)
        again = import_staff_file(actor=actor, path=staff_list(tmp_path), employer=cast.ale)
    with as_owner():
        found = Evidence.objects.get(person=cast.anna.person)
    assert (found.pk, found.state, found.source, found.answer) == (stated.pk, "verified", "import", "")
    assert (saved["counts"]["evidence"]["changed"], again["counts"]["evidence"]["changed"]) == (1, 0)


def staff_list(folder: Path) -> Path:
    from openpyxl import Workbook

    book = Workbook()
    for name, text in zip(("Personal", "Underlag"), LIST, strict=True):
        sheet = book.create_sheet(name)
        for line in text.splitlines():
            sheet.append(line.split(";"))
    book.remove(book.worksheets[0])
    path = folder / "lista.xlsx"
    book.save(path)
    return path
