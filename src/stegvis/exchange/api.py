"""What is offered as JSON: to anybody what is shown openly, to whoever is logged in what they see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from http import HTTPStatus
from typing import Any, cast

from allauth.core.internal import ratelimit
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from ninja import Field, Query, Router, Schema
from ninja.decorators import decorate_view
from ninja.errors import HttpError

from stegvis.exchange.finding import queries
from stegvis.exchange.finding.forms import SearchForm
from stegvis.exchange.finding.public_views import FIVE_MINUTES
from stegvis.exchange.finding.queries import hits_of
from stegvis.exchange.models import Occasion, Offer
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import visible
from stegvis.organisations.models import Organisation
from stegvis.people.models import Profession

Answer = Callable[..., HttpResponse]

router = Router(tags=["exchange"])
A_PAGE = 50
OWN_NAMES = {"employer": "arbetsgivare", "area": "omrade", "kind": "slag", "first": "fran", "last": "till", "q": "q"}

ASKED_AS = {"first": "from", "last": "to"}


class Asked(Schema):
    """What to look for; empty is everything. ``area`` and ``kind`` are codes, ``employer`` a slug."""

    employer: str = ""
    area: str = ""
    kind: str = ""
    first: date | None = Field(None, alias="from")
    last: date | None = Field(None, alias="to")
    q: str = ""
    page: int = Field(1, ge=1, le=100_000)


class OccasionOut(Schema):
    """``municipality`` is SCB's code. Where each begins when it suits, the times are the window."""

    id: int
    starts: datetime
    ends: datetime
    apply_by: date
    place: str
    municipality: str
    seats: int
    left: int


class OfferOut(Schema):
    """``price`` in kronor a seat, ``hours`` of working time; no ``professions`` means all."""

    id: int
    kind: str
    title: str
    summary: str
    description: str
    employer: str
    employer_name: str
    areas: list[str]
    professions: list[str]
    form: str
    starts_any_time: bool
    hours: int | None
    price: int
    state: str
    occasions: list[OccasionOut]


class PageOut(Schema):
    """The offers with something to apply for, the soonest first, a page at a time."""

    total: int
    page: int
    pages: int
    offers: list[OfferOut]


def _for_other_sites(answer: Answer) -> Answer:
    """What a stranger is told other sites may show, its refusals too, and keep for as long as the embedded list."""

    @wraps(answer)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = answer(request, *args, **kwargs)
        if cast(ActorRequest, request).actor.is_signed_in:
            response["Cache-Control"] = "private"
            return response
        response["Access-Control-Allow-Origin"] = "*"
        if response.status_code == HTTPStatus.OK:
            response["Cache-Control"] = FIVE_MINUTES
        return response

    return told


@router.get("/offers", response=PageOut)
@decorate_view(_for_other_sites)
def offers(request: ActorRequest, asked: Query[Asked]) -> PageOut:
    """Search. 404 for a page that is not there, 422 for what is no choice."""
    _limited(request)
    actor = request.actor
    said = asked.model_dump(exclude_none=True)
    data = {own: said[name] for name, own in OWN_NAMES.items() if name in said}
    employers = Organisation.objects.filter(slug=asked.employer)
    with translation.override("en"):  # as the rest of the interface is
        form = SearchForm(actor, employers, Profession.objects.none(), (), data)
        wrong = {name: str(form.errors[own][0]) for name, own in OWN_NAMES.items() if own in form.errors}
    if not form.is_valid():
        raise HttpError(422, " ".join(f"{ASKED_AS.get(name, name)}: {why}" for name, why in wrong.items()))
    hits = hits_of(actor, form.search)
    pages = max(1, -(-len(hits) // A_PAGE))
    if asked.page > pages:
        raise Http404
    here = hits[(asked.page - 1) * A_PAGE : asked.page * A_PAGE]
    keys = [hit.offer for hit in here]
    wanted = [key for hit in here for key in hit.occasions]
    occasions = Prefetch("occasions", queryset=visible(actor, Occasion).filter(pk__in=wanted).order_by("starts", "pk"))
    found = {one.pk: one for one in _rows(request).filter(pk__in=keys).prefetch_related(occasions)}
    return PageOut(
        total=len(hits), page=asked.page, pages=pages, offers=[_offer(found[key]) for key in keys if key in found]
    )


@router.get("/offers/{int:offer_id}", response=OfferOut)
@decorate_view(_for_other_sites)
def offer(request: ActorRequest, offer_id: int) -> OfferOut:
    """One offer with the occasions that are not over. 404 for what one may not see."""
    _limited(request)
    found = queries.offer_of(request.actor, offer_id)
    return _offer(found, queries.occasions_of(request.actor, found))


def _rows(request: ActorRequest) -> QuerySet[Offer]:
    return visible(request.actor, Offer).select_related("employer").defer("search")


def _offer(one: Offer, occasions: list[Occasion] | None = None) -> OfferOut:
    return OfferOut(
        id=one.pk,
        kind=one.kind,
        title=one.title,
        summary=one.summary,
        description=one.description,
        employer=one.employer.slug,
        employer_name=one.employer.name,
        areas=one.areas,
        professions=one.professions,
        form=one.form,
        starts_any_time=one.starts_any_time,
        hours=one.hours,
        price=one.price,
        state=one.state,
        occasions=[
            OccasionOut(
                id=row.pk,
                starts=row.starts,
                ends=row.ends,
                apply_by=row.apply_by,
                place=row.place,
                municipality=row.municipality,
                seats=row.seats,
                left=row.left,
            )
            for row in (one.occasions.all() if occasions is None else occasions)
            if row.state == Occasion.State.OPEN
        ],
    )


def _limited(request: ActorRequest) -> None:
    """Who is not logged in may ask so often. Raises HttpError."""
    if request.actor.is_signed_in:
        return
    if ratelimit.consume(request, app="allauth.account", action="offers", limit_get=True) is None:
        raise HttpError(429, "Too Many Requests")
