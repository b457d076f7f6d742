"""Choosing frameworks, and choosing to use one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.frameworks.models import FrameworkVersion
from stegvis.frameworks.queries import owner_of
from stegvis.organisations.models import Organisation
from stegvis.people.models import Profession


class FrameworkChoice(forms.ModelChoiceField):
    """Frameworks share titles, so the owner is told too."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.framework} {obj.version} – {owner_of(obj)}"


class AdoptForm(forms.Form):
    employer = forms.ModelChoiceField(Organisation.objects.none(), label=_("Employer"))
    profession = forms.ModelChoiceField(Profession.objects.none(), label=_("Profession"))

    def __init__(self, actor: Actor, version: FrameworkVersion, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        employers: Any = self.fields["employer"]
        employers.queryset = visible(actor, Organisation).filter(pk__in=actor.coordinates)
        professions: Any = self.fields["profession"]
        professions.queryset = version.professions.all()
        if len(actor.coordinates) == 1:
            employers.initial = next(iter(actor.coordinates))
