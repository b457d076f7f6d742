"""The talk's pages as the person, the manager, a colleague and a stranger meet them."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from stegvis.careers.models import Talk, YearEntry
from stegvis.foundation.audit.models import Reading
from stegvis.frameworks.models import FrameworkVersion
from tests.careers.plans.test_pages import words
from tests.careers.test_pages import EVERYBODY, MOST_QUERIES, of, text
from tests.support.cast import Cast, hide
from tests.support.database import as_owner

TEAM, PLAN, MINE = "/mitt-team/samtal/", "/mitt-team/samtal/planera/", "/min-utveckling/samtal/"


@pytest.fixture
def talk(client: Client, cast: Cast, placed: FrameworkVersion) -> Talk:
    """Planned by Bosse from Anna's page, with the day that is suggested."""
    client.force_login(cast.bosse)
    address = f"{PLAN}?slag=salary&person={cast.anna.person.pk}"
    page = client.get(address).content.decode()
    days = dict(re.findall(r'name="(day_\w+)" value="([\d-]+)"', page))
    client.post(address, days | {f"with_{cast.anna.person.pk.hex}": "on"})
    with as_owner():
        return Talk.objects.get()


def at(talk: Talk, rest: str = "") -> str:
    return f"/samtal/{talk.pk}/{rest}"


def seen(client: Client, talk: Talk) -> str:
    return re.search(r'name="seen" value="(\w+)"', client.get(at(talk)).content.decode()).group(1)  # type: ignore[union-attr]


def test_planned_prepared_held_and_signed_by_the_pages(client: Client, cast: Cast, talk: Talk) -> None:
    assert f"{of(cast.anna.person)}samtal/" in client.get(of(cast.anna.person)).content.decode()
    client.force_login(cast.anna)
    assert "Förbered ditt samtal" in text(client, "/")
    assert at(talk) in client.get(MINE).content.decode()
    client.post(at(talk), {"act": "prepare", "done": "Allt vi sa", "criteria": "", "next": ""})
    client.force_login(cast.bosse)
    assert "Allt vi sa" not in text(client, at(talk))
    client.force_login(cast.anna)
    client.post(at(talk), {"act": "prepare", "done": "Allt vi sa", "is_shared": "on"})
    client.force_login(cast.bosse)
    page = text(client, at(talk))
    assert "Allt vi sa" in page
    assert "Nivåns kriterier" in page
    assert client.get(at(talk, "pdf/")).status_code == 404
    answer = client.post(at(talk), {"act": "hold", "notes": "Lönen blir 40 000 kr"})
    assert "inga belopp" in words(answer)
    client.post(at(talk), {"act": "hold", "notes": "Vi går vidare."})
    assert "1 samtal väntar på din underskrift" in text(client, "/")
    client.post(at(talk), {"act": "sign", "seen": seen(client, talk)})
    client.force_login(cast.anna)
    assert "Ett samtal väntar på din underskrift" in text(client, "/")
    answer = client.post(at(talk), {"act": "sign", "seen": seen(client, talk)}, follow=True)
    assert "Underskrivet av båda" in words(answer)
    pdf = client.get(at(talk, "pdf/"))
    assert (pdf["Content-Type"], pdf["Cache-Control"]) == ("application/pdf", "no-store, private")
    assert pdf.content.startswith(b"%PDF")
    client.force_login(cast.bosse)
    client.get(at(talk, "pdf/"))
    with as_owner():
        assert {"careers:talk", "careers:talk_pdf"} <= set(Reading.objects.values_list("page", flat=True))
    client.force_login(cast.anna)
    assert "Ett samtal med dig som fil" in text(client, "/min-utveckling/historik/lasningar/")
    assert "Samtal ändrades" in text(client, "/min-utveckling/historik/")


def test_a_private_preparation_is_in_nobody_elses_history(client: Client, cast: Cast, talk: Talk) -> None:
    client.post(at(talk), {"act": "prepare", "done": "Chefens egna ord"})
    client.force_login(cast.anna)
    for path in (at(talk), "/min-utveckling/historik/"):
        page = text(client, path)
        assert "Chefens egna ord" not in page
        assert "Förberedelse inför samtal" not in page


