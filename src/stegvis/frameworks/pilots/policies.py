"""Who may try a framework out, and why not."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import ALLOWED, Verdict
from stegvis.frameworks.models import Adoption, FrameworkVersion, Pilot
from stegvis.frameworks.pilots.queries import professions_of
from stegvis.frameworks.policies import leaves_others_theirs, may_adopt, must_move
from stegvis.frameworks.queries import effective_of
from stegvis.organisations.models import Organisation
from stegvis.people.models import Profession

State = Pilot.State
OPEN = {State.PLANNED, State.RUNNING}
FIRST_YEAR, MOST_YEARS = 2000, 5


def may_plan(actor: Actor, employer: Organisation) -> Verdict:
    if employer.pk not in actor.coordinates:
        return Verdict(False, _("Only the employer's coordinator plans a pilot there."))
    return ALLOWED


def may_be_tried(version: FrameworkVersion, professions: Collection[str]) -> Verdict:
    """``professions`` are the codes chosen."""
    if not effective_of(version).document.places_people:
        return Verdict(
            False, _("This framework is only described in a document and holds too little to place anyone by.")
        )
    if version.professions.filter(pk__in=professions).count() < len(professions):
        return Verdict(False, _("The framework is not made for that profession."))
    return ALLOWED


def may_last(starts: date, ends: date) -> Verdict:
    """A year that was mistyped places people for all time, or in a time before Stegvis."""
    if ends < starts:
        return Verdict(False, _("The last day must not come before the first."))
    if starts.year < FIRST_YEAR:
        return Verdict(False, _("A pilot starts in the year %(year)s at the earliest.") % {"year": FIRST_YEAR})
    if ends - starts > timedelta(days=MOST_YEARS * 366):
        return Verdict(False, _("A pilot lasts at most %(years)s years.") % {"years": MOST_YEARS})
    return ALLOWED


def may_lead(actor: Actor, pilot: Pilot) -> Verdict:
    if pilot.employer_id not in actor.coordinates:
        return Verdict(False, _("Only the employer's coordinator leads this pilot."))
    return ALLOWED


def may_change(actor: Actor, pilot: Pilot) -> Verdict:
    if not (verdict := may_lead(actor, pilot)):
        return verdict
    if pilot.state not in OPEN:
        return Verdict(False, _("The pilot has ended and stays as it was."))
    return ALLOWED


def may_start(actor: Actor, pilot: Pilot) -> Verdict:
    if not (verdict := may_lead(actor, pilot)):
        return verdict
    if pilot.state != State.PLANNED:
        return Verdict(False, _("The pilot has been started already."))
    if pilot.ends < actor.today:
        return Verdict(False, _("The last day has passed. Choose another first."))
    return ALLOWED


def may_end(actor: Actor, pilot: Pilot) -> Verdict:
    if not (verdict := may_lead(actor, pilot)):
        return verdict
    if pilot.state not in OPEN:
        return Verdict(False, _("The pilot has ended already."))
    return ALLOWED


def may_evaluate(actor: Actor, pilot: Pilot) -> Verdict:
    if not (verdict := may_lead(actor, pilot)):
        return verdict
    if pilot.state == State.PLANNED:
        return Verdict(False, _("There is nothing to evaluate before the pilot has started."))
    return ALLOWED


def may_widen(actor: Actor, pilot: Pilot) -> Verdict:
    if not (verdict := may_lead(actor, pilot)):
        return verdict
    if pilot.state == State.WIDENED:
        return Verdict(False, _("The pilot has been widened already."))
    if pilot.state == State.PLANNED:
        return Verdict(False, _("Try the framework before you widen it."))
    if not pilot.evaluation:
        return Verdict(False, _("Write down what the pilot has shown first."))
    verdicts = (verdict for one in professions_of(pilot) for verdict in _may_be_used(actor, pilot, one))
    return next((verdict for verdict in verdicts if not verdict), ALLOWED)


def _may_be_used(actor: Actor, pilot: Pilot, profession: Profession) -> Iterator[Verdict]:
    yield may_adopt(actor, pilot.employer, profession, pilot.version)
    newer = Adoption.objects.filter(
        employer=pilot.employer_id,
        profession=profession,
        version__framework=pilot.version.framework_id,
        version__version__gt=pilot.version.version,
    )
    if used := newer.select_related("version").first():
        yield Verdict(False, must_move(used.version, pilot.version))
    yield leaves_others_theirs(pilot.employer_id, None, profession, pilot.version)
