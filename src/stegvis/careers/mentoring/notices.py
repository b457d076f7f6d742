"""The kinds of notices about mentoring, and the days of a mentorship in the calendar."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stegvis.careers.mentoring.queries import Case, cases_among
from stegvis.careers.models import MentorRound, Mentorship
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.notices.calendar import Event, register_calendar
from stegvis.foundation.notices.kinds import Kind, Params, register_kind
from stegvis.foundation.notices.services import notify

ASKED, ANSWERED, ENDS, ENDED = "mentoring.asked", "mentoring.answered", "mentoring.ends", "mentoring.ended"
WISHED, MATCHED, PAUSED = "mentoring.wished", "mentoring.matched", "mentoring.paused"
State = Mentorship.State


def register() -> None:
    for code, label, sentence in (
        (ASKED, _("Somebody asks me to be their mentor"), _asked),
        (ANSWERED, _("Answers about mentorships"), _answered),
        (ENDS, _("A mentorship that ends soon"), _ends),
        (ENDED, _("A mentorship that has ended"), _ended),
    ):
        register_kind(Kind(code, label, _of_mentorships(sentence)))
    register_kind(Kind(WISHED, _("Somebody has wished for me as mentor in a round"), _of_rounds(_wished)))
    register_kind(Kind(MATCHED, _("The result of a matching round"), _of_rounds(_matched)))
    register_kind(Kind(PAUSED, _("My offer to be a mentor is paused"), _paused))
    register_calendar(days)


def tell(mentorship: Mentorship, users: Iterable[int | None], kind: str, what: str) -> None:
    """Tell these users of it, each once for each ``what``. Runs in the caller's transaction."""
    notify(
        users=users,
        kind=kind,
        params={"mentorship": str(mentorship.pk)},
        link=reverse("careers:mentorship", args=[mentorship.pk]),
        key=f"mentorship-{mentorship.pk}-{what}",
    )


def tell_of_round(found: MentorRound, users: Iterable[int | None], kind: str) -> None:
    """To mentors who are wished for, and to everybody when it is settled; once each. In the caller's transaction."""
    page = reverse("careers:mentor_round_rank", args=[found.pk]) if kind == WISHED else reverse("careers:mentoring")
    notify(users=users, kind=kind, params={"round": found.pk}, link=page, key=f"mentor-round-{found.pk}-{kind}")


def tell_of_pause(offer_user: int, day: date) -> None:
    notify(
        users=[offer_user],
        kind=PAUSED,
        params={},
        link=reverse("careers:mentor_offer"),
        key=f"mentor-offer-{offer_user}-paused-{day}",
    )


def _of_mentorships(sentence: Callable[[Case], str]) -> Callable[[Actor, Sequence[Params]], list[str]]:
    """A sentence for each that the reader still sees. Two queries."""

    def words(actor: Actor, notices: Sequence[Params]) -> list[str]:
        rows = cases_among(actor, [one["mentorship"] for one in notices])
        return [sentence(rows[key]) if (key := one["mentorship"]) in rows else "" for one in notices]

    return words


def _of_rounds(sentence: Callable[[MentorRound], str]) -> Callable[[Actor, Sequence[Params]], list[str]]:
    def words(actor: Actor, notices: Sequence[Params]) -> list[str]:
        rows = visible(actor, MentorRound).in_bulk([one["round"] for one in notices])
        return [sentence(rows[one["round"]]) if one["round"] in rows else "" for one in notices]

    return words


def _named(case: Case) -> str:
    return case.other or gettext("Somebody")


def _asked(case: Case) -> str:
    if case.waits_for_me:
        return gettext("%(name)s asks whether you will be their mentor.") % {"name": _named(case)}
    return gettext("%(name)s asked whether you will be their mentor. There is nothing more to answer.") % {
        "name": _named(case)
    }


def _answered(case: Case) -> str:
    told = {"name": _named(case)}
    if case.mentorship.state == State.DECLINED and case.is_mentor:
        return gettext("The mentorship with %(name)s did not come to be. There is nothing to answer any longer.") % told
    if case.mentorship.state == State.DECLINED:
        return gettext("The mentorship with %(name)s did not come to be. Ask another; many want to help.") % told
    if case.is_waiting:
        return gettext("%(name)s has said yes. It begins when you both have.") % told
    return gettext("You and %(name)s have a mentorship. Agree on your first meeting.") % told


def _ends(case: Case) -> str:
    day = date_format(case.mentorship.ends) if case.mentorship.ends else ""
    told = {"name": _named(case), "day": day}
    return gettext("Your mentorship with %(name)s ends on %(day)s. Finish it together, or move the end.") % told


def _ended(case: Case) -> str:
    told = {"name": _named(case)}
    return gettext("Your mentorship with %(name)s has ended. Write a few lines for yourself, if you like.") % told


def _wished(found: MentorRound) -> str:
    return gettext("Somebody has wished for you as mentor in “%(title)s”. Say whom you can help best.") % {
        "title": found.title
    }


def _matched(found: MentorRound) -> str:
    return gettext("“%(title)s” is settled. See what came of it.") % {"title": found.title}


def _paused(_actor: Actor, notices: Sequence[Params]) -> list[str]:
    said = gettext("Your employment has ended, so your offer to be a mentor is paused. Open it again if you like.")
    return [said for _notice in notices]


def days(actor: Actor) -> Iterator[Event]:
    """The next meeting and the planned end of what runs, on both sides. No name stands in a calendar."""
    rows = visible(actor, Mentorship).filter(Q(user=actor.user) | Q(mentor=actor.user), state=State.RUNNING)
    for one in rows:
        link = reverse("careers:mentorship", args=[one.pk])
        if one.next_meeting is not None and one.next_meeting >= actor.today:
            yield Event(f"mentorship-{one.pk}-meeting", gettext("Mentor meeting"), one.next_meeting, link=link)
        if one.ends is not None and one.ends >= actor.today:
            yield Event(f"mentorship-{one.pk}-ends", gettext("Last day of the mentorship"), one.ends, link=link)
