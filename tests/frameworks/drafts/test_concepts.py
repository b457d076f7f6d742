"""Linking a part to public vocabularies, and the words about what is wrong with a part."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils.translation import override

from stegvis.frameworks.drafts.faults import message_of
from stegvis.frameworks.format.problems import Finding
from stegvis.frameworks.models import Concept, Draft
from stegvis.frameworks.vocabularies.addresses import address_of, reference_from
from tests.frameworks.drafts.test_views import address, now, opened, place
from tests.support.cast import Cast
from tests.support.database import as_owner

CARE, OLD, FRESH = "bXNH_MNX_dUR", "oLdd_Xxx_Yyy", "fReh_Xxx_Yyy"
SKILL = "skill/0005c151-5b5a-4a66-8aac-60e734beb1ab"


@pytest.mark.parametrize(
    ("typed", "reference"),
    [
        (CARE, f"jobtech:{CARE}"),
        (f" JobTech: {CARE} ", f"jobtech:{CARE}"),
        (address_of("jobtech", CARE), f"jobtech:{CARE}"),
        (f"https://atlas.jobtechdev.se/taxonomy/concept/{CARE}/", f"jobtech:{CARE}"),
        (SKILL, f"esco:{SKILL}"),
        (f"esco:{SKILL}", f"esco:{SKILL}"),
        (address_of("esco", SKILL), f"esco:{SKILL}"),
        (f"esco:{address_of('esco', SKILL)}", f"esco:{SKILL}"),
        ("palliativ vård", ""),
        ("vård/omsorg", ""),
        (f"https://example.se/{CARE}", ""),
        ("jobtech:x", ""),
        ("", ""),
    ],
)
def test_what_is_typed_becomes_a_reference(typed: str, reference: str) -> None:
    assert reference_from(typed) == reference


@pytest.fixture
def concepts(draft: Draft) -> None:
    told = {"scheme": "jobtech", "kind": "skill", "refreshed_on": "2026-01-01"}
    with as_owner():
        Concept.objects.all().delete()
        Concept.objects.create(code=FRESH, label_sv="Vård i livets slut", **told)
        Concept.objects.create(
            code=OLD, label_sv="Palliativ vård, äldre", is_deprecated=True, replaced_by=FRESH, **told
        )
        Concept.objects.create(code=CARE, label_sv="Specialist i palliativ vård", label_en="Palliative care", **told)


def found(client: Client, draft: Draft, part: str, asked: str) -> list[str]:
    html = client.get(address(draft), {"nod": part, "begrepp": asked}).content.decode()
    return re.findall(r'name="gor" value="begrepp\|([^"]*)"', html)


def test_a_concept_is_searched_for_and_linked(draft: Draft, concepts: None, cast: Cast, client: Client) -> None:
    client.force_login(cast.gunilla)
    part = place(draft, "personcentrerad-vard")
    assert found(client, draft, part, "PALLIATIV") == [f"jobtech:{CARE}", f"jobtech:{OLD}"]
    assert found(client, draft, part, address_of("jobtech", CARE)) == [f"jobtech:{CARE}"]
    assert found(client, draft, part, "jobtech:zzzz_zzz_zzz") == ["jobtech:zzzz_zzz_zzz"]
    assert found(client, draft, part, "kirurgi\x00") == []
    for reference in (f"jobtech:{OLD}", address_of("esco", SKILL), f"jobtech:{OLD}"):
        sent = opened(client, now(draft, cast), part) | {"gor": f"begrepp|{reference}"}
        assert client.post(address(draft, "draft_part"), sent).status_code == 302
    html = client.get(address(draft), {"nod": part}).content.decode()
    labels = re.findall(r'<label for="del_concepts_\d">(.*?)</label>', html, re.DOTALL)
    told = [re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", label)).strip() for label in labels]
    assert told == [
        "Palliativ vård, äldre JobTech, kompetens Utgånget ersatt av Vård i livets slut",
        f"{SKILL} ESCO Finns inte i vår kopia: se efter att adressen leder rätt Öppna i en ny flik",
    ]
    unmarked = opened(client, now(draft, cast), part) | {"concepts": [f"esco:{SKILL}"]}
    client.post(address(draft, "draft_part"), unmarked)
    assert opened(client, now(draft, cast), part)["concepts"] == [f"esco:{SKILL}"]


def test_only_what_can_be_linked_is(draft: Draft, concepts: None, cast: Cast, client: Client) -> None:
    client.force_login(cast.gunilla)
    competence = opened(client, draft, place(draft, "personcentrerad-vard"))
    answer = client.post(address(draft, "draft_part"), competence | {"gor": "begrepp|palliativ vård"})
    assert answer.status_code == 400
    level = opened(client, draft, "levels.0")
    assert client.post(address(draft, "draft_part"), level | {"gor": f"begrepp|{CARE}"}).status_code == 302
    assert now(draft, cast).content == draft.content


REQUIREMENT = {"code": "hygien", "title": "Hygien", "kind": "competence", "accepts": []}
CONTENT = {"levels": [{"code": "grund", "title": "Grund", "requires": [REQUIREMENT]}]}
OF_REQUIREMENT = ("levels", 0, "requires", 0)


@pytest.mark.parametrize(
    ("finding", "words"),
    [
        (Finding(OF_REQUIREMENT, "missing_key", {"key": "rating"}), "Fyll i ”Lägsta skattning”."),
        (Finding((*OF_REQUIREMENT, "accepts"), "too_few", {"limit": 1}), "Ange minst 1 i ”Vad som godtas"),
        (Finding((*OF_REQUIREMENT, "title", "sv"), "blank", {}), "Skriv något i ”Namn”."),
        (Finding((), "missing_key", {"key": "owner"}), "Fyll i ”Ägare”."),
        (
            Finding(("levels", 0, "requires"), "too_few", {"limit": 1}),
            "Här behövs minst 1. Lägg till med knappen ”Nytt krav”.",
        ),
    ],
)
def test_a_fault_is_told_by_the_fields_label(finding: Finding, words: str) -> None:
    with override("sv"):
        assert message_of(CONTENT, finding).startswith(words)
