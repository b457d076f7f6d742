"""The pages of coding, pressed through without scripts."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import visible
from stegvis.foundation.accounts.models import User
from stegvis.surveys.models import Code, CodeBook, Flag, FreeText, HiddenText, OpenQuestion, Passage, Quote, Reading
from tests.support.cast import Cast
from tests.support.database import as_owner
from tests.surveys.coding.conftest import Coded
from tests.surveys.coding.support import TEXTS, a_book, a_reply, a_round, again, cut, cut_as_stegvis, the_question

pytestmark = pytest.mark.django_db


def page(client: Client, user: User, name: str, *keys: Any, **query: Any) -> str:
    client.force_login(user)
    response = client.get(reverse(f"surveys:{name}", args=keys), query)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def post(client: Client, user: User, name: str, *keys: Any, **sent: Any) -> str:
    """What is said after it."""
    client.force_login(user)
    response = client.post(reverse(f"surveys:{name}", args=keys), sent, follow=True)
    assert response.status_code == 200, response.status_code
    said = [str(one) for one in response.context["messages"]]
    return " ".join(said)


def test_a_leader_sets_up_the_coding_and_a_coder_is_led_to_the_texts(client: Client, cast: Cast) -> None:
    fielded = a_round(cast.gr)
    cut(fielded, TEXTS[:9])
    assert "1 text till behövs innan någon visas" in page(client, cast.dag, "coding", fielded.pk)
    cut(fielded, TEXTS[9:])
    asked = the_question(fielded)
    whole = page(client, cast.dag, "coding_question", asked.pk)
    assert "För att koda behövs en kodbok." in whole
    book = a_book(cast.gr, "Tid")
    assert post(client, cast.dag, "coding_choose", asked.pk, book=book.pk).startswith("Kodboken är vald")
    assert post(client, cast.dag, "coding_coder", asked.pk, email="eva@example.se").startswith("Ingen som kan koda")
    assert post(client, cast.dag, "coding_coder", asked.pk, email="inte") != ""
    for email in ("dag@example.se", "cecilia@example.se"):
        assert post(client, cast.dag, "coding_coder", asked.pk, email=email) == "Kodaren ser texterna från och med nu."
    own = page(client, cast.cecilia, "coding_own")
    assert reverse("surveys:coding_read", args=[asked.pk]) in own
    in_the_menu = f'<a href="{reverse("surveys:coding_own")}"'  # also of who leads nothing
    assert (in_the_menu in page(client, cast.cecilia, "coding_read", asked.pk), in_the_menu in own) == (True, True)
    others = page(client, cast.anna, "coding_own")
    assert ("Inget att koda" in others, in_the_menu in others) == (True, False)
    assert "10 texter" in page(client, cast.cecilia, "coding", fielded.pk)


def test_texts_are_marked_by_sentence_by_stretch_and_whole(client: Client, cast: Cast, coded: Coded) -> None:
    text, other = coded.texts[0], coded.texts[1]
    key, code = coded.asked.pk, str(coded.codes["Tid"].pk)
    shown = page(client, cast.cecilia, "coding_read", key)
    assert all(one in shown for one in TEXTS)
    assert "0 av 10 texter är markerade" in shown
    post(client, cast.cecilia, "coding_read", key, text=text.pk, code=code, sentence=["1"], memo="Oro")
    begins = other.content.index("Ångest")
    ends = other.content.index("🙈") + 1
    post(client, cast.cecilia, "coding_read", key, text=other.pk, code=code, begins=begins, ends=ends)
    post(client, cast.cecilia, "coding_read", key, text=coded.texts[2].pk, code=code, sentence=["0", "whole"])
    with acting_as(cast.cecilia.pk):
        marked = [one.text.content[one.begins : one.ends] for one in Passage.objects.order_by("text__content")]
    assert marked == ["Ångest över scheman 🙈 finns.", "Ångest över scheman 🙈", TEXTS[2]]
    shown = page(client, cast.cecilia, "coding_read", key)
    assert "3 av 10 texter är markerade" in shown
    assert '<mark class="coding-mark coding-tint-0">Ångest över scheman 🙈</mark> finns.</p>' in shown
    assert "0 av 10 texter är markerade" in page(client, cast.dag, "coding_read", key)
    left = page(client, cast.cecilia, "coding_read", key, kvar="1")
    assert (TEXTS[3] in left, TEXTS[2] in left) == (True, False)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"sentence": ["0"]}, "Välj en kod för det du markerar."),
        ({"code": "tid"}, "Välj vad som ska markeras: en del av texten eller meningar."),
        ({"code": "tid", "sentence": ["99", "x", "-1"]}, "Välj vad som ska markeras: en del av texten eller meningar."),
        ({"code": "tid", "begins": "0", "ends": "99999"}, "Det markerade ligger utanför texten. Ladda om sidan."),
        ({"code": "tid", "begins": "1e3", "ends": ""}, "Det markerade ligger utanför texten. Ladda om sidan."),
        ({"code": "tid", "sentence": ["0"], "memo": "x" * 1001}, "En anteckning rymmer högst 1000 tecken."),
    ],
)
def test_what_cannot_be_marked_is_said(
    client: Client, cast: Cast, coded: Coded, sent: dict[str, Any], said: str
) -> None:
    if "code" in sent:
        sent = sent | {"code": coded.codes["Tid"].pk}
    assert post(client, cast.cecilia, "coding_read", coded.asked.pk, text=coded.texts[0].pk, **sent) == said
    with as_owner():
        assert not Passage.objects.exists()


@pytest.mark.parametrize("field", ["text", "code"])
@pytest.mark.parametrize("value", ["", "x", "00000000-0000-4000-8000-000000000000", "' OR 1=1"])
def test_a_text_or_code_there_is_not_is_not_found(
    client: Client, cast: Cast, coded: Coded, field: str, value: str
) -> None:
    sent = {"text": str(coded.texts[0].pk), "code": str(coded.codes["Tid"].pk), "sentence": "0"} | {field: value}
    client.force_login(cast.cecilia)
    response = client.post(reverse("surveys:coding_read", args=[coded.asked.pk]), sent)
    assert response.status_code == (302 if (field, value) == ("code", "") else 404)


def test_script_in_a_text_is_shown_as_words(client: Client, cast: Cast) -> None:
    fielded = a_round(cast.gr, kind="organisations")
    cut_as_stegvis(a_reply(fielded, cast.ale, {"saknas": "<script>alert(1)</script> & <b>tid</b>"}))
    asked, book = the_question(fielded), a_book(cast.gr, "Tid")
    post(client, cast.dag, "coding_choose", asked.pk, book=book.pk)
    post(client, cast.dag, "coding_coder", asked.pk, email="dag@example.se")
    shown = page(client, cast.dag, "coding_read", asked.pk)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;tid&lt;/b&gt;" in shown
    assert ("<script>alert" in shown, "Ale kommun" in shown) == (False, True)


def test_two_code_compare_settle_and_agree(client: Client, cast: Cast, coded: Coded) -> None:
    coded.marks(cast.dag, 0, "Tid", (0, 3))
    coded.marks(cast.cecilia, 0, "Tid", (0, 19))
    key = coded.asked.pk
    [own] = coded.marks(cast.dag, 1, "Miljö", (0, 3))
    post(client, cast.dag, "coding_unmark", key, own.pk)
    assert post(client, cast.dag, "coding_done", key).startswith("Du är klar.")
    client.force_login(cast.dag)
    assert client.get(reverse("surveys:coding_compare", args=[key])).status_code == 302
    post(client, cast.dag, "coding_go_on", key)
    post(client, cast.dag, "coding_done", key)
    post(client, cast.cecilia, "coding_done", key)
    shown = page(client, cast.cecilia, "coding_compare", key)
    assert "Kodarna är mycket väl överens." in shown
    assert "1 skillnad av 1 återstår att avgöra." in shown
    assert "Ta över det som är lika" not in shown
    post(client, cast.dag, "coding_merge", key)
    assert "Det finns skillnader kvar" in post(client, cast.dag, "coding_agree", key)
    sent = {"text": coded.texts[0].pk, "code": coded.codes["Tid"].pk, "begins": 0, "ends": 19}
    assert post(client, cast.cecilia, "coding_settle", key, **sent, choice="third") == "Välj hur det avgörs."
    post(client, cast.cecilia, "coding_settle", key, **sent, choice="second")
    assert "Kodningen är överenskommen." in post(client, cast.dag, "coding_agree", key)
    assert again(coded.asked).state == OpenQuestion.State.SETTLED
    with acting_as(cast.dag.pk):
        [agreed] = Passage.objects.filter(is_agreed=True)
    assert (agreed.begins, agreed.ends) == (0, 19)
    post(client, cast.dag, "coding_reopen", key)
    assert again(coded.asked).state == OpenQuestion.State.COMPARED


def test_quotes_are_proposed_warned_about_and_decided(client: Client, cast: Cast, coded: Coded) -> None:
    [own] = coded.marks(cast.cecilia, 0, "Tid", (0, 60))
    key = coded.asked.pk
    client.force_login(cast.cecilia)
    new = reverse("surveys:coding_quote_new", args=[key, own.pk])
    assert client.get(new).status_code == 404  # the readings are closed
    coded.done(cast.dag, cast.cecilia)
    assert "Tid för handledning" in client.get(new).content.decode()
    wrong = client.post(new, {"words": "Något annat"}).content.decode()
    assert "Ett citat är textens egna ord" in wrong
    client.post(new, {"words": "Tid för handledning på plats 0. Ångest över scheman […]"})
    with as_owner():
        quote = Quote.objects.get()
    assert "Någon annan än du godkänner det." in page(client, cast.cecilia, "coding_quotes", key)
    assert f"De som leder enkäten godkänner: samordnarna för {coded.asked.owner}." in page(
        client, cast.cecilia, "coding_quotes", key
    )
    assert "Godkänn citatet" in page(client, cast.dag, "coding_quotes", key)
    assert (
        post(client, cast.dag, "coding_quote_decide", key, quote.pk, decision="refuse")
        == "Ange varför citatet inte godkänns."
    )
    assert (
        post(client, cast.cecilia, "coding_quote_decide", key, quote.pk, decision="approve")
        == "Den som leder enkäten godkänner citat."
    )
    post(client, cast.dag, "coding_quote_decide", key, quote.pk, decision="approve")
    with as_owner():
        assert Quote.objects.get().state == Quote.State.APPROVED
    assert "redan beslutat" in post(client, cast.cecilia, "coding_quote_withdraw", key, quote.pk)
    client.force_login(cast.dag)
    client.post(new, {"words": "Tid för handledning […]"})
    alone = "Finns ingen annan kan du ta tillbaka det och låta en av kodarna föreslå det."
    assert alone in page(client, cast.dag, "coding_quotes", key)


def test_a_text_is_hidden_with_a_reason_and_shown_again(client: Client, cast: Cast, coded: Coded) -> None:
    text, key = coded.texts[0], coded.asked.pk
    client.force_login(cast.dag)
    address = reverse("surveys:coding_hide", args=[key, text.pk])
    assert client.post(address, {"reason": " "}).status_code == 200
    with as_owner():
        assert not HiddenText.objects.exists()
    assert text.content in client.get(address).content.decode()
    post(client, cast.dag, "coding_hide", key, text.pk, reason="Namnger en patient")
    for user in (cast.dag, cast.cecilia):
        assert text.content not in page(client, user, "coding_read", key)
    assert "Namnger en patient" in page(client, cast.dag, "coding_question", key)
    assert "Namnger en patient" not in page(client, cast.cecilia, "coding_question", key)
    post(client, cast.dag, "coding_show", key, text.pk)
    assert text.content in page(client, cast.cecilia, "coding_read", key)


def test_a_coder_is_taken_away_after_a_question(client: Client, cast: Cast, coded: Coded) -> None:
    coded.marks(cast.cecilia, 0, "Tid", (0, 3))
    key = coded.asked.pk
    assert "Ta bort Cecilia?" in page(client, cast.dag, "coding_remove", key, 2)
    post(client, cast.dag, "coding_remove", key, 2)
    with as_owner():
        assert (Passage.objects.count(), Reading.objects.count()) == (0, 1)
    client.force_login(cast.cecilia)
    assert client.get(reverse("surveys:coding_read", args=[key])).status_code == 404


def test_coded_passages_go_out_as_each_sees_them(client: Client, cast: Cast, coded: Coded) -> None:
    coded.marks(cast.dag, 0, "Handledning", (8, 19), memo="=1+1")
    coded.marks(cast.cecilia, 0, "Tid", (0, 3))
    client.force_login(cast.dag)
    response = client.get(reverse("surveys:coding_passages", args=[coded.asked.pk]))
    [sheet] = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).sheet_names
    rows = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_name(sheet).to_python()
    number = sorted(str(one.pk) for one in coded.texts).index(str(coded.texts[0].pk)) + 1
    assert rows[1:] == [
        [f"Text {number}", TEXTS[0], "Tid › Handledning", "handledning", 8.0, 19.0, "=1+1", "Dag"],
    ]
    packed = client.get(reverse("surveys:coding_project", args=[coded.asked.pk]))
    assert (packed.status_code, packed["Content-Disposition"]) == (
        200,
        'attachment; filename="behov-2026-saknas.qdpx"',
    )


def test_a_code_book_is_written_in_the_browser(client: Client, cast: Cast) -> None:
    assert "Inga kodböcker än" in page(client, cast.dag, "codebooks")
    post(client, cast.dag, "codebook_new", owner=f"c{cast.gr.pk}", title="Vad som saknas", note="Markera lite")
    with as_owner():
        book = CodeBook.objects.get()
    assert (book.collaboration, book.note) == (cast.gr, "Markera lite")
    post(client, cast.dag, "code_new", book.pk, title="Tid", definition="", parent="")
    with as_owner():
        time = Code.objects.get()
    post(client, cast.dag, "code_new", book.pk, title="Schema", definition="Helger", parent=time.pk)
    post(client, cast.dag, "code_new", book.pk, title="Miljö", definition="", parent="")
    post(client, cast.dag, "code_move", book.pk, time.pk, to="down")
    post(client, cast.dag, "code_retire", book.pk, time.pk, retired="1")
    shown = page(client, cast.dag, "codebook", book.pk)
    assert re.findall(r'coding-code coding-tint-\d">([^<]+)<', shown) == ["Miljö", "Tid", "Schema"]
    assert "utgången" in shown
    client.force_login(cast.dag)
    own = reverse("surveys:code", args=[book.pk, time.pk])
    with as_owner():
        schema = Code.objects.get(title="Schema")
    assert "Välj ett giltigt alternativ" in client.post(own, {"title": "Tid", "parent": schema.pk}).content.decode()
    post(client, cast.dag, "codebook_rename", book.pk, title="Behov", note="")
    post(client, cast.dag, "code_delete", book.pk, schema.pk)
    with as_owner():
        assert sorted(Code.objects.values_list("title", flat=True)) == ["Miljö", "Tid"]
        assert CodeBook.objects.get().title == "Behov"
    assert post(client, cast.dag, "codebook_away", book.pk, away="1") == "Kodboken är undanlagd."


def test_codes_are_brought_in_from_a_file_and_taken_out(client: Client, cast: Cast) -> None:
    book = a_book(cast.gr, "Tid")
    sent = SimpleUploadedFile("koder.csv", "Kod;Under\r\nÖver;\r\nSchema;Tid\r\n".encode())
    assert post(client, cast.dag, "codebook_import", book.pk, file=sent) == "Koder: 2 nya, 0 ändrade, 0 som förut."
    client.force_login(cast.dag)
    empty = SimpleUploadedFile("koder.csv", b"")
    response = client.post(reverse("surveys:codebook_import", args=[book.pk]), {"file": empty})
    assert "Filen är tom." in response.content.decode()
    names = {}
    for kind in ("xlsx", "yaml", "qdc", "exe"):
        response = client.get(reverse("surveys:codebook_file", args=[book.pk, kind]))
        names[kind] = (response.status_code, response.get("Content-Disposition"))
    assert names == {
        **{kind: (200, f'attachment; filename="vad-som-saknas.{kind}"') for kind in ("xlsx", "yaml", "qdc")},
        "exe": (404, None),
    }


def test_pages_ask_no_more_for_more_texts(
    client: Client, cast: Cast, coded: Coded, django_assert_max_num_queries: Any
) -> None:
    with as_owner():
        fielded = coded.asked.round
    cut(fielded, [f"Text nummer {number}. Med två meningar." for number in range(60)])
    for number in range(10):
        coded.marks(cast.dag, number, "Tid", (0, 3))
        coded.marks(cast.cecilia, number, "Miljö", (0, 3))
    client.force_login(cast.dag)
    for name in ("coding_question", "coding_read"):
        with django_assert_max_num_queries(15):
            assert client.get(reverse(f"surveys:{name}", args=[coded.asked.pk])).status_code == 200
    coded.done(cast.dag, cast.cecilia)
    for name in ("coding_compare", "coding_quotes", "coding_question"):
        with django_assert_max_num_queries(15):
            assert client.get(reverse(f"surveys:{name}", args=[coded.asked.pk])).status_code == 200
    with acting_as(cast.dag.pk):
        assert FreeText.objects.count() == 70


def test_a_coder_asks_the_leader_and_the_other_coder_sees_nothing_of_it(
    client: Client, cast: Cast, coded: Coded
) -> None:
    with as_owner():
        Reading.objects.filter(asked=coded.asked, coder=cast.dag).delete()  # so that Dag leads, and codes not
        Reading.objects.create(asked=coded.asked, coder=cast.anna, place=1)
    key, text = coded.asked.pk, coded.texts[0].pk

    def asks(**sent: Any) -> str:
        return post(client, cast.cecilia, "coding_flag", key, text=str(text), **sent)

    assert asks(kind="text", words="Ett namn står här").startswith("Den som leder enkäten får veta det.")
    assert asks(kind="code", words="Bemanning").startswith("Den som leder enkäten får veta det.")
    assert asks(kind="code", words="Bemanning") == "Du har redan frågat det."
    assert asks(kind="hav", words="x") == "Säg vad ledaren ska se till."
    assert asks(kind="text", words=" ") == "Säg med några ord vad det gäller."
    assert asks(kind="code", words="x" * 200).startswith("Högst ")
    assert asks(kind="text", words="19811228-9874") == "Utelämna personnummer. De sparas inte här."
    client.force_login(cast.gunilla)
    sent = {"text": str(text), "kind": "text", "words": "x"}
    assert client.post(reverse("surveys:coding_flag", args=[key]), sent).status_code == 404
    assert "Väntar på ledaren" in page(client, cast.cecilia, "coding_read", key)
    assert "Bemanning" not in page(client, cast.anna, "coding_read", key)
    with acting_as(cast.anna.pk) as actor:
        assert not visible(actor, Flag).exists()

    led = page(client, cast.dag, "coding_question", key)
    assert ("Ett namn står här" in led, "Bemanning" in led) == (True, True)
    assert "Vad kodarna frågar dig" not in page(client, cast.cecilia, "coding_question", key)
    with as_owner():
        lacking = Flag.objects.get(kind="code")
    answer = {"answer": "done"}
    refused = post(client, cast.cecilia, "coding_flag_answer", key, lacking.pk, **answer)
    assert refused == "Den som leder enkäten bestämmer hur dess fritext kodas."
    with as_owner():
        assert not Code.objects.filter(title="Bemanning").exists()  # who codes does not decide
    assert post(client, cast.dag, "coding_flag_answer", key, lacking.pk, **answer) == "Kodaren ser ditt svar."
    assert post(client, cast.dag, "coding_flag_answer", key, lacking.pk, answer="declined") != "Kodaren ser ditt svar."
    post(client, cast.dag, "coding_hide", key, text, reason="Namnger någon")
    with as_owner():
        assert Code.objects.filter(book=coded.asked.book, title="Bemanning").count() == 1
        answers = [(one.answer, one.answered_by_id) for one in Flag.objects.order_by("pk")]
        assert answers == [("done", cast.dag.pk), ("done", cast.dag.pk)]
        FreeText.objects.filter(pk=text).delete()
        assert not Flag.objects.exists()  # what was written of a text goes with it


def test_a_leader_who_codes_sees_what_the_other_asks_when_both_are_done(
    client: Client, cast: Cast, coded: Coded
) -> None:
    key, text = coded.asked.pk, str(coded.texts[0].pk)
    post(client, cast.cecilia, "coding_flag", key, text=text, kind="code", words="Bemanning")
    post(client, cast.dag, "coding_flag", key, text=text, kind="text", words="Mitt eget")
    led = page(client, cast.dag, "coding_question", key)
    assert ("Mitt eget" in led, "Bemanning" in led) == (True, False)
    with as_owner():
        flag = Flag.objects.get(kind="code")
    client.force_login(cast.dag)
    address = reverse("surveys:coding_flag_answer", args=[key, flag.pk])
    assert client.post(address, {"answer": "done"}).status_code == 404
    coded.done(cast.dag, cast.cecilia)
    assert "Bemanning" in page(client, cast.dag, "coding_question", key)
    assert post(client, cast.dag, "coding_flag_answer", key, flag.pk, answer="done") == "Kodaren ser ditt svar."
