"""Deciding with which code book a question is read, and by whom."""

from __future__ import annotations

from django.db import connection, transaction
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import get_visible, visible
from stegvis.foundation.access.verdict import Refused, require
from stegvis.surveys.coding.policies import may_lead, may_name_coders
from stegvis.surveys.models import CodeBook, OpenQuestion, Reading


@transaction.atomic
def choose_book(*, actor: Actor, asked: OpenQuestion, book_id: int) -> None:
    """Which code book the question is read with; one of its owner's. Raises NotYours or Refused."""
    require(may_name_coders(actor, asked))
    same_owner = {"employer": asked.employer_id, "collaboration": asked.collaboration_id}
    book = get_visible(actor, CodeBook, visible(actor, CodeBook).filter(put_away_at=None, **same_owner), pk=book_id)
    if asked.book_id == book.pk:
        return
    if asked.state != OpenQuestion.State.GATHERED:
        raise Refused(_("The coders have begun with a code book. Take them away before you choose another."))
    give_reason("choose the code book of a question")
    OpenQuestion.objects.filter(pk=asked.pk).update(book=book)


@transaction.atomic
def name_coder(*, actor: Actor, asked: OpenQuestion, email: str) -> Reading:
    """Ask whoever logs in with the address to code: a coordinator of the owner, or a colleague in the collaboration.

    One or two; two do not see each other's marks until both are done. Raises Refused.
    """
    require(may_name_coders(actor, asked))
    if asked.book_id is None:
        raise Refused(_("Choose a code book first."))
    OpenQuestion.objects.select_for_update().get(pk=asked.pk)
    taken = dict(visible(actor, Reading).filter(asked=asked).values_list("place", "coder"))
    place = next((number for number in (1, 2) if number not in taken), None)
    if place is None:
        raise Refused(_("Two code already. Take one of them away first."))
    coder = _possible_coder(asked, email)
    if coder is None:
        raise Refused(
            _("Nobody who can code logs in with %(email)s. Ask a colleague in the organisation or the collaboration.")
            % {"email": email.strip()}
        )
    if coder in taken.values():
        raise Refused(_("They code already."))
    give_reason("name a coder")
    return Reading.objects.create(asked=asked, place=place, coder_id=coder)


def _possible_coder(asked: OpenQuestion, email: str) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM stegvis_possible_coder(%s, %s)", [asked.pk, email.strip()])
        found = cursor.fetchone()
    return found[0] if found else None


@transaction.atomic
def remove_coder(*, actor: Actor, asked: OpenQuestion, place: int) -> None:
    """Take a coder away, with what they have marked, while the readings are closed to each other. If the other one is
    done, that reading opens. Raises NotYours or Refused."""
    require(may_lead(actor, asked))
    reading = get_visible(actor, Reading, asked=asked, place=place, coder__isnull=False)
    give_reason("take a coder away")
    deleted, _each = Reading.objects.filter(pk=reading.pk, is_open=False).delete()
    if not deleted:
        raise Refused(_("The readings are open to each other, and stay as they are."))
