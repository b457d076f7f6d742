"""A round from its rule to its result."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from stegvis.engine.allocation.documents import canonical, run_document
from stegvis.exchange.applying.filling import fill_seats
from stegvis.exchange.applying.queries import places_of
from stegvis.exchange.applying.services import AFTER_A_ROUND, accept_offered, apply, withdraw
from stegvis.exchange.applying.tasks import look_after_places
from stegvis.exchange.models import Application, Occasion, Round, RoundOccasion, RoundResult, RoundWish
from stegvis.exchange.offers.services import change_offer
from stegvis.exchange.rounds.checks import problems_of
from stegvis.exchange.rounds.drawing import setting_of
from stegvis.exchange.rounds.drawn import preview_round
from stegvis.exchange.rounds.leading import (
    Given as Placed,
)
from stegvis.exchange.rounds.leading import (
    QuotaFacts,
    cancel_round,
    change_places,
    close_round,
    extend_round,
    open_round,
)
from stegvis.exchange.rounds.openness import draws_in
from stegvis.exchange.rounds.queries import company_of, got_in, published_documents
from stegvis.exchange.rounds.refilling import refill_round
from stegvis.exchange.rounds.tasks import invite_placed, look_after_rounds, refill, refill_rounds
from stegvis.exchange.rounds.wishing import (
    add_wishes,
    begin_company,
    move_wish,
    remove_wish,
    travel_with,
    withdraw_wishes,
)
from stegvis.exchange.rounds.wording import crossing_in_words, reason_in_words
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import NotYours, visible
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from stegvis.foundation.audit.queries import history_of
from stegvis.foundation.notices.models import Notice
from stegvis.people.models import Employment
from stegvis.people.record_entries import Entry, entry_of
from tests.exchange.rounds.conftest import (
    Given,
    answers,
    does,
    draws,
    named,
    outcomes,
    publishes,
    sets_up,
    wishes,
)
from tests.exchange.support import an_application, an_occasion, an_offer
from tests.exchange.test_races import broken
from tests.support.database import as_owner

LABELS = {
    *("Ansökan", "Arbetsgivare", "Besvarat av", "Enhet", "Godkänd", "Läge", "Omgång", "Ordning", "Svar", "Tillfälle"),
    *("Utfall", "Värd", "Yrke"),
}


def history(user: User) -> list[Entry]:
    """What of it stands in the person's own history."""
    with acting_as(user.pk) as actor:
        changes = history_of(actor, user.person.pk)[:30]
        return [entry_of(one, actor.user, {}) for one in changes if one.model.startswith("exchange.")]


def applications() -> list[tuple[str, str, int]]:
    with as_owner():
        rows = Application.objects.order_by("name", "occasion")
        return [(one.name.split()[0], one.state, len(one.key)) for one in rows]


def booked() -> list[Application]:
    with as_owner():
        return list(Application.objects.filter(state="booked"))


def invited() -> list[str]:
    """To whose places a letter with a file for the calendar is queued."""
    with connection.cursor() as cursor:
        task = "exchange.applying.send_invitation"
        cursor.execute("SELECT args->>'application_id' FROM procrastinate_jobs WHERE task_name = %s", [task])
        return sorted(key for (key,) in cursor.fetchall())


