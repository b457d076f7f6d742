"""The pages of whoever is a mentor or wants one."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.careers.mentoring import services
from stegvis.careers.mentoring.forms import (
    AskForm,
    EndDayForm,
    FilterForm,
    MeetingForm,
    NextForm,
    OfferForm,
    ReflectionForm,
    meeting_initial,
    offer_initial,
)
from stegvis.careers.mentoring.offering import offer_mentoring, pause_offer, reopen_offer, withdraw_offer
from stegvis.careers.mentoring.pages import OwnCases, offer_lines, tabs
from stegvis.careers.mentoring.policies import is_near_the_end, may_ask, may_keep, may_offer
from stegvis.careers.mentoring.queries import (
    Case,
    case_of,
    cases_of,
    meetings_of,
    offer_of,
    offers_for,
    own_employments,
    own_managers,
    own_offer,
    reflections_of,
    results_for,
    rounds_open_for,
    rounds_wishing_for,
)
from stegvis.careers.mentoring.wording import topics_in_words
from stegvis.careers.models import MentorOffer
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours, visible
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.audit.services import record_reading
from stegvis.foundation.components.tables import Table
from stegvis.people.models import Profession

A_PAGE = 20


@login_required
@require_GET
def mentoring(request: ActorRequest) -> HttpResponse:
    """One's own mentorships, rounds to take part in, and the mentors there are."""
    actor = request.actor
    _open_to(actor)
    professions = list(visible(actor, Profession))
    form = FilterForm(professions, request.GET)
    table = Table(request, offers_for(actor, **form.chosen), columns=[], page_size=A_PAGE)
    context = {
        "is_person": actor.person is not None,
        "own": OwnCases(cases_of(actor)),
        "offer": own_offer(actor),
        "rounds": rounds_open_for(actor, own_employments(actor)),
        "wished": rounds_wishing_for(actor),
        "results": results_for(actor),
        "form": form,
        "is_filtered": any(form.chosen.values()),
        "table": table,
        "lines": offer_lines(table.page, professions),
        "tabs": tabs(actor, "careers:mentoring"),
    }
    return render(request, "careers/mentoring/mentoring.html", context)


def _open_to(actor: Actor) -> None:
    """Persons, and who leads rounds. Raises NotYours."""
    if actor.person is None and not (actor.coordinates or actor.leads):
        raise NotYours


