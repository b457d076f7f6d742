"""The record in full, for another program: every row about the person that the person may read, and its history.

Made from the models, so that what a later room keeps about a person is in it without a word here. ``schema`` says what
a file holds; ``docs/record.schema.json`` is the same as a file, and ``docs/record.md`` tells of it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Model
from django.utils import timezone

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.declaration import access_of, guarded_models, is_history
from stegvis.foundation.access.policy import visible
from stegvis.foundation.access.rules import AsRow, IsPerson
from stegvis.foundation.access.seen import parts_of
from stegvis.foundation.accounts.models import User
from stegvis.foundation.audit.models import Reading
from stegvis.foundation.audit.queries import History, history_of, names_of, readings_of
from stegvis.organisations.models import Organisation
from stegvis.people.models import Person

FORMAT, VERSION = "stegvis-record", 1
FILE_TYPE = "application/json"


def record_file(actor: Actor, person: UUID) -> bytes:
    return json.dumps(record_of(actor, person), cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()


def record_of(actor: Actor, person: UUID) -> dict[str, Any]:
    """What ``schema`` describes; dates and keys are as Python has them until they are written."""
    parts = {
        model._meta.label_lower: list(visible(actor, model).filter(person=person).order_by("pk"))
        for model in personal_models()
    }
    me = visible(actor, Person).get(pk=person)
    words = _Words(actor, [me, *(row for rows in parts.values() for row in rows)])
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_at": timezone.now(),
        "person": words.row(me),
        "parts": {label: [words.row(row) for row in rows] for label, rows in parts.items() if rows},
        "readings": _readings(actor, person),
        "changes": _changes(history_of(actor, person)),
    }


def personal_models() -> list[type[Model]]:
    """What is kept about somebody and may be read by them, the person's own row and the log of readings aside."""
    return [
        model
        for model in guarded_models()
        if not is_history(model)
        and model is not Reading
        and any(field.name == "person" for field in model._meta.concrete_fields)
        and any(isinstance(rule, IsPerson | AsRow) for rule in parts_of(access_of(model).read))
    ]


def kept_fields(model: type[Model]) -> list[Any]:
    """All but what files hold, whose record it is, and what the database makes for itself."""
    fields: tuple[Any, ...] = model._meta.concrete_fields
    own = [f for f in fields if (f.serialize or f.primary_key) and not f.generated]
    return [f for f in own if not isinstance(f, models.BinaryField) and f.name != "person"]


class _Words:
    """Rows of other tables by their names, fetched once for each table; the record's own rows by their keys."""

    def __init__(self, actor: Actor, rows: Iterable[Model]) -> None:
        wanted: dict[type[Model], set[Any]] = defaultdict(set)
        for row in rows:
            for field in kept_fields(type(row)):
                if _is_named(field):
                    wanted[field.related_model].add(getattr(row, field.attname))
        self.names: dict[type[Model], Mapping[Any, Any]] = {
            model: names_of(keys) if model is User else visible(actor, model).in_bulk(keys - {None})
            for model, keys in wanted.items()
        }

    def row(self, row: Model) -> dict[str, Any]:
        return {field.name: self.value(row, field) for field in kept_fields(type(row))}

    def value(self, row: Model, field: Any) -> Any:
        value = getattr(row, field.attname)
        return str(self.names[field.related_model].get(value, "")) if _is_named(field) else value


def _is_named(field: Any) -> bool:
    return field.is_relation and field.related_model not in personal_models()


def _readings(actor: Actor, person: UUID) -> list[dict[str, Any]]:
    rows = list(readings_of(actor, person))
    names = names_of(row.reader_id for row in rows)
    employers = visible(actor, Organisation).in_bulk({key for row in rows for key in row.employers})
    return [
        {
            "at": row.at,
            "by": names.get(row.reader_id, ""),
            "employers": [str(employers[key]) for key in row.employers if row.reader_id in names],
            "page": row.page,
        }
        for row in rows
    ]


def _changes(history: History) -> list[dict[str, Any]]:
    changes = history[:]
    names = names_of(change.user for change in changes)
    return [
        {
            "at": change.at,
            "kind": change.model,
            "verb": change.verb,
            "by": names.get(change.user, ""),
            "fields": [
                {"name": field.name, "before": _said(field.before), "after": _said(field.after)}
                for field in change.fields
            ],
        }
        for change in changes
    ]


def _said(value: Any) -> str | None:
    return None if value is None else str(value)


def schema() -> dict[str, Any]:
    """The JSON Schema of a file of this version."""
    text, moment = {"type": "string"}, {"type": "string", "format": "date-time"}
    maybe = {"type": ["string", "null"]}
    change = _closed(name=text, before=maybe, after=maybe)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A person's record in Stegvis",
        **_closed(
            format={"const": FORMAT},
            version={"const": VERSION},
            made_at=moment,
            person=_row_schema(Person),
            parts={
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    model._meta.label_lower: {"type": "array", "items": _row_schema(model)}
                    for model in personal_models()
                },
            },
            readings=_list(_closed(at=moment, by=text, employers=_list(text), page=text)),
            changes=_list(
                _closed(
                    at=moment, kind=text, verb={"enum": ["insert", "update", "delete"]}, by=text, fields=_list(change)
                )
            ),
        ),
    }


def _closed(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(properties),
        "properties": properties,
    }


def _list(items: Any) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _row_schema(model: type[Model]) -> dict[str, Any]:
    return _closed(**{field.name: _field_schema(field) for field in kept_fields(model)})


def _field_schema(field: Any) -> dict[str, Any]:
    """By the field's kind; a row of another table is its name, one of the record's own its key."""
    if field.is_relation:
        return {"type": "string"} if _is_named(field) else _nullable(field, ["integer", "string"])
    for kinds, found in (
        (models.JSONField, {}),
        (models.BooleanField, {"type": "boolean"}),
        (models.IntegerField, {"type": "integer"}),
        (models.DateTimeField, {"type": "string", "format": "date-time"}),
        (models.DateField, {"type": "string", "format": "date"}),
        (models.UUIDField, {"type": "string", "format": "uuid"}),
    ):
        if isinstance(field, kinds):
            return {**found, **_nullable(field, [found["type"]])} if found else {}
    if hasattr(field, "base_field"):
        return {"type": "array", "items": _field_schema(field.base_field)}
    told = _nullable(field, ["string"])
    if not field.choices:
        return told
    unsaid = [""] if field.blank else []
    return {**told, "enum": [*unsaid, *(value for value, _label in field.flatchoices)]}


def _nullable(field: Any, kinds: list[str]) -> dict[str, Any]:
    kinds = [*kinds, "null"] if field.null else kinds
    return {"type": kinds if len(kinds) > 1 else kinds[0]}
