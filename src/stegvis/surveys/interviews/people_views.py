"""Who was interviewed: the only page with names, and never one with notes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import get_visible
from stegvis.foundation.access.verdict import require
from stegvis.surveys.interviews import interviewing, queries
from stegvis.surveys.interviews.acting import done, kept
from stegvis.surveys.interviews.forms import TakerForm
from stegvis.surveys.interviews.pages import about
from stegvis.surveys.interviews.policies import may_write
from stegvis.surveys.models import Interviewee

ABOUT, CONTACT = ("role", "staff_group", "told_on", "agrees"), ("name", "email", "phone")


@login_required
@require_http_methods(["GET", "POST"])
def interviewees(request: ActorRequest, interview_id: int) -> HttpResponse:
    actor = request.actor
    found = queries.interview_of(actor, interview_id)
    verdict = may_write(actor, found)
    form = TakerForm(request.POST or None)
    if request.method == "POST":
        require(verdict)
        add = lambda: interviewing.add_interviewee(actor=actor, interview_id=found.pk, taker=form.taker)  # noqa: E731
        if kept(form, add):
            messages.success(request, _("Added."))
            return redirect("surveys:interviewees", found.pk)
    context = about(request, found.study, "interview_list") | {
        "interview": found,
        "takers": queries.takers_of(actor, found),
        "form": form,
        "known": queries.known_words(actor, found.study_id),
        "may_write": verdict,
    }
    return render(request, "surveys/interviews/interviewees.html", context)


def _taker(request: ActorRequest, interviewee_id: int) -> queries.Taker:
    row = get_visible(request.actor, Interviewee, pk=interviewee_id)
    interview = queries.interview_of(request.actor, row.interview_id)
    return next(one for one in queries.takers_of(request.actor, interview) if one.row.pk == row.pk)


@login_required
@require_http_methods(["GET", "POST"])
def change(request: ActorRequest, interviewee_id: int) -> HttpResponse:
    actor = request.actor
    taker = _taker(request, interviewee_id)
    interview = queries.interview_of(actor, taker.row.interview_id)
    require(may_write(actor, interview))
    values: dict[str, Any] = {name: getattr(taker.row, name) for name in ABOUT}
    values |= {name: getattr(taker.contact, name, "") for name in CONTACT}
    form = TakerForm(request.POST or None, initial=values)
    save = lambda: interviewing.change_interviewee(  # noqa: E731
        actor=actor, interviewee_id=taker.row.pk, taker=form.taker
    )
    if request.method == "POST" and kept(form, save):
        messages.success(request, _("Saved"))
        return redirect("surveys:interviewees", interview.pk)
    context = about(request, interview.study, "interview_list") | {"interview": interview, "form": form}
    context["known"] = queries.known_words(actor, interview.study_id)
    return render(request, "surveys/interviews/change_interviewee.html", context)


@login_required
@require_POST
def remove(request: ActorRequest, interviewee_id: int) -> HttpResponse:
    actor = request.actor
    taker = _taker(request, interviewee_id)
    act = lambda: interviewing.remove_interviewee(actor=actor, interviewee_id=taker.row.pk)  # noqa: E731
    return done(request, act, _("Removed, with name and address."), "surveys:interviewees", taker.row.interview_id)
