"""Forms of the review and of publishing."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from stegvis.frameworks.drafts.content import PlainText
from stegvis.frameworks.drafts.review_policies import may_be_answered_by, may_have_been_held
from stegvis.frameworks.format.document import Status
from stegvis.frameworks.models import Consultation, DraftReviewer
from stegvis.organisations.forms import DayInput

LONGEST = 5_000
"""Characters of a comment, a statement or a note."""


def words(label: Any, *, rows: int, required: bool = True, help_text: Any = "") -> PlainText:
    """A text of several lines."""
    area = forms.Textarea(attrs={"rows": rows})
    return PlainText(label=label, max_length=LONGEST, required=required, widget=area, help_text=help_text)


class AskForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        help_text=gettext_lazy("The address that they log in to Stegvis with, also if they work elsewhere."),
    )
    role = forms.ChoiceField(label=gettext_lazy("Reads as"), choices=DraftReviewer.Role.choices)
    speaks_for = PlainText(
        label=gettext_lazy("Speaks for"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("A union, a profession or a unit, for instance."),
    )
    answer_by = forms.DateField(label=gettext_lazy("Answer by"), required=False, widget=DayInput)

    def __init__(self, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_answer_by(self) -> date | None:
        day: date | None = self.cleaned_data["answer_by"]
        if day is not None and not (verdict := may_be_answered_by(self.today, day)):
            raise forms.ValidationError(verdict.why)
        return day


class CommentForm(forms.Form):
    about = forms.CharField(max_length=100, required=False, widget=forms.HiddenInput)
    text = words(gettext_lazy("Comment"), rows=4)


class AnswerForm(forms.Form):
    opinion = forms.ChoiceField(
        label=gettext_lazy("Your opinion"), choices=DraftReviewer.Opinion.choices, widget=forms.RadioSelect
    )
    statement = words(
        gettext_lazy("Statement"),
        rows=6,
        required=False,
        help_text=gettext_lazy("What you want the owner to know. It stays with the framework when it is published."),
    )


class ConsultationForm(forms.Form):
    held_on = forms.DateField(label=gettext_lazy("Held on"), widget=DayInput)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Consultation.Kind.choices)
    parties = PlainText(
        label=gettext_lazy("Parties"), max_length=300, help_text=gettext_lazy("Which unions or groups took part.")
    )
    outcome = forms.ChoiceField(label=gettext_lazy("Outcome"), choices=Consultation.Outcome.choices)
    note = words(
        gettext_lazy("Note"),
        rows=5,
        required=False,
        help_text=gettext_lazy("What was said, or where the minutes are kept. No names of patients or colleagues."),
    )

    def __init__(self, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_held_on(self) -> date:
        day: date = self.cleaned_data["held_on"]
        if not (verdict := may_have_been_held(self.today, day)):
            raise forms.ValidationError(verdict.why)
        return day


class CorrectionForm(ConsultationForm):
    reason = PlainText(
        label=gettext_lazy("Why it is corrected"),
        max_length=200,
        help_text=gettext_lazy("Everybody who sees the consultation sees the reason."),
    )


STATUSES = (
    (Status.PROPOSAL, gettext_lazy("A proposal: to be discussed and changed")),
    (Status.PILOT, gettext_lazy("A pilot: to be tried in some units first")),
    (Status.PUBLISHED, gettext_lazy("Decided: to be used")),
)


class PublishForm(forms.Form):
    """``revision`` is the one that the checklist was made for."""

    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    version = forms.IntegerField(
        label=gettext_lazy("Version"),
        min_value=1,
        max_value=9999,
        help_text=gettext_lazy("The next free number is proposed. A number is used once and never again."),
    )
    status = forms.ChoiceField(label=gettext_lazy("Status"), choices=STATUSES, widget=forms.RadioSelect)
