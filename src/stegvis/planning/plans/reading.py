"""A decided plan as people read it: its values with names and figures in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from stegvis.people.models import Profession
from stegvis.planning.models import Measure
from stegvis.planning.plans.gaps import Gap, total
from stegvis.planning.plans.queries import read_gap


@dataclass(frozen=True)
class Need:
    profession: str
    gap: Gap
    source: str
    words: str


@dataclass(frozen=True)
class Said:
    year: int
    state: str
    words: str
    effect: Decimal | None


@dataclass(frozen=True)
class Done:
    """A measure. ``profession`` is in words, also where it is for all of them."""

    title: str
    kind: str
    profession: str
    owner: str
    due_on: date
    effect: Decimal | None
    state: str
    state_name: str
    follow_ups: tuple[Said, ...]


@dataclass(frozen=True)
class Read:
    needs: tuple[Need, ...]
    measures: tuple[Done, ...]

    @property
    def gap(self) -> Gap:
        return total(one.gap for one in self.needs)

    @property
    def hidden(self) -> list[str]:
        """The professions that are not shown whole, and not in the sum."""
        return [one.profession for one in self.needs if not one.gap.is_whole]

    @property
    def sum_label(self) -> str:
        return _("In all, without professions that are not shown whole") if self.hidden else _("In all")


def read(content: dict[str, Any]) -> Read:
    """One query, for the names of professions."""
    names = {one.pk: str(one) for one in Profession.objects.all()}
    return Read(
        tuple(_need(one, names) for one in content["needs"]),
        tuple(_measure(one, names) for one in content["measures"]),
    )


def _need(told: dict[str, str], names: dict[str, str]) -> Need:
    return Need(names.get(told["profession"], told["profession"]), read_gap({**told}), told["source"], told["words"])


def _measure(told: dict[str, Any], names: dict[str, str]) -> Done:
    code = told["profession"]
    return Done(
        title=told["title"],
        kind=str(Measure.Kind(told["kind"]).label),
        profession=names.get(code, code) if code else _("All professions"),
        owner=told["owner"],
        due_on=date.fromisoformat(told["due_on"]),
        effect=_figure(told["effect"]),
        state=told["state"],
        state_name=str(Measure.State(told["state"]).label),
        follow_ups=tuple(
            Said(one["year"], str(Measure.State(one["state"]).label), one["words"], _figure(one["effect"]))
            for one in told["follow_ups"]
        ),
    )


def _figure(told: str | None) -> Decimal | None:
    return None if told is None else Decimal(told)
