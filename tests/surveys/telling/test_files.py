"""The same figures on the page, in the document, the workbook and the delimited text; and the answers as files."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pyreadstat
import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook  # type: ignore[import-untyped]

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.verdict import Refused
from stegvis.surveys.models import AnswerFile, Reply, Round
from stegvis.surveys.packaged import packaged
from stegvis.surveys.telling.files import spreadsheets
from stegvis.surveys.telling.files.codebook import of_persons
from stegvis.surveys.telling.files.document import _plain
from stegvis.surveys.telling.giving import give, start_giving
from stegvis.surveys.telling.microdata import Answered
from stegvis.surveys.telling.presenting import ShownTable
from stegvis.surveys.telling.queries import tables_of
from stegvis.surveys.telling.tables import Table
from tests.support.database import as_owner
from tests.surveys.telling.conftest import Given
from tests.surveys.telling.support import answer, data_of, make_round, make_version, needs_answers, reply, told_of
from tests.surveys.telling.test_figures import CONTENT


def fetched(client: Client, told: Given, kind: str) -> bytes:
    client.force_login(told.cast.dag)
    answer = client.get(reverse("surveys:results_file", args=[told.round.pk, kind]))
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store"), kind
    return answer.content


def expected(table: Table) -> list[list[Any]]:
    with translation.override("sv"):
        return list(spreadsheets.rows_of(table))


def by_key(lines: list[list[Any]], keys: set[str]) -> dict[str, list[list[Any]]]:
    """The lines under each table's key."""
    found: dict[str, list[list[Any]]] = {}
    key = ""
    for line in lines:
        if line and line[0] in keys:
            key = str(line[0])
            found[key] = []
        elif key:
            found[key].append(line)
    return found


def test_the_workbook_and_the_text_hold_every_cell(client: Client, told: Given) -> None:
    assert told.told is not None
    tables = [one for one in tables_of(told.told) if not one.actor]
    keys = {one.key for one in tables}
    sheet = load_workbook(io.BytesIO(fetched(client, told, "xlsx"))).worksheets[0]
    cells = [list(row) for row in sheet.iter_rows(values_only=True)]
    text = fetched(client, told, "csv").decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    excel, plain = by_key(cells, keys), by_key(lines, keys)
    for table in tables:
        rows = expected(table)
        width = len(rows[0])
        in_excel = [["" if one is None else one for one in line[:width]] for line in excel[table.key][: len(rows)]]
        assert in_excel == rows, table.key
        assert plain[table.key][: len(rows)] == [[spreadsheets._plain(one) for one in row] for row in rows], table.key


def test_page_and_document_say_what_the_files_say(client: Client, told: Given) -> None:
    """A figure and its bounds are one cell on the page and in the document, and three in a file."""
    assert told.told is not None
    client.force_login(told.cast.dag)
    page = client.get(reverse("surveys:results", args=[told.round.pk])).content.decode()
    with translation.override("sv"):
        for table in (one for one in tables_of(told.told) if not one.actor):
            shown = ShownTable(table)
            assert _plain(shown)["rows"] == shown.rows
            for row, cells in zip(shown.rows, table.cells, strict=True):
                for text, cell in zip(row[1:], cells, strict=True):
                    if cell.value is not None:
                        assert text.lstrip("+").startswith(str(int(cell.value))[:1].replace("-", "")) or cell.value < 0
                    assert f">{text}</td>" in page, (table.key, text)
    assert fetched(client, told, "pdf")[:5] == b"%PDF-"


Described = dict[str, tuple[Any, ...]]
"""By variable: label, values with their labels, what is missing, and the measure."""


def in_ddi(content: bytes) -> Described:
    space = {"d": "ddi:codebook:2_5"}
    found: Described = {}
    for one in ET.fromstring(content).findall("d:dataDscr/d:var", space):
        label = one.findtext("d:labl", namespaces=space)
        labels = {
            float(value.findtext("d:catValu", "", space)): value.findtext("d:labl", "", space)
            for value in one.findall("d:catgry", space)
        }
        missing = [
            (float(out.attrib["min"]), float(out.attrib["max"])) for out in one.findall("d:invalrng/d:range", space)
        ]
        kind = one.find("d:varFormat", space)
        assert kind is not None
        measure = {"contin": "scale"}.get(one.attrib["intrvl"]) or one.attrib["nature"]
        found[one.attrib["name"]] = (label, labels, missing, measure, kind.attrib["type"])
    return found


