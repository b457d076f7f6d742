"""A questionnaire as those who answer see it, while it is written: for a kind of organisation, in a language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from stegvis.organisations.models import Organisation
from stegvis.surveys.content.document import OF_ROWS, Kind, Questionnaire, Texts, said
from stegvis.surveys.content.plain import Plain, read
from stegvis.surveys.content.routing import Shown, ShownQuestion, shown

LANGUAGES = {"sv": "Svenska", "en": "English"}


@dataclass
class Preview:
    """``only`` is the code of the section to show; empty for all of them. Nothing that is answered in it is kept.

    ``places`` is what was chosen in a ranking, by the question's code and the choice's: two may have one place yet.
    """

    questionnaire: Questionnaire
    actor: str = ""
    language: str = "sv"
    narrow: bool = False
    only: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    places: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @property
    def shown(self) -> Shown:
        return shown(self.questionnaire, self.actor, self.answers)

    @property
    def sections(self) -> list[dict[str, Any]]:
        return [
            {
                "title": self.said(one.section.title),
                "text": self.said(one.section.text),
                "questions": [self._question(question) for question in one.questions],
            }
            for one in self.shown.sections
            if not self.only or one.section.code == self.only
        ]

    @property
    def title(self) -> str:
        return self.said(self.questionnaire.title)

    @property
    def intro(self) -> str:
        return "" if self.only else self.said(self.questionnaire.intro)

    @property
    def actors(self) -> list[tuple[str, Any]]:
        return list(Organisation.Type.choices)

    @property
    def languages(self) -> list[tuple[str, str]]:
        return list(LANGUAGES.items())

    def said(self, texts: Texts) -> str:
        return said(texts, self.language)

    def _question(self, one: ShownQuestion) -> dict[str, Any]:
        question, value = one.question, self.answers.get(one.question.code)
        held = value if isinstance(value, Mapping) else {}
        return {
            "code": question.code,
            "kind": question.kind.value,
            "text": self.said(question.text),
            "hint": self.said(question.hint),
            "required": question.is_required,
            "unit": self.said(question.unit),
            "asks_date": question.asks_date,
            "longest": question.longest,
            "value": value if not isinstance(value, Mapping) else "",
            "choices": [
                {
                    "code": choice.code,
                    "text": self.said(choice.text),
                    "outside": choice.is_outside,
                    "chosen": choice.code == value or (isinstance(value, list) and choice.code in value),
                    "place": self.places.get((question.code, choice.code), ""),
                }
                for choice in question.choices
            ],
            "places": [str(place) for place in range(1, len(question.choices) + 1)],
            "rows": [{"code": row.code, "text": self.said(row.text), "value": held.get(row.code)} for row in one.rows],
        }


def readable(content: Plain) -> Questionnaire:
    """The questionnaire of a content that may be unfinished: a scale that is missing has no choices."""
    scales = content.get("scales", {})
    named = {one.get("scale") for section in content["sections"] for one in section.get("questions", ())}
    return read({**content, "scales": {**{name: [] for name in named if name}, **scales}})


def preview_of(content: Plain, asked: QueryDict, only: str = "") -> Preview:
    """As the address or the form asks for it; what it does not know it takes as the first."""
    questionnaire = readable(content)
    actor = asked.get("aktor", "")
    places = _places(questionnaire, asked)
    return Preview(
        questionnaire,
        actor=actor if actor in Organisation.Type.values else "",
        language=asked.get("sprak", "sv") if asked.get("sprak") in LANGUAGES else "sv",
        narrow=asked.get("bredd") == "telefon",
        only=only,
        answers=_answers(questionnaire, asked, places),
        places=places,
    )


def _places(questionnaire: Questionnaire, posted: QueryDict) -> dict[tuple[str, str], str]:
    return {
        (question.code, choice.code): place
        for question in questionnaire.questions()
        if question.kind == Kind.RANKING
        for choice in question.choices
        if (place := posted.get(f"svar-{question.code}-{choice.code}", ""))
    }


def _ranked(code: str, places: Mapping[tuple[str, str], str]) -> list[str]:
    own = {choice: place for (question, choice), place in places.items() if question == code}
    return sorted(own, key=lambda choice: (len(own[choice]), own[choice]))


def _answers(questionnaire: Questionnaire, posted: QueryDict, places: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for question in questionnaire.questions():
        name = f"svar-{question.code}"
        if question.kind in OF_ROWS:
            found[question.code] = {
                row.code: posted[f"{name}-{row.code}"] for row in question.rows if posted.get(f"{name}-{row.code}")
            }
        elif question.kind == Kind.MULTI:
            found[question.code] = posted.getlist(name)
        elif question.kind == Kind.RANKING:
            found[question.code] = _ranked(question.code, places)
        else:
            found[question.code] = posted.get(name, "")
    return found
