"""Who may let a unit use an overlay of its own, and why not."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import ALLOWED, Verdict
from stegvis.frameworks.models import FrameworkVersion
from stegvis.frameworks.policies import may_adopt
from stegvis.frameworks.units.queries import rests_on_version, used_above
from stegvis.organisations.models import Unit
from stegvis.people.models import Profession


def may_use_in_unit(actor: Actor, unit: Unit, profession: Profession, version: FrameworkVersion) -> Verdict:
    """As for the employer, and only what clarifies and adds to what is used above the unit."""
    if not (verdict := may_adopt(actor, unit.organisation, profession, version)):
        return verdict
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
