"""A LimeSurvey survey (.lss) as a questionnaire: the kinds of questions that most surveys are made of. What cannot be
carried over is told, question by question."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _

from stegvis.foundation.documents.text import slug
from stegvis.surveys.content.answers import clean_words
from stegvis.surveys.content.document import Kind
from stegvis.surveys.content.plain import Plain
from stegvis.surveys.content.problems import shown
from stegvis.surveys.content.shape import CODE, LONGEST_CODE
from stegvis.surveys.questionnaires.limesurvey.tables import LssError, Tables, read_tables
from stegvis.surveys.questionnaires.places import MARK, looked_through

KINDS = {
    **dict.fromkeys("L!OYG5", Kind.SINGLE),
    **dict.fromkeys("FHABCE", Kind.MATRIX),
    **dict.fromkeys("MP", Kind.MULTI),
    **dict.fromkeys("STU", Kind.TEXT),
    "N": Kind.NUMBER,
    "D": Kind.DATE,
    "R": Kind.RANKING,
    "|": Kind.FILE,
}
SPLIT = {"K": Kind.NUMBER, "Q": Kind.TEXT}
"""Kinds whose sub-questions become questions of their own."""
CHOOSES_LANGUAGE = "I"
YES_NO = (("y", "Ja", "Yes"), ("n", "Nej", "No"))
FIXED = {
    "Y": YES_NO,
    "C": (*YES_NO, ("u", "Osäker", "Uncertain")),
    "E": (("i", "Ökar", "Increase"), ("s", "Samma", "Same"), ("d", "Minskar", "Decrease")),
    "5": tuple((str(n), str(n), str(n)) for n in range(1, 6)),
    "A": tuple((str(n), str(n), str(n)) for n in range(1, 6)),
    "B": tuple((str(n), str(n), str(n)) for n in range(1, 11)),
    "G": (("f", "Kvinna", "Female"), ("m", "Man", "Male")),
}
SCORED = "5AB"
TAGS = re.compile(r"<(?:br|/p|/div|/li)[^>]{0,200}>", re.IGNORECASE)
ANY_TAG = re.compile(r"<[^>]{0,2000}>")
CONDITION = re.compile(r"\(*\s*([A-Za-z][\w]*)(?:\.NAOK)?\s*(==|!=|eq|ne)\s*[\"']([\w-]+)[\"']\s*\)*")
Row = dict[str, str]


def read_lss(content: bytes) -> tuple[Plain | None, list[str], list[str]]:
    """The content where it can be saved, its problems, and what came in otherwise or not at all."""
    try:
        tables = read_tables(content)
    except LssError as error:
        return None, [str(error)], []
    if not tables.get("questions") or not tables.get("groups"):
        return None, [_("There are no questions in the file. Export the whole survey structure (.lss).")], []
    reader = _Reader(tables)
    content_read, problems = looked_through(reader.read())
    return content_read, problems, reader.notes


class _Reader:
    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.notes: list[str] = []
        self.codes: dict[str, str] = {}
        self.taken: set[str] = set()
        self.questions = _first_by(tables["questions"], "qid")
        self.inner: dict[str, list[Row]] = defaultdict(list)
        for row in [*tables.get("subquestions", ()), *(one for one in self.questions if _parent(one))]:
            self.inner[_parent(row)].append(row)
        self.answers: dict[str, list[Row]] = defaultdict(list)
        for row in (
            _first_by(tables.get("answers", []), "aid") if _has(tables, "answers", "aid") else tables.get("answers", [])
        ):
            self.answers[row.get("qid", "")].append(row)

    def read(self) -> Plain:
        language = next(iter(self.tables.get("surveys", [])), {}).get("language", "sv")
        self.first = _language(language) or "sv"
        words = self.tables.get("surveys_languagesettings", [])
        title = self._texts(words, {}, "surveyls_title", "surveyls_language") or {"sv": _("Untitled")}
        code = slug(title["sv"], LONGEST_CODE - 10)
        made: Plain = {
            "code": code if CODE.fullmatch(code) else "enkat",
            "title": {k: v[:120] for k, v in title.items()},
        }
        for key, column in (("intro", "surveyls_welcometext"), ("thanks", "surveyls_endtext")):
            if texts := self._texts(words, {}, column, "surveyls_language"):
                made[key] = texts
        return {**made, "sections": self._sections()}

    def _sections(self) -> list[Plain]:
        sections: list[Plain] = []
        for number, group in enumerate(_ordered(_first_by(self.tables["groups"], "gid"), "group_order"), start=1):
            key = {"gid": group.get("gid", "")}
            section: Plain = {
                MARK: _("Group %(number)s") % {"number": number},
                "code": f"grupp-{number}",
                "title": self._texts(self._words("groups", "group_l10ns"), key, "group_name"),
                "questions": [],
            }
            if text := self._texts(self._words("groups", "group_l10ns"), key, "description"):
                section["text"] = text
            mine = [one for one in self.questions if one.get("gid") == group.get("gid") and not _parent(one)]
            for row in _ordered(mine, "question_order"):
                section["questions"] += self._question(row, section)
            sections.append(section)
        return [one for one in sections if one["questions"]] or sections

    def _question(self, row: Row, section: Plain) -> list[Plain]:
        kind, name, qid = row.get("type", ""), row.get("title", ""), row.get("qid", "")
        place = _("Question %(name)s") % {"name": shown(name)}
        text = self._texts(self._words("questions", "question_l10ns"), {"qid": qid}, "question")
        if kind == "X":
            section["text"] = text
            return []
        if kind == CHOOSES_LANGUAGE:
            words = _("It asks which language to answer in, and was left out: that is chosen on every page here.")
            self.notes.append(f"{place}: {words}")
            return []
        common: Plain = {MARK: place, "text": text}
        if hint := self._texts(self._words("questions", "question_l10ns"), {"qid": qid}, "help"):
            common["hint"] = hint
        if row.get("mandatory", "").upper() in {"Y", "S"}:
            common["required"] = True
        common |= self._shown_when(row, place)
        if kind in SPLIT:
            return self._split(row, SPLIT[kind], common)
        if kind not in KINDS:
            words = _("The kind “%(kind)s” of LimeSurvey cannot be brought in. The question was left out.")
            self.notes.append(f"{place}: " + words % {"kind": shown(kind)})
            return []
        made = {**common, "code": self._code(name, name), "kind": KINDS[kind].value}
        return [made | self._inside(row, kind, made["code"])]

    def _inside(self, row: Row, kind: str, code: str) -> Plain:
        """Choices and rows."""
        qid, made = row.get("qid", ""), KINDS[kind]
        if made == Kind.MULTI:
            return {"choices": [self._choice(one, "title") for one in self._inner(qid)]}
        if made not in {Kind.SINGLE, Kind.RANKING, Kind.MATRIX}:
            return {}
        found: Plain = {"choices": self._choices(row, kind)}
        if made == Kind.MATRIX:
            found["rows"] = [
                {
                    MARK: _("Question %(name)s") % {"name": shown(row.get("title", ""))},
                    "code": self._code(
                        f"{row.get('title', '')}_{one.get('title', '')}", f"{code}-{one.get('title', '')}"
                    ),
                    "text": self._texts(
                        self._words("questions", "question_l10ns"), {"qid": one.get("qid", "")}, "question"
                    ),
                }
                for one in self._inner(qid)
            ]
        return found

    def _choices(self, row: Row, kind: str) -> list[Plain]:
        if kind in FIXED:
            return [
                {"code": code, "text": {"sv": sv, "en": en}, **({"score": int(code)} if kind in SCORED else {})}
                for code, sv, en in FIXED[kind]
            ]
        mine = _ordered(self.answers[row.get("qid", "")], "sortorder")
        return [self._choice(one, "code") for one in mine]

    def _choice(self, row: Row, code: str) -> Plain:
        """An answer (``code``), or a sub-question that is ticked (``title``)."""
        if code == "title":
            words, key, column = self._words("questions", "question_l10ns"), {"qid": row.get("qid", "")}, "question"
        else:
            words, column = self._words("answers", "answer_l10ns"), "answer"
            key = {"aid": row["aid"]} if "aid" in row else {"qid": row.get("qid", ""), "code": row.get("code", "")}
        return {"code": slug(row.get(code, ""), LONGEST_CODE), "text": self._texts(words, key, column)}

    def _split(self, row: Row, kind: Kind, common: Plain) -> list[Plain]:
        found = []
        for one in self._inner(row.get("qid", "")):
            own = self._texts(self._words("questions", "question_l10ns"), {"qid": one.get("qid", "")}, "question")
            text = {language: f"{words}: {own.get(language, '')}" for language, words in common["text"].items()}
            name = f"{row.get('title', '')}_{one.get('title', '')}"
            found.append({**common, "code": self._code(name, name), "kind": kind.value, "text": text})
        return found

    def _shown_when(self, row: Row, place: str) -> Plain:
        expression = row.get("relevance", "").strip()
        if expression in {"", "1"}:
            return {}
        for pattern, is_any in ((r"\s+(?:and|&&)\s+", False), (r"\s+(?:or|\|\|)\s+", True)):
            found = [CONDITION.fullmatch(one.strip()) for one in re.split(pattern, expression[:2000])]
            if all(found):
                made = [self._condition(one) for one in found if one]
                return {"shown_when": made, **({"shown_if_any": True} if is_any and len(made) > 1 else {})}
        words = _("The condition %(expression)s could not be carried over. Write it anew.")
        self.notes.append(f"{place}: " + words % {"expression": shown(expression)})
        return {}

    def _condition(self, found: re.Match[str]) -> Plain:
        test = "is" if found[2] in {"==", "eq"} else "is_not"
        return {
            "question": self.codes.get(found[1], slug(found[1], LONGEST_CODE)),
            "test": test,
            "values": [found[3].lower()],
        }

    def _code(self, name: str, wanted: str) -> str:
        """A code of the name, which no other has."""
        code = slug(wanted, LONGEST_CODE - 5)
        code = code if CODE.fullmatch(code) else f"q-{code}".strip("-")
        number, free = 2, code
        while free in self.taken:
            number, free = number + 1, f"{code}-{number}"
        self.taken.add(free)
        self.codes[name] = free
        return free

    def _inner(self, qid: str) -> list[Row]:
        return _ordered(_first_by(self.inner[qid], "qid"), "question_order")

    def _words(self, table: str, words: str) -> list[Row]:
        """Newer files hold the words apart; older ones hold a row for each language."""
        if self.tables.get(words):
            return self.tables[words]
        return [*self.tables.get(table, []), *(self.tables.get("subquestions", []) if table == "questions" else [])]

    def _texts(self, rows: list[Row], key: dict[str, Any], column: str, language: str = "language") -> Plain:
        found: Plain = {}
        for row in rows:
            if all(row.get(name) == value for name, value in key.items()) and (
                words := plain_words(row.get(column, ""))
            ):
                found.setdefault(_language(row.get(language, "")) or "other", words)
        other = found.pop("other", None)
        if "sv" not in found and (found or other):
            found["sv"] = found.get(self.first) or other or next(iter(found.values()))
        return found


def plain_words(text: str) -> str:
    """Words without their tags, at most as long as anything may be."""
    text = html.unescape(ANY_TAG.sub("", TAGS.sub("\n", text[:100_000])))
    return re.sub(r"\n{3,}", "\n\n", clean_words(text.replace("<", "‹").replace("\xa0", " ")))


def _language(code: str) -> str:
    code = code.lower().partition("-")[0]
    return code if code in {"sv", "en"} else ""


def _parent(row: Row) -> str:
    held = row.get("parent_qid", "0")
    return "" if held in {"", "0"} else held


def _has(tables: Tables, table: str, column: str) -> bool:
    return any(column in row for row in tables.get(table, ()))


def _first_by(rows: list[Row], key: str) -> list[Row]:
    """One row for each key: older files hold one for each language."""
    found: dict[str, Row] = {}
    for row in rows:
        found.setdefault(row.get(key, ""), row)
    return list(found.values())


def _ordered(rows: list[Row], column: str) -> list[Row]:
    return sorted(
        rows, key=lambda row: int(row[column]) if row.get(column, "").isdecimal() and len(row[column]) < 9 else 0
    )
