"""The inputs of the bank: a question by itself, as the editor has them."""

from __future__ import annotations

from stegvis.surveys.content.plain import Plain
from stegvis.surveys.questionnaires.forms import PartForm
from stegvis.surveys.questionnaires.parts import Place

PLACE = Place((0, 0))


def item_form(question: Plain, more: int = 0) -> PartForm:
    """The form of a question that stands alone: without conditions, its code kept."""
    content = {"code": "bank", "title": {"sv": ""}, "sections": [{"code": "bank", "questions": [question]}]}
    form = PartForm(content, PLACE, question, more)
    form.conditions = []
    return form
