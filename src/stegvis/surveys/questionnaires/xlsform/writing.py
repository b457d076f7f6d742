"""A questionnaire as an XLSForm workbook. What XLSForm has no place for stands in columns of Stegvis's own, which other
programs pass over, so that reading it again gives the same questionnaire."""

from __future__ import annotations

import io
import json
from typing import Any

import xlsxwriter

from stegvis.surveys.content.document import (
    OF_ROWS,
    Choice,
    Condition,
    Kind,
    Question,
    Questionnaire,
    Row,
    Section,
    Test,
    Texts,
)
from stegvis.surveys.content.plain import write_question

LANGUAGES = {"sv": "Svenska (sv)", "en": "English (en)"}
SURVEY = (
    "type", "name", "label::Svenska (sv)", "label::English (en)", "hint::Svenska (sv)", "hint::English (en)",
    "required", "relevant", "constraint", "appearance",
    "stegvis::code", "stegvis::kind", "stegvis::actor", "stegvis::wave", "stegvis::area", "stegvis::more",
)  # fmt: skip
CHOICES = ("list_name", "name", "label::Svenska (sv)", "label::English (en)", "stegvis::score", "stegvis::outside")
TYPES = {Kind.DATE: "date", Kind.TEXT: "text", Kind.FILE: "file"}
MORE = ("background", "shown_when", "shown_if_any", "top", "asks_date", "least", "most", "decimals", "unit", "longest")
"""Keys of a question that are kept whole, as JSON, in one column."""
Line = dict[str, Any]


def write_xlsform(questionnaire: Questionnaire, version: int = 0) -> bytes:
    """The workbook. The same questionnaire gives the same sheets."""
    lists = _Lists()
    survey = [line for section in questionnaire.sections for line in _section(section, questionnaire, lists)]
    settings: Line = {
        "form_title": questionnaire.title.get("sv", questionnaire.code),
        "form_id": questionnaire.code,
        "version": str(version or 1),
        "default_language": LANGUAGES["sv"],
        "stegvis::title": json.dumps(questionnaire.title, ensure_ascii=False),
    }
    for key, texts in (("intro", questionnaire.intro), ("thanks", questionnaire.thanks), ("note", questionnaire.note)):
        if texts:
            settings[f"stegvis::{key}"] = json.dumps(texts, ensure_ascii=False)
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, options) as book:
        bold = book.add_format({"bold": True})
        _sheet(book.add_worksheet("survey"), SURVEY, survey, bold)
        _sheet(book.add_worksheet("choices"), CHOICES, lists.lines, bold)
        _sheet(book.add_worksheet("settings"), tuple(settings), [settings], bold)
    return content.getvalue()


def _sheet(page: Any, columns: tuple[str, ...], lines: list[Line], bold: Any) -> None:
    page.freeze_panes(1, 0)
    for at, name in enumerate(columns):
        page.set_column(at, at, 30 if "label" in name else 16)
        page.write_string(0, at, name, bold)
    for number, line in enumerate(lines, start=1):
        for at, name in enumerate(columns):
            value = line.get(name)
            if value is not None and value != "":
                page.write_string(number, at, str(value))


class _Lists:
    """The lists of choices, each once, whichever questions share it."""

    def __init__(self) -> None:
        self.names: dict[tuple[Any, ...], str] = {}
        self.lines: list[Line] = []

    def name_of(self, question: Question) -> str:
        key = tuple((one.code, tuple(sorted(one.text.items())), one.score, one.is_outside) for one in question.choices)
        if key not in self.names:
            self.names[key] = f"list_{question.code}"
            self.lines += [self._line(self.names[key], one) for one in question.choices]
        return self.names[key]

    @staticmethod
    def _line(name: str, choice: Choice) -> Line:
        return {
            "list_name": name,
            "name": choice.code,
            **_labels("label", choice.text),
            "stegvis::score": choice.score,
            "stegvis::outside": "yes" if choice.is_outside else "",
        }


def _labels(column: str, texts: Texts) -> Line:
    return {f"{column}::{name}": texts.get(code) or texts.get("sv", "") for code, name in LANGUAGES.items() if texts}


def _section(section: Section, questionnaire: Questionnaire, lists: _Lists) -> list[Line]:
    more = {key: value for key, value in (("title", section.title), ("text", section.text)) if value}
    begin = {
        "type": "begin_group",
        "name": f"s_{section.code}",
        **_labels("label", section.title),
        "stegvis::code": section.code,
        "stegvis::kind": "section",
        "stegvis::actor": " ".join(sorted(section.actors)),
        "stegvis::more": json.dumps(more, ensure_ascii=False),
    }
    inner = [line for question in section.questions for line in _question(question, questionnaire, lists)]
    return [begin, *inner, {"type": "end_group", "name": f"s_{section.code}"}]


