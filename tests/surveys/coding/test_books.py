"""Code books: a tree without circles, out and in as a workbook, YAML and REFI-QDA."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.db import IntegrityError, transaction

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused
from stegvis.surveys.coding import refi
from stegvis.surveys.coding.book_files import Brought, bring_in, read_lines, workbook_of, yaml_of
from stegvis.surveys.coding.books import (
    CodeFacts,
    add_code,
    begin_book,
    change_code,
    delete_code,
    move_code,
    put_away,
    retire_code,
)
from stegvis.surveys.coding.queries import passages_in, tree_of
from stegvis.surveys.models import Code, CodeBook, FreeText
from tests.support.cast import Cast
from tests.support.database import as_owner
from tests.surveys.coding.conftest import Coded
from tests.surveys.coding.support import a_book

pytestmark = pytest.mark.django_db

GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def wholes(cast: Cast, book: CodeBook) -> list[str]:
    with acting_as(cast.dag.pk) as actor:
        return [one.whole for one in tree_of(actor, book)]


def code(title: str) -> Code:
    with as_owner():
        return Code.objects.get(title=title)


def test_a_book_is_begun_written_and_put_in_order(cast: Cast) -> None:
    with acting_as(cast.dag.pk) as actor:
        book = begin_book(actor=actor, owner=cast.gr, title=" Vad  som saknas ")
        assert book.title == "Vad som saknas"
        time = add_code(actor=actor, book=book, facts=CodeFacts("Tid"))
        add_code(actor=actor, book=book, facts=CodeFacts("Miljö", "Rum och ljud"))
        add_code(actor=actor, book=book, facts=CodeFacts("Schema", parent=str(time.pk)))
        move_code(actor=actor, book=book, code_id=str(time.pk), steps=1)
        move_code(actor=actor, book=book, code_id=str(time.pk), steps=1)
    assert wholes(cast, book) == ["Miljö", "Tid", "Tid › Schema"]
    with acting_as(cast.dag.pk) as actor:
        change_code(
            actor=actor,
            book=book,
            code_id=str(code("Schema").pk),
            facts=CodeFacts("Scheman", "S", str(code("Miljö").pk)),
        )
    assert wholes(cast, book) == ["Miljö", "Miljö › Scheman", "Tid"]


def test_no_code_lies_under_itself_not_even_straight_in_the_database(cast: Cast) -> None:
    book = a_book(cast.gr, "A", "A/B", "B/C")
    with acting_as(cast.dag.pk) as actor:
        with pytest.raises(Refused):
            change_code(actor=actor, book=book, code_id=str(code("A").pk), facts=CodeFacts("A", "", str(code("C").pk)))
        with pytest.raises(IntegrityError, match="under itself"), transaction.atomic():
            Code.objects.filter(title="A").update(parent=code("C").pk)
        with pytest.raises(IntegrityError, match="under itself"), transaction.atomic():
            Code.objects.filter(title="A").update(parent=code("A").pk)
    other = a_book(cast.gr, "D", title="En annan")
    with acting_as(cast.dag.pk) as actor, pytest.raises(NotYours):
        add_code(actor=actor, book=book, facts=CodeFacts("E", parent=str(code("D").pk)))
    above = code("A")
    with pytest.raises(IntegrityError, match="code_of_same_book"), as_owner():
        Code.objects.create(book=other, parent=above, title="F")


def test_what_cannot_be_is_refused_in_words(cast: Cast) -> None:
    book = a_book(cast.gr, "A", "A/B")
    facts: list[Callable[[Any], object]] = [
        lambda actor: add_code(actor=actor, book=book, facts=CodeFacts("A")),
        lambda actor: begin_book(actor=actor, owner=cast.gr, title=book.title),
        lambda actor: begin_book(actor=actor, owner=cast.ale, title="Ales"),
        lambda actor: delete_code(actor=actor, book=book, code_id=str(code("A").pk)),
    ]
    for act in facts:
        with acting_as(cast.dag.pk) as actor, pytest.raises(Refused):
            act(actor)
    with acting_as(cast.dag.pk) as actor:
        parent = code("B")
        for depth in range(4):
            parent = add_code(actor=actor, book=book, facts=CodeFacts(f"N{depth}", parent=str(parent.pk)))
        with pytest.raises(Refused, match="högst 6 nivåer"):
            add_code(actor=actor, book=book, facts=CodeFacts("Djupast", parent=str(parent.pk)))
        delete_code(actor=actor, book=book, code_id=str(parent.pk))
        put_away(actor=actor, book=book, is_away=True)
        book.refresh_from_db()
        with pytest.raises(Refused):
            add_code(actor=actor, book=book, facts=CodeFacts("Ny"))
        put_away(actor=actor, book=book, is_away=False)


def test_a_code_in_use_is_retired_and_not_deleted(cast: Cast, coded: Coded) -> None:
    coded.marks(cast.cecilia, 0, "Miljö", (0, 3))
    used = str(coded.codes["Miljö"].pk)
    with acting_as(cast.dag.pk) as actor:
        book = CodeBook.objects.get()
        with pytest.raises(Refused):
            delete_code(actor=actor, book=book, code_id=used)
        retire_code(actor=actor, book=book, code_id=used, is_retired=True)
    with pytest.raises(Refused):
        coded.marks(cast.cecilia, 1, "Miljö", (0, 3))


class TestFiles:
    @pytest.mark.parametrize("kind", ["xlsx", "yaml"])
    def test_out_and_in_again_is_the_same(self, cast: Cast, kind: str) -> None:
        book = a_book(cast.gr, "Tid", "Tid/Schema", "Schema/Helg", "=Miljö")
        with as_owner():
            Code.objects.filter(title="Schema").update(definition="När: ”alltid”\noch: nej")
        with acting_as(cast.dag.pk) as actor:
            tree = tree_of(actor, book)
            content = workbook_of(tree) if kind == "xlsx" else yaml_of(book, tree)
            lines = read_lines(content, f"koder.{kind}")
            empty = begin_book(actor=actor, owner=cast.gr, title="Ny")
            assert bring_in(actor=actor, book=empty, lines=lines) == Brought(4, 0, 0)
            again = read_lines(content, f"koder.{kind}")
            assert bring_in(actor=actor, book=empty, lines=again) == Brought(0, 0, 4)
        assert sorted(wholes(cast, empty)) == sorted(wholes(cast, book))

    def test_codes_are_added_and_changed_and_none_is_taken_away(self, cast: Cast) -> None:
        book = a_book(cast.gr, "Tid", "Miljö")
        content = "Kod;Under;Vad den står för\r\nSchema;Tid;\r\nTid;;Allt om tid\r\n".encode("cp1252")
        with acting_as(cast.dag.pk) as actor:
            assert bring_in(actor=actor, book=book, lines=read_lines(content, "k.csv")) == Brought(1, 1, 0)
        assert wholes(cast, book) == ["Tid", "Tid › Schema", "Miljö"]

    @pytest.mark.parametrize(
        ("name", "content", "why"),
        [
            ("k.csv", b"Kod;Under\r\nSchema;Tiden\r\n", "Rad 2: det finns ingen kod ”Tiden” att ligga under."),
            ("k.csv", b"Kod;Under\r\nA;\r\nA;\r\n", "Rad 3: koden ”A” finns redan på Rad 2."),
            ("k.csv", b"Namnet;Under\r\nA;\r\n", "Kolumner saknas"),
            ("k.csv", b"Kod;Under\r\n811218-9876;\r\n", "Rad 2: Personnummer"),
            ("k.csv", b"Kod;Under\r\nA;a>b>c>d>e>f\r\n", "Rad 2: Koder ligger i högst 6 nivåer."),
            ("k.xlsx", b"PK\x03\x04", "Filen är skadad"),
            ("k.yaml", b"codes: [", "Rad 2: "),
            ("k.yaml", b"codes: []", "börja med ”format: stegvis-codebook/1”"),
            ("k.yaml", b"format: stegvis-codebook/1\ncodes: {}", "Rad 2: Här ska det stå en lista med koder."),
            ("k.yaml", b"format: stegvis-codebook/1\ncodes:\n- code: A\n- x: 1", "Rad 4: En kod har ett namn"),
            ("k.yaml", b"format: stegvis-codebook/1\ncodes: []", "Det finns inga koder i filen."),
        ],
    )
    def test_a_wrong_file_is_told_where_and_nothing_is_kept(
        self, cast: Cast, name: str, content: bytes, why: str
    ) -> None:
        book = a_book(cast.gr, "Tid")
        with acting_as(cast.dag.pk) as actor, pytest.raises(Refused) as refused:
            bring_in(actor=actor, book=book, lines=read_lines(content, name))
        assert why in str(refused.value)
        assert wholes(cast, book) == ["Tid"]


class TestRefi:
    """Against the standard's schema, read by hand: what elements there may be, in which order, with what attributes."""

    ORDER = {
        "Project": ["Users", "CodeBook", "Sources"],
        "Users": ["User"],
        "User": [],
        "CodeBook": ["Codes"],
        "Codes": ["Code"],
        "Code": ["Description", "Code"],
        "Sources": ["TextSource"],
        "TextSource": ["PlainTextSelection"],
        "PlainTextSelection": ["Description", "Coding"],
        "Coding": ["CodeRef"],
        "CodeRef": [],
        "Description": [],
    }
    NEEDED = {
        "Project": {"name"},
        "User": {"guid"},
        "Code": {"guid", "name", "isCodable"},
        "TextSource": {"guid"},
        "PlainTextSelection": {"guid", "startPosition", "endPosition"},
        "Coding": {"guid"},
        "CodeRef": {"targetGUID"},
    }
    KNOWN = {
        "Project": {"name", "origin", "creationDateTime"},
        "User": {"guid", "name"},
        "Code": {"guid", "name", "isCodable", "color"},
        "TextSource": {"guid", "name", "plainTextPath", "creationDateTime"},
        "PlainTextSelection": {
            *("guid", "name", "startPosition", "endPosition", "creatingUser", "creationDateTime"),
        },
        "Coding": {"guid", "creatingUser", "creationDateTime"},
        "CodeRef": {"targetGUID"},
        "CodeBook": {"origin"},
    }

    def checked(self, element: ET.Element, namespace: str) -> None:
        space, _brace, name = element.tag[1:].partition("}")
        assert (space, name in self.ORDER) == (namespace, True)
        own = {key for key in element.attrib if not key.startswith("{")}
        assert self.NEEDED.get(name, set()) <= own <= self.KNOWN.get(name, set())
        for key, value in element.attrib.items():
            if key in {"guid", "targetGUID", "creatingUser"}:
                assert GUID.fullmatch(value)
            if key == "color":
                assert re.fullmatch(r"#[0-9A-F]{6}", value)
            if key == "creationDateTime":
                assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", value)
        places = [self.ORDER[name].index(child.tag.partition("}")[2]) for child in element]
        assert places == sorted(places)
        for child in element:
            self.checked(child, namespace)

    def test_a_code_book_follows_the_standard(self, cast: Cast) -> None:
        book = a_book(cast.gr, "Tid & <rum>", "Tid & <rum>/Schema", "Miljö")
        with as_owner():
            Code.objects.filter(title="Schema").update(definition="Helger\x0b", retired_at="2026-05-04T00:00Z")
        with acting_as(cast.dag.pk) as actor:
            root = ET.fromstring(refi.code_book(tree_of(actor, book)))
        self.checked(root, "urn:QDA-XML:codebook:1.0")
        q = "{urn:QDA-XML:codebook:1.0}"
        [top, other] = root[0]
        assert (top.attrib["name"], other.attrib["name"], top[0].attrib["isCodable"]) == (
            "Tid & <rum>",
            "Miljö",
            "false",
        )
        assert [one.text for one in root.iter(f"{q}Description")] == ["Helger"]

    def test_no_book_without_codes(self, cast: Cast) -> None:
        with pytest.raises(ValueError, match="without codes"):
            refi.code_book([])

    def test_a_project_holds_texts_codes_and_who_marked_what(self, cast: Cast, coded: Coded) -> None:
        content = coded.texts[0].content
        begins = content.index("Ångest")
        coded.marks(cast.dag, 0, "Tid", (begins, content.index("🙈") + 1), memo="Oro")
        coded.marks(cast.cecilia, 0, "Handledning", (0, 3))
        coded.done(cast.dag, cast.cecilia)
        with acting_as(cast.cecilia.pk) as actor:
            texts = [(one, f"Text {number}") for number, one in enumerate(FreeText.objects.order_by("pk"), 1)]
            marks = passages_in(actor, coded.asked)
            packed = refi.project("Behov", tree_of(actor, coded.asked.book), texts, marks)
        with zipfile.ZipFile(io.BytesIO(packed)) as found:
            root = ET.fromstring(found.read("project.qde"))
            sources = {name: found.read(name).decode() for name in found.namelist() if name != "project.qde"}
        self.checked(root, "urn:QDA-XML:project:1.0")
        assert sources == {f"Sources/{one.pk}.txt": one.content for one, _title in texts}
        q = "{urn:QDA-XML:project:1.0}"
        users = {one.attrib["guid"]: one.attrib["name"] for one in root.iter(f"{q}User")}
        codes = {one.attrib["guid"]: one.attrib["name"] for one in root.iter(f"{q}Code")}
        told = set()
        for source in root.iter(f"{q}TextSource"):
            assert source.attrib["plainTextPath"] == f"internal://{source.attrib['guid']}.txt"
            for one in source.iter(f"{q}PlainTextSelection"):
                text = sources[f"Sources/{source.attrib['guid']}.txt"]
                words = text[int(one.attrib["startPosition"]) : int(one.attrib["endPosition"])]
                [ref] = one.iter(f"{q}CodeRef")
                told.add((users[one.attrib["creatingUser"]], words, codes[ref.attrib["targetGUID"]]))
        assert told == {("Dag", "Ångest över scheman 🙈", "Tid"), ("Cecilia", "Tid", "Handledning")}
