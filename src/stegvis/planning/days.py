"""The days that planning can be about. A mistyped year is told at once, and no page has to count with it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.foundation.access.verdict import Refused
from stegvis.organisations.forms import DayInput

YEARS = 30


def require_near(day: date, today: date) -> None:
    """Raises Refused for a day more than YEARS from ``today``."""
    if why := _why_far(day, today):
        raise Refused(why)


class DayField(forms.DateField):
    """A day near enough to be meant."""

    widget = DayInput

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and (why := _why_far(value, timezone.localdate())):
            raise forms.ValidationError(why, code="far")


def _why_far(day: date, today: date) -> str:
    if abs(day.year - today.year) <= YEARS:
        return ""
    return _("Choose a day from %(first)s to %(last)s. Look at the year.") % {
        "first": today.year - YEARS,
        "last": today.year + YEARS,
    }
