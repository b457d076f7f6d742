"""The pages of calibration: how evenly the framework is used, rounds, and judging a second time."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods
from django_htmx.http import HttpResponseClientRefresh

from stegvis.careers.calibration.evenness import evenness_between, evenness_of
from stegvis.careers.calibration.forms import JudgeForm, PlanForm
from stegvis.careers.calibration.pages import ResultPage, SharesPage, judge_rows, tabs
from stegvis.careers.calibration.policies import may_close, may_lead
from stegvis.careers.calibration.queries import (
    judges_of,
    own_judgements,
    progress_of,
    round_of,
    rounds_of,
    to_judge,
)
from stegvis.careers.calibration.services import answer, close_round, plan_round
from stegvis.careers.calibration.wording import compared, decimal
from stegvis.careers.models import CalibrationRound
from stegvis.careers.pages import OrganisationPage, address
from stegvis.careers.wording import worded
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours, visible
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.audit.services import record_readings
from stegvis.foundation.components.tables import Table
from stegvis.foundation.documents.writing import export_table
from stegvis.frameworks.queries import effective_of
from stegvis.organisations.models import Organisation
from stegvis.people.models import Employment, Profession

A_PAGE = 10
"""Judgements on one page: about what one sitting takes."""


@login_required
@require_GET
def evenness(request: ActorRequest) -> HttpResponse:
    """The employer's, unit by unit; who coordinates only a collaboration is led to that view."""
    actor = request.actor
    if actor.leads and not actor.coordinates:
        return redirect("careers:calibration_between")
    found = evenness_of(
        actor, employer_id=_number(request.GET.get("arbetsgivare")), profession=request.GET.get("yrke", "")
    )
    page = SharesPage(found.shares, _("Unit")) if found.shares else None
    if wanted := request.GET.get("export"):
        return _file(page, wanted)
    context = {
        "overview": found.overview,
        "professions": [one.profession for one in found.overview.staff],
        "excel": address(request.GET, export="xlsx"),
        "page": page,
        "tabs": tabs(actor, "careers:calibration", request.GET),
        "placements": OrganisationPage(found.overview, request.GET).placements,
    }
    return render(request, "careers/calibration/evenness.html", context)


@login_required
@require_GET
def between(request: ActorRequest) -> HttpResponse:
    """The collaboration's, employer by employer."""
    found = evenness_between(
        request.actor,
        collaboration_id=_number(request.GET.get("samverkan")),
        profession=request.GET.get("yrke", ""),
    )
    decided, reached = (SharesPage(one, _("Employer")) if one else None for one in (found.decided, found.reached))
    if wanted := request.GET.get("export"):
        return _file(decided, wanted)
    shown = tabs(request.actor, "careers:calibration_between", request.GET)
    excel = address(request.GET, export="xlsx")
    context = {"found": found, "decided": decided, "reached": reached, "tabs": shown, "excel": excel}
    return render(request, "careers/calibration/between.html", context)


@login_required
@require_GET
def judges(request: ActorRequest) -> HttpResponse:
    """How the employer's assessors compare, those of fewer than five persons left out."""
    employer = _employer(request)
    professions = _professions(request, employer)
    wanted = request.GET.get("yrke") or (professions[0].pk if professions else "")
    profession = next((one for one in professions if one.pk == wanted), None)
    if profession is None and request.GET.get("yrke"):
        raise NotYours
    found = judges_of(request.actor, employer, profession) if profession else None
    context = {
        "employer": employer,
        "professions": professions,
        "profession": profession,
        "rows": judge_rows(found.judges) if found else [],
        "hidden": found.hidden if found else 0,
        "tabs": tabs(request.actor, "careers:calibration_judges", request.GET),
    }
    return render(request, "careers/calibration/judges.html", context)


