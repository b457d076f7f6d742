"""Ninety and thirty days before, once each, and not of what is renewed or of whom has left."""

from __future__ import annotations

from datetime import date

import pytest

from stegvis.careers.evidence.notices import lapsing_days
from stegvis.careers.evidence.tasks import remind_of_lapses
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.notices.models import Notice
from stegvis.people.models import Employment, Evidence
from tests.careers.evidence.conftest import days
from tests.support.cast import START, Cast
from tests.support.database import as_owner


def certificate(cast: Cast, until: date | None, **changes: object) -> Evidence:
    fields = {
        "person": cast.anna.person,
        "employer": cast.ale,
        "kind": "certificate",
        "code": "hlr",
        "title": "HLR",
        "valid_from": START,
        "valid_until": until,
        **changes,
    }
    return Evidence.objects.create(**fields)


def reminded() -> list[tuple[int, str, bool]]:
    """(user, days in the key, read) of all that is told now."""
    remind_of_lapses()
    rows = Notice.objects.order_by("id").values_list("user", "key", "read_at")
    return [(user, key.rpartition("-")[2], read is not None) for user, key, read in rows]


@pytest.mark.parametrize(
    ("left", "expected"), [(91, []), (90, ["90"]), (31, ["90"]), (30, ["30"]), (0, ["30"]), (-1, [])]
)
def test_each_reminder_comes_on_its_day(cast: Cast, left: int, expected: list[str]) -> None:
    with as_owner():
        certificate(cast, days(left))
        assert [when for _user, when, _read in reminded()] == expected
        assert [when for _user, when, _read in reminded()] == expected


def test_the_second_reminder_takes_the_place_of_the_first(cast: Cast) -> None:
    with as_owner():
        found = certificate(cast, days(60))
        assert reminded() == [(cast.anna.pk, "90", False)]
        key = f"evidence-{found.pk}-lapses-{days(20)}-90"
        Notice.objects.update(key=key)
        Evidence.objects.update(valid_until=days(20))
        assert reminded() == [(cast.anna.pk, "90", True), (cast.anna.pk, "30", False)]


@pytest.mark.parametrize("until", [None, 400])
def test_what_is_renewed_is_not_told_of(cast: Cast, until: int | None) -> None:
    with as_owner():
        certificate(cast, days(20))
        certificate(cast, None if until is None else days(until), valid_from=days(-5))
        assert reminded() == []


@pytest.mark.parametrize("changes", [{"state": "stated"}, {"kind": "practice"}])
def test_what_does_not_count_or_does_not_lapse_is_not_told_of(cast: Cast, changes: dict[str, str]) -> None:
    with as_owner():
        certificate(cast, days(20), **changes)
        assert reminded() == []


def test_whoever_has_left_is_not_reminded(cast: Cast) -> None:
    with as_owner():
        certificate(cast, days(20))
        Employment.objects.filter(person=cast.anna.person).update(valid_to=days(-1))
        assert reminded() == []


def test_the_calendar_holds_the_last_days_of_ones_own(cast: Cast) -> None:
    with as_owner():
        found = certificate(cast, days(20))
        certificate(cast, days(30), state="stated", code="k")
    with acting_as(cast.anna.pk) as actor:
        (event,) = lapsing_days(actor)
    assert (event.uid, event.title, event.starts) == (f"evidence-{found.pk}", "Sista dag: HLR", days(20))
    with acting_as(cast.bosse.pk) as actor:
        assert list(lapsing_days(actor)) == []
