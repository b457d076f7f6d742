"""Quotes: chosen by one, looked at by another, and only then given to a report."""

from __future__ import annotations

import re

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import get_visible
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.accounts.models import User
from stegvis.foundation.documents.identity import holds_personal_number
from stegvis.surveys.coding.policies import may_decide
from stegvis.surveys.coding.sentences import sentences, trimmed
from stegvis.surveys.models import FreeText, OpenQuestion, Quote

LONGEST = 1000
_CUT = re.compile(r"\[[^\[\]]*\]")
_EMAIL = re.compile(r"\S+@\S+\.\w+")
_PHONE = re.compile(r"(?<!\d)(?:\+46|0)[\d\s-]{7,13}\d")
_NAME = re.compile(r"\b[A-ZÅÄÖÉ][a-zåäöéü]+(?:[ -][A-ZÅÄÖÉ][a-zåäöéü]+)*")


@transaction.atomic
def propose(*, actor: Actor, asked: OpenQuestion, text_id: str, begins: int, ends: int, words: str) -> Quote:
    """Propose a stretch of a text as a quote, in its own words but for what stands in brackets: ``[…]`` for a cut,
    ``[the hospital]`` for what is told without its name. Raises NotYours or Refused."""
    text = get_visible(actor, FreeText, asked=asked, pk=text_id)
    stretch = trimmed(text.content, begins, ends) if 0 <= begins < ends <= len(text.content) else None
    if stretch is None:
        raise Refused(_("What is marked lies outside the text. Load the page again."))
    words = " ".join(words.split())
    if len(words) > LONGEST:
        raise Refused(_("A quote holds at most %(n)s characters.") % {"n": LONGEST})
    if not says_the_same(text.content[slice(*stretch)], words):
        raise Refused(
            _("A quote is in the text's own words and order. Leave out with […], and say what you put instead in [ ].")
        )
    user = User.objects.get(pk=actor.user or 0)
    give_reason("propose a quote")
    try:
        with transaction.atomic():
            return Quote.objects.create(
                asked=asked, text=text, begins=stretch[0], ends=stretch[1], words=words, proposed_by=user
            )
    except IntegrityError:
        raise Refused(_("That quote has been proposed already.")) from None


def says_the_same(passage: str, words: str) -> bool:
    """Whether the words but for what stands in brackets are the passage's, in its order."""
    whole, at = " ".join(passage.split()), 0
    parts = [part.strip() for part in _CUT.split(words)]
    if not any(parts):
        return False
    for part in parts:
        found = whole.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True


@transaction.atomic
def decide(*, actor: Actor, asked: OpenQuestion, quote_id: int, is_approved: bool, reason: str = "") -> Quote:
    """Approve a quote or not, as another than who proposed it; also to change what was decided. A refusal says why.
    Raises NotYours or Refused."""
    quote = get_visible(actor, Quote, asked=asked, pk=quote_id)
    require(may_decide(actor, asked, quote))
    reason = " ".join(reason.split())[:300]
    if not is_approved and not reason:
        raise Refused(_("Say why the quote is not approved."))
    give_reason("decide about a quote")
    state = Quote.State.APPROVED if is_approved else Quote.State.REFUSED
    facts = {"decided_by_id": actor.user, "decided_at": timezone.now(), "reason": reason}
    if not Quote.objects.filter(pk=quote.pk, state=quote.state).update(state=state, **facts):
        raise Refused(_("It has been changed in the same moment. Load the page again."))
    return get_visible(actor, Quote, pk=quote.pk)


@transaction.atomic
def withdraw(*, actor: Actor, asked: OpenQuestion, quote_id: int) -> None:
    """Take back a proposal of one's own that nobody has decided. Raises NotYours or Refused."""
    quote = get_visible(actor, Quote, asked=asked, pk=quote_id, proposed_by=actor.user)
    give_reason("take a quote back")
    if not Quote.objects.filter(pk=quote.pk, state=Quote.State.PROPOSED).delete()[0]:
        raise Refused(_("The quote has been decided about."))


def warnings_for(words: str) -> list[str]:
    """What in a quote may tell who somebody is, in words: numbers, addresses, and what looks like names."""
    found = []
    if holds_personal_number(words):
        found.append(_("It seems to hold a personal number."))
    if _EMAIL.search(words) or _PHONE.search(words):
        found.append(_("It seems to hold a telephone number or an e-mail address."))
    if names := names_in(words):
        found.append(_("It seems to name: %(names)s.") % {"names": ", ".join(names)})
    return found


def names_in(words: str) -> list[str]:
    """Words with a capital that begin no sentence; what stands in brackets was put there by who quotes."""
    found: dict[str, None] = {}
    for sentence in sentences(_CUT.sub(" ", words)):
        for name in _NAME.finditer(sentence.words):
            begins = not sentence.words[: name.start()].strip(" \"“”’'–-(")
            parts = name[0].split(" ")
            if begins and len(parts) != 2:  # of two the first may be a given name
                parts = parts[1:]
            if parts:
                found[" ".join(parts)] = None
    return list(found)
