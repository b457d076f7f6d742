"""A round from plan to result, and what goes wrong on the way."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from stegvis.careers.calibration import drawing
from stegvis.careers.calibration.queries import possible_assessors, progress_of, to_judge
from stegvis.careers.calibration.services import Answer, answer, close_round, plan_round
from stegvis.careers.models import CalibrationRound, RoundAssessor, SecondAssessment
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import NotYours, visible
from stegvis.foundation.access.verdict import Refused
from stegvis.frameworks.models import Adoption
from stegvis.organisations.models import Role
from stegvis.people.models import Employment, Evidence, Person, ProtectedIdentity
from tests.careers.calibration.conftest import (
    COMPETENCES,
    IN_UNIT,
    Judged,
    answer_all,
    draw,
    first_ratings,
    plan,
    reread,
)
from tests.support.cast import START, employ, grant
from tests.support.database import as_owner


def assessments(found: CalibrationRound) -> list[SecondAssessment]:
    with as_owner():
        return list(SecondAssessment.objects.filter(round=found).select_related("evidence", "person"))


def test_a_sample_is_one_judgement_a_person_some_from_each_unit_and_the_same_from_its_seed(judged: Judged) -> None:
    one, other = draw(plan(judged)), draw(plan(judged))
    assert (one.state, one.version) == ("open", judged.version)
    rows = assessments(one)
    assert len(rows) == 40
    assert len({row.person_id for row in rows}) == 40
    assert {row.competence for row in rows} == set(COMPETENCES)
    unit_of = {person.pk: unit for unit, people in judged.people.items() for person in people}
    assert Counter(unit_of[row.person_id] for row in rows) == dict.fromkeys(judged.people, 20)
    assert [(row.person_id, row.competence) for row in rows] == [
        (row.person_id, row.competence) for row in assessments(other)
    ]
    assert sorted(Counter(row.assessor_id for row in rows).values()) == [20, 20]
    with as_owner():
        given = Evidence.objects.filter(kind="competence", code__in=COMPETENCES, employer=judged.cast.ale)
        ratings = {(one.person_id, one.code): one.amount for one in given}
    drawn = {(row.person_id, row.competence): row.evidence.amount for row in rows}
    assert drawn == {key: ratings[key] for key in drawn}


def test_nobody_judges_themself_their_own_unit_or_what_they_judged_first(judged: Judged) -> None:
    """Bosse and Sara judge each other's; Anna, of Ale north, the south; Gunilla reads everything anyway."""
    with as_owner():
        south = judged.people[judged.cast.ale_south.pk]
        Evidence.objects.filter(person__in=south[:6]).update(assessor=judged.cast.bosse)
    found = draw(plan(judged, emails=("bosse@example.se", "sara@example.se", "anna@example.se")))
    north = {person.pk for person in judged.people[judged.cast.ale_north.pk]}
    once_by_bosse = {person.pk for person in south[:6]}
    for row in assessments(found):
        if row.assessor == judged.sara:
            assert row.person_id in north
        else:
            assert row.person_id not in north
        assert not (row.assessor == judged.cast.bosse and row.person_id in once_by_bosse)
    assert Counter(row.assessor.email for row in assessments(found)).keys() == {
        "bosse@example.se",
        "sara@example.se",
        "anna@example.se",
    }


def test_whom_a_coordinator_may_choose(judged: Judged) -> None:
    everybody = [f"{name}@example.se" for name in vars(judged.cast)] + ["sara@example.se", "ingen@example.se"]
    with acting_as(judged.cast.gunilla.pk) as actor:
        found = [one.email for one in possible_assessors(actor, judged.cast.ale, everybody)]
    assert found == [f"{name}@example.se" for name in ("anna", "bosse", "cecilia", "maria", "sara")]
    for name in ("dag", "maria", "anna"):
        with acting_as(getattr(judged.cast, name).pk) as actor:
            assert possible_assessors(actor, judged.cast.ale, everybody) == []


@pytest.mark.parametrize("email", ["ingen@example.se", "dag@example.se", "per@example.se", "gunilla@example.se"])
def test_an_address_that_may_not_judge_is_refused_alike_whether_it_is_there(judged: Judged, email: str) -> None:
    with pytest.raises(Refused, match=f"^Ingen som får bedöma här har adressen {email}.$|^Nobody .* address {email}.$"):
        plan(judged, emails=("maria@example.se", email))
    with as_owner():
        assert not CalibrationRound.objects.exists()


