"""The participant's pages: I am here, and what comes afterwards."""

from __future__ import annotations

from uuid import UUID

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.careers.spreading.queries import own_employments
from stegvis.exchange.taking_part import queries, services
from stegvis.exchange.taking_part.forms import CodeForm, EvaluationForm, LessonForm
from stegvis.exchange.taking_part.policies import may_enter_code, may_tell
from stegvis.exchange.taking_part.printing import certificate_pdf
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.documents.pdf import PDF
from stegvis.foundation.documents.writing import download


@login_required
@require_http_methods(["GET", "POST"])
def here(request: ActorRequest, occasion_id: int) -> HttpResponse:
    """The code, written or from the picture. Codes that do not hold are counted for each log-in."""
    one = queries.own_place(request.actor, occasion_id)
    form = CodeForm(request.POST or None, initial={"code": request.GET.get("kod", "")[:20]})
    if request.method == "POST" and form.is_valid():
        if not _may_try(request, dry_run=True):
            return ratelimit.respond_429(request)
        try:
            services.enter_code(actor=request.actor, occasion_id=occasion_id, text=form.cleaned_data["code"])
        except Refused as refused:
            _may_try(request)
            form.add_error("code", str(refused))
        else:
            messages.success(request, _("You are noted as present."))
            return redirect("exchange:afterwards", one.pk)
    verdict = may_enter_code(request.actor, occasion_id)
    return render(request, "exchange/taking_part/here.html", {"one": one, "form": form, "verdict": verdict})


def _may_try(request: ActorRequest, *, dry_run: bool = False) -> bool:
    key = str(request.actor.user)
    usage = ratelimit.consume(request, app="allauth.account", action="attendance", key=key, dry_run=dry_run)
    return usage is not None


@login_required
@require_GET
def afterwards(request: ActorRequest, application_id: UUID) -> HttpResponse:
    """What one's place became, and the little there is to do."""
    return _afterwards(request, application_id)


def _afterwards(
    request: ActorRequest,
    application_id: UUID,
    *,
    evaluation: EvaluationForm | None = None,
    lesson: LessonForm | None = None,
) -> HttpResponse:
    found = queries.afterwards(request.actor, application_id)
    context = {
        "found": found,
        "one": found.application,
        "took_part": may_tell(found.application),
        "evaluation": evaluation or EvaluationForm(),
        "lesson": lesson or LessonForm(_units(request), initial=_told(found)),
    }
    return render(request, "exchange/taking_part/afterwards.html", context)


def _told(found: queries.Afterwards) -> dict[str, object]:
    """What stands with the host already, to be changed."""
    return {"text": found.lesson.text, "to_host": True} if found.lesson else {}


def _units(request: ActorRequest) -> list:
    return [one.unit for one in own_employments(request.actor)]


@login_required
@require_POST
def evaluate(request: ActorRequest, application_id: UUID) -> HttpResponse:
    queries.own_application(request.actor, application_id)
    form = EvaluationForm(request.POST)
    if form.is_valid():
        try:
            services.evaluate(
                actor=request.actor,
                application_id=application_id,
                ratings=form.ratings,
                line=form.cleaned_data["line"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Thank you. Your answer is saved without your name."))
            return redirect("exchange:afterwards", application_id)
    return _afterwards(request, application_id, evaluation=form)


@login_required
@require_POST
def take_home(request: ActorRequest, application_id: UUID) -> HttpResponse:
    """Share what one took home, or take it back from the host."""
    queries.own_application(request.actor, application_id)
    if request.POST.get("act") == "ta-tillbaka":
        services.take_back_lesson(actor=request.actor, application_id=application_id)
        messages.success(request, _("The host reads it no more."))
        return redirect("exchange:afterwards", application_id)
    form = LessonForm(_units(request), request.POST)
    if form.is_valid():
        try:
            services.take_home(
                actor=request.actor,
                application_id=application_id,
                text=form.cleaned_data["text"],
                unit=form.chosen,
                to_host=form.cleaned_data["to_host"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Shared. Thank you."))
            return redirect("exchange:afterwards", application_id)
    return _afterwards(request, application_id, lesson=form)


@login_required
@require_POST
def finish_activity(request: ActorRequest, application_id: UUID) -> HttpResponse:
    key = request.POST.get("aktivitet", "")
    queries.own_application(request.actor, application_id)
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        raise NotYours
    try:
        services.finish_activity(actor=request.actor, application_id=application_id, activity_id=int(key))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The activity in your plan is marked as done."))
    return redirect("exchange:afterwards", application_id)


@login_required
@require_GET
def certificate(request: ActorRequest, application_id: UUID) -> HttpResponse:
    """The certificate, for who took part."""
    found = queries.certified(request.actor, application_id)
    return download(certificate_pdf(found), f"intyg-{found.days[-1]}.pdf", PDF)
