"""A mix without a database: the packaged tasks, what is best, what it is worth, and what contradicts itself."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import date, timedelta

import pytest

from stegvis.planning.mix.checking import faults_of
from stegvis.planning.mix.content import Content, Doer, Staff, Task
from stegvis.planning.mix.shifts.following import WEEKS, Told, Verdict, follow
from stegvis.planning.mix.solving import NobodyMayError, answer_of
from stegvis.planning.mix.typical import kinds, typical
from stegvis.planning.mix.workbook import changes, read, written

NAMES = {"sjukskoterska": "Sjuksköterska", "underskoterska": "Undersköterska", "service": "Servicepersonal"}
MONDAY = date(2026, 9, 7)


def small(*, service: float = 20.0) -> Content:
    """Nurses do the store, 20 hours a week, that service staff may do; 10 hours of care are left undone."""
    care = Task("u1", "Vårda", 90.0, doers=(Doer("sjukskoterska", today=80.0),))
    store = Task(
        "u2",
        "Sköta förråd",
        20.0,
        is_near=False,
        doers=(Doer("sjukskoterska", today=20.0), Doer("service", "local", speed=0.8, training=520.0)),
    )
    return Content(
        (Staff("sjukskoterska", 100.0, 330.0), Staff("service", service, 220.0)), (care, store), reluctance=0
    )


def test_what_is_best_is_said_with_its_worth() -> None:
    answer = answer_of(small())
    assert answer is not None
    assert answer.short_today.tolist() == [10.0, 0.0]
    assert answer.short.sum() == pytest.approx(0)
    assert answer.hours.ravel().tolist() == pytest.approx([90.0, 0.0, 4.0, 20.0])
    moves = [(one.task.key, one.source, one.target, one.given, one.taken) for one in answer.moves]
    assert moves == [("u1", "", "sjukskoterska", 10.0, 10.0), ("u2", "sjukskoterska", "service", 16.0, 20.0)]
    assert (answer.freed.tolist(), answer.nearer.tolist()) == ([16.0, -20.0], [10.0, 0.0])
    learnt = [(one.task.key, one.role, one.hours, one.cost, one.is_new) for one in answer.learning]
    assert learnt == [("u2", "service", 20.0, pytest.approx(20 * 520), True)]
    nurse, service = answer.values
    assert (nurse.done, nurse.cost, nurse.unused) == (0, 0, pytest.approx(6))
    assert service.done == pytest.approx(0)
    assert service.cost == pytest.approx(0.8 * 330 - 220 - 10)


def test_an_hour_is_worth_what_gets_done() -> None:
    """The prices are weighted hours: where all that is short weighs the same, an hour's own hours times its weight."""
    content = small(service=0)
    answer = answer_of(content)
    assert answer is not None
    values = {one.role: one for one in answer.values}
    assert values["sjukskoterska"].done == pytest.approx(1)
    assert values["service"].done == pytest.approx(0.8)
    assert values["service"].short == pytest.approx(0.8 * content.tasks[0].weight)


def test_a_study_post_takes_hours_before_it_gives_them() -> None:
    task = Task("u1", "Vårda", 100.0, doers=(Doer("sjukskoterska", today=64.0),))
    content = Content((Staff("sjukskoterska", 64.0, 330.0), Staff("underskoterska", 64.0, 250.0)), (task,))
    other = Task("u2", "Hjälpa", 40.0, doers=(Doer("underskoterska", today=40.0),))
    answer = answer_of(content.with_task(other))
    assert answer is not None
    (post,) = answer.posts
    assert (post.source, post.target, post.years) == ("underskoterska", "sjukskoterska", 3.0)
    assert post.meanwhile == pytest.approx(-8.0)  # 32 of 64 hours remain for 40
    assert post.after == pytest.approx(24.0)  # 32 of the 36 that were short, less those 8


