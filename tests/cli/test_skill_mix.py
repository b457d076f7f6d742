"""``stegvis skill-mix`` divides the tasks of a workbook, without a database."""

from __future__ import annotations

import json
from pathlib import Path

from stegvis.planning.mix.content import Task
from stegvis.planning.mix.workbook import written
from tests.cli.support import bare_environ, stegvis
from tests.planning.mix.test_solving import NAMES, small


def test_a_workbook_is_divided(tmp_path: Path) -> None:
    file = tmp_path / "mix.xlsx"
    file.write_bytes(written(small(), NAMES))
    done = stegvis("skill-mix", file, "--json", environ=bare_environ())
    told = json.loads(done.stdout)
    assert (told["short"], told["short_today"], told["cost_today"]) == (0, 10, 33000), done.stderr
    assert [(one["task"], one["from"], one["to"]) for one in told["moves"]] == [
        ("Vårda", "", "sjukskoterska"),
        ("Sköta förråd", "sjukskoterska", "service"),
    ]
    file.write_bytes(written(small().with_task(Task("u3", "Förskriva", 5.0)), NAMES))
    wrong = stegvis("skill-mix", file, environ=bare_environ())
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "nobody may do Förskriva" in wrong.stderr
