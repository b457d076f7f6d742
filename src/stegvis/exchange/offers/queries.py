"""Reading what one publishes, for whom one may, and the requirements that an offer can help to meet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stegvis.careers.queries.disclosed import database_rows
from stegvis.exchange.models import Occasion, Offer
from stegvis.exchange.offers.policies import Publisher
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import get_visible, visible, writable
from stegvis.frameworks.format.document import EffectiveFramework, FrameworkDocument, Requirement
from stegvis.frameworks.models import Adoption, Framework, FrameworkVersion
from stegvis.frameworks.queries import effective_of, published_versions
from stegvis.organisations.models import Membership, Organisation, Unit
from stegvis.people.models import Evidence

# What taking part may become: practice is counted from the employment, and a competence is judged by somebody.
GIVEN = (
    Evidence.Kind.COURSE,
    Evidence.Kind.CERTIFICATE,
    Evidence.Kind.CREDITS,
    Evidence.Kind.DEGREE,
    Evidence.Kind.INDUCTION,
)
MOST_FOUND = 40


@dataclass(frozen=True, slots=True)
class Choice:
    """A publisher with what the form shows and begins from."""

    publisher: Publisher
    name: str
    group: str
    place: str
    municipality: str

    @property
    def key(self) -> str:
        return self.publisher.key


def publishers(actor: Actor) -> list[Choice]:
    """For whom the actor may publish: units led first, then employers with their units, then collaborations."""
    own = Q(pk__in=actor.manages) | Q(organisation__in=actor.coordinates)
    units = list(visible(actor, Unit).filter(own, closed_on=None).select_related("organisation"))
    units.sort(key=lambda one: (one.pk not in actor.manages, one.organisation.name, one.name))
    answers = actor.coordinates | actor.represents
    employers = visible(actor, Organisation).filter(pk__in=answers) if answers else ()
    found = [Choice(Publisher(one.pk), one.name, _("Employers"), "", one.code) for one in sorted(employers, key=str)]
    led = [_of_unit(one) for one in units if one.pk in actor.manages]
    below = [_of_unit(one) for one in units if one.pk not in actor.manages]
    return [*led, *found, *below, *_joint(actor)]


def _of_unit(unit: Unit) -> Choice:
    employer = unit.organisation
    publisher = Publisher(employer.pk, unit=unit.pk)
    return Choice(
        publisher, f"{unit.name}, {employer.name}", _("Units"), f"{unit.name}, {employer.name}", employer.code
    )


def _joint(actor: Actor) -> list[Choice]:
    """Each collaboration led, with each member that can answer for what is offered together."""
    if not actor.leads:
        return []
    rows = (
        Membership.objects.filter(_today(actor), collaboration__in=actor.leads)
        .select_related("collaboration", "organisation")
        .order_by("collaboration__name", "organisation__name")
    )
    return [
        Choice(
            Publisher(one.organisation_id, None, one.collaboration_id, is_joint=True),
            _("%(whole)s; %(member)s answers") % {"whole": one.collaboration, "member": one.organisation},
            _("Together"),
            "",
            one.organisation.code,
        )
        for one in rows
    ]


def _today(actor: Actor) -> Q:
    return Q(valid_from__lte=actor.today) & (Q(valid_to__isnull=True) | Q(valid_to__gte=actor.today))


def collaboration_of(actor: Actor, employer: int) -> int | None:
    """The collaboration that the employer is a member of today, the first by name of several."""
    rows = Membership.objects.filter(_today(actor), organisation=employer)
    return rows.order_by("collaboration__name").values_list("collaboration", flat=True).first()


def members_of(actor: Actor, collaboration: int | None) -> list[Organisation]:
    """Employers that can be invited: all that are known here, those of the collaboration first. One query."""
    mine = Membership.objects.filter(_today(actor), collaboration=collaboration, organisation=OuterRef("pk"))
    kinds = [Organisation.Type.MUNICIPALITY, Organisation.Type.REGION, Organisation.Type.PRIVATE]
    return list(visible(actor, Organisation).filter(type__in=kinds).order_by(Exists(mine).desc(), "name"))


def municipalities(actor: Actor) -> list[tuple[str, str]]:
    """Code and name of those that are known here."""
    rows = visible(actor, Organisation).filter(type=Organisation.Type.MUNICIPALITY).exclude(code="")
    return list(rows.order_by("name").values_list("code", "name"))


def managed_offers(actor: Actor) -> QuerySet[Offer]:
    """What the actor may change, by title."""
    return writable(actor, Offer).select_related("employer", "unit", "collaboration")


def managed_offer(actor: Actor, offer_id: int) -> Offer:
    """One of them. Raises NotYours."""
    return get_visible(actor, Offer, managed_offers(actor), pk=offer_id)


def managed_occasion(actor: Actor, occasion_id: int) -> Occasion:
    """Of an offer that the actor may change. Raises NotYours."""
    rows = writable(actor, Occasion).select_related("offer__employer", "offer__unit")
    return get_visible(actor, Occasion, rows, pk=occasion_id)


@dataclass(slots=True)
class Line:
    """An offer as its publisher's list has it: what is to come, and who waits."""

    offer: Offer
    coming: list[Occasion] = field(default_factory=list)
    waiting: int = 0

    @property
    def seats(self) -> int:
        return sum(one.seats for one in self.coming)

    @property
    def lacks_seats(self) -> bool:
        """Whether nobody has said yet how many places some day has."""
        return any(one.seats == 0 for one in self.coming)

    @property
    def taken(self) -> int:
        return sum(one.taken for one in self.coming)


