"""The kinds of notices about evidence, and its days in the calendar."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stegvis.careers.evidence.queries import waiting_evidence
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.notices.calendar import Event, register_calendar
from stegvis.foundation.notices.kinds import Kind, Params, register_kind, words_of
from stegvis.people.models import Evidence

State = Evidence.State


def register() -> None:
    for code, label, sentence in (
        ("evidence.answered", _("Answers about my evidence"), _answered),
        ("evidence.lapses", _("Evidence that soon lapses"), _lapses),
        ("evidence.file_refused", _("A file that was stopped"), _file_refused),
    ):
        register_kind(Kind(code, label, words_of(Evidence, sentence, joined=["person"])))
    register_kind(Kind("evidence.to_check", _("Evidence to check"), _to_check))
    register_calendar(lapsing_days)


def _to_check(actor: Actor, notices: Sequence[Params]) -> list[str]:
    """One notice stands for all that waits of the person with the employer, until nothing does. Two queries."""
    rows = visible(actor, Evidence).select_related("person").in_bulk([one["evidence"] for one in notices])
    waits = waiting_evidence(actor).filter(person__in={one.person_id for one in rows.values()})
    left: dict[tuple[UUID, int], list[str]] = defaultdict(list)
    for person, employer, title in waits.values_list("person", "employer", "title"):
        left[person, employer].append(title)
    found = [rows.get(one["evidence"]) for one in notices]
    return [_waits(one, left[one.person_id, one.employer_id]) if one else "" for one in found]


def _waits(evidence: Evidence, titles: list[str]) -> str:
    told = {"person": evidence.person, "title": titles[0] if titles else evidence.title, "n": len(titles)}
    if not titles:
        return gettext("“%(title)s” of %(person)s is answered.") % told
    if len(titles) == 1:
        return gettext("%(person)s has registered “%(title)s”, which waits to be checked.") % told
    return gettext("%(person)s has registered %(n)s things that wait to be checked.") % told


def _answered(_actor: Actor, evidence: Evidence) -> str:
    told = {"title": evidence.title, "why": evidence.answer}
    if evidence.state == State.DECLINED:
        return gettext("“%(title)s” was not accepted: %(why)s") % told
    return gettext("“%(title)s” is checked and counts.") % told


def _lapses(_actor: Actor, evidence: Evidence) -> str:
    day = date_format(evidence.valid_until) if evidence.valid_until else ""
    return gettext("“%(title)s” is valid until %(day)s. Renew it in time.") % {"title": evidence.title, "day": day}


def _file_refused(_actor: Actor, evidence: Evidence) -> str:
    return gettext("A file that you added to “%(title)s” was stopped and is not kept.") % {"title": evidence.title}


def lapsing_days(actor: Actor) -> Iterator[Event]:
    """The last day of one's own certificates and courses."""
    if actor.person is None:
        return
    rows = visible(actor, Evidence).filter(
        person=actor.person,
        state=State.VERIFIED,
        valid_until__gte=actor.today,
        kind__in=(Evidence.Kind.COURSE, Evidence.Kind.CERTIFICATE, Evidence.Kind.LICENCE),
    )
    for one in rows:
        if one.valid_until is not None:
            title = gettext("Last day: %(title)s") % {"title": one.title}
            yield Event(f"evidence-{one.pk}", title, one.valid_until, link=reverse("careers:evidence"))
