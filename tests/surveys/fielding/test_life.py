"""After a restore, and what must always be true."""

from __future__ import annotations

from django.db import connection
from django.utils import timezone

from stegvis.surveys.fielding import services
from stegvis.surveys.fielding.next_steps import next_steps
from stegvis.surveys.invariants import INVARIANTS
from stegvis.surveys.models import Answers, Reply, Round
from stegvis.surveys.restore import restored
from tests.support.database import as_owner
from tests.surveys.asked import Asked, does, fills_in, sends


def broken() -> set[str]:
    with as_owner(), connection.cursor() as cursor:
        return {name for name, (query, _meaning) in INVARIANTS.items() if _rows(cursor, query)}


def _rows(cursor: object, query: str) -> list[object]:
    cursor.execute(query)  # type: ignore[attr-defined]
    return cursor.fetchall()  # type: ignore[attr-defined,no-any-return]


def test_what_is_true_of_a_round_that_has_been_answered(organisations: Asked, persons: Asked) -> None:
    from stegvis.surveys.answering.sealing import open_answers_of

    for asked in (organisations, persons):
        for token in asked.tokens.values():
            fills_in(token)
            sends(token)
        does(asked.cast.dag, services.close_round, asked.round)
    with as_owner():
        assert open_answers_of(persons.round.pk) == 12
    assert broken() == set()
    with as_owner():
        Answers.objects.filter(pk=Answers.objects.order_by("pk").values("pk")[:1]).update(
            actor="region", month="2026-11-02"
        )
        Round.objects.filter(pk=persons.round.pk).update(kind="organisations")
        Reply.objects.filter(round=organisations.round).update(state="begun")
        Round.objects.filter(pk=organisations.round.pk).update(kind="persons")
    assert broken() == {"answers_are_told_together", "answers_tell_no_day", "persons_have_no_reply"}


def test_after_a_restore_nothing_opens_by_itself(organisations: Asked) -> None:
    with as_owner():
        said = restored(timezone.now())
        assert Round.objects.get(pk=organisations.round.pk).state == "paused"
    assert said[0].startswith("1 rounds of surveys are paused")
    assert said[1].startswith("2 links have had no letter")


def test_the_first_page_says_what_waits(organisations: Asked) -> None:
    from stegvis.foundation.access.actor import acting_as

    token = organisations.tokens["ale@example.se"]
    fills_in(token)
    sends(token)
    does(organisations.cast.dag, services.pause_round, organisations.round)
    with acting_as(organisations.cast.dag.pk) as actor:
        assert [one.title for one in next_steps(actor)] == ["1 svar att granska", "Hösten"]
    with acting_as(organisations.cast.anna.pk) as actor:
        assert list(next_steps(actor)) == []
