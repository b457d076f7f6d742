"""The years ahead of a mix: study posts that places share a budget for, on the page, in the workbook and out of it."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from html import unescape
from typing import Any

import numpy as np
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.documents.writing import SheetToWrite, write_workbook
from stegvis.people.models import Profession
from stegvis.planning.mix import services, years_workbook
from stegvis.planning.mix.ahead import Ahead, Local, Path, Year
from stegvis.planning.mix.content import Content, Doer, Staff, Task
from stegvis.planning.mix.workbook import read, written
from stegvis.planning.mix.years import MOST_AT_ONCE, OneMore, planned, size_of
from stegvis.planning.mix.years_reading import Teller
from stegvis.planning.models import Mix
from tests.planning.mix.test_solving import NAMES
from tests.support.cast import Cast
from tests.support.database import as_owner
from tests.support.layers import layer

POST = Path("underskoterska", "sjukskoterska", 1, 0.5, 400_000.0, 2.0)


def two_places() -> Content:
    """Nurses do 64 of 100 hours of care, in Ale; Tjörn has just enough. Assistants have 96 hours for 32. The places
    have one budget for one post in the first year and for a half in the next."""
    care = Task("u1", "Vårda", 100.0, weight=10.0, doers=(Doer("sjukskoterska", today=64.0),))
    help_ = Task("u2", "Hjälpa", 32.0, weight=10.0, doers=(Doer("underskoterska", today=32.0),))
    budgets = {2027: 300_000.0, 2028: 100_000.0, 2029: 0.0}
    years = [Year(number, 1.0, 1.0, budget, "Ale") for number, budget in budgets.items()]
    years += [Year(number, 1.0, 1.0, 100_000.0 if number < 2029 else 0.0, "Tjörn") for number in budgets]
    staff = Staff("sjukskoterska", 64.0, 330.0), Staff("underskoterska", 96.0, 250.0)
    local = (Local("Tjörn", "sjukskoterska", 100.0),)
    return Content(staff, (care, help_), ahead=Ahead(tuple(years), (POST,), local))


@layer
def mix(cast: Cast) -> Mix:
    with as_owner():
        Profession.objects.get_or_create(
            code="underskoterska",
            defaults={"title_sv": "Undersköterska", "title_en": "Assistant nurse", "is_licensed": False},
        )
    with acting_as(cast.bosse.pk) as actor:
        return services.begin_mix(actor=actor, unit=cast.ale_north, title="Mix", content=two_places())


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def words(response: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_posts_begin_where_the_shared_budget_does_most() -> None:
    content = two_places()
    assert content.ahead is not None
    found = planned(content, content.ahead)
    assert found.begun[:, :, 0] == pytest.approx(np.array([[1, 0.125, 0], [0, 0, 0]]))
    assert found.short_without.tolist() == [[36, 36, 36], [0, 0, 0]]
    assert found.short == pytest.approx(np.array([[36, 4, 0], [0, 0, 0]]))
    assert found.free == pytest.approx(np.array([0, 150_000, 0]))
    assert found.worth[0, 1, 0] == pytest.approx(0)  # weighted: 0 hours more in 2029, when all is done
    moves = [(one.task.title, one.source, one.target, one.given) for one in found.moves[0][2]]
    assert moves == [("Vårda", "", "sjukskoterska", 36)]
    alone = replace(content.ahead, paths=(replace(POST, place="Tjörn"),))
    assert planned(content, alone).begun.sum() == 0  # there nothing is short
    assert planned(content, replace(content.ahead, paths=())).short.tolist() == [[36, 36, 36], [0, 0, 0]]


def test_who_studies_works_the_share_that_is_said_and_then_is_gone() -> None:
    """Of the assistants' 36 hours three quarters of the student's 32 are left for help while they study, then none."""
    content = two_places()
    assert content.ahead is not None
    care, help_ = content.tasks
    few = Local("Ale", "underskoterska", 36.0)
    path = replace(POST, works=0.75, most=1.0)
    ahead = replace(content.ahead, paths=(path,), staff=(*content.ahead.staff, few))
    ahead = replace(ahead, years=tuple(replace(one, budget=one.budget * (one.number < 2028)) for one in ahead.years))
    found = planned(replace(content, tasks=(care, replace(help_, weight=1.0))), ahead)
    assert found.begun[:, :, 0] == pytest.approx(np.array([[1, 0, 0], [0, 0, 0]]))
    assert found.short[0] == pytest.approx(np.array([36 + 4, 4 + 28, 4 + 28]))


def test_todays_division_follows_the_staff_that_there_is() -> None:
    """Half the staff does half of everything, as today: nothing moves but what comes from nobody or goes there."""
    content = two_places()
    years = (Year(2027, 1.0, 1.0, 0.0), Year(2028, 0.5, 0.5, 0.0))
    found = planned(content, Ahead(years))
    assert [[(one.source, one.target) for one in moves] for moves in found.moves[0]] == [[], []]


def test_a_post_more_is_worth_weighted_hours() -> None:
    """Each year after its studies 32 hours that must be done, 10 each, and nothing is taken meanwhile."""
    content = two_places()
    assert content.ahead is not None
    poor = replace(content.ahead, years=tuple(replace(one, budget=0.0) for one in content.ahead.years))
    found = planned(content, poor)
    assert found.worth[0, :, 0] == pytest.approx(np.array([640, 320, 0]))
    assert found.more == [OneMore(0, 0, pytest.approx(640)), OneMore(0, 0, pytest.approx(0))]


def test_a_whole_post_is_not_worth_more_than_there_is_to_do() -> None:
    """Of its 32 hours only the 4 that are short do anything, in two years, 10 each: at the margin it is worth 640."""
    content = two_places()
    assert content.ahead is not None
    nearly = Local("Ale", "sjukskoterska", 96.0)
    poor = [replace(one, budget=0.0) for one in content.ahead.years]
    found = planned(content, replace(content.ahead, years=tuple(poor), staff=(*content.ahead.staff, nearly)))
    assert (found.worth[0, 0, 0], found.more[0]) == (pytest.approx(640), OneMore(0, 0, pytest.approx(80)))


def why(content: Content, place: int = 0, **changes: Any) -> str:
    assert content.ahead is not None
    ahead = replace(content.ahead, **changes)
    return Teller(ahead, planned(content, ahead), NAMES, "Hela").why(place)


def test_the_budget_is_blamed_only_for_what_it_did() -> None:
    """One place never hears of another, and a year without a budget has spent none."""
    content = two_places()
    assert content.ahead is not None
    more = "En till, undersköterska till sjuksköterska 2027, skulle ta bort"
    one = [Year(number, 1.0, 1.0, 400_000.0 * (number == 2027)) for number in (2027, 2028, 2029)]
    nothing = tuple(replace(year, budget=0.0) for year in one)
    large = replace(content, tasks=(replace(content.tasks[0], hours=200.0), content.tasks[1]))
    nobody = "Ingen utbildningstjänst. "
    poor = why(content, years=nothing, staff=())
    assert poor == f"{nobody}{more} 640,0 vägda timmar, men det året finns ingen budget."
    spent = why(large, years=tuple(one), staff=())
    assert spent.endswith(f" {more} 640,0 vägda timmar, men det som är kvar av årets budget räcker inte.")
    full = why(large, years=tuple(one), staff=(), paths=(replace(POST, most=1.0),))
    assert full.endswith(f" {more} 640,0 vägda timmar, men fler får inte börja.")
    milder = replace(large, tasks=(large.tasks[0], replace(large.tasks[1], weight=1.0)))
    scarce = Local("Tjörn", "sjukskoterska", 180.0), Local("Tjörn", "underskoterska", 32.0)
    assert why(milder, 1, staff=scarce) == (
        f"{nobody}{more} 320,0 vägda timmar, men budgeten går åt där den gör större nytta."
    )


def test_the_years_come_back_from_the_workbook_as_they_were() -> None:
    content = two_places()
    found = read(written(content, NAMES), Content(), NAMES)
    assert (found.content, found.problems) == (replace(content, tasks=found.content.tasks), [])
    assert Content.of(content.as_json()) == content
    emptied = read(written(replace(content, ahead=None), NAMES), content, NAMES)
    assert (emptied.content.ahead, emptied.problems) == (None, [])
    left = content.with_staff(content.staff[:1]).ahead
    assert left is not None
    assert (left.paths, left.staff) == ((), content.ahead.staff if content.ahead else ())


def test_what_is_wrong_is_said_with_its_sheet_and_row() -> None:
    content = two_places()
    plain = [SheetToWrite(one.spec, one.rows) for one in _sheets(replace(content, ahead=None))[:3]]
    years, posts, staff = years_workbook.specs(NAMES)

    def told(years_: list[Any], posts_: list[Any], staff_: list[Any]) -> list[str]:
        sheets = [SheetToWrite(years, years_), SheetToWrite(posts, posts_), SheetToWrite(staff, staff_)]
        found = read(write_workbook([*plain, *sheets]), Content(), NAMES)
        return [f"{one.sheet} {one.row} {one.column}: {one.text}" for one in found.problems]

    one = ["Ale", 2027, 100, 100, 5]
    assert told([one, ["Ale", "snart", -1, 100, 5]], [], []) == [
        "År 3 År: ”snart” är inget heltal.",
        "År 3 Behov, procent av i dag: -1 ligger inte mellan 0 och 100\xa0000.",
    ]
    assert told([one, one, ["Tjörn", 2028, 100, 100, 5], ["", 2027, 1, 1, ""]], [], []) == [
        "År 3 : 2027 står två gånger för samma plats.",
        "År 5 : Skriv platsen på varje rad, eller inte på någon.",
        "År 0 : Ale saknar 2028: varje plats har alla åren.",
        "År 0 : Tjörn saknar 2027: varje plats har alla åren.",
    ]
    assert told([one, ["ale", 2029, 100, 100, 5]], [["Servicepersonal", "Sjuksköterska", 1, 0, 1, 1, "Kil"]], []) == [
        "År 0 : Inget år mellan det första och det sista får saknas.",
        "Utbildningstjänster 2 : Den som nämns finns inte i bladet Personal.",
        "Utbildningstjänster 2 : Kil finns inte bland platserna i bladet År.",
    ]
    local = ["Ale", "Sjuksköterska", 1]
    assert told([one], [["Sjuksköterska", "Sjuksköterska", 1, 0, 1, 1, ""]], [local, local]) == [
        "Utbildningstjänster 2 : Ingen studerar för att bli det den redan är.",
        "Personal per plats 3 : Samma personal står två gånger för samma plats.",
    ]
    assert told([], [], [local])[0] == "År 0 : Det måste finnas från 1 till 20 år."


def _sheets(content: Content) -> list[SheetToWrite]:
    from stegvis.planning.mix import workbook

    book = openpyxl.load_workbook(io.BytesIO(written(content, NAMES)))
    specs = workbook.specs(NAMES)
    return [SheetToWrite(spec, [list(row) for row in book[spec.name].values][1:]) for spec in specs]


def test_the_page_says_who_gets_the_posts_and_why(
    cast: Cast, mix: Mix, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client, address = signed_in(cast.bosse), f"/planering/kompetensmix/{mix.pk}/"
    with django_assert_max_num_queries(15):
        page = words(client.get(f"{address}ar/"))
    assert "Om 1,1 utbildningstjänster börjar blir 13,3 timmar i veckan inte gjorda, i medeltal över åren" in page
    assert "Ale 1,1 utbildningstjänster De gör att 22,7 timmar mer i veckan blir gjorda där" in page
    assert "Ingen utbildningstjänst: inget saknas där." in page
    assert "2027: 36,0 timmar i veckan blir inte gjorda, 1,0 undersköterska till sjuksköterska" in page
    assert "Ale 36,0 4,0 (36,0) 0,0 (36,0) Tjörn 0,0 0,0 0,0" in page
    assert "2028: 0,0 timmar i veckan blir inte gjorda" in words(client.get(f"{address}ar/?plats=1"))
    for odd in ("9", "-1", "²", "x" * 50):
        assert client.get(f"{address}ar/", {"plats": odd}).status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{address}ar/fil/").content))
    assert book.sheetnames == ["Brist", "Utbildningstjänster", "Vad som kunde växlas"]
    assert [row[:4] for row in book["Brist"].values][1:3] == [("Ale", 2027, 36, 36), ("Ale", 2028, 4, 36)]
    begun = [(row[0], row[1], row[4]) for row in book["Utbildningstjänster"].values if row[4] and row[1] != "År"]
    assert begun == [("Ale", 2027, 1), ("Ale", 2028, 0.13)]
    for stranger in (cast.anna, cast.maria, cast.dag, cast.farid):
        for end in ("ar/", "ar/fil/"):
            assert signed_in(stranger).get(f"{address}{end}").status_code == 404
    assert signed_in(cast.gunilla).get(f"{address}ar/").status_code == 200


def test_the_years_are_read_in_taken_away_and_never_too_many(cast: Cast, mix: Mix) -> None:
    client, address = signed_in(cast.bosse), f"/planering/kompetensmix/{mix.pk}/"
    content = two_places()
    assert content.ahead is not None
    years = tuple(Year(2027 + at, 1.0, 1.0, 0.0, f"P{place}") for place in range(300) for at in range(20))
    many = replace(content, ahead=replace(content.ahead, years=years, staff=()))
    assert many.ahead is not None
    assert size_of(many, many.ahead) > MOST_AT_ONCE
    for saved, said in ((many, "För mycket att räkna ut medan ni väntar"), (content, "Ale 1,1 utbildningstjänster")):
        file = SimpleUploadedFile("m.xlsx", written(saved, NAMES))
        preview = client.post(f"{address}las-in/", {"file": file})
        packed = re.search(r'name="packed" value="([^"]+)"', preview.content.decode())
        assert packed is not None, words(preview)
        assert client.post(f"{address}las-in/spara/", {"packed": packed[1]}).status_code == 302
        assert said in words(client.get(f"{address}ar/"))
    empty = SimpleUploadedFile("m.xlsx", written(replace(content, ahead=None), NAMES))
    assert "Borttaget Åren framåt" in words(client.post(f"{address}las-in/", {"file": empty}))
