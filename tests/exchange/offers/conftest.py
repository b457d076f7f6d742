"""Bosse in Ale offers places; Anna in Ale and Cecilia in Mölndal have them."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from stegvis.exchange.models import Occasion, Offer
from stegvis.exchange.offers.content import NewOffer, Planned
from stegvis.exchange.offers.policies import Publisher
from stegvis.exchange.offers.services import create_offer
from stegvis.exchange.offers.times import hours_on
from stegvis.foundation.access.actor import Actor, acting_as
from stegvis.foundation.accounts.models import User
from stegvis.frameworks.format.document import BaseReference
from stegvis.frameworks.models import FrameworkVersion
from stegvis.frameworks.packaged import documents
from stegvis.frameworks.services import publish_document
from stegvis.people.professions import load_professions
from tests.support.cast import Cast
from tests.support.database import as_owner
from tests.support.layers import layer

FACTS: dict[str, Any] = {"kind": "shadowing", "title": "En dag i hemsjukvården"}


def day(ahead: int = 30) -> date:
    return timezone.localdate() + timedelta(days=ahead)


def planned(ahead: int = 30, *, starts: time = time(8), ends: time = time(16), **facts: Any) -> Planned:
    first = day(ahead)
    sessions = (hours_on(first, starts, ends),)
    return Planned(**{"sessions": sessions, "seats": 2, "apply_by": first - timedelta(days=7), **facts})


def offered(user: User, publisher: Publisher, *occasions: Planned, publish: bool = True, **facts: Any) -> Offer:
    with acting_as(user.pk) as actor:
        new = NewOffer(FACTS | facts, occasions)
        return create_offer(actor=actor, publisher=publisher, new=new, publish=publish)


@pytest.fixture
def north(cast: Cast) -> Publisher:
    return Publisher(cast.ale.pk, unit=cast.ale_north.pk)


@pytest.fixture
def offer(cast: Cast, north: Publisher) -> Offer:
    return offered(cast.bosse, north, planned())


@pytest.fixture
def occasion(offer: Offer) -> Occasion:
    with as_owner():
        return offer.occasions.get()


@layer
def published(cast: Cast) -> FrameworkVersion:
    """The assistant nurses' pilot, which nobody has adopted yet."""
    with as_owner():
        load_professions()
        document = documents()[BaseReference("pilot-underskoterska-kommun", 1)]
        found, _new = publish_document(actor=Actor(is_system=True), document=document)
    return found
