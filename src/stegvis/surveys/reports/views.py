"""The list of reports, and the builder. Every page works without scripts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import visible
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.components.doing import pressed, sent
from stegvis.organisations.models import Collaboration, Organisation
from stegvis.surveys.fielding.pages import round_tabs
from stegvis.surveys.models import Report
from stegvis.surveys.policies import must_lead
from stegvis.surveys.reports import quotes, services
from stegvis.surveys.reports.blocks import Block, Type
from stegvis.surveys.reports.building import act as act_on
from stegvis.surveys.reports.building import described
from stegvis.surveys.reports.forms import AboutForm, BeginForm, BlockForm
from stegvis.surveys.reports.freezing import digest_of
from stegvis.surveys.reports.offering import offered_tables
from stegvis.surveys.reports.pages import Builder, live
from stegvis.surveys.reports.policies import may_write
from stegvis.surveys.reports.queries import report_of, reports_of, reports_on, round_of, telling_of, used_by
from stegvis.surveys.reports.services import Conflict
from stegvis.surveys.telling.tables import read


@login_required
@require_GET
def reports(request: ActorRequest) -> HttpResponse:
    must_lead(request.actor)
    return render(request, "surveys/reports/list.html", {"reports": reports_of(request.actor)})


@login_required
@require_GET
def of_round(request: ActorRequest, round_id: int) -> HttpResponse:
    """The reports that show something of the round."""
    found = round_of(request.actor, round_id)
    tabs = round_tabs(found, "surveys:round_reports")
    context = {"round": found, "reports": reports_on(request.actor, round_id), "tabs": tabs}
    return render(request, "surveys/reports/of_round.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def begin(request: ActorRequest) -> HttpResponse:
    actor = request.actor
    must_lead(actor)
    owners: list[Any] = [
        *visible(actor, Collaboration).filter(pk__in=actor.leads),
        *visible(actor, Organisation).filter(pk__in=actor.coordinates),
    ]
    form = BeginForm(owners, request.POST or None, initial={"title": request.GET.get("titel", "")[:120]})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            made = services.begin_report(
                actor=actor, owner=form.owners[told["owner"]], title=told["title"], language=told["language"]
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("surveys:report", made.pk)
    return render(request, "surveys/reports/begin.html", {"form": form})


@login_required
@require_GET
def build(request: ActorRequest, report_id: int) -> HttpResponse:
    """The report as it is, each part with its tools; the form of one of them where ``del`` names it."""
    report = _mine(request, report_id)
    return _page(request, report, request.GET.get("del", ""))


def _mine(request: ActorRequest, report_id: int) -> Report:
    report = report_of(request.actor, report_id)
    require(may_write(request.actor, report))
    return report


def _page(request: ActorRequest, report: Report, opened: str, form: BlockForm | None = None) -> HttpResponse:
    builder = Builder(request.actor, report, opened, form)
    context = {"report": report, "builder": builder, "focus": request.GET.get("fokus", "")}
    return render(request, "surveys/reports/builder.html", context, status=400 if form else 200)


@login_required
@require_POST
def act(request: ActorRequest, report_id: int) -> HttpResponse:
    """What a button says: add, move, remove, put back, take in the newest figures."""
    report = _mine(request, report_id)
    name = request.POST.get("gor", "")
    try:
        done = act_on(request.actor, report, name, request.POST.dict())
    except (Conflict, KeyError) as missed:
        if isinstance(missed, KeyError) and name.partition("|")[0] not in {"upp", "ner", "flytta", "bort", "siffror"}:
            raise BadRequest from missed
        messages.error(request, _("Somebody has changed the report meanwhile. Look at it as it is now and try again."))
        return redirect("surveys:report", report.pk)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("surveys:report", report.pk)
    except (TypeError, ValueError) as wrong:
        raise BadRequest from wrong
    query = f"?del={done.block}" if done.is_open else f"?fokus={name.partition('|')[0]}" if done.block else ""
    return redirect(f"{reverse('surveys:report', args=[report.pk])}{query}{f'#{done.block}' if done.block else ''}")


@login_required
@require_POST
def save_block(request: ActorRequest, report_id: int, block_id: str) -> HttpResponse:
    """Save one part, or (asked by htmx as somebody types) show it as it would be, and save nothing."""
    report = _mine(request, report_id)
    block = next((one for one in report.blocks if one["id"] == block_id), None)
    if block is None:
        return _conflict(request, report, None, request.POST.dict())
    form, table = _form_of(request, report, block)
    is_valid = form.is_valid()
    if request.htmx:  # type: ignore[attr-defined]
        shown = live(request.actor, report, form.told) if is_valid else None
        return render(request, "surveys/reports/_live.html", {"shown": shown, "form": form})
    if not is_valid:
        return _page(request, report, block_id, form)
    told = (
        described(form.told, read(table), report.language, block)
        if table and block["type"] == Type.CHART
        else form.told
    )
    try:
        services.save_block(actor=request.actor, report=report, was=request.POST.get("var", ""), block=told)
    except Conflict as conflict:
        theirs = next((one for one in conflict.report.blocks if one["id"] == block_id), None)
        return _conflict(request, conflict.report, theirs, form.data)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _page(request, report, block_id, form)
    messages.success(request, _("Saved."))
    return redirect(f"{reverse('surveys:report', args=[report.pk])}?fokus=andra#{block_id}")


def _form_of(request: ActorRequest, report: Report, block: Block) -> tuple[BlockForm, Any]:
    table = None
    if "telling" in block:
        table = used_by(request.actor, report).tables.get((block["telling"], block["key"]))
    offered = quotes.offered(request.actor, report) if block["type"] == Type.QUOTES else ()
    with override(report.language):
        found = read(table) if table else None
    return BlockForm(block, found, report.language, offered, request.POST), table


def _conflict(request: ActorRequest, report: Report, theirs: Block | None, typed: Any) -> HttpResponse:
    """Both, with a choice. What was typed is in the form of the choice."""
    form = None
    if theirs is not None:
        form, _table = _form_of(request, report, theirs)
    context = {
        "report": report,
        "theirs": live(request.actor, report, theirs) if theirs else None,
        "form": form,
        "was": digest_of(theirs) if theirs else "",
        "typed": [(key, value) for key, value in typed.items() if "-" in key and value],
    }
    return render(request, "surveys/reports/conflict.html", context, status=409)


@login_required
@require_GET
def pick(request: ActorRequest, report_id: int) -> HttpResponse:
    """The tables of a round, to put in after the block ``efter``."""
    report = _mine(request, report_id)
    used = used_by(request.actor, report)
    asked = request.GET.get("resultat", "")
    if asked and not asked.isdecimal():
        raise Http404
    telling = telling_of(request.actor, report, int(asked)) if asked else None
    if telling is None and len(used.offered) == 1:
        telling = telling_of(request.actor, report, used.offered[0].pk)
    words = request.GET.get("sok", "")[:100]
    context = {
        "report": report,
        "offered": used.offered,
        "telling": telling,
        "words": words,
        "after": request.GET.get("efter", "")[:10],
        "groups": offered_tables(telling, words) if telling else [],
    }
    return render(request, "surveys/reports/pick.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def about(request: ActorRequest, report_id: int) -> HttpResponse:
    report = _mine(request, report_id)
    form = AboutForm(report, report.releases.exists(), request.POST or None)

    def save() -> None:
        told = form.cleaned_data
        try:
            services.save_about(actor=request.actor, report=report, **told)
        except Conflict as conflict:
            form.data = {**form.data.dict(), "revision": str(conflict.report.revision)}  # type: ignore[attr-defined]
            raise Refused(
                _("Somebody saved while you wrote: “%(title)s”. Save again to keep what stands here.")
                % {"title": f"{conflict.report.title}. {conflict.report.summary[:200]}"}
            ) from conflict

    if sent(request, form, save, _("Saved.")):
        return redirect("surveys:report", report.pk)
    return render(request, "surveys/reports/about.html", {"report": report, "form": form})


@login_required
@require_http_methods(["GET", "POST"])
def put_away(request: ActorRequest, report_id: int) -> HttpResponse:
    report = _mine(request, report_id)
    if request.method == "GET":
        return render(request, "surveys/reports/put_away.html", {"report": report})
    pressed(
        request,
        lambda: services.put_away(actor=request.actor, report=report),
        _("The report is taken out of the list. What is published of it stays."),
    )
    return redirect("surveys:reports")
