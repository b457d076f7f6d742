"""A level held with another employer, by another framework: which level it makes here, as people have said."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from stegvis.careers.wording import worded
from stegvis.foundation.access.actor import Actor
from stegvis.frameworks.models import FrameworkVersion
from stegvis.frameworks.queries import effective_of
from stegvis.frameworks.relations.equivalences import counted, equivalences_between
from stegvis.frameworks.relations.recognition import recognition


@dataclass(frozen=True)
class Recognised:
    """A level there, and ``reaches``, the order of the one that it makes here, 0 for none; ``ground`` says so."""

    level: str
    reaches: int
    title: str
    remaining: tuple[str, ...]
    ground: str


def recognised(actor: Actor, there: FrameworkVersion, here: FrameworkVersion) -> list[Recognised]:
    """Level by level, from the lowest up. At most three queries."""
    left, right = effective_of(there).document, effective_of(here).document
    levels = {level.code: level for level in left.levels}
    own = {level.code: level for level in right.levels}
    asked = {one.code: worded(one.title) for one in right.requirements()}
    ground = _("Placed on %(level)s by %(framework)s with another employer.")
    return [
        Recognised(
            level=worded(levels[one.level].title),
            reaches=own[one.reaches].order if one.reaches else 0,
            title=worded(own[one.reaches].title) if one.reaches else "",
            remaining=tuple(asked[code] for code in one.remaining),
            ground=ground % {"level": worded(levels[one.level].title), "framework": there.framework},
        )
        for one in recognition(left, right, counted(equivalences_between(actor, there, here)))
    ]
