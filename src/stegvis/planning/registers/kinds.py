"""What registers there are: what each counts, and how a line of it is told."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stegvis.planning.models import AgencyUse, TrainedAbroad, TrainingPost

Row = TrainingPost | AgencyUse | TrainedAbroad


@dataclass(frozen=True)
class Register:
    """``slug`` stands in the address. ``what`` are the fields that say what is counted, ``counts`` how much of it.

    ``is_of_people``: others are told of it in whole fives only, and of fewer than five nothing.
    """

    slug: str
    model: type[Row]
    title: str | Promise
    lead: str | Promise
    what: tuple[str, ...]
    counts: tuple[str, ...]
    is_of_people: bool = False

    @property
    def heads(self) -> list[str]:
        """The columns' names."""
        fields = [*self.what, *self.counts]
        return [str(self.model._meta.get_field(name).verbose_name).capitalize() for name in fields]  # type: ignore[union-attr]


REGISTERS = {
    one.slug: one
    for one in (
        Register(
            "utbildningstjanstgoring",
            TrainingPost,
            _("Posts for training"),
            _("Posts for doctors and psychologists in training after their degree, and how many are filled."),
            ("kind",),
            ("posts", "filled"),
        ),
        Register(
            "hyrpersonal",
            AgencyUse,
            _("Agency staff"),
            _("How much agency staff worked and cost, half-year by half-year, on the way to doing without."),
            ("profession",),
            ("worked", "kronor"),
        ),
        Register(
            "utlandsutbildade",
            TrainedAbroad,
            _("Trained abroad"),
            _("How many stand at each step on the way to a Swedish licence. No names."),
            ("profession", "step"),
            ("people",),
            is_of_people=True,
        ),
    )
}
