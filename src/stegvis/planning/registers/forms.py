"""The form of a register's line, made of what the register counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stegvis.foundation.components.fields import NumberField, WholeNumberField
from stegvis.people.models import Profession
from stegvis.planning.models import TrainedAbroad, TrainingPost
from stegvis.planning.models.registers import Half
from stegvis.planning.registers.kinds import Register

MOST = 32_767
MOST_KRONOR = 10**12


FIELDS: dict[str, Callable[[], forms.Field]] = {
    "kind": lambda: forms.ChoiceField(label=_("Kind"), choices=TrainingPost.Kind.choices),
    "step": lambda: forms.ChoiceField(label=_("Step"), choices=TrainedAbroad.Step.choices),
    "profession": lambda: forms.ModelChoiceField(
        Profession.objects.order_by("title_sv"), label=_("Profession"), empty_label=None
    ),
    "posts": lambda: WholeNumberField(label=_("Posts"), min_value=0, max_value=MOST),
    "filled": lambda: WholeNumberField(label=_("Filled"), min_value=0, max_value=MOST),
    "people": lambda: WholeNumberField(label=_("How many"), min_value=0, max_value=MOST),
    "worked": lambda: NumberField(
        label=_("Full-time equivalents over the half-year"),
        min_value=0,
        max_value=99_999,
        max_digits=7,
        decimal_places=1,
    ),
    "kronor": lambda: WholeNumberField(label=_("Cost, kronor"), min_value=0, max_value=MOST_KRONOR),
}


class LineForm(forms.Form):
    year = WholeNumberField(label=_("Year"), min_value=2000, max_value=2100)
    half = forms.TypedChoiceField(label=pgettext_lazy("choice", "Half-year"), coerce=int, choices=Half.choices)

    def __init__(self, register: Register, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in (*register.what, *register.counts):
            self.fields[name] = FIELDS[name]()
        if "profession" in self.fields:
            chosen: Any = self.fields["profession"]
            chosen.choices = list(iter(chosen.choices))  # asked for once, and not counted first
