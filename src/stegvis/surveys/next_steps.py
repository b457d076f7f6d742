"""What the first page says about surveys and interviews."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.components.next_steps import NextStep, Waiting
from stegvis.surveys.coding import next_steps as coding
from stegvis.surveys.fielding import next_steps as fielding
from stegvis.surveys.interviews import next_steps as interviews
from stegvis.surveys.models import Interviewer, Reading

SUBJECTS = (coding, interviews)


def next_steps(actor: Actor, counts: Counter[str]) -> Iterator[NextStep]:
    """``counts`` is of ``everything_waiting``. Two queries, for who leads something."""
    yield from fielding.next_steps(actor)
    for subject in SUBJECTS:
        yield from subject.next_steps(actor, counts)


def named_for(actor: Actor) -> Waiting:
    """What somebody has been named for by whoever leads it, and finds in the menu: to code, to interview."""
    if actor.user is None:
        return {}
    return {
        "coding": visible(actor, Reading).filter(coder=actor.user),
        "interviewing": visible(actor, Interviewer).filter(user=actor.user, is_active=True),
    }


def everything_waiting(actor: Actor) -> Waiting:
    """What waits for the actor in every subject, by the subject's own name for it."""
    subjects: list[Waiting] = [subject.waiting(actor) for subject in SUBJECTS]
    return {kind: rows for subject in subjects for kind, rows in subject.items()}
