"""The policy layer alone, the database alone and a slow reference answer alike, for random worlds and actors."""

from __future__ import annotations

import pytest
from django.db.models import F
from django.utils import timezone

from stegvis.foundation.access.actor import Actor, acting_as
from stegvis.foundation.access.declaration import guarded_models
from stegvis.foundation.access.policy import visible, writable
from stegvis.foundation.access.sync import app_privileges
from stegvis.foundation.accounts.models import User
from tests.foundation.access.keys import keys_by_model, keys_shown
from tests.foundation.access.reference import Reference
from tests.foundation.access.world import Maker, World
from tests.support.database import as_owner
from tests.support.layers import layer

SEEDS = range(3)
ACTORS = 7


def both_locks(user: int | None) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """(the database's answer where nothing is filtered, the policy's where the database holds nothing back)."""
    with acting_as(user) as actor:
        database = keys_shown()
        with as_owner():
            policy = keys_by_model(lambda model: visible(actor, model))
    return database, policy


@pytest.fixture(params=SEEDS)
def world(db: None, request: pytest.FixtureRequest) -> World:
    with as_owner():
        return Maker(request.param).make()


@layer
def one_world() -> World:
    with as_owner():
        return Maker(99).make()


def busy(world: World) -> list[User]:
    """Those with most roles first, then those with a person: who sees nothing proves little."""
    with as_owner():
        return sorted(world.users, key=lambda user: (-user.role_grants.count(), user.pk))[:ACTORS]


def test_the_two_locks_show_the_same_rows_and_those_of_the_plain_reference(world: World) -> None:
    for user in [None, *(user.pk for user in busy(world))]:
        database, policy = both_locks(user)
        assert database == policy
    agree_with_the_plain_reference(world)


def agree_with_the_plain_reference(world: World) -> None:
    with as_owner():
        reference = Reference(timezone.localdate())
        users = list(User.objects.filter(pk__in=[user.pk for user in world.users]))
    for user in users:
        expected = reference.readable(user)
        with acting_as(user.pk):
            found = {model: set(model._base_manager.values_list("pk", flat=True)) for model in expected}
        assert found == expected


def test_the_rows_that_may_be_changed_are_the_same_under_both_locks(one_world: World) -> None:
    """An update that asks for every row touches just those that the policy calls writable and that are seen."""
    for user in one_world.users:
        with acting_as(user.pk) as actor:
            for model in guarded_models():
                if "UPDATE" not in app_privileges(model):
                    continue
                policy = writable(actor, model).filter(pk__in=visible(actor, model).values("pk")).count()
                name = next(f.name for f in model._meta.concrete_fields if not f.primary_key and not f.generated)
                touched = model._base_manager.update(**{name: F(name)})
                assert (model, touched) == (model, policy)


def test_nobody_sees_what_only_the_signed_in_may_see(one_world: World) -> None:
    with as_owner():
        policy = keys_by_model(lambda model: visible(Actor(), model))
    with acting_as(None):
        database = keys_shown()
    assert database == policy
    open_to_all = {label for label, keys in database.items() if keys}
    assert open_to_all == {
        "careers.CredentialStatus",
        "exchange.Block",
        "exchange.BlockEvent",
        "exchange.Examination",
        "exchange.ExaminationEvent",
        "exchange.Meets",
        "exchange.MeetsEvent",
        "exchange.Occasion",
        "exchange.Offer",
        "exchange.Prior",
        "exchange.PriorEvent",
        "exchange.Session",
        "exchange.SessionEvent",
        "frameworks.Concept",
        "frameworks.Framework",
        "frameworks.FrameworkRequirement",
        "frameworks.FrameworkVersion",
        "frameworks.VersionMapping",
        "frameworks.VersionProfession",
        "organisations.Collaboration",
        "organisations.CollaborationEvent",
        "organisations.Organisation",
        "organisations.OrganisationEvent",
        "people.Profession",
        "surveys.Release",
        "surveys.ReleaseContent",
        "surveys.ReleaseEvent",
    }


def test_every_model_has_rows_in_the_world(one_world: World) -> None:
    """Or the comparison would say nothing of it: whoever adds a model adds it to the world."""
    with as_owner():
        empty = {model._meta.label for model in guarded_models() if not model._base_manager.exists()}
    assert empty == set()
