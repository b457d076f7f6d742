"""One letter, not a flood; and nothing in it but kinds and a link."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.notices import kinds as registry
from stegvis.foundation.notices.kinds import Kind, register_kind
from stegvis.foundation.notices.mail import send_letters
from stegvis.foundation.notices.models import Channel, Notice
from stegvis.foundation.notices.restore import restored
from stegvis.foundation.notices.services import choose_channels, notify
from stegvis.foundation.notices.tasks import forget_old
from tests.support.cast import Cast
from tests.support.database import as_owner


@pytest.fixture(autouse=True)
def two_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_kinds", {})
    for code, default in (("test.slow", Channel.DIGEST), ("test.quick", Channel.AT_ONCE)):
        register_kind(Kind(code, code.upper(), lambda actor, some: ["Anna Exempel" for _ in some], default))


def tell(cast: Cast, kind: str, *numbers: int) -> None:
    with acting_as(cast.bosse.pk):
        for n in numbers:
            notify(users=[cast.anna.pk], kind=kind, params={"n": n}, link="/", key=f"{kind}-{n}")


def send(channel: Channel) -> int:
    with as_owner():
        return send_letters(channel)


def test_a_week_is_one_letter_and_says_no_more_than_it_must(cast: Cast) -> None:
    tell(cast, "test.slow", 1, 2)
    tell(cast, "test.quick", 1)
    assert (send(Channel.DIGEST), send(Channel.DIGEST)) == (1, 0)
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["anna@example.se"], "2 nya aviseringar i Stegvis")
    assert letter.extra_headers["List-Unsubscribe"] == "<http://localhost/aviseringar/val/>"
    assert "- TEST.SLOW: 2\n" in letter.body
    assert "http://localhost/aviseringar/\n" in letter.body
    assert "Exempel" not in letter.body
    tell(cast, "test.slow", 2, 3)
    assert send(Channel.DIGEST) == 1
    assert "- TEST.SLOW: 1\n" in mail.outbox[1].body


def test_what_is_chosen_decides_when_and_whether(cast: Cast) -> None:
    with acting_as(cast.anna.pk) as actor:
        choose_channels(actor=actor, channels={"test.slow": Channel.AT_ONCE, "test.quick": Channel.PRODUCT})
    tell(cast, "test.slow", 1)
    tell(cast, "test.quick", 1)
    assert (send(Channel.DIGEST), send(Channel.AT_ONCE), send(Channel.AT_ONCE)) == (0, 1, 0)
    assert "- TEST.SLOW: 1\n" in mail.outbox[0].body


def test_what_is_read_or_old_is_no_news_and_a_closed_account_hears_nothing(cast: Cast) -> None:
    tell(cast, "test.slow", 1, 2)
    with as_owner():
        first, second = Notice.objects.order_by("id")
        Notice.objects.filter(pk=first.pk).update(read_at=timezone.now())
        Notice.objects.filter(pk=second.pk).update(created_at=timezone.now() - timedelta(days=31))
    assert send(Channel.DIGEST) == 0
    tell(cast, "test.slow", 3)
    with as_owner():
        type(cast.anna).objects.filter(pk=cast.anna.pk).update(is_active=False)
    assert send(Channel.DIGEST) == 0


def test_a_mail_server_that_is_down_loses_no_letter(cast: Cast, settings: object) -> None:
    tell(cast, "test.slow", 1)
    backend = settings.EMAIL_BACKEND  # type: ignore[attr-defined]
    settings.EMAIL_BACKEND = "tests.foundation.notices.test_mail.Down"  # type: ignore[attr-defined]
    assert send(Channel.DIGEST) == 0
    settings.EMAIL_BACKEND = backend  # type: ignore[attr-defined]
    assert send(Channel.DIGEST) == 1


def test_a_backup_sends_nothing_again(cast: Cast) -> None:
    tell(cast, "test.slow", 1)
    with as_owner():
        restored(timezone.now())
    assert send(Channel.DIGEST) == 0


def test_after_a_year_a_notice_is_gone(cast: Cast) -> None:
    tell(cast, "test.slow", 1, 2)
    with as_owner():
        Notice.objects.filter(key="test.slow-1").update(created_at=timezone.now() - timedelta(days=366))
        forget_old(0)
        assert list(Notice.objects.values_list("key", flat=True)) == ["test.slow-2"]


class Down(BaseEmailBackend):
    """A mail server that answers nobody."""

    def send_messages(self, email_messages: object) -> int:
        raise OSError("no answer")
