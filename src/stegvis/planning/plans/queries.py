"""Supply plans as they are read: the owner's own, and the national overview of what is decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Max, Prefetch, QuerySet

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import get_visible, visible
from stegvis.people.models import Profession
from stegvis.planning.models import Measure, MeasureFollowUp, PlanEdition, PlanNeed, SupplyPlan

OLD_AFTER_DAYS = 400  # a year, and some weeks to decide in


def plans_of(actor: Actor) -> QuerySet[SupplyPlan]:
    """One's own, with how much there is in them and when they were last decided. One query."""
    return (
        visible(actor, SupplyPlan)
        .filter(put_away_at=None)
        .select_related("employer", "collaboration")
        .annotate(
            n_needs=Count("needs", distinct=True),
            n_measures=Count("measures", distinct=True),
            last_decided=Max("editions__decided_on"),
        )
    )


def plan_of(actor: Actor, plan_id: int) -> SupplyPlan:
    """Raises NotYours."""
    return get_visible(
        actor, SupplyPlan, visible(actor, SupplyPlan).select_related("employer", "collaboration"), pk=plan_id
    )


def needs_of(actor: Actor, plan: SupplyPlan) -> list[PlanNeed]:
    return list(visible(actor, PlanNeed).filter(plan=plan).select_related("profession"))


def measures_of(actor: Actor, plan: SupplyPlan) -> list[Measure]:
    """With what has been said of them, the latest year first. Two queries."""
    said = Prefetch("follow_ups", queryset=visible(actor, MeasureFollowUp).order_by("-year"))
    return list(
        visible(actor, Measure).filter(plan=plan).select_related("profession", "scenario").prefetch_related(said)
    )


def measure_of(actor: Actor, plan: SupplyPlan, measure_id: int) -> Measure:
    return get_visible(actor, Measure, visible(actor, Measure).filter(plan=plan), pk=measure_id)


def editions_of(actor: Actor, plan: SupplyPlan) -> list[PlanEdition]:
    return list(visible(actor, PlanEdition).filter(plan=plan).defer("content"))


def edition_of(actor: Actor, plan_id: int, number: int) -> PlanEdition:
    return get_visible(actor, PlanEdition, plan=plan_id, number=number)


@dataclass(frozen=True)
class Gap:
    """Full-time equivalents. ``missing`` is below 0 where there will be more than is needed."""

    now: Decimal
    supply: Decimal
    need: Decimal

    @property
    def missing(self) -> Decimal:
        return self.need - self.supply


def gap_of(needs: Iterable[PlanNeed]) -> Gap:
    rows = list(needs)
    return Gap(*(sum((getattr(one, name) for one in rows), Decimal(0)) for name in ("now", "supply", "need")))


@dataclass(frozen=True)
class DecidedPlan:
    """A line of the overview, of one profession or of all."""

    edition: PlanEdition
    years: str
    gap: Gap
    professions: tuple[str, ...]
    measures: int
    done: int
    is_old: bool


@dataclass(frozen=True)
class Overview:
    lines: list[DecidedPlan]
    by_profession: list[tuple[Profession, Gap, int]]
    """With how many plans it is in."""


def overview(actor: Actor, profession: str = "") -> Overview:
    """The latest decided edition of every plan that the actor may read. Two queries.

    Employers' plans and their collaboration's tell of the same staff, so nothing is summed over the two.
    """
    editions = visible(actor, PlanEdition).filter(is_latest=True).order_by("owner", "pk")
    names = {one.pk: one for one in Profession.objects.all()}
    lines = [line for one in editions if (line := _line(one, profession, names, actor.today)) is not None]
    return Overview(lines, _by_profession([one.edition for one in lines], names))


def _line(edition: PlanEdition, profession: str, names: dict[str, Profession], today: date) -> DecidedPlan | None:
    content = edition.content
    needs = [one for one in content["needs"] if profession in {"", one["profession"]}]
    if profession and not needs:
        return None
    measures = [one for one in content["measures"] if profession in {"", one["profession"]} or not one["profession"]]
    return DecidedPlan(
        edition=edition,
        years=f"{content['starts']}–{content['ends']}",
        gap=_gap(needs),
        professions=tuple(str(names.get(one["profession"], one["profession"])) for one in needs),
        measures=len(measures),
        done=sum(one["state"] == Measure.State.DONE for one in measures),
        is_old=(today - edition.decided_on).days > OLD_AFTER_DAYS,
    )


def _gap(needs: Sequence[dict[str, str]]) -> Gap:
    return Gap(*(sum((Decimal(one[name]) for one in needs), Decimal(0)) for name in ("now", "supply", "need")))


def _by_profession(editions: Iterable[PlanEdition], names: dict[str, Profession]) -> list[tuple[Profession, Gap, int]]:
    """Of employers' plans alone: a collaboration's would count the same staff again."""
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for edition in editions:
        if not edition.is_joint:
            for need in edition.content["needs"]:
                found[need["profession"]].append(need)
    rows = [(names[code], _gap(needs), len(needs)) for code, needs in found.items() if code in names]
    return sorted(rows, key=lambda row: -row[1].missing)
