"""Opening and judging: who may, what nobody sees before their own is given, and what is refused in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from stegvis.careers.assessments.queries import (
    assessment_of,
    comparison_of,
    progress_of,
    team_assessments,
    to_assess,
)
from stegvis.careers.assessments.services import (
    Given,
    hand_in,
    join_own,
    name_judge,
    open_assessments,
    remove_judge,
    save_ratings,
    start_own_assessment,
    take_over,
)
from stegvis.careers.models import Assessment, Judgement, Rating
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import NotYours, visible
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from stegvis.frameworks.models import FrameworkVersion
from stegvis.organisations.models import Role, RoleGrant
from stegvis.people.models import Employment, ProtectedIdentity
from tests.careers.assessments.conftest import Assessed, employment, judge, key_of, open_for, reread
from tests.support.cast import START, Cast, grant
from tests.support.database import as_owner

EVERYBODY = ("anna", "bosse", "cecilia", "maria", "gunilla", "hamid", "dag", "farid", "per")


def judges(found: Assessed) -> list[tuple[str, str, bool]]:
    """Role, judge and whether it is handed in."""
    with as_owner():
        rows = Judgement.objects.filter(assessment=found.assessment).order_by("id")
        return [(one.role, one.judge.name, one.submitted_at is not None) for one in rows.select_related("judge")]


def readers(found: Assessed) -> dict[str, tuple[int, int, int]]:
    """How many assessments, judgements and ratings each of the cast sees."""
    seen = {}
    for name in EVERYBODY:
        with acting_as(getattr(found.cast, name).pk) as actor:
            seen[name] = tuple(visible(actor, model).count() for model in (Assessment, Judgement, Rating))
    return seen


def new_manager(cast: Cast) -> User:
    """Sara takes over Bosse's unit."""
    with as_owner():
        sara = User.objects.create_user("sara@example.se", name="Sara")
        RoleGrant.objects.filter(user=cast.bosse).update(valid_to=timezone.localdate() - timedelta(days=1))
        grant(sara, Role.UNIT_MANAGER, unit=cast.ale_north)
    return sara


def leave(user: User) -> None:
    with as_owner():
        Employment.objects.filter(person__user=user).update(valid_to=timezone.localdate() - timedelta(days=1))


def protect(user: User) -> None:
    with as_owner():
        ProtectedIdentity.objects.create(person=user.person, employer=user.person.registered_by, since=START)


def test_a_manager_opens_for_the_person_and_themself(opened: Assessed) -> None:
    found = opened.assessment
    assert (found.version, found.area, found.state, found.employer) == (opened.version, "", "open", opened.cast.ale)
    assert judges(opened) == [("", "Anna", False), ("enhetschef", "Bosse", False)]
    assert open_for(opened.cast.bosse, opened.cast.anna, opened.cast.bosse) == []


def test_whom_one_does_not_manage_is_opened_for_nobody(cast: Cast, placed: FrameworkVersion) -> None:
    employed = employment(cast.anna)
    for name in ("cecilia", "maria", "gunilla", "hamid", "dag", "farid"):
        with pytest.raises(Refused), acting_as(getattr(cast, name).pk) as actor:
            open_assessments(actor=actor, employments=[employed])
    with pytest.raises(NotYours), acting_as(cast.bosse.pk) as actor:
        start_own_assessment(actor=actor, employment=employed)
    with as_owner():
        assert Assessment.objects.count() == 0


def test_somebody_starts_their_own_and_the_nearest_manager_is_asked(cast: Cast, placed: FrameworkVersion) -> None:
    employed = employment(cast.anna)
    with acting_as(cast.anna.pk) as actor:
        found = Assessed(cast, placed, start_own_assessment(actor=actor, employment=employed))
    assert judges(found) == [("", "Anna", False), ("enhetschef", "Bosse", False)]
    with pytest.raises(Refused, match="redan en bedömning"), acting_as(cast.anna.pk) as actor:
        start_own_assessment(actor=actor, employment=employed)


