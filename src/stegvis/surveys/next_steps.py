"""What the first page says about surveys and interviews."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.components.next_steps import NextStep, Waiting
from stegvis.surveys.interviews import next_steps as interviews

SUBJECTS = (interviews,)


def next_steps(actor: Actor, counts: Counter[str]) -> Iterator[NextStep]:
    """``counts`` is of ``everything_waiting``. No query."""
    for subject in SUBJECTS:
        yield from subject.next_steps(actor, counts)


def everything_waiting(actor: Actor) -> Waiting:
    """What waits for the actor in every subject, by the subject's own name for it."""
    subjects: list[Waiting] = [subject.waiting(actor) for subject in SUBJECTS]
    return {kind: rows for subject in subjects for kind, rows in subject.items()}
