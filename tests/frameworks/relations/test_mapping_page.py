"""The page on what became of each requirement, as its owner, a colleague and a stranger."""

from __future__ import annotations

import re
import time

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from stegvis.foundation.access.actor import acting_as
from stegvis.frameworks.drafts.services import save_content
from stegvis.frameworks.models import Draft, FrameworkVersion
from stegvis.frameworks.relations.entries import MappingEntry
from stegvis.frameworks.relations.proposing import propose_mapping
from tests.frameworks.relations.second import course, first, second
from tests.support.cast import Cast
from tests.support.database import as_owner

pytestmark = pytest.mark.django_db


def address(draft: Draft, name: str = "draft_mapping", *args: int) -> str:
    return reverse(f"frameworks:{name}", args=[draft.pk, *args])


def saved(draft: Draft) -> list[MappingEntry]:
    with as_owner():
        return [MappingEntry.from_json(entry) for entry in Draft.objects.get(pk=draft.pk).mapping]


def revision(draft: Draft) -> int:
    with as_owner():
        return Draft.objects.get(pk=draft.pk).revision


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.mark.parametrize("name", ["anna", "gunilla", "maria", "eva", "farid"])
def test_who_does_not_own_the_draft_finds_nothing(cast: Cast, draft: Draft, client: Client, name: str) -> None:
    client.force_login(getattr(cast, name))
    for url in (address(draft), address(draft, "draft_mapping_line", 0), address(draft, "draft_mapping_add")):
        assert client.get(url).status_code == 404
        assert client.post(url, {"gor": "spara", "revision": revision(draft)}).status_code == 404
    assert saved(draft) == []


def test_a_stranger_is_asked_to_log_in(draft: Draft, client: Client) -> None:
    assert client.get(address(draft)).status_code == 302


def test_the_owner_sees_only_what_is_to_be_looked_at(cast: Cast, draft: Draft, client: Client) -> None:
    client.force_login(cast.dag)
    shown = client.get(address(draft)).content.decode()
    entries = propose_mapping(first(), second())
    moved = [
        place for place, entry in enumerate(entries) if (entry.relation, entry.from_codes) != ("same", entry.to_codes)
    ]
    assert re.findall(r'id="rad-(\d+)"', shown) == [str(place) for place in moved]
    assert len(moved) == 6
    everything = client.get(address(draft) + "?visa=alla").content.decode()
    assert re.findall(r'id="rad-(\d+)"', everything) == [str(place) for place in range(len(entries))]
    assert client.get(address(draft) + "?visa=alla&page=9").status_code == 404


def test_a_proposal_is_saved_agreed_to_and_proposed_again(cast: Cast, draft: Draft, client: Client) -> None:
    client.force_login(cast.dag)
    proposal = propose_mapping(first(), second())
    client.post(address(draft), {"gor": "spara", "revision": revision(draft)})
    assert saved(draft) == proposal
    split = next(place for place, entry in enumerate(proposal) if entry.relation == "split")
    client.post(address(draft), {"gor": f"godkann:{split}", "revision": revision(draft)})
    assert [entry.is_proposal for entry in saved(draft)] == [place != split for place in range(len(proposal))]
    client.post(address(draft), {"gor": "foresla", "revision": revision(draft)})
    assert [entry.is_proposal for entry in saved(draft)] == [place != split for place in range(len(proposal))]
    client.post(address(draft), {"gor": "godkann", "revision": revision(draft)})
    assert {entry.is_proposal for entry in saved(draft)} == {False}


def test_a_line_is_changed_and_what_it_lets_go_of_gets_its_own(cast: Cast, draft: Draft, client: Client) -> None:
    client.force_login(cast.dag)
    proposal = propose_mapping(first(), second())
    place = next(place for place, entry in enumerate(proposal) if entry.relation == "split")
    url = address(draft, "draft_mapping_line", place)
    assert 'value="forskrivare-2"' in client.get(url).content.decode()
    said = {"relation": "changed", "old": ["forskrivare"], "new": ["forskrivare-1"], "note": "Del 2 är ny."}
    answer = client.post(url, said | {"revision": revision(draft)})
    assert (answer.status_code, answer["Location"]) == (302, address(draft))
    assert [e for e in saved(draft) if e not in proposal] == [
        MappingEntry("changed", ("forskrivare",), ("forskrivare-1",), "Del 2 är ny."),
        MappingEntry("new", (), ("forskrivare-2",), likeness=0.0, is_proposal=True),
    ]
    assert [e for e in proposal if e not in saved(draft)] == [proposal[place]]


