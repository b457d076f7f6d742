"""What is decided before a round is told: what is hidden of it, and what a sample is fitted to."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import visible
from stegvis.foundation.access.verdict import Refused, require
from stegvis.surveys.content.document import Question
from stegvis.surveys.models import Margin, Round, Stratum
from stegvis.surveys.telling.backgrounds import backgrounds_of
from stegvis.surveys.telling.policies import may_decide
from stegvis.surveys.telling.queries import round_of
from stegvis.surveys.telling.reading import questionnaire_of

LEAST, MOST = 3, 100


@transaction.atomic
def set_hiding(*, actor: Actor, round_id: int, hides_small: bool, fewest: int) -> None:
    """Whether what is of few organisations is hidden, and how few are few. Raises NotYours, Refused."""
    found = _locked(actor, round_id)
    if found.kind == Round.Kind.PERSONS:
        raise Refused(
            _("What persons answer without a name is always hidden where it is of few, as they were promised.")
        )
    if not LEAST <= fewest <= MOST:
        raise Refused(_("Choose a number from %(least)s to %(most)s.") % {"least": LEAST, "most": MOST})
    if (found.hides_small, found.fewest) != (hides_small, fewest):
        give_reason("decide what is hidden of a survey")
        found.hides_small, found.fewest = hides_small, fewest
        found.save(update_fields=["hides_small", "fewest"])


@transaction.atomic
def set_margin(*, actor: Actor, round_id: int, question: str, totals: Mapping[str, int]) -> None:
    """What a sample is fitted to: how many of the whole population would choose each answer. Empty takes it away.
    Raises NotYours, Refused."""
    found = _locked(actor, round_id)
    asked = fitted_by(found).get(question)
    if asked is None:
        raise Refused(_("Only a sample is fitted to known totals, by a background with one choice."))
    if totals:
        _require_whole(actor, found, asked, totals)
    give_reason("decide what a sample is fitted to")
    for one in visible(actor, Margin).filter(round=found, question=question):
        one.delete()
    for choice, size in totals.items():
        Margin.objects.create(round=found, question=question, choice=choice, size=size)


def fitted_by(found: Round) -> dict[str, Question]:
    """The questions by which the round's sample can be fitted to known totals; none where it is no sample."""
    return backgrounds_of(questionnaire_of(found)) if found.design == Round.Design.SAMPLE else {}


def _require_whole(actor: Actor, found: Round, asked: Question, totals: Mapping[str, int]) -> None:
    """Every answer has its total, and all totals are of the same population."""
    if totals.keys() != {one.code for one in asked.choices} or min(totals.values()) < 0 or not any(totals.values()):
        raise Refused(_("Say of each answer how many would choose it, 0 where nobody would; or leave all empty."))
    whole = sum(totals.values())
    others: dict[str, int] = {}
    for one in visible(actor, Margin).filter(round=found).exclude(question=asked.code):
        others[one.question] = others.get(one.question, 0) + one.size
    drawn_from = sum(visible(actor, Stratum).filter(round=found).values_list("size", flat=True))
    for known in (drawn_from, *others.values()):
        if known and known != whole:
            raise Refused(
                _(
                    "The totals add up to %(whole)s, and what the sample was drawn from holds %(known)s. They must"
                    " agree."
                )
                % {"whole": number_format(whole), "known": number_format(known)}
            )


def _locked(actor: Actor, round_id: int) -> Round:
    """As it is now, until the transaction ends. What is being told meanwhile is told first."""
    found = round_of(actor, round_id)
    found = Round.objects.select_for_update(of=("self",)).select_related("version__questionnaire").get(pk=found.pk)
    require(may_decide(actor, found))
    return found