def test_places_follow_the_rule_and_the_lot_and_can_be_computed_again(wished: Given) -> None:
    result = draws(wished)
    assert applications() == []
    assert outcomes(wished.round) == {name: ["", ""] for name in ("Anna", "Bosse", "Cecilia", "Maria")}
    # Mölndal has two nurses and Ale three (one of them protected), so Cecilia goes first; then the lot.
    assert publishes(wished, result) == 2
    with as_owner():
        invite_placed.func(round_id=wished.round.pk)
    assert invited() == sorted(f"{one.pk}" for one in booked())
    told = outcomes(wished.round)
    assert told["Cecilia"] == ["placed", "dearer"]
    assert told["Maria"] == ["unanswered", "unanswered"]
    luckier, other = sorted(("Anna", "Bosse"), key=lambda name: told[name] != ["behind", "placed"])
    assert (told[luckier], told[other]) == (["behind", "placed"], ["behind", "behind"])
    assert [one for one in applications() if one[1] == "booked"] == sorted(
        [(luckier, "booked", 4), ("Cecilia", "booked", 4)]
    )
    assert [one for one in applications() if one[1] == "waiting"] == [(other, "waiting", 4)] * 2
    with acting_as(wished.cast.dag.pk) as actor:
        led = published_documents(actor, visible(actor, Round).get())
    again = canonical(run_document(json.loads(led.document)))
    assert again.decode() == led.result
    assert (led.applicants, led.placed, led.first_choices) == (3, 2, 1)
    assert not any(name in led.document for name in ("Anna", "Bosse", "Cecilia", str(wished.cast.anna.person.pk)))
    # Of a key there is its place among all, and of what did not compete nothing: not that a manager did not answer.
    keys = [[wish["key"] for wish in one["wishes"]] for one in json.loads(led.document)["applicants"]]
    assert sorted(keys) == [[], [[0], [0]], [[1], [1]], [[1], [1]]]
    with acting_as(wished.cast.cecilia.pk):
        published = RoundResult.objects.get()
    assert hashlib.sha256(again).hexdigest() == published.digest == result.digest
    assert (published.document, published.result, published.applicants, published.placed) == ("", "", 0, 0)


def test_everybody_reads_their_own_reason_and_nobody_elses(wished: Given) -> None:
    cast = wished.cast
    publishes(wished, draws(wished))
    with acting_as(cast.anna.pk) as actor:
        first = RoundWish.objects.get(round=wished.round, rank=1)
        said = reason_in_words(first, wished.round)
        assert named(actor, wished.round) == ["Anna Exempel"]
    assert (first.key[:3], first.last) == ([0, 1, 1], [0, 1, 0])
    assert [line.split(":")[0] for line in said] == ["Du hade", "Det som satte den sist antagna före dig"]
    with acting_as(cast.bosse.pk) as actor:
        assert named(actor, wished.round) == ["Anna Exempel", "Bosse Exempel"]
    with acting_as(cast.dag.pk) as actor:
        assert named(actor, wished.round) == [f"{name} Exempel" for name in ("Anna", "Bosse", "Cecilia", "Maria")]
    with acting_as(cast.eva.pk) as actor:
        assert named(actor, wished.round) == []
    with acting_as(cast.maria.pk):  # of the host: who comes, not who wished
        seen = Application.objects.filter(state="booked").count()
    assert seen == 2
    assert not {one for entry in history(cast.anna) for one, _before, _after in entry.fields} - LABELS
    with as_owner():
        told = set(Notice.objects.filter(kind="rounds.result").values_list("user__name", flat=True))
    assert told == {"Anna", "Bosse", "Cecilia", "Maria"}


def test_a_withdrawal_goes_on_by_the_same_key(wished: Given) -> None:
    """Both of Mölndal have a place, and both of Ale wait for either day, in the order of their lots."""
    cast = wished.cast
    with as_owner():
        RoundWish.objects.filter(round=wished.round).update(answer="approved")
    publishes(wished, draws(wished))

    def lines(user: User) -> list[int]:
        with acting_as(user.pk) as actor:
            return [place.line for place in places_of(actor).waiting]

    first, next_ = sorted((cast.anna, cast.bosse), key=lines)
    assert (lines(first), lines(next_)) == ([1, 1], [2, 2])
    with as_owner():
        seat = Application.objects.get(user=cast.cecilia, state="booked")
    with acting_as(cast.cecilia.pk) as actor:
        withdraw(actor=actor, application_id=seat.pk)
    with as_owner():
        refill.func(occasion_id=seat.occasion_id)
    assert (lines(first), lines(next_)) == ([1], [1, 2] if seat.occasion_id == wished.days[0].pk else [2, 1])
    with acting_as(first.pk) as actor:
        (offered,) = places_of(actor).offered
        assert offered.application.occasion_id == seat.occasion_id
        assert accept_offered(actor=actor, application_id=offered.application.pk).state == "booked"
        assert [one.state for one in Application.objects.filter(person=actor.person)].count("withdrawn") == 1
    assert (lines(first), lines(next_)) == ([], [1, 1])


