"""The filters, as they stand in the address."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.exchange.finding.search import (
    CALENDAR,
    DATE,
    GAP,
    KM,
    LIST,
    MAP,
    NEAR,
    TEAM,
    Search,
    week_of,
)
from stegvis.exchange.finding.words import LONGEST, words_of
from stegvis.exchange.models import Offer
from stegvis.exchange.municipalities import Municipality, municipalities
from stegvis.exchange.offers.fields import DayField
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.components.fields import WholeNumberField
from stegvis.foundation.documents.text import clean
from stegvis.frameworks.competence_areas import areas
from stegvis.organisations.models import Organisation
from stegvis.people.models import Profession

DEAREST = 1_000_000


class SearchForm(forms.Form):
    """Every field may be empty. ``homes`` are where the actor works; without them nothing is said of distance."""

    is_filter = True
    q = forms.CharField(
        label=gettext_lazy("What are you looking for?"),
        max_length=LONGEST,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    omrade = forms.ChoiceField(label=gettext_lazy("Area"), required=False)
    slag = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    yrke = forms.ChoiceField(label=gettext_lazy("Profession"), required=False)
    form = forms.ChoiceField(label=gettext_lazy("How"), required=False)
    arbetsgivare = forms.ChoiceField(label=gettext_lazy("Offered by"), required=False)
    fran = DayField(label=gettext_lazy("From and including"), required=False)
    till = DayField(label=gettext_lazy("To and including"), required=False)
    vecka = forms.CharField(label=gettext_lazy("Week"), max_length=12, required=False)
    km = forms.TypedChoiceField(
        label=gettext_lazy("Distance from my workplace"), coerce=int, empty_value=None, required=False
    )
    pris = WholeNumberField(
        label=gettext_lazy("At most, kronor a seat"), min_value=0, max_value=DEAREST, required=False
    )
    lediga = forms.BooleanField(label=gettext_lazy("Only with free seats"), required=False)
    kommun = forms.ChoiceField(label=gettext_lazy("Municipality"), required=False, widget=forms.HiddenInput)
    ordning = forms.ChoiceField(label=gettext_lazy("Order"), required=False)
    visa = forms.ChoiceField(required=False, widget=forms.HiddenInput)
    manad = DayField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        actor: Actor,
        employers: Iterable[Organisation],
        professions: Iterable[Profession],
        homes: tuple[Municipality, ...],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.homes = actor, homes
        anything = ("", _("All"))
        self._choices("omrade", [anything, *((one.code, one.title) for one in areas().values())])
        self._choices("slag", [anything, *Offer.Kind.choices])
        self._choices("form", [anything, *Offer.Form.choices])
        self._choices("yrke", [anything, *((one.pk, str(one)) for one in professions)])
        self._choices("arbetsgivare", [anything, *((one.slug, one.name) for one in employers)])
        self._choices("km", [("", _("Any distance")), *((km, _("At most %(km)d km") % {"km": km}) for km in KM)])
        self._choices("kommun", [anything, *((one.code, one.name) for one in municipalities().values())])
        self._choices("ordning", orders(actor, bool(homes)))
        self._choices("visa", [(view, view) for view in ("", LIST, CALENDAR, MAP)])
        if not homes:
            del self.fields["km"]

    def _choices(self, name: str, choices: list) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_q(self) -> str:
        return clean(self.cleaned_data["q"])

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        first, last, week = found.get("fran"), found.get("till"), found.get("vecka")
        if first and last and last < first:
            self.add_error("till", _("The last day cannot come before the first."))
        if week:
            try:
                found["fran"], found["till"] = week_of(week, self.actor.today)
            except ValueError:
                self.add_error("vecka", _("Write a week such as 48, or 48 %(year)d.") % {"year": self.actor.today.year})
        return found

    @property
    def search(self) -> Search:
        """What a valid form asks for."""
        found = self.cleaned_data
        return Search(
            words=tuple(words_of(found["q"])),
            area=found["omrade"],
            kind=found["slag"],
            profession=found["yrke"],
            employer=found["arbetsgivare"],
            municipality=found["kommun"],
            form=found["form"],
            first=found["fran"],
            last=found["till"],
            km=found.get("km"),
            homes=self.homes,
            price=found["pris"],
            is_free=found["lediga"],
        )

    @property
    def order(self) -> str:
        return self.cleaned_data["ordning"] or self.fields["ordning"].choices[0][0]  # type: ignore[attr-defined]

    @property
    def view(self) -> str:
        return self.cleaned_data["visa"] or LIST

    @property
    def month(self) -> date | None:
        """A day of the month that the calendar is to show."""
        return self.cleaned_data["manad"]


def orders(actor: Actor, has_home: bool) -> list[tuple[str, str]]:
    """The orders that somebody may choose from, their own first."""
    found = [(GAP, _("What I need first"))] if actor.person else []
    if actor.manages:
        found.append((TEAM, _("What my team needs first")))
    found.append((DATE, _("Soonest first")))
    return [*found, (NEAR, _("Nearest first"))] if has_home else found
