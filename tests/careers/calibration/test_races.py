"""A whole round by the real queue, and answers that race with its closing."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from stegvis.careers.calibration.queries import to_judge
from stegvis.careers.calibration.services import Answer, answer, close_round
from stegvis.careers.models import SecondAssessment
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.jobs.worker import run_pending_jobs
from stegvis.frameworks.models import Adoption
from tests.careers.calibration.conftest import Judged, answer_all, make_judged, plan, reread
from tests.careers.conftest import NURSES, publish
from tests.support import database
from tests.support.cast import START, make_cast


@pytest.fixture
def committed(fresh_database: str) -> Judged:
    with database.as_owner():
        cast, version = make_cast(), publish(NURSES)
        Adoption.objects.create(employer=cast.ale, profession_id="sjukskoterska", version=version, since=START)
    return make_judged(cast, version)


def work_off(name: str) -> None:
    """Run what is queued as the worker, then be the web again."""
    database.use(name, role="worker")
    run_pending_jobs()
    database.use(name)


def test_a_round_by_the_queue_from_plan_to_result(committed: Judged, fresh_database: str) -> None:
    found = plan(committed)
    work_off(fresh_database)
    assert reread(found).state == "open"
    assert answer_all(committed, found, steps=(0, 0, 1)) == 40
    work_off(fresh_database)
    closed = reread(found)
    assert (closed.state, closed.result["pairs"]) == ("closed", 40)


def test_closed_by_hand_the_queue_computes_what_was_answered(committed: Judged, fresh_database: str) -> None:
    found = plan(committed)
    work_off(fresh_database)
    answer_all(committed, found, most=6)
    with acting_as(committed.cast.gunilla.pk) as actor:
        close_round(actor=actor, calibration=reread(found))
    work_off(fresh_database)
    assert reread(found).result["pairs"] == 12


def test_an_answer_under_way_is_part_of_the_round_that_closes_and_a_later_one_is_refused(
    committed: Judged, fresh_database: str
) -> None:
    """Maria's answer is saved and not yet committed when Gunilla closes: the closing waits for it."""
    found = plan(committed)
    work_off(fresh_database)
    with acting_as(committed.cast.cecilia.pk) as actor:
        late = to_judge(actor)[0].id
    closed = threading.Event()

    def close() -> None:
        with acting_as(committed.cast.gunilla.pk) as actor:
            close_round(actor=actor, calibration=reread(found))
        closed.set()
        connection.close()

    other = threading.Thread(target=close)
    with transaction.atomic(), acting_as(committed.cast.maria.pk) as actor:
        first = to_judge(actor)[0].id
        answer(actor=actor, answers=[Answer(first, 3)])
        other.start()
        assert not closed.wait(1), "it waits for the answer"
    other.join(10)
    assert closed.is_set()
    with acting_as(committed.cast.cecilia.pk) as actor, pytest.raises(NotYours):
        answer(actor=actor, answers=[Answer(late, 3)])
    with database.as_owner():
        assert list(SecondAssessment.objects.exclude(rating=None).values_list("pk", flat=True)) == [first]


def test_of_two_who_close_one_is_told(committed: Judged, fresh_database: str) -> None:
    found = plan(committed)
    work_off(fresh_database)
    opened, outcomes = reread(found), []
    both = threading.Barrier(2)

    def close() -> None:
        try:
            with acting_as(committed.cast.gunilla.pk) as actor:
                both.wait(5)
                close_round(actor=actor, calibration=opened)
            outcomes.append("closed")
        except Refused:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=close) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(10)
    assert sorted(outcomes) == ["closed", "told"]
