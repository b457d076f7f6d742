"""Telling once, reading, choosing; as oneself, a colleague and a stranger."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client

from stegvis.foundation.access.actor import Actor, acting_as
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.notices import kinds as registry
from stegvis.foundation.notices.kinds import Kind, register_kind
from stegvis.foundation.notices.models import Channel, Notice
from stegvis.foundation.notices.queries import channels_of, in_words, notices_of, unread
from stegvis.foundation.notices.services import choose_channels, notify, open_notice, read_all
from stegvis.foundation.notices.tasks import take_back
from tests.support.cast import Cast
from tests.support.database import as_owner

KIND = "test.plain"


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kind that says its number, and nothing of the odd ones."""
    monkeypatch.setattr(registry, "_kinds", {})
    register_kind(Kind(KIND, "Something", lambda actor, some: ["" if p["n"] % 2 else f"No {p['n']}" for p in some]))


def tell(cast: Cast, *numbers: int) -> None:
    """Bosse's request tells Anna."""
    with acting_as(cast.bosse.pk):
        for n in numbers:
            notify(users=[cast.anna.pk, None], kind=KIND, params={"n": n}, link="/min-utveckling/", key=f"n-{n}")


def texts(actor: Actor) -> list[str]:
    return [one.text for one in in_words(actor, notices_of(actor))]


def test_the_same_thing_is_told_once_to_whom_it_concerns(cast: Cast) -> None:
    tell(cast, 2, 3)
    tell(cast, 3, 4)
    with acting_as(cast.anna.pk) as actor:
        assert (texts(actor), unread(actor).count()) == (["No 4", "No 2"], 3)
    take_back([cast.anna.pk])
    with acting_as(cast.anna.pk) as actor:
        assert (texts(actor), unread(actor).count()) == (["No 4", "No 2"], 2)
    for other in (cast.bosse, cast.cecilia, cast.gunilla):
        with acting_as(other.pk) as actor:
            assert (texts(actor), unread(actor).count()) == ([], 0)


def test_what_is_opened_is_read_and_nobody_opens_anothers(cast: Cast) -> None:
    tell(cast, 2, 4)
    with acting_as(cast.anna.pk) as actor:
        latest = notices_of(actor)[0].pk
        assert open_notice(actor=actor, notice_id=latest) == "/min-utveckling/"
        assert unread(actor).count() == 1
        assert (read_all(actor=actor, latest=latest), unread(actor).count()) == (1, 0)
    with acting_as(cast.cecilia.pk) as actor, pytest.raises(NotYours):
        open_notice(actor=actor, notice_id=latest)


def test_a_kind_that_is_not_wanted_is_not_shown(cast: Cast) -> None:
    tell(cast, 2)
    with acting_as(cast.anna.pk) as actor:
        assert channels_of(actor) == {KIND: Channel.DIGEST}
        choose_channels(actor=actor, channels={KIND: Channel.NONE})
        assert (channels_of(actor), texts(actor), unread(actor).count()) == ({KIND: Channel.NONE}, [], 0)
        choose_channels(actor=actor, channels={KIND: Channel.PRODUCT})
        assert (channels_of(actor), texts(actor)) == ({KIND: Channel.PRODUCT}, ["No 2"])


@pytest.mark.parametrize(("kind", "link"), [("test.unknown", "/"), (KIND, "https://x.se/"), (KIND, "//x.se/")])
def test_an_unknown_kind_and_an_address_elsewhere_are_refused(cast: Cast, kind: str, link: str) -> None:
    with acting_as(cast.bosse.pk), pytest.raises(ValueError, match="notice"):
        notify(users=[cast.anna.pk], kind=kind, params={}, link=link, key="k")


def test_two_kinds_cannot_share_a_code() -> None:
    with pytest.raises(ValueError, match="two kinds"):
        register_kind(Kind(KIND, "Other", lambda actor, some: []))


def test_nobody_is_told_anything_by_somebody_who_is_not_logged_in(cast: Cast) -> None:
    with acting_as(None), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Notice.objects.bulk_create([Notice(user=cast.anna, kind=KIND, link="/", key="k")])


def test_the_page_lists_what_is_new_and_marks_it_as_read(cast: Cast, client: Client) -> None:
    tell(cast, *range(0, 60, 2))
    client.force_login(cast.anna)
    page = client.get("/aviseringar/")
    assert page.content.decode().count("data-unread") == 25
    assert page.headers["Cache-Control"] == "no-store, private"
    latest = page.context["latest"]
    assert client.post("/aviseringar/", {"latest": latest}).status_code == 302
    assert "data-unread" not in client.get("/aviseringar/").content.decode()
    assert client.post("/aviseringar/", {"latest": "x"}).status_code == 404
    with as_owner():
        notice = Notice.objects.latest("id")
    answer = client.get(f"/aviseringar/{notice.pk}/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/min-utveckling/")


def test_the_choices_are_saved_on_the_page(cast: Cast, client: Client) -> None:
    client.force_login(cast.anna)
    assert client.post("/aviseringar/val/", {KIND: "at_once"}).status_code == 302
    assert client.post("/aviseringar/val/", {KIND: "by pigeon"}).status_code == 200
    with acting_as(cast.anna.pk) as actor:
        assert channels_of(actor) == {KIND: "at_once"}
