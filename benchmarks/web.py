"""How long the pages of the main job take, and how many can be had a second, with the demonstration loaded.

    python benchmarks/web.py [--quick] [--json] [--data-dir DIR]

Starts `stegvis demo` on DIR (kept from time to time; the first start loads about 3,000 people, with --quick about
260: the team of sixty and its employer are the same) and asks with real sessions: milliseconds are from request to
the last byte on the loopback, first from one client, who waits for nobody, then from eight at once. A bare Django
page with three queries is served by the same server with the same settings and asked in the same run. Queries are
counted in this process over the same database, the first statement that names the actor included, the transaction's
own BEGIN and COMMIT not.
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import json
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlencode

import psycopg
from rich.console import Console
from rich.table import Table

from stegvis.cli.demo import THREADS, WORKERS
from stegvis.cli.start import this_program
from stegvis.foundation.database.embedded import socket_dir, stop_embedded_server

HERE = Path(__file__).resolve().parent
CACHE = HERE.parent / ".cache"
FOLDER = CACHE / "benchmark"
QUICK_FOLDER = CACHE / "benchmark-quick"
CLIENTS = 8
PERSON_LINK = re.compile(r'href="(/mitt-team/person/[0-9a-f-]{36}/)"')
PAGES = {  # name: who asks, and where
    "home": ("anna", "/"),
    "me": ("anna", "/min-utveckling/"),
    "team": ("bosse", "/mitt-team/"),
    "organisation": ("gunilla", "/organisation/oversikt/"),
    "person": ("bosse", None),  # those of the team, in turn
}


class Session:
    """One person's log-in on one kept connection."""

    def __init__(self, port: int, cookies: dict[str, str] | None = None) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookies = dict(cookies or {})

    def get(self, path: str) -> bytes:
        """What the address answers a visitor with, as it is."""
        self.connection.request("GET", path, headers={"Cookie": self._cookie()})
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status != 200:
            raise ValueError(f"GET {path} answered {answer.status}")
        return content

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def ask(self, method: str, path: str, body: str = "", *, status: int = 200) -> str:
        headers = {"Cookie": self._cookie()}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        if answer.status != status:
            raise ValueError(f"{method} {path} answered {answer.status}, not {status}")
        return text

    def log_in(self, email: str, password: str) -> float:
        """Returns the seconds that the answer to the password took."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.ask("GET", "/konto/login/"))
        assert token
        form = urlencode({"csrfmiddlewaretoken": token[1], "login": email, "password": password})
        start = time.perf_counter()
        self.ask("POST", "/konto/login/", form, status=302)
        return time.perf_counter() - start


def ask_for(seconds: float, clients: list[Session], paths: list[str]) -> tuple[list[float], float]:
    """Let every client ask for the paths in turn for so long. Returns the seconds of each, and answers a second."""
    start = time.perf_counter()

    def run(position: int) -> list[float]:
        took: list[float] = []
        while time.perf_counter() - start < seconds:
            asked = time.perf_counter()
            clients[position].ask("GET", paths[(position + len(took)) % len(paths)])
            took.append(time.perf_counter() - asked)
        return took

    with ThreadPoolExecutor(len(clients)) as pool:
        all_took = [one for took in pool.map(run, range(len(clients))) for one in took]
    return all_took, len(all_took) / (time.perf_counter() - start)


def figures_of(name: str, took: list[float], suffix: str = "") -> dict[str, float]:
    cuts = statistics.quantiles(took, n=100, method="inclusive")
    return {f"p{cut}_ms_{name}{suffix}": round(cuts[cut - 1] * 1000, 1) for cut in (50, 95, 99)}


def measure(port: int, bare_port: int, seconds: float, log_ins: int) -> dict[str, float]:
    logged_in = {who: _logged_in(port, who) for who in sorted({who for who, _path in PAGES.values()})}
    more = [_logged_in(port, "anna") for _ in range(log_ins - len(logged_in))]
    figures = figures_of("log_in", [took for _session, took in (*logged_in.values(), *more)])
    for name in (*PAGES, "bare"):
        clients, paths = bare(bare_port) if name == "bare" else _sessions_and_paths(port, name, logged_in)
        ask_for(min(1.0, seconds), clients, paths)  # every process and template is warm
        took, _rate = ask_for(seconds, clients[:1], paths)
        crowded, rate = ask_for(seconds, clients, paths)
        figures |= figures_of(name, took) | figures_of(name, crowded, f"_{CLIENTS}_clients")
        figures[f"rps_{name}"] = round(rate, 1)
    return figures


def _sessions_and_paths(
    port: int, name: str, logged_in: dict[str, tuple[Session, float]]
) -> tuple[list[Session], list[str]]:
    who, path = PAGES[name]
    clients = [Session(port, logged_in[who][0].cookies) for _ in range(CLIENTS)]
    return clients, [path] if path else people_of_the_team(clients[0].ask)


def bare(port: int) -> tuple[list[Session], list[str]]:
    return [Session(port) for _ in range(CLIENTS)], ["/"]


def _logged_in(port: int, who: str) -> tuple[Session, float]:
    from stegvis.web.demo.cast import CAST, PASSWORD

    session = Session(port)
    email = next(member.email for member in CAST if member.key == who)
    return session, session.log_in(email, PASSWORD)


def people_of_the_team(ask: Callable[[str, str], str]) -> list[str]:
    found = sorted(set(PERSON_LINK.findall(ask("GET", "/mitt-team/"))))
    if not found:
        raise SystemExit("the team's page links to nobody")
    return found


def count_people(folder: Path) -> int:
    """How many the demonstration holds, whoever may see them."""
    with psycopg.connect(host=str(socket_dir(folder)), user="postgres", dbname="stegvis") as connection:
        return int(connection.execute("SELECT count(*) FROM people_person").fetchone()[0])  # type: ignore[index]


def count_queries(folder: Path) -> dict[str, int]:
    """Statements to the database for each page, counted in this process."""
    os.environ |= {
        "STEGVIS_MODE": "demo",
        "STEGVIS_DATA_DIR": str(folder),
        "STEGVIS_DATABASE_ROLE": "app",
        "DJANGO_SETTINGS_MODULE": "stegvis.web.settings",
    }
    import django

    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from stegvis.foundation.accounts.models import User
    from stegvis.web.demo.cast import CAST

    counted: dict[str, int] = {}
    for name, (who, path) in PAGES.items():
        client = Client()
        client.force_login(User.objects.get(email=next(member.email for member in CAST if member.key == who)))
        page = path or people_of_the_team(lambda _method, path, client=client: client.get(path).content.decode())[0]
        client.get(page)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(page)
        if answer.status_code != 200:
            raise SystemExit(f"{page} answered {answer.status_code}")
        counted[f"queries_{name}"] = sum(
            query["sql"].split(" ")[0] not in {"BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"}
            for query in captured.captured_queries
        )
    connection.close()
    return counted


def discard_if_old(folder: Path) -> None:
    """Take away a kept folder that other migrations made, for a migration may be written anew under its old name.

    Only those of the benchmarks' own: a folder that somebody named is theirs.
    """
    if folder.parent != CACHE:
        return
    mark = folder / "made-by-migrations"
    files = sorted((HERE.parent / "src").rglob("migrations/*.py"))
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    if folder.exists() and not (mark.exists() and mark.read_text() == digest):
        stop_embedded_server(folder)
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    mark.write_text(digest)


@contextmanager
def demonstration(folder: Path, port: int, *, small: bool) -> Iterator[None]:
    """`stegvis demo`, until it says that it is ready; stopped afterwards."""
    discard_if_old(folder)
    command = [*this_program("demo"), "--no-browser", "--port", str(port), "--data-dir", str(folder)]
    process = subprocess.Popen([*command, *(["--small"] if small else [])], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        if not any(line.startswith("ready ") for line in process.stdout):
            raise SystemExit("the demonstration did not start")
        yield
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


@contextmanager
def bare_django(folder: Path, port: int) -> Iterator[None]:
    """The bare page, on the same server and settings as the demonstration."""
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
            *("--workers", str(WORKERS), "--blocking-threads", str(THREADS), "--no-access-log"),
            *("--log-level", "error", "bare_django:application"),
        ],
        cwd=HERE,
        env={**os.environ, "BARE_DATABASE_HOST": str(socket_dir(folder))},
    )
    try:
        _wait_for(port, process)
        yield
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(port: int, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit("the bare page did not start")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="few people, and moments for each page")
    parser.add_argument("--json", action="store_true", help="one flat object instead of a table")
    parser.add_argument("--data-dir", type=Path, help="folder of the demonstration's data")
    chosen = parser.parse_args()
    folder = (chosen.data_dir or (QUICK_FOLDER if chosen.quick else FOLDER)).resolve()
    port, bare_port = free_port(), free_port()
    with ExitStack() as running:
        running.enter_context(demonstration(folder, port, small=chosen.quick))
        running.enter_context(bare_django(folder, bare_port))
        figures: dict[str, float] = {"people": count_people(folder)}
        figures |= measure(port, bare_port, 0.3 if chosen.quick else 10, 3 if chosen.quick else 40)
        figures |= count_queries(folder)
    if chosen.json:
        print(json.dumps(figures))
        return
    show(figures)


def show(figures: dict[str, float]) -> None:
    columns = ("p50_ms_{}", "p95_ms_{}", "p99_ms_{}", "p95_ms_{}_8_clients", "rps_{}", "queries_{}")
    title = f"{figures['people']:,} people"
    table = Table(
        "page", "p50 ms", "p95 ms", "p99 ms", "p95 ms, 8 clients", "pages/s, 8 clients", "queries", title=title
    )
    for column in table.columns[1:]:
        column.justify = "right"
    for name in ("log_in", *PAGES, "bare"):
        table.add_row(name, *(f"{figures.get(column.format(name), ''):}" for column in columns))
    Console().print(table)


if __name__ == "__main__":
    main()
