"""Every address × every one of the cast × own and others' objects answers as the table says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.matrix import TABLE, Address, addresses, ask, in_haste, line_of, objects_of, observe, read_table, unknown_of
from tests.support.furnished import furnish

ADDRESSES = {address.view: address for address in addresses()}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Any]:
    """Furnished once: what a request changes is undone before the next."""
    with django_db_blocker.unblock(), transaction.atomic(), in_haste():
        yield furnish()
        transaction.set_rollback(True)


@pytest.mark.parametrize("view", sorted(ADDRESSES))
def test_an_address_answers_as_the_table_says_and_tells_nothing_of_what_it_refuses(world: Any, view: str) -> None:
    address: Address = ADDRESSES[view]
    declared = {case: statuses for case, statuses in read_table().items() if case.view == view}
    observed, told = {}, set()
    for case, statuses, missing in observe(address, world):
        observed[case] = statuses
        told |= {(role, case.method, plain(body)) for role, body in missing.items()}
    assert [line_of(*item) for item in sorted(observed.items())] == [
        line_of(*item) for item in sorted(declared.items())
    ]
    values = next(iter(objects_of(address, world).values()))
    for role, method, body in told:
        if body != not_found(world, role):
            assert body == plain(ask(world, role, method, address.url(unknown_of(values))).content)


def not_found(world: Any, role: str) -> bytes:
    """What this one is told of an address that there never was; asked once for each."""
    if role not in world.not_found:
        world.not_found[role] = plain(ask(world, role, "GET", "/nej/").content)
    return world.not_found[role]


def plain(body: bytes) -> bytes:
    """A page without what is new in each answer, and without its own address."""
    return re.sub(rb'name="(csrfmiddlewaretoken|next)" value="[^"]*"', b"", body)


def test_the_table_holds_no_address_that_is_gone() -> None:
    assert {case.view for case in read_table()} <= set(ADDRESSES)


def test_every_address_has_a_row() -> None:
    """``python -m tests.matrix --missing`` prints what to look through and add."""
    assert set(ADDRESSES) - {case.view for case in read_table()} == set(), TABLE.name
