"""Reading demand: one's own, an employer's, a collaboration's, and what is gathered of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db import connection
from django.db.models import QuerySet, Sum
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stegvis.exchange.demand.counts import Members, Told, told_of
from stegvis.exchange.models import Bundle, BundleSeats, Wanted
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, get_visible, visible
from stegvis.frameworks.competence_areas import area_of
from stegvis.frameworks.models import FrameworkRequirement
from stegvis.organisations.models import Collaboration, Membership, Organisation
from stegvis.people.access import current

Counted = dict[int, int]
"""Employer → number of people."""


@dataclass(frozen=True)
class Lack:
    """One thing that is lacked and not offered: of how many it stands in the way, and how many have said so."""

    title: str
    note: str
    lacking_here: int | None
    wanting_here: int | None
    cells: tuple[tuple[str, int | None, int | None], ...] = ()
    """Employer, lacking, wanting, where one of them is told."""

    @property
    def lacking_least(self) -> int:
        """What those employers have together, where the total itself cannot be told."""
        return self.lacking_here or sum(lacking or 0 for _name, lacking, _wanting in self.cells)

    @property
    def wanting_least(self) -> int:
        return self.wanting_here or sum(wanting or 0 for _name, _lacking, wanting in self.cells)


@dataclass(frozen=True)
class Demand:
    """``whose`` is an employer or a collaboration that the actor coordinates."""

    whose: Organisation | Collaboration
    lines: tuple[Lack, ...]
    hidden: int
    words: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def is_joint(self) -> bool:
        return isinstance(self.whose, Collaboration)


def own_wanted(actor: Actor) -> list[tuple[Wanted, str]]:
    """What one has said is missing, with its name."""
    rows = list(visible(actor, Wanted).filter(person=actor.person).select_related("employer"))
    titles = _requirement_titles((one.framework_id, one.requirement) for one in rows if one.requirement)
    return [(one, _title(one.framework_id, one.requirement, one.area, titles) or one.words) for one in rows]


def said_by(actor: Actor) -> set[str]:
    """The requirements and the words of what the actor has said is missing. One query."""
    rows = visible(actor, Wanted).filter(person=actor.person).values_list("requirement", "words")
    return {text for row in rows for text in row if text}


def demands_of(actor: Actor) -> list[Demand]:
    """Of each employer and collaboration that the actor coordinates. Six queries, one more a collaboration led."""
    if not (actor.coordinates or actor.leads):
        return []
    lacking, wanting = _counts()
    members = _members(actor)
    keys = sorted({*lacking, *wanting}, key=str)
    counts = _Counts(
        lacking,
        wanting,
        {key: (told_of(lacking[key], members), told_of(wanting[key], members)) for key in keys},
        _requirement_titles((framework, code) for framework, code, _area in keys if framework),
    )
    joint = dict(members)
    named = actor.coordinates.union(*(joint.get(group, ()) for group in actor.leads))
    employers = {one.pk: one for one in Organisation.objects.filter(pk__in=named).order_by("name")}
    found = [counts.of_employer(one) for one in employers.values() if one.pk in actor.coordinates]
    for group in Collaboration.objects.filter(pk__in=actor.leads).order_by("name"):
        names = {key: str(one) for key, one in employers.items() if key in joint.get(group.pk, ())}
        found.append(counts.of_collaboration(group, names))
    return found


Key = tuple[int | None, str, str]
"""Framework, requirement, area."""
Titles = dict[tuple[int, str], tuple[str, str]]
"""(framework, requirement) → its name and the framework's."""


@dataclass(frozen=True)
class _Counts:
    """All that the database counted, and what of it may be told."""

    lacking: dict[Key, Counted]
    wanting: dict[Key, Counted]
    told: dict[Key, tuple[Told, Told]]
    titles: Titles

    def of_employer(self, employer: Organisation) -> Demand:
        key = employer.pk
        lines = [self._line(one, a.cells.get(key), b.cells.get(key)) for one, (a, b) in self.told.items()]
        return self._demand(employer, lines, {key})

    def of_collaboration(self, group: Collaboration, names: dict[int, str]) -> Demand:
        key = group.pk
        lines = [self._line(one, a.totals.get(key), b.totals.get(key), names) for one, (a, b) in self.told.items()]
        return replace(self._demand(group, lines, set(names)), words=_words(key))

    def _line(self, key: Key, lacks: int | None, wants: int | None, names: dict[int, str] | None = None) -> Lack:
        framework, requirement, area = key
        lacking, wanting = (told.cells for told in self.told[key])
        cells = tuple(
            (name, lacking.get(one), wanting.get(one))
            for one, name in (names or {}).items()
            if one in lacking or one in wanting
        )
        _name, note = self.titles.get((framework or 0, requirement), ("", ""))
        title = _title(framework, requirement, area, self.titles) or _("In own words, of no area")
        return Lack(title, note, lacks, wants, cells)

    def _demand(self, whose: Organisation | Collaboration, lines: list[Lack], employers: set[int]) -> Demand:
        """The lines of which something may be told, the greatest lack first. What nobody lacks is no line."""
        told = [one for one in lines if one.lacking_here or one.wanting_here or one.cells]
        there = sum(bool(employers & {*self.lacking[key], *self.wanting[key]}) for key in self.told)
        told.sort(key=lambda one: (-one.lacking_least - one.wanting_least, one.title))
        return Demand(whose, tuple(told), there - len(told))


