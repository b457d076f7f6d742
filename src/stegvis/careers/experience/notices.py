"""The notices that somebody is interested in a role, and that one's own interest or wish is answered."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stegvis.careers.experience.services import ANSWERED, INTEREST
from stegvis.careers.models import Interest
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.notices.kinds import Kind, register_kind, words_of


def register() -> None:
    told_of_role = words_of(Interest, _interest, joined=("offer",))
    register_kind(Kind(INTEREST, _("Interest in a role that I offer"), told_of_role))
    told_of_answer = words_of(Interest, _answered, joined=("offer",))
    register_kind(Kind(ANSWERED, _("Answers about roles and wishes"), told_of_answer))


def _interest(_actor: Actor, interest: Interest) -> str:
    if interest.state == Interest.State.WITHDRAWN:
        return ""
    return gettext("Somebody is interested in the role “%(title)s”.") % {"title": interest.offer}


def _answered(_actor: Actor, interest: Interest) -> str:
    if interest.offer is None:
        return gettext("Your manager has answered your wish.")
    return gettext("Your interest in the role “%(title)s” is answered.") % {"title": interest.offer}
