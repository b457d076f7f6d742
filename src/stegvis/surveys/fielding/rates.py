"""How many have answered, after AAPOR's standard definitions: what became of each who was asked, and response rates.

A complete interview is one that was sent; a partial one was begun, and not sent by the last day. While the round runs
it is counted as not known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from math import isnan

from django.db.models import Case, CharField, Count, Exists, OuterRef, Value, When
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from stegvis.engine import statistics
from stegvis.engine.statistics import Disposition
from stegvis.foundation.access.actor import Actor
from stegvis.organisations.models import Organisation
from stegvis.surveys.fielding.queries import contacts_of
from stegvis.surveys.models import Contact, Link, Round


class Became(StrEnum):
    COMPLETE = "complete"
    PARTIAL = "partial"
    REFUSAL = "refusal"
    NON_CONTACT = "non_contact"
    NOT_ELIGIBLE = "not_eligible"
    UNKNOWN = "unknown"


LABELS: dict[Became, str | Promise] = {
    Became.COMPLETE: pgettext_lazy("survey", "Answered"),
    Became.PARTIAL: pgettext_lazy("survey", "Begun, not sent"),
    Became.REFUSAL: pgettext_lazy("survey", "Declined"),
    Became.NON_CONTACT: pgettext_lazy("survey", "Not reached"),
    Became.NOT_ELIGIBLE: pgettext_lazy("survey", "Not among those meant"),
    Became.UNKNOWN: pgettext_lazy("survey", "Not heard from"),
}


AS_BECAME = {
    Disposition.COMPLETE: Became.COMPLETE,
    Disposition.PARTIAL: Became.PARTIAL,
    Disposition.REFUSAL: Became.REFUSAL,
    Disposition.NO_CONTACT: Became.NON_CONTACT,
    Disposition.UNKNOWN: Became.UNKNOWN,
    Disposition.NOT_ELIGIBLE: Became.NOT_ELIGIBLE,
}


@dataclass(frozen=True)
class Rates:
    """``counts`` by what became of them. ``rr1`` and ``rr2`` are shares from 0 to 1, None of nobody: sent ones, and
    sent or begun ones, of all that may belong to those meant."""

    label: str
    counts: Counter[Became]

    @property
    def asked(self) -> int:
        return self.counts.total()

    @cached_property
    def _rates(self) -> statistics.Rates:
        return statistics.rates([[self.counts[AS_BECAME[one]] if one in AS_BECAME else 0 for one in Disposition]])

    @property
    def rr1(self) -> float | None:
        return _known(self._rates.rr1[0])

    @property
    def rr2(self) -> float | None:
        return _known(self._rates.rr2[0])

    @property
    def cells(self) -> list[tuple[str | Promise, int]]:
        return [(LABELS[one], self.counts[one]) for one in Became]

    @property
    def percent(self) -> int | None:
        """RR1 in whole per cent, halves upwards."""
        return None if self.rr1 is None else int(self.rr1 * 100 + 0.5)

    @property
    def percent_with_begun(self) -> int | None:
        return None if self.rr2 is None else int(self.rr2 * 100 + 0.5)


def _known(rate: float) -> float | None:
    return None if isnan(rate) else float(rate)


def became(found: Round) -> Case:
    """What became of a contact, as an expression."""
    links = Link.objects.filter(contact=OuterRef("pk"))
    partial = Became.PARTIAL if found.state == Round.State.CLOSED else Became.UNKNOWN
    return Case(
        When(Exists(links.filter(answered_on__isnull=False)), then=Value(Became.COMPLETE.value)),
        When(said=Contact.Said.OUTSIDE, then=Value(Became.NOT_ELIGIBLE.value)),
        When(said=Contact.Said.REFUSED, then=Value(Became.REFUSAL.value)),
        When(said=Contact.Said.NOT_REACHED, then=Value(Became.NON_CONTACT.value)),
        When(Exists(links.filter(begun_on__isnull=False)), then=Value(partial.value)),
        When(
            Exists(links.filter(failed_on__isnull=False)) & ~Exists(links.filter(failed_on=None, withdrawn_on=None)),
            then=Value(Became.NON_CONTACT.value),
        ),
        default=Value(Became.UNKNOWN.value),
        output_field=CharField(),
    )


def rates_of(actor: Actor, found: Round, *, total: str) -> list[Rates]:
    """By kind of organisation, and all together last under the name ``total``. One query, or none where who was asked
    is deleted."""
    counted = counted_of(actor, found) if found.became is None else [(kind, what, n) for kind, what, n in found.became]
    return [*_by_kind(counted), Rates(total, _sum(counted))]


def counted_of(actor: Actor, found: Round) -> list[tuple[str, str, int]]:
    """Kind, what became, and how many."""
    rows = contacts_of(actor, found).order_by().annotate(became=became(found)).values("actor", "became")
    return list(rows.annotate(n=Count("pk")).values_list("actor", "became", "n").order_by("actor", "became"))


def _by_kind(counted: Iterable[tuple[str, str, int]]) -> list[Rates]:
    labels = dict(Organisation.Type.choices)
    kinds = sorted({kind for kind, _became, _n in counted})
    return [Rates(str(labels[kind]), _sum(one for one in counted if one[0] == kind)) for kind in kinds]


def _sum(counted: Iterable[tuple[str, str, int]]) -> Counter[Became]:
    counts: Counter[Became] = Counter()
    for _kind, what, number in counted:
        counts[Became(what)] += number
    return counts