def test_a_clash_since_then_is_passed_over_and_the_place_goes_on(wished: Given) -> None:
    cast, result = wished.cast, draws(wished)
    elsewhere = an_occasion(an_offer(cast.ale), starts=wished.days[0].starts)
    an_application(elsewhere, cast.cecilia, "booked")
    with as_owner():
        Employment.objects.filter(person=cast.bosse.person).update(valid_to=timezone.localdate() - timedelta(days=1))
    assert publishes(wished, result) == 2
    told = outcomes(wished.round)
    assert (told["Anna"], told["Bosse"], told["Cecilia"]) == (
        ["placed", "dearer"],
        ["left", "left"],
        ["clash", "placed"],
    )
    # What is left over may be asked for, by whoever; the round's quotas say when it is offered.
    with as_owner():
        Occasion.objects.filter(pk=wished.days[0].pk).update(seats=2)
    with acting_as(cast.maria.pk) as actor:
        assert [one.state for one in apply(actor=actor, occasion_id=wished.days[0].pk)] == ["waiting"]
    with as_owner():
        refill.func(occasion_id=wished.days[0].pk)
        late = Application.objects.get(user=cast.maria)
        assert (late.state, late.key) == ("offered", [AFTER_A_ROUND])


def test_the_second_of_two_who_publish_is_told(wished: Given) -> None:
    result = draws(wished)
    with pytest.raises(Refused, match="dragits om"):
        publishes(wished, RoundResult(digest="0" * 64))
    publishes(wished, result)
    with pytest.raises(Refused, match="väntar inte"):
        publishes(wished, result)
    assert len(applications()) == 4


def test_nothing_is_drawn_again_in_silence(wished: Given) -> None:
    """Every lottery that was drawn is told of, with the whole of its reason, and there are three at most."""
    with pytest.raises(Refused, match="inte dragen"):
        draws(wished, reason="x")
    first = draws(wished)
    same = draws(wished)
    assert (same.seed, same.digest, same.reason) == (first.seed, first.digest, "")
    with pytest.raises(Refused, match="varför"):
        draws(wished, reason="hm")
    whys = ["", "Fel tillfälle stod med i omgången", "Ett glömt yrke lades till. " * 11]
    drawn = [first, *(draws(wished, reason=why) for why in whys[1:])]
    with pytest.raises(Refused, match="dragits tre gånger"):
        draws(wished, reason="Vi vill se om det blir bättre")
    publishes(wished, drawn[-1])
    with acting_as(wished.cast.anna.pk):
        told = draws_in(RoundResult.objects.get())
    assert [(one.seed, one.digest, one.why, one.again) for one in told] == [
        (one.seed, one.digest, why.strip(), False) for one, why in zip(drawn, whys, strict=True)
    ]
    with acting_as(wished.cast.dag.pk):
        assert len({one.seed for one in RoundResult.objects.all()}) == 3


def test_who_takes_back_leaves_the_others_lots_alone(wished: Given) -> None:
    before = draws(wished)
    does(wished.cast.cecilia, withdraw_wishes, wished.round)
    after = draws(wished)
    lots = [
        {one["number"]: one["wishes"][0]["key"][-1] for one in json.loads(result.result)["applicants"] if one["wishes"]}
        for result in (before, after)
    ]
    assert len(lots[1]) == 2
    assert lots[1].items() <= lots[0].items()


def test_wishes_are_put_in_order_and_each_stands_once(given: Given) -> None:
    cast, (one, two) = given.cast, given.days
    wishes(cast.anna, given.round, one)
    with pytest.raises(Refused, match="redan"):
        wishes(cast.anna, given.round, one)
    assert does(cast.anna, add_wishes, given.round, occasions=None) == 1
    does(cast.anna, move_wish, given.round, occasion=two.pk, up=True)
    does(cast.anna, move_wish, given.round, occasion=two.pk, up=True)
    assert ordered(given) == [two.pk, one.pk]
    does(cast.anna, remove_wish, given.round, occasion=two.pk)
    assert ordered(given) == [one.pk]
    with pytest.raises(NotYours):
        does(cast.anna, travel_with, given.round, company="vi")
    with pytest.raises(Refused, match="inte längre"):
        wishes(cast.anna, given.round, an_occasion(given.offer))
    with pytest.raises(Refused, match="namn"):
        wishes(cast.per, given.round, one)
    with pytest.raises(NotYours):
        wishes(cast.dag, given.round, one)


