"""What is filled in about supply plans. A form checks what is typed; the rules are the services'."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, pgettext_lazy

from stegvis.foundation.components.fields import NumberField, WholeNumberField
from stegvis.organisations.owners import owner_key
from stegvis.people.models import Profession
from stegvis.planning.days import DayField
from stegvis.planning.models import Measure
from stegvis.planning.plans.services import About, MeasureFacts, NeedFacts, Said
from stegvis.planning.policies import Owner

MOST_FTE = 1_000_000
HIDDEN = gettext_noop(
    "Others do not read all figures of %(names)s: not those below 5, nor those from which such a one could be worked "
    "out beside other plans of the same staff. What you have written in words is shown as it is, so write no small "
    "numbers there."
)
FTE: dict[str, Any] = {"min_value": 0, "max_value": MOST_FTE, "max_digits": 8, "decimal_places": 1}


def _professions() -> list[tuple[str, str]]:
    return [(one.pk, str(one)) for one in Profession.objects.order_by("title_sv")]


class AboutForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=120)
    starts = WholeNumberField(label=_("From the year"), min_value=2000, max_value=2100)
    ends = WholeNumberField(label=_("To the year"), min_value=2000, max_value=2130)
    words = forms.CharField(
        label=_("Background and aim"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Name no person. What is decided of the plan can be read by others."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    @property
    def about(self) -> About:
        return About(**{name: self.cleaned_data[name] for name in About.__dataclass_fields__})


class BeginForm(AboutForm):
    owner = forms.ChoiceField(label=_("Whose plan it is"))
    field_order = ["owner", "title", "starts", "ends", "words"]

    def __init__(self, owners: Sequence[Owner], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = {owner_key(one): one for one in owners}
        chosen: Any = self.fields["owner"]
        chosen.choices = [(key, str(one)) for key, one in self.owners.items()]
        if len(owners) == 1:
            chosen.widget = forms.HiddenInput()
            chosen.initial = next(iter(self.owners))


class NeedForm(forms.Form):
    profession = forms.ChoiceField(label=_("Profession"))
    now = NumberField(label=_("Have now, full-time equivalents"), **FTE)
    supply = NumberField(
        label=_("Will have in the last year, if nothing is done"),
        help_text=_("After retirements, those who leave and those who come."),
        **FTE,
    )
    need = NumberField(label=_("Will need in the last year"), **FTE)
    source = forms.CharField(
        label=_("Where the figures are from"),
        max_length=200,
        help_text=_("For example a forecast in Stegvis with its day, or your own count."),
    )
    words = forms.CharField(
        label=_("What lies behind"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["profession"]
        chosen.choices = [("", _("Choose a profession")), *_professions()]

    @property
    def facts(self) -> NeedFacts:
        return NeedFacts(**{name: self.cleaned_data[name] for name in NeedFacts.__dataclass_fields__})


def given_figures(given: Mapping[str, str]) -> dict[str, Any]:
    """What an address brings of a need, as a forecast's does. What is no number is left out."""
    found: dict[str, Any] = {name: given[name][:200] for name in ("source",) if given.get(name)}
    for name in ("now", "supply", "need"):
        try:
            found[name] = NumberField(**FTE).clean(given[name])
        except (KeyError, forms.ValidationError):
            continue
    return found


class MeasureForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=Measure.Kind.choices)
    title = forms.CharField(label=_("What is done"), max_length=200)
    profession = forms.ChoiceField(label=_("Profession"), required=False)
    owner = forms.CharField(
        label=_("Who answers for it"), max_length=120, help_text=_("A function, such as head of HR. No name.")
    )
    due_on = DayField(label=pgettext_lazy("measure", "Done by"))
    effect = NumberField(
        label=_("Expected effect, full-time equivalents"),
        required=False,
        min_value=-MOST_FTE,
        max_value=MOST_FTE,
        max_digits=8,
        decimal_places=1,
        help_text=_("Leave it empty if it cannot be said in figures."),
    )
    state = forms.ChoiceField(label=_("State"), choices=Measure.State.choices)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["profession"]
        chosen.choices = [("", _("All professions")), *_professions()]

    @property
    def facts(self) -> MeasureFacts:
        values = {name: self.cleaned_data[name] for name in MeasureFacts.__dataclass_fields__}
        return MeasureFacts(**values | {"profession": values["profession"] or None})


class FollowUpForm(forms.Form):
    year = WholeNumberField(label=_("Year"), min_value=1999, max_value=2100)
    state = forms.ChoiceField(label=_("State"), choices=Measure.State.choices)
    words = forms.CharField(
        label=_("What happened"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Also what did not work: others learn from it. Name no person."),
    )
    effect = NumberField(
        label=_("Seen effect, full-time equivalents"),
        required=False,
        min_value=-MOST_FTE,
        max_value=MOST_FTE,
        max_digits=8,
        decimal_places=1,
    )

    @property
    def said(self) -> Said:
        return Said(**{name: self.cleaned_data[name] for name in Said.__dataclass_fields__})


class DecideForm(forms.Form):
    decided_on = DayField(label=_("Decided on"))
    decided_in = forms.CharField(
        label=_("Who decided"),
        max_length=120,
        help_text=_("For example the municipal executive board, with its reference. No name."),
    )
    is_open = forms.BooleanField(
        label=_("Show it to everybody who is signed in"),
        required=False,
        help_text=_("It then stands in the national overview. It can be changed later."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, hidden: Sequence[str], *args: Any, **kwargs: Any) -> None:
        """``hidden`` are the professions of which others are not told all figures."""
        super().__init__(*args, **kwargs)
        if hidden:
            told = {"names": ", ".join(hidden)}
            shown = self.fields["is_open"]
            shown.help_text = f"{shown.help_text} {_t(HIDDEN) % told}"