def test_nobody_sees_the_others_before_all_have_handed_in(opened: Assessed) -> None:
    cast = opened.cast
    nothing = dict.fromkeys(EVERYBODY, (0, 0, 0))
    judge(cast.anna, opened, 2)
    asked = len(opened.competences)
    assert readers(opened) == nothing | {"anna": (1, 1, asked), "bosse": (1, 1, 0)}
    with acting_as(cast.bosse.pk) as actor:
        assert comparison_of(actor, opened.assessment).judges == ()
        assert [(one.role, one.handed_in) for one in progress_of([opened.assessment.pk])] == [
            ("", True),
            ("enhetschef", False),
        ]
    judge(cast.bosse, opened, 3)
    assert reread(opened.assessment).state == "compared"
    both = (1, 2, 2 * asked)
    assert readers(opened) == nothing | {"anna": both, "bosse": both}


def test_the_largest_difference_comes_first(compared: Assessed) -> None:
    with acting_as(compared.cast.anna.pk) as actor:
        rows = comparison_of(actor, compared.assessment).rows
    assert [(one.item.competence, one.difference, one.combined) for one in rows] == [
        (code, int(n == 0), 3 if n == 0 else 2) for n, code in enumerate(compared.competences)
    ]


def test_a_judge_of_another_employer_sees_the_item_and_the_name_alone(opened: Assessed) -> None:
    cast = opened.cast
    with acting_as(cast.bosse.pk) as actor:
        name_judge(actor=actor, assessment=opened.assessment, email=" Cecilia@example.se", role="yrkesbedomare")
    with acting_as(cast.cecilia.pk) as actor:
        (asked,) = to_assess(actor)
        assert (asked.name, asked.unit, asked.role) == ("Anna Exempel", "Hemsjukvård norr", "yrkesbedomare")
        with pytest.raises(NotYours):
            assessment_of(actor, opened.assessment.pk)
    for user in (cast.anna, cast.bosse, cast.cecilia):
        judge(user, opened, 2)
    with acting_as(cast.cecilia.pk) as actor:
        assert to_assess(actor) == []
        assert visible(actor, Judgement).count() == 1
        assert visible(actor, Rating).count() == len(opened.competences)


@pytest.mark.parametrize(
    ("email", "role", "words"),
    [
        ("finns-inte@example.se", "mentor", "Ingen som får bedöma här har adressen finns-inte@example.se"),
        ("farid@example.se", "mentor", "Ingen som får bedöma"),
        ("anna@example.se", "mentor", "Ingen som får bedöma"),
        ("per@example.se", "mentor", "Ingen som får bedöma"),  # the identity is protected
        ("cecilia@example.se", "kung", "ingen sådan roll"),
        ("bosse@example.se", "mentor", "redan"),
    ],
)
def test_who_cannot_be_named_is_told_in_one_way(opened: Assessed, email: str, role: str, words: str) -> None:
    with pytest.raises(Refused, match=words), acting_as(opened.cast.bosse.pk) as actor:
        name_judge(actor=actor, assessment=opened.assessment, email=email, role=role)
    assert len(judges(opened)) == 2


def test_only_the_manager_names_and_removes(opened: Assessed) -> None:
    key = key_of(opened.cast.anna, opened.assessment)
    for name in ("anna", "maria", "gunilla", "hamid"):
        with acting_as(getattr(opened.cast, name).pk) as actor:
            with pytest.raises(Refused):
                name_judge(actor=actor, assessment=opened.assessment, email="cecilia@example.se", role="mentor")
            with pytest.raises(Refused):
                remove_judge(actor=actor, assessment=opened.assessment, judgement=key)
    assert len(judges(opened)) == 2


def test_who_is_not_waited_for_any_longer_opens_the_rest(opened: Assessed) -> None:
    cast, key = opened.cast, key_of(opened.cast.anna, opened.assessment)
    judge(cast.anna, opened, 1, hand=False)
    judge(cast.bosse, opened, 2)
    with acting_as(cast.bosse.pk) as actor:
        remove_judge(actor=actor, assessment=opened.assessment, judgement=key)
    assert judges(opened) == [("enhetschef", "Bosse", True)]
    assert reread(opened.assessment).state == "compared"
    with pytest.raises(Refused), acting_as(cast.anna.pk) as actor:
        join_own(actor=actor, assessment=opened.assessment)


def test_who_just_handed_in_is_not_removed(opened: Assessed) -> None:
    key = key_of(opened.cast.anna, opened.assessment)
    judge(opened.cast.anna, opened, 2)
    with pytest.raises(Refused, match="just lämnats in"), acting_as(opened.cast.bosse.pk) as actor:
        remove_judge(actor=actor, assessment=opened.assessment, judgement=key)
    assert len(judges(opened)) == 2


