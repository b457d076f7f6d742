"""Answers of SCB and Kolada, made after their descriptions, and a server of the test's own that gives them."""

from __future__ import annotations

import json
import re
import time
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

from stegvis.planning.ground import population
from stegvis.planning.ground.places import places

CODES = tuple(code for code in places() if len(code) == 4)
SINGLE = [*map(str, range(100)), "100+1"]
FIVES = ["-4", *(f"{first}-{first + 4}" for first in range(5, 100, 5)), "100+5"]
TENS = ["-9", *(f"{first}-{first + 9}" for first in range(10, 100, 10)), "100+10"]
SHARED = (20, 45, 15, 105)
TOTALS = ["TOT1", "TOT5", "TOT10", "TotSA"]


def inhabitants(year: int) -> dict[str, list[int]]:
    """Of each municipality about as many as live there, that can be shared among single years and fives."""
    found = population.population(CODES, year, 0)[0] // SHARED * SHARED
    return dict(zip(CODES, found.astype(int).tolist(), strict=True))


def category(codes: dict[str, str], **more: Any) -> dict[str, Any]:
    return {
        "category": {"index": {code: at for at, code in enumerate(codes)}, "label": codes},
        "extension": {"elimination": False, **more},
    }


REGIONS = {"00": "Riket", "01": "Stockholms län"} | {code: places()[code].name for code in CODES}
PERTURBED = {
    "Region": category(REGIONS, elimination=True),
    "Civilstand": category({"OG": "ogifta", "G": "gifta", "SC": "totalt, samtliga civilstånd"}),
    "Alder": category({code: code for code in (*SINGLE, *FIVES, *TENS, *TOTALS)}),
    "Kon": category({"1": "män", "2": "kvinnor", "TotSa": "totalt, samtliga män och kvinnor"}),
    "ContentsCode": category({"000007ME": "Folkmängd", "000007MG": "Folkökning"}),
    "Tid": category({"2025": "2025"}),
}
EXACT = {
    "Region": category(REGIONS, elimination=True),
    "Civilstand": category({"OG": "ogifta", "G": "gifta"}, elimination=True),
    "Alder": category({code: code for code in (*SINGLE[:-1], "100+", "tot")}, elimination=True),
    "Kon": category({"1": "män", "2": "kvinnor"}, elimination=True),
    "ContentsCode": category({"BE0101N1": "Folkmängd", "BE0101N2": "Folkökning"}),
    "Tid": category({str(year): str(year) for year in range(1968, 2025)}),
}
ROLE = {"time": ["Tid"], "geo": ["Region"], "metric": ["ContentsCode"]}


def described(dimensions: dict[str, Any]) -> dict[str, Any]:
    sizes = [len(one["category"]["index"]) for one in dimensions.values()]
    return {"version": "2.0", "class": "dataset", "id": list(dimensions), "size": sizes, "dimension": dimensions,
            "role": ROLE, "value": []}  # fmt: skip


def answered(dimensions: dict[str, Any], query: dict[str, list[str]]) -> dict[str, Any]:
    """As PxWebApi does: what is asked for in the order of the table, without what is left out."""
    chosen = {}
    for name, one in dimensions.items():
        asked = query.get(f"valueCodes[{name}]")
        if asked:
            labels = one["category"]["label"]
            codes = list(labels) if asked[0] == "*" else asked[0].split(",")
            chosen[name] = category({code: labels[code] for code in codes})
    year = int(query["valueCodes[Tid]"][0])
    ages = list(chosen["Alder"]["category"]["label"])
    people = inhabitants(year)
    values = [number for code in chosen["Region"]["category"]["label"] for number in _by_age(people.get(code), ages)]
    return described(chosen) | {"updated": "2026-02-20T07:00:00Z", "value": values}


def _by_age(groups: list[int] | None, ages: list[str]) -> list[float]:
    """Evenly among the age codes of a group."""
    number = [_group(age) for age in ages]
    return [groups[one] / number.count(one) if groups else 7 for one in number]


def _group(age: str) -> int:
    first = 0 if age.startswith("-") else int(re.split(r"\D", age, maxsplit=1)[0])
    return (first >= 20) + (first >= 65) + (first >= 80)


def kolada_pages(year: int = 2025, figure: Any = None) -> dict[str, dict[str, Any]]:
    rows = [
        {"kpi": "N01951", "municipality": code, "period": year,
         "values": [{"gender": "T", "value": float(sum(groups)) if figure is None else figure},
                    {"gender": "K", "value": 16000.0}]}
        for code, groups in inhabitants(2025).items()
    ]  # fmt: skip
    rows.append({"kpi": "N01951", "municipality": "0000", "period": year, "values": []})
    following = "https://api.kolada.se/v3/data/kpi/N01951/year/2025?page=2"
    return {"": {"values": rows[:200], "next_url": following}, "2": {"values": rows[200:], "next_url": None}}


RAW = {"broken": b"<html>", "deep": b"[" * 200_000, "nan": b'{"value": [NaN]}', "huge": b"[0" + b",0" * 6_000_000}


class Answers(BaseHTTPRequestHandler):
    """``instead`` takes the place of a table's numbers; ``busy`` is how often it says that it is."""

    asked: list[str]
    busy = 0
    instead: Any = None
    elsewhere = ""

    def do_GET(self) -> None:
        type(self).asked.append(self.path)
        parts = urlsplit(self.path)
        raw = next((content for name, content in RAW.items() if name in parts.path), None)
        if type(self).busy:
            type(self).busy -= 1
            self.answer(429, b"", ("Retry-After", "0"))
        elif "moved" in parts.path:
            self.answer(302, b"", ("Location", f"{self.elsewhere}/secret"))
        elif "drip" in parts.path:
            self.drip()
        else:
            content = raw or json.dumps(self.told(parts.path, parse_qs(parts.query))).encode()
            self.answer(404 if "gone" in parts.path else 200, content)

    def told(self, path: str, query: dict[str, list[str]]) -> Any:
        if "/kpi/N01951" in path:
            return kolada_pages()[query.get("page", [""])[0]]
        if "/tables/" not in path:
            return {"odd": 1}
        table = EXACT if "TAB638" in path else PERTURBED
        if path.endswith("/metadata"):
            return described(table)
        return answered(table, query) if self.instead is None else self.instead

    def drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(20):
            self.wfile.write(b" ")
            self.wfile.flush()
            time.sleep(0.1)

    def answer(self, code: int, content: bytes, *headers: tuple[str, str]) -> None:
        self.send_response(code)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass
