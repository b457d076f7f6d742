"""Rounds that many tests begin with."""

from __future__ import annotations

from dataclasses import dataclass

from stegvis.surveys.models import Round, Telling
from stegvis.surveys.packaged import packaged
from tests.support.cast import Cast
from tests.support.database import as_owner
from tests.support.layers import layer
from tests.surveys.telling.support import NEEDS, answer, make_round, make_version, needs_answers, told_of


@dataclass
class Given:
    cast: Cast
    round: Round
    told: Telling | None = None


@layer
def needs(cast: Cast) -> Given:
    """The packaged survey of needs, answered by 120 persons and closed."""
    with as_owner():
        found = make_round(cast, make_version(cast, packaged()[NEEDS]))
        answer(found, needs_answers(120))
    return Given(cast, found)


@layer
def told(needs: Given) -> Given:
    """And told."""
    return Given(needs.cast, needs.round, told_of(needs.cast, needs.round))
