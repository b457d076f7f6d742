"""Which framework the staff of a unit are placed against, where it is not simply their employer's."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from copy import copy
from datetime import date
from typing import Any, TypeVar

from django.db.models import QuerySet

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.frameworks.format.document import BaseReference
from stegvis.frameworks.models import Adoption, FrameworkVersion, UnitAdoption
from stegvis.frameworks.pilots.queries import placed_by_pilot
from stegvis.frameworks.queries import effective_of
from stegvis.organisations.models import Unit

Key = TypeVar("Key", bound=Hashable)
Placed = dict[tuple[int, str], FrameworkVersion]
"""(unit, profession) → version."""


def placed_in_units(employer_id: int, day: date, *, has_own: bool = True) -> Placed:
    """What the staff of units are placed against on the day instead of the employer's adoption.

    A running pilot's version, else the overlay of the unit or of the nearest above it. Two queries; three more where
    units have overlays, one more where a pilot runs. Of what the transaction's actor may see. ``has_own`` spares a
    query where it is known that no unit has an overlay.
    """
    return (used_in_units(employer_id) if has_own else {}) | placed_by_pilot(employer_id, day)


def used_in_units(employer_id: int) -> Placed:
    """The overlays of units, where they count: pilots left aside. One query where there are none, else three."""
    own = list(UnitAdoption.objects.filter(employer=employer_id).select_related("version__framework"))
    if not own:
        return {}
    uses = Uses(employer_id, own)
    professions = {one.profession_id for one in own}
    found = {(unit, code): uses.in_unit(unit, code) for unit in uses.parents for code in professions}
    return {key: version for key, version in found.items() if version and version != uses.by_employer.get(key[1])}


class Uses:
    """What an employer uses, unit by unit. Two queries beside the units' own, which are given."""

    def __init__(self, employer_id: int, own: Iterable[UnitAdoption]) -> None:
        adoptions = Adoption.objects.filter(employer=employer_id).select_related("version__framework")
        self.by_employer = {one.profession_id: one.version for one in adoptions}
        self.parents = dict(Unit.objects.filter(organisation=employer_id).values_list("pk", "parent_id"))
        self.own = {(one.unit_id, one.profession_id): one.version for one in own}
        self.found: dict[tuple[int, str], FrameworkVersion | None] = {}

    def in_unit(self, unit: int, profession: str) -> FrameworkVersion | None:
        """Its own overlay where it rests on what is used above, else what is used above."""
        key = unit, profession
        if key not in self.found:
            above, own = self.above(unit, profession), self.own.get(key)
            self.found[key] = own if own and above and rests_on(own, above) else above
        return self.found[key]

    def unit_that_chose(self, unit: int, profession: str) -> int | None:
        """Whose overlay the unit is placed by: its own or that of the nearest above; ``None`` by the employer's."""
        above, own = self.above(unit, profession), self.own.get((unit, profession))
        if own and above and rests_on(own, above):
            return unit
        parent = self.parents.get(unit)
        return None if parent is None else self.unit_that_chose(parent, profession)

    def counting(self) -> set[tuple[int, str]]:
        """The units' own that people are placed by."""
        return {key for key in self.own if self.unit_that_chose(*key) == key[0]}

    def supposing(self, unit: int | None, profession: str, version: FrameworkVersion | None) -> Uses:
        """As if the unit, or the employer, used the version; ``None`` for nothing of its own."""
        other = copy(self)
        other.found = {}
        if unit is None:
            other.by_employer = _with(self.by_employer, profession, version)
        else:
            other.own = _with(self.own, (unit, profession), version)
        return other

    def above(self, unit: int, profession: str) -> FrameworkVersion | None:
        parent = self.parents.get(unit)
        return self.by_employer.get(profession) if parent is None else self.in_unit(parent, profession)


def _with(chosen: Mapping[Key, FrameworkVersion], key: Key, version: FrameworkVersion | None) -> dict[Key, Any]:
    others = {one: kept for one, kept in chosen.items() if one != key}
    return others if version is None else {**others, key: version}


def uses_within(employer_id: int) -> Uses:
    return Uses(employer_id, UnitAdoption.objects.filter(employer=employer_id).select_related("version__framework"))


def used_above(unit: Unit, profession: str) -> FrameworkVersion | None:
    """What the unit clarifies if it has an overlay of its own."""
    return uses_within(unit.organisation_id).above(unit.pk, profession)


def losing_their_own(
    employer_id: int, unit: int | None, profession: str, version: FrameworkVersion | None
) -> QuerySet[Unit]:
    """The units whose overlays would no longer count if another unit, or the employer, used the version.

    ``version`` is ``None`` where the unit would follow what is used above it.
    """
    uses = uses_within(employer_id)
    lost = uses.counting() - uses.supposing(unit, profession, version).counting() - {(unit, profession)}
    return Unit.objects.filter(pk__in={one for one, _profession in lost}).order_by("name")


def placed_by_unit(unit: Unit, profession: str, day: date, *, supposing: FrameworkVersion | None = None) -> set[int]:
    """The units whose staff are placed by this unit's own overlay: itself and those below, but for pilots.

    With ``supposing`` as if that were its own.
    """
    uses, pilots = uses_within(unit.organisation_id), placed_by_pilot(unit.organisation_id, day)
    if supposing is not None:
        uses = uses.supposing(unit.pk, profession, supposing)
    return {
        one
        for one in uses.parents
        if uses.unit_that_chose(one, profession) == unit.pk and (one, profession) not in pilots
    }


def rests_on(overlay: FrameworkVersion, below: FrameworkVersion) -> bool:
    """Whether it is an overlay on the framework, in any version: the base may be renewed before the overlay."""
    return below.framework.code in {layer.code for layer in effective_of(overlay).layers[:-1]}


def rests_on_version(overlay: FrameworkVersion, below: FrameworkVersion) -> bool:
    return BaseReference(below.framework.code, below.version) in effective_of(overlay).layers[:-1]


def unit_adoptions_of(actor: Actor, version: FrameworkVersion) -> QuerySet[UnitAdoption]:
    """The units of the actor's employers that use the framework, in any version."""
    rows = visible(actor, UnitAdoption).filter(version__framework=version.framework_id)
    return rows.select_related("employer", "unit", "profession", "version").order_by(
        "employer__name", "unit__name", "profession__title_sv"
    )
