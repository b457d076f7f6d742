"""The levels on the way as a person's page draws them, from what the ladder says and from what is decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from stegvis.careers.models import Placement
from stegvis.careers.placements.queries import is_above, order_in
from stegvis.careers.queries.person import Place, Step
from stegvis.frameworks.format.document import FrameworkDocument
from stegvis.frameworks.queries import effective_of


@dataclass(frozen=True)
class Steps:
    """The place's levels. A level decided above the one worked out is where the person is: ``is_lifted``."""

    place: Place
    decided: Placement | None

    @property
    def is_lifted(self) -> bool:
        return is_above(self.decided, self.document, self.place.order)

    @cached_property
    def document(self) -> FrameworkDocument:
        return effective_of(self.place.version).document

    @cached_property
    def orders(self) -> dict[str, int]:
        return {level.code: level.order for level in self.document.levels}

    @property
    def decided_order(self) -> int | None:
        return None if self.decided is None else order_in(self.decided, self.document)

    @property
    def here(self) -> Step | None:
        """The level that the person is on."""
        below = [step for step in self.place.steps if self.orders[step.code] <= (self.decided_order or 0)]
        return below[-1] if self.is_lifted and below else self.place.level

    @property
    def drawn(self) -> list[dict[str, object]]:
        """As ``c-steps`` takes them."""
        states = self._states() if self.is_lifted else (step.state for step in self.place.steps)
        return [
            {"label": step.label, "state": state, "note": " · ".join(self._notes(step)), "url": ""}
            for step, state in zip(self.place.steps, states, strict=True)
        ]

    def _states(self) -> Iterator[str]:
        position = self.place.steps.index(self.here) if self.here else -1
        for number in range(len(self.place.steps)):
            if number <= position:
                yield "current" if number == position else "reached"
            else:
                yield "next" if number == position + 1 else "ahead"

    def _notes(self, step: Step) -> Iterator[str]:
        place = self.place
        if self.decided and self.orders[step.code] == self.decided_order:
            yield gettext("Decided on %(day)s") % {"day": date_format(self.decided.decided_on)}
        if step is place.next_level and place.left:
            yield self._left(place.left)
        if step is place.level and place.level_until and not self.is_lifted:
            yield gettext("Valid until %(day)s") % {"day": date_format(place.level_until)}

    def _left(self, left: int) -> str:
        if self.is_lifted:
            words = ngettext("%(left)d thing not registered yet", "%(left)d things not registered yet", left)
        else:
            words = ngettext("%(left)d thing left", "%(left)d things left", left)
        return words % {"left": left}
