"""The pages of review and publishing, as everybody of the cast."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from pytest_django import DjangoAssertNumQueries

from stegvis.foundation.access.actor import acting_as
from stegvis.frameworks.drafts.publishing import proposed_status
from stegvis.frameworks.drafts.review_forms import AskForm
from stegvis.frameworks.drafts.review_services import comment_on, record_consultation
from stegvis.frameworks.drafts.services import save_content, start_draft
from stegvis.frameworks.drafts.tasks import send_review_letter
from stegvis.frameworks.models import Consultation, Draft, DraftComment, DraftReviewer, FrameworkVersion
from stegvis.organisations.models import Role
from tests.frameworks.review.conftest import send_letters
from tests.support.cast import Cast, grant
from tests.support.database import as_owner

LEADING = ["draft_review_ask", "draft_review_consult", "draft_publish"]
EVERYBODY = ["anna", "bosse", "cecilia", "maria", "dag", "eva", "farid", "gunilla", "hamid", "per"]


def address(name: str, draft: Draft, *more: object) -> str:
    return reverse(f"frameworks:{name}", args=[draft.pk, *more])


def shown(client: Client, url: str) -> str:
    """What stands on the page, with plain spaces and without the tags."""
    response = client.get(url)
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.mark.parametrize("name", EVERYBODY)
def test_who_meets_which_page(cast: Cast, out: Draft, client: Client, name: str) -> None:
    client.force_login(getattr(cast, name))
    reads, leads = name in {"gunilla", "cecilia"}, name == "gunilla"
    assert client.get(address("draft_review", out)).status_code == (200 if reads else 404)
    assert client.get(address("draft_review_comment", out)).status_code == (200 if reads else 404)
    assert [client.get(address(page, out)).status_code for page in LEADING] == [200 if leads else 404] * 3
    if not leads:
        for page in ("draft_review_send", "draft_review_take_back", "draft_publish"):
            assert client.post(address(page, out)).status_code == 404


def test_a_reviewer_is_told_on_the_first_page_until_the_answer(cast: Cast, out: Draft, client: Client) -> None:
    client.force_login(cast.cecilia)
    assert "Läs utkastet: Ales modell" in shown(client, "/")
    assert "Ale kommun ber om ditt ställningstagande." in shown(client, "/")
    client.post(address("draft_review_answer", out), {"opinion": "supports", "statement": "Bra."})
    assert "Läs utkastet" not in shown(client, "/")


def test_a_reviewer_reads_comments_and_answers(cast: Cast, out: Draft, client: Client) -> None:
    client.force_login(cast.cecilia)
    page = shown(client, address("draft_review", out))
    assert "Du är ombedd att läsa utkastet som Facklig företrädare: Vårdförbundet." in page
    assert [word in page for word in ("Grundnivå", "Kursen i HLR", "Rena händer alltid", "Be någon granska")] == [
        True,
        True,
        True,
        False,
    ]
    response = client.post(address("draft_review_comment", out), {"about": "leder", "text": "Varför <b>tvåan</b>?"})
    assert response["Location"] == address("draft_review", out) + "#om-leder"
    html = client.get(address("draft_review", out)).content.decode()
    thread = html.split('id="om-leder"')[1].split("</div>\n</div>")[0]
    assert "Varför tvåan?" in thread
    client.post(address("draft_review_answer", out), {"opinion": "with_remarks", "statement": "Se över nivå 2."})
    client.force_login(cast.gunilla)
    page = shown(client, address("draft_review", out))
    assert "Cecilia cecilia@example.se Facklig företrädare, Vårdförbundet – Tillstyrker med synpunkter" in page


def test_by_htmx_only_the_part_comes_back(cast: Cast, out: Draft, client: Client) -> None:
    client.force_login(cast.cecilia)
    headers = {"HX-Request": "true"}
    form = client.get(address("draft_review_comment", out) + "?om=leder", headers=headers).content.decode()
    assert ("<html" in form, 'name="text"' in form) == (False, True)
    wrong = client.post(address("draft_review_comment", out), {"about": "leder", "text": ""}, headers=headers)
    assert ("<html" in wrong.content.decode(), "aria-invalid" in wrong.content.decode()) == (False, True)
    sent = client.post(address("draft_review_comment", out), {"about": "leder", "text": "Hej"}, headers=headers)
    assert ("<html" in sent.content.decode(), 'id="om-leder"' in sent.content.decode()) == (False, True)
    client.force_login(cast.gunilla)
    (comment,) = _comments()
    settled = client.post(address("draft_review_settle", out, comment), headers=headers).content.decode()
    assert ("<html" in settled, "Hanterad" in settled) == (False, True)
    opened = client.post(address("draft_review_settle", out, comment), {"oppna": "1"}, headers=headers)
    assert "Hanterad" not in opened.content.decode().replace("Markera som hanterad", "")


def _comments() -> list[int]:
    with as_owner():
        return list(DraftComment.objects.values_list("pk", flat=True))


@pytest.mark.parametrize(
    "data",
    [{"about": "finns-inte", "text": "x"}, {"about": "level_hygien", "text": "x"}, {"about": "x" * 200, "text": "x"}],
)
def test_a_comment_on_what_is_not_there_is_404(cast: Cast, out: Draft, client: Client, data: dict[str, str]) -> None:
    client.force_login(cast.cecilia)
    assert client.post(address("draft_review_comment", out), data).status_code == 404
    assert _comments() == []


def test_what_is_left_empty_or_too_long_is_said(cast: Cast, out: Draft, client: Client) -> None:
    client.force_login(cast.cecilia)
    assert client.post(address("draft_review_comment", out), {"text": " "}).status_code == 200
    assert client.post(address("draft_review_comment", out), {"text": "x" * 5001}).status_code == 200
    assert client.post(address("draft_review_answer", out), {"opinion": "kanske"}).status_code == 200
    assert client.post(address("draft_review_comment", out), {"text": "<script>1</script>\0"}).status_code == 200
    with as_owner():
        assert list(DraftReviewer.objects.exclude(opinion="")) == []
    assert _comments() == []


def test_the_same_answer_whoever_has_an_account(cast: Cast, out: Draft, client: Client) -> None:
    client.force_login(cast.gunilla)
    pages = []
    for email in ("maria@example.se", "ingen@example.se"):
        client.post(address("draft_review_ask", out), {"email": email, "role": "reviewer"})
        pages.append(shown(client, address("draft_review", out)).replace(email, "X"))
        with as_owner():
            letter = DraftReviewer.objects.get(email=email)
            send_review_letter.func(reviewer_id=letter.pk)
            DraftReviewer.objects.filter(pk=letter.pk).update(may_read=False)
    assert pages[0] == pages[1]
    assert [(letter.to, letter.body) for letter in mail.outbox] == [
        (["maria@example.se"], mail.outbox[0].body),
        (["ingen@example.se"], mail.outbox[0].body),
    ]
    assert address("draft_review", out) in mail.outbox[0].body


def test_a_letter_that_cannot_be_sent_is_told_and_tried_again(
    cast: Cast, out: Draft, client: Client, settings: Any
) -> None:
    with as_owner():
        row = DraftReviewer.objects.get()
    again, told = address("draft_review_write_again", out, row.pk), "Brevet har inte gått iväg än"
    client.force_login(cast.gunilla)
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "django.core.mail.backends.smtp.EmailBackend", None
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    assert client.post(again).status_code == 302
    send_letters()
    assert told in shown(client, address("draft_review", out))
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    client.post(again)
    send_letters()
    assert [letter.to for letter in mail.outbox] == [["cecilia@example.se"]]
    assert told not in shown(client, address("draft_review", out))
    assert "Brevet är skickat." in client.post(again, follow=True).content.decode()
    client.force_login(cast.bosse if row.owner_id != cast.ale.pk else cast.cecilia)
    assert client.post(again).status_code == 404
    with as_owner():
        DraftReviewer.objects.update(sent_at=None)
    client.force_login(cast.gunilla)
    assert [client.post(again).status_code for _time in range(3)] == [302, 302, 429]


def test_extra_fields_change_nothing(cast: Cast, out: Draft, client: Client) -> None:
    client.force_login(cast.cecilia)
    extra = {"opinion": "supports", "role": "reviewer", "speaks_for": "Alla", "may_read": "1", "owner": cast.molndal.pk}
    client.post(address("draft_review_answer", out), extra)
    with as_owner():
        row = DraftReviewer.objects.get()
    assert (row.opinion, row.role, row.speaks_for, row.owner) == ("supports", "union", "Vårdförbundet", cast.ale)


def test_a_coordinator_asks_removes_invites_and_records(cast: Cast, draft: Draft, client: Client) -> None:
    client.force_login(cast.gunilla)
    ask = {"email": "ny@example.se", "role": "union", "speaks_for": "Kommunal", "answer_by": "2027-01-31"}
    assert client.post(address("draft_review_ask", draft), ask | {"answer_by": "2020-01-01"}).status_code == 200
    assert client.post(address("draft_review_ask", draft), ask).status_code == 302
    assert client.post(address("draft_review_ask", draft), ask).status_code == 200
    with as_owner():
        row = DraftReviewer.objects.get()
    assert client.post(address("draft_review_invite", draft, row.pk)).status_code == 302
    assert client.post(address("draft_review_remove", draft, row.pk)).status_code == 302
    assert client.post(address("draft_review_remove", draft, row.pk)).status_code == 404
    talk = {"held_on": "2026-01-31", "kind": "negotiation", "parties": "Facken", "outcome": "agreed"}
    assert client.post(address("draft_review_consult", draft), talk | {"held_on": "2999-01-01"}).status_code == 200
    assert client.post(address("draft_review_consult", draft), talk).status_code == 302
    with as_owner():
        assert [one.parties for one in Consultation.objects.all()] == ["Facken"]


TALK = {"held_on": "2026-01-31", "kind": "negotiation", "parties": "Facken", "outcome": "agreed", "note": ""}


@pytest.fixture
def talk(cast: Cast, out: Draft) -> Consultation:
    """Recorded by Gunilla, with the wrong day."""
    with acting_as(cast.gunilla.pk) as actor:
        told: dict[str, Any] = {**TALK, "held_on": date(2026, 1, 31)}
        return record_consultation(actor=actor, draft=out, **told)


@pytest.mark.parametrize("name", EVERYBODY)
def test_only_whoever_leads_the_review_corrects_a_consultation(
    cast: Cast, out: Draft, talk: Consultation, client: Client, name: str
) -> None:
    client.force_login(getattr(cast, name))
    url = address("draft_review_correct", out, talk.pk)
    leads = name == "gunilla"
    assert client.get(url).status_code == (200 if leads else 404)
    assert client.post(url, TALK | {"parties": "Mina", "reason": "x"}).status_code == (302 if leads else 404)
    with as_owner():
        assert Consultation.objects.get().parties == ("Mina" if leads else "Facken")


def test_a_colleague_corrects_too_and_everybody_who_reads_sees_that(
    cast: Cast, out: Draft, talk: Consultation, client: Client
) -> None:
    with as_owner():
        grant(cast.bosse, Role.COORDINATOR, organisation=cast.ale)
    client.force_login(cast.bosse)
    url = address("draft_review_correct", out, talk.pk)
    assert 'value="2026-01-31"' in client.get(url).content.decode()
    right = TALK | {"held_on": "2026-02-01", "reason": "Fel dag <b>var</b> antecknad."}
    for wrong, said in (
        (TALK | {"reason": "Ingen alls"}, "Så står det redan."),
        (right | {"reason": ""}, 'aria-invalid="true"'),
        (right | {"held_on": "2999-01-01"}, 'aria-invalid="true"'),
    ):
        response = client.post(url, wrong)
        assert (response.status_code, said in response.content.decode()) == (200, True)
    assert client.post(url, right).status_code == 302
    with as_owner():
        history = [
            (event.pgh_label, str(event.held_on), event.pgh_context["user"])
            for event in apps.get_model("frameworks", "ConsultationEvent").objects.order_by("pgh_id")
        ]
    assert history == [("insert", "2026-01-31", cast.gunilla.pk), ("update", "2026-02-01", cast.bosse.pk)]
    day = date_format(localdate(), "j F Y")
    for name, may in (("gunilla", True), ("cecilia", False)):
        client.force_login(getattr(cast, name))
        html = client.get(address("draft_review", out)).content.decode()
        assert "<strong>1 februari 2026: Förhandling</strong> – Facken." in html
        assert f"Rättad {day}: Fel dag var antecknad." in html
        assert (url in html) == may


def test_a_consultation_of_another_draft_is_404(
    cast: Cast, out: Draft, talk: Consultation, content: dict[str, Any], client: Client
) -> None:
    with acting_as(cast.gunilla.pk) as actor:
        other = start_draft(actor=actor, owner=cast.ale, content=content | {"code": "annan"})
    client.force_login(cast.gunilla)
    for url in (address("draft_review_correct", other, talk.pk), address("draft_review_correct", out, 2**31 - 1)):
        assert (client.get(url).status_code, client.post(url, TALK | {"reason": "x"}).status_code) == (404, 404)


def test_an_opinion_on_an_earlier_text_is_told_to_both_before_publishing(
    cast: Cast, out: Draft, content: dict[str, Any], client: Client
) -> None:
    client.force_login(cast.cecilia)
    client.post(address("draft_review_answer", out), {"opinion": "supports"})
    client.force_login(cast.gunilla)
    assert "1 ställningstagande är lämnat på den här texten." in shown(client, address("draft_publish", out))
    assert "Utkastet är ute på granskning." in shown(client, address("draft", out))
    with acting_as(cast.gunilla.pk) as actor:
        save_content(actor=actor, draft=out, revision=1, content=content | {"title": "En annan modell"})
    page = shown(client, address("draft_publish", out))
    assert "1 ställningstagande är lämnat på en tidigare text: utkastet har ändrats sedan dess." in page
    assert "Utkastet är ändrat sedan dess" in shown(client, address("draft_review", out))
    client.force_login(cast.cecilia)
    page = shown(client, address("draft_review", out))
    assert "Ditt ställningstagande lämnades på en tidigare text. Läs det som är nytt" in page
    client.post(address("draft_review_answer", out), {"opinion": "objects"})
    assert "på en tidigare text. Läs" not in shown(client, address("draft_review", out))


def test_publishing_by_the_page_and_what_happens_now(cast: Cast, out: Draft, client: Client) -> None:
    client.force_login(cast.gunilla)
    page = shown(client, address("draft_publish", out))
    assert "Ingen samverkan med facken eller personalen är antecknad." in page
    stale = {"revision": 99, "version": 1, "status": "published"}
    client.post(address("draft_publish", out), stale)
    assert "Någon har ändrat utkastet" in shown(client, address("draft_publish", out))
    client.post(address("draft_publish", out), stale | {"revision": 1, "status": "described"})
    assert not FrameworkVersion.objects.exists()
    client.post(address("draft_publish", out), stale | {"revision": 1})
    (version,) = FrameworkVersion.objects.all()
    assert (version.version, version.status) == (1, "published")
    page = shown(client, address("draft_publish", out))
    assert "Ingen arbetsgivare använder en tidigare version, så ingens nivåplacering berörs." in page
    client.post(address("draft_publish", out), stale | {"revision": 1})
    assert "Granskningen är avslutad" in shown(client, address("draft_publish", out))
    url = reverse("frameworks:version", args=["ale-modell", 1])
    for name, sees in (("gunilla", True), ("cecilia", True), ("maria", False)):
        client.force_login(getattr(cast, name))
        assert (address("draft_review", out) in client.get(url).content.decode()) == sees
    client.force_login(cast.cecilia)
    assert "Publicerat" in shown(client, address("draft_review", out))


@pytest.mark.parametrize("comments", [0, 40])
def test_the_page_asks_little_whatever_has_been_said(
    cast: Cast, out: Draft, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, comments: int
) -> None:
    with acting_as(cast.cecilia.pk) as actor:
        for number in range(comments):
            comment_on(actor=actor, draft=out, text=str(number), about=("", "leder", "level_grund")[number % 3])
    for name in ("gunilla", "cecilia"):
        client.force_login(getattr(cast, name))
        client.get(address("draft_review", out))
        with django_assert_max_num_queries(16):
            client.get(address("draft_review", out))


@pytest.mark.parametrize("status", ["described", "", None, ["pilot"], 3])
def test_the_page_opens_whatever_status_the_file_says_and_whatever_is_wrong_with_it(
    cast: Cast, client: Client, content: dict[str, Any], status: Any
) -> None:
    del content["levels"][0]["title"]
    with acting_as(cast.gunilla.pk) as actor:
        draft = start_draft(actor=actor, owner=cast.ale, content=content | {"status": status})
    client.force_login(cast.gunilla)
    response = client.get(address("draft_publish", draft))
    html = response.content.decode()
    assert (response.status_code, "Filen har 1 fel." in html) == (200, True)
    assert repr(proposed_status(draft)) == "'proposal'"
    assert client.put(address("draft_publish", draft)).status_code == 405


def test_whom_a_reviewer_speaks_for_is_plain_text() -> None:
    form = AskForm(localdate(), {"email": "u@example.se", "role": "union", "speaks_for": "<b>Vision</b>"})
    assert (form.is_valid(), form.cleaned_data["speaks_for"]) == (True, "Vision")
