"""The competence card: what it shows, who makes its codes, what opens and what closes one."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from stegvis.careers.cards.codes import ALPHABET, LENGTH, code_of, hash_code, qr_path, read_code, readable
from stegvis.careers.cards.queries import Proof, card_by_code, latest_checks, open_codes, own_card
from stegvis.careers.cards.services import close_card, open_card
from stegvis.careers.models import CardCheck, CardCode, Placement
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import NotYours, visible
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from stegvis.frameworks.models import FrameworkVersion
from stegvis.frameworks.queries import effective_of
from stegvis.organisations.models import Organisation
from stegvis.people.models import Employment, Evidence, ProtectedIdentity
from tests.support.cast import START, Cast, make_cast
from tests.support.database import as_owner

PAGE = "/min-utveckling/kort/"
DAY = timedelta(days=1)


def opened(user: User, employer: Organisation, lasts: timedelta = DAY, *, shows_level: bool = False) -> CardCode:
    with acting_as(user.pk) as actor:
        return open_card(actor=actor, employer_id=employer.pk, lasts=lasts, shows_level=shows_level)


def address(code: CardCode) -> str:
    return f"/kort/{readable(code_of(code.pk))}/"


def checks_of(user: User) -> list[tuple[int | None, int]]:
    with acting_as(user.pk) as actor:
        return [(check.checker_id, check.employer_id) for check in latest_checks(actor)]


@pytest.fixture
def proofs(cast: Cast) -> date:
    """Anna's evidence of every kind and state; returns the day until which her certificate holds."""
    today = timezone.localdate()
    until = today + timedelta(days=40)
    rows: list[dict[str, Any]] = [
        {"kind": "course", "code": "delegering", "title": "Delegering läkemedel", "valid_until": until},
        {"kind": "course", "code": "delegering", "title": "Delegering läkemedel", "valid_from": date(2022, 1, 1),
         "valid_until": date(2024, 1, 1)},
        {"kind": "certificate", "code": "hlr", "title": "HLR"},
        {"kind": "course", "code": "stated", "title": "Påstådd", "state": "stated"},
        {"kind": "course", "code": "declined", "title": "Nekad", "state": "declined"},
        {"kind": "course", "code": "lapsed", "title": "Utgången", "valid_until": today - DAY},
        {"kind": "course", "code": "future", "title": "Kommande", "valid_from": today + DAY},
        {"kind": "competence", "code": "omvardnad", "title": "Bedömd"},
        {"kind": "reflection", "code": "tanke", "title": "Egen tanke"},
        {"kind": "course", "code": "annan", "title": "Hos en annan", "employer": cast.molndal},
    ]  # fmt: skip
    with as_owner():
        for row in rows:
            Evidence.objects.create(**{"person": cast.anna.person, "employer": cast.ale, "valid_from": START, **row})
    return until


@given(st.uuids())
def test_a_code_is_sixty_bits_that_can_be_written_in_any_way(key: Any) -> None:
    code = code_of(key)
    assert (len(code), set(code) <= set(ALPHABET), len(ALPHABET) ** LENGTH) == (12, True, 2**60)
    shown = readable(code)
    written = (shown, shown.lower(), code, f" {shown} ", shown.replace("0", "O").replace("1", "l"))
    assert {read_code(one) for one in written} == {code}


@pytest.mark.parametrize("text", ["", "7K3M", "7K3M-9QXA-T2WFX", "7K3M-9QXA-T2WU", "7K3M-9QXA-T2WÅ", "x" * 1000])
def test_what_is_no_code_opens_nothing(text: str) -> None:
    assert read_code(text) == ""


def test_the_picture_holds_a_dark_square_for_each_dark_module() -> None:
    side, path = qr_path("http://localhost/kort/7K3M-9QXA-T2WF/")
    squares = path.removesuffix("z").split("z")
    assert (side - 8 - 17) % 4 == 0  # a side of 4 n + 17 modules, and a margin of 4
    assert all(4 <= int(part) < side - 4 for one in squares for part in one[1:].partition("h")[0].split())


def test_the_card_is_what_the_employer_has_checked_and_holds(cast: Cast, proofs: date) -> None:
    with acting_as(cast.anna.pk):
        card = own_card(cast.ale.pk)
        assert own_card(cast.molndal.pk) is None
    assert card
    assert (card.name, card.profession, card.employer, card.unit, card.level) == (
        "Anna Exempel",
        "Sjuksköterska",
        "Ale kommun",
        "Hemsjukvård norr",
        "",
    )
    assert card.proofs == (
        Proof("Intyg", "HLR", START, None),
        Proof("Kurs", "Delegering läkemedel", START, proofs),
    )


