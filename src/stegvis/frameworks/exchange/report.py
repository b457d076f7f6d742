"""What the preview of an import shows, as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from stegvis.foundation.documents.problems import Problem
from stegvis.frameworks.drafts.content import in_swedish
from stegvis.frameworks.drafts.examining import findings_in, is_mendable, unfit_in
from stegvis.frameworks.exchange.case.export import own_of
from stegvis.frameworks.exchange.comparing import Difference, differences, says_the_same
from stegvis.frameworks.exchange.imported import Imported
from stegvis.frameworks.exchange.problems import of_content
from stegvis.frameworks.models import FrameworkVersion

MOST_SHOWN = 200
MOST_TITLES = 100


def preview_report(found: Imported, latest: FrameworkVersion | None) -> dict[str, Any]:
    """Counts and titles of what is new and changed against ``latest``, and everything to know before saving.

    What the editor's forms could not hold is a problem, whatever format it came in.
    """
    existing = own_of(latest) if latest else {}
    findings, unfit = (findings_in(found.content), unfit_in(found.content)) if found.content else ([], [])
    return {
        "title": in_swedish(found.content.get("title")),
        "code": str(found.content.get("code", "")),
        "follows": latest.version if latest else 0,
        "same_as": latest.version if latest and says_the_same(found.content, existing) else 0,
        "parts": {kind: _shown(one) for kind, one in differences(found.content, existing).items()},
        "read_as": found.read_as,
        **_listed("problem", [*found.problems, *map(of_content, unfit)]),
        **_listed("mend", [of_content(finding) for finding in findings if is_mendable(finding)]),
        **_listed("note", found.notes),
    }


def refused_report(problem: Problem) -> dict[str, Any]:
    """Of a file that could not be read at all."""
    return _listed("problem", [problem])


def _listed(name: str, problems: list[Problem]) -> dict[str, Any]:
    return {f"{name}_count": len(problems), f"{name}s": [one.as_json() for one in problems[:MOST_SHOWN]]}


def _shown(difference: Difference) -> dict[str, Any]:
    named = asdict(difference)
    titles = {key: named[key][:MOST_TITLES] for key in ("added", "changed", "gone")}
    return {"counts": {key: len(titles_of) for key, titles_of in named.items()}, **titles}