def test_a_round_needs_a_coordinator_a_framework_and_an_assessor(judged: Judged) -> None:
    wanted = {
        "employer": judged.cast.ale,
        "profession": judged.profession,
        "title": "K",
        "sample_size": 20,
        "answer_by": timezone.localdate() + timedelta(days=30),
    }
    for user, emails in ((judged.cast.bosse, ["maria@example.se"]), (judged.cast.gunilla, [])):
        with acting_as(user.pk) as actor, pytest.raises(Refused):
            plan_round(actor=actor, **wanted, emails=emails)
    with as_owner():
        Adoption.objects.filter(employer=judged.cast.ale).delete()
    with acting_as(judged.cast.gunilla.pk) as actor, pytest.raises(Refused):
        plan_round(actor=actor, **wanted, emails=["maria@example.se"])
    with as_owner():
        assert not CalibrationRound.objects.exists()


@pytest.mark.parametrize(
    ("days", "why"), [(0, "Välj en dag efter i dag"), (1, ""), (730, ""), (731, "Välj en dag högst två år framåt")]
)
def test_a_round_is_answered_after_today_and_within_two_years(judged: Judged, days: int, why: str) -> None:
    with acting_as(judged.cast.gunilla.pk) as actor:
        planning = partial(
            plan_round,
            actor=actor,
            employer=judged.cast.ale,
            profession=judged.profession,
            title="K",
            sample_size=20,
            answer_by=actor.today + timedelta(days=days),
            emails=["maria@example.se"],
        )
        if why:
            with pytest.raises(Refused, match=why):
                planning()
        else:
            assert planning().answer_by == actor.today + timedelta(days=days)


def test_a_round_with_too_few_to_draw_from_closes_and_says_so(judged: Judged) -> None:
    with as_owner():
        Evidence.objects.exclude(person=judged.people[judged.cast.ale_north.pk][0]).delete()
    found = draw(plan(judged))
    assert (found.state, found.result) == ("closed", {"problem": "too_few_judgements"})
    assert assessments(found) == []


def test_drawing_twice_draws_once(judged: Judged) -> None:
    found = draw(plan(judged))
    before = [row.pk for row in assessments(found)]
    draw(found)
    assert [row.pk for row in assessments(found)] == before


def test_an_assessor_sees_name_and_competence_and_never_the_first_rating(
    judged: Judged, opened: CalibrationRound
) -> None:
    with acting_as(judged.cast.maria.pk) as actor:
        asked = to_judge(actor)
        assert not visible(actor, Evidence).filter(person__in=[one.person for one in asked]).exists()
        assert not visible(actor, Person).filter(pk__in=[one.person for one in asked]).exists()
    assert len(asked) == 20
    assert {one.title for one in asked} <= {"Personcentrerad vård", "Samverkan i team", "Säker vård"}
    assert all(one.name.startswith("Namn HSV-") and one.unit.startswith("Hemsjukvård") for one in asked)
    assert {(one.rating, one.note, one.declined) for one in asked} == {(None, "", False)}
    assert {tuple(one.scale) for one in asked} == {(1, 2, 3, 4, 5)}
    for name in ("anna", "bosse", "dag", "gunilla", "hamid", "per"):
        with acting_as(getattr(judged.cast, name).pk) as actor:
            assert to_judge(actor) == []


def test_a_round_closes_by_itself_when_all_have_answered_and_tells_how_they_agree(
    judged: Judged, opened: CalibrationRound
) -> None:
    assert answer_all(judged, opened, steps=(0, 0, 0, 1)) == 40
    with as_owner():
        drawing.finish_round(opened.pk)
    found = reread(opened)
    assert found.state == "closed"
    assert found.closed_at is not None
    result = found.result
    assert (result["pairs"], result["sampled"], result["scale"]) == (40, 40, [1, 2, 3, 4, 5])
    assert result["agreement"]["band"] in {3, 4}
    assert result["agreement"]["within_one"] in {1.0, None}


def test_a_round_does_not_close_while_something_waits(judged: Judged, opened: CalibrationRound) -> None:
    answer_all(judged, opened, most=5)
    with as_owner():
        drawing.finish_round(opened.pk)
    assert reread(opened).state == "open"
    with acting_as(judged.cast.gunilla.pk) as actor:
        told = progress_of(actor, judged.cast.ale)[opened.pk]
    assert sorted((one.name, one.asked, one.answered, one.waiting) for one in told) == [
        ("Cecilia", 20, 5, 15),
        ("Maria", 20, 5, 15),
    ]
    with acting_as(judged.cast.maria.pk) as actor:
        assert progress_of(actor, judged.cast.ale) == {}


