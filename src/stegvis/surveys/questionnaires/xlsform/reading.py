"""An XLSForm workbook as a questionnaire, or everything that is wrong with it, by sheet and row."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from stegvis.foundation.documents.reading import RawSheet, read_document
from stegvis.foundation.documents.text import slug
from stegvis.foundation.documents.values import as_text
from stegvis.surveys.content.document import OF_ROWS, Kind
from stegvis.surveys.content.plain import Plain
from stegvis.surveys.content.problems import shown
from stegvis.surveys.content.shape import CHOICE_CODE, CODE, LONGEST_CODE
from stegvis.surveys.questionnaires.places import MARK, looked_through
from stegvis.surveys.questionnaires.xlsform.relevance import conditions_of

SELECT = re.compile(
    r"(select[_ ]one|select1|select[_ ]multiple|select all that apply|rank)(?:[_ ]from)?\s+(\S+).*", re.I
)
SIMPLE: dict[str, dict[str, Any]] = {
    **{key: {"kind": Kind.TEXT} for key in ("text", "string", "barcode")},
    **{key: {"kind": Kind.NUMBER} for key in ("integer", "int", "range")},
    "decimal": {"kind": Kind.NUMBER, "decimals": 2},
    **{key: {"kind": Kind.DATE} for key in ("date", "today")},
    **{key: {"kind": Kind.FILE} for key in ("file", "image", "photo", "audio", "video")},
}
PASSED_OVER = frozenset(
    [
        "start",
        "end",
        "deviceid",
        "username",
        "phonenumber",
        "email",
        "subscriberid",
        "simserial",
        "audit",
        "hidden",
        "calculate",
        "start-geopoint",
    ]
)
LANGUAGE = {"sv": "sv", "svenska": "sv", "swedish": "sv", "en": "en", "english": "en", "engelska": "en"}
Cells = dict[str, str]


@dataclass(frozen=True)
class Line:
    """A row of a sheet: its number as Excel shows it, and its cells by the column's name."""

    sheet: str
    number: int
    cells: Cells

    @property
    def place(self) -> str:
        return _("Sheet %(sheet)s, row %(row)s") % {"sheet": self.sheet, "row": self.number}

    def get(self, *names: str) -> str:
        return next((self.cells[name] for name in names if self.cells.get(name)), "")


def read_xlsform(content: bytes) -> tuple[Plain | None, list[str], list[str]]:
    """The content where it can be saved, its problems, and what came in otherwise. Raises UnreadableError."""
    sheets = {sheet.name.strip().lower(): sheet for sheet in read_document(content).sheets}
    if "survey" not in sheets:
        found = ", ".join(shown(name) for name in sheets)
        return None, [_("There is no sheet “survey”. The file has: %(found)s.") % {"found": found}], []
    reader = _Reader(
        _lines(sheets["survey"], "survey"),
        _lines(sheets.get("choices"), "choices"),
        _lines(sheets.get("settings"), "settings"),
    )
    made = reader.read()
    if reader.problems:
        return None, reader.problems, reader.notes
    content_read, told = looked_through(made)
    return content_read, told, reader.notes


def _lines(sheet: RawSheet | None, name: str) -> list[Line]:
    if sheet is None or not sheet.rows:
        return []
    header = [re.sub(r"\s*::?\s*", "::", as_text(cell).strip().lower()) for cell in sheet.rows[0]]
    return [
        Line(name, number, cells)
        for number, row in enumerate(sheet.rows[1:], start=2)
        if (
            cells := {
                key: as_text(cell).strip()
                for key, cell in zip(header, row, strict=False)
                if key and as_text(cell).strip()
            }
        )
    ]


