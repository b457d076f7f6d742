"""How long it takes to give out a large survey's answers: 10,000 replies to 200 items, to Excel and to SPSS."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Mapping
from typing import Any

import django
from django.apps import apps

REPLIES, ITEMS, SEED = 10_000, 200, 20261123
POINTS = ("a", "b", "c", "d", "e")


def seconds_of_export(replies: int = REPLIES, items: int = ITEMS) -> float:
    """From answers as they are stored to both files."""
    if not apps.ready:  # the words of the code book are the program's
        os.environ.setdefault("STEGVIS_MODE", "test")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stegvis.web.settings")
        django.setup()
    from stegvis.surveys.content import plain
    from stegvis.surveys.content.routing import shown
    from stegvis.surveys.telling.files.codebook import of_organisations
    from stegvis.surveys.telling.files.rectangle import write_rectangle
    from stegvis.surveys.telling.files.sav import write_sav
    from stegvis.surveys.telling.microdata import Answered, microdata

    rows = [f"r{at}" for at in range(items)]
    scale = [{"code": code, "text": {"sv": code}, "score": at} for at, code in enumerate(POINTS)]
    content: dict[str, Any] = {
        "code": "stor",
        "title": {"sv": "Stor"},
        "sections": [
            {
                "code": "s",
                "title": {"sv": "S"},
                "questions": [
                    {
                        "code": "q",
                        "kind": "matrix",
                        "text": {"sv": "Fråga"},
                        "choices": scale,
                        "rows": [{"code": one, "text": {"sv": one}} for one in rows],
                    }
                ],
            }
        ],
    }
    rng = random.Random(SEED)
    answered = [
        Answered("region", {"q": dict(zip(rows, rng.choices(POINTS, k=items), strict=True))}) for _ in range(replies)
    ]
    questionnaire = plain.read(content)

    def counting(actor: str, answers: Mapping[str, Any]) -> frozenset[str]:
        return shown(questionnaire, actor, answers).codes

    began = time.perf_counter()
    data = microdata(questionnaire, answered, year=2026, counting=counting)
    book = of_organisations("Stor", data, [str(at) for at in range(replies)], with_words=False)
    write_rectangle(book)
    write_sav(book)
    return time.perf_counter() - began
