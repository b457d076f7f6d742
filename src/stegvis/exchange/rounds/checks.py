"""What is wrong with a round as it is set up, in words that say what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from stegvis.engine.allocation import Problem, Quota, problems
from stegvis.exchange.models import Offer, RoundQuota
from stegvis.exchange.openings import given_in_rounds
from stegvis.exchange.rounds.drawing import Setting, seats_of


def problems_of(setting: Setting) -> list[str]:
    """Everything that stands in the way of opening it; none for a sound one."""
    return list(dict.fromkeys(_problems(setting)))


def _problems(setting: Setting) -> Iterator[str]:
    if not setting.occasions:
        yield _("There is nothing to give yet. Choose at least one occasion.")
    titles = {f"k{one.pk}": one.title for one in setting.quotas}
    quotas = [Quota(f"k{one.pk}", one.limit, (f"k{one.within_id}",) if one.within_id else ()) for one in setting.quotas]
    for one in problems(quotas, ()):
        yield _in_words(one, titles)
    yield from _about_places(setting)


def _in_words(one: Problem, titles: dict[str, str]) -> str:
    named = ", ".join(titles.get(code, code) for code in one.path)
    if one.code == "circle" and len(one.path) == 1:
        return _("The quota %(named)s lies within itself. Leave empty what it lies within.") % {"named": named}
    if one.code == "circle":
        return _("The quotas %(named)s lie within one another in a circle. Let one of them stand by itself.") % {
            "named": named
        }
    return _("The quota %(named)s cannot be as it is.") % {"named": named}


def _about_places(setting: Setting) -> Iterator[str]:
    quotas = {one.pk: one for one in setting.quotas}
    elsewhere = given_in_rounds([one.occasion_id for one in setting.occasions], but=setting.round.pk)
    for one in setting.occasions:
        seats = seats_of(one.occasion)
        told: dict[str, str | int | None] = {"title": one.occasion.offer.title}
        if one.occasion.offer.given != Offer.Given.ROUND:
            yield _("“%(title)s” is no longer given in a round. Choose the occasions anew.") % told
        if one.occasion.offer.state != Offer.State.PUBLISHED or one.occasion_id in setting.unseen:
            yield _("“%(title)s” is no longer offered to those the round is for. Choose the occasions anew.") % told
        if one.occasion_id in elsewhere:
            yield _("“%(title)s” is given in another round already. Choose the occasions anew.") % told
        if one.own_seats > seats:
            told |= {"own": one.own_seats, "seats": seats}
            yield _("“%(title)s” keeps %(own)d places for the host's own but has only %(seats)d to give.") % told
        if one.own_seats and setting.round.has_crossing:
            yield _("The host's own places in “%(title)s” cannot be kept in a round with rules that cross.") % told
        if setting.round.has_crossing and (one.occasion.fewest or 0) > seats:
            told |= {"fewest": one.occasion.fewest, "seats": seats}
            yield _("“%(title)s” needs at least %(fewest)d but has only %(seats)d places: it could never run.") % told
        narrow = min(_above(one.quota_id, quotas), key=lambda quota: quota.limit, default=None)
        if setting.round.has_crossing and narrow is not None and (one.occasion.fewest or 0) > narrow.limit:
            told |= {"fewest": one.occasion.fewest, "quota": narrow.title, "limit": narrow.limit}
            yield _("“%(title)s” needs at least %(fewest)d but the quota %(quota)s gives %(limit)d.") % told
    if setting.caps and not setting.round.has_crossing:
        yield _("Caps between two employers need a round with rules that cross.")


def _above(key: int | None, quotas: Mapping[int, RoundQuota]) -> list[RoundQuota]:
    """The quota and those it lies within, each once, also where they lie in a circle."""
    found: list[RoundQuota] = []
    while (one := quotas.get(key or 0)) is not None and one not in found:
        found.append(one)
        key = one.within_id
    return found
