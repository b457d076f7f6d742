"""Who may bring in a framework, and what of it may be saved."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import ALLOWED, Verdict
from stegvis.frameworks.drafts.policies import may_start, may_start_any
from stegvis.frameworks.models import FrameworkImport
from stegvis.frameworks.policies import Owner


def may_import(actor: Actor, owner: Owner | None = None) -> Verdict:
    """Coordinators, for their own employer or collaboration; without an owner, for any at all."""
    if owner is not None:
        return may_start(actor, owner)
    if may_start_any(actor):
        return ALLOWED
    return Verdict(False, _("Only coordinators of an employer or a collaboration bring in career frameworks."))


def may_save(actor: Actor, found: FrameworkImport) -> Verdict:
    """Once, by the owner's coordinators, and only what could be read whole."""
    if not (verdict := may_import(actor, found.owner or found.collaboration)):
        return verdict
    if found.report.get("problem_count"):
        return Verdict(False, _("Some of the file could not be taken in. Correct it and bring it in anew."))
    if found.report.get("saved_before"):
        return Verdict(False, _("There is nothing to save: the same file is a draft already."))
    if found.report.get("same_as"):
        return Verdict(False, _("There is nothing to save: the file says what is published already."))
    return ALLOWED
