"""Results worked out by the real queue, and asked for twice at once."""

from __future__ import annotations

import time

from django.test import Client
from django.urls import reverse

from stegvis.foundation.jobs.models import Job
from stegvis.foundation.jobs.worker import run_pending_jobs
from stegvis.surveys.models import Telling, ToldCounts
from stegvis.surveys.packaged import packaged
from tests.support import database, forked
from tests.support.cast import make_cast
from tests.surveys.telling.support import NEEDS, answer, make_round, make_version, needs_answers

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


def test_pressed_twice_and_run_by_two_workers_at_once_it_is_told_once(client: Client, fresh_database: str) -> None:
    with database.as_owner():
        cast = make_cast()
        found = make_round(cast, make_version(cast, packaged()[NEEDS]))
        answer(found, needs_answers(30))
    client.force_login(cast.dag)
    for _press in range(2):
        assert client.post(reverse("surveys:results_start", args=[found.pk])).status_code == 302
    with database.superuser(fresh_database) as superuser:
        superuser.autocommit = False  # hold the round until both wait for it
        superuser.execute("SELECT id FROM surveys_round FOR UPDATE")
        workers = [forked.begin(run_pending_jobs, name=fresh_database) for _worker in range(2)]
        until = time.monotonic() + 60
        with database.superuser(fresh_database) as looking:
            while looking.execute(WAITING).fetchone() != (2,):
                assert time.monotonic() < until, "the two did not meet"
                time.sleep(0.1)
        superuser.rollback()
    assert [forked.how_it_ended(worker) for worker in workers] == [0, 0]
    with database.as_owner():
        told = list(Telling.objects.values_list("number", "state", "answered", "made_by"))
        assert told == [(1, "told", 30, cast.dag.pk)]
        assert ToldCounts.objects.count() == 1
        jobs = list(Job.objects.values_list("state", "message", "done", "total"))
    assert jobs == [("done", "Resultaten är framräknade.", 100, 100)] * 2
    page = client.get(reverse("surveys:results", args=[found.pk])).content.decode()
    assert ("Resultat 1, " in page, "Resultat 2" in page) == (True, False)
