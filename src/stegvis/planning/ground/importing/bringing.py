"""What a file would change, and changing it: the same code does both, so that what is shown is done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import visible
from stegvis.foundation.access.verdict import Refused, require
from stegvis.people.models import Profession
from stegvis.planning.ground import queries
from stegvis.planning.ground.assumptions import Assumption, faults_of
from stegvis.planning.ground.figure_services import count_staff, keep_own
from stegvis.planning.ground.keys import KEYS
from stegvis.planning.ground.pages import professions_titled
from stegvis.planning.ground.places import places
from stegvis.planning.ground.problems import PlanningError
from stegvis.planning.ground.services import override_assumption
from stegvis.planning.models.ground import Ground, StaffCount
from stegvis.planning.policies import may_plan_for

Rows = Sequence[tuple[int, dict[str, Any]]]


class Done(StrEnum):
    ADDED, CHANGED, SAME, REFUSED = "added", "changed", "same", "refused"

    @property
    def label(self) -> str:
        labels = {
            "added": pgettext("figure", "New"),
            "changed": pgettext("figure", "Changed"),
            "same": _("As before"),
            "refused": _("Passed over"),
        }
        return labels[self.value]


@dataclass(frozen=True)
class Line:
    """What became of one row; ``why`` where it is passed over."""

    row: int
    name: str
    done: Done
    why: str = ""


class NotWhole(Refused):
    """Nothing can be brought in of the file. ``lines`` says what is wrong with single rows."""

    def __init__(self, why: str, lines: Sequence[Line]) -> None:
        super().__init__(why)
        self.lines = tuple(lines)


def rehearse(*, actor: Actor, ground: Ground, kind: str, rows: Rows) -> list[Line]:
    """What bringing them in would do, row by row. Nothing is kept."""
    with transaction.atomic():
        lines = bring_in(actor=actor, ground=ground, kind=kind, rows=rows)
        transaction.set_rollback(True)
    return lines


@transaction.atomic
def bring_in(*, actor: Actor, ground: Ground, kind: str, rows: Rows) -> list[Line]:
    """Each row that can be; the others are passed over, with the reason. The same file again changes nothing."""
    require(may_plan_for(actor, ground.owner))
    give_reason("bring in figures")
    return BRINGING[kind](actor, ground, rows)


def _assumptions(actor: Actor, ground: Ground, rows: Rows) -> list[Line]:
    held, found, titles = queries.assumptions_of(actor, ground), [], professions_titled("sv")
    for number, row in rows:
        key = KEYS[row["key"]]
        name = f"{key.label} {titles.get(row.get('profession') or '', '')}".strip()
        changed = Assumption(
            row["key"],
            key.kept(float(row["value"])),
            row.get("profession") or "",
            row.get("sector") or "",
            certain=row.get("certain") == "yes",
        )
        if faults := faults_of(changed):
            found.append(Line(number, name, Done.REFUSED, faults[0].text))
            continue
        if abs(held.of(*changed.spot) - changed.value) < 1e-9:
            found.append(Line(number, name, Done.SAME))
            continue
        signed = {"why": row.get("why") or "", "source": row["source"], "dated": row["dated"]}
        try:
            with transaction.atomic():
                override_assumption(actor=actor, ground_id=ground.pk, changed=changed, **signed)
        except (Refused, PlanningError) as refused:
            found.append(Line(number, name, Done.REFUSED, str(refused)))
        else:
            found.append(Line(number, name, Done.CHANGED))
    return found


def _staff(actor: Actor, ground: Ground, rows: Rows) -> list[Line]:
    if ground.employer is None:
        raise Refused(_("Staff is brought in by the employer whose staff it is."))
    held = {
        (one.year, one.profession_id, one.age): one
        for one in visible(actor, StaffCount).filter(employer=ground.employer)
    }
    titles = professions_titled("sv")
    known = set(Profession.objects.values_list("code", flat=True))
    found, added, changed, seen = [], [], [], set()
    for number, row in rows:
        at = (row["year"], row["profession"], row["age"])
        name = f"{row['year']} {titles.get(row['profession'], row['profession'])} {row['age']}"
        fte = Decimal(row["fte"]).quantize(Decimal("0.01"))
        if why := _staff_fault(row, at in seen, row["profession"] in known, actor.today):
            found.append(Line(number, name, Done.REFUSED, why))
            continue
        seen.add(at)
        one = held.get(at)
        if one is None:
            facts = {"persons": row["persons"], "fte": fte}
            added.append(StaffCount(employer=ground.employer, year=at[0], profession_id=at[1], age=at[2], **facts))
            found.append(Line(number, name, Done.ADDED))
        elif (one.persons, one.fte) != (row["persons"], fte):
            one.persons, one.fte = row["persons"], fte
            changed.append(one)
            found.append(Line(number, name, Done.CHANGED))
        else:
            found.append(Line(number, name, Done.SAME))
    count_staff(actor=actor, ground=ground, added=added, changed=changed)
    return found


def _staff_fault(row: dict[str, Any], is_twice: bool, is_known: bool, today: date) -> str:
    if is_twice:
        return _("The same year, profession and age stand on an earlier row.")
    if not is_known:
        return _("The profession is not in this installation.")
    if row["year"] > today.year:
        return _("The year has not been yet.")
    if Decimal(row["fte"]) > row["persons"]:
        return _("There are more full-time equivalents than persons.")
    return ""


def _population(actor: Actor, ground: Ground, rows: Rows) -> list[Line]:
    """All of the file's places together make one table, which takes the place of an earlier one."""
    lines: list[Line] = []
    counts: dict[str, dict[int, list[int]]] = defaultdict(dict)
    for number, row in rows:
        code, year, groups = row["code"], row["year"], [row[f"group{at}"] for at in range(4)]
        name = f"{code} {year}"
        place = places().get(code)
        if place is None or len(code) != 4:
            lines.append(Line(number, name, Done.REFUSED, _("That is no municipality's code.")))
        elif year in counts[code]:
            lines.append(Line(number, name, Done.REFUSED, _("The same municipality and year stand on an earlier row.")))
        elif not sum(groups):
            lines.append(Line(number, name, Done.REFUSED, _("Nobody would live there.")))
        else:
            counts[code][year] = groups
            lines.append(Line(number, f"{place.name} {year}", Done.ADDED))
    counts = {code: years for code, years in counts.items() if years}
    if not counts:
        return lines
    years = sorted({year for one in counts.values() for year in one})
    if why := _not_whole(counts, years):
        raise NotWhole(why, lines)
    content = {"years": years, "places": {code: [one[year] for year in years] for code, one in sorted(counts.items())}}
    if not keep_own(actor=actor, ground=ground, content=content):
        return [Line(one.row, one.name, Done.SAME, one.why) if one.done is Done.ADDED else one for one in lines]
    return lines


def _not_whole(counts: dict[str, dict[int, list[int]]], years: list[int]) -> str:
    """Which years are lacking; empty where none are."""
    if years != list(range(years[0], years[-1] + 1)):
        gap = next(year for year in range(years[0], years[-1]) if year not in years)
        return _("The year %(year)s is missing. The years have to follow each other.") % {"year": gap}
    for code, one in counts.items():
        if lacking := [year for year in years if year not in one]:
            told = {"code": code, "years": ", ".join(map(str, lacking[:5]))}
            return _("The municipality %(code)s lacks the years %(years)s that others have.") % told
    return ""


BRINGING: dict[str, Callable[[Actor, Ground, Rows], list[Line]]] = {
    "antaganden": _assumptions,
    "personal": _staff,
    "befolkning": _population,
}
