"""The forms of roles, wishes and answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.careers.experience.queries import Place
from stegvis.careers.experience.services import ANSWERS, OfferFacts
from stegvis.careers.models import Interest, Offer
from stegvis.careers.plans.forms import LineField, NoteField
from stegvis.foundation.components.fields import WholeNumberField
from stegvis.organisations.forms import DayInput
from stegvis.people.models import Employment, Profession

SHARE = gettext_lazy("Per cent of full time")


class OfferForm(forms.Form):
    """``places`` is where it may be offered; without them the place stays."""

    place = forms.ChoiceField(label=gettext_lazy("Where?"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Offer.Kind.choices)
    title = LineField(label=gettext_lazy("Role"), max_length=120)
    about = NoteField(
        label=gettext_lazy("What does it mean, and what does it ask for?"), required=False, rows=4, max_length=2000
    )
    share = WholeNumberField(label=SHARE, min_value=1, max_value=100, required=False)
    starts = forms.DateField(label=gettext_lazy("From"), widget=DayInput, required=False)
    ends = forms.DateField(label=gettext_lazy("To"), widget=DayInput, required=False)
    professions = forms.MultipleChoiceField(
        label=gettext_lazy("For which professions?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("Choose none for all."),
    )

    def __init__(self, places: Iterable[Place], professions: Iterable[Profession], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {one.key: one for one in places}
        if self.places:
            self.fields["place"].choices = [(key, one.label) for key, one in self.places.items()]  # type: ignore[attr-defined]
        else:
            del self.fields["place"]
        self.fields["professions"].choices = [(one.pk, str(one)) for one in professions]  # type: ignore[attr-defined]

    @classmethod
    def initial_of(cls, offer: Offer) -> dict[str, Any]:
        names = ("kind", "title", "about", "share", "starts", "ends", "professions")
        return {name: getattr(offer, name) for name in names}

    def clean(self) -> dict[str, Any]:
        starts, ends = self.cleaned_data.get("starts"), self.cleaned_data.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", _("It cannot end before it begins."))
        return self.cleaned_data

    @property
    def place_chosen(self) -> Place:
        return self.places[self.cleaned_data["place"]]

    @property
    def facts(self) -> OfferFacts:
        found = self.cleaned_data
        return OfferFacts(
            found["kind"],
            found["title"],
            found["about"],
            found["share"],
            found["starts"],
            found["ends"],
            tuple(found["professions"]),
        )


class WishForm(forms.Form):
    """With one employer there is nothing to choose."""

    text = NoteField(
        label=gettext_lazy("What would you like?"),
        rows=3,
        max_length=1000,
        help_text=gettext_lazy("For example: I would like to go down to 60 per cent and supervise new colleagues."),
    )
    share = WholeNumberField(label=SHARE, min_value=1, max_value=100, required=False)
    employer = forms.ChoiceField(label=gettext_lazy("Employer"))

    def __init__(self, employments: Iterable[Employment], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.employers = {str(one.employer_id): one.employer.name for one in employments}
        self.fields["employer"].choices = list(self.employers.items())  # type: ignore[attr-defined]
        if len(self.employers) < 2:
            del self.fields["employer"]

    @property
    def employer_id(self) -> int:
        """Of a valid form, and where there is an employer at all."""
        return int(self.cleaned_data.get("employer") or next(iter(self.employers)))


class AnswerForm(forms.Form):
    state = forms.ChoiceField(
        label=gettext_lazy("What have you said?"),
        choices=[(one.value, one.label) for one in Interest.State if one in ANSWERS],
        widget=forms.RadioSelect,
    )
    answer = NoteField(
        label=gettext_lazy("In a few words"),
        required=False,
        rows=3,
        max_length=1000,
        help_text=gettext_lazy("The person reads it. Say nothing about anybody's health."),
    )
