"""Deciding a level by the pages, as the manager, the person, a colleague and a stranger see it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format
from pytest_django import DjangoAssertNumQueries

from stegvis.careers.models import Placement, Standing
from stegvis.foundation.audit.models import Reading
from stegvis.frameworks.models import Equivalence, FrameworkVersion
from stegvis.frameworks.queries import effective_of
from stegvis.people.models import Employment, Evidence
from tests.careers.conftest import give_level, publish
from tests.careers.test_pages import EVERYBODY, ME, MOST_QUERIES, TEAM, of, text
from tests.support.cast import Cast
from tests.support.database import as_owner


def employment(cast: Cast, name: str = "anna") -> Employment:
    with as_owner():
        return Employment.objects.get(person__user=getattr(cast, name))


def place_page(found: Employment) -> str:
    return f"/mitt-team/person/{found.person_id}/niva/{found.pk}/"


def filled_in(page: str) -> dict[str, str]:
    """What the page's form would send as it stands."""
    form = page.split('id="decide"')[1].split("</form>", maxsplit=1)[0]
    found = dict(re.findall(r'<input type="(?:hidden|date)" name="(\w+)"(?: value="([^"]*)")?', form))
    for name, options in re.findall(r'<select name="(\w+)".*?>(.*?)</select>', form, re.S):
        found[name] = re.search(r'value="([^"]*)" selected', options).group(1)  # type: ignore[union-attr]
    ground = re.search(r"<textarea[^>]*>\s*(.*?)</textarea>", form, re.S)
    del found["csrfmiddlewaretoken"]
    return found | {"ground": ground.group(1) if ground else ""}


