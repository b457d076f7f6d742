"""Reading what was posted: ratings by their fields' names, and the small forms around an assessment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from stegvis.careers.assessments.services import Given
from stegvis.careers.models import Assessment
from stegvis.foundation.access.actor import Actor
from stegvis.organisations.forms import DayInput
from stegvis.people.models import Employment

CANNOT = "x"
"""What is chosen by whoever cannot tell."""


def rating_of(text: str) -> int | None:
    """A posted rating; what is no number is one that no scale has."""
    if text == CANNOT:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else -1


def given_in(posted: Mapping[str, str], competence: str, prefix: str = "") -> Given | None:
    """What was posted of a competence; None where no rating is chosen. Without a field for it the note is left."""
    chosen = posted.get(f"{prefix}r-{competence}", "").strip().lower()
    return Given(competence, rating_of(chosen), posted.get(f"{prefix}n-{competence}")) if chosen else None


class OpenForm(forms.Form):
    """For whom, by which rule and until when; all of the team unless somebody is left out."""

    employments = forms.ModelMultipleChoiceField(
        Employment.objects.none(), label=gettext_lazy("For whom"), widget=forms.CheckboxSelectMultiple
    )
    rule = forms.ChoiceField(
        label=gettext_lazy("How several judgements are put together"),
        choices=Assessment.Rule.choices,
        initial=Assessment.Rule.MEDIAN,
    )
    answer_by = forms.DateField(label=gettext_lazy("Answer by"), required=False, widget=DayInput)

    def __init__(self, actor: Actor, employments: list[Employment], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = actor.today
        field: Any = self.fields["employments"]
        field.queryset = Employment.objects.filter(pk__in=[one.pk for one in employments])
        field.choices = [(one.pk, str(one.person)) for one in employments]
        field.initial = [one.pk for one in employments]

    def clean_answer_by(self) -> Any:
        day = self.cleaned_data["answer_by"]
        if day is not None and day < self.today:
            raise forms.ValidationError(gettext_lazy("Choose a day that has not passed."))
        return day


class NameForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("A colleague here, or at an employer in the same collaboration."),
    )
    role = forms.ChoiceField(label=gettext_lazy("Judges as"))

    def __init__(self, roles: Mapping[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["role"]
        field.choices = list(roles.items())


class WithdrawForm(forms.Form):
    ground = forms.CharField(
        label=gettext_lazy("Why it is withdrawn"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "The person reads it. The assessment stays in the history, what it counted for does not."
        ),
    )


class AcknowledgeForm(forms.Form):
    comment = forms.CharField(
        label=gettext_lazy("Comment"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("If you like, and if you see something otherwise. Your manager reads it."),
    )
