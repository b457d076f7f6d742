"""The balance of a collaboration, and its shared costs."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from stegvis.exchange.balance import queries, services
from stegvis.exchange.balance.costs import between
from stegvis.exchange.balance.periods import HalfYear, finished, named
from stegvis.exchange.balance.policies import may_close
from stegvis.exchange.models import SettlementLine
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.documents.writing import export_table
from stegvis.organisations.models import Collaboration, Organisation


@dataclass(frozen=True)
class Choice:
    """Which collaboration and half-year a page shows, of which ones."""

    collaboration: Collaboration
    period: HalfYear
    collaborations: list[Collaboration]
    periods: list[HalfYear]

    @property
    def query(self) -> str:
        return f"samverkan={self.collaboration.slug}&halvar={self.period}"


def _choice(request: ActorRequest) -> Choice:
    """``samverkan`` and ``halvar``, by default the first and the latest that is over. Only those that are over are
    shown: from day to day the difference would be one person."""
    found = queries.collaborations(request.actor)
    slug, text = request.GET.get("samverkan", ""), request.GET.get("halvar", "")
    periods = finished(request.actor.today)
    collaboration = next((one for one in found if one.slug == slug or not slug), None)
    period = named(text) if text else periods[0]
    if collaboration is None or period not in periods:
        raise NotYours
    return Choice(collaboration, period, found, periods)


@login_required
@require_GET
def balance(request: ActorRequest) -> HttpResponse:
    """What employers gave and got."""
    choice = _choice(request)
    found = queries.balance(choice.collaboration.pk, choice.period)
    return render(request, "exchange/balance/balance.html", {"choice": choice, "balance": found})


@login_required
@require_http_methods(["GET", "POST"])
def costs(request: ActorRequest) -> HttpResponse:
    """Who owes whom; POST closes the half-year, ``export`` gives the list as a file."""
    actor, choice = request.actor, _choice(request)
    if request.method == "POST":
        try:
            services.close_settlement(actor=actor, collaboration_id=choice.collaboration.pk, period=choice.period)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The half-year is closed."))
        return redirect(f"{reverse('exchange:costs')}?{choice.query}")
    found = services.costs_of(actor, choice.collaboration.pk, choice.period)
    keys = {key for one in found.lines for key in (one.payer, one.receiver)}
    names = {one.pk: one.name for one in Organisation.objects.filter(pk__in=keys)}
    grounds = dict(SettlementLine.Ground.choices)
    rows = [
        (names[one.payer], names[one.receiver], one.title, one.held_on, grounds[one.ground], one.seats, one.kronor)
        for one in found.lines
    ]
    if wanted := request.GET.get("export"):
        return _file(choice, rows, wanted)
    closed = services.latest_closed(actor, choice.collaboration.pk)
    context = {
        "choice": choice,
        "settlement": found.settlement,
        "rows": rows,
        "sums": [(names[a], names[b], kronor) for (a, b), kronor in between(found.lines).items()],
        "verdict": may_close(actor, choice.collaboration.pk, choice.period, closed=closed),
        "leads": choice.collaboration.pk in actor.leads,
    }
    return render(request, "exchange/balance/costs.html", context)


def _file(choice: Choice, rows: list[tuple], wanted: str) -> HttpResponse:
    if wanted not in {"xlsx", "csv"}:
        raise Http404
    columns = [_("Pays"), _("Gets"), _("For"), _("Day"), _("Ground"), _("Seats"), _("Kronor")]
    return export_table(_("Shared costs %(period)s") % {"period": choice.period}, columns, rows, wanted)
