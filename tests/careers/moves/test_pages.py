"""The pages of a move as a coordinator, a manager, the person and strangers see them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from stegvis.careers.models import MoveOutcome, VersionMove
from stegvis.careers.moves.computing import compute_outcomes
from stegvis.foundation.audit.models import Reading
from stegvis.foundation.jobs.progress import no_progress
from stegvis.frameworks.models import FrameworkVersion
from tests.careers.moves.conftest import WRITTEN, renew
from tests.careers.test_pages import EVERYBODY, ME, MOST_QUERIES, TEAM, names_in, text
from tests.support.cast import Cast
from tests.support.database import as_owner
from tests.support.layers import layer

LIST = "/organisation/versionsbyten/"
State = VersionMove.State


def made(cast: Cast, first: FrameworkVersion, state: str = State.READY) -> VersionMove:
    with as_owner():
        second = renew(first, lambda one, top: WRITTEN.get(one.code, "same"))
        move = VersionMove.objects.create(
            employer=cast.ale, profession_id="sjukskoterska", from_version=first, to_version=second
        )
        compute_outcomes(move.pk, no_progress)
        VersionMove.objects.filter(pk=move.pk).update(state=state)
        if state == State.ACCEPTED:
            VersionMove.objects.filter(pk=move.pk).update(
                decided_at=timezone.now(), decided_by=cast.gunilla, undo_until=timezone.localdate()
            )
        move.refresh_from_db()
    return move


@layer
def ready(cast: Cast, placed: FrameworkVersion) -> VersionMove:
    return made(cast, placed)


@layer
def large(cast: Cast, sixty: FrameworkVersion) -> VersionMove:
    """Sixty nurses in Ale north."""
    return made(cast, sixty)


def page_of(move: VersionMove) -> str:
    return f"{LIST}{move.pk}/"


def team_page_of(move: VersionMove) -> str:
    return f"/mitt-team/versionsbyte/{move.pk}/"


def test_who_gets_which_page(client: Client, cast: Cast, ready: VersionMove) -> None:
    seen = {}
    for name in EVERYBODY:
        client.force_login(getattr(cast, name))
        seen[name] = [client.get(path).status_code for path in (LIST, page_of(ready), team_page_of(ready))]
    assert seen == {name: [404, 404, 404] for name in EVERYBODY} | {
        "gunilla": [200, 200, 404],
        "bosse": [404, 404, 200],
    }


def test_the_coordinator_sees_counts_and_nobodys_name(client: Client, cast: Cast, large: VersionMove) -> None:
    client.force_login(cast.gunilla)
    page = text(client, page_of(large))
    assert names_in(page) == set()
    assert not re.search(r"Nr \d\d", page)
    assert "Planerar omvårdnaden tillsammans med personen" in page


def counts(client: Client, move: VersionMove) -> list[list[str]]:
    """The cells of the table of units."""
    main = client.get(page_of(move)).content.decode().split('aria-labelledby="units"')[1].split("</table>")[0]
    rows = re.findall(r"<tr.*?</tr>", main, re.S)
    return [re.findall(r">([^<>]+)<", re.sub(r"\s+", " ", row)) for row in rows[1:]]


def test_the_counts_are_those_of_everybody_but_the_protected(client: Client, cast: Cast, large: VersionMove) -> None:
    client.force_login(cast.gunilla)
    with as_owner():
        everybody = MoveOutcome.objects.filter(move=large, is_primary=True).exclude(person=cast.per.person)
        kept, review = (everybody.filter(outcome=one).count() for one in ("kept", "review"))
    client.cookies["django_language"] = "sv"
    rows = [[cell.strip() for cell in row if cell.strip()] for row in counts(client, large)]
    line = [str(kept), str(review), "0", str(kept + review)]
    assert rows == [["Hälso- och sjukvård – Hemsjukvård norr", *line], ["Alla enheter", *line]]


def test_a_small_unit_tells_only_that_it_is_small(client: Client, cast: Cast, ready: VersionMove) -> None:
    client.force_login(cast.gunilla)
    page = text(client, page_of(ready))
    assert "färre än 5" in page
    assert "Planerar omvårdnaden tillsammans med personen dold" in page


def test_the_manager_sees_their_own_people_and_it_is_noted(client: Client, cast: Cast, ready: VersionMove) -> None:
    client.force_login(cast.bosse)
    page = text(client, team_page_of(ready))
    assert names_in(page) == {"Anna", "Bosse"}
    assert "Planerar omvårdnaden tillsammans med personen" in page
    with as_owner():
        assert list(Reading.objects.values_list("person", "page")) == [(cast.anna.person.pk, "careers:team_move")]
    assert team_page_of(ready) in client.get(TEAM).content.decode()


def test_the_person_hears_of_it_when_it_is_accepted(client: Client, cast: Cast, ready: VersionMove) -> None:
    client.force_login(cast.anna)
    assert "ny version" not in text(client, ME)
    with as_owner():
        VersionMove.objects.filter(pk=ready.pk).update(
            state=State.ACCEPTED, decided_at=timezone.now(), undo_until=timezone.localdate()
        )
    page = text(client, ME)
    assert "Karriärmodellen har en ny version" in page
    assert "Allt du har visat finns kvar" in page
    assert "Planerar omvårdnaden tillsammans med personen" in page


def test_accepting_and_undoing_by_the_pages(client: Client, cast: Cast, ready: VersionMove) -> None:
    client.force_login(cast.gunilla)
    client.cookies["django_language"] = "sv"
    assert "1 versionsbyte väntar på ditt beslut" in text(client, "/")
    assert "Inget ändras för någon förrän du godkänner" in text(client, page_of(ready))
    assert "dagar sedan" not in text(client, page_of(ready))
    with as_owner():
        VersionMove.objects.filter(pk=ready.pk).update(computed_at=timezone.now() - timedelta(days=3))
    assert "Räknad för 3 dagar sedan." in text(client, page_of(ready))
    assert "ångra bytet i 30 dagar" in text(client, f"{page_of(ready)}godkann/")
    answer = client.post(f"{page_of(ready)}godkann/", follow=True)
    assert "Bytet är godkänt" in answer.content.decode()
    assert "Bytet är redan godkänt" in client.post(f"{page_of(ready)}godkann/", follow=True).content.decode()
    assert "Bytet är ångrat" in client.post(f"{page_of(ready)}angra/", follow=True).content.decode()
    assert "Bara ett godkänt byte kan ångras" in client.post(f"{page_of(ready)}angra/", follow=True).content.decode()
    assert "Det finns en senare version" in text(client, LIST)


@pytest.mark.parametrize(
    ("state", "days_left", "possible"),
    [
        (State.RUNNING, None, {"avsta"}),
        (State.READY, None, {"godkann", "avsta"}),
        (State.ACCEPTED, 0, {"angra"}),
        (State.ACCEPTED, -1, set()),
        (State.UNDONE, 0, set()),
        (State.DROPPED, None, set()),
    ],
)
def test_an_act_is_asked_about_only_when_it_can_be_done(
    client: Client, cast: Cast, ready: VersionMove, state: str, days_left: int | None, possible: set[str]
) -> None:
    """The page offers, a page of its own asks and the press does the same acts; whatever else says why not."""
    until = None if days_left is None else timezone.localdate() + timedelta(days=days_left)
    decided = {"decided_at": timezone.now(), "undone_at": timezone.now(), "undo_until": until}
    with as_owner():
        VersionMove.objects.filter(pk=ready.pk).update(state=state, **(decided if until else {}))
    client.force_login(cast.gunilla)
    page = client.get(page_of(ready)).content.decode()
    acts = ("godkann", "angra", "avsta")
    assert {act for act in acts if f"{page_of(ready)}{act}/" in page} == possible
    asked = {act: client.get(f"{page_of(ready)}{act}/") for act in acts}
    assert {act for act in acts if asked[act].status_code == 200} == possible
    client.get(page_of(ready))
    for act in set(acts) - possible:
        assert asked[act].headers["Location"] == page_of(ready)
        answers = [method(f"{page_of(ready)}{act}/", follow=True) for method in (client.get, client.post)]
        said = [[str(one) for one in answer.context["messages"]] for answer in answers]
        assert len(said[0]) == 1
        assert said[0] == said[1]


def test_others_can_do_nothing(client: Client, cast: Cast, ready: VersionMove) -> None:
    with as_owner():
        adoption = cast.ale.adoptions.get()
    for name in set(EVERYBODY) - {"gunilla"}:
        client.force_login(getattr(cast, name))
        for act in ("godkann", "angra", "avsta", "rakna-om"):
            assert client.post(f"{page_of(ready)}{act}/").status_code == 404, (name, act)
        assert client.post(f"{LIST}starta/{adoption.pk}/").status_code == 404
    with as_owner():
        assert VersionMove.objects.get(pk=ready.pk).state == State.READY


def test_what_is_not_there_is_not_found(client: Client, cast: Cast, ready: VersionMove) -> None:
    client.force_login(cast.gunilla)
    assert client.get(f"{page_of(ready)}annat/").status_code == 404
    assert client.post(f"{LIST}starta/999999/").status_code == 404
    assert client.get(f"{LIST}00000000-0000-0000-0000-000000000000/").status_code == 404
    assert client.get(f"{page_of(ready)}rakna-om/").status_code == 405


def test_starting_and_computing_anew_lead_to_the_progress(client: Client, cast: Cast, ready: VersionMove) -> None:
    client.force_login(cast.gunilla)
    answer = client.post(f"{page_of(ready)}rakna-om/")
    with as_owner():
        move = VersionMove.objects.get(pk=ready.pk)
    assert (move.state, answer.url) == (State.RUNNING, f"/jobb/{move.job_id}/")
    assert "Vad versionsbytet innebär Startar strax" in text(client, page_of(ready))
    fragment = client.get(page_of(ready), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    with as_owner():
        VersionMove.objects.filter(pk=ready.pk).update(state=State.READY)
    assert client.get(page_of(ready), headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    client.post(f"{page_of(ready)}avsta/")
    with as_owner():
        adoption = cast.ale.adoptions.get()
    answer = client.post(f"{LIST}starta/{adoption.pk}/")
    with as_owner():
        assert answer.url == f"/jobb/{VersionMove.objects.get(state=State.RUNNING).job_id}/"


@pytest.mark.parametrize("path", [LIST, page_of, team_page_of, TEAM])
def test_no_page_asks_person_by_person(
    client: Client,
    cast: Cast,
    large: VersionMove,
    path,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    address = path if isinstance(path, str) else path(large)
    client.force_login(cast.bosse if "mitt-team" in address else cast.gunilla)
    client.get(address)
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(address)


def test_no_word_promises_pay(client: Client, cast: Cast, ready: VersionMove) -> None:
    client.force_login(cast.gunilla)
    words = text(client, page_of(ready)) + text(client, LIST)
    client.force_login(cast.bosse)
    words += text(client, team_page_of(ready))
    assert not re.search(r"\blön|lönen|löne|\bsalar|\bpay\b|\bwage", words.lower())
