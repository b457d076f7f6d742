"""Choosing what is crossed, and what goes into a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stegvis.foundation.components.fields import WholeNumberField
from stegvis.surveys.content.document import Question, Questionnaire
from stegvis.surveys.models import AnswerFile, Round
from stegvis.surveys.telling import wording
from stegvis.surveys.telling.backgrounds import backgrounds_of, crossable_questions
from stegvis.surveys.telling.choosing import LEAST, MOST


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


class HidingForm(forms.Form):
    """Of organisations: whether what is of few is hidden, and how few are few."""

    hides_small = forms.BooleanField(
        label=_("Hide what is of few organisations"),
        required=False,
        help_text=_(
            "Replies of organisations can be public. Leave it unticked only where nothing in them must be kept from"
            " others: every figure is then told, also of one organisation alone."
        ),
    )
    fewest = WholeNumberField(
        label=_("Tell of no fewer than"),
        min_value=LEAST,
        max_value=MOST,
        help_text=_(
            "Figures of fewer are hidden, and as many others as it takes for them not to be worked out. A higher number"
            " protects more and hides more."
        ),
    )


class MarginForm(forms.Form):
    """How many of the whole population would choose each answer of one background."""

    is_filter = True  # "optional" beside each of many fields would be said for nothing

    def __init__(self, data: Any, *, question: Question, sizes: Mapping[str, int]) -> None:
        super().__init__(data, prefix=question.code)
        self.question, self.is_set = question, bool(sizes)
        for one in question.choices:
            self.fields[one.code] = WholeNumberField(
                label=wording.worded(one.text),
                required=False,
                min_value=0,
                max_value=100_000_000,
                initial=sizes.get(one.code),
            )

    @property
    def title(self) -> str:
        return wording.worded(self.question.text)

    @property
    def totals(self) -> dict[str, int]:
        return {code: size for code, size in self.cleaned_data.items() if size is not None}


class GivingForm(forms.Form):
    """Which file, and of organisations whether free text goes along."""

    kind = forms.ChoiceField(label=_("File"), choices=AnswerFile.Kind.choices, initial=AnswerFile.Kind.SAV)
    with_words = forms.BooleanField(label=_("Take free text along"), required=False)
    reason = forms.CharField(
        label=_("What the file is needed for"),
        max_length=300,
        help_text=_("Kept with your name in the history of the survey, also when the answers are deleted."),
    )

    def __init__(self, *args: Any, found: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["with_words" if found.kind == Round.Kind.PERSONS else "reason"]
