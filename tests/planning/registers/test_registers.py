"""Registers: kept by the employer's coordinator, and summed for others without telling of few."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from stegvis.organisations.models import Organisation, Role
from stegvis.people.models import Employment, Person
from stegvis.people.professions import load_professions
from stegvis.planning.ground.queries import overrides
from stegvis.planning.ground.services import open_ground
from stegvis.planning.ground.standing import Standing, standing
from stegvis.planning.models import AgencyUse, StaffCount, TrainedAbroad, TrainingPost
from stegvis.planning.registers.feeding import value_for
from stegvis.planning.registers.kinds import REGISTERS
from stegvis.planning.registers.queries import ages_of, sums
from stegvis.planning.registers.services import remove_line, state_line
from tests.support.cast import Cast, grant
from tests.support.database import as_owner

POSTS, AGENCY, ABROAD = REGISTERS.values()
TERM = {"year": 2026, "half": 1}
LIST = "/planering/register/"


def does(by: User, service: Any, **given: Any) -> Any:
    with acting_as(by.pk) as actor:
        return service(actor=actor, **given)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def told(response: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def abroad(employer: Organisation, people: int, step: str = "language") -> None:
    with as_owner():
        about = {"employer": employer, "profession_id": "sjukskoterska", "step": step}
        TrainedAbroad.objects.create(**about, **TERM, people=people)


def test_a_line_said_again_is_changed(cast: Cast) -> None:
    posts = {"kind": "st", "posts": 4, "filled": 3, **TERM}
    first, is_new = does(cast.gunilla, state_line, register=POSTS, employer=cast.ale.pk, told=posts)
    again, is_new_again = does(
        cast.gunilla, state_line, register=POSTS, employer=cast.ale.pk, told=posts | {"posts": 5}
    )
    assert (first.pk == again.pk, is_new, is_new_again, again.posts) == (True, True, False, 5)
    with as_owner():
        assert list(TrainingPost.objects.values_list("posts", "filled")) == [(5, 3)]


def test_what_does_not_hold_is_refused_in_words(cast: Cast) -> None:
    posts = {"kind": "st", "posts": 2, "filled": 3, **TERM}
    with pytest.raises(Refused, match="Fler tjänster kan inte vara tillsatta än det finns"):
        does(cast.gunilla, state_line, register=POSTS, employer=cast.ale.pk, told=posts)
    with pytest.raises(Refused, match="Året har inte kommit ännu"):
        does(cast.gunilla, state_line, register=POSTS, employer=cast.ale.pk, told=posts | {"filled": 1, "year": 2099})
    with pytest.raises(Refused, match="arbetsgivarens egen samordnare"):
        does(cast.dag, state_line, register=POSTS, employer=cast.ale.pk, told=posts | {"filled": 1})


def test_a_line_is_taken_away_by_its_keeper_alone(cast: Cast) -> None:
    posts = {"kind": "st", "posts": 4, "filled": 3, **TERM}
    line, _new = does(cast.gunilla, state_line, register=POSTS, employer=cast.ale.pk, told=posts)
    for stranger in (cast.dag, cast.bosse, cast.farid):
        with pytest.raises(NotYours):
            does(stranger, remove_line, register=POSTS, row_id=line.pk)
    does(cast.gunilla, remove_line, register=POSTS, row_id=line.pk)


def test_sums_tell_of_two_employers_and_of_five_people(cast: Cast) -> None:
    abroad(cast.ale, 9)
    abroad(cast.molndal, 4)
    abroad(cast.ale, 2, "test")
    abroad(cast.molndal, 2, "test")
    abroad(cast.ale, 40, "practice")  # of one employer alone
    for user, scopes in ((cast.dag, ["Göteborgsregionen"]), (cast.farid, [""]), (cast.gunilla, []), (cast.anna, [])):
        with acting_as(user.pk):
            found = sums()
        lines = {
            scope: [(one.what, one.step, one.counted) for one in of["utlandsutbildade"]] for scope, of in found.items()
        }
        assert lines == {scope: [("Sjuksköterska", "language", 10)] for scope in scopes}


def test_who_is_near_retirement_is_counted_without_the_protected(cast: Cast) -> None:
    with acting_as(cast.gunilla.pk) as actor:
        year = actor.today.year
    with as_owner():
        for user, age in ((cast.anna, 63), (cast.bosse, 66), (cast.per, 64)):
            Person.objects.filter(user=user).update(birth_year=year - age)
    with acting_as(cast.gunilla.pk) as actor:
        (nurses,) = ages_of(actor, cast.ale.pk)
    assert (nurses.named, nurses.all, nurses.near, nurses.nearer, nurses.past, nurses.unknown) == (
        "Sjuksköterska",
        2,
        0,
        1,
        1,
        0,
    )
    with acting_as(cast.dag.pk):
        assert sums() == {}


def test_the_pages_as_keeper_follower_and_stranger(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    keeper = signed_in(cast.gunilla)
    for half in (1, 2):
        sent = {"year": "2025", "half": str(half), "kind": "st", "posts": "4", "filled": str(half)}
        assert keeper.post(f"{LIST}{POSTS.slug}/", sent).status_code == 302
    with django_assert_max_num_queries(15):
        page = keeper.get(f"{LIST}{POSTS.slug}/")
    shown = told(page)
    assert "Tjänster: från 4 (Våren 2025) till 4 (Hösten 2025)." in shown
    assert keeper.get(f"{LIST}{POSTS.slug}/?export=xlsx").status_code == 200
    assert keeper.get(f"{LIST}okant/").status_code == 404
    assert keeper.get(f"{LIST}{POSTS.slug}/?arbetsgivare=molndal").status_code == 404
    assert {
        user: signed_in(user).get(LIST).status_code for user in (cast.dag, cast.farid, cast.gunilla)
    } == dict.fromkeys((cast.dag, cast.farid, cast.gunilla), 200)
    assert signed_in(cast.anna).get(LIST).status_code == 403
    for stranger in (cast.dag, cast.anna, cast.farid, cast.bosse):
        assert signed_in(stranger).get(f"{LIST}{POSTS.slug}/").status_code == 404
        assert signed_in(stranger).get(f"{LIST}pensioner/").status_code == 404
    with as_owner():
        grant(cast.maria, Role.COORDINATOR, organisation=cast.molndal)
    with as_owner():
        line = TrainingPost.objects.get(half=1)
    assert signed_in(cast.maria).post(f"{LIST}{POSTS.slug}/{line.pk}/bort/").status_code == 404
    assert keeper.post(f"{LIST}{POSTS.slug}/{line.pk}/bort/").status_code == 302


def test_a_count_is_used_in_the_forecasts_data(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """Each register speaks to an assumption, and retirement stands beside the forecast's own."""
    with as_owner():
        load_professions()
        ale = {"employer": cast.ale}
        nurse = {**ale, "profession_id": "sjukskoterska"}
        for half, worked in ((1, 2), (2, 1)):
            AgencyUse.objects.create(**nurse, year=2025, half=half, worked=worked, kronor=1)
        TrainedAbroad.objects.create(**nurse, year=2025, half=2, step="licensed", people=3)
        for kind in ("ptp", "st"):
            TrainingPost.objects.create(**ale, year=2025, half=2, kind=kind, posts=2, filled=1)
    keeper = signed_in(cast.gunilla)
    assert "Påbörja ert underlag för prognoser" in told(keeper.get(f"{LIST}{AGENCY.slug}/"))
    ground = does(cast.gunilla, open_ground, owner=cast.ale)
    with django_assert_max_num_queries(15):
        page = told(keeper.get(f"{LIST}{AGENCY.slug}/"))
    assert "Sjuksköterska 1,5 årsarbetare 0,1 årsarbetare Hyrpersonal, av den egna personalens timmar" in page, page
    for register, what in ((AGENCY, "sjukskoterska"), (ABROAD, "sjukskoterska"), (POSTS, "ptp")):
        address = f"{LIST}{register.slug}/anvand/?arbetsgivare=ale"
        assert signed_in(cast.dag).post(address, {"vad": what}).status_code == 404
        assert keeper.post(address, {"vad": "trollkarl"}).status_code == 404
        assert keeper.post(address, {"vad": what}).status_code == 302
        page = told(keeper.get(f"{LIST}{register.slug}/"))
        # What so many to two nurses and no psychologist would come to cannot be: it is said, and not saved.
        assert ("Används" in page, "orimligt värde" in page) == (register is AGENCY, register is not AGENCY), page
    with acting_as(cast.gunilla.pk) as actor:
        after = standing(actor, ground)[1]
        (agency,) = overrides(actor, ground)
    assert agency.value * after["sjukskoterska"].fte == pytest.approx(1.5, rel=0.001)
    assert (agency.source, agency.signed_name, str(agency.dated)) == (
        "Register i Stegvis: Hyrpersonal, Sjuksköterska, Ale kommun, 2025:1–2025:2",
        "Gunilla",
        "2025-12-31",
    )
    assert "Registret räknar 1,5 årsarbetare." in agency.why
    assumptions = keeper.get(f"/planering/underlag/{ground.pk}/").content.decode()
    assert assumptions.count("Ert register") >= 4
    retiring = told(keeper.get(f"{LIST}pensioner/"))
    assert "Prognosen: går i pension inom ett år" in retiring


