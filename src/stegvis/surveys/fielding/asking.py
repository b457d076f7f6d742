"""Whom a round asks: organisations, persons on a list, the links of each, and what is known of who will not answer."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import get_visible, visible, writable
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.documents.identity import holds_personal_number
from stegvis.foundation.documents.text import clean
from stegvis.organisations.models import Organisation
from stegvis.surveys.fielding.links import address_of, new_link
from stegvis.surveys.fielding.policies import may_ask_more, may_change_link, may_remove
from stegvis.surveys.fielding.queries import contact_of, organisations_to_ask, to_write_to
from stegvis.surveys.fielding.services import drop_contacts, queue_letters
from stegvis.surveys.models import Contact, Link, Round, Stratum

MOST_LINKS = 20


@transaction.atomic
def ask_organisations(*, actor: Actor, found: Round, keys: Collection[int]) -> int:
    """Each once; gives how many are new. Raises Refused, for a round that asks persons too."""
    _locked_to_ask(actor, found)
    if found.kind != Round.Kind.ORGANISATIONS:
        raise Refused(_("Persons are asked by a list, with an e-mail address for each."))
    chosen = organisations_to_ask(actor, found).filter(pk__in=keys)
    rows = [Contact(round=found, organisation=one, actor=one.type, name=one.name) for one in chosen]
    if not rows:
        raise Refused(_("There is nobody new among those chosen."))
    give_reason("ask organisations")
    return len(Contact.objects.bulk_create(rows))


@transaction.atomic
def add_link(*, actor: Actor, found: Round, contact_id: UUID, name: str, email: str, may_sign: bool) -> Link:
    """One more way in to an organisation's reply, or a new one for a person whose address has changed. A letter goes
    at once where the round is open. Raises Refused."""
    _locked_to_ask(actor, found)
    contact = contact_of(actor, found, contact_id)
    email = checked_email(email)
    name = checked_name(name)
    running = visible(actor, Link).filter(contact=contact, withdrawn_on=None)
    if found.kind == Round.Kind.PERSONS and running.exists():
        raise Refused(_("A person has one link. Withdraw it first."))
    answered = visible(actor, Link).filter(contact=contact, answered_on__isnull=False)
    if found.kind == Round.Kind.PERSONS and answered.exists():
        raise Refused(_("They have answered already."))
    if running.filter(email=email).exists():
        raise Refused(_("The address has a link already."))
    if running.count() >= MOST_LINKS:
        raise Refused(_("An organisation has at most %(most)s links. Withdraw one first.") % {"most": MOST_LINKS})
    link = new_link(contact, name=name, email=email, may_sign=may_sign or found.kind == Round.Kind.PERSONS)
    link.save()
    _write_if_open(actor, found)
    return link


def _write_if_open(actor: Actor, found: Round) -> None:
    if found.state == Round.State.OPEN and found.opens_on <= actor.today:
        queue_letters(to_write_to(actor, found))


@transaction.atomic
def withdraw_link(*, actor: Actor, found: Round, link_id: UUID) -> None:
    """It opens nothing more, and what a person had begun by it nobody can read."""
    link = _own_link(actor, found, link_id)
    require(may_change_link(actor, found, link))
    give_reason("withdraw a link")
    changed = writable(actor, Link).filter(pk=link.pk, withdrawn_on=None).update(withdrawn_on=actor.today)
    if not changed:
        raise Refused(_("The link is withdrawn already."))


@transaction.atomic
def let_sign(*, actor: Actor, found: Round, link_id: UUID, may_sign: bool) -> None:
    link = _own_link(actor, found, link_id)
    require(may_change_link(actor, found, link))
    writable(actor, Link).filter(pk=link.pk).update(may_sign=may_sign)


def shown_address(*, actor: Actor, found: Round, link_id: UUID) -> str:
    """The whole address of an organisation's link, to be sent by another way. Of a person's nobody but they may have
    it: who has it can read what is begun. Raises Refused."""
    link = _own_link(actor, found, link_id)
    if found.kind == Round.Kind.PERSONS:
        raise Refused(_("A person's link goes to that person alone, by letter."))
    require(may_change_link(actor, found, link))
    return address_of(link)


def _own_link(actor: Actor, found: Round, key: UUID) -> Link:
    return get_visible(actor, Link, visible(actor, Link).select_related("contact"), round=found, pk=key)


@transaction.atomic
def say_of(*, actor: Actor, found: Round, contact_id: UUID, said: str) -> None:
    """What is known of who will not answer: it counts in the response rate, and nobody is reminded. ``""`` takes it
    back. Raises Refused."""
    _locked_to_ask(actor, found)
    contact = contact_of(actor, found, contact_id)
    if said and said not in Contact.Said.values:
        raise Refused(_("Choose what is known of them."))
    contact.said = said
    contact.save(update_fields=["said"])


@transaction.atomic
def remove_contact(*, actor: Actor, found: Round, contact_id: UUID) -> None:
    """Somebody who has not been written to. Raises Refused."""
    contact = contact_of(actor, found, contact_id)
    require(may_remove(actor, found, contact))
    give_reason("ask somebody no more")
    if not drop_contacts(found, [contact.pk]):
        raise Refused(_("They have been written to meanwhile."))


@dataclass(frozen=True)
class StratumFacts:
    code: str
    title: str
    size: int
    clusters: int | None = None


@transaction.atomic
def set_strata(*, actor: Actor, found: Round, strata: Iterable[StratumFacts]) -> None:
    """All strata at once, those not named taken away. Raises Refused."""
    _locked_to_ask(actor, found)
    wanted = {one.code: one for one in strata}
    give_reason("set strata")
    writable(actor, Stratum).filter(round=found).exclude(code__in=wanted).delete()
    for code, one in wanted.items():
        Stratum.objects.update_or_create(
            round=found, code=code, defaults={"title": one.title, "size": one.size, "clusters": one.clusters}
        )


def _locked_to_ask(actor: Actor, found: Round) -> None:
    """Whoever closes the round beside it waits, or is seen here."""
    state = Round.objects.select_for_update(of=("self",)).values_list("state", flat=True).get(pk=found.pk)
    found.state = state
    require(may_ask_more(actor, found))


def checked_email(email: str) -> str:
    email = clean(email).lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Refused(_("Write a whole e-mail address.")) from None
    return email


def checked_name(name: str) -> str:
    name = clean(name)[:200]
    if holds_personal_number(name):
        raise Refused(_("Leave out personal numbers. They are not kept here."))
    return name


def organisations_by_name(actor: Actor) -> dict[str, Organisation]:
    """By name, by address name and by code, in small letters."""
    found: dict[str, Organisation] = {}
    for one in visible(actor, Organisation):
        for key in (one.name, one.slug, one.code):
            if key:
                found.setdefault(key.casefold(), one)
    return found
