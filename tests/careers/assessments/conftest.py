"""Anna, assessed by herself, by Bosse, and by whom he names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from stegvis.careers.assessments.items import asked_competences, document_of
from stegvis.careers.assessments.queries import comparison_of, to_assess
from stegvis.careers.assessments.services import Given, hand_in, open_assessments, save_ratings
from stegvis.careers.assessments.signing import sign
from stegvis.careers.models import Assessment
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.accounts.models import User
from stegvis.frameworks.models import FrameworkVersion
from stegvis.people.models import Employment, Evidence
from tests.support.cast import Cast
from tests.support.database import as_owner
from tests.support.layers import layer


@dataclass
class Assessed:
    cast: Cast
    version: FrameworkVersion
    assessment: Assessment

    @property
    def competences(self) -> tuple[str, ...]:
        return asked_competences(document_of(self.version))


def employment(user: User) -> Employment:
    with as_owner():
        return Employment.objects.select_related("person").get(person__user=user)


def open_for(manager: User, *whom: User) -> list[Assessment]:
    employments = [employment(one) for one in whom]
    with acting_as(manager.pk) as actor:
        return open_assessments(actor=actor, employments=employments)


def key_of(judge: User, assessment: Assessment) -> int:
    with acting_as(judge.pk) as actor:
        return next(one.judgement for one in to_assess(actor) if one.assessment == assessment.pk)


def judge(user: User, found: Assessed, ratings: Mapping[str, int | None] | int, *, hand: bool = True) -> None:
    """The ratings, of every competence the same or by its code (the others cannot be told), and handed in."""
    key = key_of(user, found.assessment)
    given = [
        Given(code, ratings if isinstance(ratings, int) else ratings.get(code), "Sett i arbetet")
        for code in found.competences
    ]
    with acting_as(user.pk) as actor:
        save_ratings(actor=actor, given={key: given})
        if hand:
            hand_in(actor=actor, judgements=[key])


def sign_as(user: User, assessment: Assessment) -> Assessment:
    found = reread(assessment)
    with acting_as(user.pk) as actor:
        return sign(actor=actor, assessment=found, seen=comparison_of(actor, found).seen)


def reread(assessment: Assessment) -> Assessment:
    with as_owner():
        return Assessment.objects.get(pk=assessment.pk)


def stated(cast: Cast) -> list[tuple]:
    """The evidence that assessments have made of Anna."""
    with as_owner():
        rows = Evidence.objects.filter(person=cast.anna.person, source="assessment")
        return list(
            rows.order_by("code", "judged_by", "valid_from").values_list(
                "code", "judged_by", "amount", "assessor", "valid_from", "valid_until", "state"
            )
        )


@layer
def opened(cast: Cast, placed: FrameworkVersion) -> Assessed:
    (assessment,) = open_for(cast.bosse, cast.anna)
    return Assessed(cast, placed, assessment)


@layer
def compared(opened: Assessed) -> Assessed:
    """Anna says 2 of all, Bosse 3 of the first and 2 of the others."""
    judge(opened.cast.anna, opened, 2)
    first, *rest = opened.competences
    judge(opened.cast.bosse, opened, {first: 3} | dict.fromkeys(rest, 2))
    return opened
