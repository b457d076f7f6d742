"""Lists: order, pages and addresses from the query string."""

from typing import Any

import pytest
from django.http import Http404
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from stegvis.foundation.components.samples import sort_dicts
from stegvis.foundation.components.tables import Column, Header, PageLink, Table

COLUMNS = [
    Column("name", "Namn", order=("name",)),
    Column("level", "Nivå", order=("level", "name"), is_number=True),
    Column("note", "Anteckning"),
]


def make_table(query: str = "", rows: list[dict[str, Any]] | None = None, **options: Any) -> Table:
    request = RequestFactory().get(f"/staff/{query}")
    return Table(request=request, rows=rows or [], columns=COLUMNS, order_by=sort_dicts, **options)


def test_headers_offer_the_order_and_keep_the_filter() -> None:
    assert make_table("?q=anna&page=1").headers == [
        Header("Namn", "?q=anna&sort=name", "none", False),
        Header("Nivå", "?q=anna&sort=level", "none", True),
        Header("Anteckning", "", "", False),
    ]


def test_the_sorted_column_says_so_and_turns() -> None:
    states = [
        next((header.url, header.aria_sort) for header in make_table(f"?sort={sort}").headers)
        for sort in ("name", "-name")
    ]
    assert states == [("?sort=-name", "ascending"), ("?sort=name", "descending")]


@given(
    st.lists(st.fixed_dictionaries({"name": st.text(max_size=3), "level": st.integers(0, 3)}), max_size=12),
    st.sampled_from(["name", "-name", "level", "-level"]),
)
def test_rows_come_in_the_order_asked_for(rows: list[dict[str, Any]], sort: str) -> None:
    keys = {"name": lambda row: (row["name"],), "level": lambda row: (row["level"], row["name"])}
    expected = sorted(rows, key=keys[sort.removeprefix("-")], reverse=sort.startswith("-"))
    found = make_table(f"?sort={sort}", rows).ordered
    as_keys = keys[sort.removeprefix("-")]
    assert [as_keys(row) for row in found] == [as_keys(row) for row in expected]


def test_pages_are_linked_and_far_ones_elided() -> None:
    table = make_table("?page=5", [{"name": str(n), "level": 0} for n in range(90)], page_size=10)
    assert [row["name"] for row in table.page] == [str(n) for n in range(40, 50)]
    assert table.page_links == [
        PageLink("1", "?page=1", False),
        PageLink("…", "", False),
        PageLink("4", "?page=4", False),
        PageLink("5", "?page=5", True),
        PageLink("6", "?page=6", False),
        PageLink("…", "", False),
        PageLink("9", "?page=9", False),
    ]
    assert (table.previous_url, table.next_url) == ("?page=4", "?page=6")


def test_exports_keep_filter_and_order_but_not_the_page() -> None:
    table = make_table("?q=%26&sort=name&page=1", formats={"xlsx": "Excel", "csv": "CSV"})
    assert table.exports == [
        ("Excel", "?q=%26&sort=name&export=xlsx"),
        ("CSV", "?q=%26&sort=name&export=csv"),
    ]


@pytest.mark.parametrize(
    "query",
    ["?sort=password", "?sort=note", "?sort=--name", "?sort=name__len", "?page=-1", "?page=0", "?page=2", "?page=x"],
)
def test_what_is_not_there_is_not_found(query: str) -> None:
    with pytest.raises(Http404):
        make_table(query, [{"name": "a", "level": 1}])
