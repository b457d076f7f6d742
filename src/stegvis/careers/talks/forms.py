"""The forms of talks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.careers.models import Preparation, Talk
from stegvis.careers.plans.forms import NoteField, SeenForm
from stegvis.careers.talks.queries import TeamTalk
from stegvis.careers.talks.services import Whom
from stegvis.careers.talks.wording import QUESTIONS
from stegvis.organisations.forms import DayInput


class PlanTalksForm(forms.Form):
    """Everybody who has no such talk, each with a day; those who are chosen get one."""

    def __init__(self, team: Sequence[TeamTalk], days: dict[UUID, date], chosen: set[UUID], *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.team = team
        for one in team:
            person = one.employment.person_id
            name = str(one.employment.person)
            self.fields[f"with_{person.hex}"] = forms.BooleanField(label=name, required=False, initial=person in chosen)
            self.fields[f"day_{person.hex}"] = forms.DateField(
                label=_("Day for %(name)s") % {"name": name}, required=False, widget=DayInput, initial=days[person]
            )

    @property
    def rows(self) -> list[tuple[TeamTalk, Any, Any]]:
        return [
            (one, self[f"with_{one.employment.person_id.hex}"], self[f"day_{one.employment.person_id.hex}"])
            for one in self.team
        ]

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        keys = [one.employment.person_id.hex for one in self.team]
        for key in keys:
            if found.get(f"with_{key}") and f"day_{key}" in found and found[f"day_{key}"] is None:
                self.add_error(f"day_{key}", _("Choose a day."))
        if not any(found.get(f"with_{key}") for key in keys):
            raise forms.ValidationError(_("Choose at least one person."))
        return found

    @property
    def days(self) -> dict[Whom, date]:
        return {
            Whom(one.employment.person_id, one.employment.employer_id): self.cleaned_data[
                f"day_{one.employment.person_id.hex}"
            ]
            for one in self.team
            if self.cleaned_data[f"with_{one.employment.person_id.hex}"]
        }


class PrepareForm(forms.Form):
    """The questions of the talk's kind for one of the two sides."""

    is_shared = forms.BooleanField(
        label=gettext_lazy("Show my preparation to the other"),
        required=False,
        help_text=gettext_lazy(
            "Until you choose this nobody but you reads it. Then the employee and the unit's managers do."
        ),
    )

    def __init__(self, talk: Talk, side: str, own: Preparation | None, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {**(own.answers if own else {}), "is_shared": own.is_shared if own else False}
        super().__init__(*args, **kwargs)
        self.questions = QUESTIONS[talk.kind, side]
        for key, question in self.questions.items():
            self.fields[key] = NoteField(label=question, required=False, rows=3)
        self.order_fields([*self.questions, "is_shared"])

    @property
    def answers(self) -> dict[str, str]:
        return {key: self.cleaned_data[key] for key in self.questions}


class NotesForm(SeenForm):
    notes = NoteField(
        label=gettext_lazy("What we have agreed"),
        required=False,
        rows=6,
        help_text=gettext_lazy("Both of you read and sign it. Name no patient."),
    )

    def __init__(self, talk: Talk, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if talk.kind == Talk.Kind.SALARY:
            self.fields["notes"].help_text = _(
                "Both of you read and sign it. Write no sums and no percentages: the salary is decided elsewhere."
            )


class DayForm(forms.Form):
    day = forms.DateField(label=gettext_lazy("Day"), widget=DayInput)
