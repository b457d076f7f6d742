"""Stating, correcting and taking back; checking and declining. Every change is told to whom it concerns."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from stegvis.careers.evidence import tasks
from stegvis.careers.evidence.asking import STATABLE, asked_of
from stegvis.careers.evidence.documents import Document
from stegvis.careers.evidence.policies import may_change, may_check, may_correct, may_state
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, writable
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.documents.identity import holds_personal_number
from stegvis.foundation.documents.text import clean, slug
from stegvis.foundation.notices.services import notify
from stegvis.people.models import Evidence, EvidenceFile
from stegvis.people.signals import competence_changed

Kind, State = Evidence.Kind, Evidence.State
ENDS = {Kind.PRACTICE, Kind.ASSIGNMENT}
"""These end, and count for what they were; everything else lapses."""
EARLIEST = date(1940, 1, 1)
LONGEST_YEARS = 50
MOST_FILES = 5


@dataclass(frozen=True)
class Statement:
    """What somebody says of themself. ``code`` is empty for what no framework asks for; ``amount`` as Evidence's."""

    kind: str
    title: str
    valid_from: date
    code: str = ""
    area: str = ""
    amount: int = 1
    valid_until: date | None = None
    reference: str = ""
    text: str = ""


@transaction.atomic
def state_evidence(
    *, actor: Actor, employer_id: int, statement: Statement, document: Document | None = None
) -> Evidence:
    """Register one's own, to be checked; a reflection is nobody's to check. Raises Refused."""
    if actor.person is None:
        raise NotYours
    require(may_state(actor, employer_id))
    values = _checked(actor, statement)
    evidence = Evidence(
        person_id=actor.person, employer_id=employer_id, state=State.STATED, source=Evidence.Source.PERSON, **values
    )
    _save(evidence)
    if document is not None:
        add_document(actor=actor, evidence=evidence, document=document)
    _ask_for_check(evidence)
    return evidence


@transaction.atomic
def correct_evidence(
    *, actor: Actor, evidence: Evidence, statement: Statement, document: Document | None = None
) -> Evidence:
    """Change one's own while nobody has checked it; what was declined is sent again. Raises Refused."""
    evidence = _locked(actor, evidence)
    require(may_correct(actor, evidence))
    for name, value in _checked(actor, statement).items():
        setattr(evidence, name, value)
    evidence.state, evidence.answer, evidence.checked_by_id = State.STATED, "", None
    _save(evidence)
    if document is not None:
        add_document(actor=actor, evidence=evidence, document=document)
    _ask_for_check(evidence)
    return evidence


@transaction.atomic
def take_back_evidence(*, actor: Actor, evidence: Evidence) -> None:
    """Remove one's own with its files, while nobody has checked it. Raises Refused."""
    evidence = _locked(actor, evidence)
    require(may_change(actor, evidence))
    evidence.delete()


@transaction.atomic
def add_document(*, actor: Actor, evidence: Evidence, document: Document) -> None:
    """Keep a file with the evidence. Nobody opens it before it is found clean, where files are looked through."""
    if EvidenceFile.objects.filter(evidence=evidence, digest=document.digest).exists():
        return
    if EvidenceFile.objects.filter(evidence=evidence).count() >= MOST_FILES:
        raise Refused(_("There are five files already. Remove what is not needed, and register it anew."))
    is_scanned = bool(settings.FILE_SCAN)
    file = EvidenceFile.objects.create(
        evidence=evidence,
        person_id=evidence.person_id,
        employer_id=evidence.employer_id,
        name=document.name,
        media_type=document.media_type,
        size=len(document.content),
        digest=document.digest,
        content=document.content,
        scan=EvidenceFile.Scan.WAITING if is_scanned else EvidenceFile.Scan.CLEAN,
        added_by_id=actor.user,
    )
    if is_scanned:
        tasks.scan_file.defer(file_id=str(file.pk))


@transaction.atomic
def check_evidence(*, actor: Actor, evidence: Evidence, how: str, seen: str) -> None:
    """Accept it: from now on it counts. ``seen`` is the mark of what was looked at. Raises Refused."""
    evidence = _answered(actor, evidence, seen)
    _answer(actor, evidence, State.VERIFIED, checked_on=actor.today, checked_how=clean(how)[:120], answer="")
    competence_changed.send(Evidence, employer_id=evidence.employer_id, person_ids=[evidence.person_id])


@transaction.atomic
def decline_evidence(*, actor: Actor, evidence: Evidence, why: str, seen: str) -> None:
    """Say why it is not accepted; the person may correct it and send it again. Raises Refused."""
    if not clean(why):
        raise Refused(_("Say why it is not accepted. The person reads it."))
    evidence = _answered(actor, evidence, seen)
    _answer(actor, evidence, State.DECLINED, answer=clean(why)[:300])


