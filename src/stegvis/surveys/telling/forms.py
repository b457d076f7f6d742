"""Choosing what is crossed, and what goes into a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stegvis.surveys.content.document import Questionnaire
from stegvis.surveys.models import AnswerFile, Round
from stegvis.surveys.telling import wording
from stegvis.surveys.telling.backgrounds import backgrounds_of, crossable_questions


class CrossingForm(forms.Form):
    """A background and a question."""

    background = forms.ChoiceField(label=pgettext_lazy("of who answers", "Background"))
    question = forms.ChoiceField(label=_("Question"))

    def __init__(self, *args: Any, questionnaire: Questionnaire, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        backgrounds = backgrounds_of(questionnaire)
        questions = {
            code: one
            for background in backgrounds
            for code, one in crossable_questions(questionnaire, background).items()
        }
        for name, found in (("background", backgrounds), ("question", questions)):
            field: Any = self.fields[name]
            field.choices = [(code, wording.worded(one.text)) for code, one in found.items()]


class GivingForm(forms.Form):
    """Which file, and of organisations whether free text goes along."""

    kind = forms.ChoiceField(label=_("File"), choices=AnswerFile.Kind.choices, initial=AnswerFile.Kind.SAV)
    with_words = forms.BooleanField(label=_("Take free text along"), required=False)

    def __init__(self, *args: Any, found: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if found.kind == Round.Kind.PERSONS:
            del self.fields["with_words"]
