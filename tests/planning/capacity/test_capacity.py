"""A unit's weeks: planned, decided, told of and brought in, each as manager, coordinator and stranger."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from stegvis.careers.models import StudyPath, Talk
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from stegvis.organisations.models import Unit
from stegvis.people.models import Employment, Person
from stegvis.planning.capacity import lever_services, outcome_bringing, part_services, services, week_services, workbook
from stegvis.planning.capacity.bringing import bring_in
from stegvis.planning.capacity.computing import expected
from stegvis.planning.capacity.content import LeverUse
from stegvis.planning.capacity.part_services import ActivityFacts, Stretch
from stegvis.planning.capacity.queries import content_of, joint_gaps, weeks_of
from stegvis.planning.capacity.services import About
from stegvis.planning.capacity.workbook import Line
from stegvis.planning.models import CapacityPlan, CapacityWeek
from tests.support.cast import START, Cast
from tests.support.database import as_owner
from tests.support.layers import layer

LIST = "/planering/kapacitet/"
NURSE = "sjukskoterska"
VISITS = ActivityFacts("Hembesök", {NURSE: 60.0}, 240.0)


def does(by: User, service: Any, **given: Any) -> Any:
    with acting_as(by.pk) as actor:
        return service(actor=actor, **given)


def monday(weeks: int = 0) -> date:
    today = timezone.localdate()
    return today - timedelta(days=today.weekday()) + timedelta(weeks=weeks)


def hire(unit: Unit, many: int) -> None:
    """So many more nurses at full time."""
    with as_owner():
        for number in range(many):
            person = Person.objects.create(registered_by=unit.organisation, given_name="N", family_name=str(number))
            about = {"employer": unit.organisation, "unit": unit, "profession_id": NURSE, "valid_from": START}
            Employment.objects.create(person=person, employee_number=f"{unit.pk}-{number}", **about)


def begun(cast: Cast, *, by: User, unit: Unit, weeks: int = 6) -> CapacityPlan:
    about = About("Vår", monday(-2), weeks, 40.0)
    return does(by, services.begin_plan, unit_id=unit.pk, about=about)


@layer
def plan(cast: Cast) -> CapacityPlan:
    """Bosse's, with six nurses (Per is hidden from him) and home visits, two weeks gone."""
    hire(cast.ale_north, 4)
    made = begun(cast, by=cast.bosse, unit=cast.ale_north)
    does(cast.bosse, part_services.state_activity, plan_id=made.pk, facts=VISITS)
    return made


def again(plan: CapacityPlan) -> CapacityPlan:
    with as_owner():
        return CapacityPlan.objects.select_related("unit").get(pk=plan.pk)


def decided(cast: Cast, plan: CapacityPlan) -> CapacityPlan:
    return does(cast.bosse, services.decide, plan_id=plan.pk, revision=again(plan).revision)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def words(response: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).replace("\xa0", " ").split())


def test_staff_and_known_absence_are_read(cast: Cast) -> None:
    hire(cast.ale_north, 4)
    with as_owner():
        about: dict[str, Any] = {"person": cast.anna.person, "employer": cast.ale}
        span = {"starts": monday(), "ends": monday(1) + timedelta(days=3)}
        StudyPath.objects.create(**about, **span, kind="master", title="T", share=50, state="running")
        Talk.objects.create(**about, kind="development", held_on=monday(2), manager=cast.bosse)
    made = begun(cast, by=cast.bosse, unit=cast.ale_north)
    (nurses,) = content_of(made).competences
    assert (nurses.people, nurses.contracted) == (6, (240.0,) * 6)
    assert nurses.booked == {"study": (0, 0, 20, 20, 0, 0), "talks": (0, 0, 0, 0, 2, 0)}
    with as_owner():
        Employment.objects.filter(person=cast.anna.person).update(valid_to=monday(1) - timedelta(days=1))
    does(cast.bosse, services.read_staff, plan_id=made.pk)
    (nurses,) = content_of(again(made)).competences
    assert nurses.contracted == (240, 240, 240, 200, 200, 200)


