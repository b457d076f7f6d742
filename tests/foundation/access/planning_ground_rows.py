"""What the web may write of what forecasts stand on, for the tests of writing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.db.models import Model

from stegvis.organisations.models import Organisation
from stegvis.planning import models as planning
from tests.foundation.access.planning_rows import nurse
from tests.support.cast import START, Cast
from tests.support.database import as_owner

Make = Callable[[Cast, Organisation], Model]
SIGNED: dict[str, Any] = {"value": 0.02, "source": "S", "dated": START, "why": "W", "signed_name": "N"}
PACKED = {"inputs": b"i", "inputs_digest": "d", "result": b"r", "result_digest": "r"}


def ground_of(owner: Organisation) -> planning.Ground:
    with as_owner():
        return planning.Ground.objects.get_or_create(employer=owner)[0]


def figures_for_all() -> planning.Figures:
    about = {"is_shared": True, "source": "S", "dated": START, "content": {}}
    with as_owner():
        return planning.Figures.objects.create(digest=uuid4().hex, **about)


ROWS: dict[type[Model], tuple[str, str, Make]] = {
    planning.Ground: ("employer", "gunilla", lambda c, o: planning.Ground(employer=o)),
    planning.Override: (
        "ground",
        "gunilla",
        lambda c, o: planning.Override(ground=ground_of(o), key="leaving", **SIGNED),
    ),
    planning.StaffCount: (
        "employer",
        "gunilla",
        lambda c, o: planning.StaffCount(employer=o, year=2025, profession=nurse(), age=40, persons=3, fte=2),
    ),
    planning.Figures: (
        "ground",
        "gunilla",
        lambda c, o: planning.Figures(ground=ground_of(o), source="S", dated=START, digest=uuid4().hex, content={}),
    ),
    planning.SetAside: (
        "ground",
        "gunilla",
        lambda c, o: planning.SetAside(ground=ground_of(o), figures=figures_for_all(), signed_name="N"),
    ),
    planning.Run: (
        "ground",
        "gunilla",
        lambda c, o: planning.Run(ground=ground_of(o), title="P", **PACKED),
    ),
}
