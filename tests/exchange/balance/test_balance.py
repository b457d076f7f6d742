"""Places given and got, and costs: sums that tell of nobody, and kronor that add up."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook

from stegvis.exchange.balance import queries, services
from stegvis.exchange.balance.costs import Held, Owed, between, owed
from stegvis.exchange.balance.periods import HalfYear, finished
from stegvis.exchange.balance.queries import Line, Shown
from stegvis.exchange.models import Application, Occasion, SettlementLine
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import NotYours, visible
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from stegvis.organisations.models import Organisation, Unit
from stegvis.people.models import Profession
from tests.exchange.support import an_application, an_occasion, an_offer
from tests.support.cast import Cast, employ
from tests.support.database import as_owner

LAST = finished(timezone.localdate())[0]


def staff(unit: Unit, number: int) -> list[User]:
    with as_owner():
        nurse = Profession.objects.get(pk="sjukskoterska")
        users = [User.objects.create_user(f"{unit.pk}-{at}@example.se", name="N") for at in range(number)]
        for at, user in enumerate(users):
            employ(user, unit, nurse, f"b{unit.pk}-{at}")
    return users


def held(cast: Cast, host: Organisation, people: list[User], period: HalfYear = LAST, **facts: object) -> Occasion:
    """An occasion of the half-year, of eight hours, that these took part in."""
    day = datetime(period.year, period.starts.month + 2, 10, 8, tzinfo=UTC)
    found = an_occasion(an_offer(host, cast.gr, hours=8, **facts), starts=day, seats=10)
    for user in people:
        an_application(found, user, "attended")
    return found


def test_the_few_are_hidden_and_so_is_what_would_tell_of_them(cast: Cast) -> None:
    with as_owner():
        partille = Organisation.objects.create(type="municipality", name="Partille kommun", slug="partille")
        cast.gr.memberships.create(organisation=partille, valid_from=LAST.before.starts)
        partilles = Unit.objects.create(organisation=partille, name="Hemsjukvård", code="P")
    ales, many = staff(cast.ale_north, 6), staff(cast.molndal_care, 6)
    held(cast, cast.molndal, ales)
    held(cast, cast.ale, many)
    held(cast, cast.ale, [cast.bosse])  # one's own staff is not counted
    with acting_as(cast.dag.pk):
        before = queries.balance(cast.gr.pk, LAST)
    assert before.total == Shown(12, 100)
    assert before.lines[:2] == (
        Line(cast.ale.pk, "Ale kommun", Shown(6, 50, 66.7), Shown(6, 50, 66.7)),
        Line(cast.molndal.pk, "Mölndals kommun", Shown(6, 50, 75.0), Shown(6, 50, 75.0)),
    )
    few = staff(partilles, 2)
    held(cast, cast.molndal, few)
    held(cast, cast.molndal, [ales[0], few[0]], LAST.before)
    with acting_as(cast.gunilla.pk):
        after = queries.balance(cast.gr.pk, LAST)
        classes = queries.reciprocity_class(cast.gr.pk, LAST.before)
    assert [None if line.got.places is None else line.got.places for line in after.lines].count(None) >= 2
    assert (after.lines[2].got, after.lines[2].given) == (Shown(None, None), Shown(0, 0, 0.0))
    assert classes == {cast.ale.pk: 1, cast.molndal.pk: 0, partille.pk: 0}  # the small need others
    for stranger in (cast.anna, cast.bosse, cast.maria, cast.eva, cast.farid):
        with acting_as(stranger.pk) as actor:
            assert queries.accounts(cast.gr.pk, LAST) == []
            assert queries.collaborations(actor) == []


def one_held(split: str, **facts: object) -> Held:
    given = {"occasion": 1, "title": "K", "held_on": LAST.starts, "host": 1, "price": 100, "seats": 7, **facts}
    return Held(split=split, **given)  # type: ignore[arg-type]


def test_each_split_adds_up_and_a_correction_comes_with_the_next() -> None:
    taken = {1: 1, 2: 2, 3: 3}

    def kronor(split: str, settled: dict[tuple[int, int, int], int] | None = None) -> list[tuple[int, int, str, int]]:
        found = owed([one_held(split, taken=taken)], [1, 2, 3], settled or {})
        return [(one.payer, one.receiver, one.ground, one.kronor) for one in found]

    assert kronor("sender") == [(2, 1, "sender", 200), (3, 1, "sender", 300)]
    assert kronor("by_seats") == [(2, 1, "by_seats", 233), (3, 1, "by_seats", 350)]  # and 117 for the host
    assert kronor("equally") == [(2, 1, "equally", 233), (3, 1, "equally", 233)]  # and 234 for the host
    assert kronor("sender", {(1, 2, 1): 200, (1, 3, 1): 300}) == []
    assert kronor("sender", {(1, 2, 1): 500, (1, 3, 1): 100}) == [
        (1, 2, "correction", 300),
        (3, 1, "correction", 200),
    ]
    assert kronor("sender", {(1, 2, 1): 500, (1, 1, 2): 300, (1, 3, 1): 300}) == []
    lines = [Owed(1, "K", LAST.starts, *pair, "sender", 1, kr) for pair, kr in (((1, 2), 50), ((2, 1), 80))]
    assert between(lines) == {(2, 1): 30}


def test_a_closed_half_year_stays_and_what_is_corrected_comes_later(client: Client, cast: Cast) -> None:
    occasion = held(cast, cast.molndal, [cast.anna, cast.bosse], price=1500, split="sender")

    def lines(reader: User) -> list[tuple[str, str, int]]:
        with acting_as(reader.pk) as actor:
            rows = visible(actor, SettlementLine).select_related("payer", "receiver")
            return [(one.payer.slug, one.receiver.slug, one.kronor) for one in rows]

    def close(reader: User, period: HalfYear) -> None:
        with acting_as(reader.pk) as actor:
            services.close_settlement(actor=actor, collaboration_id=cast.gr.pk, period=period)

    with pytest.raises(NotYours):
        close(cast.gunilla, LAST)
    with pytest.raises(Refused, match="inte slut"):
        close(cast.dag, LAST.next)
    close(cast.dag, LAST)
    # nothing is put in behind what is closed
    for period, why in ((LAST, "ändras inte"), (LAST.before, "Ett senare halvår, .+, är redan stängt")):
        with pytest.raises(Refused, match=why):
            close(cast.dag, period)
    assert [lines(one) for one in (cast.dag, cast.gunilla, cast.anna, cast.bosse, cast.eva)] == [
        *([("ale", "molndal", 3000)],) * 2,
        *([],) * 3,
    ]
    with as_owner():
        Application.objects.filter(user=cast.bosse, occasion=occasion).update(state="withdrawn")
    with acting_as(cast.dag.pk) as actor:
        coming = services.costs_of(actor, cast.gr.pk, LAST.next).lines
        assert [(one.payer, one.receiver, one.ground, one.kronor) for one in coming] == [
            (cast.molndal.pk, cast.ale.pk, "correction", 1500)
        ]
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            SettlementLine.objects.update(kronor=1)

    client.force_login(cast.gunilla)
    content = client.get("/utbud/balans/kostnader/?export=xlsx").content
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert sheet[1][:2] + sheet[1][4:] == [
        *("Ale kommun", "Mölndals kommun", "Deltagarens arbetsgivare betalar platsen", 2.0, 3000.0)
    ]
