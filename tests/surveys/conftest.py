"""Rounds that many tests begin with."""

from __future__ import annotations

from tests.support.cast import Cast
from tests.support.layers import layer
from tests.surveys.asked import Asked, asks_members, asks_persons, opens, sets_up, tokens, with_file


@layer
def organisations(cast: Cast) -> Asked:
    """Ale and Mölndal are asked, with a link each; a file may be sent along."""
    found = sets_up(cast, with_file())
    asks_members(cast, found)
    return Asked(cast, opens(cast, found), tokens(found))


@layer
def persons(cast: Cast) -> Asked:
    """Twelve persons are asked."""
    found = sets_up(cast, kind="persons")
    asks_persons(cast, found, 12)
    return Asked(cast, opens(cast, found), tokens(found))
