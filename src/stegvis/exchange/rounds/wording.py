"""Rules, keys and outcomes in plain words."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from stegvis.exchange.models import Round, RoundWish
from stegvis.exchange.rounds.drawing import OWN, Setting
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


def crossing_in_words(setting: Setting) -> list[str]:
    """The caps and least numbers that a round with rules that cross gives its places by."""
    caps = [
        _("At most %(n)d from %(sender)s to %(host)s.") % {"n": one.most, "sender": one.sender, "host": one.host}
        for one in setting.caps
    ]
    least = [
        _("“%(title)s” on %(day)s takes place only with at least %(n)d.")
        % {
            "title": one.occasion.offer.title,
            "day": date_format(localdate(one.occasion.starts)),
            "n": one.occasion.fewest,
        }
        for one in setting.occasions
        if one.occasion.fewest
    ]
    return [*caps, *least, _("Who has agreed to go together gets the same place or none.")]


def outcome_in_words(wish: RoundWish) -> str:
    """What became of a wish, to the person."""
    return {
        Outcome.PLACED: _("You have got this place."),
        Outcome.DEARER: _("You got something that you had put higher."),
        Outcome.BEHIND: _("The places went to those before you."),
        Outcome.NO_PLACES: _("There was no place left to give."),
        Outcome.CANCELLED: _("It was called off: %(why)s") % {"why": wish.occasion.cancelled_why},
        Outcome.UNANSWERED: _("Your manager had not answered when the lottery was drawn, so the wish had no part."),
        Outcome.DECLINED: _("Your manager said no: %(why)s") % {"why": wish.reason},
        Outcome.LEFT: _("Your employment where you made the wish has ended."),
        Outcome.HIDDEN: _("It is arranged in another way. Talk to your contact for protected identities."),
        Outcome.CLASH: _("You have another place at that time, or have applied to this one already."),
        Outcome.NOT_RUN: _("Too few could be given a place for it to take place."),
        Outcome.PASSED: _("It was not possible with the rules that cross. They look at all wishes together."),
    }.get(Outcome(wish.outcome), _("It is not yet decided."))


def reason_in_words(wish: RoundWish, found: Round) -> list[str]:
    """The own key, and what put the last admitted one before it: ``wish.last`` tells no more of them.

    Empty where no key was behind.
    """
    if wish.outcome != Outcome.BEHIND or not 0 < len(wish.last) <= len(wish.key):
        return []
    rule, place = parts_of(wish.key, found), len(wish.last) - 1
    said = [_("You had: %(mine)s.") % {"mine": key_in_words(wish.key, found)}]
    if place == len(rule):
        lot = {"lot": wish.last[-1]}
        said.append(
            _("The last to be admitted was equal by the rule and had lot %(lot)d. A lower lot goes first.") % lot
        )
    else:
        decided = {"criterion": criterion_in_words(rule[place])}
        said.append(_("What put the last to be admitted before you: %(criterion)s.") % decided)
    if wish.quota:
        said.append(_("What was full: %(quota)s.") % {"quota": wish.quota})
    return said


def parts_of(key: Sequence[int], found: Round) -> list[str]:
    """What the parts of somebody's key stand for, but for the lot."""
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