def test_a_new_manager_replaces_one_who_has_not_handed_in(opened: Assessed) -> None:
    sara = new_manager(opened.cast)
    with acting_as(opened.cast.bosse.pk) as actor:
        assert to_assess(actor) == []
    with acting_as(sara.pk) as actor:
        take_over(actor=actor, assessment=opened.assessment)
        assert [one.name for one in to_assess(actor)] == ["Anna Exempel"]
    assert judges(opened) == [("", "Anna", False), ("enhetschef", "Sara", False)]
    with pytest.raises(Refused), acting_as(opened.cast.bosse.pk) as actor:
        take_over(actor=actor, assessment=opened.assessment)


def test_what_the_old_manager_handed_in_stays_beside_the_new_ones(opened: Assessed) -> None:
    judge(opened.cast.bosse, opened, 3)
    sara = new_manager(opened.cast)
    with acting_as(sara.pk) as actor:
        take_over(actor=actor, assessment=opened.assessment)
    assert judges(opened) == [("", "Anna", False), ("enhetschef", "Bosse", True), ("enhetschef", "Sara", False)]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (Given("saker-vard", 6), "från 1 till 5"),
        (Given("saker-vard", 0), "från 1 till 5"),
        (Given("simning", 2), "inte efter den kompetensen"),
        (Given("saker-vard", 2, "x" * 2001), "högst 2"),
    ],
)
def test_what_is_outside_the_scale_is_refused(opened: Assessed, given: Given, words: str) -> None:
    key = key_of(opened.cast.anna, opened.assessment)
    with pytest.raises(Refused, match=words), acting_as(opened.cast.anna.pk) as actor:
        save_ratings(actor=actor, given={key: [Given("teamsamverkan", 2), given]})
    with as_owner():
        assert Rating.objects.count() == 0


def test_nobody_rates_in_anothers_name_or_after_handing_in(opened: Assessed) -> None:
    key = key_of(opened.cast.anna, opened.assessment)
    with pytest.raises(NotYours), acting_as(opened.cast.bosse.pk) as actor:
        save_ratings(actor=actor, given={key: [Given("saker-vard", 5)]})
    with pytest.raises(NotYours), acting_as(opened.cast.bosse.pk) as actor:
        hand_in(actor=actor, judgements=[key])
    judge(opened.cast.anna, opened, 2)
    for act in (
        lambda actor: save_ratings(actor=actor, given={key: [Given("saker-vard", 5)]}),
        lambda actor: hand_in(actor=actor, judgements=[key]),
    ):
        with pytest.raises(Refused, match="inlämnad"), acting_as(opened.cast.anna.pk) as actor:
            act(actor)


def test_handing_in_wants_an_answer_of_each(opened: Assessed) -> None:
    key = key_of(opened.cast.anna, opened.assessment)
    first, *rest = opened.competences
    with acting_as(opened.cast.anna.pk) as actor:
        save_ratings(actor=actor, given={key: [Given(first, None)]})
        with pytest.raises(Refused, match=f"{len(rest)} kompetenser för Anna Exempel saknar svar"):
            hand_in(actor=actor, judgements=[key])
        save_ratings(actor=actor, given={key: [Given(code, 3) for code in rest]})
        assert hand_in(actor=actor, judgements=[key]) == 1


@pytest.mark.parametrize("gone", [leave, protect])
def test_who_has_left_or_is_protected_is_judged_no_more(opened: Assessed, gone: Callable[[User], Any]) -> None:
    key = key_of(opened.cast.bosse, opened.assessment)
    gone(opened.cast.anna)
    with acting_as(opened.cast.bosse.pk) as actor:
        assert to_assess(actor) == []
        assert list(team_assessments(actor)) == []
        with pytest.raises(NotYours):
            save_ratings(actor=actor, given={key: [Given("saker-vard", 2)]})
        with pytest.raises(NotYours):
            assessment_of(actor, opened.assessment.pk)


def test_a_team_of_sixty_is_opened_with_few_queries(cast: Cast, sixty: FrameworkVersion) -> None:
    with as_owner():
        rows = Employment.objects.filter(unit=cast.ale_north).exclude(person__user=cast.per)
        employments = list(rows.select_related("person"))
    with acting_as(cast.bosse.pk) as actor, CaptureQueriesContext(connection) as queries:
        assert len(open_assessments(actor=actor, employments=employments)) == 59
    assert len([one for one in queries if "SAVEPOINT" not in one["sql"]]) <= 10
