"""Showing one's record and ending it: who reads what, from when until when, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from stegvis.careers.models import Activity, Assessment, DevelopmentPlan, Goal, Judgement, Placement, Standing, Talk
from stegvis.careers.record.policies import latest_end
from stegvis.careers.record.queries import shared_record, shown_to_us, unasked
from stegvis.careers.record.services import count_shared, end_consent, share_record
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import NotYours, visible
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from stegvis.foundation.notices.models import Notice
from stegvis.organisations.models import Organisation, Role
from stegvis.people.models import (
    Consent,
    Employment,
    Evidence,
    EvidenceFile,
    Person,
)
from stegvis.people.restore import restored
from tests.careers.record.conftest import ALL, days, share
from tests.support.cast import START, Cast, grant, hide
from tests.support.database import as_owner

MODELS = (
    Person,
    Employment,
    Evidence,
    EvidenceFile,
    Placement,
    Standing,
    Assessment,
    Judgement,
    DevelopmentPlan,
    Goal,
    Activity,
    Talk,
)
NOTHING: dict[str, int] = {}
SHOWN = {
    "Person": 1,
    "Evidence": 1,
    "EvidenceFile": 1,
    "Placement": 1,
    "Assessment": 1,
    "DevelopmentPlan": 1,
    "Goal": 1,
}


def seen(cast: Cast, user: User) -> dict[str, int]:
    """What both locks show of Anna and of what Ale registered. Earlier states are never shown."""
    with as_owner():
        anna = cast.anna.person.pk
    found = {}
    with acting_as(user.pk) as actor:
        for model in MODELS:
            field = "pk" if model is Person else "person"
            rows = model._base_manager.filter(**{field: anna})
            rows = rows if model is Person else rows.filter(employer=cast.ale)
            keys = set(rows.values_list("pk", flat=True))
            assert keys == set(rows.filter(pk__in=visible(actor, model).values("pk")).values_list("pk", flat=True))
            found[model.__name__] = len(keys)
            if hasattr(model, "events") and model is not Employment and user not in {cast.anna, cast.gunilla}:
                events = model.events.rel.related_model._base_manager  # type: ignore[attr-defined]
                assert not events.filter(**({"id": anna} if model is Person else {"person": anna})).exists()
    return {name: count for name, count in found.items() if count}


def test_the_new_employer_sees_nothing_before_the_person_shows_it_and_the_old_one_nothing_after(moved: Cast) -> None:
    working = {"Person": 1}  # by the employment in Mölndal
    assert {name: seen(moved, getattr(moved, name)) for name in ("bosse", "maria", "dag", "cecilia", "eva")} == {
        "bosse": NOTHING,
        "maria": working,
        "dag": working,
        "cecilia": NOTHING,
        "eva": NOTHING,
    }
    share(moved)
    assert {name: seen(moved, getattr(moved, name)) for name in ("bosse", "maria", "dag", "cecilia", "eva")} == {
        "bosse": NOTHING,
        "maria": SHOWN,
        "dag": SHOWN,
        "cecilia": NOTHING,
        "eva": NOTHING,
    }


@pytest.mark.parametrize(
    ("part", "models"),
    [
        ("evidence", {"Evidence", "EvidenceFile"}),
        ("placements", {"Placement"}),
        ("assessments", {"Assessment"}),
        ("plans", {"DevelopmentPlan", "Goal"}),
    ],
)
def test_a_part_shows_that_part_alone(moved: Cast, part: str, models: set[str]) -> None:
    share(moved, part)
    assert set(seen(moved, moved.maria)) == {"Person", *models}


def test_it_ends_when_it_is_ended_and_when_its_time_is_out(moved: Cast) -> None:
    consent = share(moved)
    with acting_as(moved.anna.pk) as actor:
        end_consent(actor=actor, consent_id=consent.pk)
        with pytest.raises(Refused):
            end_consent(actor=actor, consent_id=consent.pk)
    assert seen(moved, moved.maria) == {"Person": 1}
    with as_owner():
        Consent.objects.create(
            person=moved.anna.person, receiver=moved.molndal, parts=ALL, given_on=days(-9), until=days(-1)
        )
    assert seen(moved, moved.maria) == {"Person": 1}
    with acting_as(moved.anna.pk):
        assert [event.pgh_label for event in consent.events.order_by("pgh_id")] == ["insert", "update"]  # type: ignore[attr-defined]


def test_what_was_shown_is_closed_after_a_restore(moved: Cast) -> None:
    """It may have been ended since the backup was made."""
    share(moved)
    with as_owner():
        told = [restored(timezone.now())[1].split(" ")[0] for _ in range(2)]
    assert told == ["1", "0"]
    assert seen(moved, moved.maria) == {"Person": 1}


def test_who_does_not_work_there_is_read_by_the_coordinators_alone(moved: Cast) -> None:
    with as_owner():
        Employment.objects.filter(employer=moved.molndal, person=moved.anna.person).update(
            valid_from=START, valid_to=days(-1)
        )
    share(moved)
    assert seen(moved, moved.maria) == NOTHING
    assert seen(moved, moved.dag) == SHOWN
    with acting_as(moved.dag.pk) as actor:
        (consent,) = shown_to_us(actor)
        assert str(consent.person) == "Anna Exempel"
        with pytest.raises(Refused):
            count_shared(actor=actor, consent_id=consent.pk, evidence=[1])


def test_a_protected_identity_is_shown_to_the_handlers_where_the_person_works(moved: Cast) -> None:
    share(moved)
    with as_owner():
        grant(moved.eva, Role.IDENTITY_HANDLER, organisation=moved.molndal)
    assert set(seen(moved, moved.eva)) == {"Person"}  # by the employment: nobody's identity is protected
    with as_owner():
        hide(moved.anna, moved.ale)
    assert {name: seen(moved, getattr(moved, name)) for name in ("maria", "dag", "eva")} == {
        "maria": NOTHING,
        "dag": NOTHING,
        "eva": SHOWN,
    }


def test_what_is_given_anew_takes_the_place_of_what_was(moved: Cast) -> None:
    first = share(moved)
    with pytest.raises(Refused, match="Mölndal"):
        share(moved)
    second = share(moved, "placements")
    with acting_as(moved.anna.pk):
        assert [(one.pk, one.ended_at is None) for one in Consent.objects.order_by("id")] == [
            (first.pk, False),
            (second.pk, True),
        ]
    assert set(seen(moved, moved.maria)) == {"Person", "Placement"}


def test_what_cannot_be_is_refused_with_words(moved: Cast) -> None:
    with as_owner():
        asleep = Organisation.objects.create(type="municipality", name="Sovande", slug="sovande")
    good = {"receiver_id": moved.molndal.pk, "parts": ALL, "until": days(180)}
    wrong: list[dict[str, object]] = [
        {"until": days(-1)},
        {"until": days(800)},
        {"parts": []},
        {"parts": ["talks"]},
        {"receiver_id": asleep.pk},
        {"receiver_id": 10**9},
    ]
    with acting_as(moved.anna.pk) as actor:
        for change in wrong:
            with pytest.raises(Refused):
                share_record(actor=actor, **{**good, **change})  # type: ignore[arg-type]
        share_record(actor=actor, **{**good, "until": latest_end(actor.today)})  # type: ignore[arg-type]
    with acting_as(moved.cecilia.pk) as actor, pytest.raises(Refused, match="Mölndal"):
        share_record(actor=actor, **good)  # type: ignore[arg-type]
    with acting_as(moved.farid.pk) as actor, pytest.raises(NotYours):
        share_record(actor=actor, **good)  # type: ignore[arg-type]


@pytest.mark.parametrize(("today", "last"), [((2028, 2, 29), (2030, 2, 28)), ((2026, 11, 22), (2028, 11, 22))])
def test_two_years_end_on_the_same_day(today: tuple[int, int, int], last: tuple[int, int, int]) -> None:
    assert latest_end(date(*today)) == date(*last)


def test_nobody_ends_or_changes_another_persons_consent(moved: Cast) -> None:
    consent = share(moved)
    for name in ("maria", "dag", "cecilia", "bosse"):
        with acting_as(getattr(moved, name).pk) as actor:
            with pytest.raises(NotYours):
                end_consent(actor=actor, consent_id=consent.pk)
            assert Consent.objects.filter(pk=consent.pk).update(ended_at=None) == 0
    with acting_as(moved.anna.pk), pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        Consent.objects.filter(pk=consent.pk).update(parts=["evidence"])


def test_two_at_once_leave_one(moved: Cast) -> None:
    with acting_as(moved.anna.pk):
        given = {"person": moved.anna.person, "receiver": moved.molndal, "parts": ALL, "given_on": days(0)}
        Consent.objects.create(**given, until=days(1))
        with pytest.raises(IntegrityError, match="one_consent_at_a_time"), transaction.atomic():
            Consent.objects.create(**given, until=days(2))


def test_what_is_counted_stays_and_is_counted_once(moved: Cast) -> None:
    consent = share(moved)
    with acting_as(moved.maria.pk) as actor:
        found = shared_record(actor, consent.pk)
        (course,) = found.sections[0].entries
        assert count_shared(actor=actor, consent_id=consent.pk, evidence=[course.evidence]) == 1
        assert count_shared(actor=actor, consent_id=consent.pk, evidence=[course.evidence]) == 0
        assert shared_record(actor, consent.pk).counted == {course.evidence}
        with pytest.raises(Refused):
            count_shared(actor=actor, consent_id=consent.pk, evidence=[])
    with acting_as(moved.anna.pk) as actor:
        end_consent(actor=actor, consent_id=consent.pk)
        assert Notice.objects.filter(kind="record.counted").count() == 1
    with acting_as(moved.maria.pk) as actor:
        (kept,) = visible(actor, Evidence).filter(employer=moved.molndal)
        assert (kept.title, kept.state, kept.checked_by, kept.checked_on) == ("HLR", "verified", moved.maria, days(0))
        assert "Ale kommun" in kept.checked_how
        with pytest.raises(Refused):
            count_shared(actor=actor, consent_id=consent.pk, evidence=[course.evidence])
        with pytest.raises(NotYours):
            shared_record(actor, consent.pk)


def test_who_is_new_is_asked_until_they_have_chosen(moved: Cast) -> None:
    with acting_as(moved.anna.pk) as actor:
        assert [one.employer for one in unasked(actor)] == [moved.molndal]
    share(moved, "evidence")
    for name in ("anna", "cecilia", "dag"):
        with acting_as(getattr(moved, name).pk) as actor:
            assert list(unasked(actor)) == []
