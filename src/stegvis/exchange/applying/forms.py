"""Applying, and answering."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.careers.plans.forms import LineField
from stegvis.exchange.models import Occasion
from stegvis.organisations.forms import DayInput


class DatesField(forms.MultipleChoiceField):
    """Those that were shown, also what has been taken since: the service says which of them cannot be had."""

    def valid_value(self, value: str) -> bool:
        return value.isascii() and value.isdigit() and len(value) < 19


class ApplyForm(forms.Form):
    """``request`` makes a repeated press one application. Other dates and a first day are asked for where there are."""

    request = forms.UUIDField(widget=forms.HiddenInput, required=False)
    line = LineField(
        label=gettext_lazy("Why I want to take part"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("A line, if you like. Your manager and who offers the place read it."),
    )
    starts_on = forms.DateField(label=gettext_lazy("I want to begin"), widget=DayInput, required=False)
    also = DatesField(
        label=gettext_lazy("Any of these dates is fine too"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("You get at most one of them. When one is booked the others are withdrawn."),
    )

    def __init__(self, others: Iterable[Occasion], *args: Any, any_time: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.pk), _with_seats(one)) for one in others]
        if (choices or "also" in self.data) and not any_time:
            field: Any = self.fields["also"]
            field.choices = choices
        else:
            del self.fields["also"]
        if any_time:
            self.fields["starts_on"].required = True
        else:
            del self.fields["starts_on"]

    @property
    def values(self) -> dict[str, Any]:
        found = dict(self.cleaned_data)
        return found | {"also": [int(one) for one in found.get("also", ())]}


def _with_seats(occasion: Occasion) -> str:
    when = date_format(localtime(occasion.starts), "l j F Y H:i")
    return when if occasion.left > 0 else _("%(when)s, full: waiting list") % {"when": when}


class AnswerForm(forms.Form):
    """One manager's words about one application, or about several that are approved at once."""

    reason = LineField(
        required=False, max_length=300, error_messages={"max_length": gettext_lazy("Write at most 300 characters.")}
    )
    substitute = LineField(
        required=False,
        max_length=200,
        error_messages={"max_length": gettext_lazy("Write at most 200 characters of who stands in.")},
    )
    occasion = forms.IntegerField(
        required=False, error_messages={"invalid": gettext_lazy("Choose another date that is open.")}
    )
