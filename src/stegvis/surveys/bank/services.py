"""Writing the bank. What is in it keeps its code; what is no longer asked is retired, never deleted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
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

NOT_KEPT = ("shown_when", "shown_if_any", "scale")
"""What leans on the questionnaire around a question."""


def by_itself(question: Plain, scales: dict[str, Any], actors: Sequence[str] = ()) -> Plain:
    """A question of a questionnaire as the bank keeps it: with its choices, without its conditions.

    ``actors`` are whom its section asks, which a question that names nobody itself takes with it.
    """
    kept = {key: value for key, value in question.items() if key not in NOT_KEPT}
    if named := question.get("scale"):
        kept["choices"] = scales.get(named, [])
    if actors and not kept.get("actors"):
        kept["actors"] = list(actors)
    return kept


@transaction.atomic
def put_section_into_bank(*, actor: Actor, owner: Owner, section: Plain, questions: Iterable[Plain]) -> tuple[int, int]:
    """Store ``questions`` of a section as one group; gives how many are new, and how many were brought up to date.

    Raises Refused, and keeps none of them, where anything is wrong with one.
    """
    group = section.get("title", {}).get("sv", "")
    made = [put_into_bank(actor=actor, owner=owner, question=one, group=group)[1] for one in questions]
    return made.count(True), made.count(False)


@transaction.atomic
def put_into_bank(*, actor: Actor, owner: Owner, question: Plain, group: str = "") -> tuple[Item, bool]:
    """Store a question under its code; one with that code is brought up to date. Whether it is new comes with it.

    Raises Refused where anything is wrong with it, or where the owner is not the actor's.
    """
    require(may_lead(actor, owner))
    _refuse_wrong(question)
    is_employer = isinstance(owner, Organisation)
    whose: dict[str, Any] = {
        "employer": owner if is_employer else None,
        "collaboration": None if is_employer else owner,
    }
    found = writable(actor, Item).filter(**whose, code=question["code"]).first()
    if found is None:
        return Item.objects.create(**whose, code=question["code"], content=question, group=clean(group)[:80]), True
    return change_item(actor=actor, item=found, question=question, group=group or found.group), False


@transaction.atomic
def change_item(*, actor: Actor, item: Item, question: Plain, group: str) -> Item:
    """Write an item anew under the code that it has. Raises Refused."""
    require(may_lead(actor, item.owner))
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
