"""The pages of introductions as everybody meets them."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from stegvis.careers.introductions.content import as_kept
from stegvis.careers.introductions.packaged import examples
from stegvis.careers.models import Introduction, Programme
from stegvis.foundation.audit.models import Reading
from stegvis.people.models import Employment, Evidence, Person
from tests.careers.introductions.conftest import New, moved, today
from tests.support.database import as_owner

MOST_QUERIES = 15
LIST, MINE, SUPERVISING, PROGRAMMES = (
    "/introduktion/",
    "/min-introduktion/",
    "/introduktion/handleder/",
    "/introduktion/program/",
)


def text(client: Client, address: str, **data: str) -> str:
    """The words of a page's main part; with data, of the page that follows a post."""
    answer = client.post(address, data, follow=True) if data else client.get(address)
    main = answer.content.decode().split("<main")[1].split("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", main))


def of(found: Introduction, part: str = "") -> str:
    return f"/introduktion/{found.pk}/{part}"


def test_in_three_clicks_somebody_new_has_an_introduction(client: Client, new: New) -> None:
    client.force_login(new.cast.bosse)
    page = client.get(LIST).content.decode()
    (address,) = re.findall(r'href="([^"]*anstallning=\d+)"', page)  # the first click
    form = client.get(address).content.decode()
    chosen = re.findall(r'<option value="(\d+)" selected>', form)
    assert chosen == [f"{new.employment.pk}", f"{new.programme.pk}"]
    said = text(
        client,
        address,
        employment=chosen[0],
        programme=chosen[1],
        experience="new",
        starts=f"{today()}",
        supervisor="sam@example.se",
    )
    assert "Introduktionen är i gång" in said
    assert "0 av 16 steg klara" in said
    assert "Vem du frågar Sam" in said
    with as_owner():
        found = Introduction.objects.get()
        assert (found.person_id, found.starts, found.supervisor_id) == (new.employment.person_id, today(), new.sam.pk)
    assert "Nya utan introduktion" not in text(client, LIST)


def test_what_does_not_hold_is_said_in_the_form(client: Client, new: New) -> None:
    client.force_login(new.cast.bosse)
    values = {"employment": f"{new.employment.pk}", "programme": f"{new.programme.pk}", "experience": "new"}
    early = f"{new.employment.valid_from - timedelta(days=1)}"
    assert "innan anställningen gör det" in text(client, f"{LIST}ny/", **values, starts=early)
    assert "Ingen som arbetar här" in text(
        client, f"{LIST}ny/", **values, starts=f"{today()}", supervisor="maria@example.se"
    )
    with as_owner():
        Programme.objects.update(retired_on=today())
    assert "Det finns inget program ännu" in text(client, f"{LIST}ny/", **values, starts=f"{today()}")
    with as_owner():
        assert not Introduction.objects.exists()


@pytest.mark.parametrize("who", ["anna", "cecilia", "maria", "dag", "eva", "farid", "per"])
def test_others_find_nothing(client: Client, new: New, who: str) -> None:
    found = new.start()
    client.force_login(getattr(new.cast, who))
    parts = ("", "forlang/", "avbryt/", "avsluta/", "handledare/")
    assert [client.get(of(found, part)).status_code for part in parts] == [404] * 5
    assert client.post(of(found, f"steg/{step_of(found)}/")).status_code == 404
    assert "Nora" not in text(client, MINE) + text(client, SUPERVISING)
    assert client.get(PROGRAMMES).status_code == 404
    assert client.get(f"{LIST}ny/?anstallning={new.employment.pk}").status_code == 404


def step_of(found: Introduction, position: int = 0) -> int:
    with as_owner():
        return found.steps.order_by("due", "position")[position].pk


