"""An introduction from its start to the evidence it becomes, as the manager, the new, the supervisor and strangers."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils.formats import date_format

from stegvis.careers.introductions import services
from stegvis.careers.introductions.content import Experience, Outline, PlannedStep, as_kept
from stegvis.careers.introductions.packaged import examples
from stegvis.careers.introductions.queries import (
    case_of,
    given_by_steps,
    newcomers,
    own_introductions,
    suggested,
    supervised_by,
)
from stegvis.careers.introductions.services import ProgrammeText
from stegvis.careers.models import Introduction, IntroductionStep, Programme
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import NotYours, visible
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from stegvis.foundation.audit.queries import history_of
from stegvis.frameworks.models import Adoption
from stegvis.people.models import Employment, Evidence, ProtectedIdentity
from stegvis.people.record_entries import entry_of
from tests.careers.introductions.conftest import New, case, today
from tests.support.database import as_owner

EVERYBODY = ("anna", "bosse", "cecilia", "maria", "dag", "eva", "farid", "gunilla", "hamid", "per")


@contextmanager
def refused(words: str):
    with pytest.raises(Refused, match=words), transaction.atomic():
        yield


def do(user: User, name: str, found: Introduction, **values: Any) -> Any:
    """One of the services as a user, with the step by its position where ``step`` is a number."""
    with acting_as(user.pk) as actor:
        case = case_of(actor, found.pk)
        if isinstance(values.get("step"), int):
            values["step"] = case.steps[values["step"]]
        return getattr(services, name)(actor=actor, case=case, **values)


def test_an_example_becomes_the_employers_own_with_the_criteria_that_it_has(new: New) -> None:
    example = examples()["kommunal-introduktion"]
    assert new.programme.content == as_kept(example.outline.steps)
    assert services.outline_of(new.programme) == example.outline
    assert (new.programme.made_from, new.programme.title) == ("kommunal-introduktion", example.title)
    with acting_as(new.cast.bosse.pk) as actor, refused("samordnare"):
        services.take_example(actor=actor, employer=new.cast.ale, example=example)
    with acting_as(new.cast.gunilla.pk) as actor, refused("samordnare"):
        services.take_example(actor=actor, employer=new.cast.molndal, example=example)


def test_a_criterion_that_no_framework_of_the_employer_has_is_left_out(new: New) -> None:
    with as_owner():
        Adoption.objects.filter(employer=new.cast.ale).delete()
    with acting_as(new.cast.gunilla.pk) as actor:
        found = services.take_example(actor=actor, employer=new.cast.ale, example=examples()["arshjul"])
    assert [step for step in found.content if "requirement" in step] == []
    assert len(found.content) == len(examples()["arshjul"].outline.steps)


def text(outline: Outline, title: str = "Vår egen") -> ProgrammeText:
    return ProgrammeText(title, "För alla", ("sjukskoterska",), 50, outline)


def test_a_programme_is_changed_by_one_at_a_time_and_must_hold_together(new: New) -> None:
    seen = services.fingerprint(new.programme)
    outline = Outline(2, 1, False, (PlannedStep("Hälsa på", week=2),))
    with acting_as(new.cast.gunilla.pk) as actor:
        services.change_programme(actor=actor, programme=new.programme, text=text(outline), seen=seen)
        new.programme.refresh_from_db()
        assert services.outline_of(new.programme) == outline
        assert (new.programme.title, new.programme.share, new.programme.professions) == (
            "Vår egen",
            50,
            ["sjukskoterska"],
        )
        with refused("Någon annan har ändrat"):
            services.change_programme(actor=actor, programme=new.programme, text=text(outline, "Min"), seen=seen)
        with refused("veckan finns inte"):
            services.change_programme(
                actor=actor,
                programme=new.programme,
                text=text(Outline(1, 0, False, outline.steps)),
                seen=services.fingerprint(new.programme),
            )
    with acting_as(new.cast.bosse.pk) as actor, refused("samordnare"):
        services.change_programme(actor=actor, programme=new.programme, text=text(outline), seen="")


def test_the_new_are_suggested_to_their_manager_and_coordinator_only(new: New) -> None:
    found = {}
    for name in EVERYBODY:
        with acting_as(getattr(new.cast, name).pk) as actor:
            found[name] = [str(one.person) for one in newcomers(actor)]
    assert found == {name: [] for name in EVERYBODY} | {"bosse": ["Nora Exempel"], "gunilla": ["Nora Exempel"]}
    new.start()
    with acting_as(new.cast.bosse.pk) as actor:
        assert list(newcomers(actor)) == []


def test_who_has_long_been_employed_but_moved_is_not_new(new: New) -> None:
    with as_owner():
        Employment.objects.create(
            person=new.employment.person,
            employer=new.cast.ale,
            unit=new.cast.ale_south,
            profession_id="sjukskoterska",
            employee_number="1101",
            valid_from=today() - timedelta(days=900),
            valid_to=today() - timedelta(days=8),
        )
    with acting_as(new.cast.gunilla.pk) as actor:
        assert list(newcomers(actor)) == []


def test_the_programme_that_names_the_profession_is_suggested_first(new: New) -> None:
    named = Programme(title="Andra", professions=["sjukskoterska"])
    others = Programme(title="Tredje", professions=["fysioterapeut"])
    assert suggested([new.programme, others, named], "sjukskoterska") is named
    assert suggested([others, new.programme], "sjukskoterska") is new.programme
    assert suggested([others], "sjukskoterska") is None


def test_who_sees_an_introduction_and_by_what_name(new: New) -> None:
    found = new.start()
    seen = {}
    users = {name: getattr(new.cast, name) for name in EVERYBODY} | {"nora": new.nora, "sam": new.sam}
    for name, user in users.items():
        with acting_as(user.pk) as actor:
            try:
                case = case_of(actor, found.pk)
            except NotYours:
                continue
            seen[name] = (
                case.name,
                case.unit,
                case.works_there,
                case.is_own,
                case.criteria["hlr"][:5],
                len(case.steps),
            )
    whole = ("Nora Exempel", "Hemsjukvård norr", True, False, "Hjärt", 16)
    assert seen == {
        "bosse": whole,
        "gunilla": whole,
        "sam": whole,
        "nora": (*whole[:3], True, *whole[4:]),
    }
    with acting_as(new.sam.pk) as actor:
        assert [(one.pk, row.name) for one, row in supervised_by(actor)] == [(found.pk, "Nora Exempel")]
        assert not visible(actor, Employment).filter(person=found.person_id).exists()
    with acting_as(new.nora.pk) as actor:
        assert [one.pk for one in own_introductions(actor)] == [found.pk]


def test_a_start_that_does_not_hold_is_refused_in_words_and_leaves_nothing(new: New) -> None:
    day, week = timedelta(days=1), timedelta(days=7)
    first = new.employment.valid_from
    cases: list[tuple[str, dict[str, Any]]] = [
        ("innan anställningen gör det", {"starts": first - day}),
        ("inom ett år", {"starts": today() + timedelta(days=400)}),
        ("Ingen som arbetar här har adressen maria@example.se", {"supervisor": "maria@example.se"}),
        ("Ingen som arbetar här har adressen okand@example.se", {"supervisor": "okand@example.se"}),
        ("Ingen handleder sin egen", {"supervisor": " Nora@example.se "}),
    ]
    for words, changes in cases:
        with refused(words):
            new.start(**changes)
    with as_owner():
        new.programme.retired_on = today()
        new.programme.save()
    with refused("används inte längre"):
        new.start()
    new.programme.retired_on = None
    new.employment.valid_to = today() - day
    with refused("Anställningen är avslutad"):
        new.start()
    new.employment.valid_to = today() + day
    with refused("efter att anställningen har tagit slut"):
        new.start(starts=today() + week)
    with as_owner():
        assert not Introduction.objects.exists()


def test_only_who_leads_starts_and_not_their_own(new: New) -> None:
    values = {"programme": new.programme, "experience": Experience.NEW, "starts": today()}
    for user in (new.cast.anna, new.sam, new.nora, new.cast.maria):
        with acting_as(user.pk) as actor, refused("chef"):
            services.start_introduction(actor=actor, employment=new.employment, **values)
    with as_owner():
        own = Employment.objects.get(person__user=new.cast.bosse)
    with acting_as(new.cast.bosse.pk) as actor, refused("Din egen introduktion"):
        services.start_introduction(actor=actor, employment=own, **values)
    new.start()
    with refused("redan en introduktion"):
        new.start()


def test_with_two_employers_each_has_its_own(new: New) -> None:
    with as_owner():
        elsewhere = Employment.objects.create(
            person=new.employment.person,
            employer=new.cast.molndal,
            unit=new.cast.molndal_care,
            profession_id="sjukskoterska",
            employee_number="9",
            valid_from=today(),
        )
        theirs = Programme.objects.create(
            employer=new.cast.molndal, title="Mölndals", weeks=2, content=[{"title": "Hälsa", "week": 1}]
        )
    first = new.start()
    with acting_as(new.cast.maria.pk) as actor:
        values: dict[str, Any] = {"experience": Experience.NEW, "starts": today()}
        second = services.start_introduction(actor=actor, employment=elsewhere, programme=theirs, **values)
        with pytest.raises(NotYours), transaction.atomic():
            services.start_introduction(actor=actor, employment=elsewhere, programme=new.programme, **values)
        with pytest.raises(NotYours):
            case_of(actor, first.pk)
    with acting_as(new.nora.pk) as actor:
        assert {one.pk for one in own_introductions(actor)} == {first.pk, second.pk}


def test_the_experienced_get_a_shorter_one(new: New) -> None:
    found = new.start(experience=Experience.VERY)
    kept = [step.title for step in services.outline_of(new.programme).steps if step.audience == "all"]
    with as_owner():
        assert sorted(step.title for step in found.steps.all()) == sorted(kept)
    assert found.ends <= found.starts + timedelta(days=6)


def test_everybody_concerned_ticks_and_two_at_once_are_told(new: New) -> None:
    found = new.start()
    for position, user in enumerate((new.nora, new.sam, new.cast.bosse, new.cast.gunilla)):
        assert do(user, "tick_step", found, step=position)
        assert not do(new.cast.bosse, "tick_step", found, step=position)
    with as_owner():
        ticked = found.steps.filter(done_on=today()).order_by("due", "position", "id")
        assert [step.done_by_id for step in ticked] == [new.nora.pk, new.sam.pk, new.cast.bosse.pk, new.cast.gunilla.pk]
    assert do(new.nora, "tick_step", found, step=1, done=False)
    assert not do(new.nora, "tick_step", found, step=1, done=False)
    with acting_as(new.nora.pk) as actor:
        assert case_of(actor, found.pk).steps[1].done_by_id is None
        ticks = [one for one in history_of(actor, new.nora.person.pk)[0:9] if one.verb == "update"]
        names = {one.pk: one.name for one in (new.nora, new.sam)}
        told = [entry_of(one, actor.user, names) for one in reversed(ticks)][:2]
    titles = [step.title for step in case(new.nora, found).steps]
    day = date_format(today())
    assert [(one.summary, one.who, [text for _label, _before, text in one.fields]) for one in told] == [
        (titles[0], "Du", [day, "Nora"]),
        (titles[1], "Sam", [day, "Sam"]),
    ]


def test_a_deviation_has_a_ground_and_a_new_day(new: New) -> None:
    found = new.start()
    later = today() + timedelta(days=20)
    for words, values in (
        ("Skriv vad", {"ground": "  ", "due": later}),
        ("ny dag", {"ground": "Sjuk", "due": today() - timedelta(days=1)}),
        ("ny dag", {"ground": "Sjuk", "due": date(2999, 1, 1)}),
    ):
        with refused(words):
            do(new.nora, "note_deviation", found, step=0, **values)
    do(new.nora, "note_deviation", found, step=0, ground=" Sjuk ", due=later)
    with as_owner():
        assert found.steps.filter(deviation="Sjuk", due=later).count() == 1
    do(new.sam, "tick_step", found, step=1)
    with as_owner():
        done = found.steps.get(done_on__isnull=False)
    with refused("redan klart"):
        do(new.sam, "note_deviation", found, step=done, ground="Sent", due=later)


def test_only_who_leads_extends_stops_finishes_and_names_a_supervisor(new: New) -> None:
    found = new.start()
    until = found.ends + timedelta(days=14)
    acts: dict[str, dict[str, Any]] = {
        "extend_introduction": {"until": until, "ground": "Sjuk"},
        "stop_introduction": {"ground": "Slutar"},
        "finish_introduction": {"explanation": "Klar ändå"},
        "change_supervisor": {"email": "anna@example.se"},
    }
    for user in (new.nora, new.sam):
        for name, values in acts.items():
            with refused("chef"):
                do(user, name, found, **values)
    for user in (new.cast.anna, new.cast.maria, new.cast.dag, new.cast.hamid):
        with pytest.raises(NotYours):
            do(user, "tick_step", found, step=0)


def test_more_time_takes_a_ground_and_a_later_day(new: New) -> None:
    found = new.start()
    day = timedelta(days=1)
    with refused("Skriv varför"):
        do(new.cast.bosse, "extend_introduction", found, until=found.ends + day, ground="")
    with refused("efter nuvarande slut"):
        do(new.cast.bosse, "extend_introduction", found, until=found.ends, ground="Sjuk")
    do(new.cast.bosse, "extend_introduction", found, until=found.ends + day, ground="Sjuk")
    with refused("efter nuvarande slut"):
        do(new.cast.bosse, "extend_introduction", found, until=found.ends + day, ground="Sjuk")
    with acting_as(new.nora.pk) as actor:
        case = case_of(actor, found.pk)
        assert (case.ends, case.introduction.extension_ground) == (found.ends + day, "Sjuk")


def test_another_supervisor_takes_over_at_once(new: New) -> None:
    found = new.start()
    do(new.cast.bosse, "change_supervisor", found, email="anna@example.se")
    with acting_as(new.sam.pk) as actor, pytest.raises(NotYours):
        case_of(actor, found.pk)
    with acting_as(new.cast.anna.pk) as actor:
        assert [row.name for _found, row in supervised_by(actor)] == ["Nora Exempel"]
    do(new.cast.bosse, "change_supervisor", found, email="")
    with acting_as(new.nora.pk) as actor:
        assert case_of(actor, found.pk).supervisor == ""


def test_a_stopped_one_is_no_evidence_and_is_left_alone(new: New) -> None:
    found = new.start()
    with refused("Skriv varför"):
        do(new.cast.bosse, "stop_introduction", found, ground=" ")
    do(new.cast.bosse, "stop_introduction", found, ground="Byter enhet")
    for name, values in (
        ("tick_step", {"step": 0}),
        ("finish_introduction", {"explanation": "Nej"}),
        ("stop_introduction", {"ground": "Igen"}),
    ):
        with refused("pågår inte längre"):
            do(new.cast.bosse, name, found, **values)
    with as_owner():
        assert not Evidence.objects.filter(person=found.person_id).exists()
    new.start()  # and another may begin


def test_a_finished_one_is_evidence_and_counts(new: New) -> None:
    found = new.start()
    with refused("Några steg är kvar"):
        do(new.cast.bosse, "finish_introduction", found)
    do(new.nora, "tick_step", found, step=0)
    do(new.cast.bosse, "finish_introduction", found, explanation="Gjort hos förra arbetsgivaren")
    with as_owner():
        evidence = Evidence.objects.get(person=found.person_id)
        found.refresh_from_db()
        left = set(found.steps.filter(done_on=None).values_list("deviation", flat=True))
    assert (found.state, found.finished_on, left) == ("finished", today(), {"Gjort hos förra arbetsgivaren"})
    assert (evidence.kind, evidence.code, evidence.source, evidence.state, evidence.checked_by_id) == (
        "induction",
        "introduktion-kommunal-halso-och-sjukvard",
        "induction",
        "verified",
        new.cast.bosse.pk,
    )
    assert (evidence.title, evidence.valid_from, evidence.valid_until, evidence.employer_id) == (
        "Introduktion i kommunal hälso- och sjukvård",
        today(),
        None,
        new.cast.ale.pk,
    )


def test_criteria_that_another_has_ticked_are_evidence_too_when_it_is_finished(new: New) -> None:
    found = new.start()
    with as_owner():
        given = given_by_steps(new.version)
        first, second, third = list(given)[:3]
        for position, code in enumerate((first, second, third, first, "personcentrerad-vard")):
            found.steps.filter(position=position).update(requirement=code)
    for number in (0, 1, 3, 4):
        do(new.cast.bosse, "tick_step", found, step=number)
    do(new.cast.bosse, "tick_step", found, step=1, done=False)
    do(new.nora, "tick_step", found, step=2)
    do(new.cast.bosse, "finish_introduction", found, explanation="Klar")
    with as_owner():
        made = Evidence.objects.filter(person=found.person_id).exclude(kind="induction")
        assert [(one.kind, one.code, one.state, one.source, one.valid_from) for one in made] == [
            (given[first].kind, given[first].accepts[0], "verified", "induction", today())
        ]


def test_what_the_person_has_stated_the_same_day_is_checked_by_it(new: New) -> None:
    found = new.start()
    with as_owner():
        Evidence.objects.create(
            person_id=found.person_id,
            employer=new.cast.ale,
            kind="induction",
            code="introduktion-kommunal-halso-och-sjukvard",
            title="Min",
            valid_from=today(),
            source="person",
            state="stated",
        )
    do(new.cast.bosse, "finish_introduction", found, explanation="Klar")
    with as_owner():
        assert [(one.state, one.source) for one in Evidence.objects.filter(person=found.person_id)] == [
            ("verified", "induction")
        ]


def test_where_no_framework_asks_it_is_evidence_all_the_same(new: New) -> None:
    found = new.start()
    with as_owner():
        Adoption.objects.filter(employer=new.cast.ale).delete()
    do(new.cast.bosse, "finish_introduction", found, explanation="Klar")
    with as_owner():
        assert [(one.code, one.title) for one in Evidence.objects.filter(person=found.person_id)] == [
            ("introduktion", new.programme.title)
        ]


def test_an_employment_that_ended_yesterday_closes_it_for_all_but_the_person(new: New) -> None:
    found = new.start()
    with as_owner():
        Employment.objects.filter(pk=new.employment.pk).update(valid_to=today() - timedelta(days=1))
    for user in (new.cast.bosse, new.cast.gunilla, new.sam):
        with acting_as(user.pk) as actor, pytest.raises(NotYours):
            case_of(actor, found.pk)
    with acting_as(new.nora.pk) as actor:
        assert len(case_of(actor, found.pk).steps) == 16
    with refused("Anställningen är avslutad"):
        do(new.nora, "tick_step", found, step=0)


def test_a_protected_identity_is_named_to_nobody_but_the_handler(new: New) -> None:
    found = new.start()
    with as_owner():
        ProtectedIdentity.objects.create(person=new.employment.person, employer=new.cast.ale, since=today())
    for user in (new.cast.bosse, new.cast.gunilla, new.sam):
        with acting_as(user.pk) as actor, pytest.raises(NotYours):
            case_of(actor, found.pk)
    with acting_as(new.sam.pk) as actor:
        assert supervised_by(actor) == []
    with acting_as(new.cast.hamid.pk) as actor:
        assert case_of(actor, found.pk).name == "Nora Exempel"
    with acting_as(new.nora.pk) as actor:
        assert case_of(actor, found.pk).name == "Nora Exempel"


def test_the_steps_of_a_running_one_stay_when_the_programme_changes(new: New) -> None:
    found = new.start()
    with acting_as(new.cast.gunilla.pk) as actor:
        services.retire_programme(actor=actor, programme=new.programme)
    with as_owner():
        assert IntroductionStep.objects.filter(introduction=found).count() == 16
    with acting_as(new.cast.gunilla.pk) as actor:
        services.retire_programme(actor=actor, programme=new.programme, back=True)
        new.programme.refresh_from_db()
        assert new.programme.retired_on is None
    assert do(new.nora, "tick_step", found, step=0)
