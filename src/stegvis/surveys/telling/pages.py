"""What the pages of results share, and the page of results itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from stegvis.surveys.content.document import Questionnaire
from stegvis.surveys.models import Round, Telling
from stegvis.surveys.telling import wording
from stegvis.surveys.telling.presenting import ShownSection, ShownTable, hidden_in, sections_of
from stegvis.surveys.telling.queries import actors_of, kinds_answered
from stegvis.surveys.telling.tables import Kind, Note, Table


def results_tabs(found: Round, here: str) -> list[dict[str, Any]]:
    parts = [
        ("surveys:results", _("Figures")),
        ("surveys:results_waves", _("Over waves")),
        ("surveys:results_crossings", _("Cross tables")),
        ("surveys:results_microdata", _("Answers as a file")),
        ("surveys:results_choices", _("What is hidden")),
    ]
    return [
        {"label": label, "url": reverse(name, args=[found.pk]), "current": name == here, "count": None}
        for name, label in parts
    ]


@dataclass(frozen=True)
class ResultsPage:
    """One telling, of all or of one kind of organisation."""

    round: Round
    told: Telling
    tables: tuple[Table, ...]
    questionnaire: Questionnaire
    actor: str

    @cached_property
    def response(self) -> ShownTable | None:
        """None where what is kept of the telling has no such table."""
        return next((ShownTable(one) for one in self.tables if one.kind is Kind.RESPONSE), None)

    @cached_property
    def needs(self) -> ShownTable | None:
        """The order of needs is of all together."""
        if self.actor:
            return None
        return next((ShownTable(one) for one in self.tables if one.key == "needs"), None)

    @cached_property
    def sections(self) -> list[ShownSection]:
        return sections_of(self.questionnaire, self.tables, self.actor)

    @property
    def kinds(self) -> list[str]:
        """The kinds that are told apart."""
        return actors_of(list(self.tables))

    @property
    def filters(self) -> list[dict[str, Any]]:
        if not self.kinds:
            return []
        here = reverse("surveys:results", args=[self.round.pk])
        return [
            {
                "label": wording.actor_name(one),
                "url": f"{here}?nr={self.told.number}&vem={one}" if one else f"{here}?nr={self.told.number}",
                "current": one == self.actor,
                "count": None,
            }
            for one in ("", *self.kinds)
        ]

    @property
    def not_apart(self) -> list[str]:
        """Kinds of which too few answered to be told apart."""
        every = kinds_answered(list(self.tables))
        return [wording.actor_name(one) for one in every if one not in self.kinds] if len(every) > 1 else []

    @property
    def notes(self) -> list[str]:
        said = self.told.content.get("notes", []) if self.tables else []
        return [wording.note(self.tables[0], Note(one["code"], params=one["params"])) for one in said]

    @property
    def hidden(self) -> int:
        return hidden_in(self.tables)

    @property
    def is_audited(self) -> bool:
        return bool(self.told.audit.get("hides"))

    @property
    def query(self) -> str:
        return f"?nr={self.told.number}" + (f"&vem={self.actor}" if self.actor else "")
