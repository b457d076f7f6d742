"""Supply plans as they are read: the owner's own, and the national overview of what is decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Prefetch, QuerySet

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, get_visible, visible
from stegvis.people.models import Profession
from stegvis.planning.models import Measure, MeasureFollowUp, PlanEdition, PlanNeed, SupplyPlan
from stegvis.planning.plans.gaps import FIGURES, Gap, for_others, total

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


def content_for(edition: PlanEdition, *, is_owner: bool) -> dict[str, Any]:
    """What of it the reader is told: the owner's coordinators all, others what was not withheld when it was shown."""
    content: dict[str, Any] = edition.content
    if is_owner:
        return content
    if edition.withheld is None:  # what others may be told has not been worked out
        raise NotYours
    return for_others(content, edition.withheld)


@dataclass(frozen=True)
class DecidedPlan:
    """A line of the overview, of one profession or of all. ``hidden`` are the professions that are not in the sum."""

    edition: PlanEdition
    needs: dict[str, Gap]
    years: str
    gap: Gap
    professions: tuple[str, ...]
    hidden: tuple[str, ...]
    measures: int
    done: int
    is_old: bool


@dataclass(frozen=True)
class Overview:
    lines: list[DecidedPlan]
    by_profession: list[tuple[Profession, Gap, int]]
    """With how many employers it is from."""

    @property
    def hidden(self) -> bool:
        return any(line.hidden for line in self.lines)


def overview(actor: Actor, profession: str = "") -> Overview:
    """The latest decided edition of every plan that the actor may read. Three queries.

    Employers' plans and their collaboration's tell of the same staff, so nothing is summed over the two.
    """
    editions = visible(actor, PlanEdition).filter(is_latest=True).order_by("owner", "pk")
    names = {one.pk: one for one in Profession.objects.all()}
    mine = set(visible(actor, SupplyPlan).values_list("pk", flat=True))
    told = [(one, content_for(one, is_owner=one.plan_id in mine)) for one in editions]
    lines = [_line(one, content, profession, names, actor.today) for one, content in told]
    shown = [line for line in lines if line.needs or not profession]
    return Overview(shown, _by_profession(shown, names))


def _line(
    edition: PlanEdition, content: dict[str, Any], profession: str, names: dict[str, Profession], today: date
) -> DecidedPlan:
    needs = {one["profession"]: read_gap(one) for one in content["needs"] if profession in {"", one["profession"]}}
    measures = [one for one in content["measures"] if profession in {"", one["profession"]} or not one["profession"]]
    return DecidedPlan(
        edition=edition,
        needs=needs,
        years=f"{content['starts']}–{content['ends']}",
        gap=total(needs.values()),
        professions=tuple(str(names.get(code, code)) for code in needs),
        hidden=tuple(str(names.get(code, code)) for code, gap in needs.items() if not gap.is_whole),
        measures=len(measures),
        done=sum(one["state"] == Measure.State.DONE for one in measures),
        is_old=(today - edition.decided_on).days > OLD_AFTER_DAYS,
    )


def _by_profession(lines: Iterable[DecidedPlan], names: dict[str, Profession]) -> list[tuple[Profession, Gap, int]]:
    """Of employers' plans alone: a collaboration's would count the same staff again, as would another of the same
    employer's. The one that was decided last is counted."""
    found: dict[str, dict[str, Gap]] = defaultdict(dict)
    for line in sorted(lines, key=lambda one: (one.edition.decided_on, one.edition.pk)):
        if not line.edition.is_joint:
            for code, gap in line.needs.items():
                found[code][line.edition.owner] = gap
    rows = [(names[code], total(gaps.values()), len(gaps)) for code, gaps in found.items() if code in names]
    return sorted(rows, key=lambda row: -(row[1].missing or 0))


def read_gap(told: dict[str, str | None]) -> Gap:
    return Gap(*(None if told[name] is None else Decimal(str(told[name])) for name in FIGURES))
