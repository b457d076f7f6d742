"""The report: as it would be now, as it was given out, and as a file."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.documents.pdf import PDF
from stegvis.foundation.documents.writing import XLSX, download
from stegvis.surveys.interviews import queries
from stegvis.surveys.interviews.acting import done
from stegvis.surveys.interviews.pages import about
from stegvis.surveys.interviews.printing import report_pdf, report_workbook, shown
from stegvis.surveys.interviews.reporting import content_of, may_release, release_report, report_of, reports_of


@login_required
@require_http_methods(["GET", "POST"])
def report(request: ActorRequest, study_id: int) -> HttpResponse:
    """What would be told now, and the reports made; POST makes one."""
    actor = request.actor
    study = queries.led_study(actor, study_id)
    if request.method == "POST":
        release = partial(release_report, actor=actor, study_id=study.pk)
        return done(
            request, release, _("The report is made, and stays as it is."), "surveys:interview_report", study.pk
        )
    content, interviews = content_of(actor, study)
    reports = list(reports_of(actor, study))
    context = about(request, study, "interview_report") | {
        "report": shown(content),
        "reports": reports,
        "may_release": may_release(study, interviews, reports[0] if reports else None),
    }
    return render(request, "surveys/interviews/report.html", context)


@login_required
@require_GET
def version(request: ActorRequest, study_id: int, number: int) -> HttpResponse:
    """A report as it was made."""
    study = queries.led_study(request.actor, study_id)
    found = report_of(request.actor, study_id, number)
    context = about(request, study, "interview_report") | {"made": found, "report": shown(found.content)}
    return render(request, "surveys/interviews/report_version.html", context)


@login_required
@require_GET
def file(request: ActorRequest, study_id: int, number: int, file_format: str) -> HttpResponse:
    """The same report as PDF or a workbook."""
    found = report_of(request.actor, study_id, number)
    name = f"intervjurapport-{found.study_id}-{found.number}"
    if file_format == "pdf":
        return download(report_pdf(found), f"{name}.pdf", PDF)
    if file_format == "xlsx":
        return download(report_workbook(found), f"{name}.xlsx", XLSX)
    raise Http404