def test_who_studies_all_summer_takes_no_leave_besides(cast: Cast) -> None:
    with as_owner():
        about: dict[str, Any] = {"person": cast.anna.person, "employer": cast.ale, "kind": "master", "title": "T"}
        StudyPath.objects.create(**about, starts=monday(-2), ends=monday(60), share=100, state="running")
    summer = next(one for one in (monday(n) for n in range(52)) if one.isocalendar().week == 27)
    about = {"unit_id": cast.ale_north.pk, "about": About("Sommar", summer, 2, 40.0, "summer")}
    made = does(cast.bosse, services.begin_plan, **about)
    (nurses,) = content_of(made).competences  # Anna studies, and Bosse
    assert (nurses.contracted, nurses.booked) == ((80.0, 80.0), {"other": (40.0, 40.0)})
    assert nurses.typed == {"other": (40.0, 40.0)}


def test_a_plan_is_suggested_decided_and_told_of(cast: Cast, plan: CapacityPlan) -> None:
    does(cast.bosse, part_services.state_standards, plan_id=plan.pk, profession=NURSE, support=0.2, individual=0.0)
    lever = LeverUse("extra", {NURSE: 48.0}, {NURSE: 400.0}, step=8.0)
    does(cast.bosse, lever_services.state_lever, plan_id=plan.pk, lever=lever)
    does(cast.bosse, lever_services.take_suggestion, plan_id=plan.pk, revision=again(plan).revision)
    assert content_of(again(plan)).levers[0].used == {NURSE: (48.0,) * 6}
    done = decided(cast, plan)
    assert (done.state, done.decided_name, len(done.gaps)) == ("decided", "Bosse", 6)
    assert done.gaps[0] == {"week": monday(-2).isoformat(), "profession": NURSE, "people": 6, "hours": 12.0}
    went = expected(content_of(done), 0)
    went.volume[next(iter(went.volume))] = 250.0
    told: dict[str, Any] = {"plan_id": plan.pk, "monday": monday(-2), "outcome": went}
    does(cast.bosse, week_services.tell_week, **told, words="Många nya")
    does(cast.gunilla, week_services.tell_week, **told, words="Många nya patienter")
    with as_owner():
        assert [(one.words, one.said_by) for one in CapacityWeek.objects.all()] == [
            ("Många nya patienter", cast.gunilla)
        ]
    page = words(signed_in(cast.bosse).get(f"{LIST}{plan.pk}/"))
    assert "10,0 fler timmar saknades än planerat. Största orsaken: mer producerades (+10,0)." in page
    with pytest.raises(Refused, match="Veckor har noterats"):
        does(cast.bosse, services.open_again, plan_id=plan.pk)
    with pytest.raises(Refused, match="Planen är beslutad"):
        does(cast.bosse, part_services.state_activity, plan_id=plan.pk, facts=VISITS)


def test_what_does_not_hold_is_refused_in_words(cast: Cast, plan: CapacityPlan) -> None:
    lever = LeverUse("extra", {NURSE: 16.0}, {NURSE: 400.0}, step=8.0)
    does(cast.bosse, lever_services.state_lever, plan_id=plan.pk, lever=lever)
    refused: list[tuple[Any, dict[str, Any], str]] = [
        (part_services.state_activity, {"facts": VISITS}, "Planen har redan Hembesök"),
        (part_services.state_activity, {"facts": ActivityFacts(" ", {})}, "Ange vad som produceras"),
        (part_services.state_activity, {"facts": ActivityFacts("X", {NURSE: 1e6}, 1e6)}, "X: högst 100000 i veckan"),
        (
            part_services.state_activity,
            {"facts": ActivityFacts("X", {NURSE: 2400.0}, 9e4)},
            "skulle ta 21601440 timmar",
        ),
        (
            part_services.state_absence,
            {"reason": "sick", "stretch": Stretch(NURSE, 0, 1, 241.0)},
            "skulle 241.0 timmar vara",
        ),
        (part_services.state_absence, {"reason": "sick", "stretch": Stretch(NURSE, 3, 1, 1.0)}, "Välj veckor i planen"),
        (
            lever_services.use_lever,
            {"kind": "extra", "stretch": Stretch(NURSE, 0, 1, 24.0)},
            "Högst 16 timmar i veckan",
        ),
        (lever_services.use_lever, {"kind": "extra", "stretch": Stretch(NURSE, 0, 1, 3.0)}, "i steg om 8 timmar"),
        (services.rename, {"title": "19121212-1212"}, "Skriv inte något personnummer här."),
        (services.decide, {"revision": 0}, "Någon har ändrat planen under tiden"),
        (
            week_services.tell_week,
            {"monday": monday(), "outcome": expected(content_of(again(plan)), 0), "words": ""},
            "Besluta",
        ),
    ]
    for service, given, why in refused:
        with pytest.raises(Refused, match=re.escape(why)):
            does(cast.bosse, service, plan_id=plan.pk, **given)
    with pytest.raises(Refused, match="Ingen i personallistan"):
        begun(cast, by=cast.gunilla, unit=cast.ale_south)
    odd = About("Vår", date.max, 6, 40.0)
    with pytest.raises(Refused, match="högst ett år framåt"):
        does(cast.bosse, services.begin_plan, unit_id=cast.ale_north.pk, about=odd)
    with pytest.raises(Refused, match="från 1 till 53"):
        begun(cast, by=cast.bosse, unit=cast.ale_north, weeks=54)
    decided(cast, plan)
    late: dict[str, Any] = {"outcome": expected(content_of(again(plan)), 0), "words": ""}
    with pytest.raises(Refused, match="Veckan har inte börjat"):
        does(cast.bosse, week_services.tell_week, plan_id=plan.pk, monday=monday(1), **late)
    late["outcome"].away[NURSE]["sick"] = 300.0
    with pytest.raises(Refused, match="Fler timmar var borta"):
        does(cast.bosse, week_services.tell_week, plan_id=plan.pk, monday=monday(-1), **late)


