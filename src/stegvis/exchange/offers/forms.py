"""Offering a place in under a minute, and writing an offer whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.exchange.models import Offer
from stegvis.exchange.offers.content import NewOffer, Planned
from stegvis.exchange.offers.fields import DayField
from stegvis.exchange.offers.occasions import MOST_SEATS, repeated
from stegvis.exchange.offers.policies import Publisher
from stegvis.exchange.offers.queries import Choice
from stegvis.exchange.offers.times import days_every, hours_on
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.components.fields import WholeNumberField
from stegvis.foundation.working_days import next_working_day
from stegvis.frameworks.competence_areas import areas
from stegvis.organisations.models import Organisation
from stegvis.people.models import Profession

AHEAD, NOTICE = timedelta(days=28), timedelta(days=7)
EIGHT, FOUR = time(8), time(16)
MORE_DAYS = 4


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class WrittenOut:
    """Written out field by field by its page, with what is to be corrected on top."""

    @property
    def to_correct(self) -> list[tuple[forms.BoundField, Any]]:
        return [(field, field.errors) for field in self]  # type: ignore[attr-defined]


class RepeatForm(WrittenOut, forms.Form):
    """One occasion that comes again: every week or second week, or on chosen days."""

    weeks = forms.ChoiceField(
        label=gettext_lazy("Comes again"),
        choices=[("", gettext_lazy("No")), ("1", gettext_lazy("Every week")), ("2", gettext_lazy("Every second week"))],
        required=False,
    )
    times = WholeNumberField(
        label=gettext_lazy("Times in all"), min_value=2, max_value=30, required=False, help_text=gettext_lazy("2–30.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MORE_DAYS + 1):
            label = _("Also on day %(n)d") % {"n": number + 1}
            self.fields[f"day_{number}"] = DayField(label=label, required=False)

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        if found.get("weeks") and not found.get("times") and "times" not in self.errors:
            self.add_error("times", _("Say how many times."))
        return found

    def days_after(self, first: date) -> list[date]:
        """Every day on which it takes place, the first among them."""
        found = self.cleaned_data
        chosen = [day for number in range(1, MORE_DAYS + 1) if (day := found.get(f"day_{number}"))]
        every = days_every(first, int(found["weeks"]), found["times"]) if found.get("weeks") else [first]
        return [*every, *chosen]


class QuickForm(RepeatForm):
    """What takes a minute; all but the day has a default. The rest waits under “More details”.

    ``request`` makes a repeated press one offer.
    """

    request = forms.UUIDField(widget=forms.HiddenInput, required=False)
    publisher = forms.ChoiceField(label=gettext_lazy("Offered by"))
    kind = forms.ChoiceField(label=gettext_lazy("What"), choices=Offer.Kind.choices)
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Empty: what it is and where, such as “Shadowing: Home care north”."),
    )
    day = DayField(label=gettext_lazy("Day"))
    starts = forms.TimeField(label=gettext_lazy("From"), widget=TimeInput)
    ends = forms.TimeField(label=gettext_lazy("To"), widget=TimeInput)
    seats = WholeNumberField(label=gettext_lazy("Places"), min_value=1, max_value=MOST_SEATS)
    place = forms.CharField(label=gettext_lazy("Where"), max_length=200, required=False)
    summary = forms.CharField(
        label=gettext_lazy("In one sentence"), max_length=300, required=False, widget=forms.Textarea({"rows": 2})
    )
    areas = forms.MultipleChoiceField(label=gettext_lazy("Areas"), required=False, widget=forms.CheckboxSelectMultiple)
    audience = forms.ChoiceField(label=gettext_lazy("For whom"), required=False)
    host_name = forms.CharField(label=gettext_lazy("Host or contact"), max_length=120, required=False)
    link = forms.URLField(label=gettext_lazy("Link"), max_length=300, required=False, assume_scheme="https")
    apply_by = DayField(
        label=gettext_lazy("Last day to apply"),
        required=False,
        help_text=gettext_lazy("Empty: a week before."),
    )

    main = ("publisher", "kind", "title", "day", "starts", "ends", "seats", "place")

    def __init__(self, choices: Sequence[Choice], today: date, *args: Any, **kwargs: Any) -> None:
        first = choices[0]
        kwargs["initial"] = {
            "publisher": usual_of(choices),
            "kind": Offer.Kind.SHADOWING,
            "day": next_working_day(today + AHEAD),
            "starts": EIGHT,
            "ends": FOUR,
            "seats": 2,
            "place": first.place,
            **kwargs.get("initial", {}),
        }
        super().__init__(*args, **kwargs)
        self.today, self.by_key = today, {one.key: one for one in choices}
        publisher: Any = self.fields["publisher"]
        publisher.choices = [*([] if usual_of(choices) else [("", _("Choose who answers"))]), *_grouped(choices)]
        if len(choices) == 1:
            publisher.widget = forms.HiddenInput()
        area: Any = self.fields["areas"]
        area.choices = [(code, one.title) for code, one in areas().items()]
        audience: Any = self.fields["audience"]
        audience.choices = [("", _("As usual: everybody in the collaboration")), *_audiences()]

    @property
    def main_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.main if not self[name].is_hidden]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name not in self.main]

    @property
    def has_more_errors(self) -> bool:
        return any(name not in self.main for name in self.errors)

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if all(found.get(name) is not None for name in ("day", "starts", "ends")):
            try:
                found["hours"] = hours_on(found["day"], found["starts"], found["ends"])
            except Refused as refused:
                self.add_error("starts", str(refused))
        return found

    @property
    def chosen_publisher(self) -> Publisher:
        return self.by_key[self.cleaned_data["publisher"]].publisher

    def new_offer(self) -> NewOffer:
        """What was written, with a title of its own and the last day to apply. Raises Refused."""
        found, choice = self.cleaned_data, self.by_key[self.cleaned_data["publisher"]]
        title = found["title"] or f"{Offer.Kind(found['kind']).label}: {choice.name}"[:120]
        facts = {"kind": found["kind"], "title": title, "form": _form(found["kind"])}
        facts |= {name: found[name] for name in ("summary", "areas", "host_name", "audience") if found[name]}
        if found["kind"] == Offer.Kind.COURSE and choice.publisher.unit is None and not choice.municipality:
            facts["provider"] = Offer.Provider.UNIVERSITY
        planned = Planned(
            sessions=(found["hours"],),
            seats=found["seats"],
            apply_by=found["apply_by"] or max(found["day"] - NOTICE, min(self.today, found["day"])),
            place=found["place"],
            municipality=choice.municipality,
            link=found["link"],
        )
        return NewOffer(facts, repeated(planned, self.days_after(found["day"])))


def usual_of(choices: Sequence[Choice]) -> str:
    """The publisher that the form begins with, "" where it is to be chosen: nobody answers for others unasked."""
    return "" if choices[0].publisher.is_joint and len(choices) > 1 else choices[0].key


def _form(kind: str) -> str:
    return Offer.Form.DISTANCE if kind == Offer.Kind.DIGITAL else Offer.Form.ON_SITE


def _audiences() -> list[tuple[str, Any]]:
    """Those that need nothing more to be said."""
    return [choice for choice in Offer.Audience.choices if choice[0] != Offer.Audience.INVITED]


def _grouped(choices: Iterable[Choice]) -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in choices:
        groups.setdefault(one.group, []).append((one.key, one.name))
    return list(groups.items())


class OfferForm(WrittenOut, forms.ModelForm):
    """All that is written of an offer itself. ``gives`` is kind and code of the evidence in one choice."""

    areas = forms.MultipleChoiceField(label=gettext_lazy("Areas"), required=False, widget=forms.CheckboxSelectMultiple)
    professions = forms.MultipleChoiceField(
        label=gettext_lazy("Professions"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None chosen: for all."),
    )
    invited = forms.MultipleChoiceField(
        label=gettext_lazy("Which employers"), required=False, widget=forms.CheckboxSelectMultiple
    )
    gives = forms.ChoiceField(
        label=gettext_lazy("Evidence in the record"),
        required=False,
        help_text=gettext_lazy(
            "What taking part becomes. Choose requirements first, and their evidence is listed here."
        ),
    )

    class Meta:
        model = Offer
        fields = (
            "kind",
            "title",
            "summary",
            "description",
            "form",
            "hours",
            "starts_any_time",
            "audience",
            "is_shown_openly",
            "lowest_level",
            "highest_level",
            "given",
            "host_name",
            "host_email",
            "terms",
            "provider",
            "price",
            "split",
            "reference",
        )
        labels = {
            "kind": gettext_lazy("What"),
            "title": gettext_lazy("Title"),
            "summary": gettext_lazy("In one sentence"),
        }
        widgets = {
            "summary": forms.Textarea({"rows": 2}),
            "description": forms.Textarea({"rows": 6}),
            "terms": forms.Textarea({"rows": 3}),
        }

    groups: tuple[tuple[Any, tuple[str, ...]], ...] = (
        (gettext_lazy("What it is"), ("kind", "title", "summary", "description", "form", "hours", "starts_any_time")),
        (gettext_lazy("Areas"), ("areas",)),
        (
            gettext_lazy("For whom"),
            ("audience", "invited", "is_shown_openly", "professions", "lowest_level", "highest_level", "given"),
        ),
        (gettext_lazy("At the host"), ("host_name", "host_email", "terms")),
        (gettext_lazy("Who arranges and pays"), ("provider", "price", "split", "reference")),
        (gettext_lazy("What it gives"), ("gives",)),
    )

    def __init__(
        self,
        *args: Any,
        professions: Iterable[Profession],
        employers: Iterable[Organisation],
        given: Mapping[str, tuple[str, int]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.given = given
        held = f"{self.instance.gives_kind}:{self.instance.gives_code}" if self.instance.gives_kind else ""
        fields: Any = self.fields
        fields["price"].required = False
        fields["areas"].choices = [(code, one.title) for code, one in areas().items()]
        fields["professions"].choices = [(one.pk, str(one)) for one in professions]
        fields["invited"].choices = [(str(one.pk), one.name) for one in employers]
        titles = {key: title for key, (title, _months) in given.items()}
        if held and held not in titles:
            titles[held] = self.instance.gives_code
        fields["gives"].choices = [("", _("No evidence")), *titles.items()]
        fields["gives"].initial = held
        fields["areas"].initial, fields["professions"].initial = self.instance.areas, self.instance.professions

    def clean(self) -> dict[str, Any]:
        super().clean()
        found: dict[str, Any] = self.cleaned_data
        low, high = found.get("lowest_level"), found.get("highest_level")
        if low is not None and high is not None and high < low:
            self.add_error("highest_level", _("The highest level is below the lowest."))
        return found

    @property
    def grouped(self) -> list[tuple[Any, list[forms.BoundField], bool]]:
        """Title, fields, and whether it is shown open: the first is, and whatever has something to correct."""
        return [
            (title, [self[name] for name in names], not at or any(name in self.errors for name in names))
            for at, (title, names) in enumerate(self.groups)
        ]

    @property
    def facts(self) -> dict[str, Any]:
        """The columns as they are to be."""
        found = {name: self.cleaned_data[name] for name in (*self.Meta.fields, "areas", "professions")}
        found["price"] = found["price"] or 0
        kind, _colon, code = self.cleaned_data["gives"].partition(":")
        months = self.given.get(self.cleaned_data["gives"], ("", 0))[1]
        held = self.instance.gives_months if code and code == self.instance.gives_code else None
        return found | {"gives_kind": kind, "gives_code": code, "gives_months": months or held or None}

    @property
    def invited_employers(self) -> list[int]:
        if self.cleaned_data["audience"] != Offer.Audience.INVITED:
            return []
        return [int(one) for one in self.cleaned_data["invited"]]
