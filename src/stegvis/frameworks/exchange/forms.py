"""The upload, with the owners that the actor may bring in for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.foundation.access.actor import Actor
from stegvis.frameworks.drafts.queries import possible_owners
from stegvis.frameworks.policies import Owner


class UploadForm(forms.Form):
    owner = forms.ChoiceField(label=_("Who owns the framework"))
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A CASE package (JSON), Moodle's CSV, an OpenSALT or Stegvis workbook (Excel) or a Stegvis file (YAML)."
        ),
        widget=forms.FileInput(attrs={"accept": ".json,.csv,.txt,.xlsx,.yaml,.yml"}),
        allow_empty_file=True,
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners: dict[str, Owner] = {f"{type(one).__name__}-{one.pk}": one for one in possible_owners(actor)}
        field = self.fields["owner"]
        field.choices = [(key, str(owner)) for key, owner in self.owners.items()]  # type: ignore[attr-defined]
        if len(self.owners) == 1:
            field.initial = next(iter(self.owners))
            field.widget = forms.HiddenInput()

    @property
    def chosen_owner(self) -> Owner:
        return self.owners[self.cleaned_data["owner"]]
