"""Stating, checking and declining: as the person, their manager, the coordinator, a colleague and strangers."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from stegvis.careers.evidence.asking import asked_of
from stegvis.careers.evidence.queries import evidence_to_check, own_statement, waiting_evidence
from stegvis.careers.evidence.services import (
    check_evidence,
    correct_evidence,
    decline_evidence,
    mark_of,
    state_evidence,
    take_back_evidence,
)
from stegvis.careers.evidence.tasks import tell_checkers
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from stegvis.foundation.notices.queries import in_words, notices_of, unread
from stegvis.frameworks.models import FrameworkVersion
from stegvis.people.models import Employment, Evidence
from stegvis.people.signals import competence_changed
from tests.careers.evidence.conftest import PDF, course, days
from tests.support.cast import Cast
from tests.support.database import as_owner


def check(user: User, evidence: Evidence, seen: str = "") -> None:
    with acting_as(user.pk) as actor:
        check_evidence(actor=actor, evidence=evidence, how="Sett intyget", seen=seen or mark_of(evidence))


def decline(user: User, evidence: Evidence, why: str = "Datum saknas") -> None:
    with acting_as(user.pk) as actor:
        decline_evidence(actor=actor, evidence=evidence, why=why, seen=mark_of(evidence))


def now(evidence: Evidence) -> Evidence:
    with as_owner():
        return Evidence.objects.get(pk=evidence.pk)


def told(user: User) -> list[str]:
    with acting_as(user.pk) as actor:
        return [one.text for one in in_words(actor, notices_of(actor))]


def test_what_is_stated_waits_with_its_document(cast: Cast, stated: Evidence) -> None:
    found = now(stated)
    assert (found.state, found.source, found.kind, found.code, found.title, found.amount) == (
        "stated",
        "person",
        "course",
        "sarvard",
        "Sårvård",
        1,
    )
    with as_owner():
        file = found.files.get()
    assert (file.name, file.size, file.scan, len(file.digest), file.added_by_id) == (
        "intyg.pdf",
        len(PDF),
        "clean",
        64,
        cast.anna.pk,
    )


def test_a_fact_that_the_framework_asks_for_lapses_as_it_says(cast: Cast, nurses: FrameworkVersion) -> None:
    with acting_as(cast.anna.pk) as actor:
        fact = next(one for one in asked_of(actor).facts.values() if one.valid_months == 24)
        made = state_evidence(
            actor=actor,
            employer_id=cast.ale.pk,
            statement=course(kind=fact.kind, code=fact.code, title=fact.title, valid_from=date(2025, 8, 31)),
        )
    assert (made.code, made.valid_until) == (fact.code, date(2027, 8, 31))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"valid_from": days(1)}, "framtiden"),
        ({"valid_from": date(1939, 12, 31)}, "långt tillbaka"),
        ({"valid_until": days(-11)}, "innan det börjar"),
        ({"valid_until": days(-1)}, "gäller inte längre"),
        ({"title": "\u202e\u200b "}, "vad det är"),
        ({"title": "Kurs 19850101-1234"}, "personnummer"),
        ({"text": "850101-1234"}, "personnummer"),
        ({"kind": "licence"}, "inte registrera själv"),
        ({"kind": "competence"}, "inte registrera själv"),
        ({"code": "finns-inte"}, "frågar inte efter"),
        ({"area": "finns-inte"}, "inget sådant område"),
    ],
)
def test_what_cannot_be_so_is_refused_in_words(
    cast: Cast, nurses: FrameworkVersion, changes: dict[str, Any], message: str
) -> None:
    with acting_as(cast.anna.pk) as actor, pytest.raises(Refused, match=message):
        state_evidence(actor=actor, employer_id=cast.ale.pk, statement=course(**changes))
    with as_owner():
        assert not Evidence.objects.exists()


def test_past_practice_may_end_and_a_name_loses_the_marks_that_turn_it(cast: Cast, nurses: FrameworkVersion) -> None:
    with acting_as(cast.anna.pk) as actor:
        made = state_evidence(
            actor=actor,
            employer_id=cast.ale.pk,
            statement=course(
                kind="practice",
                title="Geriatrik\u202egnp.exe\x07",
                valid_from=date(2019, 1, 1),
                valid_until=date(2020, 1, 1),
            ),
        )
    assert (made.title, made.valid_until) == ("Geriatrikgnp.exe", date(2020, 1, 1))


def test_the_same_certificate_twice_is_refused_in_words(cast: Cast, stated: Evidence) -> None:
    with acting_as(cast.anna.pk) as actor, pytest.raises(Refused, match="redan registrerat"):
        state_evidence(actor=actor, employer_id=cast.ale.pk, statement=course())


def test_nobody_states_with_an_employer_where_they_do_not_work(cast: Cast, nurses: FrameworkVersion) -> None:
    with acting_as(cast.anna.pk) as actor, pytest.raises(Refused, match="där du arbetar i dag"):
        state_evidence(actor=actor, employer_id=cast.molndal.pk, statement=course())
    with as_owner():
        Employment.objects.filter(person=cast.anna.person).update(valid_to=days(-1))
    with acting_as(cast.anna.pk) as actor, pytest.raises(Refused, match="där du arbetar i dag"):
        state_evidence(actor=actor, employer_id=cast.ale.pk, statement=course())


@pytest.mark.parametrize("who", ["bosse", "gunilla"])
def test_the_manager_and_the_coordinator_check_and_it_is_evaluated_at_once(
    cast: Cast, stated: Evidence, who: str
) -> None:
    heard: list[tuple[int, list[UUID]]] = []

    def hear(employer_id: int, person_ids: list[UUID], **_kwargs: Any) -> None:
        heard.append((employer_id, person_ids))

    competence_changed.connect(hear)
    try:
        check(getattr(cast, who), stated)
    finally:
        competence_changed.disconnect(hear)
    found = now(stated)
    assert (found.state, found.checked_on, found.checked_how, found.checked_by_id) == (
        "verified",
        days(0),
        "Sett intyget",
        getattr(cast, who).pk,
    )
    assert heard == [(cast.ale.pk, [cast.anna.person.pk])]
    assert told(cast.anna) == ["”Sårvård” är kontrollerat och räknas."]


def test_nobody_else_checks_and_nobody_their_own(cast: Cast, stated: Evidence) -> None:
    with pytest.raises(Refused, match="Någon annan kontrollerar"):
        check(cast.anna, stated, "x")
    for stranger in (cast.cecilia, cast.maria, cast.dag, cast.per, cast.eva):
        with pytest.raises(NotYours):
            check(stranger, stated, "x")
        with acting_as(stranger.pk) as actor:
            assert list(waiting_evidence(actor)) == []
            with pytest.raises(NotYours):
                evidence_to_check(actor, stated.pk)
    with as_owner():  # Bosse's own waits for somebody else
        mine = Evidence.objects.create(
            person=cast.bosse.person,
            employer=cast.ale,
            kind="course",
            code="k",
            title="K",
            valid_from=days(-1),
            state="stated",
            source="person",
        )
    with pytest.raises(Refused, match="Någon annan kontrollerar"):
        check(cast.bosse, mine, "x")
    with acting_as(cast.bosse.pk) as actor:
        assert list(waiting_evidence(actor)) == [stated]
    with acting_as(cast.gunilla.pk) as actor:
        assert list(waiting_evidence(actor)) == [stated, mine]


def test_a_manager_whose_staff_has_moved_checks_no_more(cast: Cast, stated: Evidence) -> None:
    with as_owner():
        Employment.objects.filter(person=cast.anna.person).update(unit=cast.ale_south)
    with pytest.raises(NotYours):
        check(cast.bosse, stated, "x")


def test_what_is_declined_can_be_corrected_and_sent_again(cast: Cast, stated: Evidence) -> None:
    with pytest.raises(Refused, match="varför"):
        decline(cast.bosse, stated, " ")
    decline(cast.bosse, stated)
    assert (now(stated).state, now(stated).answer) == ("declined", "Datum saknas")
    assert told(cast.anna) == ["”Sårvård” godtogs inte: Datum saknas"]
    with acting_as(cast.anna.pk) as actor:
        correct_evidence(actor=actor, evidence=stated, statement=course(title="Sårvård 2", valid_from=days(-9)))
    found = now(stated)
    assert (found.state, found.answer, found.title, found.checked_by_id) == ("stated", "", "Sårvård 2", None)
    check(cast.bosse, found)
    assert now(stated).state == "verified"


def test_what_was_changed_while_it_was_looked_at_is_not_accepted(cast: Cast, stated: Evidence) -> None:
    seen = mark_of(stated)
    with acting_as(cast.anna.pk) as actor:
        correct_evidence(actor=actor, evidence=stated, statement=course(title="Något annat"))
    with pytest.raises(Refused, match="har ändrats"):
        check(cast.bosse, stated, seen)
    assert now(stated).state == "stated"


def test_of_two_answers_the_first_counts(cast: Cast, stated: Evidence) -> None:
    check(cast.bosse, stated)
    with pytest.raises(Refused, match="redan besvarat"):
        decline(cast.gunilla, stated)
    assert now(stated).state == "verified"


def test_what_is_checked_is_no_longer_the_persons_to_change(cast: Cast, stated: Evidence) -> None:
    check(cast.bosse, stated)
    with acting_as(cast.anna.pk) as actor:
        with pytest.raises(Refused, match="står kvar"):
            correct_evidence(actor=actor, evidence=stated, statement=course())
        with pytest.raises(Refused, match="står kvar"):
            take_back_evidence(actor=actor, evidence=stated)
        assert Evidence.objects.filter(pk=stated.pk).update(state="stated") == 0


def test_what_waits_can_be_taken_back_by_the_person_only(cast: Cast, stated: Evidence) -> None:
    with acting_as(cast.bosse.pk) as actor, pytest.raises(NotYours):
        own_statement(actor, stated.pk)
    with acting_as(cast.anna.pk) as actor:
        take_back_evidence(actor=actor, evidence=own_statement(actor, stated.pk))
    with as_owner():
        assert not Evidence.objects.exists()


def test_a_reflection_waits_for_nobody(cast: Cast, nurses: FrameworkVersion) -> None:
    with acting_as(cast.anna.pk) as actor:
        made = state_evidence(
            actor=actor,
            employer_id=cast.ale.pk,
            statement=course(kind="reflection", title="Veckan", text="Jag lärde mig\x00 att fråga.\nOch vänta."),
        )
    assert made.text == "Jag lärde mig att fråga.\nOch vänta."
    with acting_as(cast.bosse.pk) as actor:
        assert list(waiting_evidence(actor)) == []
        with pytest.raises(NotYours):
            evidence_to_check(actor, made.pk)


def test_the_nearest_manager_is_told_and_without_one_the_coordinators(cast: Cast, stated: Evidence) -> None:
    with as_owner():
        tell_checkers.func(evidence_id=stated.pk)
        again = {"person": cast.anna.person, "employer": cast.ale, "state": "stated", "source": "person"}
        other = Evidence.objects.create(**again, kind="course", code="t", title="Trycksår", valid_from=days(-1))
        tell_checkers.func(evidence_id=other.pk)
    both = "Anna Exempel har registrerat 2 saker som väntar på kontroll."
    assert [told(user) for user in (cast.bosse, cast.gunilla, cast.maria)] == [[both], [], []]
    check(cast.bosse, stated)
    sentence = "Anna Exempel har registrerat ”Trycksår”, som väntar på kontroll."
    assert told(cast.bosse) == [sentence]
    with as_owner():
        mine = Evidence.objects.create(
            person=cast.bosse.person,
            employer=cast.ale,
            kind="course",
            code="k",
            title="K",
            valid_from=days(-1),
            state="stated",
            source="person",
        )
        tell_checkers.func(evidence_id=mine.pk)
    assert (told(cast.bosse), told(cast.gunilla)) == (
        [sentence],
        ["Bosse Exempel har registrerat ”K”, som väntar på kontroll."],
    )


def test_a_notice_of_whom_the_reader_may_no_longer_see_is_taken_back(
    client: Client, cast: Cast, stated: Evidence
) -> None:
    with as_owner():
        tell_checkers.func(evidence_id=stated.pk)
        Employment.objects.filter(person=cast.anna.person).update(unit=cast.ale_south)
    assert told(cast.bosse) == []
    client.force_login(cast.bosse)
    page = client.get("/aviseringar/").content.decode()
    assert "Inget att berätta än" in page
    with acting_as(cast.bosse.pk) as actor:
        assert unread(actor).count() == 0
