"""Row-level security alone: raw ``objects.all()`` as each of the cast gives whole, known results."""

from __future__ import annotations

import pytest

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import visible
from stegvis.foundation.access.sync import differences
from stegvis.people.models import Employment, Person, ProtectedIdentity
from tests.support.cast import Cast

EXPECTED_PERSONS = {
    "anna": {"Anna"},
    "bosse": {"Anna", "Bosse"},
    "cecilia": {"Cecilia"},
    "maria": {"Cecilia", "Maria"},
    "dag": set(),
    "eva": set(),
    "farid": set(),
    "gunilla": {"Anna", "Bosse"},
    "hamid": {"Anna", "Bosse", "Per"},
    "per": {"Per"},
}


@pytest.mark.parametrize("name", EXPECTED_PERSONS)
def test_the_database_shows_each_of_the_cast_their_own_persons(cast: Cast, name: str) -> None:
    with acting_as(getattr(cast, name).pk) as actor:
        raw = set(Person.objects.values_list("given_name", flat=True))
        policy = set(visible(actor, Person).values_list("given_name", flat=True))
    assert raw == EXPECTED_PERSONS[name]
    assert policy == EXPECTED_PERSONS[name]


def test_without_an_actor_the_database_shows_nothing(cast: Cast) -> None:
    assert list(Person.objects.all()) == []
    assert list(Employment.objects.all()) == []


def test_the_mark_of_protection_is_seen_by_named_handlers_only(cast: Cast) -> None:
    seen = {}
    for name in EXPECTED_PERSONS:
        with acting_as(getattr(cast, name).pk):
            seen[name] = ProtectedIdentity.objects.count()
    assert seen == {name: int(name == "hamid") for name in EXPECTED_PERSONS}


def test_the_database_carries_what_the_code_declares(db: None) -> None:
    assert differences() == []
