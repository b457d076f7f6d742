"""Offering, asking, wishing and putting in order, and what the two note on the way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.careers.mentoring.offering import OfferText
from stegvis.careers.mentoring.queries import Wisher
from stegvis.careers.mentoring.rounds import MOST_RANKS
from stegvis.careers.models import MentorOffer, MentorWish, Topic
from stegvis.careers.models.mentoring import MOST_PLACES
from stegvis.careers.plans.forms import LineField, NoteField
from stegvis.foundation.components.fields import WholeNumberField
from stegvis.organisations.forms import DayInput
from stegvis.organisations.models import Collaboration, Organisation
from stegvis.people.models import Profession

LINE = gettext_lazy("What I want help with")
LINE_HELP = gettext_lazy("A line is enough. The mentor reads it. Name no patient and no colleague.")
WISH_HELP = gettext_lazy(
    "A line is enough. The mentors that you choose read it, and whoever leads the round can. Name no patient and no"
    " colleague."
)


class _WrittenOutForm(forms.Form):
    """Written out field by field by its page, with what is to be corrected on top."""

    @property
    def summary(self) -> list[tuple[forms.BoundField, Any]]:
        return [(field, field.errors) for field in self]


class OfferForm(_WrittenOutForm):
    topics = forms.MultipleChoiceField(
        label=gettext_lazy("What I can help with"), choices=Topic.choices, widget=forms.CheckboxSelectMultiple
    )
    about = LineField(
        label=gettext_lazy("In your own words"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("A line about what you have done, or like to talk about."),
    )
    meets = forms.ChoiceField(
        label=gettext_lazy("How we meet"), choices=MentorOffer.Meets.choices, widget=forms.RadioSelect
    )
    places = WholeNumberField(
        label=gettext_lazy("How many at once"),
        min_value=1,
        max_value=MOST_PLACES,
        help_text=gettext_lazy("One to five."),
    )
    unit = LineField(
        label=gettext_lazy("Unit, as you want it shown"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Your name, profession and employer are shown. The unit you may leave out."),
    )
    professions = forms.MultipleChoiceField(
        label=gettext_lazy("For which professions"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None chosen: for all."),
    )

    def __init__(self, professions: Iterable[Profession], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["professions"]
        field.choices = [(one.pk, str(one)) for one in professions]

    @property
    def text(self) -> OfferText:
        found = self.cleaned_data
        return OfferText(
            topics=tuple(found["topics"]),
            places=found["places"],
            meets=found["meets"],
            unit=found["unit"],
            about=found["about"],
            professions=tuple(found["professions"]),
        )


class FilterForm(forms.Form):
    """What is not a choice filters nothing."""

    is_filter = True
    amne = forms.ChoiceField(label=gettext_lazy("Help with"), required=False)
    yrke = forms.ChoiceField(label=gettext_lazy("For profession"), required=False)
    traffas = forms.ChoiceField(label=gettext_lazy("How you meet"), required=False)

    def __init__(self, professions: Iterable[Profession], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, list[tuple[Any, Any]]] = {
            "amne": list(Topic.choices),
            "yrke": [(one.pk, str(one)) for one in professions],
            "traffas": [one for one in MentorOffer.Meets.choices if one[0] != MentorOffer.Meets.EITHER],
        }
        for name, values in choices.items():
            field: Any = self.fields[name]
            field.choices = [("", _("All")), *values]

    @property
    def chosen(self) -> dict[str, str]:
        self.is_valid()
        found = self.cleaned_data
        return {
            "topic": found.get("amne", ""),
            "profession": found.get("yrke", ""),
            "meets": found.get("traffas", ""),
        }


class AskForm(forms.Form):
    line = LineField(label=LINE, max_length=300, help_text=LINE_HELP)


class MeetingForm(forms.Form):
    met_on = forms.DateField(label=gettext_lazy("We met on"), widget=DayInput)
    topics = forms.MultipleChoiceField(
        label=gettext_lazy("What we talked about"),
        choices=Topic.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Only the topic is noted. What was said stays between you."),
    )
    next_meeting = forms.DateField(label=gettext_lazy("The next meeting"), widget=DayInput, required=False)


class NextForm(forms.Form):
    day = forms.DateField(
        label=gettext_lazy("The next meeting"),
        widget=DayInput,
        required=False,
        help_text=gettext_lazy("It stands in both your calendars. Empty: none is planned."),
    )


class EndDayForm(forms.Form):
    ends = forms.DateField(
        label=gettext_lazy("Planned end"),
        widget=DayInput,
        help_text=gettext_lazy("Six to twelve months after you began."),
    )


class ReflectionForm(forms.Form):
    text = NoteField(
        label=gettext_lazy("What it has meant to me"),
        help_text=gettext_lazy("Only you read it, until you share it. Name no patient and no colleague."),
    )
    is_shared = forms.BooleanField(label=gettext_lazy("Share it with the other"), required=False)


class RoundForm(forms.Form):
    owner = forms.ChoiceField(label=gettext_lazy("For whom"))
    title = LineField(label=gettext_lazy("Name of the round"), max_length=120)
    closes_on = forms.DateField(label=gettext_lazy("Last day for wishes"), widget=DayInput)

    def __init__(self, owners: Sequence[Organisation | Collaboration], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = {f"{type(one).__name__.lower()}-{one.pk}": one for one in owners}
        field: Any = self.fields["owner"]
        field.choices = [(key, str(one)) for key, one in self.owners.items()]

    @property
    def values(self) -> dict[str, Any]:
        return self.cleaned_data | {"owner": self.owners[self.cleaned_data["owner"]]}


class WishForm(_WrittenOutForm):
    """A number for each mentor that one wants, 1 the dearest."""

    is_filter = True  # beside each mentor "optional" would be said for nothing

    line = LineField(label=LINE, max_length=300, help_text=WISH_HELP, required=False)

    def __init__(self, offers: Sequence[MentorOffer], wishes: Sequence[MentorWish], data: Any = None) -> None:
        self.offers = offers
        ranks = {one.mentor_id: one.rank for one in wishes}
        initial = {_name(one): ranks.get(one.user_id) for one in offers}
        super().__init__(data, initial=initial | {"line": wishes[0].line if wishes else ""})
        for one in offers:
            self.fields[_name(one)] = _number(_("Order for %(name)s") % {"name": one.name})

    @property
    def rows(self) -> list[tuple[MentorOffer, forms.BoundField]]:
        return [(one, self[_name(one)]) for one in self.offers]

    @property
    def mentors(self) -> list[int]:
        """The log-ins of those that have a number, the dearest first."""
        numbered = [(self.cleaned_data[_name(one)], one.user_id) for one in self.offers]
        return [user for number, user in sorted((n, user) for n, user in numbered if n)]

    def clean(self) -> dict[str, Any]:
        numbers = [self.cleaned_data.get(_name(one)) for one in self.offers]
        given = [number for number in numbers if number]
        if len(set(given)) != len(given):
            raise forms.ValidationError(_("Two mentors have the same number. Give each wish a number of its own."))
        if given and not self.cleaned_data.get("line"):
            self.add_error("line", _("Say in a line what you want help with."))
        return self.cleaned_data


class RankForm(_WrittenOutForm):
    """The mentor's order among those who have wished for them. Equal numbers go by lot; none says nothing."""

    is_filter = True

    def __init__(self, wishers: Sequence[Wisher], data: Any = None) -> None:
        self.wishers = wishers
        initial: dict[str, Any] = {}
        for one in wishers:
            if one.answer is not None:
                initial |= {_order(one): one.answer.rank, _unsuited(one): not one.answer.suits}
        super().__init__(data, initial=initial)
        for one in wishers:
            self.fields[_order(one)] = _number(_("Order for %(name)s") % {"name": one.name})
            self.fields[_unsuited(one)] = forms.BooleanField(label=_("Does not suit"), required=False)

    @property
    def rows(self) -> list[tuple[Wisher, forms.BoundField, forms.BoundField]]:
        return [(one, self[_order(one)], self[_unsuited(one)]) for one in self.wishers]

    @property
    def order(self) -> dict[UUID, int]:
        found = {one.wish.person_id: self.cleaned_data[_order(one)] for one in self.wishers}
        return {person: rank for person, rank in found.items() if rank}

    @property
    def unsuited(self) -> set[UUID]:
        return {one.wish.person_id for one in self.wishers if self.cleaned_data[_unsuited(one)]}


def _number(label: str) -> WholeNumberField:
    widget = forms.TextInput({"inputmode": "numeric", "class": "careers-order"})
    return WholeNumberField(label=label, min_value=1, max_value=MOST_RANKS, required=False, widget=widget)


def _name(offer: MentorOffer) -> str:
    return f"mentor-{offer.pk}"


def _order(wisher: Wisher) -> str:
    return f"ordning-{wisher.wish.pk}"


def _unsuited(wisher: Wisher) -> str:
    return f"passar-inte-{wisher.wish.pk}"


def offer_initial(offer: MentorOffer | None, unit: str) -> dict[str, Any]:
    """What the form shows: the offer as it is, or a plain first one."""
    if offer is None:
        return {"places": 1, "meets": MentorOffer.Meets.EITHER, "unit": unit}
    return {name: getattr(offer, name) for name in OfferForm.base_fields}


def meeting_initial(today: date, next_meeting: date | None) -> dict[str, Any]:
    return {"met_on": next_meeting if next_meeting and next_meeting <= today else today}
