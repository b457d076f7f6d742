"""DDI-Codebook 2.5: what an archive wants to know of a survey. Variables with the told counts, where they are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from xml.etree import ElementTree as ET

from django.utils.translation import gettext as _

from stegvis.surveys.content.document import Kind as Asked
from stegvis.surveys.content.document import Question, Questionnaire
from stegvis.surveys.telling import wording
from stegvis.surveys.telling.tables import Kind, Table

NAMESPACE = "ddi:codebook:2_5"


@dataclass(frozen=True)
class Study:
    """What is said of the round as a whole; ``who`` is who asked, ``universe`` who was asked."""

    title: str
    number: str
    who: str
    universe: str
    design: str
    begun: date
    ended: date
    answered: int | None
    made: date
    notes: tuple[str, ...] = ()


def write_ddi(study: Study, questionnaire: Questionnaire, tables: list[Table]) -> bytes:
    """UTF-8. The counts of a category are the told share's, and stand only where the base is told too."""
    ET.register_namespace("", NAMESPACE)
    book = ET.Element(_name("codeBook"), {"version": "2.5", "xml:lang": wording.language()})
    _document(book, study)
    _study(book, study)
    _file(book, study)
    data = ET.SubElement(book, _name("dataDscr"))
    by_key = {one.key: one for one in tables}
    for section in questionnaire.sections:
        for question in section.questions:
            _variables(data, question, by_key.get(question.code), sorted(section.actors | question.actors))
    ET.indent(book)
    return ET.tostring(book, encoding="utf-8", xml_declaration=True)


def _name(tag: str) -> str:
    return f"{{{NAMESPACE}}}{tag}"


def _add(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    found = ET.SubElement(parent, _name(tag), attributes)
    found.text = "".join(sign for sign in text if sign >= " " or sign in "\t\n") or None
    return found


def _citation(parent: ET.Element, study: Study) -> ET.Element:
    citation = _add(parent, "citation")
    title = _add(citation, "titlStmt")
    _add(title, "titl", study.title)
    _add(title, "IDNo", study.number)
    return citation


def _document(book: ET.Element, study: Study) -> None:
    citation = _citation(_add(book, "docDscr"), study)
    made = _add(citation, "prodStmt")
    _add(made, "prodDate", study.made.isoformat(), date=study.made.isoformat())
    _add(made, "software", "Stegvis")


def _study(book: ET.Element, study: Study) -> None:
    found = _add(book, "stdyDscr")
    citation = _citation(found, study)
    _add(_add(citation, "rspStmt"), "AuthEnty", study.who)
    about = _add(_add(found, "stdyInfo"), "sumDscr")
    _add(about, "collDate", study.begun.isoformat(), date=study.begun.isoformat(), event="start")
    _add(about, "collDate", study.ended.isoformat(), date=study.ended.isoformat(), event="end")
    _add(about, "nation", "Sverige", abbr="SE")
    _add(about, "universe", study.universe)
    collected = _add(_add(found, "method"), "dataColl")
    _add(collected, "sampProc", study.design)
    _add(collected, "collMode", _("Web questionnaire"))
    for one in study.notes:
        _add(found, "notes", one)


def _file(book: ET.Element, study: Study) -> None:
    text = _add(_add(book, "fileDscr"), "fileTxt")
    _add(text, "fileName", study.number)
    dimensions = _add(text, "dimensns")
    if study.answered is not None:
        _add(dimensions, "caseQnty", str(study.answered))


def _variables(data: ET.Element, question: Question, table: Table | None, actors: list[str]) -> None:
    text = wording.worded(question.text)
    for code, own in [(row.code, wording.worded(row.text)) for row in question.rows] or [(question.code, text)]:
        variable = _add(data, "var", ID=f"V_{code}", name=code)
        _add(variable, "labl", own)
        _add(_add(variable, "qstn"), "qstnLit", text if own == text else f"{text}: {own}")
        if actors:
            _add(variable, "universe", ", ".join(wording.actor_name(one) for one in actors))
        for choice in question.choices:
            category = _add(variable, "catgry", **({"missing": "Y"} if choice.is_outside else {}))
            _add(category, "catValu", choice.code)
            _add(category, "labl", wording.worded(choice.text))
            if (share := _share(table, code, choice.code)) is not None:
                _add(category, "catStat", share, type="percent")
        _add(variable, "varFormat", type="numeric" if question.kind is Asked.NUMBER else "character")
        for one in wording.notes_of(table) if table else []:
            _add(variable, "notes", one)


def _share(table: Table | None, row: str, choice: str) -> str | None:
    """As it is told; None where it is withheld."""
    if table is None or table.kind is not Kind.SHARES:
        return None
    try:
        cell = table.cell(row, choice)
    except KeyError:
        return None
    return None if cell.value is None else str(cell.value)
