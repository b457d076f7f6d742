"""The years ahead of a skill mix: what each place lacks, and who begins which study posts."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.documents.text import slug
from stegvis.foundation.documents.writing import XLSX, download
from stegvis.planning.mix.charts import years_chart
from stegvis.planning.mix.content import Content
from stegvis.planning.mix.policies import may_write
from stegvis.planning.mix.queries import mix_of
from stegvis.planning.mix.roles import role_names
from stegvis.planning.mix.solving import NobodyMayError
from stegvis.planning.mix.years import MOST_AT_ONCE, planned, size_of
from stegvis.planning.mix.years_reading import Teller
from stegvis.planning.mix.years_result import result
from stegvis.planning.models import Mix


def _teller(mix: Mix) -> Teller | None:
    """None where there is nothing to compute, or more than one can wait for. Raises NobodyMayError."""
    content = Content.of(mix.content)
    if not (content.ahead and content.tasks and content.staff) or size_of(content, content.ahead) > MOST_AT_ONCE:
        return None
    return Teller(content.ahead, planned(content, content.ahead), role_names(), str(mix.unit))


@login_required
@require_GET
def years(request: ActorRequest, mix_id: int) -> HttpResponse:
    """All places and years together, and one place's years in full: the one asked for, or the one that lacks most."""
    found = mix_of(request.actor, mix_id)
    content = Content.of(found.content)
    context: dict[str, Any] = {"mix": found, "may_write": may_write(request.actor, found), "most": MOST_AT_ONCE}
    if content.ahead:
        context["size"] = size_of(content, content.ahead)
    try:
        teller = _teller(found)
    except NobodyMayError as impossible:
        context["nobody_may"] = impossible.tasks
    else:
        if teller:
            chosen = _chosen(request, teller)
            told = teller.told()
            context |= {
                "told": told,
                "chart": years_chart(teller, told.summary),
                "chosen": chosen,
                "place": told.places[chosen],
                "years": teller.years_of(chosen),
            }
    return render(request, "planning/mix/years.html", context)


def _chosen(request: ActorRequest, teller: Teller) -> int:
    asked = request.GET.get("plats", "")
    if asked.isascii() and asked.isdigit() and len(asked) < 4 and int(asked) < len(teller.ahead.places):
        return int(asked)
    return teller.most_short()


@login_required
@require_GET
def years_file(request: ActorRequest, mix_id: int) -> HttpResponse:
    """The same as a workbook. Where there is nothing to compute, the page says why."""
    found = mix_of(request.actor, mix_id)
    try:
        teller = _teller(found)
    except NobodyMayError:
        teller = None
    if teller is None:
        return redirect("planning:mix_years", mix_id)
    name = slug(f"{found.title} {found.unit} ar", 60) or "kompetensmix-ar"
    return download(result(teller), f"{name}.xlsx", XLSX)
