"""A coder's marks in the texts, and saying that one is done."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import get_visible, visible
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.documents.text import clean
from stegvis.surveys.coding.policies import may_mark, may_take_back
from stegvis.surveys.coding.sentences import trimmed
from stegvis.surveys.coding.tasks import tell_opened
from stegvis.surveys.models import Code, FreeText, OpenQuestion, Passage, Reading

LONGEST_MEMO = 1000


def own_reading(actor: Actor, asked: OpenQuestion) -> Reading:
    """The actor's own. Raises NotYours."""
    return get_visible(actor, Reading, asked=asked, coder=actor.user)


@transaction.atomic
def mark(
    *,
    actor: Actor,
    asked: OpenQuestion,
    text_id: str,
    code_id: str,
    stretches: Iterable[tuple[int, int]],
    memo: str = "",
) -> list[Passage]:
    """Mark stretches of a text with a code, from character ``begins`` up to ``ends``, in code points.

    Space at the ends is left out. What touches a mark of the same code becomes one with it. Raises NotYours or Refused.
    """
    reading = own_reading(actor, asked)
    require(may_mark(actor, reading))
    text = get_visible(actor, FreeText, asked=asked, pk=text_id)
    code = get_visible(actor, Code, book=asked.book_id, pk=code_id)
    if code.retired_at is not None:
        raise Refused(_("The code is retired. Choose another."))
    memo = clean(memo)
    if len(memo) > LONGEST_MEMO:
        raise Refused(_("A memo holds at most %(n)s characters.") % {"n": LONGEST_MEMO})
    found = [_within(text, *stretch) for stretch in stretches]
    if not found:
        raise Refused(_("Choose what to mark: a stretch of the text, or sentences."))
    give_reason("mark a passage")
    Reading.objects.select_for_update().get(pk=reading.pk)  # two marks at once would each miss the other
    return [_mark(reading, Passage(text=text, code=code, begins=one[0], ends=one[1], memo=memo)) for one in found]


def _within(text: FreeText, begins: int, ends: int) -> tuple[int, int]:
    if not 0 <= begins < ends <= len(text.content):
        raise Refused(_("What is marked lies outside the text. Load the page again."))
    found = trimmed(text.content, begins, ends)
    if found is None:
        raise Refused(_("There are no words in what is marked."))
    return found


def _mark(reading: Reading, new: Passage) -> Passage:
    touched = list(
        Passage.objects.filter(reading=reading, text=new.text, code=new.code, begins__lt=new.ends, ends__gt=new.begins)
    )
    memos = dict.fromkeys(words for words in (*(one.memo for one in touched), new.memo) if words)
    Passage.objects.filter(pk__in=[one.pk for one in touched]).delete()
    new.asked_id, new.reading, new.coder_id = reading.asked_id, reading, reading.coder_id
    new.begins = min([new.begins, *(one.begins for one in touched)])
    new.ends = max([new.ends, *(one.ends for one in touched)])
    new.memo = " / ".join(memos)[:LONGEST_MEMO]
    new.save(force_insert=True)
    return new


@transaction.atomic
def unmark(*, actor: Actor, asked: OpenQuestion, passage_id: str) -> Passage:
    """Take a mark of one's own away. Raises NotYours or Refused."""
    reading = own_reading(actor, asked)
    require(may_mark(actor, reading))
    passage = get_visible(actor, Passage, reading=reading, pk=passage_id)
    give_reason("take a mark away")
    Passage.objects.filter(pk=passage.pk).delete()
    return passage


@transaction.atomic
def finish(*, actor: Actor, asked: OpenQuestion, says_nothing: bool = False) -> Reading:
    """Say that one is done. When all are, the database opens the readings. Raises NotYours, and Refused also where
    nothing is marked and it is not said (``says_nothing``) that nothing was to be."""
    reading = own_reading(actor, asked)
    require(may_mark(actor, reading))
    if not says_nothing and not visible(actor, Passage).filter(reading=reading).exists():
        raise Refused(_("You have marked nothing yet. Say so, if none of the texts says anything to the codes."))
    give_reason("be done with a reading")
    _change(reading, done_at__isnull=True, to=timezone.now())
    found = own_reading(actor, asked)
    if found.is_open:
        tell_opened.defer(question_id=asked.pk)
    return found


@transaction.atomic
def take_back(*, actor: Actor, asked: OpenQuestion) -> Reading:
    """Go on with a reading that one had said was done, while the other's is not. Raises NotYours or Refused."""
    reading = own_reading(actor, asked)
    require(may_take_back(actor, reading))
    give_reason("go on with a reading")
    _change(reading, done_at__isnull=False, to=None)
    return own_reading(actor, asked)


def _change(reading: Reading, *, done_at__isnull: bool, to: object) -> None:
    rows = Reading.objects.filter(pk=reading.pk, is_open=False, done_at__isnull=done_at__isnull)
    if not rows.update(done_at=to):
        raise Refused(_("It has been changed in the same moment. Load the page again."))
