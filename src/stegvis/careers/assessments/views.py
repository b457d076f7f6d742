"""Pages of assessments: to judge, alone or a whole team, and to talk through."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.careers.assessments import acts
from stegvis.careers.assessments.forms import OpenForm, given_in
from stegvis.careers.assessments.items import asked_competences, document_of, values_of
from stegvis.careers.assessments.pages import TeamSheet, prefix_of, questions_of
from stegvis.careers.assessments.queries import (
    ToAssess,
    assessment_of,
    assessments_of,
    openable,
    own_ratings,
    progress_of,
    team_assessments,
    to_assess,
)
from stegvis.careers.assessments.services import (
    Given,
    answered_of,
    hand_in,
    open_assessments,
    save_ratings,
    start_own_assessment,
)
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours, visible
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.audit.services import record_reading, record_readings
from stegvis.foundation.components.tables import Table
from stegvis.people.access import not_ended
from stegvis.people.models import Employment


@login_required
@require_http_methods(["GET", "POST"])
def own(request: ActorRequest) -> HttpResponse:
    """The person's own assessments; POST starts one, with the employment or the largest."""
    actor = request.actor
    if actor.person is None:
        raise NotYours
    rows = visible(actor, Employment).filter(not_ended(actor), person=actor.person)
    employments = list(rows.select_related("person", "employer", "profession").order_by("-share", "pk"))
    if request.method == "POST":
        wanted = request.POST.get("anstallning", "")
        chosen = next((one for one in employments if wanted in ("", str(one.pk))), None)
        if chosen is None:
            raise NotYours
        try:
            found = start_own_assessment(actor=actor, employment=chosen)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("careers:own_assessments")
        key = next(one.judgement for one in to_assess(actor) if one.assessment == found.pk)
        return redirect("careers:assess", key)
    context = {
        "assessments": list(assessments_of(actor, actor.person)),
        "mine": {one.assessment: one for one in to_assess(actor) if one.is_own},
        "employments": employments,
    }
    return render(request, "careers/assessments/own.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def team(request: ActorRequest) -> HttpResponse:
    """How far the team's have come, or those of ``person``; POST opens for who has none under way and is chosen."""
    actor, person = request.actor, request.GET.get("person", "")
    if not actor.manages:
        raise NotYours
    waiting = [one for one in openable(actor) if person in ("", str(one.person_id))]
    form = OpenForm(actor, waiting, request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = {one.pk for one in form.cleaned_data["employments"]}
        try:
            opened = open_assessments(
                actor=actor,
                employments=[one for one in waiting if one.pk in chosen],
                answer_by=form.cleaned_data["answer_by"],
                rule=form.cleaned_data["rule"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            words = ngettext("%(n)s assessment is opened.", "%(n)s assessments are opened.", len(opened))
            messages.success(request, words % {"n": len(opened)})
            return redirect(request.get_full_path())
    found = [one for one in team_assessments(actor) if person in ("", str(one.person_id))]
    table = Table(request, found, (), page_size=60)
    rows = list(table.page.object_list)
    progress = progress_of([one.pk for one in rows])
    context = {
        "table": table,
        "rows": [(one, [each for each in progress if each.assessment == one.pk]) for one in rows],
        "waiting": waiting,
        "person": found[0].person if person and found else waiting[0].person if person and waiting else None,
        "form": form,
        "to_judge": sum(not one.submitted and not one.is_own for one in to_assess(actor)),
    }
    record_readings(actor=actor, persons={one.person_id for one in rows}, page="careers:team_assessments")
    return render(request, "careers/assessments/team.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def team_sheet(request: ActorRequest) -> HttpResponse:
    """A table of people and competences. POST saves it (what scripts save cell by cell), and hands in if so asked."""
    actor = request.actor
    sheet = TeamSheet(request, [one for one in to_assess(actor) if not one.is_own and not one.submitted])
    if request.method == "POST":
        try:
            _save_sheet(request, sheet)
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect(request.get_full_path())
    saved = own_ratings(actor, [one.judgement for one in sheet.shown])
    lines = sheet.lines(saved)
    record_readings(actor=actor, persons={one.person for one in sheet.shown}, page="careers:assess_team")
    context = {"sheet": sheet, "lines": lines, "answered": sum(line.is_answered for line in lines)}
    return render(request, "careers/assessments/team_sheet.html", context)


def _save_sheet(request: ActorRequest, sheet: TeamSheet) -> None:
    given = {}
    for one in sheet.shown:
        rated = (given_in(request.POST, item.competence, prefix_of(one)) for item in sheet.items)
        if found := [each for each in rated if each is not None]:
            given[one.judgement] = found
    if given:
        save_ratings(actor=request.actor, given=given)
    if "lamna-in" not in request.POST:
        messages.success(request, _("What you have filled in is saved."))
        return
    answered, asked = answered_of(request.actor, given), {item.competence for item in sheet.items}
    done = [key for key in given if asked <= answered.get(key, set())]
    hand_in(actor=request.actor, judgements=done)
    words = ngettext("%(n)s judgement is handed in.", "%(n)s judgements are handed in.", len(done))
    messages.success(request, words % {"n": len(done)})


@login_required
@require_GET
def asked(request: ActorRequest) -> HttpResponse:
    """What waits for the actor to judge, of themself and others."""
    waiting = [one for one in to_assess(request.actor) if not one.submitted]
    record_readings(actor=request.actor, persons={one.person for one in waiting}, page="careers:assessments_asked")
    return render(request, "careers/assessments/asked.html", {"waiting": waiting})


@login_required
@require_http_methods(["GET", "POST"])
def judge(request: ActorRequest, judgement_id: int) -> HttpResponse:
    """One person's competences. POST saves all that is chosen, and hands in if so asked."""
    held = _held(request, judgement_id)
    if held.submitted:
        return redirect("careers:assessments_asked")
    posted: dict[str, str] = {}
    if request.method == "POST":
        try:
            return _save_judgement(request, held)
        except Refused as refused:
            messages.error(request, str(refused))
            posted = request.POST.dict()
    record_reading(actor=request.actor, person=held.person, page="careers:assess")
    saved = own_ratings(request.actor, [held.judgement])
    context = {
        "held": held,
        "questions": questions_of(held, saved, posted),
        "values": values_of(document_of(held.version)),
    }
    return render(request, "careers/assessments/judge.html", context)


def _save_judgement(request: ActorRequest, held: ToAssess) -> HttpResponse:
    given = _chosen(request, asked_competences(document_of(held.version)))
    if given:
        save_ratings(actor=request.actor, given={held.judgement: given})
    if "lamna-in" not in request.POST:
        messages.success(request, _("What you have filled in is saved."))
        return redirect("careers:assess", held.judgement)
    hand_in(actor=request.actor, judgements=[held.judgement])
    messages.success(
        request, _("The judgement is handed in. When all have handed in theirs, the person and the manager see them.")
    )
    if held.is_own:
        return redirect("careers:own_assessments")
    return redirect("careers:team_assessments" if request.actor.manages else "careers:assessments_asked")


def _chosen(request: ActorRequest, competences: Sequence[str]) -> list[Given]:
    """Raises Refused for a note without a rating: it would be lost."""
    found = []
    for code in competences:
        given = given_in(request.POST, code)
        if given is not None:
            found.append(given)
        elif request.POST.get(f"n-{code}", "").strip():
            raise Refused(_("You have written a note without a rating. Choose a rating, or say that you cannot tell."))
    return found


@login_required
@require_POST
def rate(request: ActorRequest, judgement_id: int) -> HttpResponse:
    """Save one rating as it is chosen. Answers with a word, for scripts."""
    competence = request.POST.get("competence", "")
    given = given_in(request.POST, competence)
    if given is None:
        _held(request, judgement_id)
        return HttpResponse(_("Choose a rating too."))
    try:
        save_ratings(actor=request.actor, given={judgement_id: [given]})
    except Refused as refused:
        return HttpResponse(
            str(refused),
            status=200 if request.headers.get("HX-Request") else 422,
            content_type="text/plain; charset=utf-8",
        )
    return HttpResponse(_("Saved"), content_type="text/plain; charset=utf-8")


def _held(request: ActorRequest, judgement_id: int) -> ToAssess:
    found = to_assess(request.actor, only=judgement_id)
    if not found:
        raise NotYours
    return found[0]


@login_required
@require_http_methods(["GET", "POST"])
def assessment(request: ActorRequest, assessment_id: int) -> HttpResponse:
    """One assessment, as far as it has come, to its person and their manager; POST does what ``gor`` names."""
    found = assessment_of(request.actor, assessment_id)
    refused: str = ""
    posted: dict[str, Any] = {}
    if request.method == "POST":
        try:
            words = acts.act(request, found)
        except Refused as why:
            refused, posted = str(why), request.POST.dict()
        else:
            messages.success(request, words)
            return redirect("careers:assessment", found.pk)
    record_reading(actor=request.actor, person=found.person_id, page="careers:assessment")
    page = acts.AssessmentPage(request.actor, found, posted, refused)
    return render(request, "careers/assessments/assessment.html", {"page": page, "assessment": found})