def test_what_nobody_may_do_is_named() -> None:
    content = small().with_task(Task("u3", "Förskriva", 5.0)).with_task(Task("u4", "Ingen gör", 0.0))
    with pytest.raises(NobodyMayError) as impossible:
        answer_of(content)
    assert [one.title for one in impossible.value.tasks] == ["Förskriva"]
    assert answer_of(Content()) is None


def test_faults_are_told_together() -> None:
    doers = (Doer("sjukskoterska", speed=9), Doer("okand"))
    content = small().with_task(Task("u3", "Vårda", -1, doers=doers))
    assert faults_of(content) == [
        "Två uppgifter har samma namn.",
        "Vårda: timmarna är 0 eller fler.",
        "Vårda: takten ligger mellan 0,1 och 3.",
        "Vårda: någon får göra den som inte finns bland personalen.",
    ]


@pytest.mark.parametrize("kind", [code for code, _title in kinds()])
def test_the_packaged_tasks_begin_with_today(kind: str) -> None:
    content = typical(kind, {"sjukskoterska": 900, "underskoterska": 400, "fysioterapeut": 200, "arbetsterapeut": 200})
    assert faults_of(content) == []
    assert Content.of(json.loads(json.dumps(content.as_json()))) == content
    answer = answer_of(content)
    assert answer is not None
    assert answer.short.sum() == pytest.approx(0, abs=0.1)
    started = time.process_time()
    for _ in range(3):
        answer_of(content)
    assert (time.process_time() - started) / 3 < 0.1


def test_a_workbook_comes_back_as_it_was() -> None:
    content = small()
    again = read(written(content, NAMES), content, NAMES)
    assert (again.content, again.problems, again.notices) == (content, [], [])
    assert not changes(content, again.content, NAMES)
    other = replace(content.without_task("u1"), staff=(Staff("sjukskoterska", 90.0, 330.0), content.staff[1]))
    other = other.with_task(Task("u9", "Ny", 1.0, doers=(Doer("service", "local"),)))
    found = changes(content, read(written(other, NAMES), content, NAMES).content, NAMES)
    assert (found.added, found.changed, found.removed, found.same) == (["Ny"], ["Sjuksköterska"], ["Vårda"], 2)


def test_faulty_rows_are_told_with_their_place() -> None:
    strange = replace(small(), tasks=(Task("u1", "Vårda", 1.0), Task("u2", "Okänd", 1.0, doers=(Doer("tomte"),))))
    found = read(written(strange, NAMES), small(), NAMES)
    assert [(one.sheet, one.row, one.column, one.code) for one in found.problems] == [
        ("Vem gör vad", 2, "Personal", "not_choice")
    ]


def told(*weeks: tuple[float, float]) -> list[Told]:
    return [Told(MONDAY + timedelta(weeks=at), *one) for at, one in enumerate(weeks)]


@pytest.mark.parametrize(
    ("weeks", "verdict"),
    [
        (told(), Verdict.NOT_TOLD),
        (told((0, 0), (0, 0), (8, 10), (8, 8), (9, 10)), Verdict.HAPPENS),
        (told((5, 10)), Verdict.PARTLY),
        (told((9, 10), (1, 10), (2, 10), (3, 9)), Verdict.ONLY_ADDED),
        (told((1, 0)), Verdict.NOT),
    ],
)
def test_whether_it_happens_is_read_from_the_latest_weeks(weeks: list[Told], verdict: Verdict) -> None:
    following = follow(10.0, MONDAY, weeks, MONDAY + timedelta(weeks=WEEKS))
    assert (following.verdict, following.told) == (verdict, len(weeks))
    assert [one.number for one in following.late] == list(range(len(weeks) + 1, WEEKS + 1))


def test_what_has_not_begun_is_not_late() -> None:
    following = follow(10.0, MONDAY, [], MONDAY - timedelta(days=1))
    assert (following.verdict, following.late) == (Verdict.NOT_BEGUN, [])
