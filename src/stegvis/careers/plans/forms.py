"""The forms of plans and of the employer's year. ``seen`` carries what of it was shown."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.careers.models import Activity, DevelopmentPlan, Goal, YearEntry
from stegvis.careers.plans.queries import WholePlan
from stegvis.careers.plans.services import ActivityFacts, PlanFacts
from stegvis.careers.plans.year import is_a_day
from stegvis.careers.plans.year_services import EntryFacts
from stegvis.foundation.components.fields import WholeNumberField
from stegvis.foundation.documents.text import clean
from stegvis.organisations.forms import DayInput

LONGEST_NOTE = 4000
MOST_KRONOR = 2_000_000
MOST_HOURS = 4000


class LineField(forms.CharField):
    """One line, without the marks that nobody sees."""

    def clean(self, value: Any) -> str:
        found: str = super().clean(clean(value or ""))
        return found


class NoteField(forms.CharField):
    """Several lines, each without the marks that nobody sees."""

    def __init__(self, **kwargs: Any) -> None:
        rows = kwargs.pop("rows", 4)
        kwargs.setdefault("max_length", LONGEST_NOTE)
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def clean(self, value: Any) -> str:
        lines = (clean(line) for line in (value or "").splitlines())
        found: str = super().clean("\n".join(lines).strip())
        return found


class SeenForm(forms.Form):
    """``seen`` is the revision of what the page showed."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def show_anew(self, seen: str) -> None:
        """After a refusal: what is sent next has seen what is there now."""
        sent: Any = self.data
        self.data = sent.copy()
        self.data["seen"] = seen  # type: ignore[index]


class PlanForm(SeenForm):
    title = LineField(label=gettext_lazy("Name of the plan"), max_length=120)
    starts = forms.DateField(label=gettext_lazy("From"), widget=DayInput)
    ends = forms.DateField(label=gettext_lazy("To"), widget=DayInput)
    follow_up_on = forms.DateField(label=gettext_lazy("Follow up on"), widget=DayInput, required=False)

    @classmethod
    def initial_of(cls, plan: DevelopmentPlan) -> dict[str, Any]:
        return {name: getattr(plan, name) for name in ("title", "starts", "ends", "follow_up_on")}

    def clean(self) -> dict[str, Any]:
        starts, ends = self.cleaned_data.get("starts"), self.cleaned_data.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", _("The plan ends before it starts."))
        return self.cleaned_data

    @property
    def facts(self) -> PlanFacts:
        found = self.cleaned_data
        return PlanFacts(found["title"], found["starts"], found["ends"], found["follow_up_on"])


class GoalForm(SeenForm):
    title = LineField(
        label=gettext_lazy("Goal"),
        max_length=300,
        help_text=gettext_lazy("What do you want to be able to do? Your own goals are as good as the framework's."),
    )


class ChangeGoalForm(GoalForm):
    state = forms.ChoiceField(label=gettext_lazy("State"), choices=Goal.State.choices)


class ActivityForm(SeenForm):
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Activity.Kind.choices)
    title = LineField(label=gettext_lazy("What to do"), max_length=300)
    owner = forms.ChoiceField(
        label=gettext_lazy("Who sees to it"),
        choices=[("person", gettext_lazy("The person")), ("manager", gettext_lazy("The manager"))],
    )
    due = forms.DateField(label=gettext_lazy("At the latest"), widget=DayInput, required=False)
    cost = WholeNumberField(label=gettext_lazy("Cost, kronor"), min_value=0, max_value=MOST_KRONOR, required=False)
    hours = WholeNumberField(label=gettext_lazy("Working hours"), min_value=0, max_value=MOST_HOURS, required=False)
    terms = forms.ChoiceField(label=gettext_lazy("Study time"), choices=Activity.Terms.choices)
    state = forms.ChoiceField(label=gettext_lazy("State"), choices=Activity.State.choices)
    outcome = NoteField(
        label=gettext_lazy("What came of it"),
        required=False,
        rows=2,
        max_length=2000,
        help_text=gettext_lazy("Name no patient."),
    )

    def __init__(self, plan: DevelopmentPlan, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        self.fields["due"].widget.attrs |= {"min": f"{plan.starts}", "max": f"{plan.ends}"}

    @classmethod
    def initial_of(cls, activity: Activity) -> dict[str, Any]:
        return {name: getattr(activity, name) for name in ActivityFacts.__dataclass_fields__}

    def clean_due(self) -> Any:
        due = self.cleaned_data["due"]
        if due and not self.plan.starts <= due <= self.plan.ends:
            raise forms.ValidationError(_("The day has to be within the plan's time."))
        return due

    @property
    def facts(self) -> ActivityFacts:
        return ActivityFacts(**{name: self.cleaned_data[name] for name in ActivityFacts.__dataclass_fields__})


class FollowUpForm(SeenForm):
    note = NoteField(
        label=gettext_lazy("What you see at the follow-up"),
        required=False,
        help_text=gettext_lazy("Both of you read it. Name no patient."),
    )
    again_on = forms.DateField(
        label=gettext_lazy("Follow up again on"),
        widget=DayInput,
        required=False,
        help_text=gettext_lazy("Leave it empty if this was the last time."),
    )


class CloseForm(SeenForm):
    note = NoteField(label=gettext_lazy("What came of the plan"), required=False)
    carried = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Take along to the next plan"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, whole: WholePlan, *args: Any, **kwargs: Any) -> None:
        left = [(one.goal.pk, one.goal.title) for one in whole.unfinished]
        kwargs["initial"] = {
            "note": whole.plan.follow_up,
            "carried": [pk for pk, _title in left],
            "seen": whole.revision,
            **kwargs.get("initial", {}),
        }
        super().__init__(*args, **kwargs)
        if left:
            carried: Any = self.fields["carried"]
            carried.choices = left
        else:
            del self.fields["carried"]


MONTH_NAMES = list(MONTHS.items())


class EntryForm(SeenForm):
    """Something that comes back every year."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=YearEntry.Kind.choices)
    title = LineField(label=gettext_lazy("Name"), max_length=120)
    from_day = WholeNumberField(label=gettext_lazy("From day"), min_value=1, max_value=31)
    from_month = forms.TypedChoiceField(label=gettext_lazy("From month"), coerce=int, choices=MONTH_NAMES)
    to_day = WholeNumberField(label=gettext_lazy("To day"), min_value=1, max_value=31)
    to_month = forms.TypedChoiceField(
        label=gettext_lazy("To month"),
        coerce=int,
        choices=MONTH_NAMES,
        help_text=gettext_lazy("An entry may run past the turn of the year."),
    )

    @classmethod
    def initial_of(cls, entry: YearEntry) -> dict[str, Any]:
        return {name: getattr(entry, name) for name in cls.base_fields if name != "seen"}

    def clean(self) -> dict[str, Any]:
        for end in ("from", "to"):
            month, day = self.cleaned_data.get(f"{end}_month"), self.cleaned_data.get(f"{end}_day")
            if month and day and not is_a_day(month, day):
                self.add_error(f"{end}_day", _("The month has no such day."))
        return self.cleaned_data

    @property
    def facts(self) -> EntryFacts:
        found = self.cleaned_data
        return EntryFacts(
            found["kind"],
            found["title"],
            (found["from_month"], found["from_day"]),
            (found["to_month"], found["to_day"]),
        )
