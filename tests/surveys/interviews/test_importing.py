"""A list of interviews from Excel: looked through before it is saved, the same again changes nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from stegvis.foundation.documents.reading import read_document
from stegvis.foundation.documents.writing import SheetToWrite, write_workbook
from stegvis.surveys.interviews.importing.bringing import Done, bring_in, rehearse
from stegvis.surveys.interviews.importing.workbook import SHEET, read_interviews, template
from stegvis.surveys.models import Interview, Interviewee, IntervieweeContact
from tests.support.cast import Cast
from tests.support.database import as_owner
from tests.surveys.interviews.support import begun, does, named

pytestmark = pytest.mark.django_db
YESTERDAY = timezone.localdate() - timedelta(days=1)


def row(**said: Any) -> list[Any]:
    usual = {"number": 1, "asked": "Ale kommun", "role": "enhetschef", "staff_group": "rehabilitering"}
    return [(usual | said).get(column.key) for column in SHEET.columns]


def book(*rows: list[Any]) -> bytes:
    return write_workbook([SheetToWrite(SHEET, rows)])


ROWS = (
    row(held_on=YESTERDAY, mode="Teams", minutes=55, told_on=YESTERDAY, name="Karin Berg", email="karin@ale.se"),
    row(staff_group="sjuksköterskor", name="Eva Ek"),
    row(number=2, asked="Mölndals kommun", interviewer="anna@example.se"),
)


def test_rows_of_a_number_are_one_interview_and_the_same_file_again_changes_nothing(cast: Cast) -> None:
    study = begun(cast)
    named(cast, study, cast.anna)
    lines = read_interviews(read_document(book(*ROWS))).lines
    told = {"study_id": study.pk, "lines": lines}
    assert [one.done for one in does(cast.dag, rehearse, **told)] == [Done.ADDED, Done.CHANGED, Done.ADDED]
    with as_owner():
        assert Interview.objects.count() == 0
    assert [one.done for one in does(cast.dag, bring_in, **told)] == [Done.ADDED, Done.CHANGED, Done.ADDED]
    assert [one.done for one in does(cast.dag, bring_in, **told)] == [Done.SAME] * 3
    with as_owner():
        facts = Interview.objects.values_list("number", "asked__name", "state", "mode", "minutes", "interviewer__email")
        assert list(facts) == [
            (1, "Ale kommun", "held", "teams", 55, "dag@example.se"),
            (2, "Mölndals kommun", "planned", "", None, "anna@example.se"),
        ]
        people = Interviewee.objects.values_list("interview__number", "staff_group", "told_on", "contact__name")
        assert list(people) == [
            (1, "rehabilitering", YESTERDAY, "Karin Berg"),
            (1, "sjuksköterskor", None, "Eva Ek"),
            (2, "rehabilitering", None, None),
        ]
    changed = read_interviews(read_document(book(row(minutes=60), row(staff_group="sjuksköterskor")))).lines
    done = does(cast.dag, bring_in, study_id=study.pk, lines=changed)
    assert [one.done for one in done] == [Done.CHANGED, Done.SAME]
    with as_owner():
        assert (Interview.objects.get(number=1).minutes, IntervieweeContact.objects.count()) == (60, 2)


def test_what_cannot_be_is_passed_over_with_the_reason(cast: Cast) -> None:
    study = begun(cast)
    rows = (
        row(interviewer="okand@example.se"),
        row(number=2, minutes=900),
        row(number=3, name="Karin 19811218-9876"),
        row(number=4, role=None),
        row(number=5, held_on=date(1826, 1, 1)),
        row(number=6),
    )
    reading = read_interviews(read_document(book(*rows)))
    assert [(one.row, one.code) for one in reading.problems] == [
        (3, "out_of_range"),
        (4, "personal_number"),
        (5, "required"),
        (6, "odd_year"),
    ]
    done = does(cast.dag, bring_in, study_id=study.pk, lines=reading.lines)
    assert [(one.item.row, one.done, one.why) for one in done] == [
        (2, Done.REFUSED, "okand@example.se intervjuar inte i studien. Utse personen först."),
        (7, Done.ADDED, ""),
    ]


def test_rows_of_a_number_that_contradict_each_other_are_refused_and_twice_the_same_changes_nothing(cast: Cast) -> None:
    study = begun(cast)
    rows = (row(minutes=45), row(role="MAR"), row(asked="Mölndals kommun"), row(minutes=50))
    lines = read_interviews(read_document(book(*rows))).lines
    why = "Rad 2 har samma nummer och säger något annat om intervjun. Ge en av dem ett nytt nummer."
    refused = [(Done.REFUSED, why)] * 2
    done = [[(one.done, one.why) for one in does(cast.dag, bring_in, study_id=study.pk, lines=lines)] for _ in "ab"]
    assert done == [[(Done.ADDED, ""), (Done.CHANGED, ""), *refused], [(Done.SAME, "")] * 2 + refused]


def test_it_is_looked_through_on_the_page_and_saved(cast: Cast, client: Client) -> None:
    study = begun(cast)
    named(cast, study, cast.anna)
    client.force_login(cast.dag)
    address = f"/enkater/intervjuer/{study.pk}/intervjuer/"
    page = client.post(f"{address}fran-excel/", {"file": _upload(book(*ROWS))})
    assert [page.context[name] for name in ("added", "changed", "same", "refused")] == [2, 1, 0, 0]
    assert "Karin Berg" not in page.content.decode()
    saved = client.post(f"{address}spara/", {"packed": page.context["packed"]}, follow=True)
    assert "2 nya, 1 ändrade" in saved.content.decode()
    forged = client.post(f"{address}spara/", {"packed": page.context["packed"] + "x"}, follow=True)
    assert "Ladda upp den igen" in forged.content.decode()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"a;b\n1;2\n"])
def test_a_file_that_is_none_is_refused_in_words(cast: Cast, client: Client, content: bytes) -> None:
    study = begun(cast)
    client.force_login(cast.dag)
    page = client.post(f"/enkater/intervjuer/{study.pk}/intervjuer/fran-excel/", {"file": _upload(content)})
    assert page.status_code == 200
    assert page.context["form"].errors["file"]


def test_the_template_is_read_as_empty(cast: Cast) -> None:
    sheet = read_document(template()).sheets[0]
    assert list(sheet.rows[0]) == [column.name for column in SHEET.columns]


def _upload(content: bytes) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("intervjuer.xlsx", content)
