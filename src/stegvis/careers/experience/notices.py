"""The notices that somebody is interested in a role, and that one's own interest or wish is answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stegvis.careers.experience.services import ANSWERED, INTEREST
from stegvis.careers.models import Interest
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.notices.kinds import Kind, Params, register_kind


def register() -> None:
    register_kind(Kind(INTEREST, _("Interest in a role that I offer"), _words(_interest)))
    register_kind(Kind(ANSWERED, _("Answers about roles and wishes"), _words(_answered)))


def _words(sentence: Callable[[Interest], str]) -> Callable[[Actor, Sequence[Params]], list[str]]:
    """A sentence for each that the reader still sees. One query."""

    def words(actor: Actor, notices: Sequence[Params]) -> list[str]:
        rows = visible(actor, Interest).exclude(state=Interest.State.WITHDRAWN).select_related("offer")
        found = rows.in_bulk([one["interest"] for one in notices])
        return [sentence(found[one["interest"]]) if one["interest"] in found else "" for one in notices]

    return words


def _interest(interest: Interest) -> str:
    return gettext("Somebody is interested in the role “%(title)s”.") % {"title": interest.offer}


def _answered(interest: Interest) -> str:
    if interest.offer is None:
        return gettext("Your manager has answered your wish.")
    return gettext("Your interest in the role “%(title)s” is answered.") % {"title": interest.offer}
