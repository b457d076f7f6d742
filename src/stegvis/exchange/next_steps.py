"""What the first page says about places: to apply for, to answer, to take part in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Protocol

from stegvis.exchange.applying import next_steps as applying
from stegvis.exchange.demand import next_steps as demand
from stegvis.exchange.offers import next_steps as offers
from stegvis.exchange.rounds import next_steps as rounds
from stegvis.exchange.taking_part import next_steps as taking_part
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.components.next_steps import NextStep, Waiting


class Subject(Protocol):
    """A subject's ``next_steps.py``: what to count, and what to say of the counts."""

    def waiting(self, actor: Actor) -> Waiting: ...
    def next_steps(self, actor: Actor, counts: Counter[str]) -> Iterator[NextStep]: ...


SUBJECTS: tuple[Subject, ...] = (applying, taking_part, offers, demand, rounds)
"""What somebody waits for comes first."""


WITH_A_TIME: tuple[Subject, ...] = (applying, rounds)
"""Those with something that ends; they ask no more than the counts."""


def next_steps(actor: Actor, counts: Counter[str]) -> tuple[list[NextStep], Iterator[NextStep]]:
    """What ends, and the rest as it is asked for. ``counts`` is of ``everything_waiting``."""
    ending = [step for subject in WITH_A_TIME for step in subject.next_steps(actor, counts) if step.ends]
    rest = (step for subject in SUBJECTS for step in subject.next_steps(actor, counts) if not step.ends)
    return ending, rest


def everything_waiting(actor: Actor) -> Waiting:
    """What waits for the actor in every subject, by the subject's own name for it."""
    subjects: list[Waiting] = [subject.waiting(actor) for subject in SUBJECTS]
    return {kind: rows for subject in subjects for kind, rows in subject.items()}