class _Reader:
    def __init__(self, survey: list[Line], choices: list[Line], settings: list[Line]) -> None:
        self.survey, self.choices, self.settings = survey, choices, settings
        self.problems: list[str] = []
        self.notes: list[str] = []
        self.names: dict[str, Line] = {}
        self.codes: dict[str, str] = {}
        self.default = "sv"

    def read(self) -> Plain:
        settings = self.settings[0] if self.settings else Line("settings", 2, {})
        self.default = _language(settings.get("default_language")) or "sv"
        lists = self._lists()
        sections = self._sections(lists)
        self._follow_names(sections)
        title = settings.get("form_title") or _("Untitled")
        code = slug(settings.get("form_id") or title, LONGEST_CODE - 10)
        made: Plain = {
            "code": code if CODE.fullmatch(code) else f"enkat-{code}".strip("-"),
            "title": _json(settings.get("stegvis::title")) or {"sv": title},
            "sections": sections,
        }
        for key in ("intro", "thanks", "note"):
            if texts := _json(settings.get(f"stegvis::{key}")):
                made[key] = texts
        return made

    def _lists(self) -> dict[str, list[Plain]]:
        found: dict[str, list[Plain]] = {}
        for line in self.choices:
            name = line.get("list_name", "list name")
            if not name:
                continue
            code = self._as_code(line, line.get("name", "value"), CHOICE_CODE)
            one: Plain = {MARK: line.place, "code": code, "text": self._texts(line, "label")}
            if re.fullmatch(r"-?[0-9]{1,4}", score := line.get("stegvis::score")):
                one["score"] = int(score)
            if _is_yes(line.get("stegvis::outside")):
                one["outside"] = True
            if code in {other["code"] for other in found.get(name, [])}:
                self._wrong(line, _("The choice “%(name)s” stands twice in the list.") % {"name": shown(code)})
            found.setdefault(name, []).append(one)
        return found

    def _sections(self, lists: dict[str, list[Plain]]) -> list[Plain]:
        sections: list[Plain] = []
        open_groups: list[tuple[Line, str, Plain]] = []
        for line in self.survey:
            kind = line.get("type").lower().replace("begin group", "begin_group").replace("end group", "end_group")
            if kind in ("begin_group", "begin_repeat", "begin repeat"):
                self._begin(line, kind, open_groups, sections)
            elif kind in ("end_group", "end_repeat", "end repeat"):
                if not open_groups:
                    self._wrong(line, _("A group ends here that has not begun. Take the row out."))
                else:
                    open_groups.pop()
            elif kind:
                self._line(line, kind, lists, open_groups, sections)
        for line, _kind, _part in open_groups:
            self._wrong(line, _("The group does not end. Write “end_group” after its last question."))
        return [one for one in sections if one["questions"]] or sections

    def _begin(self, line: Line, kind: str, groups: list[tuple[Line, str, Plain]], sections: list[Plain]) -> None:
        if "repeat" in kind:
            self._wrong(line, _("Repeats cannot be brought in. Write the questions out."))
        inner = line.get("stegvis::kind").lower()
        if inner in OF_ROWS or "table-list" in line.get("appearance").lower():
            question = self._common(line, "", groups) | {"kind": inner if inner in OF_ROWS else "matrix", "rows": []}
            self._section(sections, groups)["questions"].append(question)
            groups.append((line, "rows", question))
            return
        if not groups:
            name = line.get("stegvis::code") or line.get("name")
            code = slug(name, LONGEST_CODE)
            section: Plain = {
                MARK: line.place,
                "code": code if CODE.fullmatch(code) else f"sektion-{len(sections) + 1}",
                "title": self._texts(line, "label"),
                "questions": [],
            }
            more = _json(line.get("stegvis::more"))
            section |= {key: more[key] for key in ("title", "text") if key in more} | self._lists_of(line, ("actor",))
            sections.append(section)
            groups.append((line, "section", section))
        else:
            self.notes.append(
                f"{line.place}: " + _("A group in a group: its questions stand in the section around it.")
            )
            groups.append((line, "inner", groups[-1][2]))

    def _section(self, sections: list[Plain], groups: list[tuple[Line, str, Plain]]) -> Plain:
        """The section that is open, or one begun for what stands outside every group."""
        held = next((part for _line, kind, part in groups if kind == "section"), None)
        if held is None:
            held = sections[-1] if sections and sections[-1].get(MARK) is None else None
        if held is None:
            held = {"code": f"fragor-{len(sections) + 1}", "title": {"sv": _("Questions")}, "questions": []}
            sections.append(held)
        return held

    def _line(
        self,
        line: Line,
        kind: str,
        lists: dict[str, list[Plain]],
        groups: list[tuple[Line, str, Plain]],
        sections: list[Plain],
    ) -> None:
        if line.get("stegvis::kind") == "row-date":
            return
        if kind in PASSED_OVER:
            self.notes.append(f"{line.place}: " + _("“%(type)s” was passed over.") % {"type": kind})
            return
        if kind == "note":
            section = self._section(sections, groups)
            section["text"] = self._texts(line, "label")
            return
        made = self._typed(line, kind, lists)
        if made is None:
            return
        if groups and groups[-1][1] == "rows":
            self._row(line, made, groups[-1][2])
            return
        question = self._common(line, kind, groups) | made
        own = line.get("stegvis::kind").lower()
        question["kind"] = own if own in set(Kind) - OF_ROWS and kind != "text" else question["kind"]
        self._section(sections, groups)["questions"].append(question | _bounds(line, question))

    def _typed(self, line: Line, kind: str, lists: dict[str, list[Plain]]) -> Plain | None:
        if found := SELECT.fullmatch(line.get("type").strip()):
            verb, name = found[1].lower().replace(" ", "_"), found[2]
            if name not in lists:
                self._wrong(
                    line,
                    _("The list “%(name)s” is not in the sheet choices. Write its choices there.")
                    % {"name": shown(name)},
                )
                return None
            kinds = {"select_one": Kind.SINGLE, "select1": Kind.SINGLE, "rank": Kind.RANKING}
            return {"kind": kinds.get(verb, Kind.MULTI).value, "choices": [dict(one) for one in lists[name]]}
        if kind in SIMPLE:
            return {**SIMPLE[kind], "kind": SIMPLE[kind]["kind"].value}
        self._wrong(
            line,
            _("The type “%(type)s” is not known, or cannot be asked here. Choose another.") % {"type": shown(kind)},
        )
        return None

    def _row(self, line: Line, made: Plain, question: Plain) -> None:
        if made["kind"] != Kind.SINGLE:
            self._wrong(line, _("In a table only rows of select_one can stand. Move it out of the group."))
            return
        if question.get("choices") and [one["code"] for one in question["choices"]] != [
            one["code"] for one in made["choices"]
        ]:
            self._wrong(line, _("The rows of a table share one list. Give them the same, or divide the group."))
            return
        question["choices"] = made["choices"]
        row = {MARK: line.place, "code": self._name(line), "text": self._texts(line, "label")}
        more = _json(line.get("stegvis::more"))
        question["rows"].append(row | ({"text": more["text"]} if "text" in more else {}) | self._lists_of(line))

    def _common(self, line: Line, kind: str, groups: list[tuple[Line, str, Plain]]) -> Plain:
        found: Plain = {MARK: line.place, "code": self._name(line), "kind": "text", "text": self._texts(line, "label")}
        if hint := self._texts(line, "hint"):
            found["hint"] = hint
        if _is_yes(line.get("required")):
            found["required"] = True
        more = _json(line.get("stegvis::more"))
        found |= {key: value for key, value in more.items() if isinstance(key, str) and key not in ("code", "kind")}
        if "shown_when" not in more:
            around = [one for one, kind, _part in groups if kind in ("section", "inner")]
            found |= self._relevant([*around, line])
        return found | self._lists_of(line)

    def _relevant(self, lines: list[Line]) -> Plain:
        conditions: list[Plain] = []
        is_any = False
        told = [one for one in lines if one.get("relevant", "relevance")]
        for line in told:
            read = conditions_of(line.get("relevant", "relevance"))
            if read is None or (read[1] and len(told) > 1):
                expression = shown(line.get("relevant", "relevance"))
                self.notes.append(
                    f"{line.place}: "
                    + _("The condition %(expression)s could not be carried over. Write it anew.")
                    % {"expression": expression}
                )
                continue
            conditions += read[0]
            is_any = read[1]
        return {"shown_when": conditions, **({"shown_if_any": True} if is_any else {})} if conditions else {}

    def _lists_of(self, line: Line, only: tuple[str, ...] = ("actor", "area", "wave")) -> Plain:
        found: Plain = {}
        for column, key in (("actor", "actors"), ("area", "areas")):
            if column in only and (values := line.get(f"stegvis::{column}").replace(",", " ").split()):
                found[key] = values
        wave = line.get("stegvis::wave").split()
        if "wave" in only and wave:
            found["earlier"] = {"code": wave[0], "likeness": wave[1] if len(wave) > 1 else "same"}
        return found

    def _name(self, line: Line) -> str:
        """The code, and the name that conditions use for it. The same name twice is told with both rows."""
        name = line.get("name")
        if not name:
            self._wrong(line, _("The name is missing. Write one in the column “name”."))
            return ""
        code = self._as_code(line, line.get("stegvis::code") or name, CODE)
        before = self.names.setdefault(name, line)
        if before is not line:
            words = _("The name “%(name)s” stands on row %(row)s already. Give one of them another name.")
            self._wrong(line, words % {"name": shown(name), "row": before.number})
        elif code in self.codes.values():
            words = _("The name “%(name)s” becomes the code “%(code)s”, which is used. Give it another name.")
            self._wrong(line, words % {"name": shown(name), "code": code})
        self.codes[name] = code
        return code

    def _as_code(self, line: Line, name: str, pattern: re.Pattern[str]) -> str:
        if pattern.fullmatch(name) and len(name) <= LONGEST_CODE:
            return name
        made = slug(name.replace("_", "-"), LONGEST_CODE)
        if not pattern.fullmatch(made):
            made = slug(f"q-{made}", LONGEST_CODE)
        if not made or made == "q":
            self._wrong(line, _("“%(name)s” cannot be a name. Use letters a–z and digits.") % {"name": shown(name)})
        return made

    def _follow_names(self, sections: list[Plain]) -> None:
        """Conditions name questions as the file does; here they go by the codes."""
        for section in sections:
            for question in section["questions"]:
                for condition in question.get("shown_when", ()):
                    if isinstance(condition, dict):
                        held = condition.get("question")
                        condition["question"] = self.codes.get(held, held) if isinstance(held, str) else held

    def _texts(self, line: Line, column: str) -> Plain:
        found: Plain = {}
        for key, value in line.cells.items():
            if key == column:
                found.setdefault(self.default, value)
            elif key.startswith(f"{column}::") and (language := _language(key.partition("::")[2])):
                found[language] = value
        if found and "sv" not in found:
            found["sv"] = next(iter(found.values()))
        return found

    def _wrong(self, line: Line, words: str) -> None:
        if len(self.problems) < 100:
            self.problems.append(f"{line.place}: {words}")


def _language(name: str) -> str:
    """``sv`` or ``en`` of “Svenska (sv)” or the like; empty for another."""
    name = name.strip().lower()
    code = found[1] if (found := re.search(r"\(([a-z-]{2,8})\)", name)) else name
    return LANGUAGE.get(code.partition("-")[0], LANGUAGE.get(name, ""))


def _is_yes(value: str) -> bool:
    return value.lower() in {"yes", "true", "true()", "1", "ja", "1.0"}


def _json(value: str) -> Mapping[str, Any]:
    try:
        read = json.loads(value) if value and len(value) < 50_000 else {}
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


def _bounds(line: Line, question: Plain) -> Plain:
    """The bounds of a number where they are written plainly: ``. >= 0 and . <= 20``."""
    if question["kind"] != Kind.NUMBER or "least" in question or "most" in question:
        return {}
    found: Plain = {}
    for sign, number in re.findall(r"\.\s*(>=|<=)\s*(-?[0-9]{1,12}(?:\.[0-9]{1,6})?)", line.get("constraint")):
        found["least" if sign == ">=" else "most"] = float(number) if "." in number else int(number)
    return found
