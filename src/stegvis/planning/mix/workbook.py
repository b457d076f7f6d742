"""A skill mix as a workbook: the staff, the tasks, who does what, and the years ahead.

Its Swedish names are its interface."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from stegvis.foundation.documents.problems import Problem, echo
from stegvis.foundation.documents.reading import read_document
from stegvis.foundation.documents.sheets import Column, Row, SheetSpec, find_sheet, read_sheet
from stegvis.foundation.documents.values import Kind
from stegvis.foundation.documents.writing import SheetToWrite, write_workbook
from stegvis.planning.mix import years_workbook
from stegvis.planning.mix.content import GROUNDS, USUAL_WEIGHT, Content, Doer, Staff, Task
from stegvis.planning.mix.reserved import LAW, UNIT, mark_of

SALT = "planning.mix"
AN_HOUR = 3600
AMOUNT = (0, 100_000)
GROUND_NAMES: dict[str, tuple[str, ...]] = {
    "own": ("yrkets egen",),
    "trained": ("efter utbildning",),
    "delegated": ("delegering",),
    "local": ("lokalt beslut",),
}
WEIGHT_NAMES: dict[str, tuple[str, ...]] = {"1.0": ("kan vänta",), "3.0": ("bör göras",), "10.0": ("måste göras",)}
OTHER_NAMES = {"service": "Servicepersonal", "administration": "Administrativ personal"}
RESERVED_NAMES: dict[str, tuple[str, ...]] = {
    UNIT: ("ja",),
    "no": ("nej",),
    "care": ("enligt lag: omvårdnad",),
    "medicines": ("enligt lag: läkemedel",),
    "prescribing": ("enligt lag: förskrivning",),
    "rehabilitation": ("enligt lag: rehabilitering",),
    "aids": ("enligt lag: hjälpmedel",),
}
"""By which law is written, so that a task that is given another name keeps it."""
YES_NO: dict[str, tuple[str, ...]] = {"yes": ("ja",), "no": ("nej",)}


def _amount(key: str, name: str, *, required: bool = False, help_text: str = "") -> Column:
    return Column(key, name, Kind.DECIMAL, required=required, limits=AMOUNT, help=help_text)


def specs(names: dict[str, str]) -> tuple[SheetSpec, SheetSpec, SheetSpec]:
    """Staff, tasks and who does what. ``names`` are the roles', in Swedish whoever reads it."""
    roles: dict[str, tuple[str, ...]] = {role: (name, role) for role, name in names.items()}
    role = Column("role", "Personal", Kind.CHOICE, required=True, choices=roles, aliases=("yrke",))
    title = Column("title", "Uppgift", required=True, max_length=120)
    staff = SheetSpec(
        "Personal", (role, _amount("hours", "Timmar i veckan", required=True), _amount("wage", "Kronor i timmen"))
    )
    tasks = SheetSpec(
        "Uppgifter",
        (
            title,
            _amount("hours", "Timmar i veckan", required=True),
            Column("near", "Patientnära", Kind.CHOICE, choices=YES_NO),
            Column("weight", "Om timmar saknas", Kind.CHOICE, choices=WEIGHT_NAMES),
            Column("note", "Vad som gäller", max_length=500),
            Column("reserved", "Får inte delegeras", Kind.CHOICE, choices=RESERVED_NAMES),
        ),
    )
    doers = SheetSpec(
        "Vem gör vad",
        (
            title,
            role,
            Column("ground", "Får göra", Kind.CHOICE, choices=GROUND_NAMES),
            _amount("today", "Timmar i dag"),
            _amount("speed", "Takt", help_text="1 är vanlig takt, 0,8 är långsammare."),
            _amount("training", "Utbildning, kronor", help_text="En gång, per timme i veckan som tas över."),
        ),
    )
    return staff, tasks, doers


def written(content: Content, names: dict[str, str]) -> bytes:
    staff, tasks, doers = specs(names)

    def name(role: str) -> str:
        return names.get(role, role)

    rows = [
        [task.title, name(one.role), GROUND_NAMES[one.ground][0], one.today, one.speed, one.training]
        for task in content.tasks
        for one in task.doers
    ]
    return write_workbook(
        [
            SheetToWrite(staff, [[name(one.role), one.hours, one.wage] for one in content.staff]),
            SheetToWrite(tasks, [_task_row(one) for one in content.tasks]),
            SheetToWrite(doers, rows),
            *years_workbook.written(content.ahead, names),
        ]
    )


def _task_row(task: Task) -> list[Any]:
    near = "ja" if task.is_near else "nej"
    reserved = RESERVED_NAMES[mark_of(task) or "no"][0]
    return [task.title, task.hours, near, WEIGHT_NAMES[str(task.weight)][0], task.note, reserved]


@dataclass(frozen=True)
class Read:
    """``content`` holds the rows without fault; nothing is saved while there are problems."""

    content: Content
    problems: list[Problem]
    notices: list[Problem]


