"""What is wrong with a questionnaire, from whatever source: its shape first, then what it means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import Any

from stegvis.frameworks.competence_areas import areas
from stegvis.organisations.models import Organisation
from stegvis.surveys.content.document import OF_CHOICES, OF_ROWS, Kind, Questionnaire
from stegvis.surveys.content.plain import Plain, read
from stegvis.surveys.content.problems import Path, Problem, shown
from stegvis.surveys.content.routes import route_problems
from stegvis.surveys.content.shape import question_shape_problems, shape_problems

MOST_PROBLEMS = 100
ONLY_OF: dict[str, frozenset[Kind]] = {
    "rows": OF_ROWS,
    "asks_date": frozenset({Kind.LADDER}),
    "least": frozenset({Kind.NUMBER, Kind.MULTI, Kind.RANKING}),
    "most": frozenset({Kind.NUMBER, Kind.MULTI, Kind.RANKING}),
    "decimals": frozenset({Kind.NUMBER}),
    "unit": frozenset({Kind.NUMBER}),
    "longest": frozenset({Kind.TEXT}),
    "top": OF_CHOICES,
}
"""Keys that go with some kinds only."""


def problems(content: object) -> list[Problem]:
    """Everything that is wrong, in the order of the questionnaire, at most ``MOST_PROBLEMS`` and a word that there is
    more. With none that ``breaks``, ``plain.read`` reads it but for a scale that is missing. Nothing makes it fail."""
    found = _limited(shape_problems(content))
    if isinstance(content, dict) and not any(one.breaks for one in found):
        found = _limited(chain(found, _meaning(content)))
    return [_named(problem, content) for problem in found]


def question_problems(question: object) -> list[Problem]:
    """Of a question by itself, such as an item of the bank; it may ask for nothing of other questions."""
    found = _limited(question_shape_problems(question))
    if isinstance(question, dict) and not any(one.breaks for one in found):
        found = _limited(chain(found, _of_question(question, (), {}), _items_twice([(question, ())])))
    return found


def checked(content: Plain) -> Questionnaire:
    """The questionnaire. Raises ValueError with the first problem where there is one."""
    found = problems(content)
    if found:
        raise ValueError(str(found[0]))
    return read(content)


def _limited(found: Iterable[Problem]) -> list[Problem]:
    listed = list(islice(found, MOST_PROBLEMS + 1))
    if len(listed) > MOST_PROBLEMS:
        return [*listed[:MOST_PROBLEMS], Problem("more", params={"shown": MOST_PROBLEMS})]
    return listed


def _named(problem: Problem, content: object) -> Problem:
    """With the codes of the section and the question that the path leads through."""
    return replace(
        problem, section=_code_at(content, problem.path[:2]), question=_code_at(content, problem.path[:4], "questions")
    )


def _code_at(content: Any, path: Path, key: str = "sections") -> str:
    if not path or path[0] != "sections" or len(path) < 2 or (key == "questions" and path[2:3] != ("questions",)):
        return ""
    try:
        for step in path:
            content = content[step]
        code = content["code"]
    except (KeyError, IndexError, TypeError):
        return ""
    return shown(code) if isinstance(code, str) else ""


Found = list[tuple[Plain, Path]]


def questions_in(content: Plain) -> Found:
    """Each question with its place, of a content whose shape is right."""
    return [
        (question, ("sections", s, "questions", q))
        for s, section in enumerate(content.get("sections", ()))
        for q, question in enumerate(section.get("questions", ()))
    ]


def _meaning(content: Plain) -> Iterator[Problem]:
    scales = content.get("scales", {})
    for name, choices in scales.items():
        yield from _of_choices(choices, ("scales", name), 2)
    if not content["sections"]:
        yield Problem("no_sections", ("sections",))
    yield from _sections(content["sections"])
    found = questions_in(content)
    for question, path in found:
        yield from _of_question(question, path, scales)
    yield from _items_twice(found)
    yield from _earlier_twice(found)
    yield from route_problems(content, found)


def _sections(sections: list[Plain]) -> Iterator[Problem]:
    seen: set[str] = set()
    for at, section in enumerate(sections):
        path = ("sections", at)
        if section["code"] in seen:
            yield Problem("section_twice", path, params={"value": section["code"]})
        seen.add(section["code"])
        yield from _actors(section, path)
        if not section.get("questions"):
            yield Problem("no_questions", path)


def _of_question(question: Plain, path: Path, scales: dict[str, Any]) -> Iterator[Problem]:
    kind = Kind(question["kind"])
    yield from _actors(question, path)
    yield from _areas(question, path)
    for key, kinds in ONLY_OF.items():
        if question.get(key) and kind not in kinds:
            code = "rows_not_here" if key == "rows" else "key_not_here"
            yield Problem(code, (*path, key), params={"key": key})
    yield from _choices_of(question, kind, path, scales)
    yield from _rows_of(question, kind, path)
    yield from _bounds(question, path)


def _choices_of(question: Plain, kind: Kind, path: Path, scales: dict[str, Any]) -> Iterator[Problem]:
    named, own = question.get("scale"), question.get("choices", [])
    if kind not in OF_CHOICES:
        if named or own:
            yield Problem("choices_not_here", (*path, "choices"))
        return
    if named and own:
        yield Problem("scale_and_choices", (*path, "scale"))
        return
    if named and named not in scales:
        yield Problem("unknown_scale", (*path, "scale"), params={"value": named})
        return
    choices = scales[named] if named else own
    fewest = 1 if kind == Kind.MULTI else 2
    if not named or len(choices) < fewest:
        yield from _of_choices(choices, (*path, "choices"), fewest)
    scores = [one for one in choices if one.get("score") is not None]
    top = question.get("top", 1)
    if top > 1 and top > len(scores):
        yield Problem("top_too_high", (*path, "top"), params={"value": top, "limit": len(scores)})


def _of_choices(choices: list[Plain], path: Path, fewest: int) -> Iterator[Problem]:
    if len(choices) < fewest:
        yield Problem("no_choices", path, params={"limit": fewest})
        return
    yield from _twice(choices, path, "code", "choice_twice")
    yield from _twice([one for one in choices if one.get("score") is not None], path, "score", "score_twice")
    inside = [one for one in choices if not one.get("outside")]
    if not inside:
        yield Problem("all_outside", path)
    for one in choices:
        if one.get("outside") and one.get("score") is not None:
            yield Problem("score_outside", path, params={"value": one["code"]})
    has_scores = any(one.get("score") is not None for one in inside)
    if has_scores and (bare := next((one for one in inside if one.get("score") is None), None)):
        yield Problem("score_missing", path, params={"value": bare["code"]})


def _rows_of(question: Plain, kind: Kind, path: Path) -> Iterator[Problem]:
    if kind in OF_ROWS and not question.get("rows"):
        yield Problem("no_rows", (*path, "rows"))
    for at, row in enumerate(question.get("rows", ())):
        yield from _actors(row, (*path, "rows", at))
        yield from _areas(row, (*path, "rows", at))


def _bounds(question: Plain, path: Path) -> Iterator[Problem]:
    least, most = question.get("least"), question.get("most")
    if least is not None and most is not None and least > most:
        yield Problem("least_over_most", (*path, "least"), params={"least": least, "most": most})
    if question["kind"] == Kind.NUMBER:
        return
    for key in ("least", "most"):  # of choices: how many
        found, limit = question.get(key), len(question.get("choices", ())) or 200
        if found is not None and not (isinstance(found, int) and 0 <= found <= limit):
            yield Problem("out_of_range", (*path, key), params={"value": found, "low": 0, "high": limit})


def _actors(part: Plain, path: Path) -> Iterator[Problem]:
    yield from _of_list(part, path, "actors", "unknown_actor", Organisation.Type.values)


def _areas(part: Plain, path: Path) -> Iterator[Problem]:
    yield from _of_list(part, path, "areas", "unknown_area", areas())


def _of_list(part: Plain, path: Path, key: str, problem: str, known: Iterable[str]) -> Iterator[Problem]:
    known = list(known)
    values = part.get(key, ())
    for at, value in enumerate(values):
        if value not in known:
            yield Problem(problem, (*path, key, at), params={"value": shown(value), "known": ", ".join(known)})
        elif value in values[:at]:
            yield Problem("twice", (*path, key, at), params={"value": value})


def _twice(parts: list[Plain], path: Path, key: str, problem: str) -> Iterator[Problem]:
    seen: set[Any] = set()
    for part in parts:
        if part[key] in seen:
            yield Problem(problem, path, params={"value": part[key]})
        seen.add(part[key])


def items_in(found: Found) -> Iterator[tuple[Plain, Path, Plain]]:
    """Each question and each of its rows, with its place and the question."""
    for question, path in found:
        yield question, path, question
        for at, row in enumerate(question.get("rows", ())):
            yield row, (*path, "rows", at), question


def _items_twice(found: Found) -> Iterator[Problem]:
    yield from _repeated(found, lambda item: str(item["code"]), "code_twice")


def _earlier_twice(found: Found) -> Iterator[Problem]:
    yield from _repeated(found, lambda item: str(item.get("earlier", {}).get("code", "")), "earlier_twice")


def _repeated(found: Found, key: Callable[[Plain], str], problem: str) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for item, path, question in items_in(found):
        value = key(item)
        if value and value in seen:
            yield Problem(problem, path, params={"value": value, "first": seen[value]})
        elif value:
            seen[value] = question["code"]
