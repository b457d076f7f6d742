"""What forecasts stand on in the drawn world: changes that hold or are undone, figures, runs that are done or not."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from stegvis.planning import models as planning

if TYPE_CHECKING:
    from tests.foundation.access.world import Maker


def make_grounds(maker: Maker) -> None:
    draw = random.Random(1)  # its own: the rest of the world is drawn as it was
    owners = [{"employer": one} for one in maker.world.employers]
    for owner in (*owners, *({"collaboration": one} for one in maker.world.collaborations)):
        make_ground(maker, owner, draw)
    for employer in maker.world.employers:
        profession = draw.choice(maker.professions)
        planning.StaffCount.objects.create(
            employer=employer, year=2025, profession=profession, age=40, persons=3, fte=2
        )
    about: dict[str, Any] = {"source": "SCB", "dated": maker.today, "content": {}}
    planning.Figures.objects.create(is_shared=True, digest="shared", **about)


def make_ground(maker: Maker, owner: dict[str, Any], draw: random.Random) -> None:
    ground, _made = planning.Ground.objects.get_or_create(**owner)
    signed = {"value": 0.02, "source": "S", "dated": maker.today, "why": "W", "signed_name": "N"}
    planning.Override.objects.create(ground=ground, key="leaving", **signed)
    if draw.random() < 0.5:
        planning.Override.objects.create(ground=ground, key="leaving", undone_at=timezone.now(), **signed)
    own = planning.Figures.objects.create(ground=ground, source="S", dated=maker.today, digest="d", content={})
    planning.SetAside.objects.create(ground=ground, figures=own, signed_name="N")
    packed = {"inputs": b"i", "inputs_digest": "d", "result": b"r", "result_digest": "r"}
    planning.Run.objects.create(ground=ground, title="P", **packed)