def _counts() -> tuple[dict[Key, Counted], dict[Key, Counted]]:
    lacking: dict[Key, Counted] = defaultdict(dict)
    wanting: dict[Key, Counted] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute("SELECT employer, framework, requirement, area, lacking, wanting FROM stegvis_demand()")
        for employer, *key, lacks, wants in cursor.fetchall():
            if lacks:
                lacking[tuple(key)][employer] = lacks
            if wants:
                wanting[tuple(key)][employer] = wants
    return lacking, wanting


def _members(actor: Actor) -> Members:
    """Every collaboration there is today, in an order of their own."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = visible(actor, Membership).filter(current(actor)).order_by("collaboration", "organisation")
    for group, employer in rows.values_list("collaboration", "organisation"):
        found[group].append(employer)
    return tuple((group, tuple(employers)) for group, employers in sorted(found.items()))


def _requirement_titles(wanted: Iterable[tuple[int | None, str]]) -> Titles:
    """(framework, code) → title and the framework's, in the reader's language. One query."""
    keys = set(wanted)
    rows = FrameworkRequirement.objects.filter(
        version__framework__in={one for one, _code in keys}, code__in={code for _one, code in keys}
    )
    is_english = (get_language() or "sv").startswith("en")
    found = {}
    for row in rows.order_by("version__version").select_related("version__framework"):
        framework = row.version.framework
        title = (is_english and row.title_en) or row.title_sv
        found[framework.pk, row.code] = (title, (is_english and framework.title_en) or framework.title_sv)
    return found


def _title(framework: int | None, requirement: str, area: str, titles: Titles) -> str:
    """The name of a requirement or an area; empty for own words alone."""
    if framework and requirement:
        return titles.get((framework, requirement), (requirement, ""))[0]
    known = area_of(area) if area else None
    return known.title if known else area


def _words(collaboration: int) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found: dict[str, list[str]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute("SELECT area, words FROM stegvis_wanted_words(%s)", [collaboration])
        for area, words in cursor.fetchall():
            found[_title(None, "", area, {})].append(words)
    return tuple((area, tuple(words)) for area, words in sorted(found.items()))


def bundles_of(actor: Actor) -> QuerySet[Bundle]:
    """What the actor may see of what is gathered, with the seats wanted so far."""
    rows = visible(actor, Bundle).select_related("collaboration", "university")
    return rows.annotate(wanted=Sum("seats__seats"))


@dataclass(frozen=True)
class WholeBundle:
    """``own`` are the employers for which the actor says how many, with what was said."""

    bundle: Bundle
    seats: tuple[BundleSeats, ...]
    own: tuple[tuple[Organisation, int | None], ...]

    @property
    def total(self) -> int:
        return sum(one.seats for one in self.seats)


def whole_bundle(actor: Actor, bundle_id: int) -> WholeBundle:
    """Raises NotYours. Three queries."""
    rows = visible(actor, Bundle).select_related("collaboration", "university", "offer")
    bundle = get_visible(actor, Bundle, rows, pk=bundle_id)
    seats = tuple(visible(actor, BundleSeats).filter(bundle=bundle).select_related("employer"))
    said = {one.employer_id: one.seats for one in seats}
    members = visible(actor, Membership).filter(current(actor), collaboration=bundle.collaboration_id)
    mine = members.filter(organisation__in=actor.coordinates).select_related("organisation")
    own = tuple((one.organisation, said.get(one.organisation_id)) for one in mine.order_by("organisation__name"))
    return WholeBundle(bundle, seats, own)


def led_named(actor: Actor, key: str) -> int:
    """The collaboration of that key that the actor leads, or the first where none is named. Raises NotYours."""
    for one in sorted(actor.leads):
        if key in {"", str(one)}:
            return one
    raise NotYours


def demand_named(actor: Actor, wanted: str) -> Demand:
    """One of the actor's by ``o`` or ``c`` and its key, for a file. Raises NotYours."""
    for one in demands_of(actor):
        if wanted == f"{'c' if one.is_joint else 'o'}{one.whose.pk}":
            return one
    raise NotYours
