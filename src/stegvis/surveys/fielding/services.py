"""Setting a round up, opening, pausing, moving, closing and opening it again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import get_visible, visible
from stegvis.foundation.access.verdict import Refused, require
from stegvis.organisations.models import Collaboration, Organisation
from stegvis.surveys.fielding.checks import look_through
from stegvis.surveys.fielding.links import new_link
from stegvis.surveys.fielding.policies import (
    may_ask_more,
    may_change,
    may_close,
    may_delete,
    may_extend,
    may_give_notice,
    may_lead,
    may_pause,
    may_reopen,
    may_resume,
    may_send,
)
from stegvis.surveys.fielding.promises import proposed_notice
from stegvis.surveys.fielding.queries import notice_of, to_remind, to_write_to, versions_of
from stegvis.surveys.models import Contact, Link, Notice, Round, Version

State = Round.State
A_YEAR_AHEAD = 366 * 2


@dataclass(frozen=True)
class RoundFacts:
    """What is said of a round; ``version`` and ``earlier`` are keys."""

    version: int
    title: str
    kind: str
    design: str
    opens_on: date
    closes_on: date
    fewest: int
    sender: str
    contact: str
    letter: str
    remind_on: date | None
    contacts_until: date
    keep_until: date
    earlier: int | None = None


@transaction.atomic
def set_up_round(*, actor: Actor, owner: Organisation | Collaboration, facts: RoundFacts) -> Round:
    """With the usual notice on privacy, to be read through. Raises Refused, and NotYours for another's version."""
    key = "employer" if isinstance(owner, Organisation) else "collaboration"
    found = Round(**{key: owner}, created_by_id=actor.user)
    require(may_lead(actor, found))
    _fill(actor, found, facts)
    give_reason("set up a survey")
    found.save()
    Notice.objects.create(round=found, number=1, text=proposed_notice(found))
    return found


@transaction.atomic
def change_round(*, actor: Actor, found: Round, facts: RoundFacts) -> None:
    """The usual notice follows what is changed, where nobody has written another. Raises Refused."""
    found = _locked(found)
    require(may_change(actor, found))
    notice = notice_of(actor, found)
    was_usual = notice is not None and notice.text == proposed_notice(found)
    _fill(actor, found, facts)
    give_reason("change a survey")
    found.save()
    if notice is not None and was_usual and notice.text != proposed_notice(found):
        Notice.objects.create(round=found, number=notice.number + 1, text=proposed_notice(found))


def _fill(actor: Actor, found: Round, facts: RoundFacts) -> None:
    version = get_visible(actor, Version, versions_of(actor), pk=facts.version)
    require_same_owner(found, version)
    require_days(actor, facts)
    for name, value in asdict(facts).items():
        if name not in ("version", "earlier"):
            setattr(found, name, value)
    found.version = version
    found.earlier = get_visible(actor, Round, pk=facts.earlier) if facts.earlier else None


def require_same_owner(found: Round, version: Version) -> None:
    asked = version.questionnaire
    if (asked.employer_id, asked.collaboration_id) != (found.employer_id, found.collaboration_id):
        raise Refused(_("The questionnaire belongs to somebody else. Choose one of the same owner, or copy it first."))


def require_days(actor: Actor, facts: RoundFacts) -> None:
    """In an order that can be kept."""
    if facts.closes_on < facts.opens_on:
        raise Refused(_("The last day is before the first."))
    if facts.closes_on < actor.today:
        raise Refused(_("The last day has passed."))
    if (facts.closes_on - actor.today).days > A_YEAR_AHEAD:
        raise Refused(_("The last day is more than two years ahead. Check the year."))
    if facts.remind_on and not facts.opens_on < facts.remind_on <= facts.closes_on:
        raise Refused(_("Remind on a day after the first and not after the last."))
    if facts.contacts_until < facts.closes_on:
        raise Refused(_("Who was asked has to be kept until the last day at least."))
    if facts.keep_until < facts.contacts_until:
        raise Refused(_("Answers cannot be deleted before who was asked is."))


@transaction.atomic
def give_notice(*, actor: Actor, found: Round, text: str, seen: int) -> Notice | None:
    """A new number of the notice on privacy; None where it says what the newest does. ``seen`` is the number that was
    shown: who has written another meanwhile is not written over. Raises Refused."""
    found = _locked(found)
    require(may_give_notice(actor, found))
    newest = notice_of(actor, found)
    number = newest.number if newest else 0
    if number != seen:
        raise Refused(_("Somebody has written another notice meanwhile. Read it, and change it anew."))
    text = text.strip()
    if not text:
        raise Refused(_("Write how the answers are used."))
    if newest and newest.text == text:
        return None
    return Notice.objects.create(round=found, number=number + 1, text=text)


@transaction.atomic
def open_round(*, actor: Actor, found: Round) -> None:
    """From its first day on answers are taken, and the letters go. Raises Refused with everything that lacks."""
    found = _locked(found)
    require(may_change(actor, found))
    if problems := look_through(actor, found, notice_of(actor, found)).problems:
        raise Refused(" ".join(problems))
    _move(found, State.DRAFT, State.OPEN, "open a survey", opened_at=timezone.now())
    if found.opens_on <= actor.today:
        queue_letters(to_write_to(actor, found))


