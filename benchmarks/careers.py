"""How quickly competence is judged: fifty people saving at once, a team on one page, one person placed anew.

    python benchmarks/careers.py [--quick] [--json] [--data-dir DIR]

Starts `stegvis demo` on DIR, gives fifty of a team of sixty a log-in, and opens an assessment for the whole team by
the page. Milliseconds are from request to the last byte on the loopback, the client on the same machine. "Saving" is
fifty people who each choose a rating every second or so, faster than anybody reads the question; "burst" is fifty
ratings sent in the same instant. Placing anew is what the worker does after a change, in this process.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import statistics
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from rich.console import Console
from rich.table import Table
from web import CACHE, Session, demonstration, figures_of, free_port

FOLDER = CACHE / "benchmark-careers"
SAVERS = 50
SECONDS_BETWEEN = 1.0
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
OPEN_FOR = re.compile(r'name="employments" value="(\d+)"')


def prepare(folder: Path) -> tuple[list[dict[str, str]], dict[str, str]]:
    """Log-ins for all of Bosse's team. Returns their cookies, and Bosse's."""
    os.environ |= {
        "STEGVIS_MODE": "demo",
        "STEGVIS_DATA_DIR": str(folder),
        "STEGVIS_DATABASE_ROLE": "worker",
        "DJANGO_SETTINGS_MODULE": "stegvis.web.settings",
    }
    import django

    django.setup()
    from stegvis.foundation.access.actor import acting_as_system
    from stegvis.foundation.accounts.models import User
    from stegvis.people.models import Person
    from stegvis.web.demo.cast import user_key

    with acting_as_system(reason="benchmark"):
        bosse = User.objects.get(pk=user_key("bosse"))
        unit = bosse.person.employments.get().unit
        team = (
            Person.objects.filter(employments__unit=unit, employments__valid_to=None).order_by("sort_name").distinct()
        )
        for person in team.filter(user=None):
            user = User.objects.create_user(f"{person.pk}@bench.example.se", name=str(person))
            Person.objects.filter(pk=person.pk).update(user=user)
        keys = team.exclude(user=bosse).values_list("user", flat=True)
        users = list(User.objects.filter(pk__in=list(keys)).order_by("pk"))
    return [_cookies(user) for user in users], _cookies(bosse)


def _cookies(user: Any) -> dict[str, str]:
    from django.test import Client

    client = Client()
    client.force_login(user)
    return {name: morsel.value for name, morsel in client.cookies.items()}


def form(page: str, **fields: Any) -> str:
    """Fields with the token of the page that they are filled in on."""
    token = TOKEN.search(page)
    return urlencode({"csrfmiddlewaretoken": token[1] if token else "", **fields}, doseq=True)


def open_team(manager: Session) -> float:
    """Open for all who have no assessment under way; seconds."""
    page = manager.ask("GET", "/mitt-team/bedomningar/")
    chosen = OPEN_FOR.findall(page)
    if not chosen:
        return 0.0
    start = time.perf_counter()
    manager.ask("POST", "/mitt-team/bedomningar/", form(page, employments=chosen, rule="median"), status=302)
    return time.perf_counter() - start


def find_raters(sessions: list[Session]) -> list[Callable[[], float]]:
    """Of those who have something to judge, as many as are to save at once."""
    found = list(islice(filter(None, map(rater, sessions)), SAVERS))
    if len(found) < SAVERS:
        raise SystemExit(f"{len(found)} people have something to judge, not {SAVERS}")
    return found


def rater(session: Session) -> Callable[[], float] | None:
    """What saves the next rating of the session's own judgement, and returns the seconds it took; None without one."""
    found = re.search(r'href="(/bedomningar/bedom/\d+/)"', session.ask("GET", "/bedomningar/"))
    if not found:
        return None
    page = session.ask("GET", found[1])
    asked = sorted(set(re.findall(r'name="r-([a-z0-9-]+)"', page)))
    draw = random.Random(found[1])

    def save() -> float:
        code = draw.choice(asked)
        body = form(page, competence=code, **{f"r-{code}": draw.randint(1, 5)})
        start = time.perf_counter()
        session.ask("POST", f"{found[1]}spara/", body)
        return time.perf_counter() - start

    return save


