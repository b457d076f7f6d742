"""Forms of the staff pages; their choices come from what the actor may see."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.foundation.access.actor import Actor
from stegvis.organisations.models import Organisation
from stegvis.people.queries import employers_to_import_for, professions_to_filter_by, units_to_filter_by


class UploadForm(forms.Form):
    employer: forms.ModelChoiceField[Organisation] = forms.ModelChoiceField(
        label=_("Employer"), queryset=None, empty_label=None
    )
    file = forms.FileField(
        label=_("Staff list"),
        help_text=_("An Excel workbook (.xlsx) or a text file with columns (.csv), at most 20 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        allow_empty_file=True,
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        employers = employers_to_import_for(actor)
        field = self.fields["employer"]
        field.queryset = employers  # type: ignore[attr-defined]
        field.initial = employers.first()
        if len(employers) == 1:
            field.widget = forms.HiddenInput()


class StaffFilterForm(forms.Form):
    is_filter = True  # nobody expects to have to fill in a filter, so no field says that it is optional
    q = forms.CharField(
        label=_("Name or employee number"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    unit = forms.TypedChoiceField(label=_("Unit"), coerce=int, empty_value=None, required=False)
    profession = forms.ChoiceField(label=_("Profession"), required=False)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = units_to_filter_by(actor)
        several = len({unit.organisation_id for unit in self.units}) > 1
        names = [(unit.pk, f"{unit.organisation} · {unit}" if several else str(unit)) for unit in self.units]
        self.fields["unit"].choices = [("", _("All units")), *names]  # type: ignore[attr-defined]
        professions = [(profession.pk, str(profession)) for profession in professions_to_filter_by(actor)]
        self.fields["profession"].choices = [("", _("All professions")), *professions]  # type: ignore[attr-defined]
