"""One job's page: how far it has come, and where its result is."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET
from django_htmx.http import HttpResponseClientRedirect, HttpResponseClientRefresh

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import get_visible
from stegvis.foundation.jobs.models import Job


@login_required
@require_GET
def job_detail(request: ActorRequest, job_id: UUID) -> HttpResponse:
    """The page, or to htmx only its moving part; a finished job leads on to its result, with what it said."""
    job = get_visible(request.actor, Job, id=job_id)
    is_part = request.headers.get("HX-Request")
    if job.state == Job.State.DONE and job.result_url:
        if job.message:
            messages.info(request, job.message)
        return HttpResponseClientRedirect(job.result_url) if is_part else redirect(job.result_url)
    if not is_part:
        return render(request, "jobs/detail.html", {"job": job})
    if job.is_finished:
        return HttpResponseClientRefresh()
    return render(request, "jobs/progress.html", {"job": job})
