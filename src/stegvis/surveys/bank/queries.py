"""Reading the bank."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import get_visible, visible
from stegvis.surveys.models import Item, Questionnaire, Version
from stegvis.surveys.questionnaires.queries import using


@dataclass(frozen=True)
class Uses:
    """Where an item is asked: in what is being written, and in what is fixed."""

    questionnaires: list[Questionnaire]
    versions: list[Version]

    def __bool__(self) -> bool:
        return bool(self.questionnaires or self.versions)


def items_of(actor: Actor, *, words: str = "", group: str = "", retired: bool = False) -> QuerySet[Item]:
    """Items that the actor may read, those that hold every word, of one group, retired or in use.

    Each group in the order that it came in, which is that of the section it came from.
    """
    rows = visible(actor, Item).filter(retired_at__isnull=not retired).select_related("employer", "collaboration")
    for word in words.split()[:10]:
        rows = rows.filter(Q(code__icontains=word) | Q(content__icontains=word) | Q(group__icontains=word))
    return (rows.filter(group=group) if group else rows).order_by("group", "pk")


def item_of(actor: Actor, key: int | str) -> Item:
    """One item that the actor may read. Raises NotYours."""
    return get_visible(actor, Item, visible(actor, Item).select_related("employer", "collaboration"), pk=key)


def groups_of(actor: Actor) -> list[str]:
    rows = visible(actor, Item).exclude(group="").order_by("group")
    return list(rows.values_list("group", flat=True).distinct())


def uses_of(actor: Actor, item: Item) -> Uses:
    asked = using(item.code)
    drafts = visible(actor, Questionnaire).filter(asked).defer("content", "text").order_by("title")
    versions = visible(actor, Version).filter(asked).defer("content").select_related("questionnaire")
    return Uses(list(drafts[:100]), list(versions.order_by("questionnaire__title", "-number")[:100]))
