"""What is found, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext, ngettext

from stegvis.careers.wording import worded
from stegvis.exchange.finding.needs import Need
from stegvis.exchange.models import Examination, Offer
from stegvis.frameworks.models import FrameworkVersion
from stegvis.frameworks.queries import effective_of
from stegvis.people.models import Profession


def reason(need: Need) -> str:
    """Why an offer stands high for whom it helps."""
    if need.until is not None:
        day = date_format(need.until, "j F Y")
        return gettext("Renews %(requirement)s, which lapses on %(day)s") % {"requirement": need.label, "day": day}
    said = gettext("Meets the requirement %(requirement)s on level %(level)d")
    return said % {"requirement": need.label, "level": need.order}


def team_reason(people: int) -> str:
    return ngettext("%(n)d in your team needs this", "%(n)d in your team need this", people) % {"n": people}


def price(offer: Offer) -> str:
    """What a seat costs, without who pays."""
    if not offer.price:
        return gettext("Free of charge")
    return gettext("%(kronor)s kr a seat") % {"kronor": number_format(offer.price)}


def levels(offer: Offer) -> str:
    """The levels that an offer is for, "" for all."""
    low, high = offer.lowest_level, offer.highest_level
    if low is not None and high is not None:
        return gettext("Level %(low)d to %(high)d") % {"low": low, "high": high}
    if low is not None:
        return gettext("From level %(low)d") % {"low": low}
    return gettext("Up to level %(high)d") % {"high": high} if high is not None else ""


def audience(offer: Offer) -> str:
    """Whose staff it is for, told from outside too."""
    if offer.audience == Offer.Audience.OWN:
        return gettext("The staff of %(employer)s") % {"employer": offer.employer}
    return str(offer.get_audience_display())


def professions_in_words(offer: Offer, professions: Iterable[Profession]) -> str:
    """The professions that an offer is for; an empty list is all."""
    names = [str(one) for one in professions if one.pk in offer.professions]
    return ", ".join(names) if offer.professions else gettext("All professions")


def credits_of(examination: Examination) -> str:
    """Higher-education credits, "" for none."""
    tenths = examination.credits or 0
    return number_format(tenths / 10, 0 if tenths % 10 == 0 else 1) if tenths else ""


@dataclass(frozen=True)
class Met:
    """Requirements of a framework that an offer helps with, as the framework words them."""

    framework: str
    requirements: tuple[str, ...]


def requirements_in_words(offer: Offer, versions: Iterable[FrameworkVersion]) -> list[Met]:
    """By framework; a requirement that is gone from the latest version is left out."""
    found = []
    for version in versions:
        document = effective_of(version).document
        titles = {one.code: worded(one.title) for one in document.requirements()}
        codes = [one.requirement for one in offer.meets.all() if one.framework_id == version.framework_id]
        named = tuple(titles[code] for code in codes if code in titles)
        if named:
            found.append(Met(worded(document.title), named))
    return found
