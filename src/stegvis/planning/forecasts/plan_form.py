"""What is filled in when a scenario is taken into a supply plan: which professions, and who answers for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stegvis.organisations.forms import DayInput
from stegvis.planning.forecasts.drawing.canvas import figure
from stegvis.planning.forecasts.sending import Told, lever_keys
from stegvis.planning.forecasts.wording import lever_title
from stegvis.planning.ground.levers import Lever
from stegvis.planning.models import Measure
from stegvis.planning.plans.bringing import Pulled
from stegvis.planning.plans.services import MeasureFacts

KINDS = {
    "retirement_age": Measure.Kind.LATER_RETIREMENT,
    "part_time": Measure.Kind.WORKING_TIME,
    "graduates": Measure.Kind.EDUCATION,
    "completion": Measure.Kind.EDUCATION,
    "first_year": Measure.Kind.INDUCTION,
    "early_leaving": Measure.Kind.RETENTION,
    "leaving": Measure.Kind.RETENTION,
    "study_posts": Measure.Kind.STUDY_POSTS,
    "moves_within": Measure.Kind.RECRUITMENT,
    "moves_across": Measure.Kind.RECRUITMENT,
    "abroad": Measure.Kind.ABROAD,
    "agency": Measure.Kind.AGENCY,
    "task_shift": Measure.Kind.TASK_SHIFTING,
}
"""What kind of measure a lever is; those not named are of another kind."""
NOTHING = 0.05
"""Full-time equivalents: less is shown as 0.0."""


class IntoPlanForm(forms.Form):
    """``told`` is what the scenario says of each profession. Nobody need answer for what gives the chosen nothing."""

    professions = forms.MultipleChoiceField(label=_("Professions"), widget=forms.CheckboxSelectMultiple)

    def __init__(
        self,
        told: Sequence[Told],
        levers: Sequence[Lever],
        names: Mapping[str, str],
        first_year: int,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.first_year = first_year
        self.told, self.levers, self.names = {one.profession: one for one in told}, levers, dict(names)
        chosen: Any = self.fields["professions"]
        chosen.choices = [(one.profession, names.get(one.profession, one.profession)) for one in told]
        self.keys = lever_keys(levers)
        for key in self.keys:
            self.fields[f"{key}-owner"] = forms.CharField(
                label=_("Who answers for it"),
                max_length=120,
                help_text=_("A function, such as head of HR. No name."),
            )
            self.fields[f"{key}-due"] = forms.DateField(label=pgettext_lazy("measure", "Done by"), widget=DayInput)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for at, key in enumerate(self.keys):
            if not any(abs(self.told[code].gives[at]) >= NOTHING for code in cleaned.get("professions", ())):
                self.errors.pop(f"{key}-owner", None)
                self.errors.pop(f"{key}-due", None)
        return cleaned

    def measures(self) -> Iterator[tuple[str, list[str], Any, Any]]:
        """Of each lever its words, what it gives each profession, and its fields."""
        for at, (key, lever) in enumerate(zip(self.keys, self.levers, strict=True)):
            gives = [
                f"{self.names.get(one.profession, one.profession)} {figure(one.gives[at])}"
                for one in self.told.values()
                if abs(one.gives[at]) >= NOTHING
            ]
            yield lever_title(lever, self.names, self.first_year), gives, self[f"{key}-owner"], self[f"{key}-due"]

    @property
    def chosen(self) -> list[Told]:
        return [self.told[code] for code in self.cleaned_data["professions"]]

    def pulled(self) -> list[Pulled]:
        """A measure for each lever and chosen profession that it gives something."""
        return [
            Pulled(key, self._facts(key, lever, one, at))
            for at, (key, lever) in enumerate(zip(self.keys, self.levers, strict=True))
            for one in self.chosen
            if abs(one.gives[at]) >= NOTHING
        ]

    def _facts(self, key: str, lever: Lever, told: Told, at: int) -> MeasureFacts:
        due: date = self.cleaned_data[f"{key}-due"]
        return MeasureFacts(
            kind=KINDS.get(lever.kind, Measure.Kind.OTHER),
            title=lever_title(lever, self.names, self.first_year)[:200],
            owner=self.cleaned_data[f"{key}-owner"],
            due_on=due,
            profession=told.profession,
            effect=Decimal(f"{told.gives[at]:.1f}"),
        )
