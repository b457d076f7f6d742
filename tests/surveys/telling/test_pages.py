"""The pages of results: what they show, to whom, in how many queries."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from stegvis.foundation.access.actor import acting_as
from stegvis.surveys.models import Crossing, KnownShare, KnownWave, Telling
from stegvis.surveys.telling.known import take_in_wave
from stegvis.surveys.telling.presenting import ShownTable
from stegvis.surveys.telling.queries import tables_of
from tests.support.database import as_owner
from tests.surveys.telling.conftest import Given
from tests.surveys.telling.support import told_of

PAGES = ("results", "results_waves", "results_crossings", "results_microdata", "results_choices")


def test_the_pages_ask_few_queries(
    client: Client, told: Given, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(told.cast.dag)
    for name in PAGES:
        with django_assert_max_num_queries(15):
            assert client.get(reverse(f"surveys:{name}", args=[told.round.pk])).status_code == 200, name


@pytest.mark.parametrize("who", ["gunilla", "anna", "eva"])
def test_nobody_else_sees_that_there_is_such_a_round(client: Client, told: Given, who: str) -> None:
    client.force_login(getattr(told.cast, who))
    for name in PAGES:
        assert client.get(reverse(f"surveys:{name}", args=[told.round.pk])).status_code == 404, name
    for kind in ("xlsx", "csv", "pdf", "ddi", "sav"):
        assert client.get(reverse("surveys:results_file", args=[told.round.pk, kind])).status_code == 404, kind
    for name in ("results_start", "results_take_in"):
        assert client.post(reverse(f"surveys:{name}", args=[told.round.pk])).status_code == 404, name


def test_before_anything_is_worked_out(client: Client, needs: Given) -> None:
    client.force_login(needs.cast.dag)
    page = client.get(reverse("surveys:results", args=[needs.round.pk])).content.decode()
    assert "Inget är uträknat än" in page
    assert "Räkna fram resultaten" in page
    answer = client.post(reverse("surveys:results_start", args=[needs.round.pk]))
    assert (answer.status_code, answer["Location"][:6]) == (302, "/jobb/")


def test_what_is_asked_for_wrongly(client: Client, told: Given) -> None:
    client.force_login(told.cast.dag)
    here = reverse("surveys:results", args=[told.round.pk])
    for query in ("?nr=99", "?nr=-1", "?nr=x", "?vem=region", "?vem=%00", "?nr=99999999999"):
        assert client.get(here + query).status_code == 404, query
    for kind in ("exe", "svar-xlsx", "sav"):
        assert client.get(reverse("surveys:results_file", args=[told.round.pk, kind])).status_code == 404, kind


def test_every_figure_of_the_telling_is_on_the_page(client: Client, told: Given) -> None:
    assert told.told is not None
    client.force_login(told.cast.dag)
    page = client.get(reverse("surveys:results", args=[told.round.pk])).content.decode()
    for table in tables_of(told.told):
        assert page.count(f'data-told="{table.key}"') == 1, table.key
        for row in ShownTable(table).rows:
            for text in row[1:]:
                assert f">{text}<" in page, (table.key, text)


def test_a_telling_without_a_table_of_who_answered_is_shown_without_it(client: Client, told: Given) -> None:
    assert told.told is not None
    kept = [one for one in told.told.content["tables"] if one["kind"] != "response"]
    with as_owner():
        bare = Telling.objects.create(round=told.round, number=2, state="told", answered=120, content={"tables": kept})
        nothing = Telling.objects.create(round=told.round, number=3, state="told", answered=120, content={})
    client.force_login(told.cast.dag)
    here = reverse("surveys:results", args=[told.round.pk])
    for one, is_told in ((bare, True), (nothing, False)):
        page = client.get(f"{here}?nr={one.number}").content.decode()
        assert ("Vem har svarat" in page, 'data-told="needs"' in page) == (False, is_told), one.number


def test_published_shares_are_taken_in_and_compared(client: Client, told: Given) -> None:
    client.force_login(told.cast.dag)
    here = reverse("surveys:results_waves", args=[told.round.pk])
    assert "Ta in dem som en tidigare omgång" in client.get(here).content.decode()
    for _press in range(2):
        assert (
            client.post(reverse("surveys:results_take_in", args=[told.round.pk]), {"code": "behov-2022"}).status_code
            == 302
        )
    with as_owner():
        assert (KnownWave.objects.count(), KnownShare.objects.count()) == (1, 22 * 4 + 2 + 5)
    told_of(told.cast, told.round)
    page = client.get(here).content.decode()
    assert (
        "Leda medarbetare med delegerade HSL-insatser: de publicerade andelarna summerar till 101, som de är tryckta."
        in page
    )
    assert "Bara andelar är kända. De kan inte räknas om till antal svar." in page
    assert (
        client.post(reverse("surveys:results_take_in", args=[told.round.pk]), {"code": "karriar-2022"}).status_code
        == 302
    )
    with as_owner():
        assert KnownWave.objects.count() == 1


def test_a_crossing_is_chosen_and_taken_away(client: Client, told: Given) -> None:
    client.force_login(told.cast.dag)
    here = reverse("surveys:results_crossings", args=[told.round.pk])
    chosen = {"background": "roll", "question": "utbildningsform"}
    assert client.post(here, chosen).status_code == 302
    page = client.get(here).content.decode()
    assert "Vilken är din roll? ×" in page
    assert "döljs, och så många andra" not in page  # nobody has answered, as far as is known
    assert client.post(here, {"background": "x", "question": "utbildningsform"}).status_code == 200
    with as_owner():
        kept = Crossing.objects.get()
    assert client.post(here, {"remove": str(kept.pk)}).status_code == 302
    with as_owner():
        assert not Crossing.objects.exists()


@pytest.mark.parametrize(
    ("answered", "told_each", "expected"),
    [(64, "4,0", "det mesta"), (120, "7,5", "ungefär hälften"), (160, "10,0", ""), (0, "0,0", "")],
)
def test_it_is_said_beforehand_that_few_answers_hide_a_crossing(
    client: Client, needs: Given, answered: int, told_each: str, expected: str
) -> None:
    """Eight roles by two forms of education."""
    with as_owner():
        needs.round.became = [["municipality", "complete", answered]]
        needs.round.save()
        Crossing.objects.create(round=needs.round, background="roll", question="utbildningsform")
    client.force_login(needs.cast.dag)
    page = " ".join(client.get(reverse("surveys:results_crossings", args=[needs.round.pk])).content.decode().split())
    start = client.get(reverse("surveys:results", args=[needs.round.pk])).content.decode()
    said = f"{answered} har svarat: omkring {told_each} per ruta" in page
    assert (said, "Räkna med att" in page, "Av 1 vald korstabell" in start) == (bool(expected),) * 3
    assert f"Räkna med att {expected}" in page or not expected
    if expected == "det mesta":
        told_of(needs.cast, needs.round)
        after = client.get(reverse("surveys:results", args=[needs.round.pk])).content.decode()
        assert "vald korstabell" not in after


def test_what_an_earlier_wave_may_not_be_taken_in_by_another(told: Given) -> None:
    from stegvis.foundation.access.policy import NotYours

    with acting_as(told.cast.gunilla.pk) as actor, pytest.raises(NotYours):
        take_in_wave(actor=actor, questionnaire_id=told.round.version.questionnaire_id, code="behov-2022")
