"""What is filled in about rounds. A form checks what is typed; the rules are the services'."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.careers.plans.forms import LineField
from stegvis.exchange.models import Offer, Round
from stegvis.exchange.offers.content import press_of
from stegvis.exchange.rounds.drawing import Setting
from stegvis.exchange.rounds.leading import Given, QuotaFacts, RoundFacts
from stegvis.foundation.components.fields import WholeNumberField
from stegvis.organisations.forms import DayInput
from stegvis.organisations.models import Collaboration, Organisation

MOST = 32_767
CRITERIA = ("first", "second", "third", "fourth")
MORE_QUOTAS, MORE_CAPS = 3, 2
CROSSING_WARNING = gettext_lazy(
    "Caps between employers, a least number of participants and travelling together need another engine. It seeks the"
    " most places, then the rule, then the dearest wishes. It is not proof against tactical wishes."
)


class RoundForm(forms.Form):
    """``request`` makes a repeated press one round."""

    request = forms.UUIDField(widget=forms.HiddenInput, required=False)
    owner = forms.ChoiceField(label=gettext_lazy("For whom"))
    title = LineField(label=gettext_lazy("Name of the round"), max_length=120)
    kind = forms.ChoiceField(label=gettext_lazy("What is given"), required=False)
    opens_on = forms.DateField(label=gettext_lazy("First day for wishes"), widget=DayInput)
    closes_on = forms.DateField(label=gettext_lazy("Last day for wishes"), widget=DayInput)
    first = forms.ChoiceField(
        label=gettext_lazy("Who goes first"),
        required=False,
        help_text=gettext_lazy("Who has been away without a word in the last six months always goes after the others."),
    )
    second = forms.ChoiceField(label=gettext_lazy("Then"), required=False)
    third = forms.ChoiceField(label=gettext_lazy("And then"), required=False)
    fourth = forms.ChoiceField(
        label=gettext_lazy("Last before the lottery"),
        required=False,
        help_text=gettext_lazy("Those who are still equal go by one lottery. The rule is shown to everybody."),
    )
    small_staff = WholeNumberField(
        label=gettext_lazy("A small employer has at most so many"),
        min_value=1,
        max_value=MOST,
        initial=50,
        help_text=gettext_lazy("People in the professions that the round is for. Shown to everybody."),
    )
    has_crossing = forms.BooleanField(
        label=gettext_lazy("With rules that cross"), required=False, help_text=CROSSING_WARNING
    )

    def __init__(self, owners: Sequence[Organisation | Collaboration], found: Round | None = None, data: Any = None):
        initial = _usual() if found is None else _initial(found)
        super().__init__(data, initial=initial)
        self.owners = {f"{type(one).__name__.lower()}-{one.pk}": one for one in owners}
        choices: Any = self.fields["owner"]
        choices.choices = [(key, str(one)) for key, one in self.owners.items()]
        if found is not None or len(self.owners) == 1:
            choices.required = False
            choices.widget = forms.HiddenInput()
        kinds: Any = self.fields["kind"]
        kinds.choices = [("", _("Everything that is given in a round")), *Offer.Kind.choices]
        chosen = [(code, label) for code, label in Round.Criterion.choices if code != Round.Criterion.CAME]
        for name in CRITERIA:
            field: Any = self.fields[name]
            field.choices = [("", _("Nobody in particular")), *chosen]

    def clean(self) -> dict[str, Any]:
        rule = [self.cleaned_data.get(name) for name in CRITERIA]
        given = [one for one in rule if one]
        if len(set(given)) != len(given):
            raise forms.ValidationError(_("Each criterion may stand once."))
        return self.cleaned_data

    @property
    def chosen_owner(self) -> Organisation | Collaboration:
        return self.owners.get(self.cleaned_data["owner"]) or next(iter(self.owners.values()))

    @property
    def press(self) -> UUID | None:
        """The same where the page is sent again with the same in it."""
        return press_of(self.cleaned_data["request"], self.chosen_owner, self.facts)

    @property
    def facts(self) -> RoundFacts:
        values = {name: self.cleaned_data[name] for name in RoundFacts.__dataclass_fields__ if name != "rule"}
        return RoundFacts(**values, rule=[self.cleaned_data[name] for name in CRITERIA if self.cleaned_data[name]])


def _usual() -> dict[str, Any]:
    return {
        "request": uuid4(),
        "opens_on": timezone.localdate(),
        "first": "gap",
        "second": "small",
        "third": "received",
    }


def _initial(found: Round) -> dict[str, Any]:
    names = ("title", "kind", "opens_on", "closes_on", "small_staff", "has_crossing")
    return {name: getattr(found, name) for name in names} | dict(zip(CRITERIA, _chosen(found), strict=False))


def _chosen(found: Round) -> list[str]:
    return [one for one in found.rule if one != Round.Criterion.CAME]


class PlacesForm(forms.Form):
    """Which occasions are given, the host's own places, and quotas by name; caps where rules cross."""

    is_filter = True  # "optional" beside each of many fields would be said for nothing

    def __init__(
        self, setting: Setting, proposed: Sequence[Any], employers: Sequence[Organisation], data: Any = None
    ) -> None:
        super().__init__(data)
        self.setting, self.proposed = setting, proposed
        self.quota_rows = len(setting.quotas) + MORE_QUOTAS
        self.has_crossing = setting.round.has_crossing
        self.cap_rows = len(setting.caps) + MORE_CAPS if self.has_crossing else 0
        given = {one.occasion_id: one for one in setting.occasions}
        for occasion in proposed:
            self._add_occasion(occasion, given.get(occasion.pk))
        for n in range(self.quota_rows):
            self._add_quota(n, setting.quotas[n] if n < len(setting.quotas) else None)
        choices = [("", "–"), *((str(one.pk), str(one)) for one in employers)]
        for n in range(self.cap_rows):
            self._add_cap(n, choices, setting.caps[n] if n < len(setting.caps) else None)

    def _add_occasion(self, occasion: Any, given: Any) -> None:
        """The host's own places cannot be kept where rules cross, and are not asked for."""
        key, title = occasion.pk, occasion.offer.title
        self.fields[f"ger-{key}"] = forms.BooleanField(label=title, required=False, initial=given is not None)
        if not self.has_crossing:
            own = given.own_seats if given else 0
            self.fields[f"egna-{key}"] = _number(_("The host's own places"), own, least=0)
        quota = given.quota.title if given and given.quota else ""
        self.fields[f"kvot-{key}"] = _name(_("Counts within the quota"), quota)

    def _add_quota(self, n: int, quota: Any) -> None:
        self.fields[f"namn-{n}"] = _name(_("Name of the quota"), quota.title if quota else "")
        self.fields[f"tak-{n}"] = _number(_("At most so many places"), quota.limit if quota else None, least=0)
        within = quota.within.title if quota and quota.within else ""
        self.fields[f"inom-{n}"] = _name(_("Lies within the quota"), within)

    def _add_cap(self, n: int, choices: list[tuple[str, str]], cap: Any) -> None:
        for name, label, chosen in (
            (f"fran-{n}", _("From"), cap.sender_id if cap else ""),
            (f"till-{n}", _("To"), cap.host_id if cap else ""),
        ):
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False, initial=chosen)
        self.fields[f"hogst-{n}"] = _number(_("At most so many"), cap.most if cap else None, least=0)

    @property
    def occasion_rows(self) -> Iterator[tuple[Any, ...]]:
        for one in self.proposed:
            own = None if self.has_crossing else self[f"egna-{one.pk}"]
            yield one, self[f"ger-{one.pk}"], own, self[f"kvot-{one.pk}"]

    @property
    def rows_of_quotas(self) -> Iterator[tuple[Any, ...]]:
        for n in range(self.quota_rows):
            yield self[f"namn-{n}"], self[f"tak-{n}"], self[f"inom-{n}"]

    @property
    def rows_of_caps(self) -> Iterator[tuple[Any, ...]]:
        for n in range(self.cap_rows):
            yield self[f"fran-{n}"], self[f"till-{n}"], self[f"hogst-{n}"]

    def clean(self) -> dict[str, Any]:
        for n in range(self.quota_rows):
            self._check_quota(n)
        for n in range(self.cap_rows):
            self._check_cap(n)
        return self.cleaned_data

    def _check_quota(self, n: int) -> None:
        name, limit, within = (self.cleaned_data.get(f"{field}-{n}") for field in ("namn", "tak", "inom"))
        if name and limit is None and f"tak-{n}" not in self.errors:
            self.add_error(f"tak-{n}", _("Say how many."))
        if not name and (limit is not None or within):
            self.add_error(f"namn-{n}", _("Give the quota a name, or empty the whole row."))
        if name and name == within:
            self.add_error(f"inom-{n}", _("A quota cannot lie within itself."))

    def _check_cap(self, n: int) -> None:
        """A row is filled in as a whole, or not at all."""
        row = {f"{field}-{n}": self.cleaned_data.get(f"{field}-{n}") for field in ("fran", "till", "hogst")}
        if any(value not in (None, "") for value in row.values()):
            for field, value in row.items():
                if value in (None, "") and field not in self.errors:
                    self.add_error(field, _("Say both employers and how many, or empty the whole row."))

    @property
    def occasions(self) -> dict[int, Given]:
        data = self.cleaned_data
        return {
            one.pk: Given(data.get(f"egna-{one.pk}") or 0, data[f"kvot-{one.pk}"])
            for one in self.proposed
            if data[f"ger-{one.pk}"]
        }

    @property
    def quotas(self) -> list[QuotaFacts]:
        data = self.cleaned_data
        return [
            QuotaFacts(data[f"namn-{n}"], data[f"tak-{n}"], data[f"inom-{n}"])
            for n in range(self.quota_rows)
            if data[f"namn-{n}"]
        ]

    @property
    def caps(self) -> list[tuple[int, int, int]]:
        data = self.cleaned_data
        return [
            (int(data[f"fran-{n}"]), int(data[f"till-{n}"]), data[f"hogst-{n}"])
            for n in range(self.cap_rows)
            if data[f"fran-{n}"]
        ]


def _number(label: str, initial: int | None, *, least: int) -> WholeNumberField:
    widget = forms.TextInput({"inputmode": "numeric", "class": "careers-order"})
    return WholeNumberField(
        label=label, min_value=least, max_value=MOST, required=False, initial=initial, widget=widget
    )


def _name(label: str, initial: str) -> forms.CharField:
    return LineField(
        label=label, max_length=120, required=False, initial=initial, widget=forms.TextInput({"list": "kvoter"})
    )


class ExtendForm(forms.Form):
    closes_on = forms.DateField(label=gettext_lazy("New last day for wishes"), widget=DayInput)


class StartForm(forms.Form):
    starts_on = forms.DateField(required=False, widget=DayInput)


class ReasonForm(forms.Form):
    reason = LineField(label=gettext_lazy("Why"), max_length=300, required=False)
