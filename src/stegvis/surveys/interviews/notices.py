"""What an interviewer is told: that they are named."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.notices.kinds import Kind, register_kind, words_of
from stegvis.foundation.notices.models import Channel
from stegvis.foundation.notices.services import notify
from stegvis.surveys.models import Interviewer, InterviewStudy

NAMED = "interviews.named"


def register() -> None:
    words = words_of(InterviewStudy, _named)
    register_kind(Kind(NAMED, _("Interview studies that I interview for"), words, default=Channel.AT_ONCE))


def tell(found: Interviewer) -> None:
    """Runs as the system, in the caller's transaction."""
    link = reverse("surveys:interview_study", args=[found.study_id])
    notify(
        users=[found.user_id],
        kind=NAMED,
        params={"interviewstudy": found.study_id},
        link=link,
        key=f"interviews-{found.study_id}",
    )


def _named(_actor: Actor, study: InterviewStudy) -> str:
    return gettext("You are named to interview in “%(title)s”.") % {"title": study.title}
