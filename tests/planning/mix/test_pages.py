"""Skill mixes and task shifts as their unit's manager, coordinator, colleagues and strangers meet them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format
from pytest_django import DjangoAssertNumQueries

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from stegvis.planning.days import monday
from stegvis.planning.mix import services, workbook
from stegvis.planning.mix.content import Content, Doer, Staff, Task
from stegvis.planning.mix.queries import hours_of
from stegvis.planning.mix.shifts import services as shifting
from stegvis.planning.mix.shifts.queries import counts_everywhere
from stegvis.planning.models import Mix, Shift, ShiftWeek
from tests.planning.mix.test_solving import small
from tests.support.cast import Cast
from tests.support.database import as_owner
from tests.support.layers import layer

MIXES, SHIFTS = "/planering/kompetensmix/", "/planering/uppgiftsvaxling/"


def does(by: User, service: Any, **given: Any) -> Any:
    with acting_as(by.pk) as actor:
        return service(actor=actor, **given)


def facts(*, starts: date | None = None, **other: Any) -> shifting.ShiftFacts:
    about = {"task": "Sköta förråd", "kind": "service", "source": "sjukskoterska", "target": "service", "why": "W"}
    weeks = timezone.localdate() - timedelta(weeks=8)
    return shifting.ShiftFacts(**about | {"hours": Decimal(10), "starts": starts or weeks} | other)


@layer
def mix(cast: Cast) -> Mix:
    """Bosse's, in Ale north."""
    return does(cast.bosse, services.begin_mix, unit=cast.ale_north, title="Mix", content=small())