def test_untold_weeks_wait_on_the_first_page_of_the_units_manager(
    cast: Cast, plan: CapacityPlan, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    bosse, gunilla = signed_in(cast.bosse), signed_in(cast.gunilla)
    waits = f"Notera hur 2 veckor gick: {cast.ale_north.name}"
    assert waits not in words(bosse.get("/?alla"))  # nothing is decided
    with CaptureQueriesContext(connection) as queries:
        bosse.get("/?alla")
    before = len(queries)
    decided(cast, plan)
    page = bosse.get("/?alla")
    assert waits in words(page)
    assert f'href="{LIST}{plan.pk}/vecka/1/"' in page.content.decode()
    assert waits not in words(gunilla.get("/?alla"))  # it is not her unit to tell of
    told: dict[str, Any] = {"plan_id": plan.pk, "outcome": expected(content_of(again(plan)), 0), "words": ""}
    does(cast.bosse, week_services.tell_week, monday=monday(-2), **told)
    other = begun(cast, by=cast.bosse, unit=cast.ale_north)
    does(cast.bosse, part_services.state_activity, plan_id=other.pk, facts=VISITS)
    decided(cast, other)
    with django_assert_max_num_queries(before + 2):  # however many plans
        page = bosse.get("/?alla")
    assert [f"{LIST}{one.pk}/vecka/{n}/" in page.content.decode() for one, n in ((plan, 2), (other, 1))] == [True] * 2
    does(cast.bosse, week_services.tell_week, monday=monday(-1), **told)
    assert f"{LIST}{plan.pk}/vecka/" not in bosse.get("/?alla").content.decode()
    does(cast.bosse, services.put_away, plan_id=other.pk)
    assert "Notera hur" not in words(bosse.get("/?alla"))


def test_a_week_is_told_of_when_it_has_begun_and_something_is_said(cast: Cast, plan: CapacityPlan) -> None:
    decided(cast, plan)
    client, address = signed_in(cast.bosse), f"{LIST}{plan.pk}/vecka/"
    coming = client.get(f"{address}4/", follow=True)
    assert coming.redirect_chain == [(f"{LIST}{plan.pk}/", 302)]
    assert f"Du kan notera den från och med {date_format(monday(1), 'DATE_FORMAT')}." in words(coming)
    running = client.get(f"{address}3/").content.decode()
    fields = dict(re.findall(r'name="([a-z]+\.[^"]+)" value="([^"]*)"', running))
    untouched = words(client.post(f"{address}3/", fields))
    assert "Veckan är inte slut, och inget är ändrat." in untouched
    with as_owner():
        assert not CapacityWeek.objects.exists()
    assert client.post(f"{address}3/", fields | {f"away.{NURSE}.sick": "8"}).status_code == 302
    assert client.post(f"{address}2/", fields).status_code == 302  # it is over, and went as planned


def test_nobody_writes_in_anothers_plan(cast: Cast, plan: CapacityPlan) -> None:
    address = f"{LIST}{plan.pk}/"
    for stranger in (cast.anna, cast.maria, cast.dag, cast.farid):
        with pytest.raises(NotYours):
            does(stranger, services.rename, plan_id=plan.pk, title="T")
        with pytest.raises(NotYours):
            begun(cast, by=stranger, unit=cast.ale_north)
        for rest in ("", "fil/", "las-in/", "vecka/1/", "forslag/"):
            assert signed_in(stranger).get(f"{address}{rest}").status_code == 404
    for own in (cast.bosse, cast.gunilla):
        assert signed_in(own).get(address).status_code == 200
    assert LIST in signed_in(cast.bosse).get("/planering/").content.decode()


def test_few_people_are_not_exposed(cast: Cast) -> None:
    made = begun(cast, by=cast.bosse, unit=cast.ale_north)  # Anna and Bosse
    does(cast.bosse, part_services.state_absence, plan_id=made.pk, reason="sick", stretch=Stretch(NURSE, 0, 0, 16.0))
    (nurses,) = content_of(again(made)).competences
    assert (nurses.people, nurses.typed) == (2, {"other": (16.0, 0, 0, 0, 0, 0)})
    does(cast.bosse, part_services.state_activity, plan_id=made.pk, facts=VISITS)
    page = words(signed_in(cast.bosse).get(f"{LIST}{made.pk}/franvaro/"))
    assert "Vecka Anställda timmar Borta sammanlagt" in page
    done = does(cast.bosse, services.decide, plan_id=made.pk, revision=again(made).revision)
    form = signed_in(cast.bosse).get(f"{LIST}{done.pk}/vecka/1/").content.decode()
    assert re.findall(r'name="(away[^"]*)"', form) == [f"away.{NURSE}.other"]


def test_the_workbook_comes_back_and_changes_once(cast: Cast, plan: CapacityPlan) -> None:
    client, address = signed_in(cast.bosse), f"{LIST}{plan.pk}/"
    content = client.get(f"{address}fil/").content
    page = words(client.post(f"{address}las-in/", {"file": io.BytesIO(content)}))
    assert "Det finns inget nytt att spara" in page
    first, second = (str(one) for one in weeks_of(plan)[:2])
    rows = [
        ("Vecka", "Aktivitet", "Antal"),
        (first, "Hembesök", "250"),
        (second, "Telefonråd", "30,5"),
        ("2020-W01", "Hembesök", "1"),
        (second, "Hembesök", "många"),
    ]
    text = "\n".join(";".join(row) for row in rows).encode()
    preview = client.post(f"{address}las-in/", {"file": io.BytesIO(text)})
    shown = words(preview)
    assert "Planen har inte den veckan. Den går från" in shown
    assert "Produktion, Rad 5, Antal:" in shown
    assert "många" in shown
    packed = re.search(r'name="packed" value="([^"]+)"', preview.content.decode())
    assert packed is not None
    assert client.post(f"{address}las-in/spara/", {"packed": packed[1]}).status_code == 302
    visits, calls = content_of(again(plan)).activities
    assert (visits.volume, calls.name, calls.volume) == (
        (250, 240, 240, 240, 240, 240),
        "Telefonråd",
        (0, 30.5, 0, 0, 0, 0),
    )
    revision = again(plan).revision
    client.post(f"{address}las-in/spara/", {"packed": packed[1]})  # made for the plan as it was
    assert again(plan).revision == revision
    lines = [
        Line(workbook.ABSENCE, 2, first, NURSE, 16.0, "sick"),
        Line(workbook.STAFF, 2, second, NURSE, 200.0),
        Line(workbook.ABSENCE, 3, second, NURSE, 900.0, "sick"),
    ]
    given: dict[str, Any] = {"plan_id": plan.pk, "lines": lines}
    results = does(cast.bosse, bring_in, revision=again(plan).revision, **given)
    assert [one.done for one in results] == ["added", "changed", "refused"]
    results = does(cast.bosse, bring_in, revision=again(plan).revision, **given)
    assert [one.done for one in results] == ["same", "same", "refused"]


def test_how_the_weeks_went_is_brought_in_and_changes_once(cast: Cast, plan: CapacityPlan) -> None:
    decided(cast, plan)
    client, address = signed_in(cast.bosse), f"{LIST}{plan.pk}/"
    assert signed_in(cast.maria).get(f"{address}las-in/").status_code == 404
    book = load_workbook(io.BytesIO(client.get(f"{address}fil/").content))
    assert book.sheetnames[:3] == ["Utfall", "Vad som låg bakom", "Produktion"]
    figures = book["Utfall"]
    head = {cell.value: cell.column for cell in next(figures.iter_rows())}
    first = str(weeks_of(plan)[0])
    for row in range(2, figures.max_row + 1):
        what = [figures.cell(row, head[name]).value for name in ("Vecka", "Vad", "Orsak eller åtgärd")]
        if what == [first, "antal", None]:
            figures.cell(row, head["Utfall"]).value = 250
        if what == [first, "frånvaro", "sjuk"]:
            figures.cell(row, head["Utfall"]).value = 12.5
    book["Vad som låg bakom"].cell(2, 2).value = "Många nya"
    file = io.BytesIO()
    book.save(file)
    preview = client.post(f"{address}las-in/", {"file": io.BytesIO(file.getvalue())})
    assert "antal, Hembesök 250" in words(preview)
    with as_owner():
        assert not CapacityWeek.objects.exists()
    packed = re.search(r'name="packed" value="([^"]+)"', preview.content.decode())
    assert packed is not None
    assert client.post(f"{address}las-in/spara/", {"packed": packed[1]}).status_code == 302
    with as_owner():
        (week,) = CapacityWeek.objects.all()
    assert (week.week, week.words, week.content["away"][NURSE]["sick"]) == (monday(-2), "Många nya", 12.5)
    assert list(week.content["volume"].values()) == [250]
    assert "22,5 fler timmar saknades än planerat" in words(client.get(address))
    repeated = client.post(f"{address}las-in/", {"file": io.BytesIO(file.getvalue())})
    assert "Det finns inget nytt att spara" in words(repeated)
    lines = [
        Line("outcome", 2, first, f"away.{NURSE}.sick", 900.0),
        Line("outcome", 3, str(weeks_of(plan)[4]), f"away.{NURSE}.sick", 9.0),
        Line("outcome", 4, first, "volume.Okänt", 9.0),
    ]
    results = does(cast.bosse, outcome_bringing.bring_in, plan_id=plan.pk, lines=lines)
    assert [one.done for one in results] == ["refused"] * 3
    doubled = [Line("outcome", row, first, f"away.{NURSE}.sick", float(row)) for row in (2, 3)]
    results = does(cast.bosse, outcome_bringing.bring_in, plan_id=plan.pk, lines=doubled)
    assert [(one.done, one.why) for one in results] == [
        ("changed", ""),
        ("refused", "Samma vecka och namn står på en tidigare rad."),
    ]


def seen_at(client: Client, address: str) -> str:
    found = re.search(r'name="seen" value="([^"]+)"', client.get(address).content.decode())
    return found[1] if found else ""


def test_the_second_of_two_who_change_a_part_is_told_and_loses_nothing(cast: Cast, plan: CapacityPlan) -> None:
    client, address = signed_in(cast.bosse), f"{LIST}{plan.pk}/"
    visits = content_of(again(plan)).activities[0].key
    parts: list[tuple[str, dict[str, str], dict[str, str]]] = [
        (f"produktion/{visits}/", {"name": "Besök", "per": "week"}, {"name": "Möten", "per": "week"}),
        (f"yrke/{NURSE}/", {"support": "20", "individual": "4"}, {"support": "30", "individual": "4"}),
        ("spak/extra/", {"step": "8", f"most_{NURSE}": "16"}, {"step": "4", f"most_{NURSE}": "20"}),
        ("flytta/", {"share": "10", "within": "1", "cost": "5"}, {"share": "20", "within": "2", "cost": "5"}),
    ]
    for rest, theirs, mine in parts:
        old = seen_at(client, f"{address}{rest}")
        assert client.post(f"{address}{rest}", theirs | {"seen": old}).status_code == 302
        kept = content_of(again(plan))
        second = client.post(f"{address}{rest}", mine | {"seen": old})
        assert "Någon har ändrat det här under tiden." in words(second), rest
        assert content_of(again(plan)) == kept
        new = re.search(r'name="seen" value="([^"]+)"', second.content.decode())
        assert new is not None
        assert client.post(f"{address}{rest}", mine | {"seen": new[1]}).status_code == 302
    assert content_of(again(plan)).levers[0].most == {NURSE: 20.0}


def test_a_collaboration_sees_sums_of_several_units(cast: Cast, plan: CapacityPlan) -> None:
    hire(cast.ale_south, 3)
    for by, unit in ((cast.gunilla, cast.ale_south), (cast.maria, cast.molndal_care)):
        made = begun(cast, by=by, unit=unit)
        does(by, part_services.state_activity, plan_id=made.pk, facts=VISITS)
        does(by, services.decide, plan_id=made.pk, revision=again(made).revision)
    with acting_as(cast.dag.pk) as actor:
        assert joint_gaps(actor, cast.gr) == []
    decided(cast, plan)
    with acting_as(cast.dag.pk) as actor:
        found = joint_gaps(actor, cast.gr)
    assert [(one.units, one.hours, one.profession) for one in found] == [(3, 280, NURSE)] * 4
    with acting_as(cast.gunilla.pk) as actor:
        assert joint_gaps(actor, cast.gr) == []
    assert "280" in words(signed_in(cast.dag).get(LIST, follow=True))
    assert signed_in(cast.bosse).get(f"{LIST}samlat/").status_code == 403


def test_the_plan_is_made_in_the_browser_with_few_queries(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    hire(cast.ale_north, 4)
    client = signed_in(cast.bosse)
    about = {
        "title": "Vår",
        "starts": str(monday(-1) + timedelta(2)),
        "weeks": "4",
        "full_time": "38,25",
        "season": "even",
    }
    made = client.post(f"{LIST}ny/", about | {"unit": cast.ale_north.pk})
    assert made.status_code == 302
    address = made["Location"]
    posts: list[tuple[str, dict[str, Any]]] = [
        ("produktion/", {"name": "Hembesök", "amount": "1 100", "per": "period", f"minutes_{NURSE}": "45"}),
        (f"yrke/{NURSE}/", {"support": "20", "individual": "4"}),
        ("franvaro/", {"reason": "sick", "profession": NURSE, "first": "0", "last": "1", "hours": "8"}),
        ("spak/extra/", {"step": "0", f"most_{NURSE}": "20", f"cost_{NURSE}": "410"}),
        ("spak/extra/anvand/", {"profession": NURSE, "first": "0", "last": "3", "hours": "7,5"}),
        ("flytta/", {"share": "10", "within": "1", "cost": "5"}),
        ("om/", {"title": "Våren"}),
        ("personal/", {}),
    ]
    for rest, sent in posts:
        seen = seen_at(client, f"{address}{rest}") if rest == f"yrke/{NURSE}/" else ""
        assert client.post(f"{address}{rest}", sent | {"seen": seen}).status_code == 302, rest
    revision = re.search(r'name="revision" value="(\d+)"', client.get(f"{address}forslag/").content.decode())
    assert revision is not None
    client.post(f"{address}forslag/", {"revision": revision[1]})
    client.post(f"{address}besluta/", {"revision": int(revision[1]) + 1})
    week = client.get(f"{address}vecka/1/").content.decode()
    fields = dict(re.findall(r'name="([a-z]+\.[^"]+)" value="([^"]*)"', week))
    wrong = fields | {"words": "19121212-1212 var sjuk", f"away.{NURSE}.sick": "9 000"}
    told = words(client.post(f"{address}vecka/1/", wrong))
    assert told.count("Skriv inte något personnummer här.") == 2  # in the summary and beside the field
    assert told.count("Fler timmar var borta än det fanns") == 2
    assert "9 000" in client.post(f"{address}vecka/1/", wrong).content.decode()
    assert client.post(f"{address}vecka/1/", fields | {"words": "Som planerat"}).status_code == 302
    second = words(client.post(f"{address}vecka/1/", fields | {"words": "En annans ord"}))
    assert "Någon annan har redovisat veckan under tiden." in second  # who had opened it before it was told
    assert "De veckor som har noterats gick som planerat." in words(client.get(address))
    for page in (address, f"{address}fil/", f"{address}vecka/1/", LIST, f"{LIST}ny/"):
        with django_assert_max_num_queries(15):
            assert client.get(page).status_code == 200
    assert client.post(f"{address}bort/").status_code == 302
    assert client.get(f"{address}vecka/1/").status_code == 403
