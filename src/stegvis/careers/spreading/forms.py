"""The form of what is shared."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from stegvis.careers.models import Sharing
from stegvis.careers.plans.forms import LineField, NoteField
from stegvis.careers.spreading.services import LONGEST, SharingFacts
from stegvis.organisations.forms import DayInput
from stegvis.organisations.models import Unit


class SharingForm(forms.Form):
    """``units`` are those that it may be shared with; with one there is nothing to choose."""

    title = LineField(label=_("What is it about?"), max_length=300)
    kind = forms.ChoiceField(
        label=_("How do you share it?"), choices=Sharing.Kind.choices, widget=forms.RadioSelect, initial="note"
    )
    day = forms.DateField(
        label=_("Which day?"),
        widget=DayInput,
        required=False,
        help_text=_("For a meeting or a day with a colleague. A day to come is shown to the unit as planned."),
    )
    text = NoteField(
        label=_("The most important in three lines"),
        required=False,
        rows=3,
        max_length=LONGEST,
        help_text=_("What will you do differently, and what should others know? Name no patient and no colleague."),
    )
    link = forms.URLField(
        label=_("A link, if there is one"),
        required=False,
        max_length=300,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
    )
    unit = forms.ChoiceField(label=_("With which unit?"))

    def __init__(self, units: Iterable[Unit], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(one.pk): one for one in units}
        self.fields["unit"].choices = [(key, one.name) for key, one in self.units.items()]  # type: ignore[attr-defined]
        if len(self.units) < 2:
            del self.fields["unit"]

    @classmethod
    def initial_of(cls, sharing: Sharing) -> dict[str, Any]:
        return {
            "title": sharing.title,
            "kind": sharing.kind,
            "day": sharing.planned_on or sharing.done_on,
            "text": sharing.text,
            "link": sharing.link,
        }

    @property
    def unit_chosen(self) -> Unit:
        return self.units[self.cleaned_data["unit"]] if "unit" in self.fields else next(iter(self.units.values()))

    @property
    def facts(self) -> SharingFacts:
        found = self.cleaned_data
        return SharingFacts(found["title"], found["kind"], found["text"], found["link"], found["day"])
