"""What is filled in about the weeks ahead. A form checks what is typed; the rules are the services'."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.utils import ErrorList
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.engine.capacity import REASONS, IsoWeek, Reason
from stegvis.foundation.components.fields import NumberField, WholeNumberField
from stegvis.foundation.documents.identity import holds_personal_number
from stegvis.organisations.models import Unit
from stegvis.planning.capacity.content import (
    FULL_TIME,
    MOST_A_WEEK,
    MOST_HOURS,
    MOST_MINUTES,
    Content,
    LeverUse,
    MovingUse,
    Outcome,
)
from stegvis.planning.capacity.part_services import ActivityFacts, Stretch
from stegvis.planning.capacity.seasons import SEASONS
from stegvis.planning.capacity.services import About
from stegvis.planning.capacity.week_services import faults_of
from stegvis.planning.capacity.words import LEVER_NAMES, REASON_NAMES, week_name
from stegvis.planning.days import FirstWeekField
from stegvis.planning.models.capacity import MOST_WEEKS

HOURS: dict[str, Any] = {"min_value": 0, "max_value": MOST_HOURS, "max_digits": 7, "decimal_places": 2}
MINUTES: dict[str, Any] = {"min_value": 0, "max_value": MOST_MINUTES, "max_digits": 6, "decimal_places": 2}
AMOUNT: dict[str, Any] = {"min_value": 0, "max_value": MOST_A_WEEK, "max_digits": 8, "decimal_places": 2}
WHOLE_PERIOD = {"max_value": MOST_A_WEEK * MOST_WEEKS, "max_digits": 10}
Names = dict[str, str]


class AboutForm(forms.Form):
    unit = forms.ChoiceField(label=gettext_lazy("Unit"))
    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    starts = FirstWeekField(
        label=gettext_lazy("A day in the first week"),
        help_text=gettext_lazy("The plan begins on the Monday of that week."),
    )
    weeks = WholeNumberField(label=gettext_lazy("Number of weeks"), min_value=1, max_value=53)
    full_time = NumberField(
        label=gettext_lazy("Full time, hours a week"), min_value=20, max_value=48, max_digits=4, decimal_places=2
    )
    season = forms.ChoiceField(
        label=gettext_lazy("Template"),
        help_text=gettext_lazy("It fills in production and leave by week. Everything can be changed afterwards."),
    )

    def __init__(self, units: Sequence[Unit], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.choices = [(str(one.pk), f"{one}, {one.organisation}") for one in units]
        self.fields["full_time"].initial = Decimal(str(FULL_TIME))
        season: Any = self.fields["season"]
        season.choices = [(code, one.label) for code, one in SEASONS.items()]

    @property
    def about(self) -> About:
        told = self.cleaned_data
        return About(told["title"], told["starts"], told["weeks"], float(told["full_time"]), told["season"])


class TitleForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)


class SeenForm(forms.Form):
    """``seen`` is the mark of what was looked at."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)


