"""How quickly what is offered is found: 2,000 offers with 6,000 occasions, from the small demonstration's people.

    python benchmarks/exchange.py [--quick] [--json] [--data-dir DIR]

Starts `stegvis demo --small` on DIR (kept from time to time), fills up to the number of offers and asks with real
sessions: milliseconds are from request to the last byte on the loopback, one client, who waits for nobody. The same is
asked in this process for what does not change with who else uses the machine: the processor's time, Python's and the
database's together, and the queries, the statement that names the actor included, the transaction's own BEGIN and
COMMIT not. `--quick` has 400 offers with 1,200 occasions, and fewer times.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psutil
from rich.console import Console
from rich.table import Table
from web import CACHE, Session, demonstration, figures_of, free_port

FOLDER = CACHE / "benchmark-exchange"
QUICK_FOLDER = CACHE / "benchmark-exchange-quick"
EACH = 3
PAGES = {  # name: who asks, and where
    "list": ("anna", "/utbud/"),
    "search": ("anna", "/utbud/?q=v%C3%A5rd+demens&km=50"),
    "prefix": ("anna", "/utbud/?q=neurol"),
    "last_page": ("anna", "/utbud/?ordning=datum&page=2"),
    "calendar": ("anna", "/utbud/?visa=kalender"),
    "map": ("anna", "/utbud/?visa=karta"),
    "team": ("bosse", "/utbud/?ordning=team"),
    "open_api": ("", "/api/v1/offers"),
}


def prepare(folder: Path) -> None:
    os.environ |= {
        "STEGVIS_MODE": "demo",
        "STEGVIS_DATA_DIR": str(folder),
        "STEGVIS_DATABASE_ROLE": "worker",
        "DJANGO_SETTINGS_MODULE": "stegvis.web.settings",
    }
    import django

    django.setup()


def fill(offers: int) -> tuple[int, int]:
    """Make offers of the collaboration until there are so many. Returns how many offers and occasions there are."""
    from stegvis.exchange.models import Meets, Occasion, Offer, Session
    from stegvis.foundation.access.actor import acting_as_system
    from stegvis.frameworks.models import FrameworkVersion
    from stegvis.frameworks.queries import effective_of
    from stegvis.organisations.models import Collaboration

    draw = random.Random(7)
    with acting_as_system(reason="benchmark"):
        gr = Collaboration.objects.get(slug="gr")
        members = list(gr.members.all())
        version = FrameworkVersion.objects.get(framework__code="pilot-sjukskoterska-kommun", version=1)
        codes = [one.code for one in effective_of(version).document.requirements()]
        made = Offer.objects.bulk_create(
            Offer(**facts, employer=draw.choice(members), collaboration=gr)
            for facts in _offers(draw, offers - Offer.objects.count())
        )
        occasions = Occasion.objects.bulk_create(
            _occasion(draw, offer, Occasion) for offer in made for _ in range(EACH)
        )
        hours = ("employer_id", "starts", "ends")
        Session.objects.bulk_create(
            Session(occasion=one, **{name: getattr(one, name) for name in hours}) for one in occasions
        )
        Meets.objects.bulk_create(
            Meets(offer=one, employer_id=one.employer_id, framework=version.framework, requirement=code)
            for one in made
            for code in draw.sample(codes, 2)
        )
        return Offer.objects.count(), Occasion.objects.count()


def _offers(draw: random.Random, number: int) -> Iterator[dict[str, Any]]:
    from stegvis.exchange.models import Offer
    from stegvis.frameworks.competence_areas import areas

    known = list(areas().values())
    for _ in range(max(0, number)):
        area, other = draw.sample(known, 2)
        kind = draw.choice(Offer.Kind.values)
        yield {
            "kind": kind,
            "form": "distance" if kind == "digital" else draw.choice(["on_site", "on_site", "mixed"]),
            "title": f"{area.titles['sv']}: {Offer.Kind(kind).label.lower()}",
            "summary": f"För den som möter {other.titles['sv'].lower()} i sitt arbete.",
            "description": " ".join(draw.choices([name for one in known for name in one.synonyms], k=120)),
            "areas": [area.code],
            "audience": "collaboration",
            "state": "published",
            "is_shown_openly": draw.random() < 0.3,
            "price": draw.choice([0, 0, 500, 2400]),
        }


def _occasion(draw: random.Random, offer: Any, occasion: Any) -> Any:
    from django.utils import timezone

    start: datetime = timezone.now().replace(hour=8, minute=0, second=0, microsecond=0)
    start += timedelta(days=draw.randint(14, 250))
    return occasion(
        offer=offer,
        employer_id=offer.employer_id,
        starts=start,
        ends=start + timedelta(hours=8),
        seats=draw.randint(1, 20),
        apply_by=(start - timedelta(days=7)).date(),
    )


def ask_within(folder: Path, times: int) -> dict[str, float]:
    """The queries of each page and its processor time, asked in this process."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from stegvis.foundation.accounts.models import User
    from stegvis.foundation.database.embedded import embedded_connection
    from stegvis.web.demo.cast import user_key

    connection.close()
    connection.settings_dict.update(embedded_connection(folder, "app"))
    figures: dict[str, float] = {}
    for name, (who, path) in PAGES.items():
        client = Client()
        if who:
            client.force_login(User.objects.get(pk=user_key(who)))
        client.get(path)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (pid,) = cursor.fetchone()
        start = _processor_time(pid)
        for _ in range(times):
            assert client.get(path).status_code == 200, path
        figures[f"processor_ms_{name}"] = round((_processor_time(pid) - start) / times * 1000, 1)
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        plain = {"BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"}
        figures[f"queries_{name}"] = sum(one["sql"].split(" ")[0] not in plain for one in captured.captured_queries)
    return figures


