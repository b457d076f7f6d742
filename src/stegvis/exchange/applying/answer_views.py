"""The pages of whoever answers for staff, and of whoever offers the places."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from stegvis.exchange.applying import answering
from stegvis.exchange.applying.forms import AnswerForm
from stegvis.exchange.applying.policies import may_host
from stegvis.exchange.applying.queries import (
    asked_of,
    occasion_of,
    participants_of,
    places_of_staff,
    to_answer,
    with_hours,
)
from stegvis.exchange.models import Occasion
from stegvis.exchange.taking_part.policies import may_note
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.audit.services import record_readings
from stegvis.foundation.components.tables import Column, Table
from stegvis.foundation.documents.writing import export_table

A_PAGE = 25


@login_required
@require_http_methods(["GET", "POST"])
def asked(request: ActorRequest) -> HttpResponse:
    """What the staff have applied for. One button approves all that are marked; each can be answered by itself."""
    actor = request.actor
    if not (actor.manages or actor.coordinates):
        raise NotYours
    if request.method == "POST":
        _answer(request, actor)
        return redirect("exchange:asked")
    rows = to_answer(actor).select_related("occasion", "offer", "host", "profession")
    table = Table(request, rows.order_by("answer_by", "asked_at", "pk"), columns=[], page_size=A_PAGE)
    shown = asked_of(actor, table.page.object_list)
    record_readings(actor=actor, persons={one.application.person_id for one in shown}, page="exchange:asked")
    context = {"asked": shown, "table": table, "tabs": _tabs("exchange:asked")}
    return render(request, "exchange/applying/asked.html", context)


@login_required
@require_GET
def team_places(request: ActorRequest) -> HttpResponse:
    """Who of the staff is away or will be, and who stands in."""
    actor = request.actor
    if not (actor.manages or actor.coordinates):
        raise NotYours
    columns = [
        Column("when", _("When"), order=("begins", "pk")),
        Column("name", _("Name"), order=("name", "begins", "pk")),
        Column("what", _("What"), order=("title", "begins", "pk")),
        Column("substitute", _("Who stands in"), order=("substitute", "begins", "pk")),
        Column("state", _("State"), order=("state", "begins", "pk")),
    ]
    table = Table(request, places_of_staff(actor), columns=columns, page_size=A_PAGE)
    shown = with_hours(actor, table.page.object_list)
    record_readings(actor=actor, persons={one.person_id for one, _hours in shown}, page="exchange:team_places")
    context = {"shown": shown, "table": table, "tabs": _tabs("exchange:team_places")}
    return render(request, "exchange/applying/team_places.html", context)


def _tabs(here: str) -> list[dict[str, Any]]:
    pages = (("exchange:asked", _("To answer")), ("exchange:team_places", _("Who is away")))
    return [{"label": label, "url": reverse(name), "current": name == here, "count": None} for name, label in pages]


def _answer(request: ActorRequest, actor: Actor) -> None:
    """``act`` is approve, for all of ``application``, or decline or suggest for one. Each is answered by itself."""
    form = AnswerForm(request.POST)
    marked = [key for one in request.POST.getlist("application") if (key := _key(one))][:A_PAGE]
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, str(errors[0]))
        return
    if not marked:
        messages.error(request, _("Mark those that you answer."))
        return
    do = _act(request.POST.get("act", ""), form.cleaned_data)
    answered = not_ours = 0
    for key in marked:
        try:
            do(actor=actor, application_id=key)
        except Refused as refused:
            messages.error(request, str(refused))
        except NotYours:  # also who has left since the page was opened: the others are answered all the same
            not_ours += 1
        else:
            answered += 1
    if not_ours:
        said = ngettext(
            "%(n)s of those marked is not yours to answer any longer. The person may have left the team.",
            "%(n)s of those marked are not yours to answer any longer. The persons may have left the team.",
            not_ours,
        )
        messages.error(request, said % {"n": not_ours})
    if answered:
        messages.success(request, ngettext("%(n)s is answered.", "%(n)s are answered.", answered) % {"n": answered})


def _act(act: str, said: dict[str, Any]) -> Callable[..., Any]:
    """Raises NotYours for what is no act."""

    def decline(**whose: Any) -> Any:
        return answering.decline(**whose, reason=said["reason"])

    def suggest(**whose: Any) -> Any:
        return answering.suggest(**whose, occasion_id=said["occasion"] or 0, reason=said["reason"])

    def approve(**whose: Any) -> Any:
        return answering.approve(**whose, substitute=said["substitute"])

    acts = {"godkann": approve, "avbojt": decline, "annat-datum": suggest}
    if act not in acts:
        raise NotYours
    return acts[act]


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@login_required
@require_GET
def participants(request: ActorRequest, occasion_id: int) -> HttpResponse:
    """Who comes, for whoever offers the places: what they have chosen to show, and nothing more."""
    actor = request.actor
    occasion = occasion_of(actor, occasion_id)
    if not may_host(actor, occasion):
        raise NotYours
    rows = participants_of(actor, occasion)
    record_readings(actor=actor, persons=set(rows.values_list("person", flat=True)), page="exchange:participants")
    if wanted := request.GET.get("export"):
        return _file(occasion, rows, wanted)
    columns = [
        Column("name", _("Name"), order=("name", "pk")),
        Column("profession", _("Profession"), order=("profession", "name")),
        Column("workplace", _("Workplace"), order=("workplace", "name")),
        *([Column("begins", _("Begins"), order=("starts_on", "name"))] if occasion.offer.starts_any_time else []),
        Column("state", _("State"), order=("state", "name")),
    ]
    table = Table(request, rows, columns=columns, page_size=50, formats={"xlsx": "Excel", "csv": "CSV"})
    context = {
        "occasion": occasion,
        "table": table,
        "takes_attendance": may_note(occasion, None, timezone.now()),
    }
    return render(request, "exchange/applying/participants.html", context)


def _file(occasion: Occasion, rows: Any, wanted: str) -> HttpResponse:
    if wanted not in {"xlsx", "csv"}:
        raise Http404
    columns = [_("Name"), _("Profession"), _("Workplace"), _("State")]
    cells = [[one.name, str(one.profession), one.workplace, one.get_state_display()] for one in rows]
    if occasion.offer.starts_any_time:
        columns.append(_("Begins"))
        for row, one in zip(cells, rows, strict=True):
            row.append(one.starts_on)
    return export_table(occasion.offer.title, columns, cells, wanted)
