"""The kinds of notices about talks, who hears of them, and the days of talks in the calendar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stegvis.careers.models import Talk
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.notices.calendar import Event, register_calendar
from stegvis.foundation.notices.kinds import Kind, register_kind, words_of
from stegvis.foundation.notices.services import Message, dismiss, send
from stegvis.people.models import Person

PLANNED, TO_SIGN = "talk.planned", "talk.to_sign"


def register() -> None:
    register_kind(Kind(PLANNED, _("Talks that are planned, moved or cancelled"), words_of(Talk, _planned)))
    register_kind(Kind(TO_SIGN, _("Talks to sign"), words_of(Talk, _to_sign)))
    register_calendar(days)


def tell_of_days(actor: Actor, talks: Iterable[Talk]) -> None:
    """Tell each person when their talk is, or that it is not. Two queries, whatever the number."""
    talks = list(talks)
    users = dict(visible(actor, Person).filter(pk__in=[one.person_id for one in talks]).values_list("pk", "user_id"))
    send(_message(users.get(one.person_id), PLANNED, one, f"{one.state}-{one.held_on}") for one in talks)


def tell_to_sign(actor: Actor, talk: Talk, text_digest: str) -> None:
    """Tell whoever of the two has not signed this text, but for the actor."""
    person = visible(actor, Person).filter(pk=talk.person_id).values_list("user_id", flat=True).first()
    waiting = {person: talk.person_signed_at, talk.manager_id: talk.manager_signed_at}
    send(
        _message(user, TO_SIGN, talk, _signing(text_digest))
        for user, signed in waiting.items()
        if not signed and user != actor.user
    )


def signed(actor: Actor, talk: Talk, text_digest: str) -> None:
    """The actor needs to be told of it no more."""
    dismiss(users=[actor.user or 0], keys=[_key(talk, _signing(text_digest))])


def _message(user: int | None, kind: str, talk: Talk, what: str) -> Message:
    return Message(user, kind, {"talk": talk.pk}, reverse("careers:talk", args=[talk.pk]), _key(talk, what))


def _key(talk: Talk, what: str) -> str:
    return f"talk-{talk.pk}-{what}"


def _signing(text_digest: str) -> str:
    return f"sign-{text_digest[:12]}"


def _planned(_actor: Actor, talk: Talk) -> str:
    told = {"kind": talk.get_kind_display(), "day": date_format(talk.held_on)}
    if talk.state == Talk.State.CANCELLED:
        return gettext("%(kind)s on %(day)s is cancelled.") % told
    if talk.state == Talk.State.PLANNED:
        return gettext("%(kind)s on %(day)s. A few questions help you to prepare.") % told
    return gettext("%(kind)s was held on %(day)s.") % told


def _to_sign(_actor: Actor, talk: Talk) -> str:
    told = {"kind": talk.get_kind_display(), "day": date_format(talk.held_on)}
    if talk.state == Talk.State.HELD:
        return gettext("%(kind)s of %(day)s: read what you have agreed on, and sign if it is right.") % told
    return gettext("%(kind)s of %(day)s is signed.") % told


def days(actor: Actor) -> Iterator[Event]:
    """Talks to come, one's own and those that one leads."""
    whose = Q(manager=actor.user) | (Q(person=actor.person) if actor.person is not None else Q(pk__in=[]))
    for talk in visible(actor, Talk).filter(whose, state=Talk.State.PLANNED, held_on__gte=actor.today):
        link = reverse("careers:talk", args=[talk.pk])
        yield Event(f"talk-{talk.pk}", str(talk.get_kind_display()), talk.held_on, link=link)
