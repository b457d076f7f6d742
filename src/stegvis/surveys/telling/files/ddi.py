"""DDI-Codebook 2.5: what an archive wants to know of a survey. Variables with the told counts, where they are told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from xml.etree import ElementTree as ET

from django.utils.translation import gettext as _

from stegvis.surveys.telling import wording
from stegvis.surveys.telling.files.codebook import HIGHEST, LOWEST, CodedColumn, values_of
from stegvis.surveys.telling.microdata import Sort, Variable
from stegvis.surveys.telling.tables import Kind, Table

NAMESPACE = "ddi:codebook:2_5"


@dataclass(frozen=True)
class Study:
    """What is said of the round as a whole; ``who`` is who asked, ``universe`` who was asked, ``asked_of`` of each
    section the kinds of organisations that it is for."""

    title: str
    number: str
    who: str
    universe: str
    design: str
    begun: date
    ended: date
    answered: int | None
    made: date
    asked_of: Mapping[str, frozenset[str]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def write_ddi(study: Study, columns: Iterable[CodedColumn], tables: Iterable[Table]) -> bytes:
    """UTF-8. The ``columns`` are those of the file with the answers, so that it describes that file. The share of a
    category is as ``tables`` tell it."""
    ET.register_namespace("", NAMESPACE)
    book = ET.Element(_name("codeBook"), {"version": "2.5", "xml:lang": wording.language()})
    _document(book, study)
    _study(book, study)
    _file(book, study)
    data = ET.SubElement(book, _name("dataDscr"))
    by_question: dict[tuple[str, Kind], Table] = {
        (one.question, one.kind): one for one in tables if one.kind in {Kind.SHARES, Kind.CHOSEN}
    }
    for column in columns:
        _variable(data, column, study, by_question)
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


def _variable(data: ET.Element, column: CodedColumn, study: Study, tables: Mapping[tuple[str, Kind], Table]) -> None:
    kind = {"intrvl": "contin"} if column.measure == "scale" else {"intrvl": "discrete", "nature": column.measure}
    variable = _add(data, "var", ID=f"V_{column.name}", name=column.name, **kind)
    _add(variable, "labl", column.label)
    asked = column.variable
    if asked is not None:
        _add(_add(variable, "qstn"), "qstnLit", wording.worded(asked.question.text))
    if column.has_missing:
        _add(_add(variable, "invalrng"), "range", min=_written(LOWEST), max=_written(HIGHEST))
    if asked is not None and (kinds := study.asked_of.get(asked.section, frozenset()) | asked.question.actors):
        _add(variable, "universe", ", ".join(wording.actor_name(one) for one in sorted(kinds)))
    shares = _shares(asked, tables) if asked is not None else {}
    for value, label in column.labels.items():
        category = _add(variable, "catgry", **({"missing": "Y"} if value < 0 else {}))
        _add(category, "catValu", _written(value))
        _add(category, "labl", label)
        if value in shares:
            _add(category, "catStat", shares[value], type="percent")
    _add(variable, "varFormat", type="character" if column.words is not None else "numeric")
    table = tables.get((asked.question.code, _told_as(asked))) if asked is not None else None
    for one in wording.notes_of(table) if table else []:
        _add(variable, "notes", one)


def _written(value: float) -> str:
    return str(int(value)) if value.is_integer() else repr(value)


def _told_as(asked: Variable) -> Kind:
    return Kind.CHOSEN if asked.sort is Sort.CHOSEN else Kind.SHARES


def _shares(asked: Variable, tables: Mapping[tuple[str, Kind], Table]) -> dict[float, str]:
    """Of each value the share as it is told; nothing where it is withheld."""
    table = tables.get((asked.question.code, _told_as(asked)))
    if table is None or asked.sort not in {Sort.CHOICE, Sort.CHOSEN}:
        return {}
    told = dict(zip([one.key for one in table.rows], table.cells, strict=True)).get(asked.item, ())
    by_column = dict(zip([one.key for one in table.columns], told, strict=False))
    codes = {"yes": "chosen"} if asked.sort is Sort.CHOSEN else {one.code: one.code for one in asked.categories}
    found = {}
    for value, category in zip(values_of(asked), asked.categories, strict=True):
        cell = by_column.get(codes.get(category.code, ""))
        if cell is not None and cell.value is not None:
            found[value] = str(cell.value)
    return found
