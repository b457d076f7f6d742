"""The pages of what forecasts stand on, as owner, colleague and stranger, and figures by Excel."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import visible
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.documents.writing import SheetToWrite, write_workbook
from stegvis.people.models import Employment
from stegvis.planning.ground import queries
from stegvis.planning.ground.importing.bringing import Done, bring_in
from stegvis.planning.ground.importing.sheets import spec_of
from stegvis.planning.models import Figures, Ground, Override, StaffCount
from tests.planning.ground.test_ground import SMALL, grounds
from tests.support.cast import START, Cast
from tests.support.database import as_owner

__all__ = ["grounds"]


def path_of(pk: int, rest: str = "") -> str:
    return f"/planering/underlag/{pk}/{rest}"


def in_as(client: Client, cast: Cast, name: str) -> Client:
    client.force_login(getattr(cast, name))
    return client


def test_the_pages_are_the_owners_alone(
    cast: Cast, grounds: tuple[int, int], client: Client, django_assert_max_num_queries: Any
) -> None:
    for rest in ("", "personal/", "andra/leaving/?yrke=lakare", "fil/antaganden/", "fil/personal.xlsx"):
        in_as(client, cast, "gunilla")
        with django_assert_max_num_queries(15):
            assert client.get(path_of(grounds[0], rest)).status_code == 200, rest
        for name in ("dag", "anna", "farid"):
            assert in_as(client, cast, name).get(path_of(grounds[0], rest)).status_code == 404, (rest, name)
    assert in_as(client, cast, "dag").get(path_of(grounds[1], "fil/personal/")).status_code == 404
    assert in_as(client, cast, "anna").get("/planering/underlag/").status_code == 403
    for rest in ("andra/nonsens/", "andra/death/?yrke=lakare", "fil/nonsens.xlsx", "fil/nonsens/"):
        assert in_as(client, cast, "gunilla").get(path_of(grounds[0], rest)).status_code == 404


def test_the_few_are_not_told_and_the_small_are_there(cast: Cast, grounds: tuple[int, int], client: Client) -> None:
    page = in_as(client, cast, "dag").get(path_of(grounds[1], "personal/")).content.decode()
    assert "färre än 5" in page
    assert "Ale" in page
    assert ">20<" in page  # Mölndal's 22 nurses
    own = in_as(client, cast, "gunilla").get(path_of(grounds[0], "personal/")).content.decode()
    assert ">15<" in own
    assert "färre än 5" not in own


def test_an_assumption_is_changed_and_undone_on_its_page(cast: Cast, grounds: tuple[int, int], client: Client) -> None:
    address = path_of(grounds[0], "andra/leaving/?yrke=sjukskoterska&arbetsgivare=municipality")
    in_as(client, cast, "gunilla")
    said = {"value": "4,5", "source": "Egen statistik", "dated": "2026-01-31", "why": "Vi har räknat"}
    wrong = client.post(address, {**said, "value": "450"})
    assert (wrong.status_code, "100" in wrong.content.decode()) == (200, True)
    to_come = client.post(address, {**said, "dated": f"{timezone.localdate().year + 1}-01-01"})
    assert to_come.context["form"].errors == {"dated": ["Källans datum är i framtiden."]}
    assert client.post(address, said).status_code == 302
    page = client.get(path_of(grounds[0])).content.decode()
    assert "4,5\u00a0%" in page
    assert "Gunilla" in page
    with acting_as(cast.gunilla.pk) as actor:
        [one] = visible(actor, Override)
        held = queries.assumptions_of(actor, one.ground)
        assert (held.of("leaving", "sjukskoterska", "municipality"), one.signed_name) == (0.045, "Gunilla")
        assert held.of("leaving", "sjukskoterska", "region") == 0.02
    undo = path_of(grounds[0], f"andring/{one.pk}/angra/")
    assert in_as(client, cast, "dag").post(undo).status_code == 404
    assert in_as(client, cast, "gunilla").post(undo).status_code == 302
    with acting_as(cast.gunilla.pk) as actor:
        assert queries.overrides(actor, one.ground) == []


def test_what_somebody_else_has_changed_meanwhile_is_told_and_nothing_is_lost(
    cast: Cast, grounds: tuple[int, int], client: Client
) -> None:
    address = path_of(grounds[0], "andra/leaving/?yrke=sjukskoterska&arbetsgivare=municipality")
    in_as(client, cast, "gunilla")
    said = {"value": "4,5", "source": "Egen statistik", "dated": "2026-01-31", "why": "Vi har räknat", "seen": ""}
    assert client.post(address, said).status_code == 302
    late = client.post(address, {**said, "value": "3", "why": "Efter mötet"})
    assert late.status_code == 200
    told = late.content.decode()
    assert "Gunilla har ändrat det under tiden till 4,5 procent: ”Vi har räknat”" in told
    assert "Efter mötet" in told
    again = {name: late.context["form"][name].value() for name in said}
    assert (again["value"], again["why"]) == ("3", "Efter mötet")
    assert client.post(address, again).status_code == 302
    with acting_as(cast.gunilla.pk) as actor:
        assert [one.value for one in visible(actor, Override).filter(undone_at=None)] == [0.03]
        [one] = visible(actor, Override).filter(undone_at=None)
    client.post(path_of(grounds[0], f"andring/{one.pk}/angra/"))
    assert "har ångrats under tiden" in client.post(address, {**again, "seen": str(one.pk)}).content.decode()


def test_a_personal_number_is_signed_nowhere(cast: Cast, grounds: tuple[int, int], client: Client) -> None:
    address = path_of(grounds[0], "andra/leaving/?yrke=sjukskoterska&arbetsgivare=municipality")
    in_as(client, cast, "gunilla")
    said = {"value": "4,5", "source": "Egen statistik", "dated": "2026-01-31", "why": "Vi har räknat"}
    for name in ("why", "source"):
        page = client.post(address, {**said, name: "19121212-1212 Tolvan"})
        assert "Skriv inte något personnummer" in page.content.decode()
    with acting_as(cast.gunilla.pk) as actor:
        assert not visible(actor, Override).exists()


def test_what_is_assumed_more_closely_alone_is_chosen_in_the_list(
    cast: Cast, grounds: tuple[int, int], client: Client
) -> None:
    in_as(client, cast, "gunilla")
    for rest in ("andra/staff/", "andra/staff/?yrke=lakare"):
        page = client.get(path_of(grounds[0], rest), follow=True)
        assert page.status_code == 200
        assert "Välj en av dem i listan" in page.content.decode()


def sheet(kind: str, *rows: tuple[Any, ...]) -> bytes:
    return write_workbook([SheetToWrite(spec_of(kind), rows)])


def uploaded(client: Client, address: str, content: bytes) -> Any:
    file = SimpleUploadedFile("fil.xlsx", content)
    return client.post(address, {"file": file})


def test_staff_is_looked_through_and_then_saved_once(cast: Cast, grounds: tuple[int, int], client: Client) -> None:
    address = path_of(grounds[0], "fil/personal/")
    good = [(2024, "sjukskoterska", age, 3, 2.5) for age in (30, 45, 60)]
    bad = [(2024, "sjukskoterska", 31, 1, 2), (2024, "sjukskoterska", 30, 4, 3), (2024, "trollkarl", 31, 1, 1)]
    in_as(client, cast, "gunilla")
    page = uploaded(client, address, sheet("personal", *good, *bad))
    assert page.status_code == 200
    assert [page.context[name] for name in ("added", "changed", "same", "refused")] == [3, 0, 0, 3]
    with acting_as(cast.gunilla.pk) as actor:
        assert not visible(actor, StaffCount).exists()
    staff, why_not = path_of(grounds[0], "personal/"), "Personalsiffror som läses in sparas men räknas inte"
    assert why_not not in client.get(staff).content.decode()
    saved = client.post(f"{address}spara/", {"packed": page.context["packed"]}, follow=True)
    with acting_as(cast.gunilla.pk) as actor:
        assert visible(actor, StaffCount).count() == 3
    for told in (client.get(address), page, saved, client.get(staff)):  # those in Stegvis are counted, and they alone
        assert why_not in told.content.decode()
    with as_owner():
        Employment.objects.filter(employer=cast.ale).update(valid_to=START)
    assert "De personalsiffror som ni har läst in för 2024 räknas" in (used := client.get(staff).content.decode())
    assert ">9<" in used
    assert why_not not in client.get(address).content.decode()
    again = uploaded(client, address, sheet("personal", *good[:2], (2024, "sjukskoterska", 60, 4, 3)))
    assert [again.context[name] for name in ("added", "changed", "same")] == [0, 1, 2]
    assert "för mer än en timme sedan" in client.post(f"{address}spara/", {"packed": "x"}, follow=True).content.decode()
    for broken in (b"", b"PK\x03\x04", sheet("befolkning")):
        assert uploaded(client, address, broken).status_code == 200
    file = client.get(path_of(grounds[0], "fil/personal.xlsx")).content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_index(0).to_python()
    assert rows[1] == [2024.0, "Sjuksköterska", 30.0, 3.0, 2.5]


def test_assumptions_out_and_in_again_change_only_what_is_changed(
    cast: Cast, grounds: tuple[int, int], client: Client
) -> None:
    file = in_as(client, cast, "gunilla").get(path_of(grounds[0], "fil/antaganden.xlsx")).content
    page = uploaded(client, path_of(grounds[0], "fil/antaganden/"), file)
    assert (page.context["changed"], page.context["refused"]) == (0, 0)
    first = CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_index(0).to_python()[:2]
    assert first[0] == [
        "Antagande",
        "Yrke",
        "Arbetsgivare",
        "Värde",
        "Enhet",
        "Källa",
        "Källans datum",
        "Säkert",
        "Varför",
    ]
    assert (first[1][0], first[1][2], first[1][4]) == ("Personal", "kommun", "per 10 000 invånare")
    said = ("leaving", "lakare", "", 1.2, "", "Egen statistik", "2026-01-31", "ja", "Vi har räknat")
    page = uploaded(
        client, path_of(grounds[0], "fil/antaganden/"), sheet("antaganden", said, (*said[:3], 999, *said[4:]))
    )
    assert (page.context["changed"], page.context["refused"]) == (1, 1)
    client.post(path_of(grounds[0], "fil/antaganden/spara/"), {"packed": page.context["packed"]})
    with acting_as(cast.gunilla.pk) as actor:
        held = queries.assumptions_of(actor, Ground.objects.get(pk=grounds[0])).entry("leaving", "lakare")
        assert (held.value, held.certain, held.source) == (0.012, True, "Egen statistik")


def a_row(code: str, year: int, people: int = 100) -> tuple[int, dict[str, Any]]:
    return 2, {"code": code, "year": year, **{f"group{at}": people for at in range(4)}}


def test_inhabitants_brought_in_are_whole_or_refused(cast: Cast, grounds: tuple[int, int]) -> None:
    with acting_as(cast.dag.pk) as actor:
        ground = queries.ground_of(actor=actor, pk=grounds[1])
        for rows in (
            [a_row("1440", 2026), a_row("1440", 2028)],
            [a_row("1440", 2026), a_row("1440", 2027), a_row("1481", 2026)],
        ):
            with pytest.raises(Refused):
                bring_in(actor=actor, ground=ground, kind="befolkning", rows=rows)
        assert not visible(actor, Figures).exists()
        rows = [a_row("1440", 2026), a_row("1440", 2026), a_row("14", 2026), a_row("1481", 2026, 0)]
        lines = bring_in(actor=actor, ground=ground, kind="befolkning", rows=rows)
        assert [one.done for one in lines] == [Done.ADDED, *[Done.REFUSED] * 3]
        again = bring_in(actor=actor, ground=ground, kind="befolkning", rows=rows[:1])
        assert [one.done for one in again] == [Done.SAME]
        found = queries.gather(actor=actor, ground=ground, scope=SMALL)
        assert found.population[0, 0] == pytest.approx([100] * 4)
        assert found.population_source
    with acting_as(cast.gunilla.pk) as actor:
        assert not visible(actor, Figures).exists()


def test_of_a_row_that_is_wrong_only_that_is_told(cast: Cast, grounds: tuple[int, int], client: Client) -> None:
    def told(*years: tuple[int, int]) -> tuple[str, ...]:
        rows = [("1440", year, *[people] * 4) for year, people in years]
        page = uploaded(client, path_of(grounds[1], "fil/befolkning/"), sheet("befolkning", *rows))
        words = ("Året 2027 saknas", "Rätta raderna", "Rad 3, 0–19 år", "Rad 3, 1440 2027: Ingen skulle bo där.")
        return tuple(one for one in words if one in page.content.decode())

    in_as(client, cast, "dag")
    assert told((2026, 9), (2027, -1), (2028, 9)) == ("Rätta raderna", "Rad 3, 0–19 år")
    assert told((2026, 9), (2027, 0), (2028, 9)) == ("Rätta raderna", "Rad 3, 1440 2027: Ingen skulle bo där.")
    assert told((2026, 9), (2028, 9)) == ("Året 2027 saknas",)


def test_how_sure_forecasts_are_is_told_to_everybody(cast: Cast, client: Client) -> None:
    page = in_as(client, cast, "anna").get("/planering/prognosprov/")
    assert page.status_code == 200
    assert "92 %" in page.content.decode()
    told = (page.context["tests"][0]["better"], page.context["tests"][0]["better_per"])
    assert told == (("64\u00a0%", "mindre fel"), ("42\u00a0%", "mindre fel"))  # and not better in so many cases