def in_words(page: str) -> str:
    main = page.split("<main")[1].split("</main>", maxsplit=1)[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", main))


def decided(client: Client, found: Employment, order: int, query: str = "?omrade=", **rest: str) -> str:
    """Fill in the form as a reader would; the words of the page that follows."""
    given = {"level": str(order), "decided_on": f"{timezone.localdate()}", **rest}
    sent = filled_in(client.get(f"{place_page(found)}{query}").content.decode()) | given
    return in_words(client.post(place_page(found), sent, follow=True).content.decode())


def test_only_the_manager_comes_to_the_form(client: Client, cast: Cast, placed: FrameworkVersion) -> None:
    found = {}
    for name in EVERYBODY:
        client.force_login(getattr(cast, name))
        found[name] = client.get(place_page(employment(cast))).status_code
    assert found == dict.fromkeys(EVERYBODY, 404) | {"bosse": 200}
    client.force_login(cast.bosse)
    assert client.get(place_page(employment(cast, "bosse"))).status_code == 403
    assert client.get(place_page(employment(cast, "per"))).status_code == 404
    assert client.get(place_page(employment(cast, "cecilia"))).status_code == 404
    with as_owner():
        assert set(Reading.objects.values_list("person", "page")) == {(cast.anna.person.pk, "careers:place")}


def test_one_press_decides_as_proposed(client: Client, cast: Cast, placed: FrameworkVersion) -> None:
    client.force_login(cast.bosse)
    page = client.get(of(cast.anna.person)).content.decode()
    form = page.split('aria-labelledby="decided"')[1].split("</form>")[0]
    address = re.search(r'action="([^"]+)"', form).group(1)  # type: ignore[union-attr]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    answer = client.post(address, fields, follow=True).content.decode()
    assert "Nivån är beslutad" in answer
    assert "Besluta enligt förslaget" not in answer
    with as_owner():
        found = Placement.objects.get()
    assert (found.person_id, found.level_code, found.kind) == (cast.anna.person.pk, "grund", "placed")
    client.force_login(cast.anna)
    page = text(client, ME)
    assert "Beslutad nivå Grundnivå" in page
    assert "av Bosse" in page
    assert "Återkalla" not in page


def test_another_level_takes_a_ground(client: Client, cast: Cast, placed: FrameworkVersion) -> None:
    client.force_login(cast.bosse)
    assert "Ange en grund" in decided(client, employment(cast), 2)
    assert "Nivån är beslutad" in decided(
        client, employment(cast), 2, ground="Har handlett\u202e <b>alla</b> & lett =1+1."
    )
    client.force_login(cast.anna)
    page = client.get(ME).content.decode()
    assert "Har handlett &lt;b&gt;alla&lt;/b&gt; &amp; lett =1+1." in page
    client.force_login(cast.bosse)
    assert "Beslutad: Fördjupningsnivå" in text(client, TEAM)


def test_no_press_takes_a_decided_level_back(client: Client, cast: Cast, placed: FrameworkVersion) -> None:
    client.force_login(cast.bosse)
    decided(client, employment(cast), 2, ground="Handleder alla.")
    page = text(client, of(cast.anna.person))
    assert "Besluta enligt förslaget" not in page
    assert "räcker inte till Fördjupningsnivå. Beslutet gäller ändå." in page
    assert "Beslutad: Fördjupningsnivå. Att besluta en lägre nivå är ett steg tillbaka" in text(
        client, f"{place_page(employment(cast))}?omrade="
    )


def test_what_is_left_of_a_level_already_decided_is_told_alike_everywhere(
    client: Client, cast: Cast, placed: FrameworkVersion
) -> None:
    client.force_login(cast.bosse)
    decided(client, employment(cast), 2, ground="Handleder alla.")
    with as_owner():
        Standing.objects.update(next_lapse=None)  # or the first page would tell of that
        left = Standing.objects.get(person=cast.anna.person, is_primary=True).missing_for_next
    assert f"{left} inte registrerat: Fördjupningsnivå" in text(client, TEAM)
    client.force_login(cast.anna)
    mine, first = text(client, ME), text(client, "/")
    day = date_format(timezone.localdate())
    assert f"Här är du Fördjupningsnivå Beslutad {day} · {left} saker är inte registrerade än" in mine
    assert "Nästa nivå Expertnivå" in mine
    assert "Inte registrerat än: Fördjupningsnivå" in mine
    assert f"{left} saker på Fördjupningsnivå är inte registrerade än" in first
    assert ("saker kvar" in mine, "till nästa nivå" in first) == (False, False)


def test_stepping_back_in_a_new_field_stays_visible(client: Client, cast: Cast, placed: FrameworkVersion) -> None:
    first, second = (area.code for area in effective_of(placed).document.areas[:2])
    client.force_login(cast.bosse)
    decided(client, employment(cast), 2, f"?omrade={first}", ground="Lång erfarenhet.")
    decided(client, employment(cast), 1, f"?omrade={second}", kind="changed_field", ground="Nytt område.")
    client.force_login(cast.anna)
    page = text(client, ME)
    assert page.index("Gäller nu") < page.index("Visat tidigare")
    assert "Fördjupningsnivå" in page[page.index("Gäller nu") : page.index("Visat tidigare")]
    assert "fullgott" in page


def test_what_is_shown_as_chosen_is_what_is_decided(client: Client, cast: Cast, placed: FrameworkVersion) -> None:
    first, second = (area.code for area in effective_of(placed).document.areas[:2])
    with as_owner():
        Evidence.objects.filter(person=cast.anna.person).delete()
        give_level(placed, cast.anna.person, cast.ale, 2)
        Evidence.objects.filter(person=cast.anna.person).update(area=first)
    client.force_login(cast.bosse)
    address = place_page(employment(cast))
    shown = filled_in(client.get(f"{address}?omrade={second}").content.decode())
    assert (shown["area"], shown["seen_area"], shown["level"], shown["seen_order"]) == (second, second, "1", "1")
    chosen = shown | {"area": first, "ground": "Har bytt."}
    page = client.post(address, chosen).content.decode()
    assert "Förslaget som visades gäller ett annat område" in in_words(page)
    with as_owner():
        assert Placement.objects.count() == 0
    assert filled_in(page) == chosen | {"seen_area": first, "seen_order": "2"}
    looked = filled_in(client.post(address, chosen | {"look": "proposal"}).content.decode())
    assert looked == chosen | {"seen_area": first, "seen_order": "2", "level": "2"}
    client.post(address, looked)
    with as_owner():
        found = Placement.objects.get()
    assert (found.area, found.level_order, found.proposed_order, found.ground) == (first, 2, 2, "Har bytt.")


def test_a_decision_of_another_day_is_made_from_what_counted_then(
    client: Client, cast: Cast, placed: FrameworkVersion
) -> None:
    then = timezone.localdate() - timedelta(days=10)
    with as_owner():
        Evidence.objects.filter(person=cast.anna.person).update(valid_from=timezone.localdate())
    client.force_login(cast.bosse)
    address = place_page(employment(cast))
    shown = filled_in(client.get(f"{address}?omrade=").content.decode())
    earlier = shown | {"decided_on": f"{then}"}
    page = client.post(address, earlier).content.decode()
    assert "ett annat den dag du har valt" in in_words(page)
    assert "räcker ännu inte till den första nivån. Uträknat för" in in_words(page)
    assert "Ange en grund" in in_words(client.post(address, filled_in(page)).content.decode())
    client.post(address, filled_in(page) | {"ground": "Underlaget kom senare."})
    with as_owner():
        found = Placement.objects.get()
    assert (found.level_order, found.proposed_order, found.decided_on) == (1, 0, then)
    assert "Uträknat för den dagen: Ännu inte på första nivån" in text(client, of(cast.anna.person))


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("level", "9", "Välj ett giltigt alternativ"),
        ("level", "", "måste fyllas i"),
        ("kind", "moved", "Välj ett giltigt alternativ"),
        ("decided_on", "2999-01-01", "inte dateras framåt"),
        ("decided_on", "igår", "giltigt datum"),
        ("ground", "x" * 2001, "2000"),
        ("seen_latest", "7", "Något har ändrats"),
        ("seen_order", "99999999999999999999", ""),
    ],
)
def test_bad_input_is_told_and_saves_nothing(
    client: Client, cast: Cast, placed: FrameworkVersion, field: str, value: str, words: str
) -> None:
    client.force_login(cast.bosse)
    assert words in decided(client, employment(cast), 1, **{field: value})
    with as_owner():
        assert Placement.objects.count() == 0


