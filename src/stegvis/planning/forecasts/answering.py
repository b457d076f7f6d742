"""What the levers give in a few figures: what is seen while one pulls, where there is no room for a chart."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stegvis.planning.forecasts.figures.figure import Here
from stegvis.planning.forecasts.picture import Picture
from stegvis.planning.forecasts.wording import balance_words, signed
from stegvis.planning.ground.results import Answered


def short_answer(base: Picture, now: Answered, here: Here) -> list[tuple[str, str]]:
    """The last year with the levers, without them, and the difference, each with its label. Without uncertainty on
    both sides, so that a lever that does nothing gives 0. Nothing where it is hidden."""
    if base.series(here.place, here.profession) is None:
        return []
    place = base.result.places.index(here.place)
    before = base.before(here.place, here.profession)
    after = float((now.need - now.supply)[-1, place])
    return [
        (_("In %(year)s with the levers") % {"year": base.result.years[-1]}, balance_words(after)),
        (_("Without levers"), balance_words(before)),
        (_("Difference"), signed(after - before)),
    ]
