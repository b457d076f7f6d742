"""The forms of demand."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.exchange.demand.services import BundleFacts, Missing, universities
from stegvis.exchange.models import Bundle
from stegvis.exchange.offers.content import press_of
from stegvis.foundation.components.fields import WholeNumberField
from stegvis.frameworks.competence_areas import areas
from stegvis.organisations.forms import DayInput

MOST_SEATS = 500


class WantedForm(forms.Form):
    area = forms.ChoiceField(label=_("Area"), required=False)
    words = forms.CharField(
        label=_("In your own words"),
        max_length=200,
        required=False,
        help_text=_(
            "Name no person. Your words are shown without your name, when ten have written of the area, five people's at a time."  # noqa: E501
        ),
    )
    framework = forms.CharField(widget=forms.HiddenInput, max_length=80, required=False)
    requirement = forms.CharField(widget=forms.HiddenInput, max_length=80, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        area: Any = self.fields["area"]
        area.choices = [("", _("Choose an area")), *((code, one.title) for code, one in areas().items())]

    @property
    def missing(self) -> Missing:
        return Missing(**{name: self.cleaned_data[name] for name in Missing.__dataclass_fields__})


class BundleForm(forms.Form):
    """``request`` makes a repeated press one bundle."""

    request = forms.UUIDField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Bundle.Kind.choices, widget=forms.RadioSelect)
    title = forms.CharField(label=_("What is it called"), max_length=120)
    words = forms.CharField(
        label=_("What is wanted"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    areas = forms.MultipleChoiceField(label=_("Areas"), required=False, widget=forms.CheckboxSelectMultiple)
    answer_by = forms.DateField(label=_("Say how many seats by"), widget=DayInput, required=False)
    university = forms.TypedChoiceField(label=_("University to ask"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["areas"]
        chosen.choices = [(code, one.title) for code, one in areas().items()]
        university: Any = self.fields["university"]
        university.choices = [("", _("None")), *((one.pk, one.name) for one in universities())]

    @property
    def facts(self) -> BundleFacts:
        values = {name: self.cleaned_data[name] for name in BundleFacts.__dataclass_fields__}
        return BundleFacts(**values | {"areas": tuple(values["areas"])})

    def press(self, collaboration: int) -> UUID | None:
        """The same where the page is sent again with the same in it."""
        return press_of(self.cleaned_data["request"], collaboration, self.facts)


class SeatsForm(forms.Form):
    seats = WholeNumberField(label=_("Seats"), min_value=0, max_value=MOST_SEATS)


class AnswerForm(forms.Form):
    words = forms.CharField(
        label=_("Your answer"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What you can give, when, for how many and at what price."),
    )