def test_who_sees_it(client: Client, cast: Cast, talk: Talk) -> None:
    def found() -> dict[str, tuple[int, int]]:
        answers = {}
        for name in EVERYBODY:
            client.force_login(getattr(cast, name))
            answers[name] = (client.get(at(talk)).status_code, client.post(at(talk), {"act": "x"}).status_code)
        return answers

    nobody = dict.fromkeys(EVERYBODY, (404, 404))
    assert found() == nobody | {"anna": (200, 302), "bosse": (200, 302)}
    with as_owner():
        hide(cast.anna, cast.ale)
    assert found() == nobody | {"anna": (200, 302), "hamid": (200, 404)}


def test_a_change_takes_the_signature_and_the_other_is_told(client: Client, cast: Cast, talk: Talk) -> None:
    client.post(at(talk), {"act": "hold", "notes": "Så här."})
    client.post(at(talk), {"act": "sign", "seen": seen(client, talk)})
    client.force_login(cast.anna)
    shown = seen(client, talk)
    answer = client.post(at(talk), {"act": "notes", "seen": shown, "notes": "Inte så."}, follow=True)
    assert "skrivas under på nytt" in words(answer)
    client.force_login(cast.bosse)
    assert "Texten ändrades efter att någon hade skrivit under" in text(client, at(talk))
    answer = client.post(at(talk), {"act": "notes", "seen": shown, "notes": "Mitt."})
    assert "Inte så." in words(answer)
    assert "Mitt." in words(answer)
    answer = client.post(at(talk), {"act": "sign", "seen": shown}, follow=True)
    assert "Texten har ändrats" in words(answer)


def test_another_day_and_cancelling(client: Client, cast: Cast, talk: Talk) -> None:
    assert "från i dag" in words(client.post(at(talk, "andra/"), {"day": "2020-01-01"}))
    assert "giltigt datum" in words(client.post(at(talk, "andra/"), {"day": "31/2"}))
    client.post(at(talk, "andra/"), {"day": f"{timezone.localdate()}"})
    client.post(at(talk, "andra/"), {"cancel": "1"})
    assert "Inställt" in text(client, at(talk))
    for act in ({"act": "hold", "notes": "x"}, {"act": "notes", "notes": "x"}, {"act": "prepare"}):
        assert "Samtalet är inställt" in client.post(at(talk), act, follow=True).content.decode()
    client.force_login(cast.anna)
    assert client.get(at(talk, "andra/")).status_code == 404


def test_the_year_says_who_is_due(client: Client, cast: Cast, placed: FrameworkVersion) -> None:
    today = timezone.localdate()
    days = {"from_month": today.month, "from_day": 1, "to_month": today.month, "to_day": 28 if today.day < 28 else 31}
    with as_owner():
        YearEntry.objects.create(employer=cast.ale, kind="development", title="U", **days)
    client.force_login(cast.bosse)
    assert "1 person står på tur" in text(client, TEAM)
    assert "person står på tur" not in text(client, f"{TEAM}?slag=salary")
    page = client.get(PLAN).content.decode()
    given = dict(re.findall(r'name="(day_\w+)" value="([\d-]+)"', page))
    assert "Välj minst en person" in words(client.post(PLAN, given))
    chosen = {key.replace("day_", "with_"): "on" for key in given}
    assert "Välj en dag" in words(client.post(PLAN, chosen))
    client.post(PLAN, given | chosen)
    page = text(client, TEAM)
    assert "person står på tur" not in page
    assert client.get(f"{TEAM}?slag=annat").status_code == 404
    client.force_login(cast.anna)
    assert client.get(TEAM).status_code == 404


@pytest.mark.parametrize("where", ["team", "plan", "talk"])
def test_no_page_asks_row_by_row(
    client: Client,
    cast: Cast,
    sixty: FrameworkVersion,
    where: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    with as_owner():
        people = cast.ale_north.employments.exclude(person=cast.bosse.person)
        Talk.objects.bulk_create(
            Talk(person_id=one.person_id, employer=cast.ale, kind="salary", held_on=one.valid_from, manager=cast.bosse)
            for one in people
        )
        talk = Talk.objects.get(person=cast.anna.person)
    pages = {"team": f"{TEAM}?slag=salary", "plan": PLAN, "talk": at(talk)}
    client.force_login(cast.bosse)
    client.get(pages[where])
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(pages[where])