def test_the_new_one_ticks_on_the_phone_and_says_what_went_otherwise(client: Client, new: New) -> None:
    found = new.start()
    client.force_login(new.nora)
    page = text(client, MINE)
    assert "Inom sju dagar" in page
    assert "Kriterium för första nivån: Basala hygienrutiner" in page
    assert "Avsluta som klar" not in page
    assert "1 av 16 steg klara" in text(client, of(found, f"steg/{step_of(found)}/"), done="1")
    assert "Någon annan har just gjort det" in text(client, of(found, f"steg/{step_of(found)}/"), done="1")
    assert "0 av 16 steg klara" in text(client, of(found, f"steg/{step_of(found)}/"), angra="1")
    later = f"{today() + timedelta(days=9)}"
    answer = text(client, of(found, f"steg/{step_of(found, 1)}/avvikelse/"), ground="Kontot dröjer", due=later)
    assert "Inte som planerat: Kontot dröjer" in answer
    assert client.get(of(found, "forlang/")).status_code == 403
    assert client.post(of(found, "steg/999999/")).status_code == 404


def test_the_supervisor_reaches_it_from_the_first_page_and_the_person_sees_it(client: Client, new: New) -> None:
    found = new.start()
    client.force_login(new.sam)
    assert "Du är handledare för Nora Exempel" in text(client, "/")
    assert "Nora Exempel" in text(client, SUPERVISING)
    assert "Nora Exempel" in text(client, of(found))
    assert "1 av 16" in text(client, of(found, f"steg/{step_of(found)}/"), done="1")
    assert client.get(f"/mitt-team/person/{found.person_id}/").status_code == 404
    with as_owner():
        seen = Reading.objects.filter(person=found.person_id).values_list("reader", "page").distinct()
        assert set(seen) == {(new.sam.pk, "careers:supervising"), (new.sam.pk, "careers:introduction")}
    client.force_login(new.nora)
    assert "Din introduktion" in text(client, "/min-utveckling/historik/lasningar/")
    assert "steg i din introduktion inom sju dagar" in text(client, "/")
    told = "".join(text(client, f"/min-utveckling/historik/?page={number}") for number in (1, 2, 3))
    assert "Introduktion lades till" in told
    assert "Program Efter: Introduktion i kommunal hälso- och sjukvård" in told


def test_the_manager_extends_changes_supervisor_and_finishes(client: Client, new: New) -> None:
    found = new.start()
    client.force_login(new.cast.bosse)
    until = f"{found.ends + timedelta(days=7)}"
    assert "Förlängd: Sjukdom" in text(client, of(found, "forlang/"), until=until, ground="Sjukdom")
    assert "Vem du frågar Anna" in text(client, of(found, "handledare/"), email="anna@example.se")
    assert "Några steg är kvar" in text(client, of(found, "avsluta/"), explanation="")
    assert "Introduktionen är nu ett underlag" in text(client, of(found, "avsluta/"), explanation="Kunde redan")
    with as_owner():
        assert Evidence.objects.get(person=found.person_id).checked_by == new.cast.bosse
    assert client.get(of(found, "avsluta/")).status_code == 403
    assert "Ingen introduktion pågår" in text(client, LIST)


def test_a_stopped_one_says_why(client: Client, new: New) -> None:
    found = new.start()
    client.force_login(new.cast.gunilla)
    assert "Byter enhet" in text(client, of(found, "avbryt/"), ground="Byter enhet")
    client.force_login(new.nora)
    assert "Byter enhet" in text(client, MINE)


def test_what_stalls_is_told_with_why_and_comes_out_as_a_file(client: Client, new: New) -> None:
    found = new.start(supervisor="")
    moved(found, 30)
    client.force_login(new.cast.gunilla)
    page = text(client, LIST)
    needs = "Steg mer än två veckor sena Slutar med mycket kvar Inget möte hållet Ingen handledare"
    assert needs in page
    assert "1 introduktion har stannat av" in text(client, "/")
    answer = client.get(f"{LIST}?export=xlsx")
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[0][:3] == ["Namn", "Enhet", "Yrke"]
    assert rows[1][:4] == ["Nora Exempel", "Hemsjukvård norr", "Sjuksköterska", new.programme.title]
    assert rows[1][-1] == needs.replace(" Slutar", ", Slutar").replace(" Inget", ", Inget").replace(" Ingen", ", Ingen")
    assert client.get(f"{LIST}?export=pdf").status_code == 404
    assert client.get(f"{LIST}?enhet=x").status_code == 404
    assert "Nora" not in text(client, f"{LIST}?enhet={new.cast.ale_south.pk}")