def test_a_relation_of_the_wrong_shape_is_answered_in_words(cast: Cast, draft: Draft, client: Client) -> None:
    client.force_login(cast.dag)
    said = {"relation": "merged", "old": ["leg"], "new": ["leg"], "revision": revision(draft)}
    answer = client.post(address(draft, "draft_mapping_line", 0), said)
    assert answer.status_code == 200
    assert "antalet krav stämmer inte" in text(answer.content.decode())
    unknown = client.post(address(draft, "draft_mapping_line", 0), said | {"old": ["finns-inte"]})
    assert unknown.status_code == 200
    assert saved(draft) == []


def test_who_comes_second_overwrites_nothing(cast: Cast, draft: Draft, client: Client) -> None:
    client.force_login(cast.dag)
    before = revision(draft)
    client.post(address(draft), {"gor": "godkann", "revision": before})
    agreed = saved(draft)
    answer = client.post(address(draft), {"gor": "foresla", "revision": before}, follow=True)
    assert "Någon har ändrat utkastet" in text(answer.content.decode())
    assert saved(draft) == agreed


@pytest.mark.parametrize(
    ("url", "data"),
    [
        ("draft_mapping", {"gor": "nonsens", "revision": "1"}),
        ("draft_mapping", {"gor": "godkann:x", "revision": "1"}),
        ("draft_mapping", {"gor": "godkann:" + "9" * 5000, "revision": "1"}),
        ("draft_mapping", {"gor": "spara", "revision": "x"}),
        ("draft_mapping", {"gor": "spara", "revision": "9" * 5000}),
        ("draft_mapping", {}),
    ],
)
def test_nonsense_is_404(cast: Cast, draft: Draft, client: Client, url: str, data: dict[str, str]) -> None:
    client.force_login(cast.dag)
    assert client.post(address(draft, url), data).status_code == 404
    assert client.get(address(draft, "draft_mapping_line", 9999)).status_code == 404


def test_a_gap_is_named_and_leads_to_where_it_is_filled(cast: Cast, draft: Draft, client: Client) -> None:
    client.force_login(cast.dag)
    client.post(address(draft), {"gor": "godkann", "revision": revision(draft)})
    with acting_as(cast.dag.pk) as actor:
        now = Draft.objects.get(pk=draft.pk)
        content = now.content
        content["levels"][0]["requires"].append(
            {"kind": "course", "code": "helt-ny", "title": "Helt ny kurs", "accepts": ["hygien-ny"]}
        )
        content["facts"].append({"kind": "course", "code": "hygien-ny", "title": "Hygien"})
        save_content(actor=actor, draft=now, revision=now.revision, content=content)
    shown = client.get(address(draft)).content.decode()
    add = address(draft, "draft_mapping_add") + "?krav=helt-ny"
    assert "Helt ny kurs" in text(shown)
    assert f'href="{add}"' in shown
    assert client.get(add).status_code == 200
    said = {"relation": "new", "new": ["helt-ny"], "revision": revision(draft)}
    client.post(address(draft, "draft_mapping_add"), said)
    assert saved(draft)[-1] == MappingEntry("new", (), ("helt-ny",))
    assert "har fått sin plats" in text(client.get(address(draft)).content.decode())


def test_the_first_version_follows_nothing(cast: Cast, pilot: FrameworkVersion, client: Client) -> None:
    from stegvis.frameworks.drafts.services import start_from_version

    with acting_as(cast.dag.pk) as actor:
        own = start_from_version(actor=actor, version=pilot, owner=cast.gr, as_new=True)
    client.force_login(cast.dag)
    assert "första versionen" in text(client.get(address(own)).content.decode())
    assert client.get(address(own, "draft_mapping_line", 0)).status_code == 404


def test_the_number_of_queries_does_not_grow(
    cast: Cast, draft: Draft, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(cast.dag)
    client.get(address(draft))
    with django_assert_max_num_queries(12):
        client.get(address(draft) + "?visa=alla")


@pytest.mark.slow
def test_500_requirements_are_shown_a_page_at_a_time(cast: Cast, draft: Draft, client: Client) -> None:
    with acting_as(cast.dag.pk) as actor:
        now = Draft.objects.get(pk=draft.pk)
        many = [course(f"kurs-{n}", f"Kurs nummer {n} om {n % 7}", "hlr-kurs") for n in range(500)]
        now.content["levels"][0]["requires"] += many
        now.content["facts"].append({"kind": "course", "code": "hlr-kurs", "title": "HLR"})
        save_content(actor=actor, draft=now, revision=now.revision, content=now.content)
    client.force_login(cast.dag)
    client.get(address(draft))
    start = time.perf_counter()
    shown = client.get(address(draft) + "?visa=alla&page=2").content.decode()
    taken = time.perf_counter() - start
    assert len(re.findall(r'id="rad-(\d+)"', shown)) == 100
    assert taken < 3, f"{taken:.2f} s"
