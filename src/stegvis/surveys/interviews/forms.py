"""The forms of interview studies; choices come from what the actor may see."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from stegvis.foundation.components.fields import WholeNumberField
from stegvis.organisations.forms import DayInput
from stegvis.surveys.interviews.interviewing import Facts as InterviewFacts
from stegvis.surveys.interviews.interviewing import Taker
from stegvis.surveys.interviews.queries import Named
from stegvis.surveys.interviews.services import Facts, Owner, Theme
from stegvis.surveys.models import Interview, InterviewAsked, InterviewStudy


def lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class StudyForm(forms.Form):
    owner = forms.ChoiceField(label=_("Whose study"))
    title = forms.CharField(label=_("Title"), max_length=120)
    purpose = forms.CharField(label=_("Purpose"), max_length=2000, required=False, widget=lines(4))
    networks = forms.CharField(
        label=_("Who receives the report"),
        max_length=300,
        required=False,
        help_text=_("Such as the networks that are to decide on it."),
    )
    notice = forms.CharField(
        label=_("What those who are interviewed are told"),
        max_length=4000,
        required=False,
        widget=lines(6),
        help_text=_("Who asks and why, on what legal ground, who reads the notes, and when they are deleted."),
    )
    contacts_until = forms.DateField(
        label=_("Names are deleted after"),
        widget=DayInput,
        help_text=_("Names, addresses and telephone numbers go in the night after this day."),
    )
    notes_until = forms.DateField(
        label=_("Notes are deleted after"),
        widget=DayInput,
        help_text=_("All that was said in a single interview goes. Summaries and reports stay."),
    )
    fewest = WholeNumberField(
        label=_("Tell of no fewer than"),
        min_value=3,
        max_value=100,
        initial=5,
        help_text=_("So many interviews must have said the same before it is counted in the report."),
    )
    told_by = forms.ChoiceField(
        label=_("Tell counts apart"), choices=InterviewStudy.Group.choices, initial=InterviewStudy.Group.STAFF_GROUP
    )

    def __init__(self, owners: list[tuple[str, str, Owner]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not owners:  # it has its owner already
            del self.fields["owner"]
            return
        owner: Any = self.fields["owner"]
        owner.choices = [(key, name) for key, name, _owner in owners]
        if len(owners) == 1:
            owner.widget = forms.HiddenInput()
            owner.initial = owners[0][0]
        self.owners = {key: one for key, _name, one in owners}

    @property
    def chosen_owner(self) -> Owner:
        return self.owners[self.cleaned_data["owner"]]

    @property
    def facts(self) -> Facts:
        return Facts(**{name: self.cleaned_data[name] for name in Facts.__dataclass_fields__})


def study_values(study: InterviewStudy) -> dict[str, Any]:
    return {name: getattr(study, name) for name in Facts.__dataclass_fields__}


class QuestionsForm(forms.Form):
    questions = forms.CharField(
        label=_("Main questions"),
        required=False,
        max_length=6000,
        widget=lines(6),
        help_text=_("What the study is to answer, a question on each line."),
    )


class ThemeForm(forms.Form):
    title = forms.CharField(label=_("Theme"), max_length=120)
    prompts = forms.CharField(
        label=_("What to ask about"),
        max_length=2000,
        required=False,
        widget=lines(4),
        help_text=_("A question or a word on each line. The interviewer sees them above the notes."),
    )

    @property
    def theme(self) -> Theme:
        return Theme(**self.cleaned_data)


class InterviewerForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"), max_length=254)


class AskForm(forms.Form):
    names = forms.CharField(
        label=_("Who is asked"),
        max_length=20_000,
        widget=lines(4),
        help_text=_("Municipalities or other organisations, one on each line."),
    )
    asked_on = forms.DateField(label=_("Asked on"), required=False, widget=DayInput)


class InterviewForm(forms.Form):
    """``may_lead`` is for who chooses interviewer and organisation; others keep those there are."""

    asked = forms.TypedChoiceField(label=_("Organisation"), required=False, coerce=int, empty_value=None)
    interviewer = forms.TypedChoiceField(label=_("Who interviews"), coerce=int)
    state = forms.ChoiceField(label=_("State"), choices=Interview.State.choices, initial=Interview.State.PLANNED)
    held_on = forms.DateField(label=_("Day"), required=False, widget=DayInput)
    mode = forms.ChoiceField(label=_("How"), required=False, choices=[("", _("Not said")), *Interview.Mode.choices])
    minutes = WholeNumberField(label=_("Minutes"), required=False, min_value=1, max_value=600)
    followed_up_on = forms.DateField(
        label=_("Added to by e-mail on"),
        required=False,
        widget=DayInput,
        help_text=_("Where something was asked afterwards. Write what it gave in the notes."),
    )

    def __init__(
        self, asked: list[InterviewAsked], interviewers: list[Named], *args: Any, may_lead: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["asked"]
        chosen.choices = [("", _t("None on the list")), *((one.pk, one.name) for one in asked)]
        named: Any = self.fields["interviewer"]
        named.choices = [(one.row.pk, str(one)) for one in interviewers]
        if not may_lead:
            for name in ("asked", "interviewer"):
                self.fields[name].disabled = True

    @property
    def facts(self) -> InterviewFacts:
        return InterviewFacts(**{name: self.cleaned_data[name] for name in InterviewFacts.__dataclass_fields__})


def interview_values(interview: Interview) -> dict[str, Any]:
    kept = {name: getattr(interview, name) for name in InterviewFacts.__dataclass_fields__}
    return kept | {"asked": interview.asked_id, "interviewer": interview.interviewer_id}


class TakerForm(forms.Form):
    """Who is interviewed. The page offers the roles and groups used before, so that they are spelt alike."""

    role = forms.CharField(
        label=_("Role"), max_length=80, required=False, widget=forms.TextInput({"list": "known-role"})
    )
    staff_group = forms.CharField(
        label=_("Staff group"),
        max_length=80,
        required=False,
        widget=forms.TextInput({"list": "known-staff_group"}),
        help_text=_("Write it the same way every time: counts are told by it."),
    )
    told_on = forms.DateField(label=_("Told what it is for on"), required=False, widget=DayInput)
    agrees = forms.BooleanField(label=_("Has said yes to taking part"), required=False)
    name = forms.CharField(
        label=_("Name"), max_length=200, required=False, help_text=_("Kept apart from the notes, and deleted first.")
    )
    email = forms.EmailField(label=_("E-mail address"), max_length=254, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)

    @property
    def taker(self) -> Taker:
        return Taker(**self.cleaned_data)


class FindingForm(forms.Form):
    text = forms.CharField(label=_("What was said, in a sentence"), max_length=400, widget=lines(2))


class QuoteForm(forms.Form):
    interview = forms.TypedChoiceField(label=_("Interview"), coerce=int)
    text = forms.CharField(
        label=_("The words"),
        max_length=600,
        widget=lines(2),
        help_text=_("Copied from the notes of the interview, word for word."),
    )

    def __init__(self, interviews: list[Interview], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        interview: Any = self.fields["interview"]
        interview.choices = [(one.pk, _t("Interview %(n)s") % {"n": one.number}) for one in interviews]
