"""What the first page says of records: who is new at work may show theirs, and somebody shows theirs to us."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.careers.record.queries import shown_to_us, unasked
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.components.next_steps import NextStep, Waiting

LATELY = timedelta(days=30)


def waiting(actor: Actor) -> Waiting:
    reads = actor.manages or actor.coordinates
    lately = shown_to_us(actor).filter(given_on__gte=actor.today - LATELY)
    return {"unasked": unasked(actor), "shown": lately if reads else lately.none()}


def next_steps(actor: Actor, counts: Counter[str]) -> Iterator[NextStep]:
    """One query where an employment is new."""
    if counts["unasked"]:
        employer = unasked(actor).order_by("-valid_from", "pk")[0].employer
        yield NextStep(
            title=_("Do you want to show %(employer)s what you can?") % {"employer": employer},
            detail=_("What others have registered about you follows you, and is seen by nobody new unless you say so."),
            url=f"{reverse('careers:share_record')}?till={employer.slug}",
            action=_("Choose what to show"),
            icon="person",
        )
    if number := counts["shown"]:
        yield NextStep(
            title=ngettext("%(n)s person shows you their record", "%(n)s persons show you their records", number)
            % {"n": number},
            detail=_("What they have learnt elsewhere, so that nobody needs to begin from the start."),
            url=reverse("careers:shared_records"),
            action=_("See what is shown"),
            icon="person",
        )
