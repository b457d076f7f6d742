"""Replies looked through: sent back with comments, sent again, approved, locked; and races over them."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from stegvis.surveys.fielding import services as fielding
from stegvis.surveys.fielding.queries import round_of
from stegvis.surveys.fielding.tasks import send_returned
from stegvis.surveys.models import FreeText, Link, Reply, ReplyNote, Round, Sent
from stegvis.surveys.reviewing import services
from stegvis.surveys.reviewing.queries import reply_of
from tests.support.cast import make_cast
from tests.support.database import as_owner
from tests.surveys.asked import POSTED, WHOLE, Asked, asks_members, does, fills_in, opens, page, sends, sets_up, tokens


@pytest.fixture
def reply(organisations: Asked) -> Reply:
    """Ale's, sent."""
    token = organisations.tokens["ale@example.se"]
    fills_in(token)
    sends(token)
    with as_owner():
        return Reply.objects.get(contact__organisation=organisations.cast.ale)


def reviews(user: User, service: Callable[..., Any], reply: Reply, **words: Any) -> Any:
    with acting_as(user.pk) as actor:
        found = reply_of(actor, round_of(actor, reply.round_id), reply.pk)
        return service(actor=actor, reply=found, **words)


def state(reply: Reply) -> str:
    with as_owner():
        return Reply.objects.get(pk=reply.pk).state


def test_a_reply_goes_back_with_comments_and_comes_again(client: Client, organisations: Asked, reply: Reply) -> None:
    cast, token = organisations.cast, organisations.tokens["ale@example.se"]
    with pytest.raises(Refused, match="Skriv vad de ska se över"):
        reviews(cast.dag, services.return_reply, reply, comments={"": "  "})
    reviews(cast.dag, services.return_reply, reply, comments={"antal": "Räknas timanställda?", "": "Tack!"})
    with as_owner():
        assert Link.objects.get(email="ale@example.se").answered_on is None
        mail.outbox.clear()
        send_returned.func(reply_id=str(reply.pk))
    assert [one.to for one in mail.outbox] == [["ale@example.se"]]
    assert "Räknas timanställda?" not in mail.outbox[0].body
    assert "Tack!" in client.get(reverse("surveys:answer", args=[token])).content.decode()
    assert "Räknas timanställda?" in client.get(reverse("surveys:answer_page", args=[token, "om"])).content.decode()
    does(cast.dag, fielding.close_round, organisations.round)  # what was sent back is taken after the last day too
    fills_in(token, {"om": {**POSTED["om"], "q-antal": "14"}})
    assert sends(token, note="Nej, de räknas inte.") == "sent"
    assert state(reply) == "resubmitted"
    with as_owner():
        sent = list(Sent.objects.filter(reply=reply).order_by("number").values_list("number", "content"))
        said = list(ReplyNote.objects.order_by("pk").values_list("question", "text", "by_respondent"))
    assert sent == [(1, WHOLE), (2, {**WHOLE, "antal": 14})]
    assert said == [
        ("antal", "Räknas timanställda?", False),
        ("", "Tack!", False),
        ("", "Nej, de räknas inte.", True),
    ]
    shown = page(client, cast.dag, reverse("surveys:reply", args=[reply.round_id, reply.pk]))
    assert "Som det skickades förut" in shown
    assert "Nej, de räknas inte." in shown
    with as_owner():
        assert not FreeText.objects.exists()
    reviews(cast.dag, services.approve, reply)
    with acting_as(cast.dag.pk):
        texts = FreeText.objects.values_list("asked__question", "content", "reply", "is_shown")
        assert list(texts) == [("vilken", "Vår egen", reply.pk, True)]
    reviews(cast.dag, services.lock_reply, reply)
    for service, words in ((services.approve, {}), (services.return_reply, {"comments": {"": "En gång till"}})):
        with pytest.raises(Refused, match="låst"):
            reviews(cast.dag, service, reply, **words)
    assert state(reply) == "locked"


def test_who_does_not_lead_sees_no_reply(client: Client, organisations: Asked, reply: Reply) -> None:
    cast = organisations.cast
    for user in (cast.anna, cast.gunilla, cast.eva, cast.farid):
        with pytest.raises(NotYours):
            reviews(user, services.approve, reply)
        client.force_login(user)
        for name, keys in (("round_replies", []), ("replies_beside", []), ("reply", [reply.pk])):
            address = reverse(f"surveys:{name}", args=[reply.round_id, *keys])
            assert client.get(address).status_code == 404
            assert client.post(address, {"act": "approve"}).status_code in {404, 405}
    assert state(reply) == "received"


