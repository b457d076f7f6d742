"""The pages of a development plan, the same for the person and the manager."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.careers.academics.queries import running_with
from stegvis.careers.models import Activity, DevelopmentPlan
from stegvis.careers.plans import queries, services
from stegvis.careers.plans.forms import (
    ActivityForm,
    ChangeGoalForm,
    CloseForm,
    FollowUpForm,
    GoalForm,
    PlanForm,
    SeenForm,
)
from stegvis.careers.plans.pages import PlanPage, what_it_is_now
from stegvis.careers.plans.policies import may_agree, may_write
from stegvis.careers.plans.queries import WholePlan, planned_employments, plans_of, whole_plan, year_of
from stegvis.careers.plans.revision import revision_of
from stegvis.careers.plans.suggesting import NEXT_LEVEL
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.audit.queries import names_of
from stegvis.foundation.audit.services import record_reading, record_readings

OPEN = (DevelopmentPlan.State.DRAFT, DevelopmentPlan.State.AGREED)


@login_required
@require_GET
def my_plan(request: ActorRequest) -> HttpResponse:
    if request.actor.person is None:
        raise NotYours
    return _start(request, request.actor.person)


@login_required
@require_GET
def person_plan(request: ActorRequest, person_id: UUID) -> HttpResponse:
    return _start(request, person_id)


@login_required
@require_GET
def team_plans(request: ActorRequest) -> HttpResponse:
    """The team's plans, those that wait for something first."""
    if not request.actor.manages:
        raise NotYours
    found = queries.team_plans(request.actor)
    shown = {one.employment.person_id for one in found if one.whole}
    record_readings(actor=request.actor, persons=shown, page="careers:plan")
    return render(request, "careers/plans/team.html", {"team": found, "today": request.actor.today})


