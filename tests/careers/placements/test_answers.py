"""What the person says of a decision, who reads it, and the manager's one reply."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from stegvis.careers.models import Placement, PlacementAnswer
from stegvis.careers.placements.answering import answer_placement, reply_to_answer
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import visible
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from stegvis.frameworks.models import FrameworkVersion
from stegvis.people.models import Employment
from tests.careers.placements.test_services import decide
from tests.careers.test_pages import EVERYBODY, ME, of, text
from tests.support.cast import Cast
from tests.support.database import as_owner
from tests.support.layers import layer

ANSWERS = "/mitt-team/svar/"


@layer
def decided(cast: Cast, placed: FrameworkVersion) -> Placement:
    return decide(cast.bosse, cast.anna, 0, ground="Vi väntar med nivån.")


def answer(user: User, placement: Placement, words: str = "Jag ser det annorlunda.") -> PlacementAnswer:
    with acting_as(user.pk) as actor:
        return answer_placement(actor=actor, placement=placement, text=words, asks_again=True)


def reply(user: User, found: PlacementAnswer, words: str = "Vi tittar igen i maj.") -> None:
    with acting_as(user.pk) as actor:
        reply_to_answer(actor=actor, answer=found, reply=words)


def leave(user: User) -> None:
    with as_owner():
        Employment.objects.filter(person__user=user).update(valid_to=timezone.localdate() - timedelta(days=1))


def test_the_person_answers_and_the_manager_replies_once(cast: Cast, decided: Placement) -> None:
    found = answer(cast.anna, decided, " Jag ser det annorlunda. ")
    assert (found.text, found.asks_again, found.written_on) == ("Jag ser det annorlunda.", True, timezone.localdate())
    reply(cast.bosse, found)
    with pytest.raises(Refused, match="redan svarat"):
        reply(cast.bosse, found, "En gång till")
    with as_owner():
        kept = PlacementAnswer.objects.get()
    assert (kept.reply, kept.replied_by, kept.replied_on) == (
        "Vi tittar igen i maj.",
        cast.bosse,
        timezone.localdate(),
    )


def test_nobody_but_the_person_answers_and_the_manager_reads(cast: Cast, decided: Placement) -> None:
    for name in ("bosse", "cecilia", "maria", "gunilla", "hamid"):
        with pytest.raises(Refused, match="Bara personen själv"):
            answer(getattr(cast, name), decided)
    found = answer(cast.anna, decided)
    readers = {}
    for name in EVERYBODY:
        with acting_as(getattr(cast, name).pk) as actor:
            readers[name] = visible(actor, PlacementAnswer).count()
        if name != "bosse":
            with pytest.raises(Refused, match="Bara chefen"):
                reply(getattr(cast, name), found)
    assert readers == dict.fromkeys(EVERYBODY, 0) | {"anna": 1, "bosse": 1}


def test_what_nobody_could_reply_to_is_refused(cast: Cast, decided: Placement) -> None:
    with pytest.raises(Refused, match="Skriv det du vill säga"):
        answer(cast.anna, decided, "  ")
    with as_owner():
        Placement.objects.update(withdrawn_on=timezone.localdate(), withdrawal_ground="x")
    with as_owner():
        withdrawn = Placement.objects.get()
    with pytest.raises(Refused, match="återkallat"):
        answer(cast.anna, withdrawn)
    leave(cast.anna)
    with pytest.raises(Refused, match="inte längre där"):
        answer(cast.anna, decided)


def test_who_has_left_is_read_no_more(cast: Cast, decided: Placement) -> None:
    found = answer(cast.anna, decided)
    leave(cast.anna)
    with pytest.raises(Refused, match="Bara chefen"):
        reply(cast.bosse, found)


def test_by_the_pages_from_the_decision_to_the_reply(client: Client, cast: Cast, decided: Placement) -> None:
    client.force_login(cast.anna)
    page = text(client, ME)
    assert "Vi väntar med nivån." in page
    assert "Kommentera, eller be om en ny titt" in page
    address = f"/min-utveckling/niva/{decided.pk}/svara/"
    assert "måste fyllas i" in client.post(address, {"text": ""}).content.decode()
    client.post(address, {"text": "Jag <ser> det annorlunda.", "asks_again": "on"})
    page = client.get(ME).content.decode()
    assert "Jag &lt;ser&gt; det annorlunda." in page
    assert "Inget svar än" in page
    client.force_login(cast.bosse)
    assert "1 person har svarat på ett nivåbeslut" in text(client, "/")
    page = client.get(ANSWERS).content.decode()
    (found,) = {part.split('"')[0] for part in page.split(f'href="{ANSWERS}')[1:] if part[0].isdigit()}
    page = text(client, ANSWERS + found)
    assert "Titta igen och besluta på nytt" in page
    answered = client.post(ANSWERS + found, {"reply": "Vi tittar igen i maj."}, follow=True)
    assert "Ditt svar är skickat" in answered.content.decode()
    assert "Vi tittar igen i maj." in text(client, of(cast.anna.person))
    assert "har svarat på ett nivåbeslut" not in text(client, "/")
    client.force_login(cast.anna)
    assert "Vi tittar igen i maj." in text(client, ME)


def test_strangers_find_neither_page(client: Client, cast: Cast, decided: Placement) -> None:
    found = answer(cast.anna, decided)
    statuses = {}
    for name in EVERYBODY:
        client.force_login(getattr(cast, name))
        addresses = (f"/min-utveckling/niva/{decided.pk}/svara/", f"{ANSWERS}{found.pk}/")
        statuses[name] = tuple(client.get(one).status_code for one in addresses)
    nothing = dict.fromkeys(EVERYBODY, (404, 404))
    assert statuses == nothing | {"anna": (200, 404), "bosse": (404, 200)}
