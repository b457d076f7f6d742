"""Names in charts are whole, whatever their length."""

from __future__ import annotations

from stegvis.planning.charts import legend_of, named_bars

LONG = "Bedöma hälsotillstånd och planera omvårdnad"


def test_a_long_name_is_broken_and_stands_whole_above_its_bar() -> None:
    spec = named_bars(["Dokumentera", LONG], [{"what": LONG, "n": 1.0}], {"field": "n", "type": "quantitative"})
    bars, texts = spec["layer"]
    short, long = texts["data"]["values"]
    assert (short["lines"], " ".join(long["lines"])) == (["Dokumentera"], LONG)
    assert len(long["lines"]) == 2
    # The last line of each ends at the same height, above the bar.
    assert short["dy"] - long["dy"] == texts["mark"]["lineHeight"]
    assert bars["encoding"]["y"]["scale"]["domain"] == ["Dokumentera", LONG]
    assert spec["height"]["step"] > bars["mark"]["height"] + 2 * texts["mark"]["lineHeight"]


def test_a_legend_breaks_its_lines_only_where_it_is_narrow() -> None:
    assert legend_of(["Extra timmar av enhetens egen personal", 'Någons "egna"']) == {
        "labelLimit": 0,
        "columns": 1,
        "labelExpr": (
            'containerSize()[0] < 500 ? ({"Extra timmar av enhetens egen personal": ["Extra timmar av enhetens", '
            '"egen personal"], "Någons \\"egna\\"": ["Någons \\"egna\\""]})[datum.label] '
            ": datum.label"
        ),
    }
