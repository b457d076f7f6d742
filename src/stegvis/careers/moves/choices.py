"""What a move changes: what an employer has chosen, or a unit for itself, and a pilot's state with it."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from stegvis.careers.models import VersionMove
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import Refused, Verdict, require
from stegvis.frameworks.models import Adoption, FrameworkVersion, UnitAdoption
from stegvis.frameworks.pilots.queries import professions_of, replaced_by
from stegvis.frameworks.pilots.services import unwiden_pilot, widen_pilot
from stegvis.frameworks.policies import leaves_others_theirs
from stegvis.frameworks.services import adopt_version
from stegvis.frameworks.units.policies import can_rest
from stegvis.frameworks.units.queries import used_above
from stegvis.frameworks.units.services import adopt_in_unit, end_in_unit
from stegvis.organisations.models import Unit

Kind = VersionMove.Kind
Chosen = Adoption | UnitAdoption


def unit_of(adoption: Chosen) -> Unit | None:
    return adoption.unit if isinstance(adoption, UnitAdoption) else None


def chosen_by(employer: int, profession: str, unit: Unit | None) -> QuerySet[Adoption] | QuerySet[UnitAdoption]:
    """What the employer has chosen, or the unit for itself."""
    if unit is None:
        return Adoption.objects.filter(employer=employer, profession=profession).select_related("version")
    rows = UnitAdoption.objects.filter(employer=employer, profession=profession, unit=unit)
    return rows.select_related("version", "unit", "profession", "employer")


def still_begins(move: VersionMove) -> bool:
    """Whether what the move starts from is still in use there, and what it leads to can still be."""
    version = None if move.kind == Kind.BEGIN else move.from_version_id
    return _is_chosen(move, version) and _above_is(move)


def require_start(move: VersionMove) -> date | None:
    """Lock what the move starts from, and say since when it has been chosen. Raises Refused."""
    begins = move.kind == Kind.BEGIN
    found = _locked(move, None if begins else move.from_version_id)
    _require_above(move)
    if move.unit is not None and move.kind != Kind.FOLLOW:  # what is used above it may have been renewed since
        require(can_rest(move.unit, move.profession, move.to_version))
    if move.pilot is not None and not professions_of(move.pilot).filter(pk=move.profession_id).exists():
        raise Refused(_("The pilot is not about that profession any more. Drop this change."))
    require(_leaves_others(move, None if move.kind == Kind.FOLLOW else move.to_version))
    return found.since if found else None


def require_end(move: VersionMove) -> None:
    """Lock what the move has led to, which is to be undone. Raises Refused."""
    _locked(move, None if move.kind == Kind.FOLLOW else move.to_version_id)
    _require_above(move)
    require(_leaves_others(move, None if move.kind == Kind.BEGIN else move.from_version))


def carry_out(actor: Actor, move: VersionMove) -> None:
    """What the move leads to is chosen. A pilot is widened with the last of its professions."""
    if move.kind == Kind.FOLLOW:
        _end(actor, move)
    else:
        _adopt(actor, move, move.to_version)
    if move.pilot is not None and not replaced_by(actor, move.pilot):
        widen_pilot(actor=actor, pilot=move.pilot)


def carry_back(actor: Actor, move: VersionMove) -> None:
    """What the move started from is chosen again, since the day when it was."""
    if move.kind == Kind.BEGIN:
        _end(actor, move)
    else:
        _adopt(actor, move, move.from_version, move.adopted_since)
    if move.pilot is not None:
        unwiden_pilot(actor=actor, pilot=move.pilot)


def _adopt(actor: Actor, move: VersionMove, version: FrameworkVersion, since: date | None = None) -> None:
    if move.unit is None:
        adopt_version(actor=actor, employer=move.employer, profession=move.profession, version=version, since=since)
    else:
        adopt_in_unit(actor=actor, unit=move.unit, profession=move.profession, version=version, since=since)


def _end(actor: Actor, move: VersionMove) -> None:
    end_in_unit(actor=actor, adoption=UnitAdoption.objects.get(unit=move.unit, profession=move.profession))


def _locked(move: VersionMove, version: int | None) -> Chosen | None:
    """The choice, locked; it must be the version, or there must be none. Raises Refused."""
    found = chosen_by(move.employer_id, move.profession_id, move.unit).select_for_update(of=("self",)).first()
    if (found.version_id if found else None) == version:
        return found
    if move.unit is not None:
        raise Refused(_("The unit has chosen another version since. Drop this change, or start a new one."))
    raise Refused(_("The employer has chosen another version since. Drop this change, or start a new one."))


def _is_chosen(move: VersionMove, version: int | None) -> bool:
    found = chosen_by(move.employer_id, move.profession_id, move.unit).first()
    return (found.version_id if found else None) == version


def _above_is(move: VersionMove) -> bool:
    """Whether what is used above the unit is what the move was rehearsed against, where it matters.

    A unit that begins leaves what is used above it, one that follows goes there.
    """
    if move.unit is None or move.kind == Kind.RENEW:
        return True
    above = move.from_version if move.kind == Kind.BEGIN else move.to_version
    return used_above(move.unit, move.profession_id) == above


def _require_above(move: VersionMove) -> None:
    if not _above_is(move):
        raise Refused(_("What is used above the unit has changed since. Drop this change, or start a new one."))


def _leaves_others(move: VersionMove, version: FrameworkVersion | None) -> Verdict:
    return leaves_others_theirs(move.employer_id, move.unit, move.profession, version)