def _answered(actor: Actor, evidence: Evidence, seen: str) -> Evidence:
    """The row, locked, if it still is what was looked at and waits."""
    evidence = _locked(actor, evidence)
    require(may_check(actor, evidence))
    if evidence.state != State.STATED or evidence.kind == Kind.REFLECTION:
        raise Refused(_("It is already answered."))
    if seen != mark_of(evidence):
        raise Refused(_("It has been changed since you opened the page. Look at it again."))
    return evidence


def _answer(actor: Actor, evidence: Evidence, state: str, **fields: Any) -> None:
    Evidence.objects.filter(pk=evidence.pk).update(state=state, checked_by=actor.user, **fields)
    notify(
        users=[_user_of(evidence)],
        kind="evidence.answered",
        params={"evidence": evidence.pk},
        link=reverse("careers:evidence"),
        key=f"evidence-{evidence.pk}-{state}-{mark_of(evidence)}",
    )


def mark_of(evidence: Evidence) -> str:
    """What tells one state of somebody's statement from another, files included."""
    import hashlib

    fields = ("kind", "code", "area", "title", "amount", "valid_from", "valid_until", "reference", "text")
    files = sorted(evidence.files.values_list("digest", flat=True))
    return hashlib.sha256(repr([*(getattr(evidence, name) for name in fields), files]).encode()).hexdigest()[:32]


def _user_of(evidence: Evidence) -> int | None:
    return evidence.person.user_id


def _locked(actor: Actor, evidence: Evidence) -> Evidence:
    """The row as it is now, until the end of the transaction. Raises NotYours."""
    found = writable(actor, Evidence).filter(pk=evidence.pk).select_for_update(of=("self",)).first()
    if found is not None:
        return found
    if evidence.person_id == actor.person:  # checked in the meantime, and no longer the person's to change
        raise Refused(_("What has been checked stays as it is. Ask your manager if something in it is wrong."))
    raise NotYours


def _ask_for_check(evidence: Evidence) -> None:
    if evidence.kind != Kind.REFLECTION:
        tasks.tell_checkers.defer(evidence_id=evidence.pk)


def _save(evidence: Evidence) -> None:
    """Raises Refused where the person has the same already."""
    try:
        with transaction.atomic():
            evidence.save()
    except IntegrityError as error:
        if "evidence_is_stated_once" not in str(error):
            raise
        raise Refused(_("This is registered already, with the same date. Look for it in your list.")) from error


def _checked(actor: Actor, statement: Statement) -> dict[str, Any]:
    """The fields to be stored. Raises Refused with the first thing that cannot be so."""
    if statement.kind not in STATABLE:
        raise Refused(_("That is not for yourself to register."))
    title, reference = clean(statement.title)[:200], clean(statement.reference)[:80]
    if not title:
        raise Refused(_("Say what it is."))
    if any(holds_personal_number(text) for text in (title, reference, statement.text)):
        raise Refused(_("Leave out personal numbers. They are not kept here."))
    asked = asked_of(actor)
    fact = asked.facts.get(f"{statement.kind}:{statement.code}")
    if statement.code and fact is None:
        raise Refused(_("Your career framework does not ask for that."))
    if statement.area and statement.area not in asked.areas:
        raise Refused(_("Your career framework has no such area."))
    until = statement.valid_until
    if until is None and fact is not None and fact.valid_months:
        until = months_later(statement.valid_from, fact.valid_months)
    _check_dates(actor.today, statement, until)
    return {
        "kind": statement.kind,
        "code": statement.code or slug(title, 80) or Kind(statement.kind).value,
        "area": statement.area,
        "title": title,
        "amount": statement.amount,
        "valid_from": statement.valid_from,
        "valid_until": until,
        "reference": reference,
        "text": "\n".join(clean(line) for line in statement.text.splitlines()).strip(),
    }


def _check_dates(today: date, statement: Statement, until: date | None) -> None:
    if statement.valid_from > today:
        raise Refused(_("The date is in the future. Register it when you have it."))
    if statement.valid_from < EARLIEST:
        raise Refused(_("The date is too long ago to be right."))
    if until is None:
        return
    if until > date(today.year + LONGEST_YEARS, 12, 31):
        raise Refused(_("The last date is too far away to be right. Leave it empty if it does not lapse."))
    if until < statement.valid_from:
        raise Refused(_("It cannot end before it begins."))
    if statement.kind in ENDS and until > today:
        return
    if statement.kind not in ENDS and until < today:
        raise Refused(_("It is no longer valid, so it would not count. Register it when it is renewed."))


def months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