def talk_document(manager: Session, times: int) -> list[float]:
    """Seconds to have one of the team's talks as a PDF, made anew each time."""
    found = re.search(r'href="(/samtal/\d+/)"', manager.ask("GET", "/mitt-team/samtal/"))
    if not found:
        raise SystemExit("the team has no talk")
    return repeated(lambda: manager.get(f"{found[1]}pdf/"), times)


def saving(raters: list[Callable[[], float]], seconds: float) -> list[float]:
    """Everybody saves about once a second, for so long, beginning at different moments."""
    end = time.monotonic() + seconds

    def run(position: int) -> list[float]:
        time.sleep(SECONDS_BETWEEN * position / len(raters))
        took: list[float] = []
        while time.monotonic() < end:
            took.append(raters[position]())
            time.sleep(max(0.0, SECONDS_BETWEEN - took[-1]))
        return took

    with ThreadPoolExecutor(len(raters)) as pool:
        return [one for took in pool.map(run, range(len(raters))) for one in took]


def bursts(raters: list[Callable[[], float]], times: int) -> list[float]:
    """Everybody saves in the same instant, several times."""
    together = threading.Barrier(len(raters))

    def run(rate: Callable[[], float]) -> list[float]:
        took = []
        for _ in range(times):
            together.wait()
            took.append(rate())
        return took

    with ThreadPoolExecutor(len(raters)) as pool:
        return [one for took in pool.map(run, raters) for one in took]


def placing(times: int) -> list[float]:
    """Seconds to place one person anew, as the worker does after a change."""
    from stegvis.careers.evaluation import evaluate_people
    from stegvis.foundation.access.actor import acting_as_system
    from stegvis.people.models import Employment

    with acting_as_system(reason="benchmark"):
        staff = list(Employment.objects.filter(employer__slug="ale", valid_to=None)[:times])
    took = []
    for one in staff:
        start = time.perf_counter()
        evaluate_people(employer_id=one.employer_id, person_ids=[one.person_id])
        took.append(time.perf_counter() - start)
    return took


def repeated(ask: Callable[[], object], times: int) -> list[float]:
    took = []
    for _ in range(times):
        start = time.perf_counter()
        ask()
        took.append(time.perf_counter() - start)
    return took


def measure(folder: Path, *, quick: bool) -> dict[str, float]:
    port = free_port()
    with demonstration(folder, port, small=True):
        savers, manager_cookies = prepare(folder)
        manager = Session(port, manager_cookies)
        opened = open_team(manager)
        raters = find_raters([Session(port, cookies) for cookies in savers])
        saving(raters, 1.0)  # every process is warm
        figures: dict[str, float] = {"people": len(raters), "open_team_ms": round(opened * 1000, 1)}
        figures |= figures_of("saving", saving(raters, 4 if quick else 20))
        figures |= figures_of("burst", bursts(raters, 2 if quick else 8))
        sheet = repeated(lambda: manager.ask("GET", "/mitt-team/bedomningar/bedom/"), 5 if quick else 30)
        figures |= figures_of("team_sheet", sheet) | figures_of("place_one", placing(5 if quick else 30))
        figures |= figures_of("talk_pdf", talk_document(manager, 5 if quick else 30))
        figures["mean_ms_saving"] = round(statistics.fmean(repeated(raters[0], 10)) * 1000, 1)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="seconds instead of half a minute")
    parser.add_argument("--json", action="store_true", help="one flat object instead of a table")
    parser.add_argument("--data-dir", type=Path, help="folder of the demonstration's data")
    chosen = parser.parse_args()
    figures = measure((chosen.data_dir or FOLDER).resolve(), quick=chosen.quick)
    if chosen.json:
        print(json.dumps(figures))
        return
    table = Table("what", "p50 ms", "p95 ms", "p99 ms", "promise, p95 ms", title=f"{figures['people']:.0f} people")
    promises = {"saving": "150", "burst": "", "team_sheet": "", "place_one": "1000", "talk_pdf": "1000"}
    for name, promise in promises.items():
        table.add_row(name, *(str(figures[f"p{cut}_ms_{name}"]) for cut in (50, 95, 99)), promise)
    Console().print(table)


if __name__ == "__main__":
    main()
