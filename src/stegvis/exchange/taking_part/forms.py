"""The code, the evaluation, and what one took home."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.careers.plans.forms import LineField, NoteField
from stegvis.foundation.components.fields import WholeNumberField
from stegvis.organisations.models import Unit


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Six letters and digits. The host shows them."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class ShareForm(forms.Form):
    share = WholeNumberField(
        label=_("How much of the sessions is enough, per cent"),
        min_value=1,
        max_value=100,
        help_text=_("100 is all of them. Who has been to fewer gets no evidence."),
    )


RATINGS = [(5, _("5, very much")), (4, "4"), (3, "3"), (2, "2"), (1, _("1, not at all"))]


class EvaluationForm(forms.Form):
    """Three ratings and a line."""

    useful = forms.TypedChoiceField(
        label=_("Is it of use to you in your work?"), choices=RATINGS, coerce=int, widget=forms.RadioSelect
    )
    arranged = forms.TypedChoiceField(
        label=_("Was it well arranged?"), choices=RATINGS, coerce=int, widget=forms.RadioSelect
    )
    recommended = forms.TypedChoiceField(
        label=_("Would you advise a colleague to take part?"), choices=RATINGS, coerce=int, widget=forms.RadioSelect
    )
    line = LineField(
        label=_("Something you want to say"),
        required=False,
        max_length=300,
        help_text=_("Name nobody, neither a patient nor a colleague, and nothing that tells who you are."),
    )

    @property
    def ratings(self) -> list[int]:
        return [self.cleaned_data[name] for name in ("useful", "arranged", "recommended")]


class LessonForm(forms.Form):
    """``units`` are those whose feed it may stand in: where the person works."""

    text = NoteField(
        label=_("What did you take home?"),
        rows=3,
        max_length=1000,
        help_text=_("What will you do differently? Name no patient and no colleague."),
    )
    unit = forms.ChoiceField(label=_("In the feed of my unit"), required=False)
    to_host = forms.BooleanField(
        label=_("Also to the host"),
        required=False,
        help_text=_("The host reads your words, without your name beside them."),
    )

    def __init__(self, units: Iterable[Unit], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(one.pk): one for one in units}
        choices = [("", _("No, not in the feed")), *((key, str(one.name)) for key, one in self.units.items())]
        field: Any = self.fields["unit"]
        field.choices = choices
        field.initial = next(iter(self.units), "")

    @property
    def chosen(self) -> Unit | None:
        return self.units.get(self.cleaned_data["unit"])
