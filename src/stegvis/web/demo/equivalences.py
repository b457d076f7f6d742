"""What Gunilla and Dag have said of how frameworks' requirements stand to each other. All grounds are invented."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import transaction

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import visible
from stegvis.frameworks.models import Equivalence, FrameworkVersion
from stegvis.frameworks.policies import Owner
from stegvis.frameworks.queries import effective_of
from stegvis.frameworks.relations.equivalences import Statement, record_equivalence
from stegvis.organisations.models import Collaboration, Organisation
from stegvis.web.demo.cast import user_key

REASON = "Demonstration"
SHARED_BY_ALL = ("introduktion", "mentorskap", "erfaren-vid-start", "hygien", "hlr")
"""What the frameworks for nurses and for therapists ask of everybody alike."""


def record_equivalences() -> None:
    """Whoever is on Mölndal's first level is on Ale's; what is common to nurses and therapists is said by GR."""
    _record("gunilla", Organisation.objects.get(slug="ale"), _molndal_in_ale())
    _record("dag", Collaboration.objects.get(slug="gr"), _nurses_and_therapists())


def _record(key: str, owner: Owner, statements: Iterable[Statement]) -> None:
    with acting_as(user_key(key), reason=REASON) as actor, transaction.atomic():
        own = {"owner": owner} if isinstance(owner, Organisation) else {"collaboration": owner}
        if not visible(actor, Equivalence).filter(**own).exists():
            for said in statements:
                record_equivalence(actor=actor, owner=owner, said=said)


def _molndal_in_ale() -> Iterator[Statement]:
    """Of the first level all that is alike, and what covers Ale's new course; of the second where Mölndal asks less."""
    left, right = _version("molndal-rehab", 1), _version("ale-rehab", 2)
    asked = _first_level(right)
    for code in [code for code in _first_level(left) if code in asked]:
        yield Statement(left, code, right, code, Equivalence.Relation.SAME)
    yield Statement(
        left,
        "molndal-mobilt",
        right,
        "valfardsteknik",
        Equivalence.Relation.BROADER,
        "Kursen i mobilt arbetssätt har en halv dag om välfärdsteknik i hemmet.",
    )
    yield Statement(
        left,
        "fordjupning-ledarskap",
        right,
        "fordjupning-ledarskap",
        Equivalence.Relation.NARROWER,
        "Ale frågar efter ett steg högre.",
    )


def _nurses_and_therapists() -> Iterator[Statement]:
    left, right = _version("pilot-sjukskoterska-kommun", 1), _version("pilot-rehab-kommun", 2)
    for code in SHARED_BY_ALL:
        yield Statement(left, code, right, code, Equivalence.Relation.SAME)
    yield Statement(
        left,
        "delegering",
        right,
        "delegering",
        Equivalence.Relation.NARROWER,
        "Sjuksköterskornas kurs tar inte upp ordination av egenvård och träning.",
    )


def _version(code: str, number: int) -> FrameworkVersion:
    return FrameworkVersion.objects.get(framework__code=code, version=number)


def _first_level(version: FrameworkVersion) -> list[str]:
    """The codes of what the first level asks for, in the order of the file."""
    first = min(effective_of(version).document.levels, key=lambda level: level.order)
    return [one.code for one in first.requirements()]
