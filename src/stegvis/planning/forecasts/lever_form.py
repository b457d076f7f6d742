"""The levers of a scenario as a form: one of each kind, each a number with what belongs to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.foundation.components.fields import NumberField, WholeNumberField
from stegvis.planning.forecasts.wording import BEWARE
from stegvis.planning.ground.inputs import Scope
from stegvis.planning.ground.levers import LEVERS, STUDIED_TO, Kind, Lever
from stegvis.planning.ground.places import places
from stegvis.planning.ground.problems import PlanningError

NAME = "scenario_name"


@dataclass(frozen=True)
class LeverSet:
    """A lever as it is written out: its number, then what more can be said of it."""

    about: Kind
    amount: Any
    further: list[Any]

    @property
    def beware(self) -> Any:
        return BEWARE[self.about.kind]

    @property
    def is_open(self) -> bool:
        return any(one.errors or one.initial not in (None, "", [], 1, 100) for one in self.further)


class LeversForm(forms.Form):
    """``scenario_name`` and the levers; an empty number is a lever that is not pulled."""

    def __init__(self, scope: Scope, names: dict[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope, self.names = scope, names
        self.fields[NAME] = forms.CharField(
            label=_("The scenario's name"), max_length=80, help_text=_("What is decided, in a few words.")
        )
        for about in self.kinds:
            self.fields.update(self._fields_of(about))

    @property
    def kinds(self) -> list[Kind]:
        """Those that can be pulled in this forecast."""
        chosen = set(self.scope.professions)
        return [
            one
            for one in LEVERS.values()
            if not (one.kind == "study_posts" and not chosen & set(STUDIED_TO))
            and not (one.kind == "task_shift" and len(chosen) < 2)
        ]

    def _fields_of(self, about: Kind) -> Iterator[tuple[str, forms.Field]]:
        kind = about.kind
        yield (
            kind,
            NumberField(
                label=about.label,
                required=False,
                min_value=about.least,
                max_value=about.most,
                max_digits=7,
                decimal_places=2,
                widget=forms.TextInput(
                    attrs={
                        "inputmode": "decimal",
                        "data-slider": f"{about.least:g} {about.most:g} {about.step:g}",
                        "aria-describedby": f"{kind}-om",
                    }
                ),
            ),
        )
        if about.takes_professions and len(self.scope.professions) > 1:
            yield f"{kind}-for", _several(_("Professions"), self._named(self.scope.professions))
        if about.takes_to:
            codes = [one for one in self.scope.professions if kind != "study_posts" or one in STUDIED_TO]
            label = _("Study to") if kind == "study_posts" else _("To the profession")
            yield f"{kind}-to", forms.ChoiceField(label=label, required=False, choices=self._named(codes))
        if kind == "study_posts":
            yield (
                f"{kind}-backfill",
                WholeNumberField(
                    label=_("Of the lost hours are replaced, per cent"), required=False, min_value=0, max_value=100
                ),
            )
        if about.takes_places and len(self.scope.places) > 1:
            named = [(code, places()[code].name) for code in self.scope.places]
            yield f"{kind}-where", _several(_("Places"), named)
        if about.takes_year:
            yield (
                f"{kind}-from",
                WholeNumberField(
                    label=_("From the year"),
                    required=False,
                    min_value=self.scope.first_year + 1,
                    max_value=self.scope.first_year + self.scope.years,
                ),
            )
        yield f"{kind}-note", forms.CharField(label=_("Who decides it"), required=False, max_length=200)

    def _named(self, codes: Sequence[str]) -> list[tuple[str, str]]:
        return [(code, self.names.get(code, code)) for code in codes]

    @property
    def name(self) -> Any:
        return self[NAME]

    @property
    def sets(self) -> list[LeverSet]:
        parts = ("for", "to", "backfill", "where", "from", "note")
        return [
            LeverSet(
                about,
                self[about.kind],
                [self[f"{about.kind}-{part}"] for part in parts if f"{about.kind}-{part}" in self.fields],
            )
            for about in self.kinds
        ]

    def levers(self) -> list[Lever]:
        """Those whose number is filled in and not without effect. Only of a form that is in order."""
        return [self._lever(about) for about in self.kinds if self.cleaned_data.get(about.kind)]

    def _lever(self, about: Kind) -> Lever:
        told = {
            part: self.cleaned_data.get(f"{about.kind}-{part}")
            for part in ("for", "to", "backfill", "where", "from", "note")
        }
        first = self.scope.first_year
        backfill = told["backfill"]
        return Lever(
            about.kind,
            float(self.cleaned_data[about.kind]),
            tuple(told["for"] or ()),
            tuple(told["where"] or ()),
            int(told["from"]) - first if told["from"] else 1,
            told["to"] or "",
            1.0 if backfill is None else backfill / 100,
            told["note"] or "",
        )

    def tell(self, error: PlanningError) -> None:
        """What the engine refuses, beside the lever where it is."""
        for problem in error.problems:
            kind = problem.where.removeprefix("levers ")
            self.add_error(kind if kind in self.fields else None, problem.text)


def _several(label: Any, choices: list[tuple[str, str]]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen are all."),
    )


def initial_of(levers: Iterable[Lever], first_year: int) -> dict[str, Any]:
    """What a form shows of a scenario's levers."""
    found: dict[str, Any] = {}
    for one in levers:
        found |= {
            one.kind: Decimal(f"{one.amount:g}"),
            f"{one.kind}-for": list(one.professions),
            f"{one.kind}-where": list(one.places),
            f"{one.kind}-to": one.to,
            f"{one.kind}-backfill": round(one.backfill * 100),
            f"{one.kind}-from": one.from_year + first_year if one.from_year > 1 else None,
            f"{one.kind}-note": one.note,
        }
    return found
