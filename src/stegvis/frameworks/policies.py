"""Who may publish and adopt, and why not."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import ALLOWED, Verdict
from stegvis.frameworks.models import Adoption, Framework, FrameworkVersion
from stegvis.frameworks.queries import has_staff
from stegvis.frameworks.units.queries import losing_their_own
from stegvis.organisations.models import Collaboration, Organisation, Unit
from stegvis.people.models import Profession

Owner = Organisation | Collaboration


def may_publish(actor: Actor, owner: Owner | None) -> Verdict:
    """Coordinators publish for their own employer or collaboration; what has no owner is packaged with Stegvis."""
    if actor.is_system or owns(actor, owner):
        return ALLOWED
    return Verdict(False, _("Only the owner's coordinator may publish a framework there."))


def may_take_over(actor: Actor, framework: Framework) -> Verdict:
    """Only Stegvis's own installation hands out what is packaged, and only what nobody owns."""
    if actor.is_system and framework.owner_id is None and framework.collaboration_id is None:
        return ALLOWED
    return Verdict(False, _("Only a framework that is packaged with Stegvis can be taken over, by its administrator."))


def owns(actor: Actor, owner: Owner | None) -> bool:
    """Whether the actor writes on behalf of this employer or collaboration."""
    if isinstance(owner, Collaboration):
        return owner.pk in actor.leads
    return owner is not None and owner.pk in actor.coordinates


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


def may_choose(actor: Actor, employer: Organisation, profession: Profession, version: FrameworkVersion) -> Verdict:
    """As ``may_adopt``; but whom it would place otherwise are moved by a rehearsed change, to another framework too.

    Where the employer has nobody of the profession, there is nobody to move.
    """
    if not (verdict := may_adopt(actor, employer, profession, version)):
        return verdict
    used = Adoption.objects.filter(employer=employer, profession=profession).select_related("version").first()
    if used is None:
        return ALLOWED
    if not moves_somebody(used, version):
        return leaves_others_theirs(employer.pk, None, profession, version)
    is_other = used.version.framework_id != version.framework_id
    return Verdict(False, must_rehearse(used.version) if is_other else must_move(used.version, version))


def moves_somebody(used: Adoption, version: FrameworkVersion) -> bool:
    """Whether staff would be placed otherwise if the version took the place of what their employer uses."""
    return used.version_id != version.pk and has_staff(used.employer_id, used.profession_id)


def must_move(used: FrameworkVersion, wanted: FrameworkVersion) -> str:
    """Why another version of what is used is not simply chosen."""
    if wanted.version > used.version:
        why = _(
            "Version %(version)s of this framework is in use. Change version under Changes of version, where you first"
            " see what it means for everybody."
        )
    else:
        why = _(
            "Version %(version)s of this framework is in use, and people are placed by it. An accepted change of"
            " version can be undone for 30 days, under Changes of version. After that, what is wanted again is"
            " published as a new version."
        )
    return why % {"version": used.version}


def must_rehearse(used: FrameworkVersion) -> str:
    return _(
        "People are placed by %(version)s. What takes its place is changed under Changes of version, where you first"
        " see what it means for everybody."
    ) % {"version": used}


def leaves_others_theirs(
    employer_id: int, unit: Unit | None, profession: Profession, version: FrameworkVersion | None
) -> Verdict:
    """Whether the unit, or the employer, may go over to the version without others losing their own additions."""
    lost = losing_their_own(employer_id, unit.pk if unit else None, profession.pk, version)
    if not lost:
        return ALLOWED
    return Verdict(
        False,
        _(
            "%(units)s has additions of its own that do not rest on what would then be used above it. Let it follow"
            " the employer again first."
        )
        % {"units": ", ".join(one.name for one in lost)},
    )
