"""What is told beside counts gives nobody's own figure away: not across kinds, not from one telling to the next."""

from __future__ import annotations

from collections import Counter
from itertools import product
from typing import Any

from stegvis.surveys.telling.ground import Drawn, Ground, sampled
from stegvis.surveys.telling.making import Made, make_tables
from stegvis.surveys.telling.microdata import Answered
from stegvis.surveys.telling.reading import as_answered
from stegvis.surveys.telling.sums import Sums, read, write
from stegvis.surveys.telling.tables import Table
from tests.surveys.telling.support import data_of

FEWEST = 5
CONTENT: dict[str, Any] = {
    "code": "lon",
    "title": {"sv": "Lön"},
    "sections": [
        {
            "code": "s",
            "title": {"sv": "S"},
            "questions": [
                {"code": "lon", "kind": "number", "text": {"sv": "Lön"}},
                {
                    "code": "rang",
                    "kind": "ranking",
                    "text": {"sv": "Ordna"},
                    "choices": [{"code": one, "text": {"sv": one}} for one in "abc"],
                },
            ],
        }
    ],
}


def people(actor: str, number: int, *, paid: int, order: str = "abc") -> list[Answered]:
    """So many answer, of whom the first ``paid`` say what they earn: each another sum."""
    return [
        Answered(actor, {"rang": list(order)} | ({"lon": 30_000 + 1_000 * at} if at < paid else {}))
        for at in range(number)
    ]


def telling(rows: list[Answered], *before: Made, asked: dict[str, int] | None = None) -> Made:
    return make_tables(
        data_of(CONTENT, rows),
        Ground(asked or {}),
        threshold=FEWEST,
        earlier=[one.told for one in before],
        summed=[one.sums for one in before],
    )


def figures(made: Made, *, of: str = "lon.numbers", column: str = "mean") -> dict[str, object]:
    """By kind (``""``: all together) what is told of the first row."""
    found: dict[str, object] = {}
    for table in made.tables:
        if table.key.split("@")[0] == of:
            cell = table.cell(table.rows[0].key, column)
            found[table.actor] = cell.value if cell.why is None else cell.why.value
    return found


def test_a_mean_of_all_less_those_of_the_kinds_is_nobodys_own() -> None:
    """Twelve of one kind and one of the other say what they earn: the one would be what is left."""
    rows = people("region", 12, paid=12) + people("municipality", 12, paid=1)
    mean = 30_000 + 1_000 * sum(range(12)) / 13
    assert figures(telling(rows)) == {"": round(mean, 1), "municipality": "hidden", "region": "hidden"}
    enough = people("region", 12, paid=12) + people("municipality", 12, paid=5)
    assert figures(telling(enough)) == {"": 34_470.6, "municipality": 32_000, "region": 35_500}


def test_a_mean_of_today_less_that_of_yesterday_is_nobodys_own() -> None:
    rows = people("region", 12, paid=12)
    first = telling(rows)
    assert figures(first) == {"": 35_500}
    second = telling(rows + people("region", 5, paid=1), first)
    assert figures(second) == {"": "hidden"}
    assert second.sums == {key: kinds for key, kinds in second.sums.items() if key != "lon"}
    third = telling(rows + people("region", 15, paid=6), first, second)
    assert figures(third) == {"": round(30_000 + 1_000 * (66 + 15) / 18, 1)}


def test_a_kind_told_today_is_not_taken_from_all_of_yesterday() -> None:
    """Yesterday all together held one of the second kind; today there are six, and yesterday's one would be left."""
    rows = people("region", 12, paid=12)
    first = telling(rows + people("municipality", 12, paid=1))
    second = telling(rows + people("municipality", 17, paid=6), first)
    assert figures(first)[""] != "hidden"
    assert figures(second)[""] != "hidden"
    assert {figures(second)[kind] for kind in ("region", "municipality")} == {"hidden"}


def test_a_mean_place_does_not_follow_from_the_other_kinds() -> None:
    rows = people("region", 11, paid=0) + people("region", 1, paid=0, order="bca") + people("municipality", 12, paid=0)
    told = figures(telling(rows), of="rang.order", column="place")
    assert told == {"": "hidden", "municipality": "hidden", "region": "hidden"}
    even = people("region", 12, paid=0) + people("municipality", 12, paid=0, order="bca")
    assert figures(telling(even), of="rang.order", column="place") == {"": 2, "municipality": 3, "region": 1}