def test_a_closed_round_takes_no_answers_and_is_closed_once(judged: Judged, opened: CalibrationRound) -> None:
    answer_all(judged, opened, most=5)
    with acting_as(judged.cast.maria.pk) as actor:
        left = [one for one in to_judge(actor) if not one.is_answered]
    with acting_as(judged.cast.gunilla.pk) as actor:
        close_round(actor=actor, calibration=opened)
        with pytest.raises(Refused):
            close_round(actor=actor, calibration=opened)
    with acting_as(judged.cast.maria.pk) as actor:
        assert to_judge(actor) == []
        with pytest.raises(NotYours):
            answer(actor=actor, answers=[Answer(left[0].id, 3)])
        with pytest.raises(IntegrityError, match="not open"), transaction.atomic():
            SecondAssessment.objects.filter(pk=left[0].id).update(rating=3)
    with as_owner():
        drawing.compute_result(opened.pk)
        drawing.compute_result(opened.pk)
    assert (reread(opened).result["pairs"], reread(opened).result["sampled"]) == (10, 40)


def test_only_a_coordinator_of_the_employer_closes(judged: Judged, opened: CalibrationRound) -> None:
    for name in ("maria", "bosse", "dag", "hamid"):
        with acting_as(getattr(judged.cast, name).pk) as actor, pytest.raises(Refused):
            close_round(actor=actor, calibration=opened)
    assert reread(opened).state == "open"


@pytest.mark.parametrize(
    ("rating", "declined"), [(None, False), (0, False), (6, False), (-1, False), (3, True)], ids=str
)
def test_an_answer_is_a_rating_of_the_scale_or_none(
    judged: Judged, opened: CalibrationRound, rating: int | None, declined: bool
) -> None:
    with acting_as(judged.cast.maria.pk) as actor:
        one, two = to_judge(actor)[:2]
        with pytest.raises(Refused):
            answer(actor=actor, answers=[Answer(one.id, 3), Answer(two.id, rating, declined=declined)])
        assert not any(each.is_answered for each in to_judge(actor)), "nothing is half saved"


def test_an_assessor_answers_only_what_they_were_given(judged: Judged, opened: CalibrationRound) -> None:
    with acting_as(judged.cast.cecilia.pk) as actor:
        hers = to_judge(actor)[0].id
    for name in ("maria", "bosse", "gunilla", "anna"):
        with acting_as(getattr(judged.cast, name).pk) as actor:
            with pytest.raises(NotYours):
                answer(actor=actor, answers=[Answer(hers, 3)])
            assert SecondAssessment.objects.filter(pk=hers).update(rating=5) == 0
    assert {row.rating for row in assessments(opened)} == {None}


def test_what_is_judged_cannot_be_exchanged(judged: Judged, opened: CalibrationRound) -> None:
    with acting_as(judged.cast.maria.pk) as actor:
        mine = to_judge(actor)[0].id
        for change in ({"competence": "annan"}, {"assessor": judged.cast.cecilia}, {"first_event": 1}):
            with pytest.raises(ProgrammingError, match="Cannot update rows"), transaction.atomic():
                SecondAssessment.objects.filter(pk=mine).update(**change)


def test_who_leaves_whose_evidence_goes_and_who_becomes_protected_is_no_longer_asked_about(
    judged: Judged, opened: CalibrationRound
) -> None:
    answer_all(judged, opened, most=5)
    with acting_as(judged.cast.maria.pk) as actor:
        made = [one for one in to_judge(actor) if one.is_answered]
        leaver, deleted, hidden, *_rest = [one for one in to_judge(actor) if not one.is_answered]
    judged_then_deleted, judged_then_hidden, judged_then_left = (one for one in made[:3])
    with as_owner():
        yesterday = timezone.localdate() - timedelta(days=1)
        Employment.objects.filter(person__in=[leaver.person, judged_then_left.person]).update(valid_to=yesterday)
        for one in (hidden, judged_then_hidden):
            ProtectedIdentity.objects.create(person_id=one.person, employer=judged.cast.ale, since=START)
    with acting_as(judged.cast.gunilla.pk) as actor:
        for one in (deleted, judged_then_deleted):
            assert visible(actor, Evidence).filter(person=one.person, kind="competence").delete()[0] == 3
    with acting_as(judged.cast.maria.pk) as actor:
        left = {one.id for one in to_judge(actor)}
    gone = (leaver, deleted, hidden, judged_then_deleted, judged_then_hidden, judged_then_left)
    assert left.isdisjoint(one.id for one in gone)
    assert len(left) == 20 - len(gone)
    with acting_as(judged.cast.maria.pk) as actor, pytest.raises(NotYours):
        answer(actor=actor, answers=[Answer(hidden.id, 3)])
    answer_all(judged, opened)
    with as_owner():
        drawing.finish_round(opened.pk)
    found = reread(opened)
    assert found.state == "closed", "what cannot be judged does not hold it open"
    assert found.result["pairs"] == 40 - 5, "who left after being judged still counts"