def ordered(given: Given) -> list[int]:
    with as_owner():
        return list(RoundWish.objects.filter(round=given.round).order_by("rank").values_list("occasion", flat=True))


def test_a_round_that_closes_meanwhile_takes_no_wish(given: Given) -> None:
    does(given.cast.dag, close_round, given.round)
    with pytest.raises(Refused, match="Sista dagen"):
        wishes(given.cast.anna, given.round, given.days[0])
    does(given.cast.dag, extend_round, given.round, closes_on=timezone.localdate() + timedelta(days=20))
    wishes(given.cast.anna, given.round, given.days[0])
    with as_owner():
        look_after_rounds(timezone.localdate() + timedelta(days=21))
        assert Round.objects.get(pk=given.round.pk).state == "closed"
        told = set(Notice.objects.filter(kind="rounds.asked").values_list("user__name", flat=True))
    assert told == {"Bosse"}


def test_only_who_answers_for_them_answers_and_a_no_has_a_reason(given: Given) -> None:
    cast = given.cast
    wishes(cast.anna, given.round, *given.days)
    for stranger in (cast.maria, cast.anna, cast.dag):
        with pytest.raises(NotYours):
            answers(stranger, given.round, cast.anna)
    with pytest.raises(Refused, match="varför"):
        answers(cast.bosse, given.round, cast.anna, yes=False)
    assert answers(cast.bosse, given.round, cast.anna, yes=False, reason="Semester") == 2
    with pytest.raises(Refused, match="redan besvarade"):
        answers(cast.bosse, given.round, cast.anna)
    does(cast.dag, close_round, given.round)
    publishes(given, draws(given))
    assert outcomes(given.round) == {"Anna": ["declined", "declined"]}
    with pytest.raises(Refused, match="Lotten är dragen"):
        answers(cast.bosse, given.round, cast.anna)


def test_what_is_wrong_with_quotas_is_said_before_it_opens(given: Given) -> None:
    cast = given.cast
    with as_owner():
        Round.objects.filter(pk=given.round.pk).update(state="cancelled")
    found = sets_up(cast.dag, cast.gr)
    circle = [QuotaFacts("A", 1, "B"), QuotaFacts("B", 1, "A")]
    days = {one.pk: Placed(own_seats=3, quota="A") for one in given.days}
    does(cast.dag, change_places, found, occasions=days, quotas=circle)
    with pytest.raises(Refused, match=r"cirkel.*egna.*bara 1"):
        does(cast.dag, open_round, found)
    days = {one.pk: Placed(quota="A") for one in given.days}
    does(cast.dag, change_places, found, occasions=days, quotas=[QuotaFacts("A", 1)])
    does(cast.dag, open_round, found)
    for user in (cast.anna, cast.cecilia):
        wishes(user, found, *given.days)
    answers(cast.bosse, found, cast.anna)
    answers(cast.maria, found, cast.cecilia)
    does(cast.dag, close_round, found)
    given.round = found
    assert publishes(given, draws(given)) == 1  # two days of one place each, and one place in all
    with acting_as(cast.anna.pk):
        assert [one.quota for one in RoundWish.objects.filter(round=found)] == ["", "A"]
    # The quota holds afterwards too: the second day stays empty, also for who would take the seat past it.
    with as_owner():
        look_after_places(timezone.now())
        refill_rounds()
        assert refill_round(found) == 0
        with pytest.raises(IntegrityError, match="no seat is free"), transaction.atomic():
            Application.objects.filter(state="waiting", occasion=given.days[1]).update(state="booked")
    with as_owner():
        assert fill_seats(given.days[1].pk) == 0
        seat = Application.objects.get(state="booked")
    with acting_as(cast.cecilia.pk) as actor:
        withdraw(actor=actor, application_id=seat.pk)
    with as_owner():
        refill.func(occasion_id=seat.occasion_id)
    assert [one[:2] for one in applications()] == [("Anna", "offered"), ("Anna", "waiting"), ("Cecilia", "withdrawn")]