def read(file: bytes, before: Content, names: dict[str, str]) -> Read:
    """What a workbook makes of a mix. What it has no columns for stays as it was. Raises UnreadableError."""
    document = read_document(file)
    found = []
    for spec in specs(names):
        sheet = find_sheet(document, replace(spec, required=True))
        found.append((spec, read_sheet(sheet, spec)))  # type: ignore[arg-type]
    problems = [one for _spec, reading in found for one in reading.problems]
    notices = [one for _spec, reading in found for one in reading.notices]
    (_a, staff), (_b, tasks), (spec, doers) = found
    known = {row.values["title"].casefold(): row for row in tasks.rows}
    problems += [
        Problem("not_choice", spec.name, row.number, "Uppgift", _unknown(row, known))
        for row in doers.rows
        if row.values["title"].casefold() not in known
    ]
    content = replace(before, staff=tuple(_member(row) for row in staff.rows), tasks=())
    for row in tasks.rows:  # two of the same name are both kept, and refused by name
        content = replace(content, tasks=(*content.tasks, _task(row, doers.rows, before, content)))
    roles = {row.values.get("role", "") for row in (*staff.rows, *staff.faulty)}
    ahead = years_workbook.read(document, roles, names)
    if ahead is not None:
        content = replace(content, ahead=ahead.ahead)
        problems += ahead.problems
        notices += ahead.notices
    return Read(content, problems, notices)


def _unknown(row: Row, known: dict[str, Row]) -> dict[str, str]:
    choices = ", ".join(echo(one.values["title"]) for one in list(known.values())[:5])
    return {"value": echo(row.values["title"]), "choices": choices}


def _member(row: Row) -> Staff:
    return Staff(row.values["role"], float(row.values["hours"]), float(row.values.get("wage") or 0))


def _task(row: Row, doers: Iterable[Row], before: Content, after: Content) -> Task:
    told = row.values
    same = next((one for one in before.tasks if one.title.casefold() == told["title"].casefold()), None)
    used = {one.key for one in (*before.tasks, *after.tasks)}
    key = same.key if same else next(f"u{n}" for n in range(1, len(used) + 2) if f"u{n}" not in used)
    return Task(
        key=key,
        title=told["title"],
        hours=float(told["hours"]),
        is_near=told.get("near") != "no",
        weight=float(told.get("weight") or USUAL_WEIGHT),
        area=same.area if same else "",
        note=told.get("note") or "",
        reserved=_mark(told.get("reserved"), same),
        doers=tuple(_doer(one) for one in doers if one.values["title"].casefold() == told["title"].casefold()),
    )


def _mark(said: str | None, before: Task | None) -> str:
    """What the law reserves stays so, whatever is said."""
    kept = before.reserved if before else ""
    if kept in LAW or said is None:
        return kept
    return "" if said == "no" else said


def _doer(row: Row) -> Doer:
    told = row.values
    speed = told.get("speed")
    return Doer(
        role=told["role"],
        ground=told.get("ground") or next(iter(GROUNDS)),
        speed=1.0 if speed is None else float(speed),
        today=float(told.get("today") or 0),
        training=float(told.get("training") or 0),
    )


@dataclass(frozen=True)
class Changes:
    """Titles of tasks and roles of staff that a workbook would add, change, take away, or leave as they are."""

    added: list[str]
    changed: list[str]
    removed: list[str]
    same: int

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def changes(before: Content, after: Content, names: dict[str, str]) -> Changes:
    old, new = ({**_by_name(one, names)} for one in (before, after))
    both = old.keys() & new.keys()
    return Changes(
        added=[name for name in new if name not in old],
        changed=[name for name in new if name in both and old[name] != new[name]],
        removed=[name for name in old if name not in new],
        same=sum(old[name] == new[name] for name in both),
    )


def _by_name(content: Content, names: dict[str, str]) -> dict[str, Any]:
    staff = {names.get(one.role, one.role): one for one in content.staff}
    ahead = {_("The years ahead"): content.ahead} if content.ahead else {}
    return {
        **staff,
        **ahead,
        **{one.title: replace(one, doers=tuple(sorted(one.doers, key=str))) for one in content.tasks},
    }


def pack(content: Content, *, user: int | None, mix: int, revision: int) -> str:
    """What was looked through, signed, so that just that is saved, in that mix, by the same user."""
    told = {"user": user, "mix": mix, "revision": revision, "content": content.as_json()}
    return signing.dumps(told, salt=SALT, compress=True)


def unpack(text: str, *, user: int | None, mix: int) -> tuple[Content, int] | None:
    """What was packed within the hour, and on which revision; None for anything else."""
    try:
        found = signing.loads(text, salt=SALT, max_age=AN_HOUR)
    except signing.BadSignature:
        return None
    if (found["user"], found["mix"]) != (user, mix):
        return None
    return Content.of(found["content"]), found["revision"]
