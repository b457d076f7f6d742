"""The kinds of notices about development plans, who hears of them, and follow-ups in the calendar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stegvis.careers.models import DevelopmentPlan
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.notices.calendar import Event, register_calendar
from stegvis.foundation.notices.kinds import Kind, register_kind, words_of
from stegvis.foundation.notices.services import dismiss, notify
from stegvis.people.models import Person

AGREED, FOLLOW_UP = "plan.agreed", "plan.follow_up"
State = DevelopmentPlan.State


def register() -> None:
    register_kind(Kind(AGREED, _("My development plan is confirmed"), words_of(DevelopmentPlan, _agreed)))
    register_kind(Kind(FOLLOW_UP, _("Development plans to follow up"), words_of(DevelopmentPlan, _follow_up)))
    register_calendar(days)


def tell_of_agreement(actor: Actor, plan: DevelopmentPlan) -> None:
    person = visible(actor, Person).filter(pk=plan.person_id).values_list("user_id", flat=True).first()
    _tell(plan, {person} - {actor.user}, AGREED, f"agreed-{plan.agreed_on}")


def tell_of_follow_up(plan: DevelopmentPlan, users: Iterable[int | None]) -> None:
    """Once for each day that a follow-up is set to."""
    _tell(plan, users, FOLLOW_UP, _follow_up_key(plan))


def followed_up(actor: Actor, plan: DevelopmentPlan) -> None:
    """The actor needs to be told of the follow-up no more. Call it before the plan gets its next day."""
    dismiss(users=[actor.user or 0], keys=[f"plan-{plan.pk}-{_follow_up_key(plan)}"])


def _tell(plan: DevelopmentPlan, users: Iterable[int | None], kind: str, what: str) -> None:
    link = reverse("careers:plan", args=[plan.pk])
    notify(users=users, kind=kind, params={"developmentplan": plan.pk}, link=link, key=f"plan-{plan.pk}-{what}")


def _follow_up_key(plan: DevelopmentPlan) -> str:
    return f"follow-up-{plan.follow_up_on}"


def _agreed(_actor: Actor, plan: DevelopmentPlan) -> str:
    told = {"title": plan.title}
    if plan.state == State.AGREED:
        return gettext("Your manager has confirmed the plan “%(title)s”.") % told
    return gettext("The plan “%(title)s” has been changed since it was confirmed.") % told


def _follow_up(actor: Actor, plan: DevelopmentPlan) -> str:
    if plan.state == State.CLOSED or plan.follow_up_on is None:
        return gettext("The plan “%(title)s” has been followed up.") % {"title": plan.title}
    told = {"title": plan.title, "day": date_format(plan.follow_up_on)}
    if plan.person_id == actor.person:
        return gettext("Your plan “%(title)s” is to be followed up on %(day)s.") % told
    return gettext("A plan in your team is to be followed up on %(day)s.") % told


def days(actor: Actor) -> Iterator[Event]:
    """The follow-up of one's own plan."""
    if actor.person is None:
        return
    rows = visible(actor, DevelopmentPlan).filter(person=actor.person, follow_up_on__gte=actor.today)
    for plan in rows.exclude(state=State.CLOSED):
        if plan.follow_up_on is not None:
            title, link = gettext("Development plan: follow-up"), reverse("careers:plan", args=[plan.pk])
            yield Event(f"plan-{plan.pk}-follow-up", title, plan.follow_up_on, link=link)