def queue_letters(links: object, *, is_reminder: bool = False) -> int:
    """A letter for each, sent by the worker. In the running transaction: no commit, no letter."""
    from stegvis.surveys.fielding.tasks import send_letter

    keys = [{"link_id": str(one), "is_reminder": is_reminder} for one in links.values_list("pk", flat=True)]  # type: ignore[attr-defined]
    if keys:
        send_letter.batch_defer(*keys)
    return len(keys)


@transaction.atomic
def pause_round(*, actor: Actor, found: Round) -> None:
    found = _locked(found)
    require(may_pause(actor, found))
    _move(found, State.OPEN, State.PAUSED, "pause a survey")


@transaction.atomic
def resume_round(*, actor: Actor, found: Round) -> None:
    found = _locked(found)
    require(may_resume(actor, found))
    if found.closes_on < actor.today:
        raise Refused(_("The last day has passed. Move it first, or close the round."))
    _move(found, State.PAUSED, State.OPEN, "go on with a survey")


@transaction.atomic
def extend_round(*, actor: Actor, found: Round, closes_on: date) -> None:
    """Another last day. What was promised about keeping moves with it where it must. Raises Refused."""
    found = _locked(found)
    require(may_extend(actor, found))
    _require_ahead(actor, found, closes_on)
    _move_last_day(found, closes_on)
    give_reason("move the last day of a survey")
    found.save()


def _require_ahead(actor: Actor, found: Round, closes_on: date) -> None:
    if closes_on < max(actor.today, found.opens_on):
        raise Refused(_("Choose a day that has not passed."))
    if closes_on > found.contacts_until:
        raise Refused(_("Who was asked is deleted before that day, as was promised. Choose an earlier day."))


def _move_last_day(found: Round, closes_on: date) -> None:
    found.closes_on = closes_on
    if found.remind_on and found.remind_on > closes_on:
        found.remind_on = None


@transaction.atomic
def close_round(*, actor: Actor, found: Round) -> None:
    """What is begun and not sent stays unsent."""
    found = _locked(found)
    require(may_close(actor, found))
    _move(found, found.state, State.CLOSED, "close a survey", closed_at=timezone.now())
    gather(found)


def gather(found: Round) -> None:
    """What follows by itself on closing: persons' answers are opened, organisations' words are there to be coded."""
    from stegvis.surveys.answering.tasks import open_answers
    from stegvis.surveys.coding.tasks import cut_replies

    job = open_answers if found.kind == Round.Kind.PERSONS else cut_replies
    job.defer(round_id=found.pk)


@transaction.atomic
def reopen_round(*, actor: Actor, found: Round, closes_on: date) -> None:
    """Until another last day. Raises Refused."""
    found = _locked(found)
    require(may_reopen(actor, found))
    _require_ahead(actor, found, closes_on)
    _move_last_day(found, closes_on)
    found.closed_at = None
    found.save(update_fields=["closes_on", "remind_on", "closed_at"])
    _move(found, State.CLOSED, State.OPEN, "open a survey again")


@transaction.atomic
def delete_round(*, actor: Actor, found: Round) -> None:
    """A draft, with whom it would have asked."""
    found = _locked(found)
    require(may_delete(actor, found))
    give_reason("delete the draft of a survey")
    with connection.cursor() as cursor:
        cursor.execute("SELECT stegvis_survey_delete_draft(%s)", [found.pk])


def drop_contacts(found: Round, keys: Iterable[UUID]) -> int:
    """Those who have not been written to, and tests, with all that hangs on them; gives how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT stegvis_survey_drop(%s, %s::uuid[])", [found.pk, list(keys)])
        (number,) = cursor.fetchone()
    return int(number)


@transaction.atomic
def send_letters(*, actor: Actor, found: Round) -> int:
    """To those whom none has gone to. Raises Refused."""
    found = _locked(found)
    require(may_send(actor, found))
    if not (number := queue_letters(to_write_to(actor, found))):
        raise Refused(_("Everybody with an e-mail address has been written to."))
    return number


@transaction.atomic
def remind(*, actor: Actor, found: Round) -> int:
    """Those who have not answered, once a day at most. Raises Refused."""
    found = _locked(found)
    require(may_send(actor, found))
    if not (number := queue_letters(to_remind(actor, found), is_reminder=True)):
        raise Refused(_("There is nobody to remind: they have answered, or were written to today."))
    return number


@transaction.atomic
def make_test_link(*, actor: Actor, found: Round, kind: str) -> Link:
    """The leader's own way in, as an organisation of the kind. What is answered by it is never kept. Raises Refused."""
    require(may_ask_more(actor, found))
    drop_contacts(found, visible(actor, Contact).filter(round=found, is_test=True).values_list("pk", flat=True))
    contact = Contact.objects.create(round=found, actor=kind, name=_("Test"), is_test=True)
    link = new_link(contact, name=_("Test"))
    link.save()
    return link


def _locked(found: Round) -> Round:
    """As it is now, until the transaction ends: of two who change its state one is the later, and is told."""
    return Round.objects.select_for_update(of=("self",)).select_related("version__questionnaire").get(pk=found.pk)


def _move(found: Round, was: str, to: str, reason: str, **values: object) -> None:
    give_reason(reason)
    if not Round.objects.filter(pk=found.pk, state=was).update(state=to, **values):
        raise Refused(_("Somebody has changed the round meanwhile. Look at it anew."))
