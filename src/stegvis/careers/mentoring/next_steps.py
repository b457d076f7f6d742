"""What the first page says of mentoring: to who is asked, to the two, and to who leads a round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stegvis.careers.mentoring.days import NEAR_THE_END
from stegvis.careers.models import MentorAnswer, MentorRound, Mentorship, MentorWish
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.components.next_steps import NextStep, Waiting
from stegvis.organisations.models import Membership
from stegvis.people.access import current

State = Mentorship.State
# What stands alone: the kind, what is said of it, where it is seen to, and its icon and tone.
TO_SEE_TO = (
    (
        "mentorships ending",
        gettext_lazy("A mentorship ends soon"),
        gettext_lazy("Finish it together, or move the end. A finished one counts as an assignment for the mentor."),
        "careers:mentoring",
        gettext_lazy("Open mentoring"),
        ("clock",),
    ),
    (
        "mentor rounds open",
        gettext_lazy("You can wish for a mentor"),
        gettext_lazy("A matching round is open. Number the mentors you want, as many as you like."),
        "careers:mentoring",
        gettext_lazy("See the mentors"),
        ("people",),
    ),
    (
        "mentor rounds led",
        gettext_lazy("A matching round waits for you"),
        gettext_lazy("The last day for wishes has passed. Run the matching, look through it and settle it."),
        "careers:mentor_rounds",
        gettext_lazy("Open the rounds"),
        ("steps", "warm"),
    ),
)


def waiting(actor: Actor) -> Waiting:
    rows = visible(actor, Mentorship)
    as_mentor = Q(mentor=actor.user, mentor_accepted_on=None)
    as_person = Q(user=actor.user, person_accepted_on=None)
    unanswered = ~Exists(
        MentorAnswer.objects.filter(round=OuterRef("round"), person=OuterRef("person"), mentor=OuterRef("mentor"))
    )
    rounds = visible(actor, MentorRound)
    open_rounds = rounds.filter(state=MentorRound.State.OPEN)
    led = Q(employer__in=actor.coordinates) | Q(collaboration__in=actor.leads)
    due = Q(state=MentorRound.State.OPEN, closes_on__lt=actor.today) | Q(state=MentorRound.State.MATCHED)
    return {
        "mentors asked": rows.filter(as_mentor | as_person, state__in=[State.ASKED, State.PROPOSED]),
        "mentorships ending": rows.filter(
            Q(user=actor.user) | Q(mentor=actor.user), state=State.RUNNING, ends__lte=actor.today + NEAR_THE_END
        ),
        "mentor wishes": visible(actor, MentorWish).filter(
            unanswered, mentor=actor.user, round__state=MentorRound.State.OPEN
        ),
        "mentor rounds open": _to_wish_in(actor, open_rounds),
        "mentor rounds led": rounds.filter(led & due) if actor.coordinates or actor.leads else rounds.none(),
    }


def _to_wish_in(actor: Actor, open_rounds: QuerySet[MentorRound]) -> QuerySet[MentorRound]:
    """Those that take wishes from the actor, who has made none and has no mentor."""
    if actor.person is None or not actor.employers:
        return open_rounds.none()
    members = Membership.objects.filter(current(actor), organisation__in=actor.employers)
    wished = visible(actor, MentorWish).filter(round=OuterRef("pk"), person=actor.person)
    has_one = visible(actor, Mentorship).filter(person=actor.person, state__in=[State.RUNNING, State.PROPOSED])
    mine = Q(employer__in=actor.employers) | Q(collaboration__in=members.values("collaboration"))
    return open_rounds.filter(mine, ~Exists(wished), ~Exists(has_one), closes_on__gte=actor.today)


def next_steps(actor: Actor, counts: Counter[str]) -> Iterator[NextStep]:
    """At most one step for each: somebody to answer, wishes to put in order, an end, a round to wish in or to lead."""
    page = reverse("careers:mentoring")
    if number := counts["mentors asked"]:
        yield NextStep(
            title=ngettext("%(n)s mentorship waits for your answer", "%(n)s mentorships wait for your answer", number)
            % {"n": number},
            detail=_("A yes or a no is one click. Nobody asks why."),
            url=page,
            action=_("Answer"),
            icon="people",
            tone="warm",
        )
    if number := counts["mentor wishes"]:
        yield NextStep(
            title=ngettext("%(n)s has wished for you as mentor", "%(n)s have wished for you as mentor", number)
            % {"n": number},
            detail=_("Say whom you can help best before the matching."),
            url=page,
            action=_("Put them in order"),
            icon="people",
        )
    for kind, title, detail, way, action, look in TO_SEE_TO:
        if counts[kind]:
            yield NextStep(str(title), str(detail), reverse(way), str(action), *look)
