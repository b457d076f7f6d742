"""Who may let a unit use an overlay of its own, and why not."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import ALLOWED, Verdict
from stegvis.frameworks.models import FrameworkVersion, UnitAdoption
from stegvis.frameworks.policies import may_adopt, must_rehearse
from stegvis.frameworks.queries import has_staff
from stegvis.frameworks.units.queries import rests_on_version, used_above, uses_within
from stegvis.organisations.models import Unit
from stegvis.people.models import Profession


def may_choose_in_unit(actor: Actor, unit: Unit, profession: Profession, version: FrameworkVersion) -> Verdict:
    """As ``may_use_in_unit``; but whom it would measure otherwise are moved by a rehearsed change, the first time too.

    Where the employer has nobody of the profession, there is nobody to move.
    """
    if not (verdict := may_use_in_unit(actor, unit, profession, version)):
        return verdict
    used = uses_within(unit.organisation_id).in_unit(unit.pk, profession.pk)
    if used is None or used == version or not has_staff(unit.organisation_id, profession.pk):
        return ALLOWED
    return Verdict(False, must_rehearse(used))


def counts_in_unit(adoption: UnitAdoption) -> Verdict:
    """Whether people are placed by it: what is used above the unit may have changed since it was chosen."""
    if (adoption.unit_id, adoption.profession_id) in uses_within(adoption.employer_id).counting():
        return ALLOWED
    return Verdict(False, _("The unit has additions that no longer count. Let it follow the employer again first."))


def may_stop_in_unit(adoption: UnitAdoption) -> Verdict:
    """At once only what places nobody: the rest follow again by a rehearsed change."""
    if counts_in_unit(adoption) and has_staff(adoption.employer_id, adoption.profession_id):
        return Verdict(False, must_rehearse(adoption.version))
    return ALLOWED


def may_use_in_unit(actor: Actor, unit: Unit, profession: Profession, version: FrameworkVersion) -> Verdict:
    """As for the employer, and only what clarifies and adds to what is used above the unit."""
    if not (verdict := may_adopt(actor, unit.organisation, profession, version)):
        return verdict
    return can_rest(unit, profession, version)


def can_rest(unit: Unit, profession: Profession, version: FrameworkVersion) -> Verdict:
    """Whether the overlay clarifies what is used above the unit, in just that version."""
    above = used_above(unit, profession.pk)
    if above is None:
        return Verdict(False, _("The employer uses no framework for the profession yet. Choose one first."))
    if not rests_on_version(version, above):
        return Verdict(
            False,
            _(
                "A unit clarifies and adds to what is used above it, which is %(version)s. Choose additions that rest"
                " on just that version."
            )
            % {"version": above},
        )
    return ALLOWED
