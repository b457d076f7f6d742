"""Assessments at every stage in Bosse's team, by the services that users use. All judgements are invented."""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterable

from stegvis.careers.assessments.items import asked_competences, document_of, scale_of
from stegvis.careers.assessments.queries import ToAssess, comparison_of, openable, to_assess
from stegvis.careers.assessments.services import Given, hand_in, open_assessments, save_ratings
from stegvis.careers.assessments.signing import sign
from stegvis.careers.models import Assessment, Placement, PlacementAnswer
from stegvis.careers.placements.answering import answer_placement
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import visible
from stegvis.web.demo.cast import user_key

REASON = "Demonstration"
OPENED, HANDED_IN, SIGNED = 12, 8, 4
"""Of the team: how many are being assessed, how many of those the manager has judged, and how many are signed."""


def assess() -> None:
    """Bosse has opened for some, judged some and signed a few; Anna has judged herself and asks about her level."""
    bosse, anna = user_key("bosse"), user_key("anna")
    opened = _opened(bosse, anna)
    _judge(anna, opened[:1])
    _judge(bosse, opened[:HANDED_IN])
    with acting_as(bosse, reason=REASON) as actor:
        rows = visible(actor, Assessment).filter(pk__in=opened[HANDED_IN - SIGNED : HANDED_IN])
        for one in rows.filter(state=Assessment.State.COMPARED).select_related("version"):
            sign(actor=actor, assessment=one, seen=comparison_of(actor, one).seen)
    _answer(anna)


def _opened(bosse: int, anna: int) -> list[int]:
    """The assessments, Anna's first; opened unless they are there."""
    with acting_as(bosse, reason=REASON) as actor:
        if not visible(actor, Assessment).exists():
            team = sorted(openable(actor), key=lambda one: one.person.user_id != anna)
            open_assessments(actor=actor, employments=team[:OPENED])
        return list(visible(actor, Assessment).order_by("pk").values_list("pk", flat=True))


def _judge(user: int, assessments: Iterable[int]) -> None:
    with acting_as(user, reason=REASON) as actor:
        held = [one for one in to_assess(actor) if one.assessment in set(assessments) and not one.submitted]
        if not held:
            return
        save_ratings(actor=actor, given={one.judgement: _ratings(user, one) for one in held})
        hand_in(actor=actor, judgements=[one.judgement for one in held])


def _ratings(user: int, held: ToAssess) -> list[Given]:
    """Somewhere low in the scale, where most are; a few that the judge cannot tell. The same for the same name."""
    document = document_of(held.version)
    scale = scale_of(document)
    draw = random.Random(zlib.crc32(f"{held.role} {held.name}".encode()))  # noqa: S311 - no secret
    return [
        Given(code, None if draw.random() < 0.05 else draw.choices(scale, range(len(scale) + 1, 1, -1))[0])
        for code in asked_competences(document)
    ]


def _answer(anna: int) -> None:
    with acting_as(anna, reason=REASON) as actor:
        placement = visible(actor, Placement).filter(person=actor.person, withdrawn_on=None).last()
        if placement and not visible(actor, PlacementAnswer).exists():
            answer_placement(
                actor=actor,
                placement=placement,
                text="Jag har lett det palliativa teamet sedan i våras. Kan vi titta på det tillsammans?",
                asks_again=True,
            )
