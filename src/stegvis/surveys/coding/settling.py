"""What two coders agree on: what they have marked alike is taken over, what differs is settled one by one."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import NotYours, get_visible, visible
from stegvis.foundation.access.verdict import Refused, require
from stegvis.surveys.coding.comparing import Difference, Span, compared
from stegvis.surveys.coding.policies import may_lead, may_merge, may_settle
from stegvis.surveys.models import FreeText, OpenQuestion, Passage, Reading, Settled

State = OpenQuestion.State


def spans_of(actor: Actor, asked: OpenQuestion, place: int) -> list[Span]:
    """What one reading has marked, where the actor may see it."""
    rows = visible(actor, Passage).filter(asked=asked, reading__place=place)
    return [Span(*row) for row in rows.values_list("text_id", "code_id", "begins", "ends")]


@transaction.atomic
def merge(*, actor: Actor, asked: OpenQuestion) -> Reading:
    """Make the agreed reading of what both have marked alike; of one coder's, all of it. Raises Refused."""
    require(may_merge(actor, asked))
    OpenQuestion.objects.select_for_update().get(pk=asked.pk)
    if visible(actor, Reading).filter(asked=asked, place=0).exists():
        raise Refused(_("The readings are put together already."))
    first, second = (spans_of(actor, asked, place) for place in (1, 2))
    places = set(visible(actor, Reading).filter(asked=asked).values_list("place", flat=True))
    same = compared(first, second)[0] if places == {1, 2} else first or second
    give_reason("put readings together")
    agreed = Reading.objects.create(asked=asked, place=0, is_open=True)
    _write(agreed, same)
    return agreed


def _write(agreed: Reading, spans: list[Span]) -> None:
    Passage.objects.bulk_create(
        Passage(
            asked_id=agreed.asked_id,
            reading=agreed,
            text_id=span.text,
            code_id=span.code,
            begins=span.begins,
            ends=span.ends,
            is_agreed=True,
            is_open=True,
        )
        for span in spans
    )


def _agreed(actor: Actor, asked: OpenQuestion) -> Reading:
    """The agreed reading, held against others who settle in the same moment. Raises Refused."""
    require(may_settle(actor, asked))
    agreed = visible(actor, Reading).filter(asked=asked, place=0).first()
    if agreed is None:
        raise Refused(_("Whoever leads the survey first puts the readings together."))
    return agreed


@transaction.atomic
def settle(
    *, actor: Actor, asked: OpenQuestion, text_id: str, code_id: str, begins: int, ends: int, choice: str
) -> Settled:
    """Settle a difference: as the first, as the second, both together, or not marked. Raises NotYours or Refused."""
    agreed = _agreed(actor, asked)
    text = get_visible(actor, FreeText, asked=asked, pk=text_id)
    difference = _difference(actor, asked, text, (code_id, begins, ends))
    if choice not in difference.choices:
        raise Refused(_("Choose how it is settled."))
    about = {"text": text, "code_id": difference.code, "begins": begins, "ends": ends}
    give_reason("settle a difference")
    row, is_new = Settled.objects.get_or_create(
        **about, defaults={"asked": asked, "choice": choice, "settled_by_id": actor.user}
    )
    if not is_new:
        raise Refused(_("It has been settled already. Undo that first."))
    _write(agreed, [Span(text.pk, difference.code, *stretch) for stretch in difference.settled(choice)])
    return row


def _difference(actor: Actor, asked: OpenQuestion, text: FreeText, about: tuple[str, int, int]) -> Difference:
    _same, differ = compared(*(spans_of(actor, asked, place) for place in (1, 2)))
    for one in differ:
        if one.text == text.pk and (str(one.code), one.begins, one.ends) == about:
            return one
    raise NotYours


@transaction.atomic
def unsettle(*, actor: Actor, asked: OpenQuestion, settled_id: int) -> None:
    """Undo how a difference was settled. Raises NotYours or Refused."""
    agreed = _agreed(actor, asked)
    row = get_visible(actor, Settled, asked=asked, pk=settled_id)
    give_reason("undo what was settled")
    within = {"text": row.text_id, "code": row.code_id, "begins__gte": row.begins, "ends__lte": row.ends}
    Passage.objects.filter(reading=agreed, **within).delete()
    Settled.objects.filter(pk=row.pk).delete()


@transaction.atomic
def agree(*, actor: Actor, asked: OpenQuestion) -> None:
    """The coding is agreed, when nothing is left to settle. Raises Refused."""
    require(may_lead(actor, asked))
    _agreed(actor, asked)
    _same, differ = compared(*(spans_of(actor, asked, place) for place in (1, 2)))
    is_two = visible(actor, Reading).filter(asked=asked, place__gt=0).count() == 2
    settled = set(visible(actor, Settled).filter(asked=asked).values_list("text_id", "code_id", "begins", "ends"))
    left = [one for one in differ if (one.text, one.code, one.begins, one.ends) not in settled]
    if is_two and left:
        raise Refused(_("There are differences left to settle."))
    give_reason("agree on a coding")
    _move(asked, State.COMPARED, State.SETTLED)


@transaction.atomic
def take_up_again(*, actor: Actor, asked: OpenQuestion) -> None:
    """An agreed coding back to be settled. Raises Refused."""
    require(may_lead(actor, asked))
    give_reason("take a coding up again")
    _move(asked, State.SETTLED, State.COMPARED)


def _move(asked: OpenQuestion, before: str, after: str) -> None:
    if not OpenQuestion.objects.filter(pk=asked.pk, state=before).update(state=after):
        raise Refused(_("It has been changed in the same moment. Load the page again."))
