"""Inhabitants from SCB and Kolada: answers made after their descriptions, given by a server of the test's own."""

from __future__ import annotations

import copy
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from stegvis.foundation.access.actor import acting_as, acting_as_system
from stegvis.foundation.access.policy import visible
from stegvis.foundation.access.verdict import Refused
from stegvis.integrations.kolada import population as kolada
from stegvis.integrations.scb import population as scb
from stegvis.planning.ground.fetching import FetchError, Service
from stegvis.planning.ground.figure_services import keep_shared
from stegvis.planning.models import Figures
from tests.cli.support import database_environ
from tests.integrations.support import (
    CODES,
    EXACT,
    FIVES,
    PERTURBED,
    SINGLE,
    Answers,
    answered,
    described,
    inhabitants,
    kolada_pages,
)
from tests.support.cast import Cast
from tests.support.database import as_owner


def served() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def address() -> Iterator[str]:
    Answers.asked, Answers.busy, Answers.instead = [], 0, None
    yield from served()


elsewhere = pytest.fixture(served)


def test_scb_is_asked_for_the_population_alone_by_five_years_once_a_day(address: str, tmp_path: Path) -> None:
    service = Service("SCB", address, pause=0, cache=tmp_path)
    found = scb.fetch(service)
    assert found.content == {"years": [2025], "places": {code: [groups] for code, groups in inhabitants(2025).items()}}
    assert (found.table, str(found.dated), found.noise) == ("TAB5557", "2026-02-20", 3.0 * 9)
    assert scb.fetch(service).content == found.content
    described_at, data_at = Answers.asked
    assert urlsplit(described_at).path == "/tables/TAB5557/metadata"
    assert parse_qs(urlsplit(data_at).query) == {
        "lang": ["sv"],
        "outputFormat": ["json-stat2"],
        "valueCodes[Region]": ["*"],
        "valueCodes[Civilstand]": ["SC"],
        "valueCodes[Alder]": [",".join(FIVES)],
        "valueCodes[Kon]": ["TotSa"],
        "valueCodes[ContentsCode]": ["000007ME"],
        "valueCodes[Tid]": ["2025"],
    }


def test_the_older_table_is_asked_by_single_years_and_leaves_out_what_may_be(address: str) -> None:
    found = scb.fetch(Service("SCB", address, pause=0), year=2024)
    assert found.content == {"years": [2024], "places": {code: [groups] for code, groups in inhabitants(2024).items()}}
    assert (found.table, found.noise) == ("TAB638", 0)
    assert parse_qs(urlsplit(Answers.asked[1]).query) == {
        "lang": ["sv"],
        "outputFormat": ["json-stat2"],
        "valueCodes[Region]": ["*"],
        "valueCodes[Alder]": [",".join([*SINGLE[:-1], "100+"])],
        "valueCodes[ContentsCode]": ["BE0101N1"],
        "valueCodes[Tid]": ["2024"],
    }


def test_parts_are_added_only_where_the_table_has_no_sum_and_gives_none() -> None:
    table = copy.deepcopy(EXACT)
    table["Kon"]["extension"]["elimination"] = False
    assert scb.choose(described(table), 2024).codes["Kon"] == ("1", "2")
    table["Kon"]["category"] = {"index": ["1", "2", "1+2"], "label": {"1+2": "totalt"}}
    assert scb.choose(described_sizes(table), 2024).codes["Kon"] == ("1+2",)


def described_sizes(table: dict[str, Any]) -> dict[str, Any]:
    return described(table) | {"size": [len(one["category"]["index"]) for one in table.values()]}


TABLES: dict[str, Callable[[dict[str, Any]], Any]] = {
    "not by year": lambda one: one["Tid"].update(category={"index": ["2025K1"]}),
    "a year of long ago": lambda one: one["Tid"].update(category={"index": ["1800"]}),
    "a year to come": lambda one: one["Tid"].update(category={"index": ["2099"]}),
    "no population": lambda one: one["ContentsCode"]["category"]["label"].update({"000007ME": "Medelålder"}),
    "two populations": lambda one: one["ContentsCode"]["category"]["label"].update({"000007MG": "Folkmängd"}),
    "no ages": lambda one: one["Alder"].update(category={"index": ["TotSA"]}),
    "an age is lacking": lambda one: one["Alder"].update(category={"index": ["0", "2", "100+"]}),
    "no regions": lambda one: one.pop("Region"),
}


@pytest.mark.parametrize("change", TABLES.values(), ids=TABLES)
def test_a_table_that_is_built_otherwise_is_refused(change: Callable[[dict[str, Any]], Any]) -> None:
    table = copy.deepcopy(PERTURBED)
    change(table)
    with pytest.raises(FetchError, match="SCB"):
        scb.choose(described_sizes(table), None)


