"""Overlays whose base has a newer version: who is told, what the page says, and the draft that comes of it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from stegvis.foundation.access.actor import acting_as
from stegvis.frameworks.drafts.publishing import publish_draft
from stegvis.frameworks.format import load_document
from stegvis.frameworks.format.document import Clarification, Text
from stegvis.frameworks.models import Draft, FrameworkVersion, VersionMapping
from stegvis.frameworks.next_steps import next_steps
from stegvis.frameworks.queries import effective_of, resolve_base
from stegvis.frameworks.relations.composing import mapping_between
from stegvis.frameworks.relations.entries import MappingEntry, Relation
from stegvis.frameworks.relations.proposing import propose_mapping
from stegvis.frameworks.relations.queries import overlays_behind
from stegvis.frameworks.services import publish_document
from tests.frameworks.relations.second import additions
from tests.support.cast import Cast
from tests.support.database import as_owner

pytestmark = pytest.mark.django_db


def address(version: FrameworkVersion) -> str:
    return reverse("frameworks:upgrade", args=[version.framework.code, version.version])


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def behind(cast: Cast, name: str) -> list[tuple[str, int]]:
    with acting_as(getattr(cast, name).pk) as actor:
        return [(one.overlay.framework.code, one.base.version) for one in overlays_behind(actor)]


def test_nobody_is_behind_before_there_is_a_new_version(cast: Cast, overlay: FrameworkVersion, client: Client) -> None:
    assert behind(cast, "gunilla") == []
    client.force_login(cast.gunilla)
    assert client.get(address(overlay)).status_code == 404


def test_the_owner_of_an_overlay_is_told(
    cast: Cast, overlay: FrameworkVersion, second_pilot: FrameworkVersion, client: Client
) -> None:
    assert behind(cast, "gunilla") == [("ale-rehab", 2)]
    for name in ("anna", "bosse", "maria", "dag", "eva", "farid"):
        assert behind(cast, name) == []
    with acting_as(cast.gunilla.pk) as actor:
        assert [step.url for step in next_steps(actor)] == [address(overlay)]
    client.force_login(cast.gunilla)
    for url in (reverse("frameworks:list"), reverse("frameworks:drafts")):
        assert f'href="{address(overlay)}"' in client.get(url).content.decode()
    client.force_login(cast.anna)
    assert address(overlay) not in client.get(reverse("frameworks:list")).content.decode()


@pytest.mark.parametrize("name", ["anna", "bosse", "maria", "dag", "eva", "farid"])
def test_only_the_owner_upgrades(
    cast: Cast, overlay: FrameworkVersion, second_pilot: FrameworkVersion, client: Client, name: str
) -> None:
    client.force_login(getattr(cast, name))
    assert client.get(address(overlay)).status_code == 403
    assert client.post(address(overlay), {}).status_code == 403
    with as_owner():
        assert not Draft.objects.filter(framework=overlay.framework).exists()


def test_a_version_that_has_been_followed_leads_to_the_latest(
    cast: Cast, overlay: FrameworkVersion, second_pilot: FrameworkVersion, client: Client
) -> None:
    with acting_as(cast.gunilla.pk) as actor:
        document = load_document(overlay.document, resolve_base)
        same = effective_of(overlay).document
        publish_document(
            actor=actor,
            document=replace(document, version=2),
            owner=cast.ale,
            earlier=overlay,
            mapping=propose_mapping(same, same),
        )
    client.force_login(cast.gunilla)
    for answer in (client.get(address(overlay)), client.post(address(overlay), {})):
        assert answer["Location"] == reverse("frameworks:version", args=["ale-rehab", 2])
    with as_owner():
        assert not Draft.objects.filter(framework=overlay.framework).exists()


def test_a_stranger_is_asked_to_log_in(
    overlay: FrameworkVersion, second_pilot: FrameworkVersion, client: Client
) -> None:
    assert client.get(address(overlay)).status_code == 302


def test_the_page_tells_base_before_base_now_and_the_own(
    cast: Cast, overlay: FrameworkVersion, second_pilot: FrameworkVersion, client: Client
) -> None:
    client.force_login(cast.gunilla)
    html = client.get(address(overlay)).content.decode()
    assert re.findall(r'<section class="sv-surface fw-part" aria-labelledby="([\w-]+)"', html) == [
        "clarify-0",
        "raise-0",
        "requirement-valfardsteknik",
    ]
    shown = text(html)
    assert "Basen kräver nu lika mycket eller mer" in shown
    assert "minst 2 på skalan (Självständig)" in shown
    assert "minst 3 på skalan (Trygg i komplexa situationer)" in shown
    assert shown.count("Basen, version 1 och 2") > 0  # what the base has left alone is told once


def test_the_page_tells_what_else_the_base_changed(
    cast: Cast, overlay: FrameworkVersion, second_pilot: FrameworkVersion, client: Client
) -> None:
    client.force_login(cast.gunilla)
    html = client.get(address(overlay)).content.decode()
    folded = html[html.index('<details class="ds-details sv-disclosure" id="elsewhere"') :].partition("</details>")[0]
    assert re.findall(r"<summary>(.*?)</summary>", folded) == ["5 andra ändringar i basen"]
    lines = [text(line).strip() for line in re.findall(r"<h3>.*?</h3>|<li>.*?</li>", folded, re.S)]
    assert lines[:5] == [
        "Sammanfört av (1)",
        "Demens, grundutbildning · Palliativ vård, grundutbildning → Demens och palliativ vård, grundutbildning",
        "Borttaget (1)",
        "Konsultativt uppdrag över enhets- eller kommungräns",
        "Formella meriter (3)",
    ]
    assert "Välfärdsteknik" in lines[-1]


def test_the_choices_become_a_draft_that_can_be_published(
    cast: Cast, overlay: FrameworkVersion, second_pilot: FrameworkVersion, client: Client
) -> None:
    client.force_login(cast.gunilla)
    wrong = client.post(
        address(overlay), {"clarify-0": "weaken", "raise-0": "drop", "requirement-valfardsteknik": "drop"}
    )
    assert wrong.status_code == 200
    chosen = {"clarify-0": "to-forskrivare-2", "raise-0": "drop", "requirement-valfardsteknik": "rename"}
    answer = client.post(address(overlay), chosen)
    with acting_as(cast.gunilla.pk) as actor:
        draft = Draft.objects.get(framework=overlay.framework)
        assert answer["Location"] == reverse("frameworks:draft", args=[draft.pk])
        assert (draft.based_on, draft.content["overlay_of"]) == (overlay, {"code": "rehab-gr", "version": 2})
        assert [item["code"] for item in draft.content["clarify"]] == ["forskrivare-2", "leg"]
        assert "raise" not in draft.content
        assert draft.content["add"][0]["requires"][0]["code"] == "valfardsteknik-2"
        published = publish_draft(actor=actor, draft=draft, revision=draft.revision)
        assert mapping_between(published, overlay) == [MappingEntry.from_json(e) for e in unsaid(draft)]
        followed = {entry["from"][0]: (entry["relation"], entry["to"]) for entry in draft.mapping if entry["from"]}
        assert followed["grund-team"] == ("same", ["grund-team"])  # Ale asked for as much before
        assert followed["forskrivare"] == ("split", ["forskrivare-1", "forskrivare-2"])
        assert followed["valfardsteknik"] == ("same", ["valfardsteknik-2"])
        assert [e["relation"] for e in draft.mapping if e["to"] == ["valfardsteknik"]] == ["new"]
    assert behind(cast, "gunilla") == []


def unsaid(draft: Draft) -> list[dict[str, object]]:
    return [entry | {"likeness": 1.0, "proposed": False} for entry in draft.mapping]


def test_an_overlay_on_an_overlay_waits_for_the_one_below_it(
    cast: Cast, overlay: FrameworkVersion, second_pilot: FrameworkVersion, client: Client
) -> None:
    own = replace(
        additions("ale-rehab"),
        code="ale-norr-rehab",
        clarify=(
            Clarification("requirement", "valfardsteknik", Text("Hos oss ges den i mars.")),
            Clarification("requirement", "klinisk-konsult", Text("Hos oss finns tre uppdrag.")),
        ),
        raises=(),
        facts=(),
        add=(),
    )
    with acting_as(cast.gunilla.pk) as actor:
        unit = publish_document(actor=actor, document=own, owner=cast.ale)[0]
    assert behind(cast, "gunilla") == [("ale-rehab", 2)]
    client.force_login(cast.gunilla)
    assert client.get(address(unit)).status_code == 404
    client.post(address(overlay), {"clarify-0": "every", "raise-0": "drop", "requirement-valfardsteknik": "rename"})
    with acting_as(cast.gunilla.pk) as actor:
        draft = Draft.objects.get(framework=overlay.framework)
        publish_draft(actor=actor, draft=draft, revision=draft.revision)
    assert behind(cast, "gunilla") == [("ale-norr-rehab", 2)]
    client.post(address(unit), {"clarify-1": "drop"})
    with acting_as(cast.gunilla.pk) as actor:
        draft = Draft.objects.get(framework=unit.framework)
        assert [item["code"] for item in draft.content["clarify"]] == ["valfardsteknik-2"]
        done = publish_draft(actor=actor, draft=draft, revision=draft.revision)
        assert [layer.code for layer in effective_of(done).layers] == ["rehab-gr", "ale-rehab", "ale-norr-rehab"]
    assert behind(cast, "gunilla") == []


def test_mappings_lead_across_the_version_that_was_skipped(
    cast: Cast, pilot: FrameworkVersion, second_pilot: FrameworkVersion
) -> None:
    with as_owner():
        third = FrameworkVersion.objects.create(
            framework=pilot.framework, version=3, status="proposal", document="", digest="x", level_word="level"
        )
        for requirement in effective_of(second_pilot).document.requirements():
            relation = Relation.CHANGED if requirement.code == "hlr" else Relation.SAME
            VersionMapping.objects.create(
                version=third,
                earlier=second_pilot,
                relation=relation,
                from_codes=[requirement.code],
                to_codes=[requirement.code],
            )
        one, both = mapping_between(second_pilot, pilot), mapping_between(third, pilot)
        assert one is not None
        assert both is not None
        assert mapping_between(pilot, third) is None
        changed = MappingEntry("changed", ("hlr",), ("hlr",))
        assert both == [changed if entry.to_codes == ("hlr",) else entry for entry in one]


def test_telling_costs_one_query_and_the_page_few(
    cast: Cast,
    overlay: FrameworkVersion,
    second_pilot: FrameworkVersion,
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    with acting_as(cast.anna.pk) as actor, django_assert_num_queries(0):
        overlays_behind(actor)
    with acting_as(cast.gunilla.pk) as actor, django_assert_num_queries(2):
        overlays_behind(actor)
    client.force_login(cast.gunilla)
    client.get(address(overlay))
    with django_assert_max_num_queries(18):
        client.get(address(overlay))


def test_the_effective_framework_says_what_comes_from_where(
    cast: Cast, overlay: FrameworkVersion, client: Client
) -> None:
    client.force_login(cast.anna)
    shown = text(client.get(reverse("frameworks:detail", args=["ale-rehab"])).content.decode())
    for words in (
        "Förtydligat av Ale kommun: Kursen ges av hjälpmedelscentralen.",
        "Tillagt av Ale kommun",
        "Höjt av Ale kommun, från 2 till 3",
    ):
        assert words in shown
