"""The forms of this room; their choices come from what the actor may see, one actor at a time."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.forms import SetPasswordMixin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible, writable
from stegvis.foundation.accounts.models import User
from stegvis.organisations.models import Collaboration, Organisation, Role, Unit
from stegvis.organisations.policies import Scope
from stegvis.organisations.queries import coordinated, unit_tree

INDENT = "\N{NO-BREAK SPACE}" * 3


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class RoleForm(forms.Form):
    """Somebody by address, a role or none, and where it holds."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Used in the invitation if the person has no account with you yet."),
    )
    place = forms.ChoiceField(label=gettext_lazy("Where"))
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        required=False,
        help_text=gettext_lazy("Without a role the person gets an account only."),
    )
    valid_from = forms.DateField(
        label=gettext_lazy("From"),
        required=False,
        widget=DayInput,
        help_text=gettext_lazy("Empty means at once, or when the invitation is accepted."),
    )
    valid_to = forms.DateField(label=gettext_lazy("To"), required=False, widget=DayInput)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200, required=False)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scopes = places(actor)
        self.today = actor.today
        place: Any = self.fields["place"]
        place.choices = [(key, label) for key, (label, _scope) in self.scopes.items()]
        role: Any = self.fields["role"]
        role.choices = [("", _("No role")), *((r.value, r.label) for r in offered_roles(actor))]

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        start: date | None = found.get("valid_from")
        end: date | None = found.get("valid_to")
        if start and start < self.today:
            self.add_error("valid_from", _("A role cannot begin in the past."))
        if end and end < (start or self.today):
            self.add_error("valid_to", _("The last day must not come before the first."))
        if "place" in found:
            found["scope"] = self.scopes[found["place"]][1]
        return found


def places(actor: Actor) -> dict[str, tuple[str, Scope]]:
    """Every place that the actor may give roles in: key → words and scope."""
    found: dict[str, tuple[str, Scope]] = {}
    for organisation in coordinated(actor):
        found[f"organisation-{organisation.pk}"] = (organisation.name, Scope(organisation=organisation))
        for node in unit_tree(actor, organisation):
            if node.unit.closed_on is None:
                scope = Scope(organisation=organisation, unit=node.unit)
                found[f"unit-{node.unit.pk}"] = (INDENT * (node.depth + 1) + node.unit.name, scope)
    for collaboration in writable(actor, Collaboration):
        found[f"collaboration-{collaboration.pk}"] = (collaboration.name, Scope(collaboration=collaboration))
    return found


def offered_roles(actor: Actor) -> list[Role]:
    of_employers = [Role.UNIT_MANAGER, Role.COORDINATOR, Role.IDENTITY_HANDLER, Role.UNIVERSITY]
    return [
        *(of_employers if actor.coordinates else []),
        *([Role.COLLABORATION_COORDINATOR] if actor.leads else []),
    ]


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)


class UnitForm(forms.ModelForm):
    """A unit's name, code and place in its own organisation's tree."""

    class Meta:
        model = Unit
        fields = ("name", "code", "parent")
        labels = {"parent": gettext_lazy("Lies below")}

    def __init__(self, actor: Actor, organisation: Organisation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.organisation = organisation
        parent: Any = self.fields["parent"]
        parent.queryset = visible(actor, Unit).filter(organisation=organisation, closed_on__isnull=True)
        parent.choices = [
            ("", _("Nothing: it is at the top")),
            *(
                (node.unit.pk, INDENT * node.depth + node.unit.name)
                for node in unit_tree(actor, organisation)
                if node.unit.closed_on is None and node.unit.pk != self.instance.pk
            ),
        ]

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        organisation = self.instance.organisation
        if Unit.objects.filter(organisation=organisation, code=code).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Another unit of yours has this code."))
        return code


class CloseUnitForm(forms.Form):
    closed_on = forms.DateField(label=gettext_lazy("Last day"), widget=DayInput)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200, required=False)


class JoinForm(SetPasswordMixin, forms.Form):
    """What somebody without an account answers an invitation with. ``email`` must be the address it was sent to."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        help_text=gettext_lazy("The address that the invitation was sent to."),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password1, password2 = SetPasswordMixin.create_password_fields(
        label1=gettext_lazy("Choose a password"), label2=gettext_lazy("The password once more")
    )

    def __init__(self, address: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.address = address

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).strip().lower()
        if email != self.address:
            raise ValidationError(_("The invitation was sent to another address."), code="address")
        return email

    def clean(self) -> dict[str, Any]:
        self.validate_passwords()
        user = User(email=self.address, name=self.cleaned_data.get("name", ""))
        self.validate_password_for_user(user)
        return self.cleaned_data