def test_who_becomes_the_persons_manager_is_no_longer_asked(judged: Judged, opened: CalibrationRound) -> None:
    with as_owner():
        grant(judged.cast.maria, Role.UNIT_MANAGER, unit=judged.cast.ale_north)
    with acting_as(judged.cast.maria.pk) as actor:
        assert {one.unit for one in to_judge(actor)} == {"Hemsjukvård söder"}
    answer_all(judged, opened)
    with as_owner():
        drawing.finish_round(opened.pk)
    assert reread(opened).state == "closed", "what nobody is asked for does not hold it open"


def test_a_rating_corrected_during_the_round_does_not_change_what_is_compared(
    judged: Judged, opened: CalibrationRound
) -> None:
    answer_all(judged, opened)
    with as_owner():
        Evidence.objects.filter(kind="competence").update(amount=5)
        drawing.finish_round(opened.pk)
    result = reread(opened).result
    assert result["total"] == [40, 0, 0]
    assert result["agreement"]["exact"] == 1.0


def test_the_person_reads_their_own_and_nobody_else_of_the_employer_does(
    judged: Judged, opened: CalibrationRound
) -> None:
    row = assessments(opened)[0]
    with as_owner():
        employ(judged.cast.farid, judged.cast.ale_north, judged.profession, "X1")
        Person.objects.filter(user=judged.cast.farid).update(user=None)
        Person.objects.filter(pk=row.person_id).update(user=judged.cast.farid)
    with acting_as(judged.cast.farid.pk) as actor:
        assert [one.pk for one in visible(actor, SecondAssessment)] == [row.pk]
    for name in ("bosse", "gunilla", "hamid", "dag", "anna"):
        with acting_as(getattr(judged.cast, name).pk) as actor:
            assert not visible(actor, SecondAssessment).exists()
            assert not SecondAssessment.objects.exists()


def test_an_assessor_of_another_employer_reads_the_round_and_no_other(judged: Judged, opened: CalibrationRound) -> None:
    other = plan(judged, emails=("bosse@example.se",))
    seen = {}
    for name in ("maria", "cecilia", "eva", "dag", "anna", "gunilla"):
        with acting_as(getattr(judged.cast, name).pk) as actor:
            seen[name] = {one.pk for one in visible(actor, CalibrationRound)}
            assert seen[name] == {one.pk for one in CalibrationRound.objects.all()}
    both = {opened.pk, other.pk}
    assert seen == {
        "maria": {opened.pk},
        "cecilia": {opened.pk},
        "eva": set(),
        "dag": set(),
        "anna": set(),
        "gunilla": both,
    }
    with as_owner():
        assert RoundAssessor.objects.count() == 3


def test_a_sample_larger_than_all_takes_all(judged: Judged) -> None:
    assert len(assessments(draw(plan(judged, size=500)))) == 2 * IN_UNIT


def test_judging_ones_own_competence_is_nothing_to_repeat(judged: Judged) -> None:
    with as_owner():
        Evidence.objects.filter(code__in=COMPETENCES[1:]).update(source="person")
    assert {row.competence for row in assessments(draw(plan(judged)))} == {COMPETENCES[0]}


def test_first_ratings_are_nowhere_in_what_is_kept_of_the_round(judged: Judged, opened: CalibrationRound) -> None:
    fields = {one.name for one in SecondAssessment._meta.get_fields() if one.concrete}
    assert fields == {
        *("id", "round", "employer", "person", "evidence", "first_event", "competence", "area"),
        *("assessor", "rating", "note", "judged_on", "declined"),
    }
    ratings = first_ratings(opened)
    assert ratings.keys() == {row.pk for row in assessments(opened)}
    assert {2, 3} <= set(ratings.values()) <= {1, 2, 3, 4}  # a 1 or a 4 may be left out by chance
