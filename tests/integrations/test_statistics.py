"""Inhabitants from SCB and Kolada: answers made after their descriptions, given by a server of the test's own."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from stegvis.foundation.access.actor import acting_as, acting_as_system
from stegvis.foundation.access.policy import visible
from stegvis.integrations.kolada import population as kolada
from stegvis.integrations.scb import population as scb
from stegvis.planning.ground.fetching import FetchError, Service
from stegvis.planning.ground.sources import keep_shared
from stegvis.planning.models import Figures
from tests.support.cast import Cast
from tests.support.database import as_owner

AGES = [*map(str, range(100)), "100+", "tot"]
TABLE = {
    "version": "2.0",
    "class": "dataset",
    "updated": "2026-02-20T07:00:00Z",
    "id": ["Region", "Alder", "Kon", "Tid"],
    "size": [3, 102, 2, 1],
    "dimension": {
        "Region": {"category": {"index": {"00": 0, "1440": 1, "1481": 2}}},
        "Alder": {"category": {"index": {age: at for at, age in enumerate(AGES)}}},
        "Kon": {"category": {"index": ["1", "2"]}},
        "Tid": {"category": {"index": ["2025"]}},
    },
    "value": [(age < 101) * (10 + place) for place in range(3) for age in range(102) for _sex in range(2)],
}
PAGES = {
    "": {"values": [{"kpi": "N01951", "municipality": "1440", "period": 2025,
                     "values": [{"gender": "T", "value": 33000.0}, {"gender": "K", "value": 16000.0}]}],
         "next_url": "https://api.kolada.se/v3/data/kpi/N01951/year/2025?page=2"},
    "2": {"values": [{"kpi": "N01951", "municipality": "0000", "period": 2025, "values": []}], "next_url": None},
}  # fmt: skip


class Answers(BaseHTTPRequestHandler):
    asked: list[str]
    busy = 0

    def do_GET(self) -> None:
        type(self).asked.append(self.path)
        parts = urlsplit(self.path)
        if type(self).busy:
            type(self).busy -= 1
            self.send_response(429)
            self.send_header("Retry-After", "0")
            self.end_headers()
            return
        answer: Any = {"odd": 1}
        if "/tables/" in parts.path:
            answer = TABLE
        elif "/kpi/N01951" in parts.path:
            answer = PAGES[parse_qs(parts.query).get("page", [""])[0]]
        content = b"<html>" if "broken" in parts.path else json.dumps(answer).encode()
        self.send_response(404 if "gone" in parts.path else 200)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def address() -> Iterator[str]:
    Answers.asked, Answers.busy = [], 0
    server = HTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_scbs_table_is_asked_for_once_a_day_and_read_by_age(address: str, tmp_path: Path) -> None:
    service = Service("SCB", address, pause=0, cache=tmp_path)
    found = scb.fetch(service)
    assert found.content == {
        "years": [2025],
        "places": {
            "1440": [[11 * 2 * 20, 11 * 2 * 45, 11 * 2 * 15, 11 * 2 * 21]],
            "1481": [[12 * 2 * 20, 12 * 2 * 45, 12 * 2 * 15, 12 * 2 * 21]],
        },
    }
    assert (found.table, str(found.dated), found.noise) == ("TAB5557", "2026-02-20", 60.0)
    assert scb.fetch(service, year=None).content == found.content
    [asked] = Answers.asked
    assert parse_qs(urlsplit(asked).query) == {
        "lang": ["sv"],
        "outputFormat": ["json-stat2"],
        "valueCodes[Region]": ["*"],
        "valueCodes[Alder]": ["*"],
        "valueCodes[Tid]": ["top(1)"],
    }
    assert scb.fetch(service, year=2024).noise == 0


def test_koladas_pages_are_followed_and_scale_what_is_estimated(address: str) -> None:
    found = kolada.fetch(Service("Kolada", address, pause=0), year=2025)
    assert list(found.content["places"]) == ["1440"]
    assert sum(found.content["places"]["1440"][0]) == pytest.approx(33000)
    assert [urlsplit(one).query for one in Answers.asked] == ["", "page=2"]


def test_a_busy_service_is_asked_once_more_and_faults_are_told_in_words(address: str) -> None:
    Answers.busy = 1
    assert Service("SCB", address, pause=0).get("tables/x/data")["class"] == "dataset"
    assert len(Answers.asked) == 2
    Answers.busy = 2
    for path in ("tables/busy", "gone", "broken"):
        with pytest.raises(FetchError, match="SCB"):
            Service("SCB", address, pause=0).get(path)
    with pytest.raises(FetchError, match="SCB"):
        scb.read({"odd": 1})
    with pytest.raises(FetchError, match="SCB"):
        scb.read({**TABLE, "value": [0] * 612})
    with pytest.raises(FetchError, match="Kolada"):
        kolada.figures(Service("Kolada", address, pause=0), "N1", 2025)
    for wrong in ("file:///etc/passwd", "http://127.0.0.1:9"):
        with pytest.raises(FetchError):
            Service("SCB", wrong, pause=0, patience=1).get("x")


def test_what_is_fetched_is_kept_once_for_everybody(cast: Cast, address: str) -> None:
    found = scb.fetch(Service("SCB", address, pause=0))
    with as_owner(), acting_as_system(reason="test"):
        first, is_new = keep_shared(found)
        again, is_new_again = keep_shared(found)
    assert (is_new, is_new_again, first.pk) == (True, False, again.pk)
    with acting_as(cast.anna.pk) as actor:
        [kept] = visible(actor, Figures)
        assert (kept.source, kept.noise, kept.is_shared) == ("SCB", 60.0, True)
