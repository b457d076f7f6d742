"""Making a code, and writing one that somebody has shown."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.careers.cards.codes import read_code

PERIODS = {
    "1": gettext_lazy("One hour"),
    "24": gettext_lazy("24 hours"),
    "168": gettext_lazy("One week"),
    "720": gettext_lazy("30 days"),
}


class OpenForm(forms.Form):
    hours = forms.ChoiceField(
        label=gettext_lazy("How long is the code open?"), choices=list(PERIODS.items()), initial="24"
    )
    shows_level = forms.BooleanField(label=gettext_lazy("Show my level too"), required=False)

    @property
    def lasts(self) -> timedelta:
        return timedelta(hours=int(self.cleaned_data["hours"]))


class CodeForm(forms.Form):
    kod = forms.CharField(
        label=gettext_lazy("The code on the card"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text=gettext_lazy(
            "Twelve characters, such as 7K3M-9QXA-T2WF. Capital or small letters, with or without hyphens."
        ),
    )

    def clean_kod(self) -> str:
        code = read_code(self.cleaned_data["kod"])
        if not code:
            raise forms.ValidationError(_("A code has twelve letters and digits. Look at the card again."))
        return code

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
