"""Every personal table, and who sees it: when an employment ends, and when an identity is protected."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import Count, Model, Q

from stegvis.careers.models import (
    CardCheck,
    MentorAnswer,
    MentorMeeting,
    MentorOffer,
    MentorReflection,
    MoveOutcome,
    Preparation,
    Rating,
    SecondAssessment,
    SharingThanks,
    Standing,
)
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.declaration import guarded_models, is_history
from stegvis.foundation.access.policy import visible
from stegvis.people import retention
from stegvis.people.models import Consent, Employment, PurgeProtocol, RetentionRule
from stegvis.people.retention_sql import erased_columns, owned_models
from tests.careers.record.conftest import days
from tests.exchange.support import an_application, an_occasion, an_offer
from tests.support.cast import START, hide
from tests.support.database import as_owner
from tests.support.furnished import Furnished, furnish
from tests.support.layers import layer

READERS = ("bosse", "gunilla", "hamid", "maria", "dag", "eva")
REGISTER = {"people.Employment", "people.EmploymentEvent", "people.Person", "people.PersonEvent"}
"""That somebody has been employed is the employer's to know as long as its retention rule says."""
TO_FIND_BY = {"people.Employment", "people.Person"}
"""Or the handlers could find nobody to protect."""
MARK = {"people.ProtectedIdentity", "people.ProtectedIdentityEvent"}
# What stays on purpose (decision 0009).
ISSUED = {"careers.Credential", "careers.CredentialEvent"}
"""What the employer has put its name to, and may have to revoke."""
SHARED_IN_THE_UNIT = {"careers.Sharing", "careers.SharingThanks"}
"""What was told to colleagues stays with them."""
BETWEEN_THE_TWO = {
    *("careers.Mentorship", "careers.MentorMeeting", "careers.MentorReflection", "careers.MentorReflectionEvent"),
    *("careers.MentorMeetingEvent", "careers.MentorWish", "careers.MentorAnswer"),
}
"""What Bosse reads as her mentor, never as her manager: it is the two's own, whoever employs them."""
OF_THE_ROUND = {"careers.MentorWish", "careers.MentorAnswer", "exchange.RoundWish"}
"""What was wished and answered stays with whoever led the round."""
TO_ITS_OFFER = {"exchange.Application"}
"""Who has applied to what an employer offers stays in its list."""
NAMED_IN = BETWEEN_THE_TWO | {
    *("careers.Judgement", "careers.JudgementEvent", "careers.Rating", "careers.RatingEvent"),
    *("careers.Preparation", "careers.PreparationEvent"),
}
"""What Bosse reads as a judge, a writer and a mentor; nobody's to take over."""
RECEIVED = {"exchange.Application", "exchange.Lesson", "exchange.Presence"}
"""Whom a host had on its occasions, it still knows."""


@layer
def full() -> Furnished:
    """Anna with a row in every table that an employer keeps about somebody, Bosse named wherever one can be named."""
    world = furnish()
    with as_owner():
        cast = world.cast
        theirs: dict[str, Any] = {"person": cast.anna.person, "employer": cast.ale}
        assessment = world.rows["assessment"]["ale"]
        judgement = assessment.judgements.exclude(role="").get()
        Rating.objects.create(
            **theirs, judgement=judgement, judge=judgement.judge, competence="k", rating=2, note="Ord"
        )
        Preparation.objects.create(
            **theirs, talk=world.rows["talk"]["ale"], writer=cast.bosse, answers={"well": "Hemligt svar"}
        )
        placement = world.rows["placement"]["ale"]
        Standing.objects.create(
            **theirs,
            profession_id="sjukskoterska",
            version=placement.version,
            level_order=1,
            missing_for_next=0,
            met=[True],
            met_until=[None],
            evaluated_on=START,
        )
        SecondAssessment.objects.create(
            **theirs, round=world.rows["calibration round"]["ale"], competence="k", first_event=1, assessor=cast.eva
        )
        introduction = world.rows["introduction"]["ale"]
        introduction.supervisor = cast.cecilia
        introduction.save()
        outcome = {"outcome": "kept", "level_before": 1, "level_after": 1, "level_if_reviewed": 1, "kept": 1}
        if not MoveOutcome.objects.filter(**theirs).exists():
            MoveOutcome.objects.create(**theirs, **outcome, move=world.rows["move"]["ale"], unit=cast.ale_north)
        SharingThanks.objects.create(**theirs, sharing=world.rows["sharing"]["ale"])
        CardCheck.objects.create(**theirs, code=world.rows["card code"]["ale"], checker=cast.eva)
        mentorship = world.rows["mentorship"]["ale"]
        MentorMeeting.objects.create(**theirs, mentorship=mentorship, met_on=START, topics=["new"])
        MentorReflection.objects.create(**theirs, mentorship=mentorship, writer=cast.bosse, text="Bosses ord")
        MentorAnswer.objects.create(**theirs, round=world.rows["mentor round"]["ale"], mentor=cast.bosse, rank=1)
        nurse = {"profession_id": "sjukskoterska", "name": "Anna", "state": "paused"}
        MentorOffer.objects.create(**theirs, user=cast.anna, **nurse)
        Consent.objects.all().update(ended_at=None)
        an_application(an_occasion(an_offer(cast.ale)), cast.anna, "declined")
    return world


@layer
def before(full: Furnished) -> dict[str, set[str]]:
    """Who sees what of her while she works there and her identity is no secret."""
    return {name: seen(full, name) for name in ("anna", *READERS, "cecilia", "farid")}


