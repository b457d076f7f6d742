"""Who may write a draft, and why not."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import ALLOWED, Verdict
from stegvis.foundation.accounts.models import User
from stegvis.frameworks.models import Draft, Framework
from stegvis.frameworks.policies import Owner, owns


def may_start_any(actor: Actor) -> Verdict:
    """Whoever has an employer or a collaboration to write for."""
    if actor.coordinates or actor.leads:
        return ALLOWED
    return Verdict(False, _("Only coordinators of an employer or a collaboration write career frameworks."))


def may_start(actor: Actor, owner: Owner | None, framework: Framework | None = None) -> Verdict:
    """For one's own employer or collaboration; a next version only of what the same owns."""
    if not owns(actor, owner):
        return Verdict(False, _("Only the owner's coordinator may write a framework there."))
    if framework is not None and (framework.owner or framework.collaboration) != owner:
        return Verdict(
            False, _("Only the owner of a framework makes its next version. Start your own from it instead.")
        )
    return ALLOWED


def may_write(actor: Actor, draft: Draft) -> Verdict:
    """Its owner's coordinators, until it is published or discarded."""
    if not owns(actor, draft.owner or draft.collaboration):
        return Verdict(False, _("Only the owner's coordinator may change this draft."))
    if draft.state == Draft.State.PUBLISHED:
        who = _name(draft.published.published_by if draft.published else None)
        words = _("The draft is published%(by)s, and what is published never changes. Start a new version.")
        return Verdict(False, words % {"by": who})
    if draft.state == Draft.State.DISCARDED:
        return Verdict(False, _("The draft is discarded%(by)s.") % {"by": _name(draft.changed_by)})
    return ALLOWED


def _name(user: User | None) -> str:
    """Who did it, to put after what was done; empty where that is not known."""
    return _(" by %(name)s") % {"name": user.name} if user and user.name else ""
