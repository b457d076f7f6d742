"""What the pages show, made of what was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from stegvis.exchange.finding import queries
from stegvis.exchange.finding.calendar import Grid, grid_of, month_of
from stegvis.exchange.finding.chart import map_of
from stegvis.exchange.finding.forms import SearchForm
from stegvis.exchange.finding.queries import Hit
from stegvis.exchange.finding.ranking import Ranked, ranked
from stegvis.exchange.finding.search import CALENDAR, LIST, MAP, Search
from stegvis.exchange.finding.wording import levels, price, reason, team_reason
from stegvis.exchange.finding.words import meant
from stegvis.exchange.models import Occasion, Offer
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.components.tables import Table

A_PAGE = 20
A_DAY = 4  # offers that a day of the month shows
EACH = 3  # occasions that a hit shows
REASONS = 3


@dataclass(frozen=True)
class Card:
    """An offer in a list. ``more`` occasions are only told on its own page; ``km`` None is not known."""

    offer: Offer
    occasions: list[Occasion]
    more: int
    km: int | None
    is_remote: bool
    reasons: list[str]

    @property
    def kind(self) -> str:
        return str(Offer.Kind(self.offer.kind).label)

    @property
    def form(self) -> str:
        return str(Offer.Form(self.offer.form).label)

    @property
    def price(self) -> str:
        return price(self.offer)

    @property
    def levels(self) -> str:
        return levels(self.offer)


def cards_of(actor: Actor, hits: Sequence[Hit], search: Search, order: Ranked) -> list[Card]:
    """Two queries, however many hits."""
    shown = queries.shown_offers(actor, hits, each=EACH)
    cards = []
    for hit in hits:
        if hit.offer in shown:
            offer, occasions = shown[hit.offer]
            more = len(hit.occasions) - len(occasions)
            cards.append(Card(offer, occasions, more, hit.km(search), hit.is_remote, list(_reasons(hit, order))))
    return cards


def _reasons(hit: Hit, order: Ranked) -> Iterator[str]:
    if people := order.team.get(hit.offer, 0):
        yield team_reason(people)
    needs = order.mine[hit.offer].in_order() if hit.offer in order.mine else []
    yield from map(reason, needs[:REASONS])
    if len(needs) > REASONS:
        yield _("and %(n)d more of what you need") % {"n": len(needs) - REASONS}


def found_page(request: HttpRequest, actor: Actor, form: SearchForm) -> dict[str, Any]:
    """What the chosen view needs. Raises Http404 for a page that is not there."""
    search = form.search
    context: dict[str, Any] = {"view": form.view, "search": search}
    if form.view == CALENDAR:
        grid = _grid(actor, form)
        any_time = queries.any_time(actor, search, grid.first, grid.last)
        return context | {"grid": grid, "any_time": any_time, "at_most": A_DAY}
    hits = queries.hits_of(actor, search)
    if not hits:
        return context | {"view": "", "meant": _meant(actor, form.cleaned_data["q"])}
    if form.view == MAP:
        return context | {"map": map_of(hits, search)}
    order = ranked(actor, hits, search, form.order)
    table = Table(request, order.hits, columns=[], page_size=A_PAGE)
    return context | {"table": table, "cards": cards_of(actor, list(table.page), search, order)}


def _meant(actor: Actor, text: str) -> list[str]:
    if not text:
        return []
    titles = visible(actor, Offer).filter(state=Offer.State.PUBLISHED).values_list("title", flat=True)
    return meant(text, titles)


def _grid(actor: Actor, form: SearchForm) -> Grid:
    """The week asked for, else a month."""
    search = form.search
    first, last = month_of(form.month or search.first or queries.first_day(actor, search) or actor.today)
    if form.cleaned_data["vecka"] and search.first and search.last:
        first, last = search.first, search.last
    return grid_of(queries.beginnings(actor, search, first, last), first, last, actor.today)


@dataclass(frozen=True)
class Chosen:
    """A filter that is on; ``url`` is the page without it."""

    label: str
    value: str
    url: str


def chosen(request: HttpRequest, form: SearchForm) -> list[Chosen]:
    """The filters that narrow the search, in words."""
    found = []
    for name, field in form.fields.items():
        value = request.GET.get(name, "")
        if name in {"q", "visa", "ordning", "manad"} or not value or name in form.errors:
            continue
        choices = {str(key): str(label) for key, label in getattr(field, "choices", ())}
        said = "" if name == "lediga" else choices.get(value, value)
        if not said and name != "lediga":
            continue
        rest = request.GET.copy()
        for gone in (name, "page"):
            rest.pop(gone, None)
        found.append(Chosen(str(field.label), said, f"?{rest.urlencode()}"))
    return found


def view_tabs(request: HttpRequest, view: str) -> list[dict[str, Any]]:
    labels = {LIST: _("List"), CALENDAR: _("Calendar"), MAP: _("Map")}
    tabs = []
    for name, label in labels.items():
        query = request.GET.copy()
        query.pop("page", None)
        query["visa"] = name
        tabs.append({"label": label, "url": f"?{query.urlencode()}", "current": name == view, "count": None})
    return tabs
