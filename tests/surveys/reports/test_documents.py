"""The document, the charts and the attack on a release: pure, so that they can be tried on any content."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from stegvis.surveys.reports.auditing import audit_of
from stegvis.surveys.reports.blocks import Form, clean, moved, tidy
from stegvis.surveys.reports.charts.bars import chart_of, forms_of
from stegvis.surveys.reports.charts.svg import PHONE, WIDE, svg_of
from stegvis.surveys.reports.charts.tones import TONES
from stegvis.surveys.reports.describing import alt_of, sentence_of
from stegvis.surveys.reports.document import pdf_of
from stegvis.surveys.reports.markup import parts
from stegvis.surveys.reports.typography import bound
from stegvis.surveys.reports.words import chart_notes, reason
from stegvis.surveys.telling.tables import HIDDEN, Cell, Column, Kind, Part, Row, Span, Table, Unit, Why, write
from tests.support.pdf import Pdf
from tests.surveys.reports.support import example, needs, plain, ranks


def test_a_chart_of_who_has_answered_draws_the_rate_of_each_kind() -> None:
    columns = (Column("asked", Unit.COUNT), Column("answered", Unit.COUNT, Part.BASE), Column("rate", Unit.PER_CENT))
    table = Table(
        key="response",
        kind=Kind.RESPONSE,
        title={},
        columns=columns,
        rows=(Row("municipality", {}), Row("region", {}), Row("", {})),
        cells=tuple(tuple(Cell(one) for one in row) for row in ((74, 24, 32.0), (7, 6, 86.0), (81, 30, 37.0))),
        base=Cell(30),
    )
    chart = chart_of(table, Form.BARS)
    assert [(line.label, [one.label for one in line.segments]) for line in chart.lines] == [
        ("Kommun", ["32\N{NO-BREAK SPACE}%"]),
        ("Region", ["86\N{NO-BREAK SPACE}%"]),
    ]


def test_the_document_is_tagged_and_the_same_each_time() -> None:
    made = pdf_of(example())
    assert pdf_of(example()) == made
    pdf = Pdf(made)
    assert "<pdfuaid:part>1</pdfuaid:part>" in pdf.metadata
    assert "<pdfaid:part>2</pdfaid:part>" in pdf.metadata
    assert b"/Lang(sv)" in pdf.catalogue.replace(b" ", b"")
    tags = pdf.tags()
    counted = {tag: tags.count(tag) for tag in ("H1", "Figure", "Table", "Caption", "BlockQuote")}
    # One table of its own, one of facts on method, and the figures behind two charts.
    assert counted == {"H1": 1, "Figure": 2, "Table": 4, "Caption": 3, "BlockQuote": 1}
    assert "TOC" in tags
    text = pdf.text()
    for words in (
        "Version2,23november2026",
        "Tabell1.Vilkenfortbildningbehövshoser?",
        "Diagram2.Vilkenfortbildningbehövshoser?",
        "Sågjordesundersökningen",
        "1,92",
        "Ensiffrasombyggerpåfärreän5döljs",
    ):
        assert words in text, words


def test_the_document_takes_what_its_fonts_lack_and_a_text_that_looks_like_markup() -> None:
    blocks = [{"id": "b1", "type": "text", "text": '#import "x" $a$ \U0001f600 *a* @b <c> 漢'}]
    text = Pdf(pdf_of(example(blocks=blocks, title="#set page() \U0001f468\u200d\U0001f469", rounds=[]))).text()
    assert '#import"x"$a$' in text
    assert "@b<c>" in text


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_document_speaks_the_reports_language_whatever_the_readers_is(language: str) -> None:
    with override("en" if language == "sv" else "sv"):
        text = Pdf(pdf_of(example(language=language))).text()
    assert ("Innehållsförteckning" in text, "Contents" in text) == (language == "sv", language == "en")


def drawn(form: Form, table: Table, **given: Any) -> str:
    return svg_of(chart_of(table, form, **given), WIDE)


def test_bars_are_as_long_as_their_figures_and_the_outside_stands_beside() -> None:
    drawing = drawn(Form.STACKED, needs())
    boxes = re.findall(r'<rect class="ch-(\w+)" x="([\d.]+)" y="[\d.]+" width="([\d.]+)" height="22"', drawing)
    inside = [(float(x), float(wide)) for tone, x, wide in boxes if tone != "out"]
    beside = [float(x) for tone, x, _wide in boxes if tone == "out"]
    first = inside[:4]
    whole = first[-1][0] + first[-1][1] + 1 - first[0][0]
    for (_x, wide), share in zip(first, (8, 22, 40, 30), strict=True):
        assert (wide + 1) / whole == pytest.approx(share / 100, abs=0.002)
    assert min(beside) > max(x + wide for x, wide in inside)
    assert len(beside) == 3  # one row has none


def test_small_parts_are_left_without_a_figure_and_hidden_rows_say_so() -> None:
    drawing = drawn(Form.LADDER, needs(hidden=1))
    labels = re.findall(r'<text class="ch-on-\w+"[^>]*>([^<]+)<', drawing)
    shares = (22, 40, 30, 41, 33, 20, 15, 35, 45)
    assert labels == ["8", *(f"{share}\xa0%" for share in shares)]
    assert drawing.count(f">{reason(Why.HIDDEN)}<") == 1


def test_the_middle_of_a_diverging_scale_is_one_line() -> None:
    lines = chart_of(needs(), Form.DIVERGING).lines
    assert [line.left for line in lines] == [30, 60, 74, 20]
    assert [line.whole for line in lines] == [100, 100, 100, 100]


def test_what_can_be_drawn_how() -> None:
    assert forms_of(needs()) == (Form.DIVERGING, Form.STACKED, Form.LADDER, Form.BARS)
    assert forms_of(ranks()) == (Form.BARS,)
    with pytest.raises(ValueError, match="cannot be drawn"):
        chart_of(ranks(), Form.DIVERGING)


@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_texts_in_a_drawing_are_escaped_and_fit(size: Any) -> None:
    evil = {"sv": "<script>&\"'" + " mycket långt ord" * 30}
    table = needs()
    rows = tuple(type(row)(row.key, evil) for row in table.rows)
    changed = Table(table.key, table.kind, evil, table.columns, rows, table.cells, table.base)
    drawing = svg_of(chart_of(changed, Form.DIVERGING), size, title="<b>", told="&", key="a")
    assert "<script>" not in drawing
    assert '<title id="a-t">&lt;b&gt;</title>' in drawing
    assert "…" in drawing


def luminance(color: str) -> float:
    parts_ = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts_]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_what_is_written_on_a_bar_can_be_read_on_paper_in_light_and_in_dark() -> None:
    from django.contrib.staticfiles import finders

    css = Path(finders.find("surveys/reports.css") or "").read_text(encoding="utf-8")
    fills = dict(re.findall(r"\.ch-(\w+) \{ fill: light-dark\(([^)]+)\)", css))
    inks = dict(re.findall(r"\.ch-on-(\w+) \{ fill: light-dark\(([^)]+)\)", css))
    assert set(fills) == set(inks) == set(TONES)
    for tone, (fill, ink) in TONES.items():
        on_page = list(zip(fills[tone].split(", "), inks[tone].split(", "), strict=True))
        assert on_page[0] == (fill, ink), tone
        assert [contrast(*pair) >= 4.5 for pair in on_page] == [True, True], tone


def test_the_sentence_names_what_stands_out() -> None:
    alt = alt_of(needs(), Form.DIVERGING)
    assert alt == (
        "Staplar åt var sitt håll från skalans mitt: Vilken fortbildning behövs hos er. Akut behov: högst för Psykisk"
        " ohälsa hos äldre (45\xa0%), lägst för Handledning av studenter och nyanställda kollegor (6\xa0%)."
    )
    assert sentence_of(chart_of(needs(), Form.LADDER)).startswith("Akut behov: högst för")
    hiding = sentence_of(chart_of(needs(hidden=2), Form.LADDER))
    assert hiding.startswith("Akut behov, av dem som ritas: högst för"), "a hidden row could be higher"


def test_a_chart_says_no_more_and_no_less_than_it_draws() -> None:
    """A row that cannot be drawn may have figures that are told, and only bars have lines of what they can be."""
    scale, ranked = needs(hidden=2), ranks()
    alone = replace(scale, rows=scale.rows[2:3], cells=scale.cells[2:3], span=Span.CENSUS)
    silent = replace(alone, cells=(tuple(HIDDEN for _cell in alone.columns),))
    with override("sv"):
        assert [sentence_of(chart_of(one, Form.DIVERGING)) for one in (alone, silent)] == [
            "Den går inte att rita eftersom några av siffrorna är dolda. I tabellen står de som redovisas.",
            "Inga siffror kan visas.",
        ]
        spans = [chart_of(one, form).has_spans for one, form in ((alone, Form.DIVERGING), (ranked, Form.BARS))]
        assert spans == [False, True]
        hidden = "Dolda siffror gäller få, eller skulle göra att en siffra om få kunde räknas ut."
        line = "Linjen under en stapel: det lägsta och det högsta det kan vara, vad de som inte svarade än hade sagt."
        assert chart_notes(alone, has_spans=False) == ["Antal svar: 56.", hidden]
        assert chart_notes(ranked, has_spans=True) == ["Antal svar: 56.", line]


def test_a_hidden_figure_that_the_rest_gives_away_is_found() -> None:
    """56 answers of which one row tells three shares of four: the fourth is what is left."""
    found = audit_of(example())
    assert [(one.row, one.column, one.high is not None) for one in found.hidden] == [
        ("Handledning av studenter och nyanställda kollegor", "Inget behov", True),
        ("Handledning av studenter och nyanställda kollegor", "Värdefullt", True),
    ]
    assert found.is_safe
    table = needs()
    small = ((HIDDEN, Cell(40.0), Cell(36.0), Cell(20.0), *table.cells[0][4:]), *table.cells[1:])
    given_away = Table(table.key, table.kind, table.title, table.columns, table.rows, small, table.base, table.question)
    content = example()
    content["blocks"] = [{**content["blocks"][2], "table": plain(write(given_away))}]
    exposed = audit_of(content)
    assert [(one.column, one.low, one.high) for one in exposed.exposed] == [("Inget behov", 2, 3)]
    assert not exposed.is_safe


def test_markup_is_a_few_signs_and_the_rest_is_text() -> None:
    assert parts("a *b* **c** [d](https://e.se)\n\n- f\n- g\n1. h\n<b>") == [
        {
            "kind": "paragraph",
            "runs": [
                {"text": "a "},
                {"text": "b", "as": "em"},
                {"text": " "},
                {"text": "c", "as": "strong"},
                {"text": " "},
                {"text": "d", "to": "https://e.se"},
            ],
        },
        {"kind": "list", "items": [[{"text": "f"}], [{"text": "g"}]]},
        {"kind": "list", "items": [[{"text": "h"}]], "ordered": True},
        {"kind": "paragraph", "runs": [{"text": "<b>"}]},
    ]
    for text in ("2*3*4", "[a](javascript:b)", "** a **", "[a](https://b c)", "***"):
        assert parts(text) == [{"kind": "paragraph", "runs": [{"text": text}]}]
    assert parts("") == []


def test_figures_and_their_units_stay_on_a_line() -> None:
    assert bound("1 200 svar, 85 % av 56 personer, tabell 3") == (
        "1\xa0200\xa0svar, 85\xa0% av 56\xa0personer, tabell\xa03"
    )


def test_blocks_hold_no_more_than_their_own() -> None:
    assert clean({"id": "b1", "type": "heading", "text": " A\u202e\n B ", "level": "9", "telling": 3, "x": 1}) == {
        "id": "b1",
        "type": "heading",
        "text": "A B",
        "level": 2,
    }
    assert tidy("a\u0308\r\nb\x00") == "ä\nb"
    for wrong in (
        {"type": "iframe"},
        {"type": "table", "telling": "x"},
        {"type": "chart", "telling": 1, "form": "pie"},
    ):
        with pytest.raises((ValueError, KeyError, TypeError)):
            clean({"id": "b1", **wrong})
    order = [{"id": one} for one in "abcd"]
    cases = (("a", 0, "abcd"), ("a", 2, "bacd"), ("d", 0, "dabc"), ("b", 4, "acdb"), ("c", 99, "abdc"))
    for block, to, expected in cases:
        assert "".join(one["id"] for one in moved(order, block, to)) == expected
