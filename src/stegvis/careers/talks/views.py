"""The pages of talks, the same page for both who take part."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from stegvis.careers.models import Talk
from stegvis.careers.plans.queries import planned_employments
from stegvis.careers.talks import queries, services
from stegvis.careers.talks.forms import DayForm, NotesForm, PlanTalksForm
from stegvis.careers.talks.pages import TalkPage
from stegvis.careers.talks.policies import side_of
from stegvis.careers.talks.printing import talk_pdf
from stegvis.careers.talks.wording import MANAGER
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.audit.queries import names_of
from stegvis.foundation.audit.services import record_reading, record_readings
from stegvis.foundation.documents.pdf import PDF

HELD = (Talk.State.HELD, Talk.State.SIGNED)


@login_required
@require_GET
def my_talks(request: ActorRequest) -> HttpResponse:
    if request.actor.person is None:
        raise NotYours
    return _list(request, request.actor.person)


@login_required
@require_GET
def person_talks(request: ActorRequest, person_id: UUID) -> HttpResponse:
    return _list(request, person_id)


def _list(request: ActorRequest, person_id: UUID) -> HttpResponse:
    person, _employments = planned_employments(request.actor, person_id)
    record_reading(actor=request.actor, person=person_id, page="careers:talk")
    context = {
        "person": person,
        "is_own": request.actor.person == person.pk,
        "talks": queries.talks_of(request.actor, person_id),
        "kinds": Talk.Kind.choices,
    }
    return render(request, "careers/talks/list.html", context)


@login_required
@require_GET
def team_talks(request: ActorRequest) -> HttpResponse:
    """Who has a talk of the kind in ``slag``, and who is due by the employer's year."""
    if not request.actor.manages:
        raise NotYours
    kind = _kind(request)
    team = queries.team_talks(request.actor, kind)
    record_readings(
        actor=request.actor,
        persons={one.employment.person_id for one in team if one.running or one.last},
        page="careers:talk",
    )
    context = {"team": team, "kind": kind, "tabs": _tabs(kind), "due": sum(one.due is not None for one in team)}
    return render(request, "careers/talks/team.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def plan(request: ActorRequest) -> HttpResponse:
    """The whole team in one go, or the one in ``person``."""
    actor = request.actor
    if not actor.manages:
        raise NotYours
    kind, wanted = _kind(request), request.GET.get("person", "")
    team = [one for one in queries.team_talks(actor, kind) if one.running is None]
    if wanted:
        team = [one for one in team if str(one.employment.person_id) == wanted]
    due = [one for one in team if one.due] or team
    chosen = {one.employment.person_id for one in due}
    form = PlanTalksForm(team, queries.suggested_days(team, actor.today), chosen, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            planned = services.plan_talks(actor=actor, kind=kind, days=form.days)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            said = ngettext("%(n)s talk is planned.", "%(n)s talks are planned.", len(planned))
            messages.success(request, said % {"n": len(planned)})
            return redirect(f"{request.path.removesuffix('planera/')}?slag={kind}")
    context = {"form": form, "kind": kind, "label": Talk.Kind(kind).label, "tabs": _tabs(kind)}
    return render(request, "careers/talks/plan.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def talk(request: ActorRequest, talk_id: int) -> HttpResponse:
    """The talk; a POST says in ``act`` what is done: prepare, hold, notes or sign."""
    found = queries.talk_of(request.actor, talk_id)
    page = TalkPage(request.actor, found, side_of(request.actor, found))
    if request.method == "POST":
        if not page.side:
            raise NotYours
        acts: dict[str, Callable[[ActorRequest, TalkPage], bool]] = {
            "prepare": _prepare,
            "hold": _hold,
            "notes": _notes,
            "sign": _sign,
        }
        if acts.get(request.POST.get("act", ""), _nothing)(request, page):
            return redirect("careers:talk", talk_id)
    record_reading(actor=request.actor, person=found.person_id, page="careers:talk")
    return render(request, "careers/talks/talk.html", {"page": page, "talk": found, "person": found.person})


def _nothing(_request: ActorRequest, _page: TalkPage) -> bool:
    return True


def _prepare(request: ActorRequest, page: TalkPage) -> bool:
    form = page.prepare_form(request.POST)
    return form.is_valid() and _done(
        request,
        lambda: services.prepare_talk(
            actor=request.actor, talk_id=page.talk.pk, answers=form.answers, is_shared=form.cleaned_data["is_shared"]
        ),
        _("Your preparation is saved."),
        form if page.is_open else None,
    )


def _hold(request: ActorRequest, page: TalkPage) -> bool:
    form = page.notes_form(request.POST)
    return form.is_valid() and _done(
        request,
        lambda: services.hold_talk(actor=request.actor, talk_id=page.talk.pk, notes=form.cleaned_data["notes"]),
        _("The talk is held. Read it through and sign, in any order."),
        form if page.is_open else None,
    )


def _notes(request: ActorRequest, page: TalkPage) -> bool:
    form: NotesForm = page.notes_form(request.POST)
    if not form.is_valid():
        return False
    try:
        fell = services.write_notes(
            actor=request.actor, talk_id=page.talk.pk, seen=form.cleaned_data["seen"], notes=form.cleaned_data["notes"]
        )
    except Refused as refused:
        if not page.is_open:
            messages.error(request, str(refused))
            return True
        form.add_error("notes", str(refused))
        page.shows_both = form.cleaned_data["seen"] != page.digest
        form.show_anew(page.digest)
        return False
    messages.success(request, _("The notes are saved."))
    if fell:
        messages.warning(request, _("The text has changed, so what was signed has to be signed again, by both."))
    return True


def _sign(request: ActorRequest, page: TalkPage) -> bool:
    return _done(
        request,
        lambda: services.sign_talk(actor=request.actor, talk_id=page.talk.pk, seen=request.POST.get("seen", "")),
        _("You have signed."),
        None,
    )


def _done(request: ActorRequest, act: Callable[[], Any], said: str, form: Any) -> bool:
    """Whether the page is to be shown anew from the start; else the form, if it is shown, says what is in the way."""
    try:
        act()
    except Refused as refused:
        if form is not None:
            form.add_error(None, str(refused))
            return False
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return True


@login_required
@require_http_methods(["GET", "POST"])
def change(request: ActorRequest, talk_id: int) -> HttpResponse:
    """Another day, or cancelled with the other button."""
    found = queries.talk_of(request.actor, talk_id)
    if side_of(request.actor, found) != MANAGER:
        raise NotYours
    form = DayForm(request.POST or None, initial={"day": found.held_on})
    if request.method == "POST":
        try:
            if "cancel" in request.POST:
                services.cancel_talk(actor=request.actor, talk_id=talk_id)
                messages.success(request, _("The talk is cancelled."))
                return redirect("careers:talk", talk_id)
            if form.is_valid():
                services.move_talk(actor=request.actor, talk_id=talk_id, day=form.cleaned_data["day"])
                messages.success(request, _("The talk has a new day."))
                return redirect("careers:talk", talk_id)
        except Refused as refused:
            form.is_valid()
            form.add_error(None, str(refused))
    record_reading(actor=request.actor, person=found.person_id, page="careers:talk")
    context = {"form": form, "talk": found, "person": found.person, "is_own": False}
    return render(request, "careers/talks/change.html", context)


@login_required
@require_GET
def pdf(request: ActorRequest, talk_id: int) -> HttpResponse:
    """The talk as it was held; before that there is none."""
    found = queries.talk_of(request.actor, talk_id)
    if found.state not in HELD:
        raise NotYours
    manager = names_of([found.manager_id]).get(found.manager_id, _("The manager"))
    content = talk_pdf(found, manager)
    record_reading(actor=request.actor, person=found.person_id, page="careers:talk_pdf")
    disposition = {"Content-Disposition": f'inline; filename="samtal-{found.held_on}.pdf"'}
    return HttpResponse(content, content_type=PDF, headers=disposition)


def _kind(request: ActorRequest) -> str:
    kind = request.GET.get("slag", Talk.Kind.DEVELOPMENT)
    if kind not in Talk.Kind.values:
        raise Http404
    return kind


def _tabs(kind: str) -> list[dict[str, object]]:
    return [
        {"label": label, "url": f"?slag={value}", "current": value == kind, "count": None}
        for value, label in Talk.Kind.choices
    ]
