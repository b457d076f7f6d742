"""Rules, keys and outcomes in plain words."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from stegvis.exchange.models import Round, RoundWish
from stegvis.exchange.rounds.drawing import OWN
from stegvis.exchange.rounds.reciprocity import counted_half

Criterion = Round.Criterion
Outcome = RoundWish.Outcome


def rule_in_words(found: Round) -> list[str]:
    """What goes first, second and so on; the lottery last."""
    half = counted_half(found)
    words = {
        Criterion.CAME: _("Those who have not been away from a place without a word in the last six months."),
        Criterion.GAP: _("Those for whom the offer meets something that stands between them and their next level."),
        Criterion.SMALL: _("Staff of small employers: at most %(n)d people in the professions the round is for.")
        % {"n": found.small_staff},
        Criterion.RECEIVED: _("Those who had no place in the last round."),
        Criterion.RECIPROCITY: _(
            "Staff of the employers that gave at least as many places as they got from %(first)s to %(last)s, and of"
            " the small ones, who need others."
        )
        % {"first": date_format(half.starts), "last": date_format(half.ends)},
    }
    return [*(words[Criterion(one)] for one in found.rule), _("One lottery for all who are still equal.")]


def outcome_in_words(wish: RoundWish) -> str:
    """What became of a wish, to the person."""
    return {
        Outcome.PLACED: _("You have got this place."),
        Outcome.DEARER: _("You got something that you had put higher."),
        Outcome.BEHIND: _("The places went to those before you."),
        Outcome.NO_PLACES: _("There was no place left to give."),
        Outcome.UNANSWERED: _("Your manager had not answered when the lottery was drawn, so the wish had no part."),
        Outcome.DECLINED: _("Your manager said no: %(why)s") % {"why": wish.reason},
        Outcome.LEFT: _("Your employment where you made the wish has ended."),
        Outcome.HIDDEN: _("It is arranged in another way. Talk to your contact for protected identities."),
        Outcome.CLASH: _("You have another place at that time, or have applied to this one already."),
        Outcome.NOT_RUN: _("Too few could be given a place for it to take place."),
        Outcome.PASSED: _("It was not possible with the rules that cross. They look at all wishes together."),
    }.get(Outcome(wish.outcome), _("It is not yet decided."))


def reason_in_words(wish: RoundWish, found: Round) -> list[str]:
    """The own key against the last admitted one, and what decided between them. Empty where no key was behind."""
    if wish.outcome != Outcome.BEHIND or not wish.last or len(wish.last) != len(wish.key):
        return []
    rule = parts_of(wish.key, found)
    said = [
        _("The last to be admitted had: %(last)s.") % {"last": key_in_words(wish.last, found)},
        _("You had: %(mine)s.") % {"mine": key_in_words(wish.key, found)},
    ]
    place = next((n for n, (mine, last) in enumerate(zip(wish.key, wish.last, strict=True)) if mine != last), -1)
    if place == len(rule):
        said.append(_("By the rule you were equal, so the lot decided. A lower lot goes first."))
    elif place >= 0:
        said.append(_("What decided: %(criterion)s.") % {"criterion": criterion_in_words(rule[place])})
    if wish.quota:
        said.append(_("What was full: %(quota)s.") % {"quota": wish.quota})
    return said


def parts_of(key: Sequence[int], found: Round) -> list[str]:
    """What the parts of a key stand for, but for the lot."""
    return [*([OWN] if len(key) == len(found.rule) + 2 else []), *found.rule]


def criterion_in_words(part: str) -> str:
    if part == OWN:
        return _("the host's own places")
    label = str(Criterion(part).label)
    return label[0].lower() + label[1:]


def key_in_words(key: Sequence[int], found: Round) -> str:
    words = [_part(part, value) for part, value in zip(parts_of(key, found), key, strict=False)]
    return ", ".join([*filter(None, words), _("lot %(lot)d") % {"lot": key[-1]}])


def _part(part: str, value: int) -> str:
    words = {
        Criterion.CAME: ("", _("away without a word in the last six months")),
        Criterion.RECIPROCITY: (
            _("an employer that gave as many places as it got, or is small"),
            _("an employer that got more places than it gave"),
        ),
        OWN: ("", _("not of the host's own staff")),
        Criterion.GAP: (_("needs it for the next level"), _("does not need it for the next level")),
        Criterion.SMALL: (_("works for a small employer"), _("works for a larger employer")),
        Criterion.RECEIVED: (_("no place in the last round"), _("a place in the last round")),
    }
    return str(words[part][min(value, 1)])
