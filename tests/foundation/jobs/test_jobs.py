"""Jobs run by the real queue on a real database: entered as the person, all or nothing, told in words."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable

import pytest
from django.contrib.messages import get_messages
from django.db import connection, transaction
from django.test import Client

from stegvis.foundation.access.actor import Actor, acting_as
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from stegvis.foundation.jobs.models import Job
from stegvis.foundation.jobs.progress import Progress
from stegvis.foundation.jobs.running import person_job, start_job, system_job
from stegvis.foundation.jobs.tasks import retry_stalled
from stegvis.foundation.jobs.worker import run_pending_jobs
from stegvis.organisations.models import Unit
from tests.support import database, forked
from tests.support.cast import Cast, make_cast

SEEN: list[object] = []


@pytest.fixture
def world(fresh_database: str) -> Cast:
    """The cast, committed, in a database of the test's own; the connection is the web's."""
    SEEN.clear()
    with database.as_owner():
        return make_cast()


def work_off(name: str) -> None:
    """Run what is queued as the worker, then be the web again."""
    database.use(name, role="worker")
    run_pending_jobs()
    database.use(name)


@person_job()
def rename_unit(*, actor: Actor, progress: Progress, unit: int, name: str) -> str:
    progress(1, 2)
    SEEN.append((actor.user, _job_as_seen_from_outside()))
    Unit.objects.filter(pk=unit).update(name=name)
    return "Klart nu"


@person_job()
def rename_and_stumble(*, actor: Actor, progress: Progress, unit: int) -> None:
    Unit.objects.filter(pk=unit).update(name="Half done")
    raise ZeroDivisionError


@person_job()
def rename_and_be_refused(*, actor: Actor, progress: Progress, unit: int) -> None:
    Unit.objects.filter(pk=unit).update(name="Half done")
    raise Refused("Det får du inte")


def _tidy(*, actor: Actor) -> None:
    SEEN.append(("tidied", actor.user))


@person_job(on_failure=_tidy)
def fail(*, actor: Actor, progress: Progress) -> None:
    raise ZeroDivisionError


@system_job
def count_units() -> None:
    SEEN.append(Unit.objects.count())


@person_job()
def linger(*, actor: Actor, progress: Progress, unit: int) -> None:
    Unit.objects.filter(pk=unit).update(name="Woken")
    time.sleep(float(os.environ.get("LINGER", "0")))


def _job_as_seen_from_outside() -> tuple[str, int, int]:
    """The row as another connection sees it while the work's transaction is open."""
    import psycopg

    parameters = connection.get_connection_params()
    parameters.pop("cursor_factory", None)
    parameters.pop("context", None)
    with psycopg.connect(**parameters) as other:
        other.execute("SELECT set_config('stegvis.system', 'on', true)")
        return other.execute("SELECT state, done, total FROM jobs_job").fetchone()  # type: ignore[return-value]


def start(user: User, task: object, **ids: object) -> Job:
    with acting_as(user.pk) as actor:
        return start_job(actor=actor, title="Test", task=task, **ids)


def speak_english(user: User) -> None:
    User.objects.filter(pk=user.pk).update(language="en")


def found(job: Job) -> tuple[str, str]:
    with acting_as(job.user_id):
        return Job.objects.values_list("state", "message").get(pk=job.pk)


def unit_name(cast: Cast) -> str:
    with acting_as(cast.gunilla.pk):
        return Unit.objects.get(pk=cast.ale_north.pk).name


def test_a_job_acts_as_the_person_and_its_progress_is_seen_before_it_ends(world: Cast, fresh_database: str) -> None:
    job = start(world.gunilla, rename_unit, unit=world.ale_north.pk, name="Nytt namn")
    work_off(fresh_database)
    assert [(world.gunilla.pk, ("running", 1, 2))] == SEEN
    assert (found(job), unit_name(world)) == (("done", "Klart nu"), "Nytt namn")


def test_a_job_may_no_more_than_the_person(world: Cast, fresh_database: str) -> None:
    start(world.cecilia, rename_unit, unit=world.ale_north.pk, name="Nytt namn")
    work_off(fresh_database)
    assert unit_name(world) == "Hemsjukvård norr"


