"""Who can do a task: the professions, and two kinds of staff that are no profession of health care."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from stegvis.people.models import Profession
from stegvis.planning.mix.workbook import OTHER_NAMES

OTHERS = {"service": gettext_noop("Service staff"), "administration": gettext_noop("Administrative staff")}


def role_names() -> dict[str, str]:
    """What each role is called, in the reader's language. One query."""
    return {**{one.pk: str(one) for one in Profession.objects.order_by("title_sv")}, **other_names()}


def other_names() -> dict[str, str]:
    return {code: _(name) for code, name in OTHERS.items()}


def workbook_names() -> dict[str, str]:
    """What each role is called in a workbook, whoever reads it: in Swedish. One query."""
    return {**dict(Profession.objects.order_by("title_sv").values_list("pk", "title_sv")), **OTHER_NAMES}


def kind_of(target: str) -> str:
    """The kind (``Shift.Kind``) that a shift to that role most often is."""
    return target if target in OTHERS else "care"
