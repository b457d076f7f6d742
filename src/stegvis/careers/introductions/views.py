"""The pages of introductions: the new employee's, the supervisor's, and how all of them go."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.careers.introductions.following import followed
from stegvis.careers.introductions.forms import (
    DeviationForm,
    ExtendForm,
    FinishForm,
    StartForm,
    StopForm,
    SupervisorForm,
)
from stegvis.careers.introductions.pages import IntroductionPage, needs_in_words, progress_table, tabs
from stegvis.careers.introductions.queries import (
    Case,
    case_of,
    led_employments,
    may_begin,
    newcomers,
    own_introductions,
    programmes_at,
    supervised_by,
)
from stegvis.careers.introductions.services import (
    change_supervisor,
    extend_introduction,
    finish_introduction,
    note_deviation,
    start_introduction,
    stop_introduction,
    tick_step,
)
from stegvis.careers.models import IntroductionStep
from stegvis.careers.pages import address
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused, Verdict, require
from stegvis.foundation.audit.services import record_reading, record_readings
from stegvis.foundation.components.tables import Table
from stegvis.foundation.documents.writing import export_table
from stegvis.foundation.working_days import next_working_day
from stegvis.people.models import Employment

A_PAGE = 25


@login_required
@require_GET
def my_introduction(request: ActorRequest) -> HttpResponse:
    """The one that runs, else the latest; ``None`` has an empty page that says where it comes from."""
    found = list(own_introductions(request.actor))
    if not found:
        return render(request, "careers/introductions/none.html")
    page = IntroductionPage(case_of(request.actor, found[0].pk), request.actor)
    return render(request, "careers/introductions/introduction.html", {"page": page, "others": found[1:]})


@login_required
@require_GET
def introduction(request: ActorRequest, introduction_id: int) -> HttpResponse:
    case = case_of(request.actor, introduction_id)
    record_reading(actor=request.actor, person=case.introduction.person_id, page="careers:introduction")
    page = IntroductionPage(case, request.actor)
    return render(request, "careers/introductions/introduction.html", {"page": page})


@login_required
@require_GET
def supervising(request: ActorRequest) -> HttpResponse:
    """Whom the actor is supervisor for."""
    rows = supervised_by(request.actor)
    persons = [found.person_id for found, _row in rows]
    record_readings(actor=request.actor, persons=persons, page="careers:supervising")
    return render(request, "careers/introductions/supervising.html", {"rows": rows})


@login_required
@require_GET
def introductions(request: ActorRequest) -> HttpResponse:
    """How those go whom the actor leads, what stalls first, and who is new and has none."""
    actor = request.actor
    if not (actor.manages or actor.coordinates):
        raise NotYours
    rows = followed(actor, unit_id=_number(request.GET.get("enhet")))
    if wanted := request.GET.get("export"):
        if wanted not in {"xlsx", "csv"}:
            raise Http404
        record_readings(actor=actor, persons=[row.introduction.person_id for row in rows], page="careers:introductions")
        return export_table(_("Introductions"), *progress_table(rows), wanted)
    table = Table(request, rows, columns=[], page_size=A_PAGE)
    new = list(newcomers(actor)[: A_PAGE + 1])
    shown = [row.introduction.person_id for row in table.page] + [one.person_id for one in new[:A_PAGE]]
    record_readings(actor=actor, persons=shown, page="careers:introductions")
    context = {
        "table": table,
        "rows": [(row, needs_in_words(row)) for row in table.page],
        "needing": sum(bool(row.needs) for row in rows),
        "newcomers": new[:A_PAGE],
        "more": len(new) > A_PAGE,
        "excel": address(request.GET, export="xlsx"),
        "tabs": tabs(actor, "careers:introductions"),
    }
    return render(request, "careers/introductions/list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def start(request: ActorRequest) -> HttpResponse:
    """Three answers and it is under way. ``anstallning`` names the person, who need not be newly employed."""
    actor = request.actor
    if not (actor.manages or actor.coordinates):
        raise NotYours
    chosen = _chosen(request)
    programmes = programmes_at(actor, actor.employers).filter(retired_on=None)
    if chosen:
        programmes = programmes.filter(employer=chosen.employer_id)
    form = StartForm(actor, may_begin(actor, chosen), programmes, request.POST or None, chosen=chosen)
    if request.method == "POST" and form.is_valid():
        try:
            found = start_introduction(actor=actor, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The introduction is under way. The new employee sees it at once."))
            return redirect("careers:introduction", found.pk)
    if chosen:
        record_reading(actor=actor, person=chosen.person_id, page="careers:introduction_start")
    context = {"form": form, "has_programmes": programmes.exists(), "coordinates": bool(actor.coordinates)}
    return render(request, "careers/introductions/start.html", context)


def _chosen(request: ActorRequest) -> Employment | None:
    key = _number(request.POST.get("employment") or request.GET.get("anstallning"))
    if key is None:
        return None
    found = led_employments(request.actor).filter(pk=key).select_related("person", "profession").first()
    if found is None:
        raise NotYours
    return found


@login_required
@require_POST
def tick(request: ActorRequest, introduction_id: int, step_id: int) -> HttpResponse:
    """Done, or with ``angra`` not done after all."""
    case = case_of(request.actor, introduction_id)
    step = _step(case, step_id)
    is_done = "angra" not in request.POST
    try:
        if not tick_step(actor=request.actor, case=case, step=step, done=is_done):
            messages.info(request, _("Somebody else has just said so."))
    except Refused as refused:
        messages.error(request, str(refused))
    return _back(case)


@login_required
@require_http_methods(["GET", "POST"])
def deviation(request: ActorRequest, introduction_id: int, step_id: int) -> HttpResponse:
    case = case_of(request.actor, introduction_id)
    step = _step(case, step_id)
    due = next_working_day(max(step.due, request.actor.today))
    form = DeviationForm(request.POST or None, initial={"due": due, "ground": step.deviation})

    def save() -> None:
        note_deviation(actor=request.actor, case=case, step=step, **form.cleaned_data)

    return _ask(request, case, form, save, title=step.title, lead=_("Say what happened, and choose a new day."))


@login_required
@require_http_methods(["GET", "POST"])
def extend(request: ActorRequest, introduction_id: int) -> HttpResponse:
    case = _led(request, introduction_id)
    form = ExtendForm(request.POST or None)

    def save() -> None:
        extend_introduction(actor=request.actor, case=case, **form.cleaned_data)

    lead = _("More time is nothing strange. The steps keep their days; move them one by one.")
    return _ask(request, case, form, save, title=_("Extend the introduction"), lead=lead)


@login_required
@require_http_methods(["GET", "POST"])
def stop(request: ActorRequest, introduction_id: int) -> HttpResponse:
    case = _led(request, introduction_id)
    form = StopForm(request.POST or None)

    def save() -> None:
        stop_introduction(actor=request.actor, case=case, **form.cleaned_data)

    lead = _("It does not become evidence. Another can be started.")
    return _ask(request, case, form, save, title=_("Stop the introduction"), lead=lead)


@login_required
@require_http_methods(["GET", "POST"])
def finish(request: ActorRequest, introduction_id: int) -> HttpResponse:
    case = _led(request, introduction_id)
    left = sum(step.done_on is None for step in case.steps)
    form = FinishForm(left, request.POST if request.method == "POST" else None)

    def save() -> None:
        finish_introduction(actor=request.actor, case=case, **form.cleaned_data)

    lead = _("It becomes evidence, checked by you, and counts towards the first level.")
    return _ask(request, case, form, save, title=_("Finish the introduction"), lead=lead)


@login_required
@require_http_methods(["GET", "POST"])
def supervisor(request: ActorRequest, introduction_id: int) -> HttpResponse:
    case = _led(request, introduction_id)
    form = SupervisorForm(request.POST if request.method == "POST" else None)

    def save() -> None:
        change_supervisor(actor=request.actor, case=case, **form.cleaned_data)

    lead = _("A colleague whom the new employee asks. They see this introduction and nothing else of the person.")
    return _ask(request, case, form, save, title=_("Contact person or supervisor"), lead=lead)


def _led(request: ActorRequest, introduction_id: int) -> Case:
    """Raises Refused for who sees it but does not lead it."""
    case = case_of(request.actor, introduction_id)
    verdict: Verdict = IntroductionPage(case, request.actor).leads
    require(verdict)
    return case


def _ask(
    request: ActorRequest, case: Case, form: forms.Form, save: Callable[[], None], *, title: str, lead: str
) -> HttpResponse:
    """A form on a page of its own; saved, back to the introduction."""
    if request.method == "POST" and form.is_valid():
        try:
            save()
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved."))
            return _back(case)
    record_reading(actor=request.actor, person=case.introduction.person_id, page="careers:introduction")
    return render(request, "careers/introductions/ask.html", {"case": case, "form": form, "title": title, "lead": lead})


def _back(case: Case) -> HttpResponse:
    return redirect("careers:introduction", case.introduction.pk)


def _step(case: Case, step_id: int) -> IntroductionStep:
    found = next((step for step in case.steps if step.pk == step_id), None)
    if found is None:
        raise NotYours
    return found


def _number(text: str | None) -> int | None:
    """A key from the address; one that is no number is not there."""
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise Http404
    return int(text)
