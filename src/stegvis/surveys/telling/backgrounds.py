"""Which backgrounds can be crossed with which questions."""

from __future__ import annotations

from stegvis.surveys.content.document import Kind, Question, Questionnaire

CROSSED = frozenset({Kind.SINGLE, Kind.MATRIX, Kind.LADDER, Kind.MULTI})


def backgrounds_of(questionnaire: Questionnaire) -> dict[str, Question]:
    """Questions with one choice of a list that tell of who answers."""
    found = (one for one in questionnaire.questions() if one.is_background and one.kind is Kind.SINGLE)
    return {one.code: one for one in found}


def crossable_questions(questionnaire: Questionnaire, background: str) -> dict[str, Question]:
    """Questions of choices that no route by this background leads to: whom it is asked of would be the answer."""
    by_code = {one.code: one for one in questionnaire.questions()}
    owner = {row.code: one.code for one in by_code.values() for row in one.rows} | {code: code for code in by_code}

    def leans(question: Question) -> bool:
        sources = {owner.get(one.question, "") for one in question.shown_when}
        return background in sources or any(leans(by_code[one]) for one in sources if one in by_code)

    found = (one for one in by_code.values() if one.kind in CROSSED and one.code != background)
    return {one.code: one for one in found if not leans(one)}