def test_what_is_not_there_is_not_found(client: Client, cast: Cast, placed: FrameworkVersion) -> None:
    client.force_login(cast.bosse)
    base = place_page(employment(cast))
    for address in (f"{base}?omrade=annat", f"{base}aterkalla/1/", base.replace("/niva/", "/niva/9")):
        assert client.get(address).status_code == 404, address
    for sent in ({"look": "x", "modell": "abc", "ground": "y" * 5000, "level": "x"}, {"take": "7", "decided_on": "x"}):
        assert client.post(base, sent).status_code == 200, sent


def test_withdrawing_takes_a_ground_and_keeps_the_line(client: Client, cast: Cast, placed: FrameworkVersion) -> None:
    client.force_login(cast.bosse)
    decided(client, employment(cast), 1)
    with as_owner():
        found = Placement.objects.get()
    address = f"{place_page(employment(cast))}aterkalla/{found.pk}/"
    assert address in client.get(of(cast.anna.person)).content.decode()
    assert "måste fyllas i" in client.post(address, {"ground": ""}).content.decode()
    assert "återkallat" in client.post(address, {"ground": "Gällde en kollega."}, follow=True).content.decode()
    assert "redan återkallat" in client.post(address, {"ground": "Igen."}, follow=True).content.decode()
    client.force_login(cast.anna)
    assert "Gällde en kollega." in text(client, ME)
    client.force_login(cast.maria)
    assert client.post(address, {"ground": "x"}).status_code == 404


def test_a_level_elsewhere_is_recognised_by_what_is_equivalent(
    client: Client, cast: Cast, placed: FrameworkVersion
) -> None:
    with as_owner():
        other = publish("pilot-rehab-kommun")
        left = list(effective_of(other).document.requirements())
        right = effective_of(placed).document
        lowest = min(right.levels, key=lambda level: level.order)
        Equivalence.objects.bulk_create(
            Equivalence(
                owner=cast.ale,
                left=other,
                left_code=left[0].code,
                right=placed,
                right_code=one.code,
                relation="broader",
                recorded_by=cast.gunilla,
            )
            for one in lowest.requirements()
        )
    client.force_login(cast.bosse)
    address = place_page(employment(cast))
    typed = filled_in(client.get(f"{address}?omrade=").content.decode()) | {
        "ground": "Kom i går.",
        "modell": f"{other.pk}",
    }
    page = client.post(address, typed | {"look": "recognised"}).content.decode()
    assert filled_in(page) == {name: value for name, value in typed.items() if name != "modell"}
    place = re.search(r'name="take" value="(\d)"[^>]*>Grundnivå<', page).group(1)  # type: ignore[union-attr]
    filled = filled_in(client.post(address, typed | {"take": place}).content.decode())
    assert (filled["kind"], filled["level"]) == ("recognised", "1")
    assert re.fullmatch(r"Placerad på .* hos en annan arbetsgivare\.\nKom i går\.", filled["ground"])
    with as_owner():
        assert Placement.objects.count() == 0


def test_no_page_asks_row_by_row(
    client: Client, cast: Cast, sixty: FrameworkVersion, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """Of three decisions and of sixty people."""
    client.force_login(cast.bosse)
    for number in range(3):
        decided(client, employment(cast), number % 2, ground=f"{number}")
    pages = {"place": place_page(employment(cast)), "person": of(cast.anna.person), "team": TEAM, "me": ME}
    for where, address in pages.items():
        client.force_login(cast.anna if where == "me" else cast.bosse)
        client.get(address)
        with django_assert_max_num_queries(MOST_QUERIES, info=where):
            client.get(address)


def test_the_persons_history_tells_it_in_words(client: Client, cast: Cast, placed: FrameworkVersion) -> None:
    client.force_login(cast.bosse)
    decided(client, employment(cast), 2, ground="Har handlett alla.")
    client.force_login(cast.anna)
    page = text(client, "/min-utveckling/historik/")
    first = page[page.index("Nivåplacering lades till") :]
    assert "Skäl" not in first[: first.index("Underlag lades till")]
    for words in ("Nivå Efter: fordjupning", "Grund Efter: Har handlett alla.", "Beslutad av Efter: Bosse"):
        assert words in first[:1500], words
    readings = text(client, "/min-utveckling/historik/lasningar/")
    assert "Sidan där din nivå beslutas" in readings
