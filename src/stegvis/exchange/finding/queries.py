"""Every read of this subject: what can be applied for, what is shown of an offer, and what anybody may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from django.contrib.postgres.search import SearchRank
from django.db.models import F, Prefetch, Q, QuerySet
from django.utils import timezone

from stegvis.exchange.applying.cases import cases_of
from stegvis.exchange.applying.policies import may_apply, may_wish_instead
from stegvis.exchange.finding.search import Search
from stegvis.exchange.finding.words import matching, query_of
from stegvis.exchange.models import Application, Examination, Meets, Occasion, Offer, Session
from stegvis.exchange.models.applying import ACTIVE
from stegvis.exchange.municipalities import Municipality, municipalities
from stegvis.exchange.openings import open_occasions
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, get_visible, visible, writable
from stegvis.foundation.access.verdict import Verdict
from stegvis.frameworks.models import FrameworkVersion
from stegvis.organisations.models import Organisation
from stegvis.people.models import Evidence

MANY = 200  # offers from which on it is quicker to read all than to name them
REMOTE_FORMS = {Offer.Form.DISTANCE, Offer.Form.WORKPLACE}
FACTS = (
    "pk",
    "kind",
    "form",
    "employer__code",
    "gives_kind",
    "gives_code",
    "professions",
    "lowest_level",
    "highest_level",
)


class Hit(NamedTuple):
    """An offer with the keys of the occasions that match, the soonest first.

    ``stated`` are the municipalities' codes that they name, and ``home`` the employer's, "" where it is none. ``rank``
    is how well it holds the words. A tuple, since two thousand are made for a page that shows twenty.
    """

    offer: int
    kind: str
    form: str
    home: str
    gives: tuple[str, str]
    professions: list[str]
    lowest: int | None
    highest: int | None
    rank: float
    occasions: list[int]
    stated: set[str]

    @property
    def is_remote(self) -> bool:
        return self.kind == Offer.Kind.DIGITAL or self.form in REMOTE_FORMS

    @property
    def places(self) -> set[str]:
        """The municipalities' codes, none at a distance and "" where it is not known."""
        return set() if self.is_remote else {place or self.home for place in self.stated}

    def km(self, search: Search) -> int | None:
        """To the nearest occasion from where one works, 0 at a distance, None where it is not known."""
        if self.is_remote:
            return 0
        codes = self.places & municipalities().keys()
        return min((search.km_from_home(code) for code in codes), default=None) if search.homes else None


def homes_of(actor: Actor, organisations: Iterable[Organisation]) -> tuple[Municipality, ...]:
    """The municipalities that the actor works for, among the organisations."""
    codes = {one.code for one in organisations if one.pk in actor.employers}
    return tuple(municipalities()[code] for code in sorted(codes & municipalities().keys()))


def employers_of(actor: Actor) -> list[Organisation]:
    """Who offers something that the actor sees, and whom the actor works for. One query."""
    offering = visible(actor, Offer).filter(state=Offer.State.PUBLISHED)
    return list(Organisation.objects.filter(Q(pk__in=offering.values("employer")) | Q(pk__in=actor.employers)))


def matching_occasions(actor: Actor, search: Search) -> QuerySet[Occasion]:
    """The occasions that the search asks for, the soonest first."""
    rows = open_occasions(actor).filter(search.on_offer(), search.on_occasion())
    if search.words:
        rows = rows.filter(matching(list(search.words), "offer__"))
    return rows.order_by("starts", "pk")


def hits_of(actor: Actor, search: Search) -> list[Hit]:
    """What matches, the soonest first. Two queries, however many; no moment in time is read, for that takes longest."""
    occasions: dict[int, list[int]] = defaultdict(list)
    places: dict[int, set[str]] = defaultdict(set)
    for pk, offer, place in matching_occasions(actor, search).values_list("pk", "offer", "municipality"):
        occasions[offer].append(pk)
        places[offer].add(place)
    rows = visible(actor, Offer).filter(state=Offer.State.PUBLISHED).order_by()
    if len(occasions) < MANY:
        rows = rows.filter(pk__in=list(occasions))
    rank = [SearchRank(F("search"), query_of(list(search.words)))] if search.words else []
    found = {}
    for pk, kind, form, code, given, given_code, professions, low, high, *held in rows.values_list(*FACTS, *rank):
        if pk in occasions:
            home = code if len(code) == 4 else ""
            facts = (pk, kind, form, home, (given, given_code), professions, low, high)
            found[pk] = Hit(*facts, held[0] if held else 0.0, occasions[pk], places[pk])
    return [found[pk] for pk in occasions if pk in found]


def first_day(actor: Actor, search: Search) -> date | None:
    """The day on which the soonest that matches begins, today at the earliest. One query."""
    found = matching_occasions(actor, search).values_list("starts__date", flat=True).first()
    return found and max(found, actor.today)


