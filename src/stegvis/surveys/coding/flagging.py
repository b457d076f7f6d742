"""What a coder asks the leader: to look at a text, such as one that names somebody, or for a code that is lacking."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import get_visible, visible
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.accounts.models import User
from stegvis.foundation.documents.identity import holds_personal_number
from stegvis.foundation.documents.text import clean
from stegvis.surveys.coding.books import CodeFacts, add_code
from stegvis.surveys.coding.marking import own_reading
from stegvis.surveys.coding.policies import may_lead
from stegvis.surveys.coding.tasks import tell_flagged
from stegvis.surveys.models import Code, Flag, FreeText, OpenQuestion, Reading

LONGEST = {Flag.Kind.TEXT: 300, Flag.Kind.CODE: Code._meta.get_field("title").max_length or 0}


@transaction.atomic
def raise_flag(*, actor: Actor, asked: OpenQuestion, text_id: str, kind: str, words: str) -> Flag:
    """Ask it, as one of the coders. The other sees nothing of it. Raises NotYours or Refused."""
    own_reading(actor, asked)
    coder = User.objects.get(pk=actor.user or 0)
    text = get_visible(actor, FreeText, asked=asked, pk=text_id)
    if kind not in Flag.Kind.values:
        raise Refused(_("Say what the leader is to see to."))
    words = clean(words)
    if not words:
        raise Refused(_("Say in a few words what it is about."))
    if holds_personal_number(words):
        raise Refused(_("Leave out personal numbers. They are not kept here."))
    if len(words) > (longest := LONGEST[Flag.Kind(kind)]):
        raise Refused(_("At most %(n)s characters fit.") % {"n": longest})
    give_reason("ask the leader about a free text")
    try:
        with transaction.atomic():
            flag = Flag.objects.create(asked=asked, text=text, kind=kind, words=words, raised_by=coder)
    except IntegrityError as twice:
        raise Refused(_("You have asked that already.")) from twice
    tell_flagged.defer(flag_id=flag.pk)
    return flag


@transaction.atomic
def answer_flag(*, actor: Actor, asked: OpenQuestion, flag_id: int, is_seen_to: bool) -> Flag:
    """The leader's answer. A code that is lacking is added to the code book by it. Raises NotYours or Refused."""
    require(may_lead(actor, asked))
    flag = get_visible(actor, Flag, _open_to(actor, asked), pk=flag_id)
    give_reason("answer a coder")
    if flag.kind == Flag.Kind.CODE and is_seen_to:
        if asked.book is None:
            raise Refused(_("Choose a code book first."))
        add_code(actor=actor, book=asked.book, facts=CodeFacts(flag.words))
    answer = Flag.Answer.DONE if is_seen_to else Flag.Answer.DECLINED
    if not Flag.objects.filter(pk=flag.pk, answer="").update(answer=answer, answered_by_id=actor.user):
        raise Refused(_("It has been answered already."))
    return get_visible(actor, Flag, asked=asked, pk=flag_id)


def flags_raised(actor: Actor, asked: OpenQuestion) -> list[Flag]:
    """The coder's own."""
    return list(visible(actor, Flag).filter(asked=asked, raised_by=actor.user))


def flags_to_answer(actor: Actor, asked: OpenQuestion) -> list[Flag]:
    """To the leader, with the text while it may be read."""
    return list(_open_to(actor, asked).filter(answer="").select_related("raised_by", "text"))


def _open_to(actor: Actor, asked: OpenQuestion) -> QuerySet[Flag]:
    """Without the other coder's, to a leader who codes too, until both are done: they tell how the other reads."""
    rows = visible(actor, Flag).filter(asked=asked)
    return rows.filter(raised_by=actor.user) if _reads_blind(actor, asked) else rows


def _reads_blind(actor: Actor, asked: OpenQuestion) -> bool:
    """Whether the actor is a coder of it whose reading is not open to the other yet."""
    return visible(actor, Reading).filter(asked=asked, coder=actor.user, coder__isnull=False, is_open=False).exists()