QUESTION = scb.choose(described(PERTURBED), None)
QUERY = {f"valueCodes[{name}]": [",".join(codes) or "*"] for name, codes in QUESTION.codes.items()}
GOOD = answered(PERTURBED, QUERY)
CELLS = len(GOOD["value"])
ANSWERS: dict[str, dict[str, Any]] = {
    "out of range": {"value": {"9999999": 3}},
    "below the range": {"value": {"-1": 3}},
    "no place": {"value": {"x": 3}},
    "too few": {"value": GOOD["value"][1:]},
    "no list": {"value": 5},
    "words": {"value": ["a"] * CELLS},
    "infinite": {"value": [float("inf")] * CELLS},
    "huge": {"value": [10**400] * CELLS},
    "missing": {"value": [None] * CELLS},
    "nobody": {"value": [0] * CELLS},
    "below nobody": {"value": [-one if at % 2 else one for at, one in enumerate(GOOD["value"])]},
    "twice as many": {"value": [2 * one for one in GOOD["value"]]},
    "a size that does not fit": {"size": [3, *GOOD["size"][1:]]},
    "a huge size": {"size": [100_000] * 6},
    "an empty size": {"size": [0, *GOOD["size"][1:]]},
    "a size below 0": {"size": [-3, *GOOD["size"][1:]]},
    "no dimension": {"dimension": None},
    "a dimension whose name is a list": {"id": [["Region"], *GOOD["id"][1:]]},
    "a dimension whose name is an object": {"id": [{}, *GOOD["id"][1:]]},
    "mixed places": {"dimension": GOOD["dimension"] | {"Tid": {"category": {"index": {"2025": None}}}}},
    "another year": {"dimension": GOOD["dimension"] | {"Tid": {"category": {"index": ["2024"]}}}},
    "several contents": answered(PERTURBED, QUERY | {"valueCodes[ContentsCode]": ["*"]}),
    "a sum beside its parts": answered(PERTURBED, QUERY | {"valueCodes[Kon]": ["*"]}),
    "two municipalities": answered(PERTURBED, QUERY | {"valueCodes[Region]": ["00,1440,1481"]}),
}


@pytest.mark.parametrize("change", ANSWERS.values(), ids=ANSWERS)
def test_an_odd_answer_is_refused_in_words_and_not_kept(change: dict[str, Any], address: str, tmp_path: Path) -> None:
    Answers.instead = {**GOOD, **change}
    with pytest.raises(FetchError, match="SCB"):
        scb.fetch(Service("SCB", address, pause=0, cache=tmp_path))
    assert len(list(tmp_path.iterdir())) == 1, "the table's description alone"
    Answers.instead = GOOD
    assert scb.fetch(Service("SCB", address, pause=0, cache=tmp_path)).content["years"] == [2025]


def test_koladas_pages_are_followed_and_scale_what_is_estimated(address: str) -> None:
    found = kolada.fetch(Service("Kolada", address, pause=0), year=2025)
    assert list(found.content["places"]) == list(CODES)
    for code, groups in inhabitants(2025).items():
        assert sum(found.content["places"][code][0]) == pytest.approx(sum(groups))
    assert [urlsplit(one).query for one in Answers.asked] == ["", "page=2"]