def _start(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """Leads on to the plan that runs; without one, or with several employers, says where to begin."""
    person, employments = planned_employments(request.actor, person_id)
    plans = plans_of(request.actor, person_id)
    if request.actor.person != person_id:  # what the person shares from elsewhere has a page of its own
        plans = [one for one in plans if one.employer_id in {employment.employer_id for employment in employments}]
    running = [one for one in plans if one.state in OPEN]
    if len(running) == 1 and {one.employer_id for one in employments} <= {running[0].employer_id}:
        return redirect("careers:plan", running[0].pk)
    record_reading(actor=request.actor, person=person_id, page="careers:plan")
    begun = {one.employer_id for one in running}
    context = {
        "person": person,
        "is_own": request.actor.person == person.pk,
        "employments": [one for one in employments if one.employer_id not in begun],
        "plans": plans,
    }
    return render(request, "careers/plans/start.html", context)


@login_required
@require_POST
def suggest(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """One press makes the plan. The fields say with which employer and in which direction."""
    _person, employments = planned_employments(request.actor, person_id)
    wanted = request.POST.get("employer", "")
    employment = next((one for one in employments if str(one.employer_id) == wanted), None)
    if employment is None:
        raise NotYours
    try:
        plan = services.suggest_plan(
            actor=request.actor,
            person=person_id,
            employer=employment.employer_id,
            direction=request.POST.get("direction", NEXT_LEVEL),
        )
    except Refused as refused:
        messages.error(request, str(refused))
        own = request.actor.person == person_id
        return redirect("careers:my_plan") if own else redirect("careers:person_plan", person_id)
    messages.success(request, _("Here is a suggestion. Take away what does not fit and add what is missing."))
    return redirect("careers:plan", plan.pk)


@login_required
@require_GET
def plan(request: ActorRequest, plan_id: int) -> HttpResponse:
    actor = request.actor
    whole = whole_plan(actor, plan_id)
    found = whole.plan
    page = PlanPage(
        whole,
        is_own=actor.person == found.person_id,
        may_write=found.state in OPEN and bool(may_write(actor, found.person_id, found.employer_id)),
        agree=may_agree(actor, found),
        year=year_of(actor, found.employer_id),
        agreed_by=names_of([found.agreed_by_id]).get(found.agreed_by_id or 0, ""),
        today=actor.today,
    )
    record_reading(actor=actor, person=found.person_id, page="careers:plan")
    studies = running_with(actor, found.person_id, found.employer_id, found.starts, found.ends)
    context = {"page": page, "plan": found, "goal_form": GoalForm(), "studies": studies}
    return render(request, "careers/plans/plan.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def change(request: ActorRequest, plan_id: int) -> HttpResponse:
    found = _editable(request, plan_id).plan
    initial = {"seen": revision_of(found), **PlanForm.initial_of(found)}
    form = PlanForm(request.POST or None, initial=initial)
    return _answer(
        request,
        found,
        form,
        save=lambda: services.change_plan(
            actor=request.actor, plan_id=plan_id, seen=form.cleaned_data["seen"], facts=form.facts
        ),
        title=_("Name and dates"),
        done=_("The plan is saved."),
        row=found,
    )


@login_required
@require_POST
def agree(request: ActorRequest, plan_id: int) -> HttpResponse:
    _editable(request, plan_id)
    try:
        services.agree_plan(actor=request.actor, plan_id=plan_id, seen=request.POST.get("seen", ""))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("You have agreed on the plan. Both of you see it here."))
    return redirect("careers:plan", plan_id)


@login_required
@require_http_methods(["GET", "POST"])
def follow_up(request: ActorRequest, plan_id: int) -> HttpResponse:
    found = _editable(request, plan_id).plan
    form = FollowUpForm(request.POST or None, initial={"seen": revision_of(found), "note": found.follow_up})
    return _answer(
        request,
        found,
        form,
        save=lambda: services.follow_up_plan(actor=request.actor, plan_id=plan_id, **form.cleaned_data),
        title=_("Follow up"),
        done=_("The follow-up is saved."),
        row=found,
    )


@login_required
@require_http_methods(["GET", "POST"])
def close(request: ActorRequest, plan_id: int) -> HttpResponse:
    """Close, with or without starting the next; what is unfinished goes along by choice."""
    whole = _editable(request, plan_id)
    form = CloseForm(whole, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            following = services.close_plan(
                actor=request.actor, plan_id=plan_id, start_next="next" in request.POST, **form.cleaned_data
            )
        except Refused as refused:
            form.add_error(None, str(refused))
            form.show_anew(whole.revision)
        else:
            messages.success(request, _("The plan is closed. It stays here to read."))
            return redirect("careers:plan", following.pk if following else plan_id)
    return _form_page(request, whole.plan, form, _("Close the plan"), template="close")


@login_required
@require_http_methods(["GET", "POST"])
def goal_add(request: ActorRequest, plan_id: int) -> HttpResponse:
    found = _editable(request, plan_id).plan
    form = GoalForm(request.POST or None)
    return _answer(
        request,
        found,
        form,
        save=lambda: services.add_goal(actor=request.actor, plan_id=plan_id, title=form.cleaned_data["title"]),
        title=_("Add a goal"),
        done=_("The goal is in the plan."),
    )


@login_required
@require_http_methods(["GET", "POST"])
def goal(request: ActorRequest, plan_id: int, goal_id: int) -> HttpResponse:
    whole = _editable(request, plan_id)
    row = next((one.goal for one in whole.goals if one.goal.pk == goal_id), None)
    if row is None:
        raise NotYours
    form = ChangeGoalForm(
        request.POST or None, initial={"seen": revision_of(row), "title": row.title, "state": row.state}
    )
    known: dict[str, Any] = {"actor": request.actor, "plan_id": plan_id, "goal_id": goal_id}
    return _answer(
        request,
        whole.plan,
        form,
        save=lambda: services.change_goal(**known, **form.cleaned_data),
        remove=lambda: services.remove_goal(**known, seen=request.POST.get("seen", "")),
        title=_("Change the goal"),
        done=_("The goal is saved."),
        row=row,
    )


@login_required
@require_http_methods(["GET", "POST"])
def activity_add(request: ActorRequest, plan_id: int, goal_id: int) -> HttpResponse:
    whole = _editable(request, plan_id)
    if all(one.goal.pk != goal_id for one in whole.goals):
        raise NotYours
    initial = {"due": whole.plan.ends, "terms": Activity.Terms.WORKING_TIME, "state": Activity.State.PLANNED}
    form = ActivityForm(whole.plan, request.POST or None, initial=initial)
    return _answer(
        request,
        whole.plan,
        form,
        save=lambda: services.add_activity(actor=request.actor, plan_id=plan_id, goal_id=goal_id, facts=form.facts),
        title=_("Add something to do"),
        done=_("It is in the plan."),
    )


@login_required
@require_http_methods(["GET", "POST"])
def activity(request: ActorRequest, plan_id: int, activity_id: int) -> HttpResponse:
    whole = _editable(request, plan_id)
    row = _activity(whole, activity_id)
    form = ActivityForm(
        whole.plan, request.POST or None, initial={"seen": revision_of(row), **ActivityForm.initial_of(row)}
    )
    known: dict[str, Any] = {"actor": request.actor, "plan_id": plan_id, "activity_id": activity_id}
    return _answer(
        request,
        whole.plan,
        form,
        save=lambda: services.change_activity(**known, seen=form.cleaned_data["seen"], facts=form.facts),
        remove=lambda: services.remove_activity(**known, seen=request.POST.get("seen", "")),
        title=_("Change what to do"),
        done=_("It is saved."),
        row=row,
    )


@login_required
@require_POST
def activity_state(request: ActorRequest, plan_id: int, activity_id: int) -> HttpResponse:
    _activity(_editable(request, plan_id), activity_id)
    try:
        services.move_activity(
            actor=request.actor,
            plan_id=plan_id,
            activity_id=activity_id,
            before=request.POST.get("before", ""),
            state=request.POST.get("state", ""),
        )
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(f"{reverse('careers:plan', args=[plan_id])}#a{activity_id}")


def _editable(request: ActorRequest, plan_id: int) -> WholePlan:
    """A plan that the actor may write in. Raises NotYours for one that they only read."""
    whole = whole_plan(request.actor, plan_id)
    if not may_write(request.actor, whole.plan.person_id, whole.plan.employer_id):
        raise NotYours
    return whole


def _activity(whole: WholePlan, activity_id: int) -> Activity:
    row = next((one for one in whole.activities if one.pk == activity_id), None)
    if row is None:
        raise NotYours
    return row


def _answer(
    request: ActorRequest,
    plan: DevelopmentPlan,
    form: SeenForm,
    *,
    save: Callable[[], Any],
    title: str,
    done: str,
    remove: Callable[[], Any] | None = None,
    row: Any = None,
) -> HttpResponse:
    """Save and lead back to the plan, or show the form with what stands in the way and, if so, what is there now."""
    now: list[tuple[str, str]] = []
    if request.method == "POST":
        removes = remove is not None and "remove" in request.POST
        try:
            if removes and remove is not None:
                remove()
            elif form.is_valid():
                save()
            if removes or form.is_valid():
                messages.success(request, _("It is taken out of the plan.") if removes else done)
                return redirect("careers:plan", plan.pk)
        except Refused as refused:
            form.is_valid()
            form.add_error(None, str(refused))
            if row is not None and request.POST.get("seen") != form.initial.get("seen"):
                now = what_it_is_now(form)
                form.show_anew(form.initial["seen"])
    return _form_page(request, plan, form, title, now=now, removable=remove is not None)


def _form_page(
    request: ActorRequest, plan: DevelopmentPlan, form: SeenForm, title: str, template: str = "form", **rest: Any
) -> HttpResponse:
    record_reading(actor=request.actor, person=plan.person_id, page="careers:plan")
    is_own = request.actor.person == plan.person_id
    context = {"plan": plan, "form": form, "title": title, "is_own": is_own, **rest}
    return render(request, f"careers/plans/{template}.html", context)
