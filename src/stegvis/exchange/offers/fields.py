"""A day that is written in a form."""

from __future__ import annotations

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy

from stegvis.exchange.days import FIRST_DAY, LAST_DAY
from stegvis.organisations.forms import DayInput

OUTSIDE = gettext_lazy("Write a year between 2000 and 2100.")


class DayField(forms.DateField):
    """A day that calendars can hold, and that weeks can be counted from."""

    widget = DayInput
    default_validators = [MinValueValidator(FIRST_DAY, OUTSIDE), MaxValueValidator(LAST_DAY, OUTSIDE)]