def test_a_least_number_that_cannot_be_reached_is_said_before_it_opens(given: Given) -> None:
    cast, (one, two) = given.cast, given.days
    with as_owner():
        Round.objects.filter(pk=given.round.pk).update(state="cancelled")
        Occasion.objects.filter(pk=one.pk).update(fewest=3)
        Occasion.objects.filter(pk=two.pk).update(fewest=2, seats=2)
    found = sets_up(cast.dag, cast.gr, has_crossing=True)
    days = {one.pk: Placed(), two.pk: Placed(quota="Natten")}
    quotas = [QuotaFacts("Natten", 5, "Alla"), QuotaFacts("Alla", 1)]
    does(cast.dag, change_places, found, occasions=days, quotas=quotas)
    with pytest.raises(Refused, match=r"behöver minst 3 men har bara 1.*behöver minst 2 men kvoten Alla ger 1"):
        does(cast.dag, open_round, found)


def test_no_places_at_all_and_nothing_but_the_lot(given: Given) -> None:
    """A day without a seat is no fault, and where everybody is equal the lot alone decides, and says so."""
    cast = given.cast
    with as_owner():
        Round.objects.filter(pk=given.round.pk).update(rule=["came"])
        given.round.refresh_from_db()
        Occasion.objects.filter(pk=given.days[0].pk).update(seats=0)
    for user in (cast.anna, cast.bosse, cast.cecilia):
        does(user, add_wishes, given.round, occasions=None)
    does(cast.dag, close_round, given.round)
    with pytest.raises(Refused, match="Sista dagen att önska har passerat"):
        does(cast.maria, add_wishes, given.round, occasions=None)
    with as_owner():
        RoundWish.objects.filter(round=given.round).update(answer="approved")
    publishes(given, draws(given))
    told = outcomes(given.round)
    assert sorted(told.values()) == [["no_places", "behind"]] * 2 + [["no_places", "placed"]]
    loser = cast.anna if told["Anna"][1] == "behind" else cast.bosse
    with acting_as(loser.pk):
        none, behind = RoundWish.objects.filter(round=given.round).order_by("name", "rank").filter(person=loser.person)
        assert reason_in_words(none, given.round) == []
        assert reason_in_words(behind, given.round)[-1].startswith("Den sist antagna stod lika med dig enligt regeln")


def test_own_places_go_to_the_hosts_staff_first_and_are_not_left_empty(given: Given) -> None:
    cast, day = given.cast, given.days[0]
    with as_owner():
        Round.objects.filter(pk=given.round.pk).update(state="cancelled")
        Occasion.objects.filter(pk=day.pk).update(seats=2)
    found = sets_up(cast.dag, cast.gr, rule=[])
    does(cast.dag, change_places, found, occasions={day.pk: Placed(own_seats=1)}, quotas=[])
    does(cast.dag, open_round, found)
    for user in (cast.anna, cast.bosse, cast.cecilia):
        wishes(user, found, day)
    answers(cast.bosse, found, cast.anna)
    answers(cast.gunilla, found, cast.bosse)
    does(cast.dag, close_round, found)
    given.round = found
    first = draws(given)
    assert (first.placed, first.applicants) == (2, 2)  # nobody of the host competes: the place is not left empty
    with as_owner():
        RoundWish.objects.filter(person=cast.cecilia.person).update(answer="approved")
    publishes(given, draws(given))
    assert outcomes(found)["Cecilia"] == ["placed"]
    assert sorted(one for key in ("Anna", "Bosse") for one in outcomes(found)[key]) == ["behind", "placed"]
    # A host's own place that comes free goes to the host's own staff, though somebody else is before by the open key.
    an_application(day, cast.maria, "waiting")
    with as_owner():
        Application.objects.filter(user=cast.maria).update(key=[AFTER_A_ROUND])
        Application.objects.filter(user=cast.cecilia).update(state="withdrawn")
        assert refill_round(found) == 1
        assert Application.objects.get(state="offered").user == cast.maria


