"""What coders are told: that they are asked, and that the readings are open; and the leader, that a coder asks."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.notices.kinds import Kind, register_kind, words_of
from stegvis.foundation.notices.models import Channel
from stegvis.foundation.notices.services import notify
from stegvis.surveys.models import OpenQuestion

ASKED, OPENED, FLAGGED = "coding.asked", "coding.opened", "coding.flagged"


def register() -> None:
    for code, label, sentence, channel in (
        (ASKED, _("Free text that I am asked to code"), _asked, Channel.AT_ONCE),
        (OPENED, _("Coding that can be compared"), _opened, Channel.DIGEST),
        (FLAGGED, _("What coders ask me about free text"), _flagged, Channel.DIGEST),
    ):
        register_kind(Kind(code, label, words_of(OpenQuestion, sentence), default=channel))


def tell(asked: OpenQuestion, users: Iterable[int | None], kind: str, what: str = "") -> None:
    """Each once for each ``what``. Runs in the caller's transaction."""
    page = "coding_compare" if kind == OPENED else "coding_question"
    link, key = reverse(f"surveys:{page}", args=[asked.pk]), f"coding-{asked.pk}-{kind}{what}"
    notify(users=users, kind=kind, params={"openquestion": asked.pk}, link=link, key=key)


def _asked(actor: Actor, asked: OpenQuestion) -> str:
    if actor.user not in {asked.first_id, asked.second_id}:
        return ""
    return gettext("You are asked to code free text of “%(title)s”.") % {"title": asked.round_title}


def _opened(_actor: Actor, asked: OpenQuestion) -> str:
    return gettext("Both coders of “%(title)s” are done. Compare what you have marked.") % {"title": asked.round_title}


def _flagged(_actor: Actor, asked: OpenQuestion) -> str:
    return gettext("A coder of “%(title)s” asks you to see to something.") % {"title": asked.round_title}
