"""The pages of what a round tells."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.documents.text import slug
from stegvis.foundation.documents.writing import download
from stegvis.surveys.fielding.pages import round_tabs
from stegvis.surveys.models import Round, Telling
from stegvis.surveys.telling import giving, known, services
from stegvis.surveys.telling.downloads import FILES, told_file
from stegvis.surveys.telling.foreseen import foreseen_of, not_told_yet
from stegvis.surveys.telling.forms import CrossingForm, GivingForm
from stegvis.surveys.telling.pages import ResultsPage, results_tabs
from stegvis.surveys.telling.policies import may_choose, may_tell
from stegvis.surveys.telling.presenting import waves_of
from stegvis.surveys.telling.queries import crossings_of, known_waves_of, round_of, tables_of, telling_of, tellings_of
from stegvis.surveys.telling.reading import questionnaire_of


@login_required
@require_GET
def results(request: ActorRequest, pk: int) -> HttpResponse:
    """The newest telling, or the one by ``nr``; of all, or of the kind of organisation ``vem``."""
    found = round_of(request.actor, pk)
    told = telling_of(request.actor, found, _number(request.GET.get("nr")))
    context = _common(request, found, "surveys:results") | {
        "told": told,
        "tellings": list(tellings_of(request.actor, found)[:20]),
        "may_tell": may_tell(request.actor, found),
        "files": [(kind, label) for kind, (label, _media) in FILES.items()],
    }
    if told is not None and told.state == Telling.State.TOLD:
        context["page"] = _page(found, told, request.GET.get("vem", ""))
    if context["may_tell"]:
        tables = context["page"].tables if "page" in context else ()
        new = not_told_yet(crossings_of(request.actor, found), tables)
        context["thin"] = sum(one.is_thin for one in foreseen_of(request.actor, found, new).values())
    return render(request, "surveys/telling/results.html", context)


def _page(found: Round, told: Telling, actor: str) -> ResultsPage:
    page = ResultsPage(found, told, tuple(tables_of(told)), questionnaire_of(found), actor)
    if actor and actor not in page.kinds:
        raise Http404
    return page


def _number(text: str | None) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 7):
        raise Http404
    return int(text)


def _common(request: ActorRequest, found: Round, here: str) -> dict[str, Any]:
    return {
        "round": found,
        "tabs": round_tabs(found, "surveys:results"),
        "parts": results_tabs(found, here),
    }


@login_required
@require_POST
def start(request: ActorRequest, pk: int) -> HttpResponse:
    here = reverse("surveys:results", args=[pk])
    try:
        job = services.start_telling(actor=request.actor, round_id=pk, result_url=here)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(here)
    return redirect("jobs:detail", job.pk)


@login_required
@require_GET
def waves(request: ActorRequest, pk: int) -> HttpResponse:
    """The same figures over waves, and published results that can be taken in as one."""
    found = round_of(request.actor, pk)
    told = telling_of(request.actor, found)
    context = _common(request, found, "surveys:results_waves") | {
        "told": told,
        "tables": waves_of(tables_of(told)) if told is not None else [],
        "known": known_waves_of(request.actor, found),
        "to_take_in": known.waves_to_take_in(request.actor, found.version.questionnaire),
    }
    return render(request, "surveys/telling/waves.html", context)


@login_required
@require_POST
def take_in(request: ActorRequest, pk: int) -> HttpResponse:
    found = round_of(request.actor, pk)
    try:
        wave = known.take_in_wave(
            actor=request.actor,
            questionnaire_id=found.version.questionnaire_id,
            code=request.POST.get("code", ""),
        )
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        said = _("%(wave)s is taken in. Work out the results anew to see them side by side.")
        messages.success(request, said % {"wave": wave})
    return redirect("surveys:results_waves", pk)


@login_required
@require_http_methods(["GET", "POST"])
def crossings(request: ActorRequest, pk: int) -> HttpResponse:
    """What is crossed from the next telling on."""
    found = round_of(request.actor, pk)
    questionnaire = questionnaire_of(found)
    if request.method == "POST" and request.POST.get("remove"):
        number = _number(request.POST["remove"])
        services.remove_crossing(actor=request.actor, round_id=pk, crossing_id=number or 0)
        messages.success(request, _("It is no longer crossed from the next time on."))
        return redirect("surveys:results_crossings", pk)
    form = CrossingForm(request.POST or None, questionnaire=questionnaire)
    if request.method == "POST" and form.is_valid():
        try:
            is_new = services.add_crossing(actor=request.actor, round_id=pk, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            done = _("Work out the results anew to see it.") if is_new else _("The two are crossed already.")
            messages.success(request, done)
            return redirect("surveys:results_crossings", pk)
    crossed = crossings_of(request.actor, found)
    foreseen = foreseen_of(request.actor, found, crossed)
    context = _common(request, found, "surveys:results_crossings") | {
        "form": form if form.fields["background"].choices else None,  # type: ignore[attr-defined]
        "crossings": [(*line, foreseen.get(line[0].pk)) for line in named(crossed, questionnaire)],
        "may_choose": may_choose(request.actor, found),
    }
    return render(request, "surveys/telling/crossings.html", context)


def named(crossed: list[Any], questionnaire: Any) -> list[tuple[Any, str, str]]:
    """With the titles of the two."""
    from stegvis.surveys.telling.wording import worded

    titles = {one.code: worded(one.text) for one in questionnaire.questions()}
    return [
        (one, titles.get(one.background, one.background), titles.get(one.question, one.question)) for one in crossed
    ]


@login_required
@require_GET
def file(request: ActorRequest, pk: int, kind: str) -> HttpResponse:
    """The telling as a file: ``xlsx``, ``csv``, ``pdf`` or ``ddi``; or the answers, ``sav`` and ``svar-xlsx``."""
    found = round_of(request.actor, pk)
    if kind in {"sav", "svar-xlsx"}:
        made = giving.file_of(request.actor, found, kind.removeprefix("svar-"))
        name = f"{slug(found.title, 40) or 'svar'}-svar.{made.kind}"
        return download(bytes(made.content), name, giving.MEDIA[made.kind])  # type: ignore[index]
    told = telling_of(request.actor, found, _number(request.GET.get("nr")))
    if kind not in FILES or told is None or told.state != Telling.State.TOLD:
        raise Http404
    actor = request.GET.get("vem", "")
    _page(found, told, actor)
    content, ending, media = told_file(found, told, kind, actor)
    return download(content, f"{slug(found.title, 40) or 'resultat'}-{told.number}.{ending}", media)


@login_required
@require_http_methods(["GET", "POST"])
def microdata(request: ActorRequest, pk: int) -> HttpResponse:
    """The answers themselves as a file, made by a job."""
    found = round_of(request.actor, pk)
    form = GivingForm(request.POST or None, found=found)
    if request.method == "POST" and form.is_valid():
        here = reverse("surveys:results_microdata", args=[pk])
        try:
            job = giving.start_giving(
                actor=request.actor,
                round_id=pk,
                kind=form.cleaned_data["kind"],
                with_words=form.cleaned_data.get("with_words", False),
                reason=form.cleaned_data.get("reason", ""),
                result_url=here,
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("jobs:detail", job.pk)
    context = _common(request, found, "surveys:results_microdata") | {
        "form": form,
        "files": giving.files_of(request.actor, found),
        "may_tell": may_tell(request.actor, found),
        "of_persons": found.kind == Round.Kind.PERSONS,
        "reader": request.actor.user,
    }
    return render(request, "surveys/telling/microdata.html", context)
