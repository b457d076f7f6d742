"""What the first page says of studies: something to say yes to, and something to follow up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.careers.academics.queries import to_agree, to_follow_up
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.components.next_steps import NextStep, Waiting


def waiting(actor: Actor) -> Waiting:
    due = to_follow_up(actor, actor.today)
    own = due.filter(person=actor.person) if actor.person is not None else due.none()
    if not actor.manages:
        return {"studies of mine": own}
    team = due.exclude(person=actor.person) if actor.person is not None else due
    return {"studies of mine": own, "studies to follow up": team, "studies to agree on": to_agree(actor)}


def next_steps(actor: Actor, counts: Counter[str]) -> Iterator[NextStep]:
    """No query."""
    if counts["studies of mine"]:
        yield NextStep(
            title=_("Follow up your studies"),
            detail=_("The day that you and your manager chose has come."),
            url=reverse("careers:my_studies"),
            action=_("Open my studies"),
            icon="book",
        )
    if number := counts["studies to agree on"] + counts["studies to follow up"]:
        yield NextStep(
            title=ngettext("%(n)s person's studies wait for you", "%(n)s people's studies wait for you", number)
            % {"n": number},
            detail=_("To say yes to, or to follow up."),
            url=reverse("careers:team_studies"),
            action=_("Open the studies"),
            icon="book",
        )
