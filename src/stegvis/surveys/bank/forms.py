"""The inputs of the bank: a question by itself, as the editor has them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy

from stegvis.surveys.content.document import OF_ROWS, Kind
from stegvis.surveys.content.plain import Plain
from stegvis.surveys.questionnaires.forms import OwnerForm, PartForm
from stegvis.surveys.questionnaires.parts import Place

PLACE = Place((0, 0))


def alone(question: Plain) -> Plain:
    """A questionnaire of this question only, as the parts' forms want it."""
    return {"code": "bank", "title": {"sv": ""}, "sections": [{"code": "bank", "questions": [question]}]}


def item_form(question: Plain, more: int = 0) -> PartForm:
    """The form of a question that stands alone: without conditions, its code kept."""
    form = PartForm(alone(question), PLACE, question, more)
    form.conditions = []
    return form


def new_form(question: Plain, more: int = 0) -> tuple[PartForm, list[BoundField]]:
    """The same with the code first, and by itself the input of its kind, which decides what else there is."""
    form = item_form(question, more)
    kind = form.main.pop(0)
    form.main.insert(0, form.aside.pop())
    return form, kind


def row_form(question: Plain, place: Place, row: Plain) -> PartForm:
    """Of one row of a matrix or a ladder: who is asked, its areas and its earlier wave too."""
    return PartForm(alone(question), place, row)


def begun(kind: str) -> Plain:
    """A question of the kind that nothing is said in yet; of one choice where there is no such kind."""
    known = Kind(kind) if kind in set(Kind) else Kind.SINGLE
    question: dict[str, Any] = {"code": "", "kind": known.value, "text": {}}
    return question | {"rows": []} if known in OF_ROWS else question


class WhoseForm(OwnerForm):
    """Whose bank it goes into, and under which heading there."""

    group = forms.CharField(label=gettext_lazy("Group"), max_length=80, required=False)