def _question(question: Question, questionnaire: Questionnaire, lists: _Lists) -> list[Line]:
    plain = write_question(question)
    more = {key: plain[key] for key in MORE if key in plain}
    more |= {key: plain[key] for key in ("text", "hint", "note") if key in plain}
    common: Line = {
        "name": question.code,
        **_labels("label", question.text),
        **_labels("hint", question.hint),
        "required": "yes" if question.is_required else "",
        "relevant": _relevant(question, questionnaire),
        **_own(question),
        "stegvis::kind": question.kind.value,
        "stegvis::more": json.dumps(more, ensure_ascii=False),
    }
    if question.kind in OF_ROWS:
        return _rows(question, common, lists)
    return [common | {"type": _type(question, lists), "constraint": _constraint(question)}]


def _own(item: Question | Row) -> Line:
    return {
        "stegvis::code": item.code,
        "stegvis::actor": " ".join(sorted(item.actors)),
        "stegvis::wave": f"{item.earlier.code} {item.earlier.likeness.value}" if item.earlier else "",
        "stegvis::area": " ".join(item.areas),
    }


def _type(question: Question, lists: _Lists) -> str:
    if question.kind == Kind.NUMBER:
        return "decimal" if question.decimals else "integer"
    verbs = {Kind.SINGLE: "select_one", Kind.MULTI: "select_multiple", Kind.RANKING: "rank"}
    return f"{verbs[question.kind]} {lists.name_of(question)}" if question.kind in verbs else TYPES[question.kind]


def _rows(question: Question, common: Line, lists: _Lists) -> list[Line]:
    """A group round its rows, which share a list; a ladder's dates come after, since a table has no place for them."""
    name, required = lists.name_of(question), common.pop("required")
    begin = common | {"type": "begin_group", "appearance": "table-list"}
    if required:
        begin["stegvis::more"] = json.dumps(
            json.loads(common["stegvis::more"]) | {"required": True}, ensure_ascii=False
        )
    lines = [
        {
            "type": f"select_one {name}",
            "name": row.code,
            **_labels("label", row.text),
            "required": required,
            **_own(row),
            "stegvis::kind": "row",
            "stegvis::more": json.dumps({"text": row.text}, ensure_ascii=False),
        }
        for row in question.rows
    ]
    dates = [
        {"type": "date", "name": f"{row.code}_datum", **_labels("label", row.text), "stegvis::kind": "row-date"}
        for row in question.rows
        if question.asks_date
    ]
    for line in dates:
        line["relevant"] = common["relevant"]
    return [begin, *lines, {"type": "end_group", "name": question.code}, *dates]


def _constraint(question: Question) -> str:
    parts = []
    if question.kind == Kind.NUMBER:
        parts += [f". >= {question.least}"] if question.least is not None else []
        parts += [f". <= {question.most}"] if question.most is not None else []
    elif question.kind == Kind.MULTI:
        parts += [f"count-selected(.) >= {int(question.least)}"] if question.least is not None else []
        parts += [f"count-selected(.) <= {int(question.most)}"] if question.most is not None else []
    return " and ".join(parts)


def _relevant(question: Question, questionnaire: Questionnaire) -> str:
    word = " or " if question.shown_if_any else " and "
    return word.join(_tried(one, questionnaire) for one in question.shown_when)


def _tried(condition: Condition, questionnaire: Questionnaire) -> str:
    target = next(
        (
            one
            for one in questionnaire.questions()
            if one.code == condition.question or condition.question in {row.code for row in one.rows}
        ),
        None,
    )
    name = f"${{{condition.question}}}"
    if condition.test == Test.ANSWERED or target is None:
        return f"{name} != ''"
    if target.kind in {Kind.NUMBER, Kind.DATE}:
        return _compared(condition, name, target)
    codes = list(condition.values)
    if condition.test in {Test.AT_LEAST, Test.AT_MOST}:
        limit = target.choice(codes[0])
        codes = [
            one.code
            for one in target.choices
            if limit and one.score is not None and limit.score is not None
            and (one.score >= limit.score if condition.test == Test.AT_LEAST else one.score <= limit.score)
        ]  # fmt: skip
    several = target.kind in {Kind.MULTI, Kind.RANKING}
    one_of = [f"selected({name}, '{code}')" if several else f"{name} = '{code}'" for code in codes]
    held = one_of[0] if len(one_of) == 1 else f"({' or '.join(one_of) or 'false()'})"
    return f"({name} != '' and not({held}))" if condition.test == Test.IS_NOT else held


def _compared(condition: Condition, name: str, target: Question) -> str:
    signs = {Test.IS: "=", Test.IS_NOT: "!=", Test.AT_LEAST: ">=", Test.AT_MOST: "<=", Test.ANY_OF: "="}
    values = [f"date('{one}')" if target.kind == Kind.DATE else one for one in condition.values]
    made = [f"{name} {signs[condition.test]} {value}" for value in values]
    held = made[0] if len(made) == 1 else f"({' or '.join(made)})"
    return f"({name} != '' and {held})"
