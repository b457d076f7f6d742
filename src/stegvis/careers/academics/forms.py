"""The forms of academic paths. ``seen`` carries what of it was shown."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.careers.academics.services import Outcome, PathFacts
from stegvis.careers.models import StudyPath, StudyStage
from stegvis.careers.plans.forms import LineField, NoteField, SeenForm
from stegvis.foundation.components.fields import NumberField, WholeNumberField
from stegvis.organisations.forms import DayInput

MOST_KRONOR = 20_000_000
MOST_TERMS = 2_000_000_000


class PathForm(SeenForm):
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=StudyPath.Kind.choices)
    title = LineField(label=gettext_lazy("Subject"), max_length=200)
    university = LineField(label=gettext_lazy("University"), required=False, max_length=120)
    supervisor = LineField(label=gettext_lazy("Supervisor"), required=False, max_length=120)
    share = WholeNumberField(label=gettext_lazy("Per cent of working time"), min_value=1, max_value=100)
    starts = forms.DateField(label=gettext_lazy("From"), widget=DayInput)
    ends = forms.DateField(label=gettext_lazy("Planned end"), widget=DayInput)
    funding = LineField(
        label=gettext_lazy("Who pays for what"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("For example: pay during studies from the unit, course fees from a grant."),
    )
    paid_by = forms.ChoiceField(
        label=gettext_lazy("Who pays the most"),
        required=False,
        choices=[("", gettext_lazy("Not decided")), *StudyPath.PaidBy.choices],
    )
    kronor = WholeNumberField(
        label=gettext_lazy("Cost in all, kronor"), required=False, min_value=0, max_value=MOST_KRONOR
    )
    follow_up_on = forms.DateField(label=gettext_lazy("Follow up on"), widget=DayInput, required=False)

    def __init__(self, *args: Any, path: StudyPath | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.path = path
        if path is not None:  # the kind stays
            del self.fields["kind"]

    @classmethod
    def initial_of(cls, path: StudyPath) -> dict[str, Any]:
        return {name: getattr(path, name) for name in PathFacts.__dataclass_fields__}

    def clean(self) -> dict[str, Any]:
        starts, ends = self.cleaned_data.get("starts"), self.cleaned_data.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", _("It cannot end before it begins."))
        return self.cleaned_data

    @property
    def facts(self) -> PathFacts:
        values = dict(self.cleaned_data)
        values.pop("seen")
        return PathFacts(**({"kind": self.path.kind} if self.path else {}) | values)


class AgreeForm(SeenForm):
    """Asked only about more than the study terms say."""

    ground = LineField(
        label=gettext_lazy("Why you agree on more than the terms say"),
        max_length=300,
        help_text=gettext_lazy("One line. The person reads it, and it stands with the studies."),
    )

    def __init__(self, *args: Any, is_over: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].required = is_over


class StageForm(SeenForm):
    title = LineField(label=gettext_lazy("Stage"), max_length=200)
    due = forms.DateField(label=gettext_lazy("Planned for"), widget=DayInput, required=False)

    @classmethod
    def initial_of(cls, stage: StudyStage) -> dict[str, Any]:
        return {"title": stage.title, "due": stage.due}


class PauseForm(SeenForm):
    first = forms.DateField(label=gettext_lazy("Paused from"), widget=DayInput)
    until = forms.DateField(
        label=gettext_lazy("Paused until"),
        widget=DayInput,
        required=False,
        help_text=gettext_lazy("Leave it empty if it is not known. You need not say why."),
    )


class ResumeForm(SeenForm):
    on = forms.DateField(
        label=gettext_lazy("Goes on from"),
        widget=DayInput,
        help_text=gettext_lazy("The planned end and the stages that are left move by as long as the pause was."),
    )


class FollowUpForm(SeenForm):
    note = NoteField(label=gettext_lazy("What you see at the follow-up"), required=False)
    again_on = forms.DateField(label=gettext_lazy("Follow up again on"), widget=DayInput, required=False)


class FinishForm(SeenForm):
    title = LineField(label=gettext_lazy("What it is called on the certificate"), max_length=200)
    on = forms.DateField(label=gettext_lazy("Date"), widget=DayInput)
    credits_ = NumberField(
        label=gettext_lazy("Higher-education credits, if it did not end in a degree"),
        required=False,
        min_value=0.5,
        max_value=500,
        decimal_places=1,
    )

    @property
    def outcome(self) -> Outcome:
        credits_ = self.cleaned_data["credits_"]
        tenths = None if credits_ is None else int(credits_ * 10)
        return Outcome(self.cleaned_data["title"], self.cleaned_data["on"], tenths)


class EndForm(SeenForm):
    note = NoteField(label=gettext_lazy("What came of it"), required=False)


class TermsForm(SeenForm):
    """Left empty altogether, the profession has no terms of its own."""

    share = WholeNumberField(
        label=gettext_lazy("Per cent of working time at most"), required=False, min_value=1, max_value=100
    )
    kronor = WholeNumberField(
        label=gettext_lazy("Set aside a year for all, kronor"), required=False, min_value=0, max_value=MOST_TERMS
    )
    text = LineField(
        label=gettext_lazy("What applies"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("For example: pay during the studies, and two years of work afterwards."),
    )