def test_a_count_becomes_the_assumption_that_gives_as_many_here() -> None:
    stands = Standing(fte=60, share=0.001, begin=4, abroad=0.2, retire=1)
    assert [value_for("agency", 3, 0.03, stands), value_for("abroad", 2, 0, stands)] == [0.05, 2000]
    assert value_for("begins", 5, 0.6, stands) == pytest.approx(0.75)
    nobody = Standing(fte=0, share=0, begin=0, abroad=0, retire=0)
    assert {value_for(key, 3, 0.1, nobody) for key in ("agency", "abroad", "begins")} == {None}


def test_it_is_asked_before_a_line_is_taken_away(cast: Cast) -> None:
    posts = {"kind": "st", "posts": 4, "filled": 3, **TERM}
    line, _new = does(cast.gunilla, state_line, register=POSTS, employer=cast.ale.pk, told=posts)
    address = f"{LIST}{POSTS.slug}/{line.pk}/bort/"
    assert "Ta bort raden?" in told(signed_in(cast.gunilla).get(address))
    assert signed_in(cast.dag).get(address).status_code == 404
    with as_owner():
        assert TrainingPost.objects.filter(pk=line.pk).exists()


def test_posts_that_are_filled_are_people(cast: Cast) -> None:
    with as_owner():
        for employer, filled in ((cast.ale, 1), (cast.molndal, 3)):
            TrainingPost.objects.create(employer=employer, kind="ptp", posts=4, filled=filled, **TERM)
            TrainingPost.objects.create(employer=employer, kind="st", posts=9, filled=filled + 3, **TERM)
    with acting_as(cast.dag.pk):
        (found,) = sums().values()
    assert {one.what: (one.counted, one.other) for one in found[POSTS.slug]} == {"ptp": (8, None), "st": (18, 10)}
    assert "8 färre än 5" in told(signed_in(cast.farid).get(LIST))


