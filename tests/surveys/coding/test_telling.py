"""Coders are told what is theirs to do, and what must always hold does."""

from __future__ import annotations

import pytest
from django.db import connection

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.accounts.models import User
from stegvis.foundation.components.next_steps import count_waiting
from stegvis.foundation.notices.models import Notice
from stegvis.surveys.coding.tasks import tell_coder, tell_opened
from stegvis.surveys.invariants import INVARIANTS
from stegvis.surveys.models import Reading
from stegvis.surveys.next_steps import everything_waiting, next_steps
from tests.support.cast import Cast
from tests.support.database import as_owner
from tests.surveys.coding.conftest import Coded

pytestmark = pytest.mark.django_db


def steps(user: User) -> list[str]:
    with acting_as(user.pk) as actor:
        return [one.title for one in next_steps(actor, count_waiting(everything_waiting(actor)))]


def told(user: User) -> list[str]:
    with as_owner():
        return list(Notice.objects.filter(user=user).order_by("pk").values_list("kind", flat=True))


def test_the_first_page_leads_a_coder_on(cast: Cast, coded: Coded) -> None:
    assert steps(cast.cecilia) == ["1 fråga med fritext att koda"]
    coded.done(cast.cecilia)
    assert steps(cast.cecilia) == []
    coded.done(cast.dag)
    assert (steps(cast.cecilia), steps(cast.anna)) == (["1 kodning att jämföra"], [])


def test_a_coder_is_told_when_asked_and_both_when_done(cast: Cast, coded: Coded) -> None:
    with as_owner():
        tell_coder(reading_id=Reading.objects.get(coder=cast.cecilia).pk)
        tell_opened(question_id=coded.asked.pk)
    assert (told(cast.cecilia), told(cast.dag)) == (["coding.asked"], [])
    coded.done(cast.cecilia, cast.dag)
    with as_owner():
        tell_opened(question_id=coded.asked.pk)
    assert (told(cast.cecilia), told(cast.dag)) == (["coding.asked", "coding.opened"], ["coding.opened"])


def broken() -> set[str]:
    with as_owner(), connection.cursor() as cursor:
        found = set()
        for name, (query, _said) in INVARIANTS.items():
            cursor.execute(query)
            if cursor.fetchall():
                found.add(name)
    return found


def test_the_invariants_hold_and_find_what_breaks_them(cast: Cast, coded: Coded) -> None:
    coded.marks(cast.dag, 0, "Tid", (0, 3))
    assert broken() == set()
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE surveys_passage DISABLE TRIGGER USER")
        cursor.execute("UPDATE surveys_passage SET is_open = true, ends = 9999")
        cursor.execute("UPDATE surveys_freetext SET is_hidden = true")
        cursor.execute("DELETE FROM surveys_freetext WHERE id NOT IN (SELECT text_id FROM surveys_passage)")
    assert broken() == {
        "coders_are_blind_until_all_are_done",
        "passages_stand_in_their_texts",
        "hidden_texts_are_hidden",
        "texts_of_persons_are_shown_together",
    }
