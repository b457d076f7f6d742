"""Agreeing, signing and withdrawing: who may, what evidence it makes, and what of it counts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from stegvis.careers.assessments.items import asked_competences, document_of
from stegvis.careers.assessments.policies import may_withdraw
from stegvis.careers.assessments.queries import comment_of, comparison_of, signed_ratings
from stegvis.careers.assessments.services import name_judge, start_own_assessment
from stegvis.careers.assessments.signing import acknowledge, agree, sign, withdraw
from stegvis.careers.evaluation import evaluate_people
from stegvis.careers.models import Assessment, Standing
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from stegvis.frameworks.models import FrameworkVersion
from stegvis.people.models import Evidence
from tests.careers.assessments.conftest import Assessed, employment, judge, open_for, reread, sign_as, stated
from tests.support.cast import Cast
from tests.support.database import as_owner

TODAY = timezone.localdate


def agree_as(user: User, found: Assessed, **agreed: tuple[int | None, str]) -> None:
    with acting_as(user.pk) as actor:
        agree(actor=actor, assessment=found.assessment, agreed={k.replace("_", "-"): v for k, v in agreed.items()})


def withdraw_as(user: User, assessment: Assessment, ground: str = "Fel person") -> None:
    with acting_as(user.pk) as actor:
        withdraw(actor=actor, assessment=assessment, ground=ground)


def met(cast: Cast) -> int:
    """How many requirements Anna meets when she is placed anew."""
    with as_owner():
        evaluate_people(employer_id=cast.ale.pk, person_ids=[cast.anna.person.pk])
        return sum(Standing.objects.get(person=cast.anna.person, is_primary=True).met)


def queued(cast: Cast) -> int:
    """How often the worker is asked to do so."""
    with as_owner():
        asked = {"employer_id": cast.ale.pk, "person_ids": [str(cast.anna.person.pk)]}
        return ProcrastinateJob.objects.filter(task_name="careers.reevaluate", args=asked).count()


def ratings(cast: Cast) -> list[tuple[int, bool]]:
    """Amount of each piece of evidence and whether it has ended, by competence and day."""
    return [(amount, until is not None) for _code, _role, amount, _judge, _since, until, _state in stated(cast)]


def test_signing_makes_evidence_that_counts(compared: Assessed) -> None:
    cast, (first, *rest) = compared.cast, compared.competences
    found = sign_as(cast.bosse, compared.assessment)
    assert (found.state, found.signed_by, found.signed_on) == ("signed", cast.bosse, TODAY())
    assert signed_ratings(reread(found)) == {first: 3} | dict.fromkeys(rest, 2)
    assert stated(cast) == [
        (code, "enhetschef", 3 if code == first else 2, cast.bosse.pk, TODAY(), None, "verified")
        for code in sorted(compared.competences)
    ]


def test_the_standing_follows(compared: Assessed) -> None:
    cast = compared.cast
    with as_owner():
        Evidence.objects.filter(person=cast.anna.person, kind="competence", judged_by="enhetschef").delete()
    sign_as(cast.bosse, compared.assessment)
    with_it = met(cast)
    withdraw_as(cast.bosse, compared.assessment)
    assert (with_it - met(cast), queued(cast)) == (
        3,
        2,
    )  # personcentred care, teamwork and leadership on the first level


def test_each_judging_role_gets_what_was_put_together(opened: Assessed) -> None:
    cast, first = opened.cast, opened.competences[0]
    with acting_as(cast.bosse.pk) as actor:
        name_judge(actor=actor, assessment=opened.assessment, email="cecilia@example.se", role="yrkesbedomare")
    judge(cast.anna, opened, {first: 5})
    judge(cast.bosse, opened, {first: 4})
    judge(cast.cecilia, opened, {first: 2})
    sign_as(cast.bosse, opened.assessment)
    assert [row[:4] for row in stated(cast)] == [
        (first, "enhetschef", 2, cast.bosse.pk),
        (first, "yrkesbedomare", 2, cast.cecilia.pk),
    ]


def test_of_two_who_sign_at_once_the_second_is_told(compared: Assessed) -> None:
    sign_as(compared.cast.bosse, compared.assessment)
    with pytest.raises(Refused, match="Någon annan har just signerat"):
        sign_as(compared.cast.bosse, compared.assessment)


def test_what_was_agreed_meanwhile_is_not_signed_unseen(compared: Assessed) -> None:
    with acting_as(compared.cast.bosse.pk) as actor:
        seen = comparison_of(actor, compared.assessment).seen
    agree_as(compared.cast.bosse, compared, **{compared.competences[0].replace("-", "_"): (2, "Vi tittade igen")})
    with pytest.raises(Refused, match="Något ändrades"), acting_as(compared.cast.bosse.pk) as actor:
        sign(actor=actor, assessment=compared.assessment, seen=seen)


def test_what_is_agreed_in_the_talk_goes_before_the_rule(compared: Assessed) -> None:
    first, second = compared.competences[:2]
    agreed = {first: (2, "Vi ser det lika"), second: (2, "")}
    with acting_as(compared.cast.bosse.pk) as actor:
        agree(actor=actor, assessment=compared.assessment, agreed=agreed)
    assert reread(compared.assessment).combined == {"agreed": {first: {"rating": 2, "note": "Vi ser det lika"}}}
    found = sign_as(compared.cast.bosse, compared.assessment)
    assert signed_ratings(found) == dict.fromkeys(compared.competences, 2)
    with pytest.raises(Refused, match="inte längre pratas igenom"):
        agree_as(compared.cast.bosse, compared, **{first.replace("-", "_"): (None, "")})


@pytest.mark.parametrize(
    ("rating", "note", "words"), [(4, "", "Skriv varför"), (9, "x", "skalans steg"), (2, "x" * 2001, "högst")]
)
def test_what_cannot_be_agreed_is_refused(compared: Assessed, rating: int, note: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        agree_as(compared.cast.bosse, compared, **{compared.competences[0].replace("-", "_"): (rating, note)})
    assert reread(compared.assessment).combined == {}


@pytest.mark.parametrize("name", ["anna", "cecilia", "maria", "gunilla", "hamid", "dag", "farid"])
def test_nobody_but_the_manager_agrees_signs_and_withdraws(compared: Assessed, name: str) -> None:
    user = getattr(compared.cast, name)
    with pytest.raises(Refused):
        agree_as(user, compared)
    with pytest.raises(Refused):
        sign_as(user, compared.assessment)
    with pytest.raises(Refused):
        withdraw_as(user, compared.assessment)
    assert (reread(compared.assessment).state, stated(compared.cast)) == ("compared", [])


def test_the_person_signs_once_with_a_comment(compared: Assessed) -> None:
    anna, bosse = compared.cast.anna, compared.cast.bosse
    with pytest.raises(Refused, match="inget att signera"), acting_as(anna.pk) as actor:
        acknowledge(actor=actor, assessment=compared.assessment)
    sign_as(bosse, compared.assessment)
    with pytest.raises(NotYours), acting_as(bosse.pk) as actor:
        acknowledge(actor=actor, assessment=compared.assessment)
    with acting_as(anna.pk) as actor:
        acknowledge(actor=actor, assessment=compared.assessment, comment=" Jag ser det annorlunda. ")
    found = reread(compared.assessment)
    assert (found.person_signed_on, comment_of(found)) == (TODAY(), "Jag ser det annorlunda.")
    assert signed_ratings(found)
    with pytest.raises(Refused, match="redan signerat"), acting_as(anna.pk) as actor:
        acknowledge(actor=actor, assessment=compared.assessment, comment="igen")


def again(found: Assessed, rating: int) -> Assessment:
    """Judge everything anew and sign it."""
    (assessment,) = open_for(found.cast.bosse, found.cast.anna)
    other = Assessed(found.cast, found.version, assessment)
    judge(found.cast.anna, other, rating)
    judge(found.cast.bosse, other, rating)
    return sign_as(found.cast.bosse, assessment)


def move_back(cast: Cast, assessment: Assessment, days: int) -> None:
    """As if it had been signed so many days ago."""
    with as_owner():
        rows = Evidence.objects.filter(person=cast.anna.person, reference=f"Bedömning {assessment.pk}")
        rows.update(valid_from=TODAY() - timedelta(days=days))
        Assessment.objects.filter(pk=assessment.pk).update(signed_on=TODAY() - timedelta(days=days))


def test_a_later_assessment_ends_the_earlier_the_day_before(opened: Assessed) -> None:
    cast, count = opened.cast, len(asked_competences(document_of(opened.version)))
    judge(cast.anna, opened, 4)
    judge(cast.bosse, opened, 4)
    sign_as(cast.bosse, opened.assessment)
    move_back(cast, opened.assessment, 400)
    later = again(opened, 2)
    assert ratings(cast) == [(4, True), (2, False)] * count
    assert {row[5] for row in stated(cast)} == {None, TODAY() - timedelta(days=1)}
    withdraw_as(cast.bosse, later)
    assert ratings(cast) == [(4, False)] * count


def test_withdrawing_the_earlier_leaves_the_later(opened: Assessed) -> None:
    cast = opened.cast
    judge(cast.anna, opened, 4)
    judge(cast.bosse, opened, 4)
    sign_as(cast.bosse, opened.assessment)
    move_back(cast, opened.assessment, 400)
    again(opened, 2)
    withdraw_as(cast.bosse, opened.assessment)
    assert set(ratings(cast)) == {(2, False)}


def test_two_on_one_day_leave_the_later(opened: Assessed) -> None:
    cast = opened.cast
    judge(cast.anna, opened, 4)
    judge(cast.bosse, opened, 4)
    sign_as(cast.bosse, opened.assessment)
    again(opened, 3)
    assert set(ratings(cast)) == {(3, False)}
    withdraw_as(cast.bosse, opened.assessment)
    assert set(ratings(cast)) == {(3, False)}


def test_withdrawing_the_later_of_one_day_brings_the_earlier_back(compared: Assessed) -> None:
    cast = compared.cast
    sign_as(cast.bosse, compared.assessment)
    before = stated(cast)
    later = again(compared, 4)
    withdraw_as(cast.bosse, later)
    assert stated(cast) == before


def test_withdrawing_takes_a_reason_and_happens_once(compared: Assessed) -> None:
    bosse = compared.cast.bosse
    with pytest.raises(Refused, match="Skriv varför"):
        withdraw_as(bosse, compared.assessment, "  ")
    sign_as(bosse, compared.assessment)
    withdraw_as(bosse, compared.assessment, "Gällde en annan")
    found = reread(compared.assessment)
    assert (found.state, found.withdrawn_by, found.withdrawal_ground) == ("withdrawn", bosse, "Gällde en annan")
    assert stated(compared.cast) == []
    with as_owner():
        assert Evidence.pgh_event_model.objects.filter(source="assessment").exists()  # type: ignore[attr-defined]
    with pytest.raises(Refused, match="redan återkallad"):
        withdraw_as(bosse, compared.assessment)


def test_the_person_withdraws_what_they_opened_until_another_has_judged(cast: Cast, placed: FrameworkVersion) -> None:
    employed = employment(cast.anna)
    with acting_as(cast.anna.pk) as actor:
        found = Assessed(cast, placed, start_own_assessment(actor=actor, employment=employed))
    with acting_as(cast.anna.pk) as actor:
        assert may_withdraw(actor, found.assessment)
    judge(cast.bosse, found, 2)
    with pytest.raises(Refused, match="bara din chef"):
        withdraw_as(cast.anna, found.assessment)
