"""What the rule asks beside the need: who came to what they got before, and what the employer gives others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from stegvis.engine.allocation.documents import canonical
from stegvis.exchange.balance.periods import half_of
from stegvis.exchange.models import Occasion, Presence, Round, RoundResult, RoundWish
from stegvis.exchange.rounds.drawing import document_of, inputs_of, setting_of
from stegvis.exchange.rounds.leading import close_round, open_round
from stegvis.exchange.rounds.wording import reason_in_words, rule_in_words
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from tests.exchange.rounds.conftest import Given, acting, answers, does, draws, outcomes, publishes, sets_up, wishes
from tests.exchange.support import an_application, an_occasion, an_offer
from tests.support.database import as_owner


def key_of(given: Given, user: User, result: RoundResult) -> tuple[int, ...]:
    """What the place of the dearest wish stands for, which the document does not say."""
    with as_owner():
        number = RoundWish.objects.filter(round=given.round, person=user.person).values_list("number", flat=True)[0]
    with acting(given.cast.dag, given.round) as led:
        document, keys = document_of(setting_of(**led), inputs_of(led["found"]), {})
    assert canonical(document).decode() == result.document
    (mine,) = [one for one in document["applicants"] if one["number"] == number]
    return keys[mine["wishes"][0]["key"][0]]


def reason_of(user: User, found: Round) -> list[str]:
    with acting_as(user.pk):
        return reason_in_words(RoundWish.objects.get(round=found, rank=1), found)


def test_who_stayed_away_without_a_word_is_not_first(wished: Given) -> None:
    """Cecilia works for the smallest and would go first. Half a year later it counts no more, nor where it was told."""
    cast, found = wished.cast, wished.round
    assert rule_in_words(found)[0].startswith("De som inte har varit borta")
    missed = an_occasion(an_offer(cast.ale, cast.gr), starts=timezone.now() - timedelta(days=40))
    seat = an_application(missed, cast.cecilia, "absent")
    assert key_of(wished, cast.cecilia, draws(wished)) == (1, 1, 0)
    with as_owner():
        theirs = {"application": seat, "person": seat.person, "employer": seat.employer, "noted_by": cast.bosse}
        note = Presence.objects.create(**theirs, occasion=missed, came=False, excused=True)
    assert key_of(wished, cast.cecilia, draws(wished)) == (0, 1, 0)
    with as_owner():
        Presence.objects.filter(pk=note.pk).update(excused=False)
        Occasion.objects.filter(pk=missed.pk).update(starts=timezone.now() - timedelta(days=200))
    assert key_of(wished, cast.cecilia, draws(wished)) == (0, 1, 0)
    with as_owner():
        Occasion.objects.filter(pk=missed.pk).update(starts=timezone.now() - timedelta(days=40))
    publishes(wished, draws(wished))
    assert outcomes(found)["Cecilia"] == ["behind", "behind"]
    mine, decided = reason_of(cast.cecilia, found)
    assert mine.startswith("Du hade: borta utan att säga till de senaste sex månaderna,")
    assert decided == "Det som satte den sist antagna före dig: den som inte har varit borta utan att säga till."


def test_the_employers_class_decides_and_is_said(given: Given) -> None:
    """Ale has had a place in Mölndal and given none, so Mölndal's staff go first, by the half-year that was over."""
    cast, half = given.cast, half_of(timezone.localdate()).before
    begun = timezone.now() - timedelta(days=(timezone.localdate() - half.starts).days - 30)
    an_application(an_occasion(an_offer(cast.molndal, cast.gr), starts=begun), cast.anna, "attended")
    with as_owner():
        Round.objects.filter(pk=given.round.pk).update(state="cancelled")
    given.round = found = sets_up(cast.dag, cast.gr, rule=["reciprocity"])
    said = rule_in_words(found)[1]
    assert said.startswith("Anställda hos de arbetsgivare som gav minst lika många platser")
    assert str(half.year) in said
    does(cast.dag, open_round, found)
    for user, manager in ((cast.anna, cast.bosse), (cast.bosse, cast.gunilla), (cast.cecilia, cast.maria)):
        wishes(user, found, given.days[0])
        answers(manager, found, user)
    does(cast.dag, close_round, found)
    publishes(given, draws(given))
    assert outcomes(found) == {"Anna": ["behind"], "Bosse": ["behind"], "Cecilia": ["placed"]}
    mine, decided = reason_of(cast.anna, found)
    assert mine.startswith("Du hade: en arbetsgivare som fått fler platser än den gett,")
    assert decided == "Det som satte den sist antagna före dig: arbetsgivarens klass i utbytet."
    with pytest.raises(Refused, match="mellan arbetsgivarna i en samverkan"):
        sets_up(cast.gunilla, cast.ale, rule=["reciprocity"])
