"""Write ``docs/access-matrix.md`` from the declarations and the addresses: ``python -m scripts.access_matrix``.

With ``--check`` nothing is written, and the exit code says whether the file is up to date.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "docs" / "access-matrix.md"
HEAD = """\
# Who sees and changes what

Made by `python -m scripts.access_matrix` from the declarations on the models and from `tests/matrix.txt`; a test keeps
it up to date. "Rows" is what the database itself lets through, whatever a page asks for.

The actor's sets: *employers* (employed or with a role there today), *coordinates* (employers), *manages* (units and all
below), *handles* (employers whose protected identities the actor is a named handler of), *collaborations*, *leads*
(collaborations). Stegvis itself, in maintenance, acts as the owner or the worker and no person does.
"""


def text() -> str:
    return "\n".join([HEAD, "## Rows", *rows(), "", "## Addresses", *pages(), ""])


def rows() -> Iterator[str]:
    """One line for each model; history follows the model unless it says otherwise."""
    from stegvis.foundation.access.declaration import access_of, guarded_models, infrastructure_models, is_history

    yield ""
    yield "| model | kind | read | add | change | remove | earlier states |"
    yield "|---|---|---|---|---|---|---|"
    models = guarded_models()
    tracked = {model.pgh_tracked_model for model in models if is_history(model)}  # type: ignore[attr-defined]
    for model in models:
        if is_history(model):
            continue
        access: Any = access_of(model)
        rules = [access.read, access.insert_rule, access.write, access.delete_rule]
        told = [rule.describe() for rule in rules]
        told.append("" if model not in tracked else access.history.describe() if access.history else "as the row")
        yield f"| {model._meta.label} | {access.kind} | " + " | ".join(told) + " |"
    yield ""
    yield (
        "Log-ins and machinery, not guarded row by row: "
        + ", ".join(sorted({f"`{model._meta.app_label}`" for model in infrastructure_models()}))
        + "."
    )


def pages() -> Iterator[str]:
    """One table for each room; a line for each address, way of asking and object."""
    from tests.matrix import ROLES, read_table

    table = sorted(read_table().items(), key=lambda item: (room_of(item[0].view), item[0]))
    for room, cases in groupby(table, key=lambda item: room_of(item[0].view)):
        yield ""
        yield f"### {room}"
        yield ""
        yield "| address | asked | whose | " + " | ".join(ROLES) + " |"
        yield "|---|---|---|" + "---|" * len(ROLES)
        for case, statuses in cases:
            answers = " | ".join(str(statuses[role]) for role in ROLES)
            yield f"| {case.view} | {case.method} | {case.whose} | {answers} |"


def room_of(view: str) -> str:
    return view.partition(":")[0] if ":" in view else "web and log-in"


def main() -> int:
    os.environ |= {"STEGVIS_MODE": "test", "DJANGO_SETTINGS_MODULE": "stegvis.web.settings"}
    import django

    django.setup()
    if "--check" in sys.argv:
        return int(FILE.read_text(encoding="utf-8") != text())
    FILE.write_text(text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