def test_counts_used_on_the_page_stand_among_the_assumptions(cast: Cast) -> None:
    """Those trained abroad and posts that are filled, of an employer with staff enough for the values to be assumed."""
    with as_owner():
        load_professions()
        ale, year = {"employer": cast.ale}, TERM["year"] - 1
        for profession, persons in (("sjukskoterska", 900), ("psykolog", 900), ("lakare", 900)):
            for age in range(25, 65):
                StaffCount.objects.create(
                    **ale, profession_id=profession, year=year, age=age, persons=persons // 40, fte=persons // 40
                )
        Employment.objects.filter(employer=cast.ale).delete()
        TrainedAbroad.objects.create(**ale, profession_id="sjukskoterska", year=year, half=2, step="licensed", people=1)
        TrainingPost.objects.create(**ale, year=year, half=2, kind="ptp", posts=2, filled=1)
    keeper = signed_in(cast.gunilla)
    ground = does(cast.gunilla, open_ground, owner=cast.ale)
    for register, what in ((ABROAD, "sjukskoterska"), (POSTS, "ptp")):
        assert keeper.post(f"{LIST}{register.slug}/anvand/?arbetsgivare=ale", {"vad": what}).status_code == 302
        assert "Används" in told(keeper.get(f"{LIST}{register.slug}/"))
    assumptions = told(keeper.get(f"/planering/underlag/{ground.pk}/"))
    with acting_as(cast.gunilla.pk) as actor:
        changed = {one.key: one.source for one in overrides(actor, ground)}
    assert set(changed) == {"abroad", "begins"}
    for source in changed.values():
        assert source in assumptions
