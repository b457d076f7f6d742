"""Demand: counted so that nobody is singled out, said and taken back, gathered, asked for and made into an offer."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.db import connection
from django.http import Http404
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from stegvis.exchange.demand import services
from stegvis.exchange.demand.counting import count_what_is_lacking
from stegvis.exchange.demand.counts import told_of
from stegvis.exchange.demand.notices import ANSWERED, ASKED, REQUEST, SEATS
from stegvis.exchange.demand.queries import Demand, demands_of, own_wanted, whole_bundle
from stegvis.exchange.demand.services import BundleFacts, Missing
from stegvis.exchange.demand.survey import needs
from stegvis.exchange.demand.tasks import tell_of_bundle
from stegvis.exchange.models import Bundle, Lacking, Meets, Wanted
from stegvis.exchange.offers.services import delete_offer
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from stegvis.foundation.notices.models import Notice
from stegvis.frameworks.models import FrameworkVersion
from stegvis.people.models import Profession
from tests.careers.told import unread
from tests.exchange.support import an_occasion, an_offer
from tests.support.cast import Cast, employ
from tests.support.database import as_owner

DEMAND = "/utbud/behov/"


def does(by: User, service: Any, **given: Any) -> Any:
    with acting_as(by.pk) as actor:
        return service(actor=actor, **given)


def demands(by: User) -> list[Demand]:
    with acting_as(by.pk) as actor:
        return demands_of(actor)


def test_no_small_cell_can_be_narrowed_by_whoever_knows_all_that_is_told() -> None:
    """Three employers in two collaborations that differ by one, against every table that looks the same."""
    members = ((1, (1, 2, 3)), (2, (1, 2)))
    for counts in ({1: 9, 2: 4, 3: 4}, {1: 3, 2: 3, 3: 9}, {1: 2, 2: 3, 3: 2}, {1: 7, 2: 6, 3: 2}, {1: 7, 2: 6, 3: 8}):
        told = told_of(counts, members)
        small = [one for one in counts if one not in told.cells]
        assert set(small) == {one for one, n in counts.items() if n < 5}
        fitting = [
            guess
            for values in product(range(5), repeat=len(small))
            for guess in [counts | dict(zip(small, values, strict=True))]
            if all(sum(guess[one] for one in dict(members)[key]) // 5 * 5 == n for key, n in told.totals.items())
        ]
        for one in small:
            assert {guess[one] for guess in fitting} == set(range(5)), (counts, told)
    assert (dict(told.cells), dict(told.totals)) == ({1: 5, 2: 5, 3: 5}, {1: 20, 2: 10})


def test_many_small_employers_are_told_of_together() -> None:
    """The smallest are never left out: too few each, enough together."""
    told = told_of(dict.fromkeys(range(1, 14), 2), ((1, tuple(range(1, 14))),))
    assert (dict(told.cells), dict(told.totals)) == ({}, {1: 25})


@pytest.fixture
def lacking(cast: Cast, placed: FrameworkVersion) -> list[str]:
    """Seven lack the first in Ale and six in Mölndal, three the second in Ale."""
    with as_owner():
        codes = list(placed.requirements.filter(level_order=2).values_list("code", flat=True)[:2])
        for employer, code, people in (
            (cast.ale, codes[0], 7),
            (cast.molndal, codes[0], 6),
            (cast.ale, codes[1], 3),
        ):
            Lacking.objects.create(employer=employer, framework=placed.framework, requirement=code, people=people)
    return codes


def test_coordinators_see_what_is_lacked_and_not_offered(
    cast: Cast, placed: FrameworkVersion, lacking: list[str]
) -> None:
    (ale,) = demands(cast.gunilla)
    assert [(one.lacking_here, one.wanting_here) for one in ale.lines] == [(5, None)]
    assert ale.hidden == 1
    (joint,) = demands(cast.dag)
    assert [(one.lacking_here, one.cells) for one in joint.lines] == [
        (10, (("Ale kommun", 5, None), ("Mölndals kommun", 5, None)))
    ]
    for other in (cast.anna, cast.bosse, cast.eva, cast.hamid):
        assert demands(other) == []
    offer = an_offer(cast.molndal, cast.gr)
    with as_owner():
        Meets.objects.create(employer=cast.molndal, offer=offer, framework=placed.framework, requirement=lacking[0])
    an_occasion(offer)
    assert [one.lines for one in (*demands(cast.gunilla), *demands(cast.dag))] == [(), ()]


def test_the_night_counts_what_stands_in_the_way_of_the_next_level(cast: Cast, placed: FrameworkVersion) -> None:
    """Anna is on the first level and Bosse below it; Per, on the first level too, has a protected identity."""
    with as_owner():
        levels = dict(placed.requirements.values_list("code", "level_order"))
        assert count_what_is_lacking() > 0
        rows = set(Lacking.objects.values_list("employer", "requirement", "people"))
        count_what_is_lacking()
        assert set(Lacking.objects.values_list("employer", "requirement", "people")) == rows
    assert {(employer, levels[code], people) for employer, code, people in rows} == {
        (employer.pk, level, 1) for employer in (cast.ale, cast.molndal) for level in (1, 2)
    }


def test_what_one_says_is_ones_own_and_may_be_taken_back(cast: Cast, placed: FrameworkVersion) -> None:
    said = Missing(area="palliativ-vard", words="Brytpunktssamtal på kvällstid")
    assert does(cast.anna, services.say_missing, missing=said) is True
    assert does(cast.anna, services.say_missing, missing=said) is False
    for missing in (Missing(), Missing(words="Fråga 19850101-1234"), Missing(area="nej")):
        with pytest.raises(Refused):
            does(cast.anna, services.say_missing, missing=missing)
    with pytest.raises(Refused):
        does(cast.gunilla, services.say_missing, missing=said)
    with pytest.raises(Http404):
        does(cast.anna, services.say_missing, missing=Missing(framework="nej", requirement="nej"))
    with acting_as(cast.anna.pk) as actor:
        ((one, title),) = own_wanted(actor)
    assert title == "Palliativ vård"
    for other in (cast.bosse, cast.gunilla, cast.dag):
        with pytest.raises(Http404):
            does(other, services.take_back, wanted_id=one.pk)
    does(cast.anna, services.take_back, wanted_id=one.pk)
    with as_owner():
        assert not Wanted.objects.exists()


def test_what_people_say_is_told_the_day_after_and_words_of_five_at_a_time_from_ten(cast: Cast) -> None:
    """One more today says nothing tomorrow of who it was, not in the number and not in the words."""
    with as_owner():
        nurse = Profession.objects.get(pk="sjukskoterska")
        users = [User.objects.create_user(f"v{at}@example.se", name="V") for at in range(15)]
        people = [employ(user, cast.ale_north, nurse, f"v{at}").person for at, user in enumerate(users)]

    def said(at: int, words: str = "") -> None:
        with as_owner():
            Wanted.objects.create(
                person=people[at],
                employer=cast.ale,
                area="palliativ-vard",
                words=words or f"Ord {at:02}",
                said_on=timezone.localdate() - timedelta(days=1),
            )

    def told() -> tuple[int, int]:
        (joint,) = demands(cast.dag)
        return (joint.lines[0].wanting_least if joint.lines else 0, sum(len(words) for _area, words in joint.words))

    seen = []
    for at in range(15):
        said(at)
        seen.append(told())
    said(3, "Ännu ett")
    assert seen == [(0, 0)] * 4 + [(5, 0)] * 5 + [(10, 10)] * 5 + [(15, 15)]
    assert told() == (15, 15)  # a second text waits for four others' second
    with as_owner():
        Wanted.objects.filter(person__in=people[9:]).update(said_on=timezone.localdate())
    assert told() == (5, 0)


@pytest.fixture
def bundle(cast: Cast) -> Bundle:
    facts = BundleFacts("request", "Palliativ vård 7,5 hp", areas=("palliativ-vard",), university=cast.university.pk)
    return does(cast.dag, services.gather, collaboration=cast.gr.pk, facts=facts)


def test_a_page_that_is_sent_twice_begins_one_bundle(client: Client, cast: Cast) -> None:
    """And another, where something else is written on it."""
    client.force_login(cast.dag)
    request = client.get("/utbud/samkop/nytt/").context["form"]["request"].value()
    sent = {"request": request, "kind": "purchase", "title": "Sårvård", "areas": ["palliativ-vard"]}
    first, again = (client.post("/utbud/samkop/nytt/", sent) for _n in range(2))
    assert first.url == again.url
    assert client.post("/utbud/samkop/nytt/", sent | {"title": "Demens"}).url != first.url
    with as_owner():
        assert sorted(Bundle.objects.values_list("title", flat=True)) == ["Demens", "Sårvård"]


def test_from_gathering_to_a_joint_draft(cast: Cast, bundle: Bundle) -> None:
    key = {"bundle_id": bundle.pk}
    with pytest.raises(Http404):
        does(cast.eva, whole_bundle, **key)
    does(cast.gunilla, services.state_seats, **key, employer=cast.ale.pk, seats=3)
    does(cast.gunilla, services.state_seats, **key, employer=cast.ale.pk, seats=4)
    with pytest.raises(Refused):
        does(cast.gunilla, services.state_seats, **key, employer=cast.molndal.pk, seats=4)
    for other in (cast.gunilla, cast.eva, cast.anna):
        with pytest.raises((Refused, Http404)):
            does(other, services.ask, **key)
    with pytest.raises(Refused):
        does(cast.dag, services.make_offer, **key)
    does(cast.dag, services.ask, **key)
    with pytest.raises(Refused):
        does(cast.gunilla, services.state_seats, **key, employer=cast.ale.pk, seats=9)
    does(cast.eva, services.answer, **key, words="Vi ger kursen i höst.")
    offer = does(cast.dag, services.make_offer, **key)
    assert does(cast.dag, services.make_offer, **key) == offer
    assert (offer.is_joint, offer.state, offer.employer, offer.collaboration) == (
        True,
        "draft",
        cast.university,
        cast.gr,
    )
    with acting_as(cast.dag.pk) as actor:
        whole = whole_bundle(actor, bundle.pk)
    assert (whole.bundle.state, whole.total, whole.bundle.answer) == ("bought", 4, "Vi ger kursen i höst.")


def test_nothing_is_bought_that_nobody_wants(cast: Cast) -> None:
    """Seats could not be said afterwards, nor an offer made of it. Those said and taken back are none."""
    key = {
        "bundle_id": does(cast.dag, services.gather, collaboration=cast.gr.pk, facts=BundleFacts("purchase", "A")).pk
    }
    for seats in (None, 0):
        if seats is not None:
            does(cast.gunilla, services.state_seats, **key, employer=cast.ale.pk, seats=seats)
        with pytest.raises(Refused, match="Ingen arbetsgivare har sagt hur många platser"):
            does(cast.dag, services.ask, **key)
    does(cast.gunilla, services.state_seats, **key, employer=cast.ale.pk, seats=1)
    assert does(cast.dag, services.ask, **key).state == "asked"


@pytest.mark.parametrize("answered", [False, True])
def test_a_bundle_whose_draft_is_deleted_goes_on(cast: Cast, answered: bool) -> None:
    """Also where a coordinator of the employer that answers for it deletes it, who does not lead the collaboration."""
    facts = BundleFacts("purchase", "Sårvård")
    bundle = does(cast.dag, services.gather, collaboration=cast.gr.pk, facts=facts)
    key = {"bundle_id": bundle.pk}
    does(cast.gunilla, services.state_seats, **key, employer=cast.ale.pk, seats=3)
    does(cast.dag, services.ask, **key)
    if answered:
        with as_owner():
            Bundle.objects.update(state="answered", answer="Ja", answered_on=timezone.localdate())

    def kept() -> tuple[str, int | None]:
        with as_owner():
            return Bundle.objects.values_list("state", "offer").get()

    for by in (cast.dag, cast.gunilla):
        offer = does(cast.dag, services.make_offer, **key)
        assert kept() == ("bought", offer.pk)
        does(by, delete_offer, offer_id=offer.pk)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        assert kept() == ("answered" if answered else "asked", None)


def test_who_is_asked_to_act_is_told_and_who_said_it_was_missing(cast: Cast, bundle: Bundle) -> None:
    """Nobody but the person learns that it was they who said so."""

    def told(kind: str) -> set[str]:
        with as_owner():
            tell_of_bundle.func(bundle_id=bundle.pk, kind=kind)
            return set(Notice.objects.filter(kind=kind).values_list("user__name", flat=True))

    key = {"bundle_id": bundle.pk}
    does(cast.anna, services.say_missing, missing=Missing(area="palliativ-vard"))
    does(cast.cecilia, services.say_missing, missing=Missing(area="demens-kognition"))
    assert told(SEATS) == {"Gunilla"}
    assert unread(cast.gunilla) == [
        "Göteborgsregionen samlar behov av ”Palliativ vård 7,5 hp”. Ange hur många platser ni vill ha.",
    ]
    does(cast.dag, services.ask, **key)
    assert (told(REQUEST), told(ASKED)) == ({"Eva"}, {"Anna"})
    assert unread(cast.eva) == ["Göteborgsregionen frågar vad ni kan ge: ”Palliativ vård 7,5 hp”."]
    assert unread(cast.anna) == [
        "Du har sagt att det saknas: nu efterfrågar Göteborgsregionen ”Palliativ vård 7,5 hp”."
    ]
    does(cast.eva, services.answer, **key, words="Vi ger kursen i höst.")
    assert told(ANSWERED) == {"Dag"}


def test_the_pages(
    client: Client,
    cast: Cast,
    lacking: list[str],
    bundle: Bundle,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client.force_login(cast.anna)
    client.post(f"{DEMAND}saknas/", {"area": "palliativ-vard", "back": "https://elsewhere.example/"})
    page = client.get(DEMAND).content.decode()
    assert "Palliativ vård" in page
    assert "summan är 101" in page
    client.force_login(cast.dag)
    with django_assert_max_num_queries(22):
        page = client.get(DEMAND).content.decode()
    assert "Ale kommun 5, Mölndals kommun 5" in page
    assert ("Akut, %" in page, "%%" in page) == (True, False)
    file = client.get(DEMAND, {"av": f"c{cast.gr.pk}", "export": "csv"}).content.decode("utf-8-sig")
    assert file.splitlines()[1].endswith(";10;")
    assert client.get(DEMAND, {"av": f"o{cast.ale.pk}", "export": "csv"}).status_code == 404
    assert client.get(f"/utbud/samkop/{bundle.pk}/").status_code == 200
    client.force_login(cast.gunilla)
    client.post(
        f"/utbud/samkop/{bundle.pk}/platser/{cast.ale.pk}/", {f"e{cast.ale.pk}-employer": 1, f"e{cast.ale.pk}-seats": 5}
    )
    assert "5 platser" in client.get(f"/utbud/samkop/{bundle.pk}/").content.decode()
    assert client.get("/utbud/samkop/nytt/").status_code == 404


def test_the_survey_is_as_printed() -> None:
    assert len(needs()) == 22
    assert [one.adds_up_to for one in needs() if one.adds_up_to != 100] == [101]