def _processor_time(pid: int) -> float:
    """Seconds of this process and of the database's process that serves it, whose clock has steps of 10 ms."""
    database = psutil.Process(pid).cpu_times()
    return time.process_time() + database.user + database.system


def measure(folder: Path, *, quick: bool) -> dict[str, float]:
    from stegvis.web.demo.cast import PASSWORD

    port = free_port()
    with demonstration(folder, port, small=True):
        prepare(folder)
        offers, occasions = fill(400 if quick else 2000)
        figures: dict[str, float] = {"offers": offers, "occasions": occasions}
        times = 10 if quick else 60
        for name, (who, path) in PAGES.items():
            session = Session(port)
            if who:
                session.log_in(f"{who}@stegvis.example.se", PASSWORD)
            took = [_asked(session, path) for _ in range(times + 4)][4:]  # processes are warm by then
            figures |= figures_of(name, took)
        figures |= ask_within(folder, times)
    return figures


def _asked(session: Session, path: str) -> float:
    start = time.perf_counter()
    session.get(path)
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="400 offers, and fewer times")
    parser.add_argument("--json", action="store_true", help="one flat object instead of a table")
    parser.add_argument("--data-dir", type=Path, help="folder of the demonstration's data")
    chosen = parser.parse_args()
    folder = chosen.data_dir or (QUICK_FOLDER if chosen.quick else FOLDER)
    figures = measure(folder.resolve(), quick=chosen.quick)
    if chosen.json:
        print(json.dumps(figures))
        return
    title = f"{figures['offers']:,.0f} offers, {figures['occasions']:,.0f} occasions"
    table = Table("page", "p50 ms", "p95 ms", "p99 ms", "processor ms", "queries", title=title)
    for name in PAGES:
        columns = ("p50_ms_{}", "p95_ms_{}", "p99_ms_{}", "processor_ms_{}", "queries_{}")
        table.add_row(name, *(str(figures[column.format(name)]) for column in columns))
    Console().print(table)


if __name__ == "__main__":
    main()