def test_rules_that_cross(given: Given) -> None:
    cast = given.cast
    with as_owner():
        Round.objects.filter(pk=given.round.pk).update(state="cancelled")
        Occasion.objects.filter(pk__in=[one.pk for one in given.days]).update(seats=2, fewest=2)
    found = sets_up(cast.dag, cast.gr, has_crossing=True)
    with acting_as(cast.dag.pk) as actor:
        assert problems_of(setting_of(actor, found)) == []
    caps = [(cast.ale.pk, cast.molndal.pk, 1)]
    days = {one.pk: Placed() for one in given.days}
    does(cast.dag, change_places, found, occasions=days, quotas=[], caps=caps)
    does(cast.dag, open_round, found)
    for user in (cast.anna, cast.bosse, cast.cecilia):
        wishes(user, found, *given.days)
    with pytest.raises(Refused, match="Ingen i omgången har det ordet"):
        does(cast.anna, travel_with, found, company="bil")
    word = does(cast.anna, begin_company, found)
    does(cast.cecilia, travel_with, found, company=f" {word.upper()} ")
    with acting_as(cast.anna.pk):
        assert company_of(found, word) == ["Cecilia Exempel"]
    with acting_as(cast.dag.pk) as actor:
        assert crossing_in_words(setting_of(actor, found))[0] == "Högst 1 från Ale kommun till Mölndals kommun."
    with pytest.raises(NotYours):
        does(cast.maria, begin_company, found)
    answers(cast.bosse, found, cast.anna)
    answers(cast.gunilla, found, cast.bosse)
    answers(cast.maria, found, cast.cecilia)
    does(cast.dag, close_round, found)
    given.round = found
    publishes(given, draws(given))
    assert outcomes(found) == {
        "Anna": ["placed", "dearer"],
        "Bosse": ["passed", "not_run"],
        "Cecilia": ["placed", "dearer"],
    }
    with acting_as(cast.bosse.pk) as actor:
        assert got_in(actor, visible(actor, Round).get(pk=found.pk)).waits
    # A third seat goes to nobody while the cap is used; when Anna withdraws it is Bosse's turn, by the cap.
    with as_owner():
        Occasion.objects.filter(pk=given.days[0].pk).update(seats=3)
        assert refill_round(found) == 0
        Application.objects.filter(state="booked", user=cast.anna).update(state="withdrawn")
        assert refill_round(found) == 1
        assert Application.objects.get(state="offered").user == cast.bosse
        Application.objects.filter(state="offered").update(state="withdrawn")
        refill_round(found)
        assert [one.user for one in Notice.objects.filter(kind="rounds.few")] == [cast.dag]
    assert broken() == []


def test_strangers_lead_nothing(given: Given) -> None:
    for user in (given.cast.gunilla, given.cast.anna):
        for service, words in (
            (close_round, {}),
            (cancel_round, {"why": "Nej"}),
            (preview_round, {}),
        ):
            with pytest.raises(Refused):
                does(user, service, given.round, **words)
    does(given.cast.dag, cancel_round, given.round, why="Värden är sjuk")
    with pytest.raises(Refused, match="ändrats"):
        does(given.cast.dag, close_round, given.round)


def test_the_rule_of_a_round_stands_until_it_is_over(given: Given) -> None:
    """Whoever offers the places cannot give them in another way meanwhile, nor can another round."""
    cast, key = given.cast, given.offer.pk
    for state in ("open", "published"):
        with as_owner():
            Round.objects.filter(pk=given.round.pk).update(state=state, seed=1, applicants=0)
        with acting_as(cast.maria.pk) as actor, pytest.raises(Refused, match="fördelas i en omgång"):
            change_offer(actor=actor, offer_id=key, facts={"given": "first_come"})
    with as_owner():
        other = Round.objects.create(
            collaboration=cast.gr, title="En till", opens_on=given.round.opens_on, closes_on=given.round.closes_on
        )
        RoundOccasion.objects.create(round=other, occasion=given.days[0], employer=cast.molndal)
    with pytest.raises(Refused, match="redan i en annan omgång"):
        does(cast.dag, open_round, other)
    with as_owner():
        Round.objects.filter(pk=given.round.pk).update(state="cancelled")
    with acting_as(cast.maria.pk) as actor:
        change_offer(actor=actor, offer_id=key, facts={"given": "first_come"})
    with pytest.raises(Refused, match="inte längre i en omgång"):
        does(cast.dag, open_round, other)
