"""Who is asked to take part, and what they said: all of a collaboration, or one by one."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import get_visible, visible
from stegvis.foundation.access.verdict import Refused
from stegvis.organisations.models import Membership, Organisation
from stegvis.people.access import current
from stegvis.surveys.interviews.services import led
from stegvis.surveys.interviews.texts import line
from stegvis.surveys.models import Interview, InterviewAsked, InterviewStudy

Said = InterviewAsked.Said
MOST_ASKED = 400


@transaction.atomic
def ask_members(*, actor: Actor, study_id: int, on: date) -> int:
    """Every member municipality and region of the collaboration, those not asked before. How many were added."""
    study = led(actor, study_id)
    if study.collaboration_id is None:
        raise Refused(_("The study is an employer's own. Write who is asked, one a line."))
    members = visible(actor, Membership).filter(current(actor), collaboration=study.collaboration_id)
    employers = Organisation.objects.filter(
        pk__in=members.values("organisation"), type__in=[Organisation.Type.MUNICIPALITY, Organisation.Type.REGION]
    )
    return _add(study, {one.name: one.pk for one in employers}, on)


@transaction.atomic
def ask_named(*, actor: Actor, study_id: int, names: str, on: date | None) -> int:
    """Those named, a line each, passed over where they are asked already. How many were added. Raises Refused."""
    study = led(actor, study_id)
    wanted: dict[str, int | None] = {told: None for text in names.splitlines() if (told := line(text, 200))}
    known = Organisation.objects.filter(name__in=wanted)
    return _add(study, wanted | {one.name: one.pk for one in known}, on)


def _add(study: InterviewStudy, names: dict[str, int | None], on: date | None) -> int:
    before = set(InterviewAsked.objects.filter(study=study).values_list("name", flat=True))
    new = [name for name in names if name not in before]
    if len(before) + len(new) > MOST_ASKED:
        raise Refused(_("At most %(n)s organisations are asked in a study.") % {"n": MOST_ASKED})
    give_reason("ask for interviews")
    for name in new:
        InterviewAsked.objects.create(study=study, name=name, organisation_id=names[name], asked_on=on)
    return len(new)


@transaction.atomic
def note_answer(*, actor: Actor, asked_id: int, said: str) -> InterviewAsked:
    """What an organisation said. Raises NotYours or Refused."""
    found = get_visible(actor, InterviewAsked, pk=asked_id)
    led(actor, found.study_id)
    if said not in Said.values:
        raise Refused(_("Choose one of the answers."))
    if said == Said.NO and visible(actor, Interview).filter(asked=found).exclude(state=Interview.State.CANCELLED):
        raise Refused(_("There is an interview with them. Call it off first."))
    give_reason("note an answer")
    found.said = said
    found.save(update_fields=["said"])
    return found


@transaction.atomic
def remove_asked(*, actor: Actor, asked_id: int) -> None:
    """One that was put on the list by mistake. Raises NotYours or Refused."""
    found = get_visible(actor, InterviewAsked, pk=asked_id)
    led(actor, found.study_id)
    if visible(actor, Interview).filter(asked=found).exists():
        raise Refused(_("There is an interview with them, so they stay on the list."))
    give_reason("take an organisation off the list")
    found.delete()