def test_pages_act_by_what_was_seen(client: Client, organisations: Asked, reply: Reply) -> None:
    client.force_login(organisations.cast.dag)
    address = reverse("surveys:reply", args=[reply.round_id, reply.pk])
    old = client.post(address, {"act": "approve", "seen": "returned"})
    assert (old.status_code, "annat läge" in old.content.decode()) == (422, True)
    kept = client.post(address, {"act": "return", "seen": "received", "kommentar-antal": "x" * 3000})
    assert (kept.status_code, "x" * 3000 in kept.content.decode()) == (422, True)
    assert client.post(address, {"act": "burn"}).status_code == 404
    assert client.post(address, {"act": "approve", "seen": "received"}).status_code == 302
    replies = reverse("surveys:round_replies", args=[reply.round_id])
    assert "Lås 1 godkänt svar" in client.get(replies).content.decode()
    assert client.post(replies).status_code == 302
    assert state(reply) == "locked"
    beside = client.get(reverse("surveys:replies_beside", args=[reply.round_id]), {"fraga": "utbildning"})
    assert "Sårvård" in beside.content.decode()
    assert client.get(reverse("surveys:replies_beside", args=[reply.round_id]), {"fraga": "x"}).status_code == 404


def test_a_reply_not_yet_sent_is_not_read(client: Client, organisations: Asked) -> None:
    fills_in(organisations.tokens["molndal@example.se"])
    with as_owner():
        begun = Reply.objects.get()
    shown = page(client, organisations.cast.dag, reverse("surveys:reply", args=[begun.round_id, begun.pk]))
    assert "De fyller i det" in shown
    assert "Vår egen" not in shown
    with pytest.raises(Refused, match="inte skickats"):
        reviews(organisations.cast.dag, services.approve, begun)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Each with a connection of its own; they begin together."""
    ready, said = Barrier(len(acts)), [None] * len(acts)

    def client(place: int, act: Callable[[], object]) -> None:
        try:
            connection.ensure_connection()
            ready.wait()
            with transaction.atomic():
                said[place] = act()  # type: ignore[call-overload]
        except Refused as refused:
            said[place] = str(refused)  # type: ignore[call-overload]
        finally:
            connection.close()

    threads = [Thread(target=client, args=pair) for pair in enumerate(acts)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return list(said)


@pytest.fixture
def committed(fresh_database: str) -> Asked:
    """Ale has two links that sign, and Mölndal one."""
    with transaction.atomic(), as_owner():
        cast = make_cast()
    with transaction.atomic():
        found = sets_up(cast)
        links = (
            (cast.ale, "a@example.se", True),
            (cast.ale, "b@example.se", True),
            (cast.molndal, "m@example.se", True),
        )
        asks_members(cast, found, *links)
        opens(cast, found)
    with transaction.atomic():
        return Asked(cast, found, tokens(found))


def test_of_two_who_sign_at_once_one_does(committed: Asked) -> None:
    first, second = committed.tokens["a@example.se"], committed.tokens["b@example.se"]
    with transaction.atomic():
        fills_in(first)
    said = at_once(lambda: sends(first, "Ett"), lambda: sends(second, "Två"))
    assert sorted(map(str, said)) == ["answered", "sent"]
    with transaction.atomic(), as_owner():
        assert Sent.objects.count() == 1
        assert Reply.objects.get().signed_by == ("Ett" if said[0] == "sent" else "Två")


def test_who_sends_as_the_round_is_closed_is_in_time_or_told(committed: Asked) -> None:
    token = committed.tokens["a@example.se"]
    with transaction.atomic():
        fills_in(token)
    said = at_once(lambda: sends(token), lambda: does(committed.cast.dag, fielding.close_round, committed.round))
    with transaction.atomic(), as_owner():
        assert Round.objects.get().state == "closed"
        assert Reply.objects.get().state == {"sent": "received", "closed": "begun"}[str(said[0])]


def test_of_two_who_save_different_questions_at_once_both_are_kept(committed: Asked) -> None:
    first, second = committed.tokens["a@example.se"], committed.tokens["b@example.se"]
    at_once(
        lambda: fills_in(first, {"om": {"q-modell": "nej"}}),
        lambda: fills_in(second, {"behov": {"q-nar": "2026-09-01"}}),
    )
    with transaction.atomic(), as_owner():
        assert Reply.objects.get().content == {"modell": "nej", "nar": "2026-09-01"}


def test_of_two_who_approve_and_return_at_once_one_is_told(committed: Asked) -> None:
    token = committed.tokens["m@example.se"]
    with transaction.atomic():
        fills_in(token)
        sends(token)
    with transaction.atomic(), as_owner():
        reply = Reply.objects.get()
    dag = committed.cast.dag
    said = at_once(
        lambda: reviews(dag, services.approve, reply),
        lambda: reviews(dag, services.return_reply, reply, comments={"": "Se över"}),
    )
    # Approving and then sending back may follow one another; sending back and then approving may not.
    outcome = (state_of(reply), [bool(one) for one in said])
    assert outcome in [("approved", [False, True]), ("returned", [True, False]), ("returned", [False, False])]


def state_of(reply: Reply) -> str:
    with transaction.atomic(), as_owner():
        return Reply.objects.get(pk=reply.pk).state
