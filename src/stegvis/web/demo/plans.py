"""The year, plans and talks in Ale at their stages, by the services that users use. All invented."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from stegvis.careers.models import Activity, DevelopmentPlan, Talk, YearEntry
from stegvis.careers.plans.queries import whole_plan
from stegvis.careers.plans.services import agree_plan, move_activity, suggest_plan
from stegvis.careers.plans.suggesting import DEEPEN, NEXT_LEVEL
from stegvis.careers.plans.year_services import start_year
from stegvis.careers.talks.services import Whom, digest_of, hold_talk, plan_talks, prepare_talk, sign_talk
from stegvis.foundation.access.actor import Actor, acting_as
from stegvis.foundation.access.policy import visible
from stegvis.organisations.models import Organisation
from stegvis.people.access import current
from stegvis.people.models import Employment
from stegvis.web.demo.cast import user_key

REASON = "Demonstration"
DRAFTS = 4
NOTES = "Anna leder reflektionen i gruppen och går bredvid en kollega i Mölndal i vår. Vi följer upp efter påsk."


def plan_and_talk() -> None:
    """Ale has its year; Anna an agreed plan, a signed development talk and a salary talk to prepare; others drafts."""
    ale = Organisation.objects.get(slug="ale")
    with acting_as(user_key("gunilla"), reason=REASON) as actor:
        if visible(actor, YearEntry).filter(employer=ale).exists():
            return
        start_year(actor=actor, employer=ale.pk)
    with acting_as(user_key("anna"), reason=REASON) as actor:
        assert actor.person is not None, "Anna is employed"  # noqa: S101 - tells the type checker
        anna = Whom(actor.person, ale.pk)
        plan = suggest_plan(actor=actor, person=anna.person, employer=anna.employer, direction=NEXT_LEVEL)
    with acting_as(user_key("bosse"), reason=REASON) as actor:
        _agree(actor, plan)
        talk, _salary = _plan_talks(actor, anna)
        for person in _colleagues(actor, anna):
            suggest_plan(actor=actor, person=person, employer=ale.pk, direction=DEEPEN)
        talk = hold_talk(actor=actor, talk_id=talk.pk, notes=NOTES)
        sign_talk(actor=actor, talk_id=talk.pk, seen=digest_of(talk))
    with acting_as(user_key("anna"), reason=REASON) as actor:
        answers = {"well": "Reflektionsgruppen har blivit något som alla vill komma till."}
        prepare_talk(actor=actor, talk_id=talk.pk, answers=answers, is_shared=True)
        sign_talk(actor=actor, talk_id=talk.pk, seen=digest_of(talk))


def _agree(actor: Actor, plan: DevelopmentPlan) -> None:
    """On the plan as it is, with the first thing done and the next begun."""
    whole = whole_plan(actor, plan.pk)
    agree_plan(actor=actor, plan_id=plan.pk, seen=whole.revision)
    for activity, state in zip(whole.activities, (Activity.State.DONE, Activity.State.UNDER_WAY), strict=False):
        move_activity(actor=actor, plan_id=plan.pk, activity_id=activity.pk, before=activity.state, state=state)


def _plan_talks(actor: Actor, whom: Whom) -> tuple[Talk, Talk]:
    """A development talk today, and a salary talk in some months."""
    (development,) = plan_talks(actor=actor, kind=Talk.Kind.DEVELOPMENT, days={whom: actor.today})
    later = actor.today + timedelta(days=80)
    (salary,) = plan_talks(actor=actor, kind=Talk.Kind.SALARY, days={whom: later})
    return development, salary


def _colleagues(actor: Actor, anna: Whom) -> list[UUID]:
    """Some of the team, the same each time."""
    rows = visible(actor, Employment).filter(current(actor), unit__in=actor.manages)
    rows = rows.exclude(person__in=[anna.person, actor.person]).order_by("employee_number")
    return list(dict.fromkeys(rows.values_list("person_id", flat=True)))[:DRAFTS]
