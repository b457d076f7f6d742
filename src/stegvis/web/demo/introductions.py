"""Introductions in Ale at every stage, by the services that users use. All invented."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from stegvis.careers.introductions.content import Experience
from stegvis.careers.introductions.packaged import examples
from stegvis.careers.introductions.queries import case_of, led_employments
from stegvis.careers.introductions.services import (
    extend_introduction,
    finish_introduction,
    note_deviation,
    start_introduction,
    take_example,
    tick_step,
)
from stegvis.careers.models import Introduction, Programme
from stegvis.foundation.access.actor import Actor, acting_as
from stegvis.foundation.access.policy import visible
from stegvis.organisations.models import Organisation
from stegvis.people.models import Employment
from stegvis.web.demo.cast import user_key

REASON = "Demonstration"
TAKEN = ("kommunal-introduktion", "arshjul", "utan-eget-patientansvar")
ANNA = "anna@stegvis.example.se"
STAGES = (("begun", 3, ANNA), ("stalled", 45, ""), ("extended", 24, ANNA), ("wheel", 60, ANNA), ("finished", 80, ANNA))
"""What is shown, how many days ago it began, and who supervises."""


def introduce() -> None:
    """Gunilla takes three examples and starts five; one has just begun, one stalls, one is extended, one finished."""
    with acting_as(user_key("gunilla"), reason=REASON) as actor:
        ale = Organisation.objects.get(slug="ale")
        if visible(actor, Introduction).filter(employer=ale).exists():
            return
        programmes = {code: _taken(actor, ale, code) for code in TAKEN}
        for (stage, days, supervisor), employment in zip(STAGES, _newest(actor, ale), strict=False):
            programme = programmes["arshjul" if stage == "wheel" else "kommunal-introduktion"]
            found = start_introduction(
                actor=actor,
                employment=employment,
                programme=programme,
                experience=Experience.NEW,
                starts=max(employment.valid_from, actor.today - timedelta(days=days)),
                supervisor=supervisor,
            )
            _bring_to(actor, found, stage)


def _taken(actor: Actor, employer: Organisation, code: str) -> Programme:
    found = visible(actor, Programme).filter(employer=employer, made_from=code).first()
    return found or take_example(actor=actor, employer=employer, example=examples()[code])


def _newest(actor: Actor, employer: Organisation) -> Sequence[Employment]:
    """Nurses and assistant nurses in Bosse's team, who began last."""
    rows = led_employments(actor).filter(employer=employer, unit__code="HSV-N", person__user=None)
    return list(rows.select_related("employer").order_by("-valid_from", "pk")[: len(STAGES)])


def _bring_to(actor: Actor, found: Introduction, stage: str) -> None:
    """Tick, extend or finish as the stage has it."""
    case = case_of(actor, found.pk)
    steps = [step for step in case.steps if step.due <= actor.today]
    ticked = {"begun": steps, "stalled": case.steps[:4], "finished": case.steps}.get(stage, steps[:-1])
    for step in ticked:
        tick_step(actor=actor, case=case, step=step)
    if stage == "finished":
        finish_introduction(actor=actor, case=case)
    if stage == "extended":
        later = actor.today + timedelta(days=7)
        note_deviation(actor=actor, case=case, step=case.steps[-2], ground="Inställt, kursen var full", due=later)
        until = case.ends + timedelta(days=21)
        extend_introduction(actor=actor, case=case, until=until, ground="Mer tid bredvid i läkemedelshanteringen")