def test_a_code_shows_the_card_as_it_is_now(cast: Cast, proofs: date) -> None:
    code = opened(cast.anna, cast.ale)
    page = Client().get(address(code))
    text = page.content.decode()
    assert page.status_code == 200
    assert ("no-store" in page["Cache-Control"], page["X-Robots-Tag"]) == (True, "noindex")
    words = ("Anna Exempel", "HLR", "Hemsjukvård norr", "Påstådd", "Nekad", "Utgången", "Bedömd", "Hos en annan")
    assert [word in text for word in words] == [True, True, True, *[False] * 5]
    with as_owner():
        Evidence.objects.filter(code="hlr").update(valid_until=timezone.localdate() - DAY)
        Evidence.objects.filter(code="stated").update(state="verified")
    text = Client().get(address(code)).content.decode()
    assert ["HLR" in text, "Påstådd" in text] == [False, True]


def test_the_level_is_shown_only_by_a_code_that_shows_it(cast: Cast, nurses: FrameworkVersion) -> None:
    level = min(effective_of(nurses).document.levels, key=lambda one: one.order)
    with as_owner():
        Placement.objects.create(
            person=cast.anna.person,
            employer=cast.ale,
            profession_id="sjukskoterska",
            version=nurses,
            level_code=level.code,
            level_order=level.order,
            proposed_order=level.order,
            decided_on=START,
        )
    codes = [opened(cast.anna, cast.ale, shows_level=shows) for shows in (True, False)]
    shown = [str(level.title) in Client().get(address(code)).content.decode() for code in codes]
    assert shown == [True, False]


def test_a_code_ends_with_the_employment_and_the_mark(cast: Cast) -> None:
    def answers(change: str) -> int:
        code = opened(cast.anna, cast.ale)
        with transaction.atomic():
            with as_owner():
                match change:
                    case "left":
                        Employment.objects.filter(person=cast.anna.person).update(valid_to=timezone.localdate() - DAY)
                    case "protected":
                        ProtectedIdentity.objects.create(person=cast.anna.person, employer=cast.ale, since=START)
            if change == "closed":
                with acting_as(cast.anna.pk) as actor:
                    assert close_card(actor=actor, code_id=code.pk)
                    assert not close_card(actor=actor, code_id=code.pk)
            status = Client().get(address(code)).status_code
            transaction.set_rollback(True)
        return status

    assert [answers(change) for change in ("", "left", "protected", "closed")] == [200, 404, 404, 404]


def test_a_code_that_is_too_old_opens_nothing(cast: Cast) -> None:
    with acting_as(cast.anna.pk):
        now = timezone.now()
        old = CardCode.objects.create(
            person=cast.anna.person,
            employer=cast.ale,
            code_hash=hash_code("0" * LENGTH),
            made_at=now - 2 * DAY,
            valid_until=now - DAY,
        )
    assert Client().get("/kort/0000-0000-0000/").status_code == 404
    with acting_as(cast.anna.pk) as actor:
        assert old not in open_codes(actor)


def test_who_may_open_a_card_and_for_how_long(cast: Cast) -> None:
    for user, employer in ((cast.anna, cast.molndal), (cast.dag, cast.ale), (cast.gunilla, cast.ale)):
        with pytest.raises(NotYours):
            opened(user, employer)
    with pytest.raises(Refused, match="skyddade personuppgifter"):
        opened(cast.per, cast.ale)
    for lasts in (timedelta(0), timedelta(days=30, seconds=1)):
        with pytest.raises(Refused, match="högst 30 dagar"):
            opened(cast.anna, cast.ale, lasts)
    for _ in range(5):
        opened(cast.anna, cast.ale, timedelta(days=30))
    with pytest.raises(Refused, match="fem öppna koder"):
        opened(cast.anna, cast.ale)