@layer
def shift(cast: Cast, mix: Mix) -> Shift:
    """Decided, and begun eight weeks ago."""
    made = does(cast.bosse, shifting.propose_shift, unit=cast.ale_north, facts=facts(), mix_id=mix.pk)
    return does(cast.bosse, shifting.decide_shift, shift_id=made.pk)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def words(response: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_a_mix_is_begun_changed_and_read_in_the_browser(cast: Cast) -> None:
    client = signed_in(cast.bosse)
    begun = client.post(f"{MIXES}ny/", {"unit": cast.ale_north.pk, "title": "Mix", "kind": "hemsjukvard"})
    address = begun["Location"]
    with acting_as(cast.bosse.pk) as actor:
        hours = hours_of(actor, cast.ale_north)
        content = Content.of(Mix.objects.get().content)
    assert set(hours) == {"sjukskoterska"}
    assert content.member("sjukskoterska") is not None
    assert content.staff[0].hours == pytest.approx(hours["sjukskoterska"], abs=0.5)
    page = words(client.get(address))
    assert "Personalen används så bra som det går" in page
    added = {"revision": "0", "new": "", "hours_service": "12,5", "wage_service": "220", "hours_sjukskoterska": "64"}
    assert client.post(f"{address}personal/", added | {"wage_sjukskoterska": "330"}).status_code == 302
    page = words(client.get(address))
    assert "timmar i veckan från sjuksköterska till servicepersonal" in page
    refused = client.post(f"{address}personal/", added)  # by a page that is no longer as it is
    assert "Någon har ändrat kompetensmixen under tiden" in words(refused)
    task = {"revision": "1", "title": "Förskriva", "hours": "3", "weight": "10.0"}
    assert client.post(f"{address}uppgift/", task).status_code == 302
    page = words(client.get(address))
    assert "Det finns uppgifter som ingen får göra Inget räknas ut förrän" in page
    assert "Gör till uppgiftsväxling" not in page
    wrong = client.post(f"{address}uppgift/", task | {"revision": "2", "speed_service": "9"})
    assert "högst 3" in words(wrong) or "mindre än eller lika med 3" in words(wrong)
    twice = client.post(f"{address}uppgift/", task | {"revision": "2"})
    assert "Två uppgifter har samma namn." in words(twice)


def test_what_the_law_reserves_is_not_delegated(cast: Cast) -> None:
    client = signed_in(cast.bosse)
    address = client.post(f"{MIXES}ny/", {"unit": cast.ale_north.pk, "title": "Mix", "kind": "hemsjukvard"})["Location"]
    page = words(client.get(f"{address}uppgift/u1/"))
    assert "vilar på legitimation och delegeras inte. Källa: SOSFS 1997:14" in page
    told = {"revision": "0", "title": "Se och planera", "hours": "9", "is_near": "on", "weight": "10.0"}
    told |= {"ground_sjukskoterska": "own", "today_sjukskoterska": "9"}
    for ground in ("delegated", "own", "trained"):  # whatever the task is called now
        refused = words(client.post(f"{address}uppgift/u1/", told | {"ground_underskoterska": ground}))
        assert refused.count("vilar på legitimation och delegeras inte.") == 3  # summary, field and above them all
    refused = words(client.post(f"{address}uppgift/u1/", told | {"ground_sjukskoterska": "delegated"}))
    assert refused.count("vilar på legitimation och delegeras inte.") == 3
    assert client.post(f"{address}uppgift/u1/", told).status_code == 302
    own = {"revision": "1", "title": "Rondera", "hours": "2", "weight": "3.0", "reserved": "on"}
    refused = words(client.post(f"{address}uppgift/", own | {"ground_underskoterska": "delegated"}))
    assert refused.count("Enheten har sagt att det inte delegeras.") == 2
    assert client.post(f"{address}uppgift/", own | {"ground_underskoterska": "local"}).status_code == 302
    with as_owner():
        mix = Mix.objects.get()
        tasks = {one.title: one.reserved for one in Content.of(mix.content).tasks}
    assert (tasks["Se och planera"], tasks["Rondera"], tasks["Dokumentera"]) == ("care", "unit", "")
    prescribing = Task("u99", "Förskriva läkemedel och hjälpmedel", 1.0, doers=(Doer("underskoterska", "delegated"),))
    with pytest.raises(Refused, match="Källa: HSLF-FS 2018:43"):
        does(cast.bosse, services.save_task, mix_id=mix.pk, revision=2, task=prescribing)
    for title in ("Ordinera läkemedel", "skriva ut recept", "Förskriva läkemedel"):  # the unit's own words for it
        with pytest.raises(Refused, match="Källa: HSLF-FS 2018:43"):
            does(cast.bosse, services.save_task, mix_id=mix.pk, revision=2, task=replace(prescribing, title=title))


def test_a_task_with_another_name_in_the_workbook_keeps_its_law() -> None:
    task = Task("u1", "Välja rullstol", 2.0, reserved="aids", doers=(Doer("fysioterapeut", "own"),))
    before = Content(staff=(Staff("fysioterapeut", 10.0, 330.0),), tasks=(task,))
    names = {"fysioterapeut": "Fysioterapeut"}
    found = workbook.read(workbook.written(before, names), Content(), names)  # nothing there has its name
    assert ([one.reserved for one in found.content.tasks], found.problems) == (["aids"], [])


def test_a_workbook_is_looked_through_before_it_is_saved(cast: Cast, mix: Mix) -> None:
    client = signed_in(cast.bosse)
    address = f"{MIXES}{mix.pk}/"
    file = client.get(f"{address}fil/").content
    same = client.post(f"{address}las-in/", {"file": SimpleUploadedFile("m.xlsx", file)})
    assert "Det finns inget nytt att spara." in words(same)
    does(cast.bosse, services.save_task, mix_id=mix.pk, revision=0, task=Task("u9", "Ny", 0.0))
    preview = client.post(f"{address}las-in/", {"file": SimpleUploadedFile("m.xlsx", file)})
    assert "Borttaget Ny" in words(preview)
    packed = re.search(r'name="packed" value="([^"]+)"', preview.content.decode())
    assert packed is not None
    assert signed_in(cast.gunilla).post(f"{address}las-in/spara/", {"packed": packed[1]}).status_code == 302
    with as_owner():
        assert len(Content.of(Mix.objects.get(pk=mix.pk).content).tasks) == 3  # another's preview saves nothing
    assert client.post(f"{address}las-in/spara/", {"packed": packed[1]}).status_code == 302
    with as_owner():
        assert Content.of(Mix.objects.get(pk=mix.pk).content) == small()
    broken = client.post(f"{address}las-in/", {"file": SimpleUploadedFile("m.xlsx", b"nej")})
    assert broken.status_code == 200
    assert "Något behöver rättas" in words(broken) or "Det finns något att rätta" in words(broken)


def seen_at(client: Client, address: str) -> str:
    found = re.search(r'name="seen"(?: value="([^"]*)")?', client.get(address).content.decode())
    assert found is not None
    return found[1] or ""


def tell(client: Client, address: str, moved: str) -> None:
    told = {"moved": moved, "added": "10", "seen": seen_at(client, address)}
    assert client.post(address, told).status_code == 302


def test_the_second_of_two_who_write_in_a_shift_is_told(cast: Cast, shift: Shift) -> None:
    client = signed_in(cast.bosse)
    week = f"{SHIFTS}{shift.pk}/vecka/1/"
    old = seen_at(client, week)
    tell(client, week, "16")
    mine = {"moved": "5", "added": "10", "words": "Min", "seen": old}
    refused = client.post(week, mine)
    assert "Någon annan har redovisat veckan under tiden." in words(refused)
    assert "16,0" in words(refused)
    with as_owner():
        assert ShiftWeek.objects.get(shift=shift).moved == 16
    new = re.search(r'name="seen" value="([^"]*)"', refused.content.decode())
    assert new is not None
    assert client.post(week, mine | {"seen": new[1]}).status_code == 302
    with as_owner():
        assert ShiftWeek.objects.get(shift=shift).words == "Min"


def test_the_second_of_two_who_change_a_shift_is_told(cast: Cast, mix: Mix) -> None:
    facts = shifting.ShiftFacts(
        "Beställa", "service", "sjukskoterska", "service", Decimal(4), timezone.localdate(), "Tid"
    )
    one = does(cast.bosse, shifting.propose_shift, unit=cast.ale_north, facts=facts)
    client, address = signed_in(cast.bosse), f"{SHIFTS}{one.pk}/om/"
    old = seen_at(client, address)
    does(cast.gunilla, shifting.change_shift, shift_id=one.pk, facts=replace(facts, hours=Decimal(6)))
    told = {"task": "Beställa", "kind": "service", "source": "sjukskoterska", "target": "service"}
    told |= {"hours": "8", "starts": facts.starts.isoformat(), "why": "Mer", "seen": old}
    refused = words(client.post(address, told))
    assert "Någon har ändrat uppgiftsväxlingen under tiden." in refused
    assert "Från: Sjuksköterska" in refused
    with as_owner():
        one.refresh_from_db()
    assert (one.hours, one.why) == (6, "Tid")


def test_a_shift_is_decided_followed_and_summed_up(cast: Cast, shift: Shift) -> None:
    client = signed_in(cast.bosse)
    address = f"{SHIFTS}{shift.pk}/"
    assert "8 veckor" not in words(client.get(address))
    for number, (moved, added) in enumerate([(1, 10)] * 3 + [(9, 10)] * 4, start=1):
        told = {"moved": str(moved), "added": str(added), "words": ""}
        assert client.post(f"{address}vecka/{number}/", told).status_code == 302
        if number == 3:
            page = words(client.get(address))
            assert "Personal har tillkommit, men växlingen uteblir" in page
            assert "timmarna som sjuksköterska lägger på den minskar bara med 1,0" in page
    assert "Växlingen sker" in words(client.get(address))
    with pytest.raises(Refused, match="7 av 8 veckor är redovisade"):
        does(cast.bosse, shifting.end_shift, shift_id=shift.pk, outcome="happened", words="Bra")
    tell(client, f"{address}vecka/8/", "9,5")
    tell(client, f"{address}vecka/8/", "0")
    tell(client, f"{address}vecka/7/", "0")
    with pytest.raises(Refused, match="timmar i veckan växlades, av 10"):  # 3 of 10 is not even a part
        does(cast.bosse, shifting.end_shift, shift_id=shift.pk, outcome="partly", words="Bra")
    assert set(re.findall(r'<option value="(\w+)"', client.get(f"{address}summera/").content.decode())) == {
        "only_added",
        "not",
    }
    tell(client, f"{address}vecka/7/", "9")
    tell(client, f"{address}vecka/8/", "9")  # said again, it is changed
    assert client.post(f"{address}summera/", {"outcome": "happened", "words": "Bra"}).status_code == 302
    with as_owner():
        shift.refresh_from_db()
        assert ShiftWeek.objects.filter(shift=shift).count() == 8
    assert (shift.state, shift.outcome, shift.decided_name, shift.ended_name) == ("ended", "happened", "Bosse", "Bosse")
    assert "Uppgiften har växlats" in words(client.get(SHIFTS))
    assert client.post(f"{address}vecka/8/", {"moved": "0", "added": "0"}).status_code == 403
    assert client.post(f"{address}avbryt/").status_code == 302  # refused in words
    with as_owner():
        assert Shift.objects.get(pk=shift.pk).state == "ended"


def test_an_untold_week_waits_on_the_first_page_of_the_units_manager(cast: Cast, shift: Shift) -> None:
    waits = "Redovisa hur det går med 1 uppgiftsväxling"
    assert waits in words(signed_in(cast.bosse).get("/?alla"))
    assert waits not in words(signed_in(cast.gunilla).get("/?alla"))  # it is not her unit to tell of
    for week in range(8):
        day = shift.starts + timedelta(weeks=week)
        does(cast.bosse, shifting.tell_week, shift_id=shift.pk, week=day, moved=Decimal(1), added=Decimal(1))
    assert waits not in words(signed_in(cast.bosse).get("/?alla"))


def test_a_coming_week_says_when_it_can_be_told_of(cast: Cast) -> None:
    coming = facts(starts=timezone.localdate() + timedelta(weeks=2))
    ahead = does(cast.bosse, shifting.propose_shift, unit=cast.ale_north, facts=coming)
    does(cast.bosse, shifting.decide_shift, shift_id=ahead.pk)
    page = signed_in(cast.bosse).get(f"{SHIFTS}{ahead.pk}/vecka/1/", follow=True)
    assert page.redirect_chain == [(f"{SHIFTS}{ahead.pk}/", 302)]
    assert f"Du kan redovisa den från och med {date_format(ahead.starts, 'DATE_FORMAT')}." in words(page)


def test_who_cannot_move_tasks_is_not_told_to(cast: Cast) -> None:
    page = words(signed_in(cast.dag).get(SHIFTS))
    assert "Enhetschefer och arbetsgivarens samordnare växlar uppgifter" in page
    assert "Gör en kompetensmix" not in page
    assert "Gör en kompetensmix" in words(signed_in(cast.bosse).get(SHIFTS))


def test_what_does_not_hold_is_refused_in_words(cast: Cast, shift: Shift) -> None:
    coming = facts(starts=timezone.localdate() + timedelta(weeks=9))
    ahead = does(cast.bosse, shifting.propose_shift, unit=cast.ale_north, facts=coming)
    with pytest.raises(Refused, match="Den följs från att den beslutas"):
        does(cast.bosse, shifting.tell_week, shift_id=ahead.pk, week=ahead.starts, moved=Decimal(1), added=Decimal(1))
    does(cast.bosse, shifting.decide_shift, shift_id=ahead.pk)
    with pytest.raises(Refused, match="Veckan har inte kommit"):
        does(cast.bosse, shifting.tell_week, shift_id=ahead.pk, week=ahead.starts, moved=Decimal(1), added=Decimal(1))
    early = monday(shift.starts) - timedelta(weeks=1)
    with pytest.raises(Refused, match="i 8 veckor"):
        does(cast.bosse, shifting.tell_week, shift_id=shift.pk, week=early, moved=Decimal(1), added=Decimal(1))
    with pytest.raises(Refused, match="står kvar som den beslutades"):
        does(cast.bosse, shifting.change_shift, shift_id=shift.pk, facts=facts())
    wound = {"task": "Bedöma och ordinera sårbehandling", "target": "underskoterska"}
    for wrong, why in (
        (wound, "Källa: SOSFS 1997:14"),
        ({"target": "sjukskoterska"}, "två olika slags personal"),
        ({"target": "tomte"}, "två olika slags personal"),
        ({"hours": Decimal(0)}, "fler än 0"),
        ({"why": " "}, "vilken uppgift"),
        ({"why": "19121212-1212"}, "Skriv inte något personnummer"),
        ({"starts": date.max}, "högst ett år framåt"),
        ({"starts": date(1996, 1, 1)}, "högst ett år bakåt"),
    ):
        with pytest.raises(Refused, match=why):
            does(cast.bosse, shifting.propose_shift, unit=cast.ale_north, facts=facts(**wrong))


def test_it_is_the_units_and_nobody_elses(cast: Cast, mix: Mix, shift: Shift) -> None:
    assert signed_in(cast.gunilla).get(f"{MIXES}{mix.pk}/").status_code == 200
    for stranger in (cast.anna, cast.maria, cast.dag, cast.farid):
        client = signed_in(stranger)
        for address in (f"{MIXES}{mix.pk}/", f"{MIXES}{mix.pk}/fil/", f"{SHIFTS}{shift.pk}/"):
            assert client.get(address).status_code == 404
        with pytest.raises(NotYours):
            does(stranger, services.put_away, mix_id=mix.pk)
        with pytest.raises(NotYours):
            does(stranger, shifting.drop_shift, shift_id=shift.pk)
        with pytest.raises(Refused):
            does(stranger, services.begin_mix, unit=cast.ale_north, title="M", content=small())
    with pytest.raises(NotYours):  # a mix of another unit's
        does(cast.gunilla, shifting.propose_shift, unit=cast.ale_south, facts=facts(), mix_id=mix.pk)
    with pytest.raises(Refused):
        does(cast.bosse, shifting.propose_shift, unit=cast.ale_south, facts=facts())


def test_others_are_told_only_of_many(cast: Cast, shift: Shift) -> None:
    with acting_as(cast.farid.pk):
        assert {one.decided for one in counts_everywhere()} == {None}
    with as_owner():
        for number in range(2):
            other = type(cast.ale).objects.create(type="municipality", name=f"K{number}", slug=f"k{number}")
            unit = type(cast.ale_north).objects.create(organisation=other, name="E", code="E")
            for _ in range(2):
                Shift.objects.create(
                    employer=other, unit=unit, state="decided", decided_on=shift.starts, **_about(shift)
                )
    with acting_as(cast.farid.pk):
        found = {one.kind: (one.decided, one.ended, one.happened) for one in counts_everywhere()}
    assert found["service"] == (5, None, None)
    assert found["care"] == (None, None, None)
    with acting_as(cast.dag.pk):  # of the collaboration's members only Ale has one
        assert {one.decided for one in counts_everywhere(cast.gr)} == {None}
    page = words(signed_in(cast.gunilla).get(f"{SHIFTS}jamfor/"))
    assert "Dina enheter" in page
    assert "För få att visa" in page


def _about(shift: Shift) -> dict[str, Any]:
    return {name: getattr(shift, name) for name in ("task", "kind", "source", "target", "hours", "starts", "why")}


def test_pages_ask_few_queries(
    cast: Cast, mix: Mix, shift: Shift, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(6):
        made = does(cast.bosse, shifting.propose_shift, unit=cast.ale_north, facts=facts(), mix_id=mix.pk)
        does(cast.bosse, shifting.decide_shift, shift_id=made.pk)
        does(cast.bosse, shifting.tell_week, shift_id=made.pk, week=made.starts, moved=Decimal(1), added=Decimal(1))
    client = signed_in(cast.bosse)
    for address in (MIXES, f"{MIXES}{mix.pk}/", SHIFTS, f"{SHIFTS}{shift.pk}/", f"{SHIFTS}jamfor/"):
        with django_assert_max_num_queries(15):
            assert client.get(address).status_code == 200