def about_anna(world: Furnished, model: type[Model]) -> Any:
    """The rows of what Ale keeps about her, in the table or its history."""
    names = {field.name for field in model._meta.concrete_fields}
    if model._meta.label in {"people.Person", "people.PersonEvent"}:
        return model._base_manager.filter(id=world.cast.anna.person.pk)
    if not {"person", "employer"} <= names:
        return model._base_manager.none()
    return model._base_manager.filter(person=world.cast.anna.person.pk, employer=world.cast.ale)


def seen(world: Furnished, name: str) -> set[str]:
    """Labels of the tables in which the database shows the reader a row; the policy layer says the same."""
    with as_owner():
        world.cast.anna.person  # noqa: B018 - fetched while it can be
        kept = [model for model in guarded_models() if about_anna(world, model).exists()]
    found = set()
    with acting_as(getattr(world.cast, name).pk) as actor:
        for model in kept:
            rows = about_anna(world, model)
            by_policy = Count("pk", filter=Q(pk__in=visible(actor, model).values("pk")))
            told = rows.order_by().aggregate(by_database=Count("pk"), by_policy=by_policy)
            assert told["by_database"] == told["by_policy"], model
            if told["by_database"]:
                found.add(model._meta.label)
    return found


def test_a_handler_reads_of_others_what_it_takes_to_find_them_and_all_of_a_protected_identity(
    full: Furnished, before: dict[str, set[str]]
) -> None:
    """Everything about Anna, before and after her identity is protected, as all of the cast but colleagues find it."""
    names = ("anna", *READERS, "farid")
    with as_owner():
        hide(full.cast.anna, full.cast.ale)
    assert before["hamid"] == TO_FIND_BY
    nothing: set[str] = set()
    assert {name: seen(full, name) for name in names} == dict.fromkeys(names, nothing) | {
        "anna": before["anna"],
        "hamid": (before["bosse"] | before["gunilla"]) - NAMED_IN | MARK,
    }


def leave(world: Furnished) -> None:
    with as_owner():
        Employment.objects.filter(person=world.cast.anna.person).update(valid_to=days(-1))


def test_the_old_employer_keeps_the_register_alone_and_the_new_one_begins_with_nothing(
    full: Furnished, before: dict[str, set[str]]
) -> None:
    with as_owner():
        tables = {m._meta.label for m in guarded_models() if about_anna(full, m).exists()}
        wanted = {model._meta.label for model in owned_models()} - {"people.ProtectedIdentity"}
        assert wanted <= tables, "whoever adds a table about a person adds a row of it to ``furnish`` or to ``full``"
    assert {"careers.Talk", "careers.Judgement", "careers.Introduction", "people.Evidence"} <= before["bosse"]
    assert {"careers.Introduction", "careers.IntroductionStep"} <= before["cecilia"]
    leave(full)
    assert {name: seen(full, name) for name in (*READERS, "cecilia")} == {
        "bosse": SHARED_IN_THE_UNIT | BETWEEN_THE_TWO | TO_ITS_OFFER,
        "gunilla": REGISTER | ISSUED | OF_THE_ROUND | TO_ITS_OFFER,
        "hamid": TO_FIND_BY,
        "maria": RECEIVED,
        "dag": set(),
        # A second judgement of a calibration round names no person, and is its judge's own.
        "eva": {"careers.SecondAssessment", "careers.SecondAssessmentEvent"},
        "cecilia": set(),
    }
    with as_owner():
        Employment.objects.create(
            person=full.cast.anna.person,
            employer=full.cast.molndal,
            unit=full.cast.molndal_care,
            profession_id="sjukskoterska",
            employee_number="2007",
            valid_from=days(0),
        )
        Consent.objects.all().delete()
    assert seen(full, "maria") == {"people.Person"} | RECEIVED
    assert seen(full, "anna") == before["anna"]


def test_the_purge_takes_every_table_and_leaves_what_is_counted(full: Furnished, tmp_path: Any, settings: Any) -> None:
    settings.STEGVIS_DATA_DIR = tmp_path
    leave(full)
    with as_owner():
        anna = full.cast.anna.person.pk
        Employment.objects.filter(person=anna).update(valid_to=START.replace(year=START.year + 1))
        RetentionRule.objects.filter(employer=full.cast.ale).update(months_after_end=1, ground="Plan")
        kept = {model._meta.label_lower: about_anna(full, model).count() for model in owned_models()}
        events = {m: about_anna(full, m).count() for m in guarded_models() if is_history(m)}
    with acting_as(full.cast.gunilla.pk) as actor:
        connection.cursor().execute("SET CONSTRAINTS ALL DEFERRED")  # as in any other transaction than a test's
        digest = retention.plan_purge(actor, full.cast.ale).digest
        taken = retention.purge(actor=actor, employer=full.cast.ale, digest=digest)
    assert taken == {"people.person": 1, **{label: count for label, count in kept.items() if count}}
    with as_owner():
        left = {m._meta.label for m in guarded_models() if not is_history(m) and _names(m, anna)}
        assert left == set()
        assert PurgeProtocol.objects.get().counts["careers.talk"] == 1
        for model, count in events.items():
            rows = model._base_manager.filter(**{_field(model): anna}) if _field(model) else None
            if rows is None or not count:
                continue
            assert rows.count() >= count  # nothing of what is counted is gone; deletions are told besides
            erased = [column for column, _value in erased_columns(model)]
            names = [field.attname for field in model._meta.concrete_fields if field.column in erased]
            told = {name: value for row in rows.values(*names) for name, value in row.items() if names and value}
            assert (model._meta.label, told) == (model._meta.label, {})


def _field(model: type[Model]) -> str:
    if model._meta.label in {"people.Person", "people.PersonEvent"}:
        return "id"
    return "person_id" if any(f.column == "person_id" for f in model._meta.concrete_fields) else ""


def _names(model: type[Model], person: Any) -> bool:
    field = _field(model)
    return bool(field) and model._base_manager.filter(**{field: person}).exists()
