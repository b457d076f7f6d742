"""What forecasts stand on: of Göteborgsregionen, Mellansverige and Ale, where one assumption is changed by name."""

from __future__ import annotations

from datetime import date

from stegvis.foundation.access.actor import acting_as, acting_as_system
from stegvis.organisations.models import Collaboration, Organisation
from stegvis.planning.ground.assumptions import Assumption
from stegvis.planning.ground.services import open_ground, override_assumption
from stegvis.planning.models import Ground
from stegvis.web.demo.cast import user_key

REASON = "Demonstration"


def lay_ground() -> None:
    """Unless it is there."""
    if Ground.objects.exists():
        return
    with acting_as_system(reason=REASON) as actor:
        for collaboration in Collaboration.objects.filter(slug__in=("gr", "mellansverige")):
            open_ground(actor=actor, owner=collaboration)
    with acting_as(user_key("gunilla"), reason=REASON) as actor:
        ale = open_ground(actor=actor, owner=Organisation.objects.get(slug="ale"))
        override_assumption(
            actor=actor,
            ground_id=ale.pk,
            changed=Assumption("early_leaving", 0.06, "sjukskoterska", "municipality"),
            why="Av våra nya sjuksköterskor slutade sex av hundra förra året.",
            source="Ales personalstatistik (påhittad)",
            dated=date(2026, 1, 31),
        )
