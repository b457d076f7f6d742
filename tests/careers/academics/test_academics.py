"""Academic paths: who plans, agrees, pauses, follows up and finishes them, and what a coordinator is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from typing import Any

import pytest
from django.http import Http404
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from stegvis.careers.academics import queries, services
from stegvis.careers.academics.notices import days
from stegvis.careers.academics.services import Outcome, PathFacts
from stegvis.careers.academics.terms import Agreed, folded, held_against, terms_of, terms_page
from stegvis.careers.models import DevelopmentPlan, StudyPath, StudyTerms
from stegvis.careers.plans.revision import revision_of
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import visible
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from stegvis.foundation.audit.models import Reading
from stegvis.people.models import Employment, Evidence, Person, Profession, ProtectedIdentity
from tests.careers.test_pages import EVERYBODY, MOST_QUERIES, text
from tests.support.cast import START, Cast
from tests.support.database import as_owner
from tests.support.layers import layer

TODAY = timezone.localdate()
LAST = TODAY + timedelta(days=1400)
DOCTOR = PathFacts("doctoral", "Trycksår i hemsjukvård", 50, TODAY, LAST, "Göteborgs universitet", kronor=400_000)
MASTER = PathFacts("master", "Omvårdnad", 50, TODAY, LAST)


def does(by: User, service: Callable[..., Any], **given: Any) -> Any:
    with acting_as(by.pk) as actor:
        return service(actor=actor, **given)


def start(by: User, whom: User, facts: PathFacts = DOCTOR) -> StudyPath:
    with as_owner():
        person = whom.person
        employer = person.employments.get().employer_id
    return does(by, services.start_path, person=person.pk, employer=employer, facts=facts)


def seen(path: StudyPath) -> str:
    with as_owner():
        return revision_of(StudyPath.objects.get(pk=path.pk))


def held(by: User, service: Callable[..., Any], path: StudyPath, **given: Any) -> Any:
    return does(by, service, path_id=path.pk, seen=seen(path), **given)


@layer
def path(cast: Cast) -> StudyPath:
    """Planned by Anna, and Bosse has said yes."""
    made = start(cast.anna, cast.anna)
    return held(cast.bosse, services.agree_path, made)


def test_a_path_begins_with_the_stages_of_its_kind(cast: Cast) -> None:
    made = start(cast.anna, cast.anna)
    with acting_as(cast.bosse.pk) as actor:
        whole = queries.whole_path(actor, made.pk)
    assert [one.title for one in whole.stages] == [
        "Antagning till forskarutbildning",
        "Individuell studieplan beslutad",
        "Halvtidsgranskning",
        "Avhandlingen inlämnad",
        "Disputation",
    ]
    assert (whole.path.state, whole.reached, whole.next) == ("planned", 0, whole.stages[0])


def test_who_reads_and_who_writes(cast: Cast, path: StudyPath) -> None:
    found = set()
    for name in EVERYBODY:
        with acting_as(getattr(cast, name).pk) as actor:
            if visible(actor, StudyPath).filter(pk=path.pk).exists():
                found.add(name)
    assert found == {"anna", "bosse"}
    for user in (cast.per, cast.cecilia, cast.gunilla, cast.hamid):
        with pytest.raises((Http404, Refused)):
            held(user, services.end_path, path, note="")
    with pytest.raises(Refused, match="inte dina"):
        start(cast.cecilia, cast.anna, MASTER)


def test_nobody_agrees_with_themself_and_more_time_asks_anew(cast: Cast) -> None:
    made = start(cast.anna, cast.anna)
    with pytest.raises(Refused, match="Din chef bekräftar"):
        held(cast.anna, services.agree_path, made)
    held(cast.bosse, services.agree_path, made)
    with pytest.raises(Refused, match="redan överens"):
        held(cast.bosse, services.agree_path, made)
    assert held(cast.anna, services.change_path, made, facts=replace(DOCTOR, supervisor="Eva")).state == "running"
    assert held(cast.anna, services.change_path, made, facts=replace(DOCTOR, share=60)).state == "planned"
    assert held(cast.bosse, services.change_path, made, facts=replace(DOCTOR, share=80)).state == "planned"
    with pytest.raises(Refused, match="Någon annan ändrade"):
        does(cast.anna, services.agree_path, path_id=made.pk, seen="before")


@pytest.mark.parametrize("more", [{"share": 100}, {"funding": "Enheten betalar allt"}, {"kronor": 900_000}])
def test_a_pause_is_no_way_round_the_managers_yes(cast: Cast, path: StudyPath, more: dict[str, Any]) -> None:
    held(cast.anna, services.pause_path, path, first=TODAY, until=None)
    by_the_manager = replace(DOCTOR, share=60)
    assert held(cast.bosse, services.change_path, path, facts=by_the_manager).state == "paused"
    named = replace(by_the_manager, supervisor="Eva")
    assert held(cast.anna, services.change_path, path, facts=named).state == "paused"
    changed = held(cast.anna, services.change_path, path, facts=replace(named, **more))
    assert (changed.state, changed.paused_on, changed.paused_until) == ("planned", None, None)
    with pytest.raises(Refused, match="inte pausade"):
        held(cast.anna, services.resume_path, path, on=TODAY)
    with pytest.raises(Refused, match="Din chef bekräftar"):
        held(cast.anna, services.agree_path, path)
    assert held(cast.bosse, services.agree_path, path).state == "running"


def test_an_end_that_a_pause_moves_is_agreed_on_anew(cast: Cast, path: StudyPath, client: Client) -> None:
    def resumed(by: User, length: int) -> tuple[str, date]:
        held(cast.anna, services.pause_path, path, first=TODAY, until=None)
        found = held(by, services.resume_path, path, on=TODAY + timedelta(days=length))
        return found.state, found.ends

    assert resumed(cast.anna, 0) == ("running", LAST)
    assert resumed(cast.bosse, 10) == ("running", LAST + timedelta(days=10))
    assert resumed(cast.anna, 1) == ("planned", LAST + timedelta(days=11))
    client.force_login(cast.bosse)
    assert "1 persons studier väntar på dig" in text(client, "/")
    held(cast.bosse, services.agree_path, path)
    held(cast.anna, services.pause_path, path, first=TODAY, until=None)
    client.force_login(cast.anna)
    address = f"/studier/{path.pk}/fortsatt/"
    assert "När det planerade slutet flyttas behöver din chef säga ja igen." in text(client, address)
    client.post(address, {"seen": seen(path), "on": str(TODAY + timedelta(days=5))})
    page = text(client, f"/studier/{path.pk}/")
    assert "Det ni kom överens om har ändrats, så din chef behöver säga ja igen." in page
    assert "Din chef bekräftar" in page


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (replace(MASTER, ends=TODAY - timedelta(days=1)), "slutar innan"),
        (replace(MASTER, share=101), "mellan 1 och 100"),
        (replace(MASTER, share=60), "110 procent"),
        (replace(DOCTOR, share=1), "samma slag"),
        (replace(MASTER, title="\u202e\u200b"), "vad studierna gäller"),
        (replace(MASTER, supervisor="19121212-1212"), "personnummer"),
        (replace(MASTER, kind="phd"), "slags studier"),
        (replace(MASTER, follow_up_on=LAST + timedelta(days=1)), "inom studiernas tid"),
        (replace(MASTER, ends=date(2999, 1, 1)), "mycket lång tid"),
        (replace(MASTER, starts=date(1, 1, 1), ends=date(2, 1, 1)), "trettio år bort"),
        (replace(MASTER, starts=date(9999, 1, 1), ends=date(9999, 12, 31)), "trettio år bort"),
    ],
)
def test_what_is_refused(cast: Cast, path: StudyPath, facts: PathFacts, why: str) -> None:
    with pytest.raises(Refused, match=why):
        start(cast.anna, cast.anna, facts)
    with as_owner():
        assert StudyPath.objects.count() == 1


def test_one_after_the_other_is_not_more_than_all_the_time(cast: Cast, path: StudyPath) -> None:
    year = timedelta(days=365)
    start(cast.anna, cast.anna, replace(MASTER, ends=TODAY + year))
    later = replace(MASTER, kind="ast", starts=TODAY + year + timedelta(days=1))
    assert start(cast.anna, cast.anna, later).state == "planned"
    with pytest.raises(Refused, match="101 procent"):
        start(cast.anna, cast.anna, replace(later, kind="specialist", share=1))


def test_a_pause_moves_the_end_and_what_is_left(cast: Cast, path: StudyPath) -> None:
    with as_owner():
        first, second = path.stages.all()[:2]
        path.stages.filter(pk__in=[first.pk, second.pk]).update(due=TODAY + timedelta(days=30))
    does(cast.anna, services.reach_stage, path_id=path.pk, stage_id=first.pk, is_reached=True)
    for wrong in (TODAY - timedelta(days=1), LAST + timedelta(days=1)):
        with pytest.raises(Refused, match="inom studiernas tid"):
            held(cast.anna, services.pause_path, path, first=wrong, until=None)
    with pytest.raises(Refused, match="innan den börjar"):
        held(cast.anna, services.pause_path, path, first=TODAY, until=TODAY - timedelta(days=1))
    held(cast.anna, services.pause_path, path, first=TODAY, until=None)
    other = start(cast.anna, cast.anna, replace(MASTER, share=100))  # what is paused takes no time
    on = TODAY + timedelta(days=300)
    with pytest.raises(Refused, match="150 procent"):
        held(cast.anna, services.resume_path, path, on=on)
    held(cast.anna, services.end_path, other, note="")
    held(cast.anna, services.resume_path, path, on=on)
    with as_owner():
        path.refresh_from_db()
        moved = dict(path.stages.values_list("pk", "due"))
    assert (path.state, path.ends, path.paused_on) == ("planned", LAST + timedelta(days=300), None)
    assert (moved[first.pk], moved[second.pk]) == (TODAY + timedelta(days=30), TODAY + timedelta(days=330))
    with acting_as(cast.anna.pk) as actor:
        assert [one.title for one in days(actor)] == ["Studier: Individuell studieplan beslutad"]


def test_a_finished_path_is_evidence_to_be_checked(cast: Cast, path: StudyPath) -> None:
    outcome = Outcome("Medicine doktorsexamen", TODAY)
    with pytest.raises(Refused, match="du kontrollerar"):
        held(cast.bosse, services.finish_path, path, outcome=outcome)
    with pytest.raises(Refused, match="framtiden"):
        held(cast.anna, services.finish_path, path, outcome=replace(outcome, on=TODAY + timedelta(days=1)))
    evidence = held(cast.anna, services.finish_path, path, outcome=outcome)
    assert (evidence.kind, evidence.title, evidence.state, evidence.source) == (
        "degree",
        "Medicine doktorsexamen",
        Evidence.State.STATED,
        Evidence.Source.PERSON,
    )
    with pytest.raises(Refused, match="avslutade"):
        held(cast.anna, services.end_path, path, note="")
    master = start(cast.anna, cast.anna, MASTER)
    credits_ = held(cast.anna, services.finish_path, master, outcome=Outcome("Kurser", TODAY, 75))
    assert (credits_.kind, credits_.amount) == ("credits", 75)


def test_an_employment_that_ended_yesterday_changes_nothing(cast: Cast, path: StudyPath, client: Client) -> None:
    with as_owner():
        Employment.objects.filter(person=cast.anna.person).update(valid_to=TODAY - timedelta(days=1))
    for user in (cast.anna, cast.bosse):
        with pytest.raises((Http404, Refused)):
            held(user, services.end_path, path, note="")
    client.force_login(cast.anna)
    page = text(client, f"/studier/{path.pk}/")
    assert "Disputation" in page
    assert "Lägg till ett steg" not in page
    assert client.get(f"/studier/{path.pk}/andra/").status_code == 404


def test_the_coordinator_sees_counts_and_no_small_group(cast: Cast, path: StudyPath, client: Client) -> None:
    client.force_login(cast.gunilla)
    page = text(client, "/organisation/studier/")
    assert "Sjuksköterska färre än 5" in page
    assert "Anna" not in page
    with as_owner():
        ProtectedIdentity.objects.all().delete()
        persons = Person.objects.bulk_create(
            Person(registered_by=cast.ale, given_name="N", family_name=f"{n}") for n in range(6)
        )
        for number, person in enumerate(persons):
            theirs = {"person": person, "employer": cast.ale}
            Employment.objects.create(
                **theirs,
                unit=cast.ale_south,
                profession_id="sjukskoterska",
                employee_number=f"7{number}",
                valid_from=START,
            )
            StudyPath.objects.create(
                **theirs, kind="doctoral", title="D", share=50, starts=TODAY, ends=LAST, state="running"
            )
    with acting_as(cast.gunilla.pk) as actor:
        found = queries.studies_of(actor, None)
    line, total = found.lines
    assert (line.cells, line.total, total.total) == ((0, 7, 0, 0), 7, 7)
    assert found.bands is not None
    assert found.bands.cells == (0, 7, 0, 0)
    for name in set(EVERYBODY) - {"gunilla"}:
        client.force_login(getattr(cast, name))
        assert client.get("/organisation/studier/").status_code == 404


def test_the_pages(client: Client, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    client.force_login(cast.anna)
    assert "Inga studier än" in text(client, "/min-utveckling/studier/")
    new = f"/studier/ny/{cast.anna.person.pk}/"
    sent = {"kind": "ast", "title": "Äldres hälsa", "share": "40", "starts": str(TODAY), "ends": str(LAST)}
    assert client.post(new, sent | {"ends": "2001-01-01"}).status_code == 200
    assert client.post(new, sent | {"kronor": "-1"}).status_code == 200
    answer = client.post(new, sent)
    page = text(client, answer["Location"])
    assert "AST (akademisk specialisttjänstgöring)" in page
    assert "Din chef bekräftar" in page
    with as_owner():
        path = StudyPath.objects.get()
        stage = path.stages.first()
        theirs = {"person": cast.anna.person, "employer": cast.ale}
        plan = DevelopmentPlan.objects.create(**theirs, title="P", starts=TODAY, ends=LAST)
    assert "40 procent av arbetstiden" in text(client, f"/utvecklingsplan/{plan.pk}/")
    client.post(f"/studier/{path.pk}/steg/{stage.pk}/natt/", {"natt": "1"})
    assert "1 av 5 steg nådda" in text(client, "/min-utveckling/studier/")
    client.force_login(cast.bosse)
    assert "1 persons studier väntar på dig" in text(client, "/")
    for address in ("/mitt-team/studier/", f"/mitt-team/person/{cast.anna.person.pk}/studier/", f"/studier/{path.pk}/"):
        with django_assert_max_num_queries(MOST_QUERIES):
            assert client.get(address).status_code == 200
    client.post(f"/studier/{path.pk}/overens/", {"seen": seen(path)})
    assert "Pågår" in text(client, f"/studier/{path.pk}/")
    with as_owner():
        assert {one.page for one in Reading.objects.all()} == {"careers:study"}
    client.force_login(cast.cecilia)
    for rest in ("", "andra/", "paus/", "klar/", "steg/", f"steg/{stage.pk}/"):
        assert client.get(f"/studier/{path.pk}/{rest}").status_code == 404


def test_terms_are_a_professions_own_or_the_employers_in_general(client: Client, cast: Cast) -> None:
    client.force_login(cast.gunilla)
    page = f"/organisation/studier/villkor/{cast.ale.pk}/"
    none = {"seen": revision_of()}
    client.post(page, {"share": "20", "kronor": "500000", "text": "I allmänhet"} | none)
    unread = client.post(page, {"share": "30", "text": "Oläst"} | none)
    assert "Någon annan ändrade" in unread.content.decode()
    with acting_as(cast.anna.pk) as actor:
        assert terms_of(actor, cast.ale.pk, "sjukskoterska").text == "I allmänhet"
    client.post(page + "?yrke=sjukskoterska", {"share": "50", "kronor": "0", "text": "Sjuksköterskornas"} | none)
    client.force_login(cast.anna)
    assert "Högst 50 procent av arbetstiden. Sjuksköterskornas" in text(client, f"/studier/ny/{cast.anna.person.pk}/")
    client.force_login(cast.gunilla)
    assert "Högst 50 procent av arbetstiden, 850 timmar om året" in text(client, "/organisation/studier/")
    made = start(cast.anna, cast.anna, replace(DOCTOR, share=60))
    with acting_as(cast.bosse.pk) as actor:
        against = held_against(actor, made)
    assert against is not None
    assert (against.terms.text, against.total, against.is_over) == ("Sjuksköterskornas", 60, True)
    client.force_login(cast.bosse)
    shown = text(client, f"/studier/{made.pk}/")
    assert "Det är mer än villkoren säger" in shown
    assert "(valfritt)" not in shown
    agree = f"/studier/{made.pk}/overens/"
    client.post(agree, {"seen": seen(made), "ground": " "})
    assert "Skriv varför du går med på det" in text(client, f"/studier/{made.pk}/")
    client.post(agree, {"seen": seen(made), "ground": "Sista året"})
    change = f"/studier/{made.pk}/andra/"
    filled = client.get(change).context["form"].initial | {"share": "61"}
    page_after = client.post(change, {name: value or "" for name, value in filled.items()}, follow=True)
    assert "så säg ja igen och skriv varför" in page_after.content.decode()
    client.post(agree, {"seen": seen(made), "ground": "Sista året"})
    client.force_login(cast.anna)
    assert "Varför det är mer än villkoren för studier säger Sista året" in text(client, f"/studier/{made.pk}/")
    assert "Sista året" in text(client, "/min-utveckling/meritportfolj/")
    client.force_login(cast.gunilla)
    own = page + "?yrke=sjukskoterska"
    shown = client.get(own).context["form"].initial["seen"]
    client.post(own, {"share": "", "kronor": "0", "text": "", "seen": shown})
    with as_owner():
        assert StudyTerms.objects.get(profession="sjukskoterska").kronor == 0
    shown = client.get(own).context["form"].initial["seen"]
    client.post(own, {"share": "", "kronor": "", "text": "", "seen": shown})
    assert "Högst 20 procent av arbetstiden I allmänhet" in text(client, "/organisation/studier/")
    for name in set(EVERYBODY) - {"gunilla"}:
        client.force_login(getattr(cast, name))
        assert client.get(page).status_code == 404


def test_what_is_agreed_is_summed_by_who_pays_and_tells_of_nobody(cast: Cast) -> None:
    """Six nurses paid by the workplace and two by grants are shown as eight, and with one assistant nurse as nine."""
    with as_owner():
        ProtectedIdentity.objects.all().delete()
        assistant = Profession.objects.create(code="underskoterska", title_sv="Undersköterska", is_licensed=False)
        for number in range(9):
            person = Person.objects.create(registered_by=cast.ale, given_name="N", family_name=f"{number}")
            theirs = {"person": person, "employer": cast.ale}
            code = "sjukskoterska" if number < 8 else assistant.pk
            place = {"unit": cast.ale_south, "profession_id": code, "employee_number": f"7{number}"}
            Employment.objects.create(**theirs, **place, valid_from=START)
            paid = {"paid_by": "workplace" if number < 6 else "grant", "kronor": 200_000, "share": 50}
            days = {"starts": TODAY, "ends": TODAY + timedelta(days=729)}
            StudyPath.objects.create(**theirs, **paid, **days, kind="doctoral", title="D", state="running")
    with acting_as(cast.gunilla.pk) as actor:
        found = terms_page(actor, cast.ale.pk)
    assert [(one.profession.pk, one.agreed) for one in found.lines] == [
        ("sjukskoterska", None),
        ("underskoterska", None),
    ]
    assert found.together == Agreed(("Sjuksköterska", "Undersköterska"), 9, 9, 9, 7650, 900_000)
    assert found.whole is not None
    assert (found.whole.hours, found.whole.kronor) == (7650, 900_000)
    with as_owner():
        StudyPath.objects.filter(person__employments__profession="underskoterska").delete()
    with acting_as(cast.gunilla.pk) as actor:
        (line,) = terms_page(actor, cast.ale.pk).lines
    assert line.agreed == Agreed(("sjukskoterska",), 8, 8, 8, 6800, 800_000)
    both = ("Forskningsmedel och andra bidrag", "Arbetsplatsen")
    assert line.sources == (Agreed(both, 8, 8, 8, 6800, 800_000),)


SIZES = st.integers(1, 9).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n), st.integers(0, n)))


@given(st.lists(SIZES, max_size=5))
def test_each_sum_that_is_shown_is_of_five_or_of_nobody_and_all_are_in_them(sizes: list[tuple[int, int, int]]) -> None:
    """Nor can a smaller one be had by taking any of them from the others."""
    shown = folded(Agreed((f"{n}",), *size, 10 * size[1], 100 * size[2]) for n, size in enumerate(sizes))
    for number in range(1, len(shown) + 1):
        for some in combinations(shown, number):
            counts = [(one.people, one.studying, one.costing) for one in some]
            told = [sum(column) for column in zip(*counts, strict=True)]
            assert told[0] >= 5
            assert not any(0 < people < 5 for people in told), some
    everybody = sorted(f"{n}" for n in range(len(sizes)))
    assert sorted(name for one in shown for name in one.names) == (everybody if shown else [])
    people, studying, costing = (sum(size[column] for size in sizes) for column in range(3))
    assert bool(shown) == (people >= 5 and studying not in range(1, 5) and costing not in range(1, 5))
