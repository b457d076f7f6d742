"""``stegvis skill-mix`` divides the tasks of a workbook, without a database."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from stegvis.foundation.documents.writing import SheetToWrite, write_workbook
from stegvis.planning.mix.content import Content, Staff, Task
from stegvis.planning.mix.workbook import specs, written
from stegvis.planning.mix.years_workbook import specs as further_specs
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
    file.write_bytes(written(Content((Staff("sjukskoterska", 40.0, 300.0),)), NAMES))
    empty = stegvis("skill-mix", file, environ=bare_environ())
    assert (empty.returncode, "At least one task" in empty.stderr) == (2, True)
    file.write_bytes(written(small().with_task(Task("u3", "Förskriva", 5.0)), NAMES))
    wrong = stegvis("skill-mix", file, environ=bare_environ())
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "Nobody may do Förskriva." in wrong.stderr
    swedish = stegvis("skill-mix", file, environ=bare_environ() | {"LANG": "sv_SE.UTF-8"})
    assert "Ingen får göra Förskriva." in swedish.stderr


def test_an_answer_that_finds_no_way_out_is_told_without_a_traceback(tmp_path: Path) -> None:
    file = tmp_path / "mix.xlsx"
    file.write_bytes(written(small(), NAMES))
    program = f"{sys.executable} -m stegvis skill-mix"
    for asked, status, said in (
        (f"{program} {file} --json > /dev/full", 1, "The answer cannot be written: No space left on device.\n"),
        (f"{program} borta.xlsx --json > /dev/full", 2, "borta.xlsx cannot be read: No such file or directory\n"),
        (f"set -o pipefail; {program} {file} --json | true", 1, ""),
    ):
        done = subprocess.run(
            ["bash", "-c", asked], env=bare_environ(), capture_output=True, text=True, check=False, timeout=60
        )
        assert (done.returncode, done.stderr) == (status, said)


def test_study_posts_are_begun_in_time_for_the_years_that_lack_them(tmp_path: Path) -> None:
    """Nurses do 64 of 100 hours of care, and assistants have 96 hours for 32. One a year may study for a year, working
    half: 36 hours need one who gives 32, and then an eighth of another."""
    file = tmp_path / "mix.xlsx"
    staff = [["Sjuksköterska", 64, 330], ["Undersköterska", 96, 250]]
    tasks = [["Vårda", 100, "ja", "måste göras", ""], ["Hjälpa", 32, "ja", "måste göras", ""]]
    doers = [["Vårda", "Sjuksköterska", "", 64, 1, 0], ["Hjälpa", "Undersköterska", "", 32, 1, 0]]
    years = [["", year, 100, 100, budget] for year, budget in ((2027, 400_000), (2028, 200_000), (2029, 0))]
    posts = [["Undersköterska", "Sjuksköterska", 1, 50, 400_000, 1]]

    def book(years: list[list[object]], posts: list[list[object]]) -> list[SheetToWrite]:
        plain, further = specs(NAMES), further_specs(NAMES)
        pairs = zip((*plain, *further), (staff, tasks, doers, years, posts, []), strict=True)
        return [SheetToWrite(spec, rows) for spec, rows in pairs]

    file.write_bytes(write_workbook(book(years, posts)))
    done = stegvis("skill-mix", file, "--json", environ=bare_environ())
    told = json.loads(done.stdout)["years"]
    assert [one["year"] for one in told] == [2027, 2028, 2029]
    assert [one["short_without_posts"] for one in told] == [36, 36, 36]
    assert [one["posts"][0]["begun"] for one in told] == [1, 0.125, 0]
    assert [one["short"] for one in told] == [36, 4, 0]
    assert (
        "2027: begin 1.0 underskoterska -> sjukskoterska" in stegvis("skill-mix", file, environ=bare_environ()).stdout
    )
    for wrong, said in (
        (book([years[0], years[2]], posts), "År: No year between the first and the last can be missing."),
        (
            book(years, [*posts, ["Servicepersonal", "Sjuksköterska", 1, 50, 1, 1]]),
            "Utbildningstjänster 3: Who is named is not in the sheet Personal.",
        ),
    ):
        file.write_bytes(write_workbook(wrong))
        refused = stegvis("skill-mix", file, environ=bare_environ())
        assert (refused.returncode, said in refused.stderr) == (2, True), refused.stderr
