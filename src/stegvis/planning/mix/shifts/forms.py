"""What is filled in about task shifts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.foundation.components.fields import NumberField
from stegvis.organisations.models import Unit
from stegvis.planning.days import FirstWeekField
from stegvis.planning.mix.shifts.services import MOST_HOURS, ShiftFacts
from stegvis.planning.models import Shift

HOURS: dict[str, Any] = {"min_value": 0, "max_value": MOST_HOURS, "max_digits": 6, "decimal_places": 1}


class ShiftForm(forms.Form):
    task = forms.CharField(label=gettext_lazy("Task that moves"), max_length=120)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Shift.Kind.choices)
    source = forms.ChoiceField(label=gettext_lazy("From"))
    target = forms.ChoiceField(label=gettext_lazy("To"))
    hours = NumberField(
        label=gettext_lazy("Hours a week that are to move"),
        help_text=gettext_lazy("What those who give the task away are spared."),
        **HOURS,
    )
    starts = FirstWeekField(
        label=gettext_lazy("Begins"),
        help_text=gettext_lazy("A day in the first week. The shift is followed for eight weeks."),
    )
    why = forms.CharField(
        label=gettext_lazy("Why, and what those who are spared do instead"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Name no person."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    def __init__(self, names: dict[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in ("source", "target"):
            chosen: Any = self.fields[field]
            chosen.choices = [("", _("Choose")), *names.items()]

    @property
    def facts(self) -> ShiftFacts:
        return ShiftFacts(**{name: self.cleaned_data[name] for name in ShiftFacts.__dataclass_fields__})


class ProposeForm(ShiftForm):
    """``mix`` is the skill mix that it comes from, if any."""

    unit = forms.ChoiceField(label=gettext_lazy("Unit"))
    mix = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1, max_value=2**63 - 1)
    field_order = ["unit", "task", "kind", "source", "target", "hours", "starts", "why", "mix"]

    def __init__(self, units: Sequence[Unit], names: dict[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(names, *args, **kwargs)
        self.units = {str(one.pk): one for one in units}
        chosen: Any = self.fields["unit"]
        chosen.choices = [(key, one.name) for key, one in self.units.items()]


class WeekForm(forms.Form):
    moved = NumberField(
        label=gettext_lazy("Hours that moved"),
        help_text=gettext_lazy("So many hours fewer did those who give the task away spend on it."),
        **HOURS,
    )
    added = NumberField(
        label=gettext_lazy("Hours that the receiving staff was there for it"),
        **HOURS,
    )
    words = forms.CharField(
        label=gettext_lazy("What happened"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Name no person."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)


class EndForm(forms.Form):
    """``outcomes`` are those that the figures allow."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("How it went"),
        help_text=gettext_lazy("What can be chosen follows from what is told of the latest weeks."),
    )
    words = forms.CharField(
        label=gettext_lazy("What you learnt, and what you do next"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Name no person."),
    )

    def __init__(self, outcomes: Collection[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["outcome"]
        chosen.choices = [(code, name) for code, name in Shift.Outcome.choices if code in outcomes]