def lines_of(offers: Iterable[Offer]) -> list[Line]:
    """With their open occasions to come. Two queries."""
    lines = {one.pk: Line(one) for one in offers}
    rows = Occasion.objects.filter(offer__in=lines, state=Occasion.State.OPEN, ends__gt=timezone.now())
    for occasion in rows.order_by("starts", "pk"):
        lines[occasion.offer_id].coming.append(occasion)
    counted = counts_of(lines)
    for line in lines.values():
        line.waiting = sum(counted.get(one.pk, (0, 0))[0] for one in line.coming)
    return list(lines.values())


def counts_of(offers: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Occasion → how many wait, and how many have ever asked. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM stegvis_offer_counts(%s)", [list(offers)])
        return {occasion: (waiting, asked) for occasion, waiting, asked in cursor.fetchall()}


def asked_for(offer: int) -> int:
    """How many applications it has had."""
    return sum(asked for _waiting, asked in counts_of([offer]).values())


def states_of_rounds(offer: int) -> set[str]:
    """The states of the rounds that it stands in, of those being set up too. One query."""
    return {state for (state,) in database_rows("SELECT * FROM stegvis_rounds_of_offer(%s)", offer)}


def reach_of(actor: Actor, offer: Offer) -> frozenset[int] | None:
    """The employers whose staff it is for today; None is all of them. One query at most."""
    if offer.audience == Offer.Audience.EVERYBODY:
        return None
    found: Iterable[int] = ()
    if offer.audience == Offer.Audience.COLLABORATION:
        members = Membership.objects.filter(_today(actor), collaboration=offer.collaboration_id)
        found = members.values_list("organisation", flat=True)
    elif offer.audience == Offer.Audience.INVITED:
        found = offer.invited.values_list("invited", flat=True)
    return frozenset({offer.employer_id, *found})


def senders_of(offer: int) -> dict[int, int]:
    """Employer → how many of its staff have a place to come, or wait for one. One query."""
    return dict(database_rows("SELECT * FROM stegvis_senders_of_offer(%s)", offer))


@dataclass(frozen=True, slots=True)
class Wanted:
    """A requirement by its framework's key and its code."""

    framework: int
    code: str

    @property
    def key(self) -> str:
        return f"{self.framework}.{self.code}"


@dataclass(frozen=True, slots=True)
class Known(Wanted):
    """A requirement with its words: ``gives`` is evidence that would meet it, as kind, code, title and months valid."""

    title: str
    level: str
    source: str
    gives: tuple[tuple[str, str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Library:
    """What frameworks ask for: requirements by key, and the facts behind them as ``kind:code`` → title."""

    requirements: dict[str, Known]
    facts: dict[str, str]


def library_of(actor: Actor) -> Library:
    """Of all frameworks in use; of all published ones where nobody uses any. Three queries.

    A requirement is the framework's that brought it: what an overlay has from its base is asked once for all of them.
    """
    used = visible(actor, Adoption).values("version")
    versions = list(visible(actor, FrameworkVersion).filter(pk__in=used).defer("exchange").select_related("framework"))
    if not versions:
        versions = [one for one in published_versions(actor) if effective_of(one).document.places_people]
    versions.sort(key=lambda one: (one.framework.title_sv, one.version))
    effective, language = [effective_of(one) for one in versions], get_language() or "sv"
    layers = {layer.code for one in effective for layer in one.layers}
    frameworks = {one.code: one for one in visible(actor, Framework).filter(code__in=layers)}
    found = Library({}, {})
    for one in effective:
        for known in _of_framework(one, frameworks):
            found.requirements.setdefault(known.key, known)
        for fact in one.document.facts:
            found.facts.setdefault(f"{fact.kind}:{fact.code}", fact.title.in_language(language))
    return found


def _of_framework(effective: EffectiveFramework, frameworks: Mapping[str, Framework]) -> Iterator[Known]:
    document, language = effective.document, get_language() or "sv"
    for level in document.levels:
        for one in level.requirements():
            source = frameworks.get(effective.origins.get(one.code, document.code))
            if source is not None:
                yield Known(
                    source.pk,
                    one.code,
                    one.title.in_language(language),
                    level.title.in_language(language),
                    str(source),
                    _gives(one, document, language),
                )


def _gives(one: Requirement, document: FrameworkDocument, language: str) -> tuple[tuple[str, str, str, int], ...]:
    kind = str(one.kind)
    if kind not in GIVEN:
        return ()
    facts = {(str(fact.kind), fact.code): fact for fact in document.facts}
    return tuple(
        (kind, code, fact.title.in_language(language), fact.valid_months)
        for code in one.accepts
        if (fact := facts.get((kind, code)))
    )


def requirements_named(known: Iterable[Known], words: str) -> list[Known]:
    """Those whose title, level or framework has every word, the shortest titles first."""
    asked = words.casefold().split()
    found = [one for one in known if all(word in f"{one.title} {one.level} {one.source}".casefold() for word in asked)]
    return sorted(found, key=lambda one: (len(one.title), one.title, one.key))[:MOST_FOUND]


def evidence_given(chosen: Iterable[Known]) -> dict[str, tuple[str, int]]:
    """``kind:code`` → title and months valid, of what the chosen requirements accept."""
    return {f"{kind}:{code}": (title, months) for one in chosen for kind, code, title, months in one.gives}
