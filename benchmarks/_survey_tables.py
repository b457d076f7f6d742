"""How long the tables of a large survey take: the product's own way from answers as arrays to all that is told.

2,000 answers to 150 items by four kinds of organisations, told of all together and of each kind, and hidden together
where they are of few. Of a census nothing is small where answers are even, and much where they are not; of a sample
every share has its interval, and the items their ranks.
"""

from __future__ import annotations

import os
import time
from typing import Any

import numpy as np

ANSWERS, ITEMS, ROWS, SEED = 2000, 150, 10, 20261122
POINTS = tuple(f"p{at}" for at in range(5))
KINDS = {"region": 0.55, "municipality": 0.3, "university": 0.1, "council": 0.05}


def content(items: int) -> dict[str, Any]:
    scale = [{"code": code, "text": {"sv": code}, "score": at} for at, code in enumerate(POINTS)]
    choices = [*scale, {"code": "ej", "text": {"sv": "Inte aktuellt"}, "is_outside": True}]
    questions = [
        {
            "code": f"m{at}",
            "kind": "matrix",
            "text": {"sv": f"Fråga {at}"},
            "top": 2,
            "choices": choices,
            "rows": [{"code": f"m{at}r{row}", "text": {"sv": str(row)}} for row in range(min(ROWS, items - at))],
        }
        for at in range(0, items, ROWS)
    ]
    return {
        "code": "stor",
        "title": {"sv": "Stor"},
        "sections": [{"code": "s", "title": {"sv": "S"}, "questions": questions}],
    }


def data(answers: int, items: int, *, is_even: bool) -> Any:
    """``stegvis.surveys.telling.microdata.Microdata``, the same each time."""
    from stegvis.surveys.content import plain
    from stegvis.surveys.telling.microdata import Answered, microdata

    rng = np.random.default_rng(SEED)
    codes = (*POINTS, "ej", None)
    shares = [np.full(7, 1 / 7) if is_even else rng.dirichlet([0.3, 1, 2, 2, 0.3, 0.2, 0.2]) for _item in range(items)]
    chosen = np.array([rng.choice(len(codes), answers, p=one) for one in shares]).T
    kinds = rng.choice(list(KINDS), answers, p=None if is_even else list(KINDS.values()))
    rows = [
        Answered(
            str(kind),
            {
                f"m{at}": {
                    f"m{at}r{row}": codes[code]
                    for row, code in enumerate(line[at : at + ROWS])
                    if codes[code] is not None
                }
                for at in range(0, items, ROWS)
            },
        )
        for kind, line in zip(kinds, chosen.tolist(), strict=True)
    ]
    questionnaire = plain.read(content(items))
    asked = frozenset(one.code for one in questionnaire.questions())
    return microdata(questionnaire, rows, year=2026, counting=lambda _kind, _answers: asked)


def seconds_of_tables(answers: int = ANSWERS, items: int = ITEMS) -> dict[str, float]:
    """By what is measured. The first figure is of the hardest of them."""
    os.environ.setdefault("STEGVIS_MODE", "test")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stegvis.web.settings")
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
    from stegvis.engine.statistics import Design
    from stegvis.surveys.telling.ground import Ground
    from stegvis.surveys.telling.making import make_tables

    skewed, even = data(answers, items, is_even=False), data(answers, items, is_even=True)
    census = Ground(dict.fromkeys(KINDS, answers))
    sample = Ground({}, Design(np.ones(answers), strata=even.who.actors), groups=tuple(even.who.actors.tolist()))
    make_tables(data(20, 3, is_even=False), census, threshold=5)  # SciPy's parts load when first used
    found = {}
    for name, given, ground in (("", skewed, census), ("_even", even, census), ("_sample", even, sample)):
        began = time.perf_counter()
        make_tables(given, ground, threshold=5)
        found[f"seconds_tables_2000x150{name}"] = time.perf_counter() - began
    return found
