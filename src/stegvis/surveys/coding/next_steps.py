"""What the first page says of free text: to code, and to compare."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.components.next_steps import NextStep, Waiting
from stegvis.surveys.models import OpenQuestion, Reading


def waiting(actor: Actor) -> Waiting:
    """One's own readings that are not done, and those of two that one has coded and that are to be compared."""
    found: dict[str, QuerySet] = {}
    if actor.user is not None:
        found["readings_to_do"] = visible(actor, Reading).filter(coder=actor.user, done_at=None)
        own = Q(first=actor.user, second__isnull=False) | Q(second=actor.user, first__isnull=False)
        found["readings_to_compare"] = visible(actor, OpenQuestion).filter(own, state=OpenQuestion.State.COMPARED)
    return found


def next_steps(actor: Actor, counts: Counter[str]) -> Iterator[NextStep]:
    """No query."""
    if number := counts["readings_to_do"]:
        yield NextStep(
            title=ngettext("%(n)s question with free text to code", "%(n)s questions with free text to code", number)
            % {"n": number},
            detail=_("You and another coder read the texts apart."),
            url=reverse("surveys:coding_own"),
            action=_("Code the texts"),
            icon="document",
        )
    if number := counts["readings_to_compare"]:
        yield NextStep(
            title=ngettext("%(n)s coding to compare", "%(n)s codings to compare", number) % {"n": number},
            detail=_("Both of you are done. Settle what differs."),
            url=reverse("surveys:coding_own"),
            action=_("Compare the readings"),
            icon="check",
        )
