"""Counting in the night, when the standings of the new day are there."""

from __future__ import annotations

from procrastinate.contrib.django import app

from stegvis.foundation.access.actor import acting_as_system


@app.periodic(cron="40 1 * * *", periodic_id="night")
@app.task(name="exchange.count_what_is_lacking")
def count_what_is_lacking(timestamp: int) -> None:
    from stegvis.exchange.demand.counting import count_what_is_lacking as count

    with acting_as_system(reason="count what is lacking"):
        count()
