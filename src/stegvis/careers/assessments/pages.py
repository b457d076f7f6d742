"""What the pages show of a judgement to make, one person at a time or a whole team."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from stegvis.careers.assessments.forms import CANNOT
from stegvis.careers.assessments.items import Item, Value, document_of, items_of, values_of
from stegvis.careers.assessments.queries import ToAssess
from stegvis.careers.models import Rating
from stegvis.careers.wording import worded
from stegvis.foundation.components.tables import Table

Ratings = Mapping[tuple[int, str], Rating]
MOST_PEOPLE, MOST_CELLS = 60, 900
"""On one page of a team; the cells are bounded by the number of fields that a form may have."""


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    example: str
    chosen: bool


@dataclass(frozen=True)
class Question:
    """A competence as it is asked for on the page of one person."""

    item: Item
    choices: tuple[Choice, ...]
    note: str

    @property
    def is_answered(self) -> bool:
        return any(choice.chosen for choice in self.choices)


def questions_of(held: ToAssess, saved: Ratings, posted: Mapping[str, str]) -> list[Question]:
    """With what was saved; what was posted and could not be saved goes before it."""
    document = document_of(held.version)
    values = values_of(document)
    return [
        _question(item, values, saved.get((held.judgement, item.competence)), posted) for item in items_of(document)
    ]


def _question(item: Item, values: Sequence[Value], rating: Rating | None, posted: Mapping[str, str]) -> Question:
    chosen = posted.get(f"r-{item.competence}", shown_of(rating))
    choices = [Choice(str(one.value), one.title, one.description, str(one.value) == chosen) for one in values]
    return Question(
        item=item,
        choices=(*choices, Choice(CANNOT, _("I cannot tell"), _("You have not seen enough of it."), chosen == CANNOT)),
        note=posted.get(f"n-{item.competence}", rating.note if rating else ""),
    )


def shown_of(rating: Rating | None) -> str:
    """A saved answer as the field's value: empty where there is none yet."""
    if rating is None:
        return ""
    return CANNOT if rating.rating is None else str(rating.rating)


@dataclass(frozen=True)
class Line:
    """One person in the table of the team: (competence, its title, the field's value) for each cell."""

    held: ToAssess
    cells: tuple[tuple[str, str, str], ...]

    @property
    def prefix(self) -> str:
        return prefix_of(self.held)

    @property
    def is_answered(self) -> bool:
        return all(value for _code, _title, value in self.cells)


def prefix_of(held: ToAssess) -> str:
    """What the fields of one person begin with."""
    return f"b{held.judgement}-"


@dataclass(frozen=True)
class TeamSheet:
    """Those whom the actor is to judge and has not handed in, by one version at a time (``modell``)."""

    request: HttpRequest
    held: Sequence[ToAssess]

    @cached_property
    def versions(self) -> dict[str, list[ToAssess]]:
        """By the version's key, the most common first."""
        found: dict[str, list[ToAssess]] = {}
        for one in self.held:
            found.setdefault(str(one.version.pk), []).append(one)
        return dict(sorted(found.items(), key=lambda pair: -len(pair[1])))

    @property
    def chosen(self) -> str:
        wanted = self.request.GET.get("modell", "")
        return wanted if wanted in self.versions else next(iter(self.versions), "")

    @property
    def tabs(self) -> list[dict[str, Any]]:
        if len(self.versions) < 2:
            return []
        return [
            {
                "label": worded(document_of(people[0].version).title),
                "url": f"?modell={key}",
                "current": key == self.chosen,
                "count": len(people),
            }
            for key, people in self.versions.items()
        ]

    @cached_property
    def items(self) -> list[Item]:
        people = self.versions.get(self.chosen)
        return items_of(document_of(people[0].version)) if people else []

    @property
    def values(self) -> list[Value]:
        people = self.versions.get(self.chosen)
        return values_of(document_of(people[0].version)) if people else []

    @property
    def keys(self) -> str:
        """The keys that set a rating, for the script."""
        return "".join([*(str(one.value) for one in self.values), CANNOT])

    @cached_property
    def table(self) -> Table:
        size = min(MOST_PEOPLE, MOST_CELLS // max(1, len(self.items)))
        return Table(self.request, self.versions.get(self.chosen, ()), (), page_size=size)

    @property
    def shown(self) -> list[ToAssess]:
        return list(self.table.page.object_list)

    def lines(self, saved: Ratings) -> list[Line]:
        return [
            Line(
                one,
                tuple(
                    (item.competence, item.title, shown_of(saved.get((one.judgement, item.competence))))
                    for item in self.items
                ),
            )
            for one in self.shown
        ]
