"""In the background: what a mentor has done goes into their record, and each night what has run its time is ended."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext, override
from procrastinate.contrib.django import app

from stegvis.careers.evidence.tasks import tell_checkers
from stegvis.careers.mentoring.days import ANSWER_WITHIN, NEAR_THE_END
from stegvis.careers.mentoring.notices import ANSWERED, ENDED, ENDS, tell, tell_of_pause
from stegvis.careers.models import MentorOffer, Mentorship
from stegvis.engine.ladder import Kind
from stegvis.foundation.access.actor import acting_as_system
from stegvis.foundation.jobs.running import system_job
from stegvis.frameworks.models import Adoption
from stegvis.frameworks.queries import effective_of
from stegvis.people.models import Employment, Evidence, Person

State = Mentorship.State
MENTOR = "mentor"
"""The code of the assignment where no framework asks for one."""


def finish(found: Mentorship, day: date, *, is_finished: bool) -> None:
    """End what runs. Runs in the caller's transaction."""
    found.state = State.FINISHED if is_finished else State.ENDED
    found.ended_on, found.next_meeting = day, None
    found.save()
    if is_finished:
        record_assignment.defer(mentorship_id=str(found.pk))


@system_job
def record_assignment(mentorship_id: str) -> None:
    """A finished mentorship is an assignment that the mentor has held, for their manager to check.

    Two that began the same day are two assignments. A former employee has nobody who checks, and nothing to be placed
    by.
    """
    found = Mentorship.objects.filter(pk=mentorship_id, state=State.FINISHED).select_related("mentor_employer").first()
    person = Person.objects.filter(user=found.mentor_id).first() if found else None
    if found is None or person is None or found.starts is None or found.ended_on is None:
        return
    today = timezone.localdate()
    works = Employment.objects.filter(person=person, employer=found.mentor_employer, valid_from__lte=today)
    employment = works.exclude(valid_to__lt=today).order_by("-share", "pk").first()
    if employment is None:
        return
    with override("sv"):
        title = gettext("Mentor")
    evidence, created = Evidence.objects.get_or_create(
        person=person,
        employer=found.mentor_employer,
        kind=Evidence.Kind.ASSIGNMENT,
        code=_asked_code(employment),
        area="",
        valid_from=found.starts,
        judged_by="",
        origin=str(found.pk),
        defaults={
            "title": title,
            "valid_until": found.ended_on,
            "source": Evidence.Source.PERSON,
            "state": Evidence.State.STATED,
        },
    )
    if created:
        tell_checkers.defer(evidence_id=evidence.pk)


def _asked_code(employment: Employment) -> str:
    """The assignment as mentor that the mentor's own framework asks for, where it does."""
    adoption = Adoption.objects.filter(employer=employment.employer_id, profession=employment.profession_id).first()
    facts = effective_of(adoption.version).document.facts if adoption else ()
    named = (one.code for one in facts if one.kind is Kind.ASSIGNMENT and one.code.startswith(MENTOR))
    return next(named, MENTOR)


# The clock is UTC: one of the two is just after midnight in Stockholm, summer and winter.
@app.periodic(cron="45 22,23 * * *", periodic_id="midnight")
@app.task(name="careers.mentoring.look_after", queueing_lock="careers.mentoring.look_after")
def look_after(timestamp: int) -> None:
    with acting_as_system(reason="careers.mentoring.look_after"):
        look_after_mentoring(timezone.localdate())


def look_after_mentoring(today: date) -> None:
    """Runs as the system, and may run again."""
    _pause_offers(today)
    _let_lapse(today)
    _tell_of_ends(today)
    _finish(today)


def _pause_offers(today: date) -> None:
    """Whoever has left is asked whether they want to go on as a former employee."""
    works = Employment.objects.filter(person=OuterRef("person"), employer=OuterRef("employer")).exclude(
        valid_to__lt=today
    )
    for offer in MentorOffer.objects.filter(~Exists(works), state=MentorOffer.State.OPEN, is_former=False):
        offer.state, offer.unit = MentorOffer.State.PAUSED, ""
        offer.save()
        tell_of_pause(offer.user_id, today)


def _let_lapse(today: date) -> None:
    """A question or a proposal that nobody has answered for a month holds nobody up any longer."""
    rows = Mentorship.objects.filter(state__in=[State.ASKED, State.PROPOSED], asked_on__lt=today - ANSWER_WITHIN)
    for found in rows.select_for_update():
        found.state, found.ended_on = State.DECLINED, today
        found.save()
        tell(found, [found.user_id, found.mentor_id], ANSWERED, "lapsed")


def _tell_of_ends(today: date) -> None:
    for found in Mentorship.objects.filter(state=State.RUNNING, ends__range=(today, today + NEAR_THE_END)):
        tell(found, [found.user_id, found.mentor_id], ENDS, f"ends-{found.ends}")


def _finish(today: date) -> None:
    for found in Mentorship.objects.filter(state=State.RUNNING, ends__lt=today).select_for_update():
        finish(found, found.ends or today, is_finished=True)
        tell(found, [found.user_id, found.mentor_id], ENDED, "ended")