def stats_in(content: bytes, name: str) -> dict[float, str]:
    """The told shares, by value."""
    space = {"d": "ddi:codebook:2_5"}
    found = ET.fromstring(content).findall(f"d:dataDscr/d:var[@name='{name}']/d:catgry", space)
    told = {one.findtext("d:catValu", "", space): one.findtext("d:catStat", None, space) for one in found}
    return {float(value): share for value, share in told.items() if share is not None}


def in_spss(content: bytes) -> Described:
    _frame, meta = read_sav(content)
    return {
        name: (
            meta.column_names_to_labels[name],
            meta.variable_value_labels.get(name, {}),
            [(one["lo"], one["hi"]) for one in meta.missing_ranges.get(name, [])],
            meta.variable_measure[name],
            "character" if meta.readstat_variable_types[name] == "string" else "numeric",
        )
        for name in meta.column_names
    }


def test_the_code_book_for_archives_describes_the_file_of_persons(client: Client, told: Given) -> None:
    content = fetched(client, told, "ddi")
    described = in_ddi(content)
    assert described == in_spss(bytes(given(told).content))
    assert list(described) == list(in_spss(bytes(given(told).content)))
    assert described["upplagg_distans"][1][1.0] == "Ja"
    assert told.told is not None
    shares = next(one for one in tables_of(told.told) if one.key == "behov-klinisk-bedomning")
    assert stats_in(content, "n01") == {
        value: str(shares.cell("n01", code).value)
        for value, code in ((3.0, "akut"), (2.0, "vardefullt"), (1.0, "intressant"), (-96.0, "inte-aktuellt"))
        if shares.cell("n01", code).value is not None
    }
    assert ET.fromstring(content).findtext(
        "d:stdyDscr/d:citation/d:titlStmt/d:titl", namespaces={"d": "ddi:codebook:2_5"}
    ) == (told.round.title)


def test_the_code_book_for_archives_describes_the_file_of_organisations(client: Client, told: Given) -> None:
    with as_owner():
        content = {**packaged()["karriarmodeller"], "code": "karriar"}
        found = make_round(told.cast, make_version(told.cast, content), kind="organisations", hides_small=False)
        reply(found, [{"steg-beslut": {"l03": {"status": "klart", "on": "2025-03-01"}}}], "region")
        reply(found, [{"f1": "Vi har en modell."}], "municipality")
    told_of(told.cast, found)
    described = in_ddi(fetched(client, Given(told.cast, found), "ddi"))
    assert described == in_spss(bytes(given(told, with_words=True, found=found).content))


def read_sav(content: bytes) -> tuple[Any, Any]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.sav"
        path.write_bytes(content)
        return pyreadstat.read_sav(str(path), user_missing=True)


WHY = "Fördjupad analys"


def given(told: Given, kind: str = "sav", *, with_words: bool = False, found: Round | None = None) -> AnswerFile:
    target = found or told.round
    with as_owner(), acting_as(told.cast.dag.pk) as actor, translation.override("sv"):
        return give(actor=actor, round_id=target.pk, kind=kind, with_words=with_words, reason=WHY)


def test_persons_in_spss_single_nobody_out(told: Given) -> None:
    made = given(told)
    frame, meta = read_sav(bytes(made.content))
    assert len(frame) == 120
    assert "ovriga_behov" not in frame.columns
    assert meta.column_names_to_labels["n01"].startswith("Klinisk bedömning: Klinisk bedömning av fysisk")
    assert meta.variable_value_labels["n01"] == {
        3.0: "Akut, vi satsar gärna",
        2.0: "Värdefullt",
        1.0: "Intressant, ej nödvändigt",
        -96.0: "Inte aktuellt",
        -99.0: "Inte besvarat",
        -98.0: "Förbi genom ett vägval",
        -97.0: "Frågan gick inte till denna typ av organisation",
    }
    assert meta.missing_ranges["n01"] == [{"lo": -99.0, "hi": -90.0}]
    assert meta.variable_measure["n01"] == "ordinal"
    assert frame.groupby(["actor", "roll"]).size().min() >= told.round.fewest
    assert made.left_out == ["Det som skrevs i fritext är utelämnat."]