@login_required
@require_GET
def rounds(request: ActorRequest) -> HttpResponse:
    employer = _employer(request)
    table = Table(request, rounds_of(request.actor, employer), columns=[], page_size=25)
    progress = progress_of(request.actor, employer)
    rows = [
        {
            "round": one,
            "asked": sum(each.asked for each in progress.get(one.pk, [])),
            "answered": sum(each.answered for each in progress.get(one.pk, [])),
        }
        for one in table.page.object_list
    ]
    shown = tabs(request.actor, "careers:calibration_rounds", request.GET)
    context = {"employer": employer, "table": table, "rows": rows, "tabs": shown}
    return render(request, "careers/calibration/rounds.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def plan(request: ActorRequest) -> HttpResponse:
    employer = _employer(request)
    form = PlanForm(request.actor, employer, request.POST or None)
    if form.is_valid():
        try:
            found = plan_round(actor=request.actor, employer=employer, **form.cleaned_data)
        except Refused as refused:
            form.add_error("emails", str(refused))
        else:
            messages.success(request, _("The round is planned. The sample is being drawn."))
            return redirect("careers:calibration_round", round_id=found.pk)
    return render(request, "careers/calibration/plan.html", {"employer": employer, "form": form})


@login_required
@require_GET
def calibration_round(request: ActorRequest, round_id: int) -> HttpResponse:
    """Being drawn, under way, or with its result; the result is for coordinators and the assessors."""
    found = round_of(request.actor, round_id)
    is_waiting = found.state == CalibrationRound.State.PLANNED or (
        found.state == CalibrationRound.State.CLOSED and not found.result
    )
    if request.headers.get("HX-Request"):
        return render(request, "careers/calibration/_drawing.html", {"round": found}) if is_waiting else _refreshed()
    coordinates = bool(may_lead(request.actor, found))
    context = {
        "round": found,
        "framework": worded(effective_of(found.version).document.title),
        "is_waiting": is_waiting,
        "coordinates": coordinates,
        "may_close": may_close(request.actor, found),
        "progress": progress_of(request.actor, found.employer).get(found.pk, []) if coordinates else [],
        "result": ResultPage(found) if found.state == CalibrationRound.State.CLOSED and found.result else None,
    }
    return render(request, "careers/calibration/round.html", context)


def _refreshed() -> HttpResponse:
    return HttpResponseClientRefresh()


@login_required
@require_http_methods(["GET", "POST"])
def close(request: ActorRequest, round_id: int) -> HttpResponse:
    """Asks first, and closes with a POST."""
    found = round_of(request.actor, round_id)
    if not may_lead(request.actor, found):
        raise NotYours
    if request.method == "POST":
        try:
            close_round(actor=request.actor, calibration=found)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The round is closed. The result is being computed."))
        return redirect("careers:calibration_round", round_id=found.pk)
    progress = progress_of(request.actor, found.employer).get(found.pk, [])
    waiting = sum(one.waiting for one in progress)
    context = {"round": found, "waiting": waiting, "verdict": may_close(request.actor, found)}
    return render(request, "careers/calibration/close.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def judge(request: ActorRequest) -> HttpResponse:
    """Several judgements on one page; what is left untouched is left for later. ``?visa=klara`` shows those made."""
    done = request.GET.get("visa") == "klara"
    asked = to_judge(request.actor)
    chosen = [one for one in asked if one.is_answered == done]
    if request.method == "POST":
        chosen = [one for one in asked if f"a{one.id}-rating" in request.POST or f"a{one.id}-note" in request.POST]
        _say_what_is_gone(request, {f"a{one.id}-rating" for one in asked})
    forms = [JudgeForm(one, request.POST or None) for one in chosen[:A_PAGE]]
    are_valid = [form.is_valid() for form in forms]
    if request.method == "POST" and all(are_valid):
        answers = [found for form in forms if (found := form.answer)]
        try:
            saved = answer(actor=request.actor, answers=answers)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            _thank(request, saved)
            return redirect(request.get_full_path())
    record_readings(
        actor=request.actor, persons={form.asked.person for form in forms}, page="careers:calibration_judge"
    )
    made = sum(one.is_answered for one in asked)
    context = {
        "forms": forms,
        "waiting": len(asked) - made,
        "made": made,
        "tabs": [
            _part(_("To judge"), "", not done, len(asked) - made),
            _part(_("Judged"), "?visa=klara", done, made),
        ],
        "done": done,
    }
    return render(request, "careers/calibration/judge.html", context)


def _say_what_is_gone(request: ActorRequest, known: set[str]) -> None:
    if any(name.endswith("-rating") and name not in known for name in request.POST):
        messages.warning(
            request,
            _("Something that you judged is no longer to be judged: the round was closed, or somebody has left."),
        )


def _thank(request: ActorRequest, saved: int) -> None:
    if saved:
        words = ngettext("%(n)s judgement is saved.", "%(n)s judgements are saved.", saved)
        messages.success(request, words % {"n": saved})
    else:
        messages.info(request, _("Nothing was chosen, so nothing was saved."))


def _part(label: str, query: str, current: bool, count: int) -> dict[str, object]:
    return {"label": label, "url": reverse("careers:calibration_judge") + query, "current": current, "count": count}


@login_required
@require_GET
def own(request: ActorRequest) -> HttpResponse:
    """The actor's own judgements beside those of all."""
    rows = [
        {
            "found": one,
            "compared": compared(one.found),
            "low": decimal(one.found.low),
            "high": decimal(one.found.high),
        }
        for one in own_judgements(request.actor)
    ]
    return render(request, "careers/calibration/own.html", {"rows": rows})


def _employer(request: ActorRequest) -> Organisation:
    """The one named in the address, else the first that the actor coordinates. Raises NotYours."""
    wanted = _number(request.GET.get("arbetsgivare"))
    rows = visible(request.actor, Organisation).filter(pk__in=request.actor.coordinates).order_by("name")
    found = (rows.filter(pk=wanted) if wanted is not None else rows).first()
    if found is None:
        raise NotYours
    return found


def _professions(request: ActorRequest, employer: Organisation) -> list[Profession]:
    """Those that somebody at the employer has, the most common first."""
    codes = visible(request.actor, Employment).filter(employer=employer).values("profession").distinct()
    return list(visible(request.actor, Profession).filter(pk__in=codes).order_by("title_sv"))


def _number(text: str | None) -> int | None:
    """A key from the address; one that is no number is not there."""
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise Http404
    return int(text)


def _file(page: SharesPage | None, wanted: str) -> HttpResponse:
    if page is None or wanted not in {"xlsx", "csv"}:
        raise Http404
    rows: list[list[object]] = [list(row) for row in page.rows]
    return export_table(_("Evenness"), page.head, rows, wanted)
