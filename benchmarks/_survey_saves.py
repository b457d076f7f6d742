"""How long it takes to save an answer while fifty people answer: an organisation's reply, and a person's locked one.

``saves(folder, port)`` needs the demonstration on ``folder`` to run on ``port``. It asks a round of organisations and
one of persons, fifty links in all, and lets each of them save a page about once a second through the pages, as they
are without a script: a whole section is posted and checked, merged with what others have saved, and kept. Milliseconds
are from request to the last byte of the answer on the loopback, the client on the same machine.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from web import Session, figures_of

SAVERS = 50
SECONDS_BETWEEN = 1.0
ROWS = 14


def saves(folder: Path, port: int, *, seconds: float = 15) -> dict[str, float]:
    """Among others ``p95_ms_save``: nineteen of twenty saves take no longer."""
    savers = [saver(Session(port, {}), path) for path in asked(folder)]
    saving(savers, 1.0)  # every process is warm
    return figures_of("save", saving(savers, seconds))


def asked(folder: Path) -> list[str]:
    """The paths of fifty links, half of them organisations'."""
    os.environ |= {
        "STEGVIS_MODE": "demo",
        "STEGVIS_DATA_DIR": str(folder),
        "STEGVIS_DATABASE_ROLE": "worker",
        "DJANGO_SETTINGS_MODULE": "stegvis.web.settings",
    }
    import django

    django.setup()
    from django.utils import timezone

    from stegvis.foundation.access.actor import acting_as_system
    from stegvis.organisations.models import Collaboration
    from stegvis.surveys.fielding.links import new_link, path_of
    from stegvis.surveys.models import Contact, Link, Notice, Questionnaire, Round, Version

    today = timezone.localdate()
    days = {"opens_on": today, "closes_on": today, "contacts_until": today, "keep_until": today}
    with acting_as_system(reason="benchmark"):
        owner = Collaboration.objects.earliest("pk")
        code = f"matning-{time.time_ns()}"
        about: dict[str, Any] = {"code": code, "title": "Mätning", "content": content(code)}
        version = Version.objects.create(
            questionnaire=Questionnaire.objects.create(collaboration=owner, **about), number=1, content=about["content"]
        )
        links = []
        for kind in Round.Kind.values:
            found = Round.objects.create(
                collaboration=owner, version=version, title="Mätning", kind=kind, state="open", sender="S", **days
            )
            Notice.objects.create(round=found, number=1, text="N")
            for _ in range(SAVERS // 2):
                contact = Contact.objects.create(round=found, actor="municipality", name="K")
                links.append(new_link(contact, email="k@example.se"))
        Link.objects.bulk_create(links)
    return [path_of(link) for link in links]


def content(code: str) -> dict[str, Any]:
    """A page of a matrix, a choice and words, as long as a page usually is."""
    scale = [{"code": f"s{n}", "text": {"sv": f"Steg {n}"}, "score": n} for n in range(4)]
    rows = [{"code": f"r{n}", "text": {"sv": f"Behov nummer {n}"}} for n in range(ROWS)]
    questions = [
        {"code": "behov", "kind": "matrix", "text": {"sv": "Hur stort?"}, "choices": scale, "rows": rows},
        {"code": "val", "kind": "single", "text": {"sv": "Vilket?"}, "choices": scale},
        {"code": "ord", "kind": "text", "text": {"sv": "Med egna ord"}},
    ]
    sections = [
        {"code": "forsta", "title": {"sv": "Första"}, "questions": questions},
        {
            "code": "andra",
            "title": {"sv": "Andra"},
            "questions": [{"code": "mer", "kind": "text", "text": {"sv": "Mer"}}],
        },
    ]
    return {"format": "stegvis-survey/1", "code": code, "title": {"sv": "Mätning"}, "sections": sections}


def saver(session: Session, path: str) -> Callable[[], float]:
    """What posts the first section, filled in by lot, and returns the seconds that it took."""
    from careers import form

    page = session.ask("GET", f"{path}del/forsta/")
    draw = random.Random(path)

    def save() -> float:
        fields = {f"q-behov.r{n}": f"s{draw.randrange(4)}" for n in range(ROWS)}
        words = "Vi behöver fler dagar tillsammans. " * draw.randint(1, 8)
        body = form(page, **fields, **{"q-val": f"s{draw.randrange(4)}", "q-ord": words, "go": "next"})
        start = time.perf_counter()
        session.ask("POST", f"{path}del/forsta/", body, status=302)
        return time.perf_counter() - start

    return save


def saving(savers: list[Callable[[], float]], seconds: float) -> list[float]:
    """Everybody saves about once a second, for so long, beginning at different moments."""
    end = time.monotonic() + seconds

    def run(position: int) -> list[float]:
        time.sleep(SECONDS_BETWEEN * position / len(savers))
        took: list[float] = []
        while time.monotonic() < end:
            took.append(savers[position]())
            time.sleep(max(0.0, SECONDS_BETWEEN - took[-1]))
        return took

    with ThreadPoolExecutor(len(savers)) as pool:
        return [one for took in pool.map(run, range(len(savers))) for one in took]
