"""What a rule leaves out of a query: the parts that cannot hold for the actor."""

from __future__ import annotations

from django.db.models import Q

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.rules import ALWAYS, NEVER, Anybody, Holds, InSet, SignedIn
from stegvis.organisations.models import Organisation

MINE, OPEN = InSet("id", "employers"), Holds("type", "region")


def test_only_what_may_hold_for_the_actor_is_asked_for() -> None:
    nobody, anna = Actor(), Actor(user=1, employers=frozenset({7}))
    asked = {
        MINE | OPEN: (Q(type="region"), Q(id__in=frozenset({7})) | Q(type="region")),
        MINE & OPEN: (NEVER, Q(id__in=frozenset({7})) & Q(type="region")),
        MINE | SignedIn(): (NEVER, ALWAYS),
        Anybody() & OPEN: (Q(type="region"), Q(type="region")),
        Anybody() & SignedIn(): (NEVER, ALWAYS),
    }
    for rule, expected in asked.items():
        assert tuple(rule.q(actor, Organisation) for actor in (nobody, anna)) == expected, rule.describe()