class ActivityForm(SeenForm):
    name = forms.CharField(
        label=gettext_lazy("What is produced"), max_length=80, help_text=gettext_lazy("Such as home visits.")
    )
    amount = NumberField(
        label=gettext_lazy("How many"),
        required=False,
        help_text=gettext_lazy("It is shared out by the template. Leave it empty to keep the weeks as they are."),
        **AMOUNT | WHOLE_PERIOD,
    )
    per = forms.ChoiceField(
        label=gettext_lazy("How many is"),
        choices=[
            ("week", gettext_lazy("in an ordinary week")),
            ("period", gettext_lazy("in the whole period")),
        ],
    )

    def __init__(self, professions: Names, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.professions = professions
        for code, name in professions.items():
            label = _("Minutes each takes, %(profession)s") % {"profession": name.lower()}
            self.fields[f"minutes_{code}"] = NumberField(label=label, required=False, **MINUTES)

    @property
    def facts(self) -> ActivityFacts:
        told = self.cleaned_data
        minutes = {code: float(told[f"minutes_{code}"] or 0) for code in self.professions}
        amount = None if told["amount"] is None else float(told["amount"])
        return ActivityFacts(told["name"], minutes, amount, told["per"])


class StandardsForm(SeenForm):
    """As WISN has them."""

    support = NumberField(
        label=gettext_lazy("Share of the time that goes to what all do beside, per cent"),
        min_value=0,
        max_value=99,
        max_digits=4,
        decimal_places=1,
        help_text=gettext_lazy("Such as records, handovers, travel and meetings."),
    )
    individual = NumberField(
        label=gettext_lazy("Hours a week that certain people have for tasks of their own"),
        help_text=gettext_lazy("Such as a wound expert or a student supervisor, all of them together."),
        **HOURS,
    )


class StretchForm(forms.Form):
    """Hours a week for a profession, from a week to another."""

    profession = forms.ChoiceField(label=gettext_lazy("Profession"))
    first = forms.TypedChoiceField(label=gettext_lazy("From week"), coerce=int)
    last = forms.TypedChoiceField(label=gettext_lazy("To week"), coerce=int)
    hours = NumberField(label=gettext_lazy("Hours each week"), **HOURS)

    def __init__(self, professions: Names, weeks: Iterable[IsoWeek], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["profession"].choices = list(professions.items())
        fields["first"].choices = [(at, week_name(week)) for at, week in enumerate(weeks)]
        fields["last"].choices = fields["first"].choices

    @property
    def stretch(self) -> Stretch:
        told = self.cleaned_data
        return Stretch(told["profession"], told["first"], told["last"], float(told["hours"]))


class AbsenceForm(StretchForm):
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        choices=list(REASON_NAMES.items()),
        help_text=gettext_lazy("Where fewer than 5 work in the profession, the reason is not kept."),
    )
    field_order = ["reason", "profession", "first", "last", "hours"]


class LeverForm(SeenForm):
    step = NumberField(
        label=gettext_lazy("Comes in steps of so many hours"),
        help_text=gettext_lazy("Such as 8 for whole shifts. 0 where any time will do."),
        min_value=0,
        max_value=40,
        max_digits=4,
        decimal_places=2,
    )

    def __init__(self, professions: Names, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.professions = professions
        for code, name in professions.items():
            told = {"profession": name.lower()}
            most, cost = _("Hours a week at most, %(profession)s"), _("Kronor an hour, %(profession)s")
            self.fields[f"most_{code}"] = NumberField(label=most % told, required=False, **HOURS)
            self.fields[f"cost_{code}"] = NumberField(label=cost % told, required=False, **HOURS)

    def lever(self, kind: str) -> LeverUse:
        told = self.cleaned_data
        return LeverUse(
            kind,
            {code: float(told[f"most_{code}"] or 0) for code in self.professions},
            {code: float(told[f"cost_{code}"] or 0) for code in self.professions},
            float(told["step"]),
        )


class MovingForm(SeenForm):
    share = NumberField(
        label=gettext_lazy("Share of a week's production that can be moved, per cent"),
        help_text=gettext_lazy("0 where nothing can wait."),
        min_value=0,
        max_value=100,
        max_digits=4,
        decimal_places=1,
    )
    within = WholeNumberField(label=gettext_lazy("At most so many weeks"), min_value=1, max_value=26)
    cost = NumberField(label=gettext_lazy("Kronor for each that is moved"), **HOURS)

    @property
    def moving(self) -> MovingUse | None:
        told = self.cleaned_data
        if not told["share"]:
            return None
        return MovingUse(float(told["share"]) / 100, told["within"], float(told["cost"]))


class WeekForm(forms.Form):
    """How a week went, filled in with the plan: only what became other needs to be changed.

    ``groups`` are headings with the names of their fields.
    """

    words = forms.CharField(
        label=gettext_lazy("What lay behind"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Why it became other than planned. Name no person, and nobody's illness."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    def __init__(self, content: Content, names: Names, before: Outcome, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.content, self.before = content, before
        self.groups: list[tuple[str, list[str]]] = []
        for one in content.activities:
            fields = [self._add(f"volume.{one.key}", _("How many"), before.volume.get(one.key, 0.0), AMOUNT)]
            for code, name in names.items():
                if minutes := before.minutes.get(one.key, {}).get(code, 0.0):
                    label = _("Minutes each took, %(profession)s") % {"profession": name.lower()}
                    fields.append(self._add(f"minutes.{one.key}.{code}", label, minutes, MINUTES))
            self.groups.append((one.name, fields))
        for code, name in names.items():
            self.groups.append((name, list(self._of_profession(code))))

    def _of_profession(self, code: str) -> Iterable[str]:
        before = self.before
        yield self._add(f"contracted.{code}", _("Hours of those employed"), before.contracted.get(code, 0.0))
        yield self._add(f"beside.{code}", _("Hours beside production"), before.beside.get(code, 0.0))
        for reason in self._reasons(code):
            label = _("Hours away: %(reason)s") % {"reason": REASON_NAMES[reason].lower()}
            is_few = reason == Reason.OTHER and self._is_few(code)
            hours = before.away.get(code, {}).get(reason, 0.0)
            yield self._add(f"away.{code}.{reason.value}", _("Hours away in all") if is_few else label, hours)
        for lever in self.content.levers:
            if lever.most.get(code, 0.0):
                label = str(LEVER_NAMES[lever.kind])
                yield self._add(f"added.{lever.kind}.{code}", label, before.added.get(lever.kind, {}).get(code, 0.0))

    def _is_few(self, code: str) -> bool:
        found = self.content.competence(code)
        return found is not None and found.is_few

    def _reasons(self, code: str) -> list[Reason]:
        """Those that the plan has, and always sick and other."""
        found = self.content.competence(code)
        if found is None or found.is_few:
            return [Reason.OTHER]
        planned = {*found.booked, *found.typed, Reason.SICK, Reason.OTHER}
        planned |= {reason for reason, hours in self.before.away.get(code, {}).items() if hours}
        return [one for one in REASONS if one in planned]

    def _add(self, name: str, label: str, value: float, limits: dict[str, Any] = HOURS) -> str:
        initial = Decimal(format(Decimal(str(round(value, 2))).normalize(), "f"))
        self.fields[name] = NumberField(label=label, initial=initial, **limits)
        return name

    def grouped(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [(title, [self[name] for name in fields]) for title, fields in self.groups]

    @property
    def summary_fields(self) -> list[tuple[forms.BoundField, ErrorList]]:
        """The fields as the error summary takes them, with whose they are: several have the same label."""
        named = []
        for title, fields in self.grouped():
            for field in fields:
                shown = copy(field)
                shown.label = f"{title}, {field.label.lower()}"
                named.append((shown, field.errors))
        return [*named, (self["words"], self["words"].errors)]

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        if holds_personal_number(words):
            raise forms.ValidationError(_("Do not write a personal number here."))
        return words

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if set(self.errors) <= {"words"}:
            for code, words in faults_of(self.content, self.outcome).items():
                self.add_error(f"contracted.{code}", words)
        return found

    @property
    def outcome(self) -> Outcome:
        return Outcome.of_figures({name: float(one) for name, one in self.cleaned_data.items() if "." in name})


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("An Excel workbook (.xlsx) or a text file with columns (.csv), at most 20 MB."),
        widget=forms.FileInput({"accept": ".xlsx,.csv,.txt"}),
        allow_empty_file=True,
    )
