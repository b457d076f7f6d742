"""Whom to ask, from a file: the sheet, what it would change, and changing it. The same code does both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import visible
from stegvis.foundation.access.verdict import require
from stegvis.foundation.documents import bringing
from stegvis.foundation.documents.bringing import Done, Line, rehearsal
from stegvis.foundation.documents.problems import Problem, UnreadableError
from stegvis.foundation.documents.reading import read_document
from stegvis.foundation.documents.sheets import Column, SheetReading, SheetSpec, find_sheet, read_sheet
from stegvis.foundation.documents.text import slug
from stegvis.foundation.documents.values import Kind
from stegvis.foundation.documents.writing import SheetToWrite, write_workbook
from stegvis.organisations.models import Organisation
from stegvis.surveys.fielding.asking import organisations_by_name
from stegvis.surveys.fielding.links import new_link
from stegvis.surveys.fielding.policies import may_ask_more
from stegvis.surveys.fielding.queries import contacts_of, to_write_to
from stegvis.surveys.fielding.services import queue_letters
from stegvis.surveys.models import Contact, Link, Round

SALT, MOST_ROWS = "surveys.fielding.listing", 10_000
TYPES: dict[str, tuple[str, ...]] = {
    "municipality": ("kommun",),
    "region": ("region",),
    "university": ("lärosäte", "universitet", "högskola"),
    "council": ("vårdkompetensråd", "råd"),
    "authority": ("myndighet", "statlig myndighet"),
    "private": ("privat vårdgivare", "privat"),
}
SIGNS: dict[str, tuple[str, ...]] = {"yes": ("ja", "x", "1"), "no": ("nej", "0")}
EMAIL = Column("email", "E-post", Kind.EMAIL, required=True, max_length=254, aliases=("e-postadress", "mejl", "mail"))
STRATUM = Column("stratum", "Stratum", max_length=50, help="Bara vid urval: stratumets kod.")
CLUSTER = Column("cluster", "Kluster", max_length=50, help="Bara när hela kluster har dragits.")
ORGANISATIONS = SheetSpec(
    "Mottagare",
    (
        Column("organisation", "Organisation", required=True, aliases=("kommun", "region", "lärosäte"), help="Namnet."),
        EMAIL,
        Column("name", "Namn", aliases=("kontaktperson", "mottagare")),
        Column("signs", "Undertecknar", Kind.CHOICE, choices=SIGNS, help="Ja eller nej. Tomt: ja."),
        STRATUM,
        CLUSTER,
    ),
    required=True,
)
PERSONS = SheetSpec(
    "Mottagare",
    (
        EMAIL,
        Column("name", "Namn", aliases=("mottagare",)),
        Column("actor", "Typ", Kind.CHOICE, choices=TYPES, help="Typ av organisation. Tomt: kommun."),
        STRATUM,
        CLUSTER,
    ),
    required=True,
)


def spec_of(found: Round) -> SheetSpec:
    return PERSONS if found.kind == Round.Kind.PERSONS else ORGANISATIONS


def template(found: Round) -> bytes:
    return write_workbook([SheetToWrite(spec_of(found))])


@dataclass(frozen=True, slots=True)
class Recipient:
    """``row`` is where in the file it stood."""

    row: int
    email: str
    name: str = ""
    organisation: str = ""
    actor: str = ""
    signs: bool = True
    stratum: str = ""
    cluster: str = ""


@dataclass(frozen=True)
class Reading:
    recipients: list[Recipient]
    problems: list[Problem]
    notices: list[Problem]


def read(found: Round, content: bytes) -> Reading:
    """Raises UnreadableError."""
    spec = spec_of(found)
    raw = find_sheet(read_document(content), spec)
    reading: SheetReading = read_sheet(raw, spec)  # type: ignore[arg-type] # a required sheet is there
    if reading.total > MOST_ROWS:
        raise UnreadableError("many_rows", limit=MOST_ROWS)
    return Reading([_recipient(row.number, row.values) for row in reading.rows], reading.problems, reading.notices)


def _recipient(number: int, values: dict[str, Any]) -> Recipient:
    return Recipient(
        row=number,
        email=(values.get("email") or "").lower(),
        name=values.get("name") or "",
        organisation=values.get("organisation") or "",
        actor=values.get("actor") or "",
        signs=(values.get("signs") or "yes") == "yes",
        stratum=slug(str(values.get("stratum") or ""), 50),
        cluster=values.get("cluster") or "",
    )


def rehearse(*, actor: Actor, found: Round, recipients: Sequence[Recipient]) -> list[Line[Recipient]]:
    """What bringing them in would do, row by row. Nothing is kept."""
    with rehearsal():
        return bring_in(actor=actor, found=found, recipients=recipients)


@transaction.atomic
def bring_in(*, actor: Actor, found: Round, recipients: Sequence[Recipient]) -> list[Line[Recipient]]:
    """Each row that can be; the others are passed over, with the reason. The same file again changes nothing.

    Letters go at once where the round is open. Raises Refused.
    """
    state = Round.objects.select_for_update(of=("self",)).values_list("state", flat=True).get(pk=found.pk)
    found.state = state
    require(may_ask_more(actor, found))
    give_reason("bring in a list of recipients")
    work = _Bringing(actor, found)
    lines = [work.take(one) for one in recipients]
    work.save()
    if found.state == Round.State.OPEN and found.opens_on <= actor.today:
        queue_letters(to_write_to(actor, found))
    return lines


class _Bringing:
    """Rows on their way: what there is, read once, and what is new, written at the end."""

    def __init__(self, actor: Actor, found: Round) -> None:
        self.found = found
        self.by_persons = found.kind == Round.Kind.PERSONS
        contacts = {one.pk: one for one in contacts_of(actor, found)}
        self.by_organisation = {one.organisation_id: one for one in contacts.values() if one.organisation_id}
        links = visible(actor, Link).filter(contact__in=contacts, withdrawn_on=None)
        self.links = {(one.contact_id, one.email): one for one in links}
        self.by_email = {one.email: one for one in self.links.values()} if self.by_persons else {}
        self.contacts = contacts
        self.organisations = {} if self.by_persons else organisations_by_name(actor)
        self.new_contacts: list[Contact] = []
        self.new_links: list[Link] = []
        self.seen: set[tuple[str, str]] = set()

    def take(self, one: Recipient) -> Line[Recipient]:
        key = (one.organisation.casefold(), one.email)
        if key in self.seen:
            return Line(one, Done.REFUSED, _("The address stands on an earlier row."))
        self.seen.add(key)
        return self._person(one) if self.by_persons else self._organisation(one)

    def _person(self, one: Recipient) -> Line[Recipient]:
        link = self.by_email.get(one.email)
        kind = one.actor or Organisation.Type.MUNICIPALITY
        if link is None:
            contact = Contact(round=self.found, actor=kind, name=one.name or one.email, email=one.email)
            contact.stratum, contact.cluster = one.stratum, one.cluster
            self.new_contacts.append(contact)
            self.new_links.append(new_link(contact, name=one.name, email=one.email))
            return Line(one, Done.ADDED)
        contact = self.contacts[link.contact_id]
        values = {"actor": kind, "name": one.name or one.email, "stratum": one.stratum, "cluster": one.cluster}
        return self._changed(one, contact, values)

    def _organisation(self, one: Recipient) -> Line[Recipient]:
        organisation = self.organisations.get(one.organisation.casefold())
        if organisation is None:
            words = _("There is no organisation of that name. Write it as it stands among the organisations.")
            return Line(one, Done.REFUSED, words)
        contact = self.by_organisation.get(organisation.pk)
        if contact is None:
            contact = Contact(
                round=self.found, organisation=organisation, actor=organisation.type, name=organisation.name
            )
            contact.stratum, contact.cluster = one.stratum, one.cluster
            self.new_contacts.append(contact)
            self.by_organisation[organisation.pk] = contact
        link = self.links.get((contact.pk, one.email))
        if link is None:
            link = new_link(contact, name=one.name, email=one.email, may_sign=one.signs)
            self.links[contact.pk, one.email] = link
            self.new_links.append(link)
            return Line(one, Done.ADDED)
        values = {"stratum": one.stratum or contact.stratum, "cluster": one.cluster or contact.cluster}
        changed = self._changed(one, contact, values).done
        if (link.name, link.may_sign) != (one.name or link.name, one.signs):
            link.name, link.may_sign = one.name or link.name, one.signs
            link.save(update_fields=["name", "may_sign"])
            changed = Done.CHANGED
        return Line(one, changed)

    def _changed(self, one: Recipient, contact: Contact, values: dict[str, str]) -> Line[Recipient]:
        if all(getattr(contact, name) == value for name, value in values.items()):
            return Line(one, Done.SAME)
        for name, value in values.items():
            setattr(contact, name, value)
        contact.save(update_fields=list(values))
        return Line(one, Done.CHANGED)

    def save(self) -> None:
        Contact.objects.bulk_create(self.new_contacts)
        Link.objects.bulk_create(self.new_links)


def pack(recipients: Iterable[Recipient], *, user: int | None, round_id: int) -> str:
    return bringing.pack(recipients, salt=SALT, user=user, round=round_id)


def unpack(text: str, *, user: int | None, round_id: int) -> list[Recipient]:
    """Raises Refused for what was not packed within the hour, by the same user, for the same round."""
    recipients, _about = bringing.unpack(text, Recipient, salt=SALT, user=user, round=round_id)
    return recipients
