"""Choosing whom to show what, and until when."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from stegvis.careers.placements.forms import DayInput
from stegvis.careers.record.policies import latest_end
from stegvis.careers.record.queries import receivers, registrars
from stegvis.foundation.access.actor import Actor
from stegvis.people.models import Part


class ShareForm(forms.Form):
    """Everything for half a year, unless something else is chosen.

    ``left_out`` are receivers that are not offered: they have registered all that there is, so none of it is news to
    them.
    """

    receiver = forms.TypedChoiceField(label=gettext_lazy("Whom do you show it to?"), coerce=int)
    parts = forms.MultipleChoiceField(
        label=gettext_lazy("What do you show?"), choices=Part.choices, widget=forms.CheckboxSelectMultiple
    )
    until = forms.DateField(
        label=gettext_lazy("Until which date"),
        widget=DayInput,
        help_text=gettext_lazy("At most two years. You can end it any day."),
    )

    def __init__(self, actor: Actor, data: Any = None, *, wanted: str = "") -> None:
        registered = registrars(actor)
        taking_part = list(receivers(actor))
        found = [one for one in taking_part if registered - {one.pk}]
        self.left_out = [one for one in taking_part if registered == {one.pk}]
        first = next((one for one in found if one.slug == wanted), None) or next(iter(found), None)
        initial = {
            "receiver": first.pk if first else None,
            "parts": Part.values,
            "until": half_a_year_from(actor.today),
        }
        super().__init__(data, initial=initial)
        receiver: Any = self.fields["receiver"]
        receiver.choices = [(one.pk, one.name) for one in found]
        self.fields["until"].widget.attrs |= {"min": str(actor.today), "max": str(latest_end(actor.today))}


def half_a_year_from(today: date) -> date:
    """The same day of the month, or the month's 28th where there may be none such."""
    years, month = divmod(today.month - 1 + 6, 12)
    return date(today.year + years, month + 1, min(today.day, 28))
