"""Changes that a coordinator asks for, beside a framework's next version.

Another framework for the employer, a unit's own choice, and a pilot widened.

What would place somebody otherwise is rehearsed; what places nobody is done at once.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.careers.models import VersionMove
from stegvis.careers.moves.policies import OPEN, can_follow, may_move
from stegvis.careers.moves.services import open_move, start_move
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import get_visible, writable
from stegvis.foundation.access.verdict import Refused, require
from stegvis.frameworks.models import Adoption, FrameworkVersion, Pilot, UnitAdoption
from stegvis.frameworks.pilots.policies import may_widen
from stegvis.frameworks.pilots.queries import replaced_by
from stegvis.frameworks.pilots.services import widen_pilot
from stegvis.frameworks.policies import leaves_others_theirs, may_adopt, moves_somebody, must_move
from stegvis.frameworks.services import choose_version
from stegvis.frameworks.units.policies import counts_in_unit, may_choose_in_unit, may_stop_in_unit, may_use_in_unit
from stegvis.frameworks.units.queries import used_above
from stegvis.frameworks.units.services import stop_in_unit, use_in_unit
from stegvis.organisations.models import Organisation, Unit
from stegvis.people.models import Profession

Kind = VersionMove.Kind


@transaction.atomic
def start_choosing(
    *, actor: Actor, employer: Organisation, profession: Profession, version: FrameworkVersion
) -> VersionMove | None:
    """Let an employer use a framework, or a later version of its own. ``None`` where that moves nobody: it is done.

    Raises Refused.
    """
    require(may_adopt(actor, employer, profession, version))
    used = Adoption.objects.filter(employer=employer, profession=profession).select_related("version").first()
    if used is not None and used.version_id == version.pk:
        raise Refused(_("It is in use for the profession already."))
    if used is None or not moves_somebody(used, version):
        choose_version(actor=actor, employer=employer, profession=profession, version=version)
        return None
    if used.version.framework_id != version.framework_id:
        require(leaves_others_theirs(employer.pk, None, profession, version))
    elif used.version.version > version.version:
        raise Refused(must_move(used.version, version))
    else:
        require(can_follow(used, version))
    move = VersionMove(employer=employer, profession=profession, from_version=used.version, to_version=version)
    return _opened(actor, move)


@transaction.atomic
def start_in_unit(*, actor: Actor, unit: Unit, profession: Profession, version: FrameworkVersion) -> VersionMove | None:
    """Let a unit use additions of its own. ``None`` where that moves nobody: then it is done. Raises Refused."""
    require(may_use_in_unit(actor, unit, profession, version))
    if may_choose_in_unit(actor, unit, profession, version):
        use_in_unit(actor=actor, unit=unit, profession=profession, version=version)
        return None
    own = UnitAdoption.objects.filter(unit=unit, profession=profession).select_related("version").first()
    employer = unit.organisation
    if own is not None:
        require(counts_in_unit(own))
        if own.version.framework_id == version.framework_id:
            return start_move(actor=actor, employer=employer, profession=profession, to_version=version, unit=unit)
    require(leaves_others_theirs(employer.pk, unit, profession, version))
    before = own.version if own else used_above(unit, profession.pk)
    assert before is not None  # noqa: S101 - may_use_in_unit has said so
    kind = Kind.RENEW if own else Kind.BEGIN
    move = VersionMove(
        employer=employer, unit=unit, profession=profession, kind=kind, from_version=before, to_version=version
    )
    return _opened(actor, move)


@transaction.atomic
def start_following(*, actor: Actor, adoption_id: int) -> VersionMove | None:
    """Let a unit follow what is used above it again. ``None`` where that moves nobody: then it is done.

    Raises NotYours and Refused.
    """
    rows = writable(actor, UnitAdoption).select_related("employer", "unit", "profession", "version")
    own = get_visible(actor, UnitAdoption, rows, pk=adoption_id)
    if may_stop_in_unit(own):
        stop_in_unit(actor=actor, adoption_id=own.pk)
        return None
    require(leaves_others_theirs(own.employer_id, own.unit, own.profession, None))
    above = used_above(own.unit, own.profession_id)
    assert above is not None  # noqa: S101 - its own would not count
    move = VersionMove(
        employer=own.employer,
        unit=own.unit,
        profession=own.profession,
        kind=Kind.FOLLOW,
        from_version=own.version,
        to_version=above,
    )
    return _opened(actor, move)


@transaction.atomic
def start_widening(*, actor: Actor, pilot: Pilot) -> list[VersionMove]:
    """Let the whole employer use what a pilot has tried: one change for each profession that somebody is placed in.

    The pilot is widened when the last of them is accepted, and at once where there is none. Raises Refused.
    """
    require(may_move(actor, pilot.employer_id))
    require(may_widen(actor, pilot))
    moves = [_widening(actor, pilot, one) for one in replaced_by(actor, pilot)]
    if not moves:
        widen_pilot(actor=actor, pilot=pilot)
    return moves


def _widening(actor: Actor, pilot: Pilot, used: Adoption) -> VersionMove:
    move = VersionMove(
        employer=used.employer,
        profession=used.profession,
        kind=Kind.WIDEN,
        pilot=pilot,
        from_version=used.version,
        to_version=pilot.version,
    )
    return _opened(actor, move)


def _opened(actor: Actor, move: VersionMove) -> VersionMove:
    """The same change where it already waits; else this one, in place of what waited to be decided there."""
    waiting = writable(actor, VersionMove).filter(
        employer=move.employer, unit=move.unit, profession=move.profession, state__in=OPEN
    )
    same = waiting.filter(kind=move.kind, from_version=move.from_version, to_version=move.to_version).first()
    if same is not None:
        return same
    waiting.update(state=VersionMove.State.DROPPED, decided_by=actor.user, decided_at=timezone.now())
    return open_move(actor, move)
