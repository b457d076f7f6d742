"""Who may publish and adopt, and why not."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import ALLOWED, Verdict
from stegvis.frameworks.models import FrameworkVersion
from stegvis.organisations.models import Organisation
from stegvis.people.models import Profession


def may_publish(actor: Actor, owner: Organisation | None) -> Verdict:
    """Coordinators publish for their own employer; what has no owner is packaged with Stegvis."""
    if actor.is_system or (owner is not None and owner.pk in actor.coordinates):
        return ALLOWED
    return Verdict(False, _("Only the employer's coordinator may publish a framework there."))


def may_adopt(actor: Actor, employer: Organisation, profession: Profession, version: FrameworkVersion) -> Verdict:
    if not (actor.is_system or employer.pk in actor.coordinates):
        return Verdict(False, _("Only the employer's coordinator chooses which framework is used there."))
    if version.status == "described":
        return Verdict(
            False, _("This framework is only described in a document and holds too little to place anyone by.")
        )
    if not version.professions.filter(pk=profession.pk).exists():
        return Verdict(False, _("The framework is not made for that profession."))
    return ALLOWED