def beginnings(actor: Actor, search: Search, first: date, last: date) -> list[tuple[date, int, str]]:
    """The days on which something begins, from ``first`` to ``last``, with the offer and its title. One query."""
    within = replace(search, first=max(first, search.first or first), last=min(last, search.last or last))
    rows = matching_occasions(actor, within).filter(starts__date__gte=first)
    return list(rows.filter(offer__starts_any_time=False).values_list("starts__date", "offer", "offer__title"))


def any_time(actor: Actor, search: Search, first: date, last: date) -> list[tuple[int, str]]:
    """Offers that each may begin when it suits, on some of those days, with their titles. One query."""
    within = replace(search, first=max(first, search.first or first), last=min(last, search.last or last))
    rows = matching_occasions(actor, within).filter(offer__starts_any_time=True)
    return list(dict.fromkeys(rows.values_list("offer", "offer__title")))


def offer_of(actor: Actor, offer_id: int) -> Offer:
    """An offer with all its parts. Six queries. Raises NotYours."""
    rows = visible(actor, Offer).select_related("employer", "collaboration", "unit").defer("search")
    parts = (
        Prefetch("blocks"),
        Prefetch("examinations", queryset=Examination.objects.select_related("profession")),
        Prefetch("priors"),
        Prefetch("meets", queryset=Meets.objects.select_related("framework")),
    )
    return get_visible(actor, Offer, rows.prefetch_related(*parts), pk=offer_id)


def occasions_of(actor: Actor, offer: Offer) -> list[Occasion]:
    """Those that are not over, also when called off, with their sessions. Two queries."""
    rows = visible(actor, Occasion).filter(offer=offer, ends__gte=timezone.now())
    found = rows.prefetch_related(Prefetch("sessions", queryset=visible(actor, Session))).order_by("starts", "pk")
    for one in found:
        one.offer = offer
    return list(found)


class ForMe(NamedTuple):
    """An occasion for the acting person: their application that is under way, whether they may apply and if not why,
    and whether they make wishes in a round instead. ``verdict`` is None to who is no person."""

    occasion: Occasion
    mine: Application | None
    verdict: Verdict | None
    in_a_round: bool


def occasions_for_me(actor: Actor, offer: Offer) -> list[ForMe]:
    """As ``occasions_of``, each for the acting person. Four queries."""
    found = occasions_of(actor, offer)
    rows = visible(actor, Application).filter(offer=offer, person=actor.person, state__in=ACTIVE)
    mine = {one.occasion_id: one for one in rows} if actor.person else {}
    cases = cases_of(actor, [one.pk for one in found])
    return [
        ForMe(
            one,
            mine.get(one.pk),
            may_apply(actor, cases[one.pk]) if one.pk in cases else None,
            one.pk in cases and may_wish_instead(actor, cases[one.pk]),
        )
        for one in found
    ]


def occasion_of(actor: Actor, occasion_id: int) -> Occasion:
    """Raises NotYours."""
    rows = visible(actor, Occasion).select_related("offer").prefetch_related("sessions")
    return get_visible(actor, Occasion, rows, pk=occasion_id)


def may_change(actor: Actor, offer: Offer) -> bool:
    return writable(actor, Offer).filter(pk=offer.pk).exists()


def has_evidence(actor: Actor, keys: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Of kinds and codes, those that the acting person has verified evidence of today. One query."""
    wanted = set(keys)
    if actor.person is None or not wanted:
        return set()
    holds = Q(valid_until__isnull=True) | Q(valid_until__gte=actor.today)
    rows = visible(actor, Evidence).filter(
        holds,
        person=actor.person,
        state=Evidence.State.VERIFIED,
        valid_from__lte=actor.today,
        code__in={code for _kind, code in wanted},
    )
    return wanted & set(rows.values_list("kind", "code"))


def employer_openly(slug: str) -> Organisation:
    """The organisation of a public address. Raises NotYours."""
    found = Organisation.objects.filter(slug=slug).first()
    if found is None:
        raise NotYours
    return found


def shown_offers(actor: Actor, hits: Sequence[Hit], *, each: int) -> dict[int, tuple[Offer, list[Occasion]]]:
    """What a list shows of each hit, with its first matching occasions, which are seen with it. Two queries."""
    wanted = [key for hit in hits for key in hit.occasions[:each]]
    first = Prefetch("occasions", queryset=Occasion.objects.filter(pk__in=wanted))
    rows = visible(actor, Offer).filter(pk__in=[hit.offer for hit in hits])
    shown = rows.select_related("employer", "collaboration").defer("search", "description", "terms")
    return {one.pk: (one, list(one.occasions.all())) for one in shown.prefetch_related(first)}


def versions_met(actor: Actor, offer: Offer) -> list[FrameworkVersion]:
    """The latest versions of the frameworks that the offer names requirements of. One query; none where it does not."""
    frameworks = {one.framework_id for one in offer.meets.all()}
    if not frameworks:
        return []
    rows = visible(actor, FrameworkVersion).filter(framework__in=frameworks).defer("exchange")
    return list(rows.order_by("framework_id", "-version").distinct("framework_id"))
