"""Names on screen of what the content has as codes."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from stegvis.engine.capacity import IsoWeek, Reason

REASON_NAMES = {
    Reason.LEAVE: gettext_lazy("Leave"),
    Reason.SICK: gettext_lazy("Sick"),
    Reason.PARENTAL: gettext_lazy("Parental leave and care of children"),
    Reason.STUDY: gettext_lazy("Studies"),
    Reason.TRAINING: gettext_lazy("Courses and training"),
    Reason.SHADOWING: gettext_lazy("Shadowing at another workplace"),
    Reason.SUPERVISION: gettext_lazy("Supervision, given or received"),
    Reason.TALKS: gettext_lazy("Talks with the manager"),
    Reason.OTHER: gettext_lazy("Other, or all where fewer than 5"),
}
LEVER_NAMES = {
    "extra": gettext_lazy("Extra hours of the unit's own staff"),
    "neighbour": gettext_lazy("Borrowed from a neighbouring unit"),
    "agency": pgettext_lazy("capacity lever", "Agency staff"),
}


def week_name(week: IsoWeek) -> str:
    """As weeks are written in Sweden: v. 30 2026."""
    return _("Week %(week)s %(year)s") % {"week": week.week, "year": week.year}


def short_week(week: IsoWeek) -> str:
    return _("w. %(week)s") % {"week": week.week}
