"""Telling hosts what participants thought, in a transaction that is nobody's."""

from __future__ import annotations

from procrastinate.contrib.django import app

from stegvis.foundation.access.actor import acting_as_system


@app.periodic(cron="23 * * * *", periodic_id="hour")
@app.task(name="exchange.open_evaluations")
def open_evaluations(timestamp: int) -> None:
    from stegvis.exchange.taking_part.opening import open_evaluations as opened

    with acting_as_system(reason="open what participants thought"):
        opened()
