"""Who is asked to take part, and what they said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import get_visible
from stegvis.surveys.interviews import asking, queries
from stegvis.surveys.interviews.acting import done, kept
from stegvis.surveys.interviews.forms import AskForm
from stegvis.surveys.interviews.pages import about
from stegvis.surveys.models import InterviewAsked


def added(number: int) -> str:
    if not number:
        return _("All of them are on the list already.")
    return ngettext("%(n)s is added to the list.", "%(n)s are added to the list.", number) % {"n": number}


@login_required
@require_http_methods(["GET", "POST"])
def coverage(request: ActorRequest, study_id: int) -> HttpResponse:
    actor = request.actor
    study = queries.led_study(actor, study_id)
    form = AskForm(request.POST or None, initial={"asked_on": actor.today})
    count: list[int] = []
    if request.method == "POST":
        ask = lambda: count.append(  # noqa: E731
            asking.ask_named(
                actor=actor, study_id=study.pk, names=form.cleaned_data["names"], on=form.cleaned_data["asked_on"]
            )
        )
        if kept(form, ask):
            messages.success(request, added(count[0]))
            return redirect("surveys:interview_coverage", study.pk)
    context = about(request, study, "interview_coverage") | {
        "form": form,
        "coverage": queries.coverage_of(actor, study),
        "answers": InterviewAsked.Said.choices,
    }
    return render(request, "surveys/interviews/coverage.html", context)


@login_required
@require_POST
def ask_members(request: ActorRequest, study_id: int) -> HttpResponse:
    actor = request.actor
    study = queries.led_study(actor, study_id)
    act: Callable[[], Any] = lambda: asking.ask_members(actor=actor, study_id=study.pk, on=actor.today)  # noqa: E731
    return done(request, act, _("All members are on the list."), "surveys:interview_coverage", study.pk)


@login_required
@require_POST
def act(request: ActorRequest, asked_id: int) -> HttpResponse:
    """What an organisation said, or that it is not asked."""
    actor = request.actor
    found = get_visible(actor, InterviewAsked, pk=asked_id)
    queries.led_study(actor, found.study_id)
    if request.POST.get("gor") == "ta-bort":
        said = _("%(name)s is taken off the list.") % {"name": found.name}
        remove = lambda: asking.remove_asked(actor=actor, asked_id=found.pk)  # noqa: E731
        return done(request, remove, said, "surveys:interview_coverage", found.study_id)
    wanted = request.POST.get("svar", "")
    note = lambda: asking.note_answer(actor=actor, asked_id=found.pk, said=wanted)  # noqa: E731
    said = _("The answer of %(name)s is noted.") % {"name": found.name}
    return done(request, note, said, "surveys:interview_coverage", found.study_id)
