"""Ale offers a day; Cecilia in Mölndal applies, and Maria is her manager. Anna and Bosse work in Ale."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from stegvis.exchange.applying import answering, services
from stegvis.exchange.applying.services import Applied
from stegvis.exchange.applying.tasks import look_after_places
from stegvis.exchange.models import Application, Occasion, Offer
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.accounts.models import User
from tests.exchange.support import an_occasion, an_offer
from tests.support.cast import Cast
from tests.support.database import as_owner


@pytest.fixture
def offer(cast: Cast) -> Offer:
    return an_offer(cast.ale, cast.gr)


@pytest.fixture
def occasion(offer: Offer) -> Occasion:
    return an_occasion(offer, seats=1)


def applies(user: User, occasion: Occasion, **words: Any) -> list[Applied]:
    with acting_as(user.pk) as actor:
        return services.apply(actor=actor, occasion_id=occasion.pk, **words)


def acts(user: User, do: Any, application: Any, **words: Any) -> Any:
    with acting_as(user.pk) as actor:
        return do(actor=actor, application_id=getattr(application, "application", application), **words)


def approves(user: User, application: Any, **words: Any) -> Application:
    return acts(user, answering.approve, application, **words)


def row(application: Any) -> Application:
    with as_owner():
        return Application.objects.get(pk=getattr(application, "application", application))


def states(*applied: Any) -> list[str]:
    return [row(one).state for one in applied]


def taken(occasion: Occasion) -> int:
    with as_owner():
        return Occasion.objects.get(pk=occasion.pk).taken


def set_to(application: Any, **values: Any) -> None:
    with as_owner():
        Application.objects.filter(pk=application.application).update(**values)


def time_passes(days: float = 0) -> None:
    with as_owner():
        look_after_places(timezone.now() + timedelta(days=days))
