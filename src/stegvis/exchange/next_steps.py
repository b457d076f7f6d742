"""What the first page says about places: to apply for, to answer, to take part in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Protocol

from django.db.models import QuerySet

from stegvis.exchange.applying import next_steps as applying
from stegvis.exchange.demand import next_steps as demand
from stegvis.exchange.offers import next_steps as offers
from stegvis.exchange.rounds import next_steps as rounds
from stegvis.exchange.taking_part import next_steps as taking_part
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import left_to_the_database
from stegvis.foundation.components.next_steps import NextStep, Waiting, count_waiting


class Subject(Protocol):
    """A subject's ``next_steps.py``: what to count, and what to say of the counts."""

    def waiting(self, actor: Actor) -> Waiting: ...
    def next_steps(self, actor: Actor, counts: Counter[str]) -> Iterator[NextStep]: ...


SUBJECTS: tuple[Subject, ...] = (applying, taking_part, offers, demand, rounds)
"""What somebody waits for comes first."""


def next_steps(actor: Actor) -> Iterator[NextStep]:
    """One query counts what waits in every subject."""
    if not actor.is_signed_in or not SUBJECTS:
        return
    waiting: dict[str, QuerySet] = {}
    with left_to_the_database():
        for subject in SUBJECTS:
            waiting.update(subject.waiting(actor))
    counts = count_waiting(waiting)
    for subject in SUBJECTS:
        yield from subject.next_steps(actor, counts)