@pytest.mark.parametrize(
    ("task", "message"),
    [
        (rename_and_stumble, "Something went wrong in Stegvis. Nothing has been saved. Try again."),
        (rename_and_be_refused, "Det får du inte"),
    ],
)
def test_a_failed_job_leaves_nothing_and_says_so(
    world: Cast, fresh_database: str, task: object, message: str, caplog: pytest.LogCaptureFixture
) -> None:
    speak_english(world.gunilla)
    job = start(world.gunilla, task, unit=world.ale_north.pk)
    work_off(fresh_database)
    assert (found(job), unit_name(world)) == (("failed", message), "Hemsjukvård norr")


def test_after_a_failure_the_room_may_tidy_up_as_the_person(world: Cast, fresh_database: str) -> None:
    start(world.gunilla, fail)
    work_off(fresh_database)
    assert [("tidied", world.gunilla.pk)] == SEEN


def test_without_commit_there_is_no_job(world: Cast, fresh_database: str) -> None:
    with acting_as(world.gunilla.pk) as actor:
        start_job(actor=actor, title="Test", task=rename_unit, unit=world.ale_north.pk, name="X")
        transaction.set_rollback(True)
    work_off(fresh_database)
    assert (SEEN, unit_name(world)) == ([], "Hemsjukvård norr")


def test_the_system_s_job_sees_everything(world: Cast, fresh_database: str) -> None:
    count_units.defer()
    work_off(fresh_database)
    assert SEEN == [4]


def test_a_worker_killed_in_the_middle_leaves_nothing_and_another_does_the_job(
    world: Cast, fresh_database: str
) -> None:
    job = start(world.gunilla, linger, unit=world.ale_north.pk)

    def linger_long() -> None:
        os.environ["LINGER"] = "60"
        run_pending_jobs()

    worker = forked.begin(linger_long, name=fresh_database)
    wait_for(lambda: found(job)[0] == "running")
    time.sleep(0.3)
    worker.kill()
    assert forked.how_it_ended(worker) == -signal.SIGKILL
    assert (found(job)[0], unit_name(world)) == ("running", "Hemsjukvård norr")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
    retry_stalled.defer(timestamp=0)
    work_off(fresh_database)
    assert (found(job)[0], unit_name(world)) == ("done", "Woken")


def test_a_job_that_kills_its_worker_every_time_is_given_up(world: Cast, fresh_database: str) -> None:
    speak_english(world.gunilla)
    job = start(world.gunilla, rename_unit, unit=world.ale_north.pk, name="X")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET attempts = 3")
    work_off(fresh_database)
    message = "The work was interrupted several times. Nothing has been saved."
    assert (found(job), SEEN, unit_name(world)) == (("failed", message), [], "Hemsjukvård norr")


def wait_for(happens: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not happens():
        assert time.monotonic() < deadline, "it did not happen in 30 s"
        time.sleep(0.05)


def test_the_page_is_the_owner_s_alone(world: Cast, fresh_database: str, client: Client) -> None:
    job = start(world.gunilla, rename_unit, unit=world.ale_north.pk, name="X")
    url = f"/jobb/{job.pk}/"
    answers = {}
    for name in ("gunilla", "bosse", "cecilia", "dag"):
        client.force_login(getattr(world, name))
        answers[name] = client.get(url).status_code
    client.logout()
    answers["nobody"] = client.get(url).status_code
    assert answers == {"gunilla": 200, "bosse": 404, "cecilia": 404, "dag": 404, "nobody": 302}


def test_the_page_moves_on_when_the_work_is_done(world: Cast, fresh_database: str, client: Client) -> None:
    with acting_as(world.gunilla.pk) as actor:
        job = start_job(
            actor=actor, title="Test", task=rename_unit, result_url="/x/", unit=world.ale_north.pk, name="X"
        )
    client.force_login(world.gunilla)
    url, htmx = f"/jobb/{job.pk}/", {"HX-Request": "true"}
    waiting = client.get(url, headers=htmx)
    assert (waiting.status_code, url in waiting.content.decode()) == (200, True)
    work_off(fresh_database)
    assert client.get(url, headers=htmx).headers["HX-Redirect"] == "/x/"
    found = client.get(url)
    assert (found.headers["Location"], {str(one) for one in get_messages(found.wsgi_request)}) == ("/x/", {"Klart nu"})
