"""Writing a programme, starting an introduction, and what is said of it on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy

from stegvis.careers.introductions.content import (
    AUDIENCES,
    EXPERIENCES,
    Experience,
    Kind,
    Outline,
    PlannedStep,
)
from stegvis.careers.introductions.queries import suggested
from stegvis.careers.introductions.services import ProgrammeText
from stegvis.careers.models import Programme
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.components.fields import WholeNumberField
from stegvis.foundation.documents.text import clean
from stegvis.organisations.forms import DayInput
from stegvis.people.models import Employment, Profession

LONGEST = 2000
EMPTY_ROWS = 3


class ProgrammeForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Name of the programme"), max_length=120)
    summary = forms.CharField(
        label=gettext_lazy("For whom and why"), required=False, max_length=LONGEST, widget=forms.Textarea({"rows": 3})
    )
    professions = forms.MultipleChoiceField(
        label=gettext_lazy("Professions"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None chosen: for all."),
    )
    weeks = WholeNumberField(label=gettext_lazy("Weeks"), min_value=1, max_value=156)
    shielded_weeks = WholeNumberField(
        label=gettext_lazy("Weeks without patients of one's own"), min_value=0, max_value=156
    )
    share = WholeNumberField(label=gettext_lazy("Per cent of working time"), min_value=1, max_value=100)
    joins_any_month = forms.BooleanField(
        label=gettext_lazy("A yearly wheel: themes have months, and one joins at any time"), required=False
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=16)

    def __init__(self, professions: Iterable[Profession], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["professions"]
        field.choices = [(one.pk, str(one)) for one in professions]

    def text(self, steps: tuple[PlannedStep, ...]) -> ProgrammeText:
        found = self.cleaned_data
        outline = Outline(found["weeks"], found["shielded_weeks"], found["joins_any_month"], steps)
        return ProgrammeText(found["title"], found["summary"], tuple(found["professions"]), found["share"], outline)


class StepForm(forms.Form):
    """One step; a row without a title is left out."""

    title = forms.CharField(label=gettext_lazy("What"), max_length=300, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Kind.choices)
    week = WholeNumberField(label=gettext_lazy("Week"), min_value=1, max_value=156, required=False)
    month = forms.ChoiceField(label=gettext_lazy("Month"), required=False)
    audience = forms.ChoiceField(label=gettext_lazy("For"), choices=list(AUDIENCES.items()))
    requirement = forms.ChoiceField(label=gettext_lazy("Criterion of the first level"), required=False)

    def __init__(self, *args: Any, criteria: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        month: Any = self.fields["month"]
        month.choices = [("", "–"), *((number, str(name)) for number, name in MONTHS.items())]
        requirement: Any = self.fields["requirement"]
        held = self.initial.get("requirement", "")
        known = dict(criteria) if not held or held in criteria else {held: held, **criteria}
        requirement.choices = [("", "–"), *known.items()]

    @property
    def step(self) -> PlannedStep | None:
        found = self.cleaned_data
        if not found.get("title"):
            return None
        return PlannedStep(
            clean(found["title"]),
            found["kind"],
            found["week"] or 0,
            int(found["month"] or 0),
            found["audience"],
            found["requirement"],
        )


StepFormSet: Any = forms.formset_factory(StepForm, extra=EMPTY_ROWS, max_num=83, absolute_max=100)
"""To take a step away, its text is taken away."""


class _PersonField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.person}, {obj.profession}, {obj.unit.name}"


class StartForm(forms.Form):
    employment = _PersonField(Employment.objects.none(), label=gettext_lazy("Who is new"))
    programme = forms.ModelChoiceField(Programme.objects.none(), label=gettext_lazy("Programme"))
    experience = forms.ChoiceField(
        label=gettext_lazy("Experience"),
        choices=list(EXPERIENCES.items()),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Makes the introduction shorter and leaves out what is needless."),
    )
    starts = forms.DateField(label=gettext_lazy("First day"), widget=DayInput)
    supervisor = forms.EmailField(
        label=gettext_lazy("Contact person or supervisor"),
        required=False,
        max_length=254,
        help_text=gettext_lazy("The e-mail address of a colleague, who then sees this introduction."),
    )

    def __init__(self, actor: Actor, employments: Any, programmes: Any, *args: Any, **kwargs: Any) -> None:
        chosen: Employment | None = kwargs.pop("chosen", None)
        first = max(chosen.valid_from, actor.today) if chosen else actor.today
        initial: dict[str, Any] = {"experience": Experience.NEW, "starts": first, "employment": chosen}
        initial["programme"] = suggested(programmes, chosen.profession_id if chosen else "")
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        employment: Any = self.fields["employment"]
        employment.queryset = employments
        programme: Any = self.fields["programme"]
        programme.queryset = programmes

    def clean_experience(self) -> Experience:
        return Experience(self.cleaned_data["experience"])


def _ground(label: Any, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("The person reads it. Name no patient."),
    )


class DeviationForm(forms.Form):
    ground = _ground(gettext_lazy("What did not go as planned"))
    due = forms.DateField(label=gettext_lazy("New day"), widget=DayInput)


class ExtendForm(forms.Form):
    until = forms.DateField(label=gettext_lazy("Extended to"), widget=DayInput)
    ground = _ground(gettext_lazy("Why"))


class StopForm(forms.Form):
    ground = _ground(gettext_lazy("Why"))


class FinishForm(forms.Form):
    """The explanation is asked for where steps are left."""

    explanation = _ground(gettext_lazy("Why it is finished without the steps that are left"), required=False)

    def __init__(self, left: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not left:
            del self.fields["explanation"]


class SupervisorForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        required=False,
        max_length=254,
        help_text=gettext_lazy("Empty: nobody is named."),
    )
