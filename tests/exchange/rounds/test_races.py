"""Two press at once, over connections of their own: everything of a round happens once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from stegvis.exchange.applying.services import withdraw
from stegvis.exchange.models import Application, Occasion, Round, RoundResult, RoundWish
from stegvis.exchange.restore import restored
from stegvis.exchange.rounds.leading import close_round, extend_round
from stegvis.exchange.rounds.tasks import refill
from stegvis.exchange.rounds.wishing import remove_wish
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.notices.models import Notice
from tests.exchange.rounds.conftest import Given, a_round, all_wish, does, draws, publishes
from tests.exchange.test_races import at_once, broken
from tests.support.cast import make_cast
from tests.support.database import as_owner


def pressed_twice(*presses: Callable[[], object]) -> tuple[int, list[str]]:
    """The same press twice at once, or two: how many were done, and what the others were told."""
    told: list[str] = []

    def client(position: int, _user: int) -> None:
        try:
            presses[position % len(presses)]()
        except Refused as refused:
            told.append(str(refused))

    at_once(client, [1, 2])
    return 2 - len(told), told


def test_a_round_is_closed_drawn_published_and_given_up_once(fresh_database: str) -> None:
    with as_owner():
        cast = make_cast()
    given: Given = a_round(cast)
    all_wish(given)
    done, told = pressed_twice(lambda: does(cast.dag, close_round, given.round))
    assert (done, [words.split(".")[0] for words in told]) == (1, ["Omgången har just ändrats av någon annan"])

    does(cast.dag, extend_round, given.round, closes_on=given.round.closes_on + timedelta(days=1))
    closes, wishes = (
        lambda: does(cast.dag, close_round, given.round),
        lambda: does(cast.cecilia, remove_wish, given.round, occasion=given.days[1].pk),
    )
    done, told = pressed_twice(closes, wishes)
    with as_owner():
        left = RoundWish.objects.filter(user=cast.cecilia).count()
    assert (done, left, [words.split(".")[0] for words in told]) in (
        (2, 1, []),
        (1, 2, ["Sista dagen att önska har passerat"]),
    )

    assert pressed_twice(lambda: draws(given)) == (2, [])
    with as_owner():
        results = list(RoundResult.objects.all())
        assert len({(one.seed, one.digest) for one in results}) == 1

    done, told = pressed_twice(lambda: publishes(given, results[0]))
    assert (done, told) == (1, ["Omgången väntar inte på att publiceras."])
    with as_owner():
        states = Counter(Application.objects.values_list("state", flat=True))
        assert states == {"booked": 2, "waiting": 2}
        assert RoundResult.objects.filter(is_published=True).count() == 1
        assert Notice.objects.filter(kind="rounds.result").count() == 4
        seat = Application.objects.get(state="booked", user=cast.cecilia)

    def give_up() -> None:
        with acting_as(cast.cecilia.pk) as actor:
            withdraw(actor=actor, application_id=seat.pk)

    done, told = pressed_twice(give_up)
    assert (done, told) == (1, ["Det finns inget att dra tillbaka längre."])
    with as_owner():
        refill.func(occasion_id=seat.occasion_id)
        states = Counter(Application.objects.values_list("state", flat=True))
        assert states == {"booked": 1, "withdrawn": 1, "offered": 1, "waiting": 1}
        taken = dict(Occasion.objects.values_list("pk", "taken"))
    assert (taken, broken()) == ({one.pk: 1 for one in given.days}, [])


def test_yesterdays_round_takes_wishes_for_a_day_more(given: Given) -> None:
    today = timezone.localdate()
    with as_owner():
        Round.objects.update(opens_on=today - timedelta(days=9), closes_on=today - timedelta(days=1))
        said = [line.split(" ")[0] for line in restored(timezone.now())]
        assert said == ["0", "0", "1", "0"]
        assert Round.objects.get().closes_on == today + timedelta(days=1)