def test_many_presses_at_once_open_no_more_than_five(fresh_database: str) -> None:
    with as_owner():
        cast = make_cast()
    together, outcomes = Barrier(8), []

    def press() -> None:
        try:
            together.wait(10)
            opened(cast.anna, cast.ale)
            outcomes.append("opened")
        except Refused:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [Thread(target=press) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(20)
    assert sorted(outcomes) == ["opened"] * 5 + ["told"] * 3
    with as_owner():
        assert CardCode.objects.count() == 5


def test_the_database_keeps_the_code_s_bounds(cast: Cast) -> None:
    code = opened(cast.anna, cast.ale)
    later = {"valid_until": code.valid_until + DAY}
    with acting_as(cast.anna.pk), pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        CardCode.objects.filter(pk=code.pk).update(**later)
    with acting_as(cast.anna.pk), pytest.raises(IntegrityError), transaction.atomic():
        CardCode.objects.create(
            person=cast.anna.person,
            employer=cast.ale,
            code_hash="x",
            made_at=timezone.now(),
            valid_until=timezone.now() + 31 * DAY,
        )


def test_the_person_alone_sees_codes_and_who_has_looked(cast: Cast) -> None:
    code = opened(cast.anna, cast.ale)
    assert (code.code_hash, code_of(code.pk) in code.code_hash) == (hash_code(code_of(code.pk)), False)
    guest, colleague, own = Client(), Client(), Client()
    colleague.force_login(cast.cecilia)
    own.force_login(cast.anna)
    for client in (guest, guest, colleague, own):  # the second time within ten seconds is the same look
        assert client.get(address(code)).status_code == 200
    assert sorted(checks_of(cast.anna), key=str) == sorted(
        [(None, cast.ale.pk), (cast.cecilia.pk, cast.ale.pk)], key=str
    )
    for user in (cast.bosse, cast.gunilla, cast.hamid, cast.cecilia):
        with acting_as(user.pk) as actor:
            assert (visible(actor, CardCode).exists(), visible(actor, CardCheck).exists()) == (False, False)
            with pytest.raises(NotYours):
                close_card(actor=actor, code_id=code.pk)
    page = own.get(PAGE).content.decode()
    assert ("Cecilia" in page, "någon med koden, inte inloggad" in page, readable(code_of(code.pk)) in page) == (
        True,
        True,
        True,
    )


def test_wrong_guesses_are_counted_and_right_codes_are_not(cast: Cast, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"card": "3/m/ip"}
    code, client = opened(cast.anna, cast.ale), Client()
    assert [client.get(address(code)).status_code for _ in range(5)] == [200] * 5
    guesses = [client.get(f"/kort/7K3M-9QXA-{n}{n}{n}{n}/").status_code for n in range(4)]
    assert (guesses, client.get(address(code)).status_code) == ([404, 404, 404, 429], 429)


def test_a_code_is_made_shown_found_and_closed_on_the_pages(cast: Cast, proofs: date, client: Client) -> None:
    client.force_login(cast.anna)
    assert client.post(PAGE, {"hours": "9999"}).status_code == 200
    assert client.post(PAGE, {"hours": "24"}).status_code == 302
    with acting_as(cast.anna.pk) as actor:
        (code,) = open_codes(actor)
    assert timedelta(hours=23) < code.valid_until - timezone.now() <= DAY
    assert code_of(code.pk) in client.get(PAGE).content.decode().replace("-", "")
    asked = Client().get("/kort/", {"kod": code_of(code.pk).lower()})
    assert (asked.status_code, asked["Location"]) == (302, address(code))
    assert "tolv bokstäver och siffror" in Client().get("/kort/", {"kod": "fel"}).content.decode()
    assert client.post(f"{PAGE}{code.pk}/stang/").status_code == 302
    assert Client().get(address(code)).status_code == 404


def test_a_protected_identity_is_told_why_there_is_no_card(cast: Cast, client: Client) -> None:
    client.force_login(cast.per)
    page = client.get(PAGE).content.decode()
    assert ("Du har skyddade personuppgifter." in page, "Gör en kod" in page) == (True, False)


def test_somebody_with_two_employers_has_two_cards(cast: Cast, client: Client) -> None:
    with as_owner():
        Employment.objects.create(
            person=cast.anna.person,
            employer=cast.molndal,
            unit=cast.molndal_care,
            profession_id="sjukskoterska",
            employee_number="9",
            share=20,
            valid_from=START,
        )
    client.force_login(cast.anna)
    pages = [client.get(PAGE + query).content.decode() for query in ("", "?hos=molndal")]
    assert ["<p>Hemsjukvård norr<br>Ale kommun</p>" in page for page in pages] == [True, False]
    assert ["<p>Hemsjukvård<br>Mölndals kommun</p>" in page for page in pages] == [False, True]
    assert client.get(PAGE + "?hos=gu").status_code == 404
    assert client.post(PAGE + "?hos=molndal", {"hours": "1"}).status_code == 302
    with acting_as(cast.anna.pk) as actor:
        assert [code.employer for code in open_codes(actor)] == [cast.molndal]


def test_a_restore_closes_every_code(cast: Cast) -> None:
    from stegvis.careers.restore import restored

    code = opened(cast.anna, cast.ale)
    with as_owner():
        words = restored(datetime(2026, 1, 1, tzinfo=timezone.get_current_timezone()))
    assert "1 codes of competence cards were closed; each person makes a new one" in words
    assert Client().get(address(code)).status_code == 404
    assert card_by_code("") is None
