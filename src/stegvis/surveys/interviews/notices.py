"""What an interviewer is told: that they are named; and a leader: that the notes will soon be gone without a report."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.notices.kinds import Kind, register_kind, words_of
from stegvis.foundation.notices.models import Channel
from stegvis.foundation.notices.services import notify
from stegvis.surveys.models import Interviewer, InterviewStudy

NAMED, ENDING = "interviews.named", "interviews.ending"


def register() -> None:
    words = words_of(InterviewStudy, _named)
    register_kind(Kind(NAMED, _("Interview studies that I interview for"), words, default=Channel.AT_ONCE))
    ending = words_of(InterviewStudy, _ending)
    register_kind(Kind(ENDING, _("Notes of interviews that are soon deleted"), ending, default=Channel.AT_ONCE))


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


def tell_of_end(study: InterviewStudy, users: Iterable[int], *, is_last: bool) -> None:
    """To whoever leads it, a month before and in the last week. Runs as the system, in the caller's transaction."""
    notify(
        users=users,
        kind=ENDING,
        params={"interviewstudy": study.pk},
        link=reverse("surveys:interview_report", args=[study.pk]),
        key=f"interviews-{study.pk}-{study.notes_until}-{'last' if is_last else 'first'}",
    )


def _ending(_actor: Actor, study: InterviewStudy) -> str:
    if study.notes_deleted_on:
        return gettext("The notes of “%(title)s” are deleted, as was promised.") % {"title": study.title}
    words = gettext("The notes of “%(title)s” are deleted after %(day)s. Make the report before that.")
    return words % {"title": study.title, "day": date_format(study.notes_until)}


def _named(_actor: Actor, study: InterviewStudy) -> str:
    return gettext("You are named to interview in “%(title)s”.") % {"title": study.title}
