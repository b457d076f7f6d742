"""The plan's pages as the person, the manager, a colleague and a stranger meet them."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from stegvis.careers.models import DevelopmentPlan, YearEntry
from stegvis.foundation.audit.models import Reading
from stegvis.frameworks.models import FrameworkVersion
from tests.careers.test_pages import EVERYBODY, ME, MOST_QUERIES, TEAM, of, text
from tests.support.cast import Cast, hide
from tests.support.database import as_owner

MY_PLAN, YEAR, TEAM_PLANS = "/min-utveckling/plan/", "/organisation/arshjul/", "/mitt-team/planer/"


def words(response) -> str:
    main = response.content.decode().split("<main")[1].split("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", f"<{main}"))


@pytest.fixture
def plan(client: Client, cast: Cast, placed: FrameworkVersion) -> DevelopmentPlan:
    """Made by Anna with one press."""
    client.force_login(cast.anna)
    client.post(f"/utvecklingsplan/forslag/{cast.anna.person.pk}/", {"employer": cast.ale.pk, "direction": "nasta"})
    with as_owner():
        return DevelopmentPlan.objects.get()


def address(plan: DevelopmentPlan, rest: str = "") -> str:
    return f"/utvecklingsplan/{plan.pk}/{rest}"


def test_one_press_from_the_persons_page_makes_the_plan(client: Client, cast: Cast, plan: DevelopmentPlan) -> None:
    assert MY_PLAN in client.get(ME).content.decode()
    assert client.get(MY_PLAN)["Location"] == address(plan)
    page = text(client, address(plan))
    assert "Din chef bekräftar planen" in page
    assert "Förnya det som går ut" in page
    client.force_login(cast.bosse)
    assert f"{of(cast.anna.person)}plan/" in client.get(of(cast.anna.person)).content.decode()
    page = text(client, address(plan))
    assert "Vi har pratat och är överens" in page
    with as_owner():
        assert set(Reading.objects.values_list("person", "page")) == {
            (cast.anna.person.pk, page) for page in ("careers:person", "careers:plan")
        }


def test_who_sees_it(client: Client, cast: Cast, plan: DevelopmentPlan) -> None:
    found = {}
    for name in EVERYBODY:
        client.force_login(getattr(cast, name))
        found[name] = client.get(address(plan)).status_code
    assert found == dict.fromkeys(EVERYBODY, 404) | dict.fromkeys(("anna", "bosse"), 200)
    with as_owner():
        hide(cast.anna, cast.ale)
    client.force_login(cast.bosse)
    assert client.get(address(plan)).status_code == 404
    client.force_login(cast.hamid)
    assert "Lägg till" not in text(client, address(plan))
    assert client.get(address(plan, "andra/")).status_code == 404
    assert client.get(address(plan))["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("cost", "-1", "större än eller lika med 0"),
        ("cost", "99999999999999999999", "mindre än eller lika med"),
        ("hours", "åtta", "heltal"),
        ("due", "2999-01-01", "inom planens tid"),
        ("due", "31/2", "giltigt datum"),
        ("title", "\u200b \u202e", "måste fyllas i"),
        ("kind", "resa", "giltigt alternativ"),
        ("outcome", "x" * 2001, "2000"),
    ],
)
def test_bad_input_is_told_and_saves_nothing(
    client: Client, cast: Cast, plan: DevelopmentPlan, field: str, value: str, told: str
) -> None:
    with as_owner():
        goal = plan.goals.first()
        before = goal.activities.count()  # type: ignore[union-attr]
    given = {"kind": "course", "title": "Kurs", "owner": "person", "terms": "none", "state": "planned", field: value}
    answer = client.post(address(plan, f"mal/{goal.pk}/aktivitet/"), given)  # type: ignore[union-attr]
    assert (answer.status_code, told in words(answer)) == (200, True)
    with as_owner():
        assert goal.activities.count() == before  # type: ignore[union-attr]


def test_the_second_of_two_sees_both_and_may_then_save(client: Client, cast: Cast, plan: DevelopmentPlan) -> None:
    form = client.get(address(plan, "andra/")).content.decode()
    given = dict(re.findall(r'name="(seen|title|starts|ends|follow_up_on)" value="([^"]*)"', form))
    client.post(address(plan, "andra/"), given | {"title": "Annas namn"})
    client.force_login(cast.bosse)
    answer = client.post(address(plan, "andra/"), given | {"title": "Bosses namn"})
    page = answer.content.decode()
    assert "Annas namn" in words(answer)
    assert 'value="Bosses namn"' in page
    again = dict(re.findall(r'name="(seen|title|starts|ends|follow_up_on)" value="([^"]*)"', page))
    assert client.post(address(plan, "andra/"), again).status_code == 302
    with as_owner():
        assert DevelopmentPlan.objects.get().title == "Bosses namn"


def test_extra_fields_change_nothing(client: Client, cast: Cast, plan: DevelopmentPlan) -> None:
    form = client.get(address(plan, "andra/")).content.decode()
    given = dict(re.findall(r'name="(seen|title|starts|ends|follow_up_on)" value="([^"]*)"', form))
    client.post(address(plan, "andra/"), given | {"state": "agreed", "person": cast.bosse.person.pk, "employer": "1"})
    with as_owner():
        found = DevelopmentPlan.objects.get()
    assert (found.state, found.person, found.employer) == ("draft", cast.anna.person, cast.ale)


def test_another_employers_parts_are_not_there(client: Client, cast: Cast, plan: DevelopmentPlan) -> None:
    with as_owner():
        goal = plan.goals.first()
        activity = goal.activities.first()  # type: ignore[union-attr]
        other = DevelopmentPlan.objects.create(
            person=cast.cecilia.person, employer=cast.molndal, title="C", starts=plan.starts, ends=plan.ends
        )
    client.force_login(cast.cecilia)
    for part in (f"mal/{goal.pk}/", f"mal/{goal.pk}/aktivitet/", f"aktivitet/{activity.pk}/"):  # type: ignore[union-attr]
        assert client.get(address(other, part)).status_code == 404, part
        assert client.get(address(plan, part)).status_code == 404, part
    assert (
        client.post(f"/utvecklingsplan/forslag/{cast.cecilia.person.pk}/", {"employer": cast.ale.pk}).status_code == 404
    )


def test_the_whole_way_by_the_pages(client: Client, cast: Cast, plan: DevelopmentPlan) -> None:
    client.force_login(cast.bosse)
    page = client.get(address(plan)).content.decode()
    revision = re.search(r'name="seen" value="(\w+)"', page).group(1)  # type: ignore[union-attr]
    client.post(address(plan, "overens/"), {"seen": revision})
    assert "Överenskommen" in text(client, address(plan))
    assert "bekräftad av Bosse" in text(client, address(plan))
    form = client.get(address(plan, "uppfoljning/")).content.decode()
    seen = re.search(r'name="seen"[^>]* value="(\w+)"|value="(\w+)"[^>]*name="seen"', form)
    client.post(address(plan, "uppfoljning/"), {"seen": seen.group(1) or seen.group(2), "note": "Går\nbra"})  # type: ignore[union-attr]
    assert "Går bra" in text(client, address(plan))
    form = client.get(address(plan, "avsluta/")).content.decode()
    seen = re.search(r'name="seen"[^>]* value="(\w+)"', form)
    answer = client.post(address(plan, "avsluta/"), {"seen": seen.group(1), "note": "Klart"}, follow=True)  # type: ignore[union-attr]
    assert "Planen är avslutad" in words(answer)
    client.force_login(cast.anna)
    assert "Gör ett förslag" in text(client, MY_PLAN)
    history = text(client, "/min-utveckling/historik/")
    assert "Utvecklingsplan ändrades" in history
    assert "Din utvecklingsplan" in text(client, "/min-utveckling/historik/lasningar/")


def test_the_year_is_seen_by_all_and_kept_by_one(client: Client, cast: Cast) -> None:
    client.force_login(cast.gunilla)
    assert "Lägg in ett vanligt årshjul" in text(client, YEAR)
    client.post(reverse("careers:year_start", args=[cast.ale.pk]))
    page = client.get(YEAR).content.decode()
    assert page.count("careers-wheel__arc") == 6
    with as_owner():
        row = YearEntry.objects.filter(kind="development").get()
    edit = reverse("careers:year_entry", args=[row.pk])
    wrong = {"kind": "other", "title": "T", "from_day": 31, "from_month": 2, "to_day": 1, "to_month": 4}
    assert "ingen sådan dag" in words(client.post(edit, wrong))
    client.post(reverse("careers:year_add", args=[cast.ale.pk]), wrong | {"from_day": 28})
    for name, rows in {"anna": 7, "bosse": 7, "maria": 0}.items():
        client.force_login(getattr(cast, name))
        page = client.get(YEAR).content.decode()
        assert (page.count("careers-wheel__arc"), edit in page) == (rows, False)
        assert client.get(edit).status_code == 404
    client.force_login(cast.maria)
    assert client.get(f"{YEAR}?arbetsgivare={cast.ale.pk}").status_code == 404


def test_the_first_page_says_what_waits(client: Client, cast: Cast, plan: DevelopmentPlan) -> None:
    client.force_login(cast.bosse)
    assert "1 plan att bekräfta" in text(client, "/")
    with as_owner():
        DevelopmentPlan.objects.update(follow_up_on=plan.starts)
    assert "1 plan att följa upp" in text(client, "/")
    client.force_login(cast.anna)
    assert "Följ upp din plan" in text(client, "/")


@pytest.mark.parametrize("where", ["plan", "team", "team_plans", "me"])
def test_no_page_asks_row_by_row(
    client: Client,
    cast: Cast,
    sixty: FrameworkVersion,
    where: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    with as_owner():
        people = cast.ale_north.employments.all()
        DevelopmentPlan.objects.bulk_create(
            DevelopmentPlan(
                person_id=one.person_id, employer=cast.ale, title="P", starts=one.valid_from, ends=one.valid_from
            )
            for one in people
        )
        plan = DevelopmentPlan.objects.get(person=cast.anna.person)
        for n in range(10):
            goal = plan.goals.create(person=plan.person, employer=plan.employer, title=f"{n}")
            goal.activities.create(person=plan.person, employer=plan.employer, kind="course", title="K", owner="person")
    pages = {"plan": address(plan), "team": TEAM, "team_plans": TEAM_PLANS, "me": ME}
    client.force_login(cast.anna if where == "me" else cast.bosse)
    client.get(pages[where])
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(pages[where])
