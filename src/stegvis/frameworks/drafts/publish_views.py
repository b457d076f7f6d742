"""The page of publishing: a checklist in words, and afterwards what happens now."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused
from stegvis.frameworks.drafts.publishing import (
    checklist,
    choose,
    consequences_of,
    next_version,
    proposed_status,
    publish_draft,
    stops,
)
from stegvis.frameworks.drafts.review_forms import PublishForm
from stegvis.frameworks.drafts.review_policies import leads_review
from stegvis.frameworks.drafts.review_queries import consultations_on, reviewed_draft
from stegvis.frameworks.models import Draft, FrameworkVersion


@login_required
@require_http_methods(["GET", "POST"])
def publish(request: ActorRequest, draft_id: UUID) -> HttpResponse:
    draft = reviewed_draft(request.actor, draft_id)
    if not leads_review(request.actor, draft):
        raise NotYours
    if draft.published is not None and request.method != "POST":
        return _afterwards(request, draft, draft.published)
    number, status = next_version(draft), proposed_status(draft)
    initial = {"revision": draft.revision, "version": number, "status": status}
    form = PublishForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            version = publish_draft(actor=request.actor, draft=draft, **form.cleaned_data)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("%(version)s is published.") % {"version": version})
        return redirect("frameworks:draft_publish", draft_id)
    choose(draft, number, status)
    checks = checklist(request.actor, draft)
    context = {"draft": draft, "checks": checks, "stopped": bool(stops(checks)), "form": form}
    return render(request, "frameworks/drafts/publish.html", context)


def _afterwards(request: ActorRequest, draft: Draft, version: FrameworkVersion) -> HttpResponse:
    context = {
        "draft": draft,
        "version": version,
        "consequences": consequences_of(request.actor, version),
        "consultations": consultations_on(request.actor, draft),
    }
    return render(request, "frameworks/drafts/published.html", context)
