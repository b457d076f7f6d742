"""How long frameworks take: to bring in, to edit, to give out, to read, to print and to place a team by.

    python benchmarks/frameworks.py [--quick | --smallest] [--json]

A scratch server gets large frameworks made from the packaged one for nurses: 10,000 requirements to bring in as YAML,
CASE and Excel, from the file's bytes to the draft, and to publish from YAML; 500 to edit, to read and to print; 5,000
CASE items to give out; and a team of 500 nurses under one manager, placed by 150 requirements of one level.
Pages are asked for in this process as the web's database role, from request to the last byte, each after one request
that fills what is kept in memory; "first" is without. The dry run of a move is in ``moves.py``.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from evaluate import FRAMEWORK, load, timed  # sets the scratch server's environment

LIMITS = {
    "seconds_import_yaml": 10,
    "seconds_import_case": 10,
    "seconds_import_excel": 10,
    "p95_ms_open_editor": 300,
    "p95_ms_save_editor": 300,
    "p95_ms_matrix": 300,
    "seconds_case_package_first": 1,
    "seconds_pdf_first": 1,
}
"""What issue and design promise; the table says which are kept."""

LEVELS = 10


def large(code: str, requirements: int, levels: int) -> Any:
    """The packaged framework's requirements but for the licence, again and again, over so many levels."""
    from stegvis.frameworks.models import FrameworkVersion
    from stegvis.frameworks.queries import effective_of

    document = effective_of(FrameworkVersion.objects.get(framework__code=FRAMEWORK)).document
    models = [one for one in document.requirements() if one.kind != "licence"]
    made = [replace(models[n % len(models)], code=f"krav-{n + 1}") for n in range(requirements)]
    share = -(-requirements // levels)
    rungs = tuple(
        replace(
            document.levels[0], code=f"niva-{n + 1}", order=n + 1, requires=tuple(made[n * share : (n + 1) * share])
        )
        for n in range(levels)
        if made[n * share : (n + 1) * share]
    )
    return replace(document, code=code, levels=rungs)


def publish(code: str, requirements: int, levels: int = LEVELS) -> Any:
    from stegvis.foundation.access.actor import acting_as_system
    from stegvis.frameworks.services import publish_document

    connect_as("owner")
    with acting_as_system(reason="benchmark") as system:
        return publish_document(actor=system, document=large(code, requirements, levels))[0]


class Inputs(HTMLParser):
    """What a browser would send of the page's form with the address ``form``."""

    def __init__(self, html: str, form: str) -> None:
        super().__init__()
        self.form, self.inside, self.area, self.select = form, False, "", ""
        self.values: dict[str, list[str]] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "form":
            self.inside = self.form in (told.get("action") or "")
        if not self.inside:
            return
        name, value = told.get("name") or "", told.get("value") or ""
        if tag == "input" and name and (told.get("type") not in ("checkbox", "radio") or "checked" in told):
            self.values.setdefault(name, []).append(value)
        elif tag == "textarea":
            self.area = name
            self.values.setdefault(name, []).append("")
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in told:
            self.values.setdefault(self.select, []).append(value)

    def handle_data(self, data: str) -> None:
        if self.area:
            self.values[self.area][-1] += data

    def handle_endtag(self, tag: str) -> None:
        self.area = "" if tag == "textarea" else self.area
        self.inside = self.inside and tag != "form"


def answered(response: Any, *statuses: int) -> Any:
    if response.status_code not in (statuses or (200,)):
        raise SystemExit(f"{response.request['PATH_INFO']} answered {response.status_code}")
    return response


def percentiles(name: str, jobs: Iterator[Callable[[], Any]]) -> dict[str, float]:
    took = [timed(job)[0] * 1000 for job in jobs]
    cuts = statistics.quantiles(took, n=100, method="inclusive")
    return {f"p50_ms_{name}": round(cuts[49], 1), f"p95_ms_{name}": round(cuts[94], 1)}


def importing(requirements: int, employer: int) -> dict[str, float]:
    """From bytes to draft for each format, and from draft to published version."""
    from stegvis.foundation.access.actor import acting_as_system
    from stegvis.frameworks.drafts.services import start_draft
    from stegvis.frameworks.exchange.formats import FORMATS, read_any
    from stegvis.frameworks.format import load_document
    from stegvis.frameworks.services import publish_framework
    from stegvis.organisations.models import Organisation

    version = publish("stor", requirements)
    figures: dict[str, float] = {}
    for key, name in (("yaml", "yaml"), ("case-full", "case"), ("excel", "excel")):
        content = FORMATS[key].write(version, "https://stegvis.example")
        reading, (_format, found) = timed(partial(read_any, content))
        if found.problems:
            raise SystemExit(f"{key}: {found.problems[:3]}")
        with acting_as_coordinator() as actor:
            owner = Organisation.objects.get(pk=employer)
            start = partial(start_draft, actor=actor, owner=owner, content=found.content)
            saving, _draft = timed(start)
        figures[f"seconds_import_{name}"] = round(reading + saving, 2)
    connect_as("owner")
    text = version.document.replace("code: stor\n", "code: stor-igen\n", 1)
    with acting_as_system(reason="benchmark") as system:
        figures["seconds_publish"] = round(timed(lambda: publish_framework(actor=system, text=text))[0], 2)
    figures["seconds_read_file"] = round(timed(lambda: load_document(text))[0], 2)
    return figures


def acting_as_coordinator() -> Any:
    from stegvis.foundation.access.actor import acting_as
    from stegvis.foundation.accounts.models import User

    connect_as("app")
    return acting_as(User.objects.get(email="samordnare@example.se").pk)


def people_of(employer: int) -> None:
    """A coordinator of the employer, and a manager of its one unit."""
    from stegvis.foundation.access.actor import acting_as_system
    from stegvis.foundation.accounts.models import User
    from stegvis.organisations.models import Organisation, Role, RoleGrant, Unit

    with acting_as_system(reason="benchmark"):
        organisation, unit = Organisation.objects.get(pk=employer), Unit.objects.get(organisation=employer)
        coordinator = User.objects.create_user("samordnare@example.se", None, name="Samordnare")
        manager = User.objects.create_user("chef@example.se", None, name="Chef")
        since = "2026-01-01"
        RoleGrant.objects.create(user=coordinator, role=Role.COORDINATOR, organisation=organisation, valid_from=since)
        RoleGrant.objects.create(
            user=manager, role=Role.UNIT_MANAGER, organisation=organisation, unit=unit, valid_from=since
        )


def client_of(email: str = "") -> Any:
    from django.test import Client

    from stegvis.foundation.accounts.models import User

    connect_as("app")
    client = Client()
    if email:
        client.force_login(User.objects.get(email=email))
    return client


def editing(requirements: int, employer: int, rounds: int) -> dict[str, float]:
    from django.urls import reverse

    from stegvis.frameworks.drafts.services import start_from_version
    from stegvis.organisations.models import Organisation

    version = publish("mellan", requirements)
    with acting_as_coordinator() as actor:
        owner = Organisation.objects.get(pk=employer)
        draft = start_from_version(actor=actor, version=version, owner=owner, as_new=True)
    client = client_of("samordnare@example.se")
    page, save = reverse("frameworks:draft", args=[draft.pk]), reverse("frameworks:draft_part", args=[draft.pk])
    outline = answered(client.get(page)).content.decode()
    parts = sorted(set(_parts(outline)))[:: max(1, requirements // rounds)][:rounds]
    figures = percentiles(
        "open_editor", (lambda part=part: answered(client.get(page, {"nod": part})) for part in parts)
    )

    def saves() -> Iterator[Callable[[], Any]]:
        for number, part in enumerate(parts):
            html = answered(client.get(page, {"nod": part})).content.decode()
            typed = Inputs(html, save).values
            typed |= {"title_sv": [f"Ändrad {number}"]}
            yield lambda typed=typed: answered(client.post(save, typed, headers={"HX-Request": "true"}))

    return figures | percentiles("save_editor", saves())


def _parts(html: str) -> Iterator[str]:
    from html import unescape
    from re import findall
    from urllib.parse import unquote

    for address in findall(r'href="\?nod=([^"&]+)', html):
        yield unquote(unescape(address))


def reading(rounds: int) -> dict[str, float]:
    """The public page and the document of the framework that was edited."""
    from django.urls import reverse

    client = client_of()
    page, document = reverse("frameworks:detail", args=["mellan"]), reverse("frameworks:pdf", args=["mellan", 1])
    first, _ = timed(lambda: answered(client.get(document)))
    answered(client.get(page))
    return {
        **percentiles("public_page", (lambda: answered(client.get(page)) for _ in range(rounds))),
        "seconds_pdf_first": round(first, 3),
    }


def giving_out(items: int) -> dict[str, float]:
    from stegvis.frameworks.exchange.case.export import to_case

    version = publish("utgiven", items)
    client = client_of()
    package = to_case(version, "strict", "http://testserver")
    address = f"/ims/case/v1p1/CFPackages/{package['CFDocument']['identifier']}"
    first, response = timed(lambda: answered(client.get(address)))
    again, _ = timed(lambda: answered(client.get(address)))
    return {
        "case_items": len(response.json()["CFItems"]),
        "seconds_case_package_first": round(first, 3),
        "seconds_case_package": round(again, 3),
    }


def placing(requirements: int, employer: int, rounds: int) -> dict[str, float]:
    from stegvis.careers.evaluation import evaluate_people
    from stegvis.foundation.access.actor import acting_as_system
    from stegvis.frameworks.models import Adoption

    version = publish("matris", requirements, levels=1)  # the page shows one level at a time
    with acting_as_system(reason="benchmark"):
        Adoption.objects.filter(employer=employer).update(version=version)
    placed = evaluate_people(employer_id=employer).people
    client = client_of("chef@example.se")
    page = "/mitt-team/?del=matris"
    size = len(answered(client.get(page)).content)
    return {
        "matrix_people": placed,
        "matrix_kilobytes": round(size / 1000),
        **percentiles("matrix", (lambda: answered(client.get(page)) for _ in range(rounds))),
    }


def connect_as(role: str) -> None:
    """The database role from here on: the pages' own, or the owner, who may act as Stegvis itself."""
    from django.db import connection

    from stegvis.foundation.database.embedded import embedded_connection

    connection.close()
    connection.settings_dict.update(embedded_connection(Path(os.environ["STEGVIS_DATA_DIR"]), role))


@dataclass(frozen=True)
class Sizes:
    """Nurses, requirements to bring in, to edit and in the matrix, CASE items to give out, and requests a figure."""

    people: int
    imported: int
    edited: int
    given_out: int
    matrix: int
    rounds: int


FULL, QUICK = Sizes(500, 10_000, 500, 4_900, 150, 40), Sizes(500, 2_000, 500, 1_000, 150, 10)
SMALLEST = Sizes(5, 20, 20, 20, 10, 2)


def measure(superuser: str, sizes: Sizes) -> dict[str, float]:
    employer = load(sizes.people, superuser)
    people_of(employer)
    return {
        **importing(sizes.imported, employer),
        **editing(sizes.edited, employer, sizes.rounds),
        **reading(sizes.rounds),
        **giving_out(sizes.given_out),
        **placing(sizes.matrix, employer, sizes.rounds),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="smaller frameworks to bring in and give out")
    parser.add_argument("--smallest", action="store_true", help="a handful of each, to see that it runs")
    parser.add_argument("--json", action="store_true", help="one flat object instead of a table")
    chosen = parser.parse_args()
    import django
    from rich.console import Console
    from rich.table import Table

    from stegvis.foundation.database.embedded import start_embedded_server

    server = start_embedded_server(Path(os.environ["STEGVIS_DATA_DIR"]))
    django.setup()
    import stegvis.web.wsgi  # noqa: F401  (this process is loaded, and its memory kept, as a server's is)

    try:
        figures = measure(server.get_uri(), SMALLEST if chosen.smallest else QUICK if chosen.quick else FULL)
    finally:
        from django.db import connection

        connection.close()
        server.cleanup()
    if chosen.json:
        print(json.dumps(figures))
        return
    table = Table("figure", "value", "promised", title="Frameworks")
    for column in table.columns[1:]:
        column.justify = "right"
    for name, value in figures.items():
        table.add_row(name, f"{value:,}", f"< {LIMITS[name]:,}" if name in LIMITS else "")
    Console().print(table)


if __name__ == "__main__":
    main()
