"""Forms of pilots; their choices come from what the actor may see."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.frameworks.drafts.content import one_line, plain_text
from stegvis.frameworks.models import FrameworkVersion, Pilot
from stegvis.frameworks.pilots.policies import may_last
from stegvis.frameworks.pilots.services import Plan
from stegvis.organisations.forms import INDENT, DayInput
from stegvis.organisations.models import Organisation, Unit
from stegvis.organisations.queries import unit_tree
from stegvis.people.models import Profession

LONGEST = 5_000
NAME = 120


class PilotForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Name of the pilot"), max_length=200)
    purpose = forms.CharField(
        label=gettext_lazy("What is to be found out"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    units = forms.MultipleChoiceField(
        label=gettext_lazy("Units"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Units below a chosen one are in it too."),
    )
    professions = forms.ModelMultipleChoiceField(
        Profession.objects.none(), label=gettext_lazy("Professions"), widget=forms.CheckboxSelectMultiple
    )
    starts = forms.DateField(label=gettext_lazy("First day"), widget=DayInput)
    ends = forms.DateField(
        label=gettext_lazy("Last day"), widget=DayInput, help_text=gettext_lazy("The pilot ends with it by itself.")
    )
    members = forms.CharField(
        label=gettext_lazy("Reference group"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One person a line: the name, a comma, and whom they speak for."),
    )

    def __init__(
        self, actor: Actor, employer: Organisation, version: FrameworkVersion, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        units: Any = self.fields["units"]
        self.tree = [node for node in unit_tree(actor, employer) if node.unit.closed_on is None]
        units.choices = [(str(node.unit.pk), INDENT * node.depth + node.unit.name) for node in self.tree]
        professions: Any = self.fields["professions"]
        professions.queryset = version.professions.order_by("title_sv")

    def clean_title(self) -> str:
        if title := one_line(self.cleaned_data["title"]):
            return title
        raise ValidationError(_("Write it in words, without HTML."))

    def clean_purpose(self) -> str:
        return plain_text(self.cleaned_data["purpose"]).strip()

    def clean_units(self) -> list[Unit]:
        chosen = set(self.cleaned_data["units"])
        return [node.unit for node in self.tree if str(node.unit.pk) in chosen]

    def clean_members(self) -> list[tuple[str, str]]:
        found = []
        for line in plain_text(self.cleaned_data["members"]).splitlines():
            if not line.strip():
                continue
            name, _comma, speaks_for = (part.strip() for part in line.partition(","))
            if not name or not speaks_for:
                raise ValidationError(
                    _("“%(line)s”: write the name, a comma, and whom they speak for.") % {"line": line}
                )
            if max(len(name), len(speaks_for)) > NAME:
                raise ValidationError(_("“%(line)s” is too long.") % {"line": line[:40]})
            found.append((name, speaks_for))
        return found

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        if found.get("starts") and found.get("ends") and not (verdict := may_last(found["starts"], found["ends"])):
            self.add_error("ends", verdict.why)
        return found

    def plan(self) -> Plan:
        return Plan(**{**self.cleaned_data, "professions": list(self.cleaned_data["professions"])})


def as_initial(pilot: Pilot) -> dict[str, Any]:
    """A pilot as the form shows it."""
    return {
        "title": pilot.title,
        "purpose": pilot.purpose,
        "starts": pilot.starts,
        "ends": pilot.ends,
        "units": [str(one.unit_id) for one in pilot.units.all()],
        "professions": [one.profession_id for one in pilot.professions.all()],
        "members": "\n".join(f"{one.name}, {one.speaks_for}" for one in pilot.members.all()),
    }


class EvaluationForm(forms.Form):
    evaluation = forms.CharField(
        label=gettext_lazy("What the pilot has shown"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("All employees can read it. Name no patients and no colleagues."),
    )

    def clean_evaluation(self) -> str:
        if evaluation := plain_text(self.cleaned_data["evaluation"]).strip():
            return evaluation
        raise ValidationError(_("Write it in words, without HTML."))


class EmployerForm(forms.Form):
    """Where to try it, for a coordinator of several employers."""

    employer = forms.ModelChoiceField(Organisation.objects.none(), label=gettext_lazy("Employer"))

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        employers: Any = self.fields["employer"]
        employers.queryset = visible(actor, Organisation).filter(pk__in=actor.coordinates)
