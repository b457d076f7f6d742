"""Courses from a file: seen before they are saved, and the same file again changes nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from typer.testing import CliRunner

from stegvis.cli import app
from stegvis.exchange.models import Application, Occasion, Offer
from stegvis.exchange.offers.importing.bringing import bring_in, rehearse
from stegvis.exchange.offers.importing.courses import Course, pack, unpack
from stegvis.exchange.offers.importing.workbook import COURSES, _time, read_courses, template
from stegvis.exchange.offers.occasions import change_occasion
from stegvis.exchange.offers.policies import Publisher
from stegvis.exchange.offers.services import publish_offer
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import visible
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from stegvis.foundation.documents.problems import UnreadableError
from stegvis.foundation.documents.reading import read_document
from stegvis.foundation.documents.sheets import SheetSpec
from stegvis.foundation.documents.writing import SheetToWrite, write_workbook
from tests.exchange.offers.conftest import day
from tests.exchange.support import an_application
from tests.support.cast import Cast
from tests.support.database import as_owner

NAMED = ("reference", "title", "starts_on", "seats", "starts_at", "ends_at", "areas", "audience", "price")


def workbook(*rows: tuple[Any, ...]) -> bytes:
    spec = SheetSpec(COURSES.name, tuple(COURSES.column(key) for key in NAMED))
    return write_workbook([SheetToWrite(spec, rows)])


def a_row(
    reference: str = "DEM-1", title: str = "Demens", ahead: int = 40, seats: object = 12, **more: Any
) -> tuple[Any, ...]:
    values = {
        "starts_at": "9",
        "ends_at": "15.30",
        "areas": "demens, sår",
        "audience": "alla i samverkan",
        "price": None,
    }
    return (reference, title, day(ahead), seats, *(values | more).values())


@pytest.fixture
def ale(cast: Cast) -> Publisher:
    return Publisher(cast.ale.pk)


def done(user: User, publisher: Publisher, content: bytes, *, save: bool = True) -> list[tuple[int, str]]:
    act = bring_in if save else rehearse
    courses = read_courses(read_document(content)).courses
    with acting_as(user.pk) as actor:
        lines = act(actor=actor, publisher=publisher, courses=courses, publish=True, code="1440")
    return [(one.item.row, one.done.value) for one in lines]


def test_the_same_file_twice_changes_nothing_and_a_changed_row_its_course(cast: Cast, ale: Publisher) -> None:
    file = workbook(a_row(), a_row(ahead=47), a_row("SAR-1", "Sårvård", ahead=-3), a_row("HLR", "HLR", seats=8))
    expected = [(2, "added"), (3, "changed"), (4, "refused"), (5, "added")]
    assert done(cast.gunilla, ale, file, save=False) == expected
    with as_owner():
        assert not Offer.objects.exists()
    assert done(cast.gunilla, ale, file) == expected
    assert done(cast.gunilla, ale, file) == [(2, "same"), (3, "same"), (4, "refused"), (5, "same")]
    with as_owner():
        course = Offer.objects.get(reference="DEM-1")
        first = course.occasions.earliest("starts")
    assert (course.areas, course.audience, course.state) == (
        ["demens-kognition", "diabetes-sar-nutrition"],
        "collaboration",
        "published",
    )
    assert timezone.localtime(first.starts).time() == time(9)
    assert timezone.localtime(first.ends).time() == time(15, 30)
    assert (first.municipality, first.seats) == ("1440", 12)

    for user in (cast.anna, cast.cecilia):
        an_application(first, user, "booked")
    lowered = workbook(a_row(seats=1), a_row(ahead=47, title="Demens i vardagen"))
    assert done(cast.gunilla, ale, lowered) == [(2, "refused"), (3, "changed")]
    with as_owner():
        assert Occasion.objects.get(pk=first.pk).seats == 12
        assert Offer.objects.get(pk=course.pk).title == "Demens i vardagen"
        assert Application.objects.filter(state="booked").count() == 2


def test_who_says_no_number_of_places_gets_a_draft_to_say_it_of(cast: Cast, ale: Publisher) -> None:
    course = Course(1, "i.ki.1", "Intermediärvård", day(40), None, occasion="e.ki.1")

    def brought(*courses: Course) -> list[tuple[str, str]]:
        with acting_as(cast.gunilla.pk) as actor:
            lines = bring_in(actor=actor, publisher=ale, courses=courses, publish=True, code="1440")
        return [(one.done.value, one.why) for one in lines]

    assert brought(course) == [("added", "Sparas som utkast. Ange antal platser och publicera sedan.")]
    with acting_as(cast.gunilla.pk) as actor:
        offer = visible(actor, Offer).get()
        occasion = offer.occasions.get()
        assert (offer.state, occasion.seats) == ("draft", 0)
        with pytest.raises(Refused, match="Ange antal platser"):
            publish_offer(actor=actor, offer_id=offer.pk)
        planned = replace(course, seats=12).planned(actor.today, "1440")
        change_occasion(actor=actor, occasion_id=occasion.pk, planned=planned)
        publish_offer(actor=actor, offer_id=offer.pk)
    assert brought(course) == [("same", "")]
    later = replace(course, occasion="e.ki.2", starts_on=day(60))
    assert [done for done, _why in brought(later)] == ["refused"]
    with as_owner():
        assert list(Occasion.objects.values_list("reference", "seats")) == [("e.ki.1", 12)]


def test_what_cannot_be_read_is_said_by_row(cast: Cast) -> None:
    file = workbook(
        a_row(),
        a_row("A", ""),
        a_row("B", "B", seats="många"),
        a_row("C", "C", areas="xyz"),
        a_row("D", "D", starts_at="25"),
    )
    reading = read_courses(read_document(file))
    assert [one.row for one in reading.courses] == [2]
    assert [(one.row, one.column) for one in reading.problems] == [
        (3, "Titel"),
        (4, "Platser"),
        (5, "Områden"),
        (6, "Från kl."),
    ]
    with pytest.raises(UnreadableError, match="no_rows"):
        read_courses(read_document(template()))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("8", time(8)),
        ("08:30:00", time(8, 30)),
        ("13.15", time(13, 15)),
        ("0.375", time(9)),
        ("24", None),
        ("åtta", None),
    ],
)
def test_a_time_is_read_as_people_and_excel_write_it(text: str, found: time | None) -> None:
    assert _time(text) == found


def test_several_days_are_the_weekdays_between(cast: Cast, ale: Publisher) -> None:
    course = Course(2, "K", "Kurs", date(2027, 4, 15), 10, ends_on=date(2027, 4, 20))
    sessions = course.planned(date(2027, 1, 1), "").sessions
    assert [timezone.localdate(one.starts).day for one in sessions] == [15, 16, 19, 20]
    for last, said in ((date(2027, 4, 14), "före den första"), (date(2031, 4, 14), "mer än ett år")):
        with pytest.raises(Refused, match=said):
            replace(course, ends_on=last).planned(date(2027, 1, 1), "")
    with pytest.raises(Refused, match="årtal"):
        replace(course, starts_on=date(1, 1, 1), ends_on=None).planned(date(2027, 1, 1), "")


def test_the_command_line_brings_in_the_same_and_previews(cast: Cast, tmp_path: Path) -> None:
    file, runner = tmp_path / "kurser.xlsx", CliRunner()
    file.write_bytes(workbook(a_row(), a_row("DEM-2", starts_at="25.99")))
    asked = ["import", "courses", str(file), "--as", "gunilla@example.se", "--json"]
    assert runner.invoke(app, asked).exit_code != 1  # she may offer for several, and says for whom
    for order, added in (("--preview", 1), ("--drafts", 1), ("--drafts", 0)):
        done = runner.invoke(app, [*asked, "--for", cast.ale.name, order])
        report = json.loads(done.stdout)
        assert (done.exit_code, report["added"], report["saved"]) == (1, added, order != "--preview")
    assert report["problems"] == [{"row": 3, "column": "Från kl.", "text": "“25.99” is not a time. Write it as 08:00."}]
    with as_owner():
        assert [(one.reference, one.state) for one in Offer.objects.all()] == [("DEM-1", "draft")]


def test_what_is_saved_is_what_was_looked_through_by_the_same_user(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.gunilla)
    upload = SimpleUploadedFile("kurser.xlsx", workbook(a_row()))
    page = reverse("exchange:import_offers")
    form = client.get(page).context["form"]
    choice = next(key for key, _name in form.fields["publisher"].choices if key.startswith("employer"))
    preview = client.post(page, {"publisher": choice, "publish": "on", "file": upload})
    assert (preview.context["added"], preview.context["refused"]) == (1, 0)
    packed = preview.context["packed"]
    for text, user in ((packed, cast.bosse), (packed[:-2], cast.gunilla)):
        with pytest.raises(Refused, match="mer än en timme"):
            unpack(text, user=user.pk)
    courses, chosen = unpack(packed, user=cast.gunilla.pk)
    assert unpack(pack(courses, user=cast.gunilla.pk, choices=chosen), user=cast.gunilla.pk) == (courses, chosen)
    assert courses[0].starts_on == day(40)
    assert client.post(reverse("exchange:import_save"), {"packed": packed}).status_code == 302
    with as_owner():
        assert [one.reference for one in Offer.objects.all()] == ["DEM-1"]
    broken = SimpleUploadedFile("x.xlsx", b"<xml/>")
    assert "file" in client.post(page, {"publisher": choice, "file": broken}).context["form"].errors


def test_over_several_days_the_hours_are_of_working_days() -> None:
    course = Course(row=2, reference="", title="T", starts_on=date(2026, 12, 30), seats=5, ends_on=date(2027, 1, 7))
    days = [timezone.localdate(one.starts).isoformat() for one in course.planned(date(2026, 12, 1), "1480").sessions]
    assert days == ["2026-12-30", "2027-01-04", "2027-01-05", "2027-01-07"]
