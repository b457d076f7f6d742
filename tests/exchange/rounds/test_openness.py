"""What of a result everybody may read: nothing that tells of few."""

from __future__ import annotations

from typing import Any

import pytest

from stegvis.exchange.models import Occasion, Round, RoundCap, RoundOccasion
from stegvis.exchange.rounds.drawing import Drawn, Input, Setting, Told
from stegvis.exchange.rounds.openness import Shown, what_is_shown

HOST, OTHER = 1, 2


def shown(*, own: int = 0, others: int = 0, kept: int = 0, caps: bool = False, document: Any = None) -> Shown:
    """Of a round with one occasion, where so many of the host's own and of others competed."""
    given = RoundOccasion(occasion=Occasion(pk=7), employer_id=HOST, own_seats=kept)
    cap = (RoundCap(sender_id=OTHER, host_id=HOST, most=1),) if caps else ()
    setting = Setting(Round(has_crossing=caps), (given,), (), cap)
    employers = [HOST] * own + [OTHER] * others
    told = [Told(_wish(number, employer), "behind") for number, employer in enumerate(employers, start=1)]
    return what_is_shown(setting, Drawn(document or {}, {}, (*told, Told(_wish(99, OTHER, "declined"), "declined"))))


def _wish(number: int, employer: int, why: str = "") -> Input:
    return Input(number, number, number, employer, 7, 1, "", why, True, 9, False, False)


@pytest.mark.parametrize(
    ("facts", "documents", "figures"),
    [
        ({"own": 2, "others": 2}, False, False),
        ({"own": 2, "others": 3}, True, True),
        ({"own": 2, "others": 5, "kept": 1}, False, True),  # two are of the host's own
        ({"own": 5, "others": 1, "kept": 1}, False, True),  # one is not
        ({"own": 5, "others": 5, "kept": 1}, True, True),
        ({"own": 5, "kept": 1}, True, True),
        ({"own": 5, "others": 4, "caps": True}, False, True),
        ({"own": 5, "others": 5, "caps": True}, True, True),
        ({"others": 9, "document": {"crossing": {"together": [[1, 2]]}}}, False, True),
    ],
)
def test_no_group_of_fewer_than_five_is_told_apart(facts: dict[str, Any], documents: bool, figures: bool) -> None:
    assert shown(**facts) == Shown(documents=documents, figures=figures)
