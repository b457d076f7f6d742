"""The levers of a scenario as a form: one of each kind, each a number with what belongs to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.foundation.components.fields import NumberField, WholeNumberField
from stegvis.planning.forecasts.drawing.canvas import figure
from stegvis.planning.forecasts.wording import BEWARE
from stegvis.planning.ground.inputs import Scope
from stegvis.planning.ground.levers import LEVERS, STUDIED_TO, Kind, Lever
from stegvis.planning.ground.places import places
from stegvis.planning.ground.problems import PlanningError

NAME = "scenario_name"
PARTS = ("for", "to", "backfill", "where", "from", "note")
"""What more can be said of a lever, in the order it is asked for."""
GROUPS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (_("Those who work here work more"), ("retirement_age", "part_time")),
    (_("More stay"), ("first_year", "early_leaving", "leaving")),
    (_("More are educated"), ("graduates", "completion", "study_posts")),
    (_("Work is done in another way"), ("task_shift", "near_care", "efficiency")),
    (_("People come from elsewhere"), ("moves_within", "moves_across", "abroad", "agency")),
    (_("The way of counting"), ("feedback", "gravity")),
)
"""The levers as they stand on the page; what has no group comes with the last."""


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

    @property
    def least(self) -> str:
        return figure(self.about.least)

    @property
    def most(self) -> str:
        return figure(self.about.most)

    @property
    def is_pulled(self) -> bool:
        return bool(self.amount.value())


@dataclass(frozen=True)
class Group:
    """Levers that are folded together. ``is_open`` where something in it is to be seen."""

    title: Any
    sets: list[LeverSet]
    is_open: bool

    @property
    def is_pulled(self) -> bool:
        return any(one.is_pulled for one in self.sets)


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
        """Its number, and of what more can be said what belongs to it."""
        yield about.kind, _number(about)
        makers = {
            "for": self._professions,
            "to": self._target,
            "backfill": self._backfill,
            "where": self._places,
            "from": self._year,
            "note": self._note,
        }
        for part in PARTS:
            if field := makers[part](about):
                yield f"{about.kind}-{part}", field

    def _professions(self, about: Kind) -> forms.Field | None:
        if not about.takes_professions or len(self.scope.professions) < 2:
            return None
        return _several(_("Professions"), self._named(self.scope.professions))

    def _target(self, about: Kind) -> forms.Field | None:
        if not about.takes_to:
            return None
        is_study = about.kind == "study_posts"
        codes = [one for one in self.scope.professions if not is_study or one in STUDIED_TO]
        label = _("Study to") if is_study else _("To the profession")
        return forms.ChoiceField(label=label, required=False, choices=self._named(codes))

    def _backfill(self, about: Kind) -> forms.Field | None:
        if about.kind != "study_posts":
            return None
        label = _("Of the lost hours are replaced, per cent")
        return WholeNumberField(label=label, required=False, min_value=0, max_value=100)

    def _places(self, about: Kind) -> forms.Field | None:
        if not about.takes_places or len(self.scope.places) < 2:
            return None
        return _several(_("Places"), [(code, places()[code].name) for code in self.scope.places])

    def _year(self, about: Kind) -> forms.Field | None:
        if not about.takes_year:
            return None
        first, last = self.scope.first_year + 1, self.scope.first_year + self.scope.years
        return WholeNumberField(label=_("From the year"), required=False, min_value=first, max_value=last)

    def _note(self, about: Kind) -> forms.Field:
        return forms.CharField(label=_("Who decides it"), required=False, max_length=200)

    def _named(self, codes: Sequence[str]) -> list[tuple[str, str]]:
        return [(code, self.names.get(code, code)) for code in codes]

    @property
    def name(self) -> Any:
        return self[NAME]

    @property
    def sets(self) -> list[LeverSet]:
        return [
            LeverSet(
                about,
                self[about.kind],
                [self[f"{about.kind}-{part}"] for part in PARTS if f"{about.kind}-{part}" in self.fields],
            )
            for about in self.kinds
        ]

    @property
    def groups(self) -> list[Group]:
        """The first is open, and each with something pulled or wrong in it."""
        home = {kind: at for at, (_title, kinds) in enumerate(GROUPS) for kind in kinds}
        inside: list[list[LeverSet]] = [[] for _group in GROUPS]
        for one in self.sets:
            inside[home.get(one.about.kind, -1)].append(one)
        return [
            Group(title, sets, at == 0 or any(one.is_pulled or one.amount.errors or one.is_open for one in sets))
            for at, ((title, _kinds), sets) in enumerate(zip(GROUPS, inside, strict=True))
            if sets
        ]

    def levers(self) -> list[Lever]:
        """Those whose number is filled in and not without effect. Only of a form that is in order."""
        return [self._lever(about) for about in self.kinds if self.cleaned_data.get(about.kind)]

    def _lever(self, about: Kind) -> Lever:
        told = {part: self.cleaned_data.get(f"{about.kind}-{part}") for part in PARTS}
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

    @property
    def wrong(self) -> list[tuple[str, str]]:
        """What cannot be, each with the id of its field."""
        return [(self[name].id_for_label, text) for name, text in self._wrong()]

    def wrong_levers(self) -> list[str]:
        """What cannot be of the levers alone."""
        return [text for name, text in self._wrong() if name != NAME]

    def _wrong(self) -> Iterator[tuple[str, str]]:
        for name in self.fields:
            for text in map(str, self.errors.get(name, ())):
                label = self._named_field(name)
                yield name, text if text.startswith(f"{label}:") else f"{label}: {text}"

    def _named_field(self, name: str) -> str:
        """With its lever's name: many levers have a year and places."""
        kind, _dash, part = name.partition("-")
        label = str(self.fields[name].label)
        return f"{LEVERS[kind].label}, {label[:1].lower()}{label[1:]}" if part else label

    def tell(self, error: PlanningError) -> None:
        """What the engine refuses, beside the lever where it is."""
        for problem in error.problems:
            kind = problem.where.removeprefix("levers ")
            self.add_error(kind if kind in self.fields else None, problem.text)


def _number(about: Kind) -> NumberField:
    return NumberField(
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
                "aria-describedby": f"{about.kind}-om",
            }
        ),
    )


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
