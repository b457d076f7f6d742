"""The days that planning can be about. A mistyped year is told at once, and no page has to count with it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from stegvis.foundation.access.verdict import Refused
from stegvis.organisations.forms import DayInput

YEARS = 30
FOLLOWED = timedelta(days=366)
"""How far back, and how far ahead, the first week can be of what is followed week by week."""


def monday(day: date) -> date:
    """Of the day's week."""
    return day - timedelta(days=day.weekday())


def require_near(day: date, today: date) -> None:
    """Raises Refused for a day more than YEARS from ``today``."""
    if why := _why_far(day, today):
        raise Refused(why)


def require_followable(day: date, today: date) -> None:
    """Raises Refused for a day that nobody follows from any more, or plans for yet."""
    if why := _why_not_followed(day, today):
        raise Refused(why)


class DayField(forms.DateField):
    """A day near enough to be meant."""

    widget = DayInput

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and (why := _why_far(value, timezone.localdate())):
            raise forms.ValidationError(why, code="far")


class PastDayField(DayField):
    """A day that has come, of a source."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and value > timezone.localdate():
            raise forms.ValidationError(_("The source's date is in the future."), code="future")


class FirstWeekField(DayField):
    """A day in the first week of what is followed week by week."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and (why := _why_not_followed(value, timezone.localdate())):
            raise forms.ValidationError(why, code="far")


def _why_not_followed(day: date, today: date) -> str:
    if abs(day - today) <= FOLLOWED:
        return ""
    return _("Choose a day from %(first)s to %(last)s: at most a year back, and at most a year ahead.") % {
        "first": date_format(today - FOLLOWED, "DATE_FORMAT"),
        "last": date_format(today + FOLLOWED, "DATE_FORMAT"),
    }


def _why_far(day: date, today: date) -> str:
    if abs(day.year - today.year) <= YEARS:
        return ""
    return _("Choose a day from %(first)s to %(last)s. Look at the year.") % {
        "first": today.year - YEARS,
        "last": today.year + YEARS,
    }
