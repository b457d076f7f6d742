"""A person's rows of many models in one query, for a page that has something from nearly every room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import CharField, F, Model, QuerySet, Value, Window
from django.db.models.functions import JSONObject, RowNumber

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible

M = TypeVar("M", bound=Model)


class RowsTogether:
    """What the actor may read about the person of each of the models, in the model's own order. One query.

    ``wanted`` names for each model the texts of other rows that are fetched beside, such as ``employer__name``: the
    other row then has its key and those texts alone, and is None where the actor may not read it.
    """

    def __init__(self, actor: Actor, person: UUID, wanted: Mapping[type[Model], Iterable[str]]) -> None:
        self._rows: dict[type[Model], list[Any]] = {model: [] for model in wanted}
        models = {model._meta.label_lower: model for model in wanted}
        first, *rest = (_packed(actor, person, model, beside) for model, beside in wanted.items())
        for label, _place, values in first.union(*rest, all=True).order_by("of_model", "its_place"):
            model = models[label]
            self._rows[model].append(_unpacked(model, values, wanted[model]))

    def of(self, model: type[M]) -> list[M]:
        return self._rows[model]


def _packed(actor: Actor, person: UUID, model: type[Model], beside: Iterable[str]) -> QuerySet[Any, Any]:
    values = {name: F(name) for name in (*_names(model), *beside)}
    order: Any = model._meta.ordering
    rows = visible(actor, model).filter(person=person).order_by()
    packed = rows.annotate(
        of_model=Value(model._meta.label_lower, output_field=CharField()),
        its_place=Window(RowNumber(), order_by=order),
        its_values=JSONObject(**values),
    )
    return packed.values_list("of_model", "its_place", "its_values")


def _unpacked(model: type[M], values: Mapping[str, Any], beside: Iterable[str]) -> M:
    fields = _kept(model)
    row = model.from_db("default", _names(model), [field.to_python(values[field.attname]) for field in fields])
    for name in beside:
        other, text = name.split("__")
        made: Any = model._meta.get_field(other).related_model
        if values[name] is None:
            row._state.fields_cache[other] = None
        else:
            row._state.fields_cache[other] = made(pk=getattr(row, f"{other}_id"), **{text: values[name]})
    return row


def _names(model: type[Model]) -> list[str]:
    return [field.attname for field in _kept(model)]


def _kept(model: type[Model]) -> list[Any]:
    """All but what the database makes for itself."""
    fields: Iterable[Any] = model._meta.concrete_fields
    return [field for field in fields if field.serialize or field.primary_key]
