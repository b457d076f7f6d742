"""A plan as JSON for the preview, and as bare figures for afterwards."""

from __future__ import annotations

from typing import Any

from stegvis.people.imports.columns import EVIDENCE, SHEETS, STAFF
from stegvis.people.imports.parsing import ParsedStaff
from stegvis.people.imports.steps import ImportPlan, Step

MOST_SHOWN = 300
SHEET_KEYS = {"Personal": "staff", "Underlag": "evidence", "Enheter": "units"}


def preview_report(plan: ImportPlan, parsed: ParsedStaff) -> dict[str, Any]:
    """All that the preview shows. Holds names, so it is reduced to ``final_report`` once it has been decided on."""
    added = plan.of(STAFF, "added")[:MOST_SHOWN]
    changed = [step for spec in SHEETS for step in plan.of(spec, "changed")][:MOST_SHOWN]
    return {
        **_figures(plan, parsed),
        "fingerprint": plan.fingerprint,
        "changes_something": plan.changes_something,
        "added": [_added(step) for step in added],
        "changed": [_changed(step) for step in changed],
        "names": _names(plan, {step.number for step in changed}),
        "missing": plan.missing[:MOST_SHOWN],
        "problems": [problem.as_json() for problem in plan.problems[:MOST_SHOWN]],
    }


def final_report(plan: ImportPlan, parsed: ParsedStaff, *, partial: bool) -> dict[str, Any]:
    """Figures only: the history of imports names nobody."""
    return {**_figures(plan, parsed), "partial": partial}


def without_names(report: dict[str, Any]) -> dict[str, Any]:
    """What is left of a report that was dropped."""
    kept = ("counts", "missing_count", "problem_count", "read_as")
    return {key: report[key] for key in kept if key in report}


def _figures(plan: ImportPlan, parsed: ParsedStaff) -> dict[str, Any]:
    return {
        "counts": {
            SHEET_KEYS[spec.name]: {
                **{action: len(plan.of(spec, action)) for action in ("added", "changed", "unchanged")},
                "errors": plan.faulty_rows(spec),
            }
            for spec in SHEETS
        },
        "missing_count": len(plan.missing),
        "problem_count": len(plan.problems),
        "notices": [notice.as_json() for notice in parsed.notices],
        "read_as": parsed.read_as,
    }


def _added(step: Step) -> dict[str, Any]:
    values = step.values
    name = f"{values['given_name']} {values['family_name']}"
    return {
        "row": step.row,
        "number": step.number,
        "name": name,
        "profession": values["profession"],
        "unit": values["unit"],
    }


def _changed(step: Step) -> dict[str, Any]:
    changes = [[field, _shown(old), _shown(new)] for field, (old, new) in step.changes.items()]
    about = {key: step.values[key] for key in ("kind", "title") if step.sheet == EVIDENCE.name}
    return {"sheet": step.sheet, "row": step.row, "number": step.number, "changes": changes, **about}


def _names(plan: ImportPlan, numbers: set[str]) -> dict[str, Any]:
    """All of the units and professions, and of the persons those ``numbers`` that are changed."""
    persons = {number: name for number, name in plan.names.persons.items() if number in numbers}
    return {"units": plan.names.units, "professions": plan.names.professions, "persons": persons}


def _shown(value: Any) -> str:
    return "" if value is None else str(value)
