"""Writing the bank. What is in it keeps its code; what is no longer asked is retired, never deleted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import writable
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.documents.text import clean
from stegvis.organisations.models import Organisation
from stegvis.surveys.bank.queries import item_of
from stegvis.surveys.content.checks import question_problems
from stegvis.surveys.content.plain import Plain
from stegvis.surveys.models import Item
from stegvis.surveys.policies import Owner, may_lead


class Conflict(Exception):  # noqa: N818
    """Somebody else has changed the item meanwhile; it comes as it is now."""

    def __init__(self, item: Item) -> None:
        super().__init__()
        self.item = item


def digest_of(question: Plain) -> str:
    return hashlib.sha256(json.dumps(question, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


def by_itself(question: Plain, scales: dict[str, Any], section: Plain | None = None) -> Plain:
    """A question of a questionnaire as the bank keeps it: with its choices, and asked of whom its section is asked.

    Its conditions stay as they are, for whoever picks it together with what they ask about.
    """
    kept = {key: value for key, value in question.items() if key != "scale"}
    if named := question.get("scale"):
        kept["choices"] = scales.get(named, [])
    of_section: list[str] = (section or {}).get("actors") or []
    if of_section:
        own: list[str] = question.get("actors") or of_section
        kept["actors"] = [one for one in own if one in of_section] or of_section
    return kept


@transaction.atomic
def put_into_bank(*, actor: Actor, owner: Owner, question: Plain, group: str = "") -> tuple[Item, bool]:
    """Store a question under its code; one with that code is brought up to date. Whether it is new comes with it.

    Raises Refused where anything is wrong with it, or where the owner is not the actor's.
    """
    require(may_lead(actor, owner))
    _refuse_wrong(question)
    found = _under(actor, owner, question["code"])
    if found is None:
        return _created(owner, question, group), True
    return change_item(actor=actor, item=found, question=question, group=group or found.group), False


@transaction.atomic
def add_item(*, actor: Actor, owner: Owner, question: Plain, group: str = "") -> Item:
    """A question under a code that nothing in the bank has. Raises Refused, also where something has it."""
    require(may_lead(actor, owner))
    _refuse_wrong(question)
    if _under(actor, owner, question["code"]) is not None:
        raise Refused(_taken(question["code"]))
    try:
        with transaction.atomic():
            return _created(owner, question, group)
    except IntegrityError as twice:
        raise Refused(_taken(question["code"])) from twice


@transaction.atomic
def put_section_into_bank(*, actor: Actor, owner: Owner, section: Plain, questions: Iterable[Plain]) -> tuple[int, int]:
    """Store ``questions`` of a section as one group; gives how many are new, and how many were brought up to date.

    Raises Refused, and keeps none of them, where anything is wrong with one.
    """
    group = section.get("title", {}).get("sv", "")
    made = [put_into_bank(actor=actor, owner=owner, question=one, group=group)[1] for one in questions]
    return made.count(True), made.count(False)


def _taken(code: str) -> str:
    words = _("The code “%(code)s” is in the bank already. Choose another, or open that question and change it.")
    return words % {"code": code}


def _whose(owner: Owner) -> dict[str, Any]:
    is_employer = isinstance(owner, Organisation)
    return {"employer": owner if is_employer else None, "collaboration": None if is_employer else owner}


def _under(actor: Actor, owner: Owner, code: str) -> Item | None:
    return writable(actor, Item).filter(**_whose(owner), code=code).first()


def _created(owner: Owner, question: Plain, group: str) -> Item:
    return Item.objects.create(**_whose(owner), code=question["code"], content=question, group=clean(group)[:80])


@transaction.atomic
def change_item(*, actor: Actor, item: Item, question: Plain, group: str, was: str | None = None) -> Item:
    """Write an item anew under the code that it has. ``was`` is the digest of how it stood to whoever changes it; None
    writes over whatever stands. Raises Refused, and Conflict where somebody has changed it since."""
    require(may_lead(actor, item.owner))
    now = writable(actor, Item).select_for_update(of=("self",)).get(pk=item.pk)
    if was is not None and was != digest_of(now.content):
        raise Conflict(now)
    question = {**question, "code": item.code}
    _refuse_wrong(question)
    writable(actor, Item).filter(pk=item.pk).update(
        content=question, group=clean(group)[:80], retired_at=None, changed_at=timezone.now()
    )
    return item_of(actor, item.pk)


def retire_item(*, actor: Actor, item: Item) -> Item:
    """Let it be picked no more. What asks it already goes on. Raises Refused."""
    require(may_lead(actor, item.owner))
    writable(actor, Item).filter(pk=item.pk, retired_at=None).update(retired_at=timezone.now())
    return item_of(actor, item.pk)


def take_up_item(*, actor: Actor, item: Item) -> Item:
    """Let it be picked again. Raises Refused."""
    require(may_lead(actor, item.owner))
    writable(actor, Item).filter(pk=item.pk).update(retired_at=None)
    return item_of(actor, item.pk)


def _refuse_wrong(question: Plain) -> None:
    if found := question_problems(question):
        raise Refused(_("It cannot be kept in the bank yet. %(problem)s") % {"problem": str(found[0])})