def test_a_coordinator_takes_an_example_in_one_click_and_makes_it_their_own(client: Client, new: New) -> None:
    client.force_login(new.cast.gunilla)
    page = text(client, PROGRAMMES)
    assert (
        "Landstinget Blekinge: Introduktionsprogram sjuksköterskor; rubriken är delvis oläslig (Bilaga 3) Osäkert"
        in page
    )
    client.post("/introduktion/exempel/arshjul/")
    with as_owner():
        found = Programme.objects.get(made_from="arshjul")
    address = f"{PROGRAMMES}{found.pk}/"
    form = client.get(address).content.decode()
    fields = re.findall(r'<(?:input|option)[^>]*?name="([^"]+)"[^>]*?value="([^"]*)"', form)
    data = {name: value for name, value in fields if not name.startswith(("professions", "joins", "csrf"))}
    for name, value in re.findall(r'<select name="([^"]+)".*?<option value="([^"]*)" selected', form, re.S):
        data[name] = value
    data |= {"title": "Vårt årshjul", "summary": "För nya", "joins_any_month": "on", "steg-1-title": "Etik, ny"}
    assert "Programmet är sparat" in text(client, address, **data)
    with as_owner():
        found.refresh_from_db()
    expected = as_kept(examples()["arshjul"].outline.steps)
    expected[1]["title"] = "Etik, ny"
    assert (found.title, found.content) == ("Vårt årshjul", expected)
    assert "Någon annan har ändrat" in text(client, address, **data)
    assert "Används inte längre" in text(client, f"{address}avveckla/", x="1")
    assert "Programmet används igen" in text(client, f"{address}avveckla/", ater="1")
    assert client.post("/introduktion/exempel/finns-inte/").status_code == 404
    assert client.post("/introduktion/exempel/arshjul/", {"arbetsgivare": new.cast.molndal.pk}).status_code == 404


def test_no_page_asks_more_for_more_people(client: Client, new: New) -> None:
    found = new.start()
    with as_owner():
        many(new, 30)
    asked = {}
    for user, address in (
        (new.cast.bosse, LIST),
        (new.cast.gunilla, LIST),
        (new.cast.gunilla, PROGRAMMES),
        (new.cast.bosse, of(found)),
        (new.nora, MINE),
        (new.sam, SUPERVISING),
        (new.sam, of(found)),
        (new.cast.bosse, f"{LIST}ny/?anstallning={new.employment.pk}"),
    ):
        client.force_login(user)
        client.get(address)  # what is read once a day is noted
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        asked[f"{user.name} {address}"] = len(queries)
    assert {address: number for address, number in asked.items() if number > MOST_QUERIES} == {}


def many(new: New, number: int) -> None:
    for n in range(number):
        person = Person.objects.create(registered_by=new.cast.ale, given_name="Ny", family_name=f"Nr {n}")
        Employment.objects.create(
            person=person,
            employer=new.cast.ale,
            unit=new.cast.ale_north,
            profession_id="sjukskoterska",
            employee_number=f"7{n}",
            valid_from=today(),
        )
        if n % 2:
            theirs = {"person": person, "employer": new.cast.ale}
            one = Introduction.objects.create(
                **theirs, programme=new.programme, title="I", starts=today(), ends=today(), supervisor=new.sam
            )
            one.steps.create(**theirs, title="Steg", due=today())
