"""Answering by a link: saved as one goes, gone on with, signed or sealed, and told whatever else happens."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from stegvis.foundation.sealed.models import SealedAnswer
from stegvis.surveys.answering.locking import room_for, unlock
from stegvis.surveys.content.plain import read
from stegvis.surveys.fielding import asking, services
from stegvis.surveys.models import Answers, Begun, Link, Reply, ReplyFile, Round, Sent
from tests.support.database import as_owner
from tests.surveys.asked import (
    CONTENT,
    POSTED,
    WHOLE,
    Asked,
    asks_members,
    does,
    fills_in,
    opens,
    sends,
    sets_up,
    tokens,
)

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\nxref\n0 1\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"


def at(name: str, token: str, *parts: str) -> str:
    return reverse(f"surveys:{name}", args=[token, *parts])


def post(client: Client, token: str, section: str, **fields: Any) -> Any:
    return client.post(at("answer_page", token, section), {"go": "next", **fields})


def of_ale(asked: Asked) -> Reply:
    with as_owner():
        return Reply.objects.get(round=asked.round, contact__organisation=asked.cast.ale)


def test_an_organisation_answers_page_by_page_signs_and_reads_its_receipt(client: Client, organisations: Asked) -> None:
    token = organisations.tokens["ale@example.se"]
    start = client.get(at("answer", token)).content.decode()
    assert "Ale kommun" in start
    assert "artikel 6.1 e" in start
    assert client.get(at("answer", token)).headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    first = client.post(
        at("answer_page", token, "om"), {**POSTED["om"], "shows": "modell:0,antal:0,bilaga:0", "go": "next"}
    )
    assert first.status_code == 200  # another question is asked by what was answered
    assert 'name="q-vilken"' in first.content.decode()
    assert post(client, token, "om", **POSTED["om"], shows="modell:0,vilken:0,antal:0,bilaga:0").status_code == 302
    onward = post(client, token, "behov", **POSTED["behov"], shows="utbildning:2,form:0,viktigt:0,steg:1,nar:0")
    assert onward["Location"] == at("answer_send", token)
    assert of_ale(organisations).content == WHOLE
    again = client.get(at("answer_page", token, "om")).content.decode()
    assert "Vår egen</textarea>" in again
    through = client.get(at("answer_send", token)).content.decode()
    assert "31 maj 2026" in through
    unsigned = client.post(at("answer_send", token), {"notice": 1, "name": "", "role": "Chef"})
    assert unsigned.status_code == 422
    assert "Skriv ditt namn" in unsigned.content.decode()
    sent = client.post(at("answer_send", token), {"notice": 1, "name": "Kim Ek", "role": "HR-chef"})
    assert "Tack för att du svarade!" in sent.content.decode()
    reply = of_ale(organisations)
    assert (reply.state, reply.signed_by, reply.signed_role, reply.content) == ("received", "Kim Ek", "HR-chef", WHOLE)
    with as_owner():
        assert list(Sent.objects.values_list("number", "content", "signed_by")) == [(1, WHOLE, "Kim Ek")]
        link = Link.objects.get(round=organisations.round, email="ale@example.se")
        assert (link.answered_on, link.minute, link.saves) == (timezone.localdate(), 0, 0)
    assert "Kim Ek" in client.get(at("answer_receipt", token)).content.decode()
    twice = client.post(at("answer_send", token), {"notice": 1, "name": "Kim Ek", "role": "HR-chef"})
    assert twice.status_code == 409
    assert "Redan mottaget" in twice.content.decode()
    late = post(client, token, "om", **{**POSTED["om"], "q-vilken": "Något helt annat"})
    assert late.status_code == 409
    assert "Något helt annat" in late.content.decode()  # to be copied
    assert of_ale(organisations).content == WHOLE


def test_a_person_answers_and_nothing_of_it_can_be_read(client: Client, persons: Asked) -> None:
    token = persons.token
    fills_in(token)
    with as_owner():
        begun = Begun.objects.get()
        assert unlock(token, begun.link_id, bytes(begun.content)) == WHOLE
        assert unlock(persons.tokens["p1@example.se"], begun.link_id, bytes(begun.content)) == {}
        assert len(begun.content) == room_for(read(CONTENT)) + 12 + 16
    assert "Vår egen</textarea>" in client.get(at("answer_page", token, "om")).content.decode()
    sent = client.post(at("answer_send", token), {"notice": 1})
    assert "Vår egen" in sent.content.decode()
    with as_owner():
        assert (Begun.objects.count(), SealedAnswer.objects.count(), Answers.objects.count()) == (0, 1, 0)
        link = Link.objects.get(email="p0@example.se")
        assert (link.minute, link.saves, link.answered_on) == (0, 0, timezone.localdate())  # no time but the day
    assert client.post(at("answer_send", token), {"notice": 1}).status_code == 409
    assert post(client, token, "om", **POSTED["om"]).status_code == 409
    with as_owner():
        link.refresh_from_db()
        assert (link.minute, link.saves) == (0, 0)  # nor of what comes too late
    stopped = client.get(at("answer", token)).content.decode()
    bar = re.sub(r"\s+", " ", stopped[stopped.index("<header>") : stopped.index("</header>")])
    assert (persons.round.sender in bar, "sv-nav" in bar, "Logga in" in bar) == (True, False, False)
    too_large = client.post(at("answer_send", token), {f"q-{number}": "x" for number in range(1001)})
    assert (too_large.status_code, f'href="{at("answer", token)}"' in too_large.content.decode()) == (413, True)
    assert 'class="ds-button" href="/"' not in too_large.content.decode()
    assert "Redan mottaget" in stopped
    assert "Vår egen" not in stopped


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("q-antal", "tolv", "är inget tal"),
        ("q-antal", "99999", "är för mycket"),
        ("q-vilken", "x" * 1_000_000, "får plats"),
        ("q-vilken", "Hon heter 19850101-1236", "personnummer"),
        ("q-modell", "kanske", "är inget av svarsalternativen"),
        ("q-modell", "<script>alert(1)</script>", "är inget av svarsalternativen"),
    ],
)
def test_what_cannot_be_taken_is_told_and_the_rest_is_saved(
    client: Client, organisations: Asked, field: str, typed: str, said: str
) -> None:
    token = organisations.tokens["ale@example.se"]
    fills_in(token)
    fields = {**POSTED["om"], "q-vilken": "Ändrad", "q-antal": "13", field: typed}
    answer = post(client, token, "om", **fields)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert said in shown
    assert "<script>alert" not in shown
    if field != "q-modell":
        assert typed in shown  # nothing that was typed is lost
    wanted = {**WHOLE, "vilken": "Ändrad", "antal": 13}
    code = field.removeprefix("q-")
    assert of_ale(organisations).content == {**wanted, code: WHOLE[code]}


def test_two_in_one_place_and_a_date_without_a_step_are_told(client: Client, organisations: Asked) -> None:
    token = organisations.token
    answer = post(
        client, token, "behov", **{"q-viktigt.tid": "1", "q-viktigt.lon": "1", "q-steg.beslut.on": "2026-01-01"}
    )
    assert answer.status_code == 422
    assert "Två alternativ har samma plats" in answer.content.decode()
    assert "Välj hur långt" in answer.content.decode()


def test_several_share_a_reply_and_one_signs(client: Client, cast: Any) -> None:
    found = sets_up(cast)
    asks_members(
        cast,
        found,
        (cast.ale, "a@example.se", True),
        (cast.ale, "b@example.se", False),
        (cast.molndal, "m@example.se", True),
    )
    opens(cast, found)
    known = tokens(found)
    fills_in(known["b@example.se"], {"om": {"q-modell": "nej", "q-antal": "3"}})
    fills_in(known["a@example.se"], {"behov": POSTED["behov"]})
    mine = client.get(at("answer_send", known["b@example.se"])).content.decode()
    assert "Signera" not in mine
    assert (
        client.post(at("answer_send", known["b@example.se"]), {"notice": 1, "name": "B", "role": "C"}).status_code
        == 422
    )
    assert sends(known["a@example.se"]) == "sent"
    with as_owner():
        reply = Reply.objects.get(round=found)
        assert reply.content == {**{k: v for k, v in WHOLE.items() if k != "vilken"}, "modell": "nej", "antal": 3}
        assert Link.objects.filter(contact=reply.contact, answered_on__isnull=False).count() == 2


def test_of_two_who_change_the_same_the_second_sees_both(client: Client, organisations: Asked) -> None:
    token = organisations.token
    fills_in(token)
    seen = client.get(at("answer_page", token, "om")).context["fields"]
    marks = {f"was-{one.code}": one.was for one in seen}
    assert post(client, token, "om", **{**POSTED["om"], "q-antal": "20", **marks}).status_code == 302
    # The other tab has an old page: what it did not touch stays, what it touched is asked about.
    other = post(client, token, "om", **{**POSTED["om"], "q-antal": "30", "q-vilken": "Annan", **marks})
    shown = other.content.decode()
    assert (other.status_code, "Någon annan har svarat under tiden" in shown, 'value="30"' in shown) == (
        422,
        True,
        True,
    )
    assert of_ale(organisations).content == {**WHOLE, "antal": 20, "vilken": "Annan"}
    fresh = {f"was-{one.code}": one.was for one in other.context["fields"]}
    assert (
        post(client, token, "om", **{**POSTED["om"], "q-antal": "30", "q-vilken": "Annan", **fresh}).status_code == 302
    )
    assert of_ale(organisations).content["antal"] == 30
    untouched = post(client, token, "om", **{**POSTED["om"], **marks})  # everything as the first page had it
    assert untouched.status_code == 302
    assert of_ale(organisations).content == {**WHOLE, "antal": 30, "vilken": "Annan"}


def test_htmx_saves_one_answer_and_shows_what_it_opens(client: Client, organisations: Asked) -> None:
    token = organisations.token
    address = at("answer_page", token, "om")
    shows = "modell:0,antal:0,bilaga:0"
    saved = client.post(
        f"{address}?fraga=antal", {"q-antal": "4", "q-modell": "", "shows": shows}, HTTP_HX_REQUEST="true"
    )
    assert "Sparat" in saved.content.decode()
    assert "HX-Retarget" not in saved.headers
    opened = client.post(f"{address}?fraga=modell", {"q-modell": "ja", "shows": shows}, HTTP_HX_REQUEST="true")
    assert opened.headers["HX-Retarget"] == "#fragor"
    assert 'name="q-vilken"' in opened.content.decode()
    wrong = client.post(f"{address}?fraga=antal", {"q-antal": "fyra", "shows": shows}, HTTP_HX_REQUEST="true")
    assert "är inget tal" in wrong.content.decode()
    assert of_ale(organisations).content == {"antal": 4, "modell": "ja"}


def test_what_must_be_answered_is_said_at_sending(client: Client, organisations: Asked) -> None:
    token = organisations.token
    fills_in(token, {"om": {"q-antal": "4"}})
    answer = client.post(at("answer_send", token), {"notice": 1, "name": "Kim", "role": "Chef"})
    assert answer.status_code == 422
    assert "Det här måste besvaras" in answer.content.decode()
    assert of_ale(organisations).state == "begun"


def test_a_file_is_kept_fetched_and_taken_away(client: Client, organisations: Asked) -> None:
    token, other = organisations.tokens["ale@example.se"], organisations.tokens["molndal@example.se"]
    file = SimpleUploadedFile("modell.pdf", PDF, "application/pdf")
    assert post(client, token, "om", **POSTED["om"], **{"q-bilaga": file}).status_code == 302
    kept = of_ale(organisations).content["bilaga"]
    assert (kept["name"], kept["size"]) == ("modell.pdf", len(PDF))
    fetched = client.get(at("answer_file", token, kept["id"]))
    assert (fetched.content, fetched.headers["Content-Disposition"]) == (PDF, 'attachment; filename="modell.pdf"')
    assert client.get(at("answer_file", other, kept["id"])).status_code == 404
    wrong = post(client, token, "om", **{"q-bilaga": SimpleUploadedFile("x.exe", b"MZ" + b"0" * 99)})
    assert (wrong.status_code, "PDF, PNG" in wrong.content.decode()) == (422, True)
    post(client, token, "om", **POSTED["om"], clear="bilaga")
    with as_owner():
        assert not ReplyFile.objects.exists()


@pytest.mark.parametrize(
    ("state", "days", "said"),
    [("paused", 3, "pausad"), ("closed", 3, "stängd"), ("open", -1, "stängd")],
)
def test_nothing_is_taken_outside_the_days_and_what_is_begun_stays(
    client: Client, organisations: Asked, state: str, days: int, said: str
) -> None:
    token = organisations.token
    fills_in(token)
    today = timezone.localdate()
    with as_owner():
        Round.objects.update(state=state, opens_on=today - timedelta(days=9), closes_on=today + timedelta(days=days))
    for answer in (
        client.get(at("answer", token)),
        client.get(at("answer_page", token, "om")),
        post(client, token, "om", **{"q-antal": "99"}),
        client.post(at("answer_send", token), {"notice": 1, "name": "A", "role": "B"}),
    ):
        assert answer.status_code in {200, 409}
        assert said in answer.content.decode()
    assert (of_ale(organisations).content, of_ale(organisations).state) == (WHOLE, "begun")


def test_unknown_withdrawn_and_anothers_links(client: Client, organisations: Asked) -> None:
    unknown = [client.get(at("answer", text)) for text in ("x", "å" * 20, "0" * 32, "a" * 500)]
    unknown += [client.post(at("answer_send", "x"), {}), client.get(at("answer_receipt", "x"))]
    assert {one.status_code for one in unknown} == {404}
    with as_owner():
        link = Link.objects.get(round=organisations.round, email="ale@example.se")
    does(organisations.cast.dag, asking.withdraw_link, organisations.round, link_id=link.pk)
    token = organisations.tokens["ale@example.se"]
    assert "Länken har dragits tillbaka" in client.get(at("answer", token)).content.decode()
    assert post(client, token, "om", **POSTED["om"]).status_code == 409
    assert client.get(at("answer_page", organisations.tokens["molndal@example.se"], "finns-inte")).status_code == 404


def test_a_test_is_answered_like_any_other_and_nothing_is_kept(client: Client, cast: Any) -> None:
    for kind in ("organisations", "persons"):
        found = sets_up(cast, kind=kind)
        link = does(cast.dag, services.make_test_link, found, kind="municipality")
        from stegvis.surveys.fielding.links import token_of

        token = token_of(link.pk)
        assert "Det här är ett prov" in client.get(at("answer", token)).content.decode()
        fills_in(token)
        assert sends(token) == "tested"
        with as_owner():
            assert not any(model.objects.exists() for model in (Reply, Sent, Begun, SealedAnswer, Answers))
            event: Any = Reply
            assert not event.pgh_event_model.objects.exists()
        assert client.get(at("answer", token)).status_code == 200  # and can be tried again


def test_in_english_and_without_a_script(client: Client, organisations: Asked) -> None:
    client.cookies["django_language"] = "en"
    page = client.get(at("answer_page", organisations.token, "om")).content.decode()
    assert "About the work" in page
    assert "ja (en)" in page


def test_a_save_and_a_page_are_few_queries(
    client: Client, organisations: Asked, persons: Asked, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for asked in (organisations, persons):
        client.get(at("answer", asked.token))
        with django_assert_max_num_queries(4):
            client.get(at("answer_page", asked.token, "om"))
        with django_assert_max_num_queries(7):
            post(client, asked.token, "om", **POSTED["om"])


def test_one_link_that_floods_is_told_and_others_are_not(client: Client, organisations: Asked) -> None:
    with as_owner():
        Link.objects.filter(email="ale@example.se").update(minute=timezone.now().minute, saves=9_000)
    flooding = post(client, organisations.tokens["ale@example.se"], "om", **POSTED["om"])
    assert flooding.status_code in {302, 429}  # the minute may have turned
    if flooding.status_code == 429:
        assert "Vänta en minut" in flooding.content.decode()
    assert post(client, organisations.tokens["molndal@example.se"], "om", **POSTED["om"]).status_code in {200, 302}
