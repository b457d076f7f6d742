"""The bank's own pages: a question that is written there, changed, and no longer asked."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from stegvis.surveys.models import Item
from tests.support.cast import Cast
from tests.support.database import as_owner

NEW = "/enkater/fragor/ny/"
SINGLE = {
    "kind": "single",
    "text_sv": "Har ni en karriärmodell?",
    "text_en": "Do you have a career model?",
    "val-0_sv": "Ja",
    "val-0-code": "",
    "val-1_sv": "Nej",
    "val-1-code": "",
    "areas": ["hemsjukvard"],
}


def items() -> list[Item]:
    with as_owner():
        return list(Item.objects.order_by("code"))


def signed_in(cast: Cast) -> tuple[Client, dict[str, Any]]:
    client = Client()
    client.force_login(cast.dag)
    return client, {"owner": f"collaboration-{cast.gr.pk}", "group": "Karriär"}


def test_a_question_is_written_into_the_bank(cast: Cast) -> None:
    client, whose = signed_in(cast)
    assert reverse("surveys:bank_new") in client.get(reverse("surveys:bank")).content.decode()
    shown = client.post(NEW, {**whose, **SINGLE, "kind": "matrix", "gor": "falt"})
    assert (shown.status_code, items(), "rad-0_sv" in shown.context["form"].fields) == (200, [], True)
    assert "Ja" in shown.content.decode()  # nothing that was typed is lost
    more = client.post(NEW, {**whose, **SINGLE, "gor": "rader"})
    assert (len(more.context["form"].choices), items()) == (2 + 2 + 5, [])
    saved = client.post(NEW, {**whose, **SINGLE})
    [item] = items()
    assert saved.url == reverse("surveys:bank_item", args=[item.pk])
    assert (item.collaboration_id, item.code, item.group) == (cast.gr.pk, "har-ni-en-karriarmodell", "Karriär")
    assert item.content == {
        "code": "har-ni-en-karriarmodell",
        "kind": "single",
        "text": {"sv": "Har ni en karriärmodell?", "en": "Do you have a career model?"},
        "choices": [{"code": "ja", "text": {"sv": "Ja"}}, {"code": "nej", "text": {"sv": "Nej"}}],
        "areas": ["hemsjukvard"],
    }


def test_what_cannot_be_kept_is_told_and_stays_on_the_page(cast: Cast) -> None:
    client, whose = signed_in(cast)
    client.post(NEW, {**whose, **SINGLE, "code": "modell"})
    told = {
        "twice": client.post(NEW, {**whose, **SINGLE, "code": "modell"}),
        "empty": client.post(NEW, {**whose, "kind": "single"}),
        "no choices": client.post(NEW, {**whose, "kind": "single", "text_sv": "Vad?"}),
        "another's": client.post(NEW, {**SINGLE, "owner": f"organisation-{cast.ale.pk}"}),
        "no kind": client.post(NEW, {**whose, **SINGLE, "kind": "hav", "text_sv": "Vad?\x00", "code": "1"}),
    }
    last = told.pop("no kind")
    assert last.url == reverse("surveys:bank_item", args=[items()[-1].pk])
    assert {name: answer.status_code for name, answer in told.items()} == dict.fromkeys(told, 200)
    words = {name: answer.content.decode() for name, answer in told.items()}
    assert "Koden ”modell” finns redan i frågebanken." in words["twice"]
    assert "Do you have a career model?" in words["twice"]
    assert words["empty"].count("Orden på svenska saknas") == 1
    assert not [one for one in told["empty"].context["problems"] if one.path[-1:] == ("code",)]
    assert "Det finns inga svarsalternativ" in words["no choices"]
    assert "Välj ett giltigt alternativ" in words["another's"]
    assert client.post(NEW, {**whose, **SINGLE, "gor": "hav"}).status_code == 404
    assert [one.code for one in items()] == ["modell", "q-1"]


def test_a_row_has_a_page_and_two_who_change_are_told(cast: Cast) -> None:
    client, whose = signed_in(cast)
    matrix = {**whose, **SINGLE, "kind": "matrix", "code": "behov", "rad-0_sv": "Sårvård", "rad-0-code": ""}
    matrix |= {"rad-1_sv": "Demens", "rad-1-code": ""}
    del matrix["areas"]  # which are a row's, of a matrix
    page = client.post(NEW, matrix).url
    assert "?rad=0-0-1" in client.get(page).content.decode()
    was = client.get(f"{page}?rad=0-0-1").context["was"]
    row = {"text_sv": "Demens", "areas": ["hemsjukvard"], "code": "behov-2", "var": was}
    assert client.post(f"{page}?rad=0-0-1", row).url == page
    [item] = items()
    assert [one.get("areas") for one in item.content["rows"]] == [None, ["hemsjukvard"]]
    late = client.post(f"{page}?rad=0-0-0", {"text_sv": "Mitt", "code": "behov-1", "var": was})
    assert "Någon annan har ändrat under tiden" in late.content.decode()
    assert "Mitt" in late.content.decode()
    assert items()[0].content == item.content
    for name in ("0-0-9", "0-1", "skala-x", "hav", "1-0-0"):
        assert (name, client.get(f"{page}?rad={name}").status_code) == (name, 404)
    for colleague in (cast.cecilia, cast.eva):  # to whom the bank itself is not there
        client.force_login(colleague)
        assert [client.get(one).status_code for one in (page, NEW, reverse("surveys:bank"))] == [404, 404, 404]
        assert client.post(page, row).status_code == 404