def test_a_background_of_few_is_left_out_and_said(told: Given) -> None:
    from stegvis.surveys.models import Answers

    with as_owner():
        one = Answers.objects.filter(round=told.round).first()
        assert one is not None
        one.content["roll"] = "mar"
        one.save()
    made = given(told)
    frame, _meta = read_sav(bytes(made.content))
    assert "roll" not in frame.columns
    assert made.left_out[1] == "Utelämnat, eftersom färre än 5 delar någon kombination: Vilken är din roll?."


def test_persons_numbers_are_left_out_and_said() -> None:
    rows = [Answered("region", {"har": "ja", "antal": at}) for at in range(12)]
    with translation.override("sv"):
        book = of_persons("Liten", data_of(CONTENT, rows), 5)
    assert "antal" not in {one.name for one in book.columns}
    assert book.left_out == (
        "Det som skrevs i fritext är utelämnat.",
        "Tal kan tala om vem någon är och är utelämnade: Antal.",
    )


def test_two_files_of_persons_never_differ_by_a_few(told: Given) -> None:
    given(told)
    with as_owner():
        answer(told.round, needs_answers(2, seed=5))
    with pytest.raises(Refused, match="Räkna fram resultaten först"):
        given(told)


def test_organisations_in_spss_as_they_are(told: Given) -> None:
    with as_owner():
        content = {**packaged()["karriarmodeller"], "code": "karriar"}
        found = make_round(told.cast, make_version(told.cast, content), kind="organisations", hides_small=False)
        reply(found, [{"steg-beslut": {"l03": {"status": "klart", "on": "2025-03-01"}}}], "region")
        reply(found, [{}], "municipality", state=Reply.State.RETURNED)
    frame, meta = read_sav(bytes(given(told, with_words=True, found=found).content))
    assert frame["organisation"].tolist() == ["region 0"]
    assert frame["l03"].tolist() == [3.0]
    assert meta.variable_value_labels["l03"][3.0] == "Klart"


def test_answers_as_a_workbook(told: Given) -> None:
    made = given(told, "xlsx")
    book = load_workbook(io.BytesIO(bytes(made.content)), read_only=True)
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    frame, _meta = read_sav(bytes(given(told).content))
    assert rows[0] == tuple(frame.columns)
    in_book = np.sort(np.array(rows[1:], np.float64), axis=0)
    assert (in_book == np.sort(frame.to_numpy(np.float64), axis=0)).all()


def test_what_may_not_be_given_out(told: Given) -> None:
    with acting_as(told.cast.dag.pk) as actor:
        for kind, with_words in (("exe", False), ("sav", True)):
            with pytest.raises(Refused):
                start_giving(actor=actor, round_id=told.round.pk, kind=kind, with_words=with_words, result_url="/")


def test_a_file_of_persons_asks_why_and_is_for_who_said(client: Client, told: Given) -> None:
    """One row a person: whoever wants it says what for, and history keeps that when the file is gone."""
    here = reverse("surveys:results_microdata", args=[told.round.pk])
    client.force_login(told.cast.dag)
    assert 'aria-invalid="true"' in client.post(here, {"kind": "sav"}).content.decode()
    with acting_as(told.cast.dag.pk) as actor, pytest.raises(Refused, match="Ange vad filen behövs till"):
        start_giving(actor=actor, round_id=told.round.pk, kind="sav", with_words=False, result_url="/", reason=" ")
    given(told)
    assert WHY in client.get(here).content.decode()
    assert client.get(reverse("surveys:results_file", args=[told.round.pk, "sav"])).status_code == 200
    with as_owner():
        AnswerFile.objects.update(made_by=told.cast.gunilla)
        events = apps.get_model("surveys", "AnswerFileEvent").objects.order_by("pgh_id")
        kept = list(events.values_list("pgh_label", "made_by", "reason"))
        fields = {one.name for one in events.model._meta.fields}
    assert kept == [("insert", told.cast.dag.pk, WHY), ("update", told.cast.gunilla.pk, WHY)]
    assert "content" not in fields
    assert client.get(reverse("surveys:results_file", args=[told.round.pk, "sav"])).status_code == 404
    assert "Bara den som har låtit skriva filen kan hämta den." in client.get(here).content.decode()
