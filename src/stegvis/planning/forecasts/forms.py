"""What is filled in about forecasts. A form checks what is typed; the rules are the services' and the engine's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from stegvis.foundation.components.fields import WholeNumberField
from stegvis.planning.ground.inputs import MOST_YEARS, Scope
from stegvis.planning.ground.keys import PROFESSIONS
from stegvis.planning.ground.places import places

FURTHER = re.compile(r"[,;\n]+")


class BeginForm(forms.Form):
    """``usual`` are the owner's own places, chosen from the start."""

    title = forms.CharField(label=_("Title"), max_length=120)
    places = forms.MultipleChoiceField(label=_("Places"), widget=forms.CheckboxSelectMultiple, required=False)
    further = forms.CharField(
        label=_("Other municipalities or regions"),
        required=False,
        max_length=4000,
        help_text=_("By name or SCB's code, with a comma between. Their staff is estimated from their inhabitants."),
    )
    professions = forms.MultipleChoiceField(label=_("Professions"), widget=forms.CheckboxSelectMultiple)
    years = WholeNumberField(
        label=_("How many years ahead"),
        min_value=1,
        max_value=MOST_YEARS,
        help_text=_("Ten is usual: what is decided now shows by then. The further, the less is known."),
    )
    draws = WholeNumberField(
        label=_("Draws"),
        min_value=20,
        max_value=1_000_000,
        help_text=_("How often chance is tried. 200 is enough; more does not make the forecast more certain."),
    )

    def __init__(self, usual: Sequence[str], names: dict[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["places"].choices = [(code, places()[code].name) for code in usual]
        fields["places"].initial = list(usual)
        fields["professions"].choices = [(code, names.get(code, code)) for code in PROFESSIONS]
        if len(usual) == 1:
            fields["places"].initial, fields["places"].widget = list(usual), forms.MultipleHiddenInput()

    def clean_further(self) -> list[str]:
        given = [one.strip() for one in FURTHER.split(self.cleaned_data["further"]) if one.strip()]
        by_name = {place.name.casefold(): code for code, place in places().items()}
        found = [one if one in places() else by_name.get(one.casefold(), "") for one in given]
        if unknown := [one for one, code in zip(given, found, strict=True) if not code]:
            told = {"names": ", ".join(unknown)[:200]}
            raise forms.ValidationError(_t("No municipality or region is called: %(names)s.") % told)
        return found

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = [*cleaned.get("places", []), *cleaned.get("further", [])]
        if not chosen and not self.errors:
            self.add_error("places", _t("Choose at least one municipality or region."))
        return cleaned

    def scope(self, first_year: int) -> Scope:
        told = self.cleaned_data
        where = tuple(dict.fromkeys([*told["places"], *told["further"]]))
        return Scope(where, first_year, told["years"], tuple(told["professions"]), draws=told["draws"])


class NoteForm(forms.Form):
    words = forms.CharField(
        label=_("Who decided what, and why"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("Write at most 1,000 characters; now there are %(show_value)s.")},
        help_text=_("It is signed with your name and cannot be changed. Name no person but in what they decided."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A browser cuts what is too long without a word: the answer does it with words, and keeps the text."""
        super().__init__(*args, **kwargs)
        self.fields["words"].widget.attrs.pop("maxlength", None)


class ShareForm(forms.Form):
    for_members = forms.BooleanField(label=_("The members' coordinators"), required=False)
    for_national = forms.BooleanField(label=_("National follow-up"), required=False)

    def __init__(self, *args: Any, has_members: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_members:
            del self.fields["for_members"]
