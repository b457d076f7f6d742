"""The page on which an overlay's owner sets it on a newer version of its base."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.verdict import Refused, require
from stegvis.frameworks.drafts.policies import may_start
from stegvis.frameworks.drafts.queries import next_versions_begun
from stegvis.frameworks.queries import effective_of, version_of
from stegvis.frameworks.relations.forms import UpgradeForm
from stegvis.frameworks.relations.queries import base_change
from stegvis.frameworks.relations.services import start_upgrade


@login_required
@require_http_methods(["GET", "POST"])
def upgrade_overlay(request: ActorRequest, code: str, version: int) -> HttpResponse:
    change = base_change(request.actor, code, version)
    framework = change.overlay.framework
    require(may_start(request.actor, framework.owner or framework.collaboration, framework))
    latest = version_of(request.actor, code)
    if latest.version != version:
        messages.info(
            request,
            _("Version %(version)s of the additions has been followed by a later one, which is shown here.")
            % {"version": version},
        )
        return redirect("frameworks:version", code, latest.version)
    upgrade = change.upgrade()
    form = UpgradeForm(upgrade, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            draft = start_upgrade(actor=request.actor, change=change, chosen=form.cleaned_data)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(
                request, _("A draft on the new version of the base is begun. Read it through and publish it.")
            )
            return redirect("frameworks:draft", draft.pk)
    context: dict[str, Any] = {
        "change": change,
        "upgrade": upgrade,
        "form": form,
        "conflicts": [(part, form[part.name]) for part in upgrade.conflicts],
        "drafts": next_versions_begun(request.actor, framework.pk),
        "document": effective_of(change.overlay).document,
    }
    return render(request, "frameworks/relations/upgrade.html", context)
