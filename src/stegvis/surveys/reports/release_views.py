"""Looking at a report before it is published, publishing it, and what is published of it: for its leaders."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import get_visible, visible
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.components.doing import pressed, sent
from stegvis.foundation.documents.pdf import PDF
from stegvis.foundation.documents.writing import download
from stegvis.surveys.models import Release, ReleaseContent, Report
from stegvis.surveys.reports import publishing
from stegvis.surveys.reports.checking import remarks_on
from stegvis.surveys.reports.document import pdf_of
from stegvis.surveys.reports.forms import PublishForm, RetractForm
from stegvis.surveys.reports.method import note_on_method
from stegvis.surveys.reports.policies import may_open, may_retract, may_write
from stegvis.surveys.reports.presenting import presented
from stegvis.surveys.reports.queries import next_number, releases_of, report_of, used_by
from stegvis.surveys.reports.services import Conflict


def _mine(request: ActorRequest, report_id: int) -> Report:
    report = report_of(request.actor, report_id)
    require(may_write(request.actor, report))
    return report


@login_required
@require_GET
def preview(request: ActorRequest, report_id: int) -> HttpResponse:
    """As its readers will meet it."""
    report = _mine(request, report_id)
    content = publishing.drafted(request.actor, report, used_by(request.actor, report))
    context = {"report": report, "shown": presented(content), "method": note_on_method(content)}
    return render(request, "surveys/reports/preview.html", context)


@login_required
@require_GET
def preview_pdf(request: ActorRequest, report_id: int) -> HttpResponse:
    report = _mine(request, report_id)
    content = publishing.drafted(request.actor, report, used_by(request.actor, report))
    made = pdf_of({**content, "day": request.actor.today.isoformat()})
    return download(made, f"{report.slug}-{_('draft-file')}.pdf", PDF)


@login_required
@require_http_methods(["GET", "POST"])
def publish(request: ActorRequest, report_id: int) -> HttpResponse:
    report, actor = _mine(request, report_id), request.actor
    number = next_number(report)
    form = PublishForm(report, number, request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            made = publishing.publish_report(
                actor=actor,
                report=report,
                revision=told["revision"],
                is_open=told["is_open"],
                changes=told.get("changes", ""),
            )
        except Conflict:
            messages.error(request, _("Somebody has changed the report meanwhile. Read it again, and publish it then."))
            return redirect("surveys:report", report.pk)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Version %(n)s is published.") % {"n": made.number})
            return redirect("surveys:report_release", report.pk, made.number)
    used = used_by(actor, report)
    audit = publishing.audited(publishing.drafted(actor, report, used), used)
    remarks = remarks_on(report, used, audit)
    context = {
        "report": report,
        "form": form,
        "number": number,
        "audit": audit,
        "stopping": [one for one in remarks if one.stops],
        "remarks": [one for one in remarks if not one.stops],
    }
    return render(request, "surveys/reports/publish.html", context)


def _release(request: ActorRequest, report_id: int, number: int) -> Release:
    report = _mine(request, report_id)
    rows = visible(request.actor, Release).select_related("report__employer", "report__collaboration", "published_by")
    return get_visible(request.actor, Release, rows, report=report, number=number)


@login_required
@require_GET
def release(request: ActorRequest, report_id: int, number: int) -> HttpResponse:
    """What was published, its audit, and what can be done with it."""
    found = _release(request, report_id, number)
    held = visible(request.actor, ReleaseContent).filter(release=found).values_list("audit", flat=True).first()
    context = {
        "report": found.report,
        "release": found,
        "audit": held or {},
        "releases": releases_of(request.actor, found.report),
        "may_open": may_open(request.actor, found),
        "may_retract": may_retract(request.actor, found),
    }
    return render(request, "surveys/reports/release.html", context)


@login_required
@require_POST
def open_release(request: ActorRequest, report_id: int, number: int) -> HttpResponse:
    found = _release(request, report_id, number)
    pressed(
        request,
        lambda: publishing.open_release(actor=request.actor, release=found),
        _("The report is shown to everybody."),
    )
    return redirect("surveys:report_release", report_id, number)


@login_required
@require_http_methods(["GET", "POST"])
def retract(request: ActorRequest, report_id: int, number: int) -> HttpResponse:
    found = _release(request, report_id, number)
    form = RetractForm(request.POST or None)
    done = _("It is withdrawn. Whoever opens its address reads so, and why.")

    def save() -> None:
        publishing.retract_release(actor=request.actor, release=found, why=form.cleaned_data["why"])

    if sent(request, form, save, done):
        return redirect("surveys:report_release", report_id, number)
    return render(request, "surveys/reports/retract.html", {"report": found.report, "release": found, "form": form})