def test_what_was_told_is_read_as_it_was_written() -> None:
    told = {"lon": {"region": Counter({30_000.0: 2, 31_000.5: 4})}, "rang.a": {"": Counter({0: 7})}}
    assert read([write(told), {}]) == [told, {}]


def test_changed_answers_are_changes() -> None:
    """As many answers as before, of which one has another value."""
    before = {"x": {"region": Counter({1.0: 6, 2.0: 6})}}
    sums = Sums(FEWEST, [before])
    assert sums.allows("x", before["x"], "")
    assert not sums.allows("x", {"region": Counter({1.0: 6, 2.0: 5, 9.0: 1})}, "")
    assert sums.allows("x", {"region": Counter({1.0: 6, 3.0: 6})}, "region")


YES_NO: dict[str, Any] = {
    "code": "urval",
    "title": {"sv": "Urval"},
    "sections": [
        {
            "code": "s",
            "title": {"sv": "S"},
            "questions": [
                {
                    "code": "svar",
                    "kind": "single",
                    "text": {"sv": "Svar"},
                    "choices": [{"code": one, "text": {"sv": one}} for one in ("ja", "nej")],
                }
            ],
        }
    ],
}


def sample(small: dict[str, int], large: dict[str, int]) -> Table:
    """Answers of a stratum of 100 and one of 1 000, hidden and weighted."""
    rows = [
        Answered("region", {"svar": code}, stratum)
        for stratum, answers in (("small", small), ("large", large))
        for code, number in answers.items()
        for _person in range(number)
    ]
    data = data_of(YES_NO, rows)
    ground = sampled(data, {"small": Drawn(100), "large": Drawn(1_000)}, {}, {"region": 100})
    made = make_tables(data, ground, threshold=FEWEST)
    return next(one for one in made.tables if one.key == "svar")


def fitting(table: Table, groups: dict[str, int]) -> set[int]:
    """The attack: every number in the small stratum who may have said yes, given the share and how many answered."""
    told = table.cell("svar", "ja").value
    small, large = groups["small"], groups["large"]
    found = set()
    for yes, more in product(range(small + 1), range(large + 1)):
        weighted = (100 * yes / small + 1_000 * more / large) / 1_100
        plain = (yes + more) / (small + large)
        is_weighted = not table.notes
        if round(100 * (weighted if is_weighted else plain)) == told:
            found.add(yes)
    return found


def test_weights_do_not_tell_what_few_in_a_stratum_have_answered() -> None:
    """One of ten in the small stratum said yes, of fifty altogether; the weights would tell which stratum they are of.
    So the share is of those who answered, says so, and anything from none to all ten is possible."""
    table = sample({"ja": 1, "nej": 9}, {"ja": 20, "nej": 20})
    cell = table.cell("svar", "ja")
    assert (cell.value, cell.low, [one.code for one in table.notes]) == (42, None, ["few_weighted"])
    assert fitting(table, {"small": 10, "large": 40}) == set(range(11))
    enough = sample({"ja": 5, "nej": 15}, {"ja": 20, "nej": 20})
    cell = enough.cell("svar", "ja")
    assert (cell.value, enough.notes) == (48, ())
    assert cell.low is not None


def response(made: Made) -> list[tuple[str, list[object]]]:
    table: Table = next(one for one in made.tables if one.key == "response")
    return [
        (row.key, [cell.value if cell.why is None else cell.why.value for cell in cells])
        for row, cells in zip(table.rows, table.cells, strict=True)
    ]


def test_kinds_that_answers_do_not_keep_are_told_together() -> None:
    """Twelve municipalities' and three universities' persons have answered, and their kinds are not kept."""
    asked = as_answered({"region": 24, "municipality": 12, "university": 4}, {"region", "others"})
    rows = people("region", 13, paid=0) + people("", 15, paid=0)
    assert response(telling(rows, asked=asked)) == [
        ("others", [16, 15, 94]),
        ("region", [24, 13, 54]),
        ("", [40, 28, 70]),
    ]


def test_of_a_kind_whose_few_answers_wait_nothing_is_said() -> None:
    told = response(telling(people("region", 13, paid=0), asked={"region": 24, "university": 4}))
    assert told == [("region", [24, 13, 54]), ("university", [4, "hidden", "hidden"]), ("", [28, 13, 46])]