@login_required
@require_http_methods(["GET", "POST"])
def offer(request: ActorRequest) -> HttpResponse:
    """Become a mentor, or change what one offers."""
    actor = request.actor
    if actor.person is None:
        raise NotYours
    found, verdict = own_offer(actor), may_offer(actor)
    employments = own_employments(actor)
    initial = offer_initial(found, employments[0].unit.name if employments else "")
    form = OfferForm(visible(actor, Profession), request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            offer_mentoring(actor=actor, text=form.text)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Thank you. Your offer is shown to who can ask you."))
            return redirect("careers:mentoring")
    return render(request, "careers/mentoring/offer.html", {"form": form, "offer": found, "verdict": verdict})


ACTS: dict[str, Callable[..., None]] = {"pausa": pause_offer, "oppna": reopen_offer, "dra-tillbaka": withdraw_offer}


@login_required
@require_POST
def offer_state(request: ActorRequest) -> HttpResponse:
    """``act`` is to pause, open again or withdraw one's offer."""
    act = ACTS.get(request.POST.get("act", ""))
    if act is None or request.actor.person is None:
        raise NotYours
    try:
        act(actor=request.actor)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Saved."))
    return redirect("careers:mentor_offer")


@login_required
@require_http_methods(["GET", "POST"])
def ask(request: ActorRequest, offer_id: int) -> HttpResponse:
    """One mentor's offer, with the question to them on the same page."""
    actor = request.actor
    found: MentorOffer = offer_of(actor, offer_id)
    form, verdict = AskForm(request.POST or None), may_ask(actor, found)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.ask_mentor(actor=actor, offer=found, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The question is sent. You hear when the mentor has answered."))
            return redirect("careers:mentorship", made.pk)
    (line,) = offer_lines([found], visible(actor, Profession))
    context = {
        "line": line,
        "form": form,
        "verdict": verdict,
        "is_own_manager": found.user_id in own_managers(actor),
    }
    return render(request, "careers/mentoring/ask.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def mentorship(request: ActorRequest, mentorship_id: UUID) -> HttpResponse:
    """The same page for both. ``act`` says what is done; it is done in one click each."""
    actor = request.actor
    case = case_of(actor, mentorship_id)
    bound = _forms(request, case)
    if request.method == "POST":
        act = request.POST.get("act", "")
        form = bound.get(act)
        if form is None or form.is_valid():
            try:
                _act(actor, case, act, form, request)
            except Refused as refused:
                if form is None:
                    messages.error(request, str(refused))
                    return redirect("careers:mentorship", mentorship_id)
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("Saved."))
                return redirect("careers:mentorship", mentorship_id)
    record_reading(actor=actor, person=case.mentorship.person_id, page="careers:mentorship")
    reflections = reflections_of(actor, case.mentorship)
    context = {
        "case": case,
        "found": case.mentorship,
        "forms": bound,
        "meetings": [(one, topics_in_words(one.topics)) for one in meetings_of(actor, case.mentorship)],
        "own_reflection": next((one for one in reflections if one.writer_id == actor.user), None),
        "shared_reflection": next((one for one in reflections if one.writer_id != actor.user), None),
        "runs": bool(may_keep(case)),
    }
    return render(request, "careers/mentoring/mentorship.html", context)


def _forms(request: ActorRequest, case: Case) -> dict[str, forms.Form]:
    """The forms of the page by their ``act``; the one that was sent is bound."""
    found = case.mentorship
    own = next((one for one in reflections_of(request.actor, found) if one.writer_id == request.actor.user), None)
    kinds: dict[str, tuple[type[forms.Form], dict[str, object]]] = {
        "meeting": (MeetingForm, meeting_initial(request.actor.today, found.next_meeting)),
        "next": (NextForm, {"day": found.next_meeting}),
        "end_day": (EndDayForm, {"ends": found.ends}),
        "reflect": (ReflectionForm, {"text": own.text, "is_shared": own.is_shared} if own else {}),
    }
    sent = request.POST.get("act")
    return {
        act: form(request.POST if act == sent else None, initial=initial, auto_id=f"{act}-%s")
        for act, (form, initial) in kinds.items()
    }


def _act(actor: Actor, case: Case, act: str, form: forms.Form | None, request: ActorRequest) -> None:
    """Raises Refused, and NotYours for what is no act."""
    values = form.cleaned_data if form is not None else {}
    match act:
        case "accept":
            services.accept(actor=actor, case=case)
        case "decline":
            services.decline(actor=actor, case=case)
        case "meeting":
            services.note_meeting(actor=actor, case=case, **values)
        case "remove":
            services.take_away_meeting(actor=actor, case=case, meeting_id=_number(request.POST.get("meeting")))
        case "next":
            services.plan_meeting(actor=actor, case=case, **values)
        case "end_day":
            services.move_end(actor=actor, case=case, **values)
        case "reflect":
            services.reflect(actor=actor, case=case, **values)
        case _:
            raise NotYours


@login_required
@require_http_methods(["GET", "POST"])
def end(request: ActorRequest, mentorship_id: UUID) -> HttpResponse:
    """Asks once, and for no reason."""
    case = case_of(request.actor, mentorship_id)
    if not may_keep(case):
        raise NotYours
    if request.method == "POST":
        try:
            services.end_mentorship(actor=request.actor, case=case)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The mentorship has ended."))
        return redirect("careers:mentorship", mentorship_id)
    record_reading(actor=request.actor, person=case.mentorship.person_id, page="careers:mentorship")
    context = {"case": case, "is_finished": is_near_the_end(request.actor, case.mentorship)}
    return render(request, "careers/mentoring/end.html", context)


def _number(text: str | None) -> int:
    """A key that was sent; one that is no number is not there."""
    if not text or not text.isascii() or not text.isdigit() or len(text) > 18:
        raise Http404
    return int(text)
