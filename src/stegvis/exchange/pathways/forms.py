"""The few things that a way is found by. Sent with GET, so that a way can be kept as a bookmark."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.careers.plans.forms import MOST_KRONOR
from stegvis.exchange.pathways.queries import Bounds
from stegvis.foundation.components.fields import WholeNumberField
from stegvis.frameworks.competence_areas import areas
from stegvis.organisations.forms import DayInput

A_YEAR = 364
LONGEST = 3 * 366
MOST_HOURS = 60


class BoundsForm(forms.Form):
    """``riktning`` is empty for the next level, else an area to grow deeper in."""

    riktning = forms.ChoiceField(label=gettext_lazy("Towards"), required=False)
    fran = forms.DateField(label=gettext_lazy("From"), widget=DayInput)
    till = forms.DateField(label=gettext_lazy("To"), widget=DayInput)
    timmar = WholeNumberField(
        label=gettext_lazy("Hours in a week, at most"), min_value=1, max_value=MOST_HOURS, required=False
    )
    budget = WholeNumberField(label=gettext_lazy("Budget, kronor"), min_value=0, max_value=MOST_KRONOR, required=False)
    val = forms.ChoiceField(
        label=gettext_lazy("Rather"),
        choices=[("", gettext_lazy("as few occasions as possible")), ("billigt", gettext_lazy("as cheap as possible"))],
        required=False,
    )

    def __init__(self, today: date, *, has_next: bool, data: Any = None) -> None:
        usual = {"fran": today, "till": today + timedelta(days=A_YEAR)}
        sent = {name: data[name] for name in self.base_fields if name in data} if data else {}
        super().__init__({name: f"{value}" for name, value in usual.items()} | sent)
        deeper = [(code, _("Deeper: %(area)s") % {"area": area.title}) for code, area in areas().items()]
        choices: Any = self.fields["riktning"]
        choices.choices = [("", _("The next level")), *deeper] if has_next else [("", _("Choose an area")), *deeper]

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("fran"), self.cleaned_data.get("till")
        if first and last and last < first:
            self.add_error("till", _("The last day comes before the first."))
        elif first and last and (last - first).days > LONGEST:
            self.add_error("till", _("Look at most three years ahead."))
        return self.cleaned_data

    @property
    def bounds(self) -> Bounds:
        found = self.cleaned_data
        return Bounds(
            found["fran"],
            found["till"],
            found["timmar"],
            found["budget"],
            found["val"] == "billigt",
            found["riktning"],
        )
