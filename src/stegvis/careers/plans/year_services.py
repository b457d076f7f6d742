"""Keeping the employer's year."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.careers.models import YearEntry
from stegvis.careers.plans.policies import may_keep_the_year
from stegvis.careers.plans.revision import CHANGED, revision_of
from stegvis.careers.plans.year import PACKAGED
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, visible, writable
from stegvis.foundation.access.verdict import Refused, require

MOST_ENTRIES = 60


@dataclass(frozen=True)
class EntryFacts:
    """First and last day as (month, day)."""

    kind: str
    title: str
    first: tuple[int, int]
    last: tuple[int, int]

    def columns(self) -> dict[str, object]:
        return {
            "kind": self.kind,
            "title": self.title,
            "from_month": self.first[0],
            "from_day": self.first[1],
            "to_month": self.last[0],
            "to_day": self.last[1],
        }


@transaction.atomic
def start_year(*, actor: Actor, employer: int) -> int:
    """Lay in the packaged year where there is none; the number of entries laid in. Raises Refused."""
    require(may_keep_the_year(actor, employer))
    if visible(actor, YearEntry).filter(employer=employer).exists():
        raise Refused(_("There is a year already. Change what is in it."))
    return len(
        YearEntry.objects.bulk_create(YearEntry(employer_id=employer, **EntryFacts(*one).columns()) for one in PACKAGED)
    )


@transaction.atomic
def add_entry(*, actor: Actor, employer: int, facts: EntryFacts) -> YearEntry:
    require(may_keep_the_year(actor, employer))
    if visible(actor, YearEntry).filter(employer=employer).count() >= MOST_ENTRIES:
        raise Refused(_("The year is full. Take something away before you add more."))
    return YearEntry.objects.create(employer_id=employer, **facts.columns())


@transaction.atomic
def change_entry(*, actor: Actor, entry_id: int, seen: str, facts: EntryFacts) -> YearEntry:
    entry = _held(actor, entry_id, seen)
    for name, value in facts.columns().items():
        setattr(entry, name, value)
    entry.save()
    return entry


@transaction.atomic
def remove_entry(*, actor: Actor, entry_id: int, seen: str) -> None:
    _held(actor, entry_id, seen).delete()


def _held(actor: Actor, entry_id: int, seen: str) -> YearEntry:
    entry = writable(actor, YearEntry).select_for_update(of=("self",)).filter(pk=entry_id).first()
    if entry is None:
        raise NotYours
    if revision_of(entry) != seen:
        raise Refused(str(CHANGED))
    return entry
