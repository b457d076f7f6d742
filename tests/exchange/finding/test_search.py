"""What is found by which words and filters, and in which order."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from stegvis.careers.models import Standing
from stegvis.exchange.finding import queries
from stegvis.exchange.finding.forms import SearchForm
from stegvis.exchange.finding.pages import cards_of
from stegvis.exchange.finding.ranking import ranked
from stegvis.exchange.finding.search import Search, week_of
from stegvis.exchange.models import Meets, Occasion, Offer
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.accounts.models import User
from stegvis.frameworks.models import FrameworkVersion
from stegvis.people.models import Profession
from tests.exchange.support import an_occasion, an_offer
from tests.support.cast import Cast
from tests.support.database import as_owner

MOST_QUERIES = 15


def found(user: User, **asked: object) -> list[str]:
    """The titles that somebody finds, in their order."""
    with acting_as(user.pk) as actor:
        employers = queries.employers_of(actor)
        data = QueryDict(urlencode(asked))
        form = SearchForm(actor, employers, Profession.objects.all(), queries.homes_of(actor, employers), data)
        assert form.is_valid(), form.errors
        order = ranked(actor, queries.hits_of(actor, form.search), form.search, form.order)
        return [card.offer.title for card in cards_of(actor, order.hits, form.search, order)]


@pytest.fixture
def offered(cast: Cast) -> dict[str, Offer]:
    """Four offers of Mölndal and Ale, seen by the collaboration, the soonest first; two that nobody can apply for."""
    made = {
        "wounds": an_offer(
            cast.molndal, cast.gr, kind="course", title="Sårbehandling för sjuksköterskor", price=1200, split="sender"
        ),
        "dementia": an_offer(cast.molndal, cast.gr, title="En dag på Silviagården", areas=["demens-kognition"]),
        "online": an_offer(
            cast.molndal, cast.gr, kind="digital", form="distance", title="Läkemedel hos äldre", price=300, split="host"
        ),
        "rehab": an_offer(cast.ale, cast.gr, title="Följ en fysioterapeut", professions=["fysioterapeut"]),
        "draft": an_offer(cast.molndal, cast.gr, title="Sår, ett utkast", state="draft"),
        "closed": an_offer(cast.molndal, cast.gr, title="Sår, ansökan stängd"),
    }
    for number, name in enumerate(made):
        an_occasion(made[name], days=20 + number)
    with as_owner():
        yesterday = timezone.localdate() - timedelta(days=1)
        Occasion.objects.filter(offer=made["closed"]).update(apply_by=yesterday)
        Occasion.objects.filter(offer=made["wounds"]).update(seats=0)
    return made


def test_words_are_found_in_their_forms_by_their_beginning_and_by_what_areas_are_called(
    cast: Cast, offered: dict[str, Offer]
) -> None:
    wounds, dementia = offered["wounds"].title, offered["dementia"].title
    assert {words: found(cast.anna, q=words) for words in WORDS} == {
        "sjuksköterska": [wounds],
        "sårbeh": [wounds],
        "behandling sår": [],
        "läkemedel och äldres": ["Läkemedel hos äldre"],
        "kognitiv": [dementia],
        "demensvård dag": [dementia],
        "vård i livets slut": [],
        "' | ! & ( <-> :* \\": [wounds, dementia, "Läkemedel hos äldre", "Följ en fysioterapeut"],
    }


WORDS = (
    "sjuksköterska",
    "sårbeh",
    "behandling sår",
    "läkemedel och äldres",
    "kognitiv",
    "demensvård dag",
    "vård i livets slut",
    "' | ! & ( <-> :* \\",
)


def test_each_filter_keeps_what_it_says(cast: Cast, offered: dict[str, Offer]) -> None:
    """Ale and Mölndal lie 35 kilometres apart; what is at a distance is everywhere."""
    day = timezone.localdate() + timedelta(days=21)
    short = {offer.title: name for name, offer in offered.items()}

    def names(**asked: object) -> list[str]:
        return [short[title] for title in found(cast.anna, ordning="datum", **asked)]

    assert names() == ["wounds", "dementia", "online", "rehab"]
    assert names(omrade="demens-kognition") == ["dementia"]
    assert names(slag="course") == ["wounds"]
    assert names(yrke="sjukskoterska") == ["wounds", "dementia", "online"]
    assert names(arbetsgivare="ale") == ["rehab"]
    assert names(kommun="1481") == ["wounds", "dementia"]
    assert names(form="distance") == ["online"]
    assert names(fran=day, till=day) == ["dementia"]
    assert names(km=25) == ["online", "rehab"]
    assert names(lediga="on") == ["dementia", "online", "rehab"]
    assert names(pris=0) == ["dementia", "online", "rehab"]
    assert [short[title] for title in found(cast.anna, ordning="nara")] == ["online", "rehab", "wounds", "dementia"]


def test_what_begins_when_it_suits_is_there_as_long_as_its_window(cast: Cast) -> None:
    flexible = an_offer(cast.molndal, cast.gr, title="När som helst", starts_any_time=True)
    now = timezone.now()
    with as_owner():
        Occasion.objects.create(
            offer=flexible,
            employer=cast.molndal,
            starts=now - timedelta(days=60),
            ends=now + timedelta(days=60),
            seats=5,
            apply_by=timezone.localdate() + timedelta(days=30),
        )
    day = timezone.localdate()
    assert found(cast.anna, fran=day + timedelta(days=50)) == ["När som helst"]
    assert found(cast.anna, fran=day + timedelta(days=61)) == []


def test_a_week_is_the_next_such_week_unless_a_year_is_said() -> None:
    today = date(2026, 11, 22)
    written = {"48": "2026-11-23", "v. 47": "2026-11-16", "46": "2027-11-15", "53 2026": "2026-12-28"}
    for text, monday in {**written, "2027-W1": "2027-01-04"}.items():
        first, last = week_of(text, today)
        assert (text, str(first), last - first) == (text, monday, timedelta(days=6))
    for text in ("0", "54", "53 2027", "v", "48 9999", "2026-W99", "²"):
        with pytest.raises(ValueError, match=text):
            week_of(text, today)


def test_the_order_is_what_one_lacks_with_the_reason_and_a_manager_may_ask_for_the_team(
    cast: Cast, placed: FrameworkVersion, offered: dict[str, Offer]
) -> None:
    """Anna stands on level 1. Bosse manages her and Per, whose identity is protected: he is never counted."""
    with as_owner():
        standing = Standing.objects.get(person=cast.anna.person)
        lacking = next(
            code
            for code, met, level in _requirements(placed, standing)
            if not met and level == standing.level_order + 1
        )
        Meets.objects.create(offer=offered["rehab"], employer=cast.ale, framework=placed.framework, requirement=lacking)
    with acting_as(cast.anna.pk) as actor:
        hits = queries.hits_of(actor, SEARCH)
        order = ranked(actor, hits, SEARCH, "behov")
        (card,) = cards_of(actor, order.hits[:1], SEARCH, order)
    assert card.offer == offered["rehab"]
    assert card.reasons == [f"Möter kravet {_title(placed, lacking)} på nivå 2"]
    with acting_as(cast.bosse.pk) as actor:
        order = ranked(actor, hits, SEARCH, "team")
    assert (order.hits[0].offer, order.team) == (offered["rehab"].pk, {offered["rehab"].pk: 1})


SEARCH = Search()


def _requirements(version: FrameworkVersion, standing: Standing) -> list[tuple[str, bool, int]]:
    from stegvis.frameworks.queries import compiled

    ladder = compiled(version, standing.area)
    levels = [ladder.levels[leaf.level].order for leaf in ladder.leaves]
    codes = [leaf.requirement.code for leaf in ladder.leaves]
    return list(zip(codes, standing.met, levels, strict=True))


def _title(version: FrameworkVersion, code: str) -> str:
    from stegvis.frameworks.queries import effective_of

    return next(str(one.title) for one in effective_of(version).document.requirements() if one.code == code)


def test_a_page_of_many_takes_no_more_queries(client: Client, cast: Cast, placed: FrameworkVersion) -> None:
    for number in range(30):
        offer = an_offer(cast.molndal, cast.gr, title=f"Kurs {number}", gives_kind="course", gives_code=f"k{number}")
        an_occasion(offer, days=20 + number)
    client.force_login(cast.bosse)
    for address in ("/utbud/?ordning=team&page=2", "/utbud/?visa=kalender", "/utbud/?visa=karta&km=100&q=kurs"):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        assert len(asked) <= MOST_QUERIES, "\n".join(one["sql"][:150] for one in asked)


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("hospitering", {"En dag på Silviagården", "Följ en fysioterapeut"}),
        ("hospitera", {"En dag på Silviagården", "Följ en fysioterapeut"}),
        ("kurs", {"Sårbehandling för sjuksköterskor", "Läkemedel hos äldre"}),
        ("kurser", {"Sårbehandling för sjuksköterskor", "Läkemedel hos äldre"}),
        ("kurs sår", {"Sårbehandling för sjuksköterskor"}),
        ("mölndal", {"Sårbehandling för sjuksköterskor", "En dag på Silviagården", "Läkemedel hos äldre"}),
        ("hospitering ale", {"Följ en fysioterapeut"}),
        ("ndal", set()),
        ("vfu", set()),
        ("verksamhetsförlagd utbildning", set()),
        ("digital kurs", {"Läkemedel hos äldre"}),
    ],
)
def test_the_kind_and_the_host_are_found_by_their_names(
    cast: Cast, offered: dict[str, Offer], words: str, titles: set[str]
) -> None:
    assert set(found(cast.anna, q=words)) == titles


def test_the_calendar_tells_of_what_begins_when_it_suits_and_opens_no_earlier_than_today(cast: Cast) -> None:
    offer = an_offer(cast.molndal, cast.gr, title="Intermediärvård", starts_any_time=True)
    today = timezone.localdate()
    occasion = an_occasion(offer, starts=timezone.now() - timedelta(days=90))
    with as_owner():
        Occasion.objects.filter(pk=occasion.pk).update(ends=timezone.now() + timedelta(days=200), apply_by=today)
    client = Client()
    client.force_login(cast.anna)
    page = client.get("/utbud/", {"visa": "kalender"})
    assert page.context["grid"].first == today.replace(day=1)
    assert page.context["any_time"] == [(offer.pk, "Intermediärvård")]
    assert page.context["grid"].days == []


def test_the_interface_names_what_is_wrong_as_it_was_asked(cast: Cast) -> None:
    answer = Client().get("/api/v1/offers", {"from": "2027-05-01", "to": "2027-01-01"})
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith(("from:", "to:"))
