"""Topics, keys and outcomes in words."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from stegvis.careers.mentoring.matching import UNANSWERED, Key, Told
from stegvis.careers.models import MentorWish, Topic


def topics_in_words(topics: Iterable[str]) -> list[str]:
    return [str(Topic(code).label) for code in topics if code in Topic.values]


def reason_in_words(told: Told) -> str:
    """Why a wish was met or not, for whoever leads the round."""
    said = str(MentorWish.Outcome(told.outcome).label)
    if told.outcome == MentorWish.Outcome.MATCHED:
        return _("%(said)s (%(key)s)") % {"said": said, "key": _key(told.key)}
    if told.cut_off is None:
        return said
    return _("%(said)s: %(key)s, the last place went to %(last)s") % {
        "said": said,
        "key": _key(told.key),
        "last": _key(told.cut_off),
    }


def _key(key: Key) -> str:
    order, lot = key
    if order == UNANSWERED:
        return _("not put in order, lot %(lot)d") % {"lot": lot}
    return _("the mentor's number %(order)d, lot %(lot)d") % {"order": order, "lot": lot}
