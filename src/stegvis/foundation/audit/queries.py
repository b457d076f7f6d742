"""Reading the logs: who changed what about a person, and who has looked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.utils.text import capfirst

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.declaration import access_of, history_models
from stegvis.foundation.access.policy import visible
from stegvis.foundation.access.rules import AllRules, AnyRule, IsPerson, Rule
from stegvis.foundation.accounts.models import User
from stegvis.foundation.audit.models import Reading


@dataclass(frozen=True)
class FieldChange:
    """One field's value before and after, as plain values: a date, a number, a row of another table, a text."""

    name: str
    label: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Change:
    """One row added, changed or removed. ``user`` is None for Stegvis itself; ``roles`` are those held then."""

    sequence: int
    at: datetime
    verb: str  # insert, update or delete
    model: str  # such as people.evidence
    subject: str  # what kind of row
    row: Mapping[str, Any]  # the row after the change, or as it was when removed, by the fields' names
    fields: tuple[FieldChange, ...]
    user: int | None
    roles: tuple[str, ...]
    reason: str


class History(Sequence[Change]):
    """The changes of what is kept about one person, newest first by sequence; a page of it is cut with a slice.

    Costs one query to count, and for a slice one, plus one for each kind of row in it and each kind it points at.
    """

    def __init__(self, actor: Actor, person: UUID) -> None:
        self.actor = actor
        self.sources = {
            model._meta.label: visible(actor, model).filter(**{field: person})
            for model in history_models()
            if (field := person_field(access_of(model).read))
        }

    def __len__(self) -> int:
        return self._sequence().count()

    def __getitem__(self, part: Any) -> Any:
        """The changes of a slice. Single ones are not to be had: each would cost as much as a page."""
        wanted: dict[str, list[int]] = {}
        for sequence, label in self._sequence().order_by("-pgh_id")[part]:
            wanted.setdefault(label, []).append(sequence)
        changes = [change for label, sequences in wanted.items() for change in self._changes(label, sequences)]
        return sorted(changes, key=lambda change: -change.sequence)

    def _sequence(self) -> QuerySet:
        first, *rest = (
            rows.order_by().annotate(pgh_source=Value(label)).values_list("pgh_id", "pgh_source")
            for label, rows in self.sources.items()
        )
        return first.union(*rest, all=True)

    def _changes(self, label: str, sequences: Collection[int]) -> Iterator[Change]:
        """The wanted events, each beside the state before it: all states of the rows concerned are read once."""
        rows = self.sources[label]
        concerned = rows.filter(pgh_id__in=sequences).values("pgh_obj_id")
        events: list[Any] = list(rows.filter(pgh_obj_id__in=concerned).order_by("pgh_id"))
        names = Names(self.actor, events)
        before: dict[Any, Any] = {}
        for event in events:
            if event.pgh_id in sequences:
                yield _change(event, before.get(event.pgh_obj_id), names)
            before[event.pgh_obj_id] = event


class Names:
    """The rows that events point at, fetched once per table, as far as the actor may see them."""

    def __init__(self, actor: Actor, events: Iterable[Any]) -> None:
        self.found: dict[type[Model], Mapping[Any, Model | str]] = {}
        wanted: dict[type[Model], set[Any]] = {}
        for event in events:
            for field in shown_fields(type(event)):
                if field.is_relation:
                    wanted.setdefault(field.related_model, set()).add(getattr(event, field.attname))
        for model, keys in wanted.items():
            self.found[model] = names_of(keys) if model is User else visible(actor, model).in_bulk(keys - {None})

    def value(self, event: Any, field: Any) -> Any:
        value = getattr(event, field.attname)
        if field.is_relation:
            return self.found[field.related_model].get(value, "")
        return getattr(event, f"get_{field.name}_display")() if field.choices else value


def history_of(actor: Actor, person: UUID) -> History:
    """What has been changed about ``person``, as far as the actor may read it."""
    return History(actor, person)


def readings_of(actor: Actor, person: UUID) -> QuerySet[Reading]:
    """Who has opened ``person``'s record, newest first."""
    return visible(actor, Reading).filter(person=person).order_by("-id")


def names_of(users: Iterable[int | None]) -> dict[int, str]:
    """User key → name, without those whose identity is protected from the actor and those whose account is closed."""
    rows = User.objects.filter(pk__in={user for user in users if user is not None}).exclude(name="")
    shown = rows.exclude(pk__in=RawSQL("SELECT stegvis_hidden_users()", ()))
    return dict(shown.values_list("pk", "name"))


def person_field(rule: Rule) -> str:
    """The field by which a row says whom it is about: what the person themself reads by. Empty when there is none."""
    if isinstance(rule, IsPerson):
        return rule.field
    if isinstance(rule, AnyRule | AllRules):
        return next((found for part in rule.rules if (found := person_field(part))), "")
    return ""


def shown_fields(model: type[Model]) -> list[Any]:
    """The fields of a history model that say something to a reader."""
    hidden = {person_field(access_of(model).read), "id", "user"}
    return [f for f in model._meta.concrete_fields if not f.name.startswith("pgh_") and f.name not in hidden]


def _change(event: Any, before: Any, names: Names) -> Change:
    context = event.pgh_context or {}
    return Change(
        sequence=event.pgh_id,
        at=event.pgh_created_at,
        verb=event.pgh_label,
        model=event.pgh_tracked_model._meta.label_lower,
        row={field.name: names.value(event, field) for field in shown_fields(type(event))},
        subject=capfirst(str(event.pgh_tracked_model._meta.verbose_name)),
        fields=tuple(_field_changes(event, before, names)),
        user=context.get("user"),
        roles=tuple(context.get("roles") or ()),
        reason=context.get("reason") or "",
    )


def _field_changes(event: Any, before: Any, names: Names) -> Iterator[FieldChange]:
    is_removed = event.pgh_label == "delete"
    for field in shown_fields(type(event)):
        value = names.value(event, field)
        old = names.value(before, field) if before is not None and not is_removed else None
        new = None if is_removed else value
        old = value if is_removed else old
        if (old or None) != (new or None):
            yield FieldChange(field.name, capfirst(str(field.verbose_name)), old, new)
