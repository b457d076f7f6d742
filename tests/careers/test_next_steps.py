"""What waits is counted alike by the database's lock alone and by both."""

from __future__ import annotations

from stegvis.careers.next_steps import everything_waiting
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import left_to_the_database
from stegvis.foundation.components.next_steps import count_waiting
from tests.matrix import ROLES
from tests.support.furnished import furnish


def test_what_waits_is_the_same_under_one_lock_and_under_two(db: None) -> None:
    cast = furnish().cast
    found = {}
    for role in ROLES[1:]:
        with acting_as(getattr(cast, role).pk) as actor:
            with left_to_the_database():
                alone = count_waiting(everything_waiting(actor))
            assert alone == count_waiting(everything_waiting(actor))
            found[role] = sum(alone.values())
    assert {role for role, number in found.items() if number} >= {"anna", "bosse", "gunilla"}