class Given:
    """A service that answers with what it was given."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)

    def get(self, _path: str, *, read: Callable[[Any], Any], **_asked: str) -> Any:
        return read(self.answers.pop(0))

    def in_parts(self) -> AbstractContextManager[Given]:
        return nullcontext(self)


PAGES: dict[str, list[Any]] = {
    **{f"{one}": list(kolada_pages(figure=one).values()) for one in (float("inf"), float("nan"), 1e308, -4, "5", True)},
    "a list": [[]],
    "no values": [{"odd": 1}],
    "another year": list(kolada_pages(year=2019).values()),
    "a page twice": [kolada_pages()[""], kolada_pages()[""]],
    "too few": [kolada_pages()["2"]],
    "none": [{"values": []}],
    "no address": [{"values": [], "next_url": 5}],
    "endless": [{"values": [], "next_url": "http://x/?a=1"}] * 51,
}


@pytest.mark.parametrize("answers", PAGES.values(), ids=PAGES)
def test_koladas_odd_answers_are_refused_in_words(answers: list[Any]) -> None:
    with pytest.raises(FetchError, match="Kolada"):
        kolada.fetch(Given(*answers), year=2025)  # type: ignore[arg-type]


def test_no_page_of_an_answer_that_is_refused_is_kept(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each page can be read, also the last one, but together they lack municipalities."""
    service = Service("Kolada", address, pause=0, cache=tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(Answers, "told", lambda *_: {"values": kolada_pages()["2"]["values"], "next_url": None})
        with pytest.raises(FetchError, match="Kolada"):
            kolada.fetch(service, year=2025)
    assert list(tmp_path.iterdir()) == []
    whole = kolada.fetch(service, year=2025)
    assert (list(whole.content["places"]), len(list(tmp_path.iterdir()))) == (list(CODES), 2)
    Answers.asked.clear()
    assert (kolada.fetch(service, year=2025), Answers.asked) == (whole, [])


@pytest.mark.parametrize("year", [1800, 2019, 2099])
def test_a_year_that_no_forecast_begins_at_is_refused(year: int) -> None:
    for fetch in (kolada.fetch, scb.fetch):
        with pytest.raises(FetchError, match=str(year)):
            fetch(Given(), year=year)  # type: ignore[arg-type]


def test_a_busy_service_is_asked_once_more_and_faults_are_told_in_words(address: str) -> None:
    service = Service("SCB", address, pause=0)
    Answers.busy = 1
    assert service.get("x/tables/TAB5557/metadata")["class"] == "dataset"
    assert len(Answers.asked) == 2
    Answers.busy = 2
    for path in ("tables/busy", "gone", "broken", "deep", "nan", "huge"):
        with pytest.raises(FetchError, match="SCB"):
            service.get(path)
    for wrong in (
        "file:///etc/passwd",
        "http://127.0.0.1:9",
        "http://a b/",
        "http://127.0.0.1:99999",
        "http://",
        "http://[x",
    ):
        with pytest.raises(FetchError, match="SCB"):
            Service("SCB", wrong, pause=0, patience=1).get("x")


def test_no_other_host_is_asked_and_a_slow_one_not_for_long(address: str, elsewhere: str) -> None:
    Answers.elsewhere = elsewhere
    with pytest.raises(FetchError, match="SCB"):
        Service("SCB", address, pause=0).get("moved")
    began = time.monotonic()
    with pytest.raises(FetchError, match="SCB"):
        Service("SCB", address, pause=0, patience=0.4).get("drip")
    assert time.monotonic() - began < 1
    assert Answers.asked == ["/moved", "/drip"]


def test_the_pause_holds_for_a_host_whichever_service_and_process_asks(address: str, tmp_path: Path) -> None:
    began = time.monotonic()
    asks = "import sys; from stegvis.planning.ground.fetching import *; "
    asks += "Service('SCB', sys.argv[1], pause=0.4, turns=Path(sys.argv[2])).get('x')"
    others = [subprocess.Popen([sys.executable, "-c", asks, address, str(tmp_path)]) for _ in range(2)]
    Service("Kolada", address, pause=0.4, turns=tmp_path).get("x")
    assert [one.wait(30) for one in others] == [0, 0]
    assert time.monotonic() - began >= 0.8
    assert len(Answers.asked) == 3


def test_a_broken_file_in_the_cache_is_as_none(address: str, tmp_path: Path) -> None:
    service = Service("SCB", address, pause=0, cache=tmp_path)
    service.get("x")
    [kept] = tmp_path.iterdir()
    kept.write_bytes(b'{"half')
    assert service.get("x") == {"odd": 1}
    assert service.get("x") == {"odd": 1}
    assert len(Answers.asked) == 2
    assert list(tmp_path.iterdir()) == [kept]


def test_what_is_fetched_is_kept_once_for_everybody(cast: Cast, address: str) -> None:
    found = scb.fetch(Service("SCB", address, pause=0))
    with as_owner(), acting_as_system(reason="test") as system:
        first, is_new = keep_shared(actor=system, fetched=found)
        again, is_new_again = keep_shared(actor=system, fetched=found)
    assert (is_new, is_new_again, first.pk) == (True, False, again.pk)
    assert first.brought_at < again.brought_at
    with acting_as(cast.anna.pk) as actor:
        [kept] = visible(actor, Figures)
        assert (kept.source, kept.noise, kept.is_shared, kept.has_ages, kept.last_year) == (
            "SCB",
            27.0,
            True,
            True,
            2025,
        )
        with pytest.raises(Refused, match="kommando"):
            keep_shared(actor=actor, fetched=found)


def test_the_command_speaks_one_language_and_saves_what_is_whole(
    fresh_database: str, address: str, tmp_path: Path
) -> None:
    environ = database_environ(fresh_database, tmp_path) | {"STEGVIS_SCB": "1", "STEGVIS_SCB_ADDRESS": address}
    command = [sys.executable, "-m", "stegvis", "refresh", "inhabitants"]

    def done() -> tuple[int, str]:
        found = subprocess.run(command, env=environ, capture_output=True, text=True, check=False, timeout=120)
        return found.returncode, found.stdout + found.stderr

    Answers.instead = {**GOOD, "value": [0] * CELLS}
    code, told = done()
    assert (code, "SCB: Upplands Väsby cannot have 0 inhabitants in 2025." in told) == (2, True)
    assert "Nothing was saved." in told
    Answers.instead = None
    assert done() == (0, "SCB TAB5557 of 2026-02-20: 290 municipalities at the end of 2025. Saved.\n")
