"""Where a unit's own clarification is to be used."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.frameworks.models import FrameworkVersion
from stegvis.organisations.forms import INDENT
from stegvis.organisations.models import Organisation, Unit
from stegvis.organisations.queries import unit_tree
from stegvis.people.models import Profession


class UnitUseForm(forms.Form):
    """The open units of the employers that the actor coordinates, employer by employer."""

    unit = forms.TypedChoiceField(label=_("Unit"), help_text=_("Units below it use it too."))
    profession = forms.ModelChoiceField(Profession.objects.none(), label=_("Profession"))

    def __init__(self, actor: Actor, version: FrameworkVersion, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units: dict[str, Unit] = {}
        choices = []
        for employer in visible(actor, Organisation).filter(pk__in=actor.coordinates).order_by("name"):
            tree = [node for node in unit_tree(actor, employer) if node.unit.closed_on is None]
            choices.append((employer.name, [(str(one.unit.pk), INDENT * one.depth + one.unit.name) for one in tree]))
            for node in tree:
                node.unit.organisation = employer
                self.units[str(node.unit.pk)] = node.unit
        unit: Any = self.fields["unit"]
        unit.choices, unit.coerce = choices, self.units.__getitem__
        professions: Any = self.fields["profession"]
        professions.queryset = version.professions.order_by("title_sv")
