"""A unit's own clarification on top of the employer's: who is placed by it, and where it is refused and told."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from stegvis.careers.evaluation import evaluate_people
from stegvis.careers.models import VersionMove
from stegvis.careers.moves.computing import compute_outcomes
from stegvis.careers.queries.person import versions_of
from stegvis.careers.tasks import reevaluate
from stegvis.foundation.access.actor import Actor, acting_as
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.jobs.progress import no_progress
from stegvis.frameworks.format import dump_document
from stegvis.frameworks.format.convert import to_document
from stegvis.frameworks.models import Adoption, FrameworkVersion, UnitAdoption
from stegvis.frameworks.queries import with_true_owners
from stegvis.frameworks.services import adopt_version, publish_framework
from stegvis.frameworks.units.policies import may_use_in_unit
from stegvis.frameworks.units.queries import placed_in_units
from stegvis.frameworks.units.services import adopt_in_unit, end_in_unit, stop_in_unit, use_in_unit
from stegvis.organisations.models import Organisation, Unit
from stegvis.people.models import Employment, Profession
from tests.careers.conftest import NURSES, publish
from tests.careers.test_pilots import placed_by
from tests.support.cast import Cast
from tests.support.database import as_owner
from tests.support.layers import layer

NURSE = "sjukskoterska"


class Layers(NamedTuple):
    """GR's framework, Ale's additions to it, those of Ale north to Ale's, and more of the latter's kind."""

    shared: FrameworkVersion
    ales: FrameworkVersion
    norths: FrameworkVersion


def overlay(
    code: str, base: str, owner: Organisation, *, unit: str = "", version: int = 1, on: int = 1
) -> FrameworkVersion:
    content: dict[str, Any] = {
        "format": 1,
        "code": code,
        "version": version,
        "status": "pilot",
        "title": f"Tillägg {code}",
        "owner": {"name": unit or owner.name, "kind": "unit" if unit else "municipality"},
        "provenance": {"basis": "written"},
        "overlay_of": {"code": base, "version": on},
        "facts": [{"kind": "course", "code": f"kurs-{code}", "title": "Kurs"}],
        "add": [
            {
                "to": "grund",
                "requires": [{"kind": "course", "code": f"krav-{code}", "title": "Kurs", "accepts": [f"kurs-{code}"]}],
            }
        ],
    }
    with as_owner():
        text = dump_document(to_document(content))
        return publish_framework(actor=Actor(is_system=True), text=text, owner=owner, mapping=[])[0]


@layer
def layers(cast: Cast, placed: FrameworkVersion) -> Layers:
    """Ale uses its own additions; nobody uses the unit's yet."""
    ales = overlay("ale-ssk", NURSES, cast.ale)
    norths = overlay("ale-norr", "ale-ssk", cast.ale, unit="Hemsjukvård norr")
    with acting_as(cast.gunilla.pk) as actor:
        adopt_version(actor=actor, employer=cast.ale, profession=nurse(), version=ales)
    with as_owner():
        Employment.objects.filter(person__user=cast.per).update(unit=cast.ale_south)
    return Layers(placed, ales, norths)


def nurse() -> Profession:
    return Profession.objects.get(pk=NURSE)


def use(cast: Cast, unit: Unit, version: FrameworkVersion, who: str = "gunilla") -> UnitAdoption:
    """As an accepted change leaves it."""
    with acting_as(getattr(cast, who).pk) as actor:
        require(may_use_in_unit(actor, unit, nurse(), version))
        return adopt_in_unit(actor=actor, unit=unit, profession=nurse(), version=version)


def evaluated(cast: Cast) -> dict[str, str]:
    with as_owner():
        evaluate_people(employer_id=cast.ale.pk)
    return placed_by(cast)


def test_the_units_staff_are_placed_by_its_clarification_until_it_is_ended(cast: Cast, layers: Layers) -> None:
    adoption = use(cast, cast.ale_north, layers.norths)
    assert evaluated(cast) == {"Anna": "ale-norr", "Bosse": "ale-norr", "Per": "ale-ssk"}
    with acting_as(cast.anna.pk) as actor:
        mine = Employment.objects.get(person__user=cast.anna)
        assert versions_of(actor, [mine]) == {mine.pk: layers.norths}
        with pytest.raises(NotYours):
            stop_in_unit(actor=actor, adoption_id=adoption.pk)
    with acting_as(cast.gunilla.pk) as actor:
        with pytest.raises(Refused, match="Versionsbyten"):
            stop_in_unit(actor=actor, adoption_id=adoption.pk)
        with pytest.raises(Refused, match="Versionsbyten"):  # the first time too
            use_in_unit(actor=actor, unit=cast.ale_south, profession=nurse(), version=layers.norths)
        end_in_unit(actor=actor, adoption=adoption)
    assert set(evaluated(cast).values()) == {"ale-ssk"}


def test_the_nearest_unit_upwards_wins(cast: Cast, layers: Layers) -> None:
    south = overlay("ale-soder", "ale-norr", cast.ale, unit="Hemsjukvård söder")
    use(cast, cast.ale_care, layers.norths)
    use(cast, cast.ale_south, south)
    with as_owner():
        assert placed_in_units(cast.ale.pk, Actor().today) == {
            (cast.ale_care.pk, NURSE): layers.norths,
            (cast.ale_north.pk, NURSE): layers.norths,
            (cast.ale_south.pk, NURSE): south,
        }
    assert evaluated(cast) == {"Anna": "ale-norr", "Bosse": "ale-norr", "Per": "ale-soder"}


def test_a_unit_uses_only_what_rests_on_what_is_used_above_it(cast: Cast, layers: Layers) -> None:
    beside = overlay("ale-vid-sidan", NURSES, cast.ale)
    with as_owner():
        other = publish("pilot-rehab-kommun")
    for version in (layers.shared, layers.ales, beside):
        with pytest.raises(Refused, match="förtydligar och lägger till"):
            use(cast, cast.ale_north, version)
    with pytest.raises(Refused, match="inte gjord för"):
        use(cast, cast.ale_north, other)
    for who in ("bosse", "anna", "cecilia", "dag", "hamid"):
        with pytest.raises(Refused, match="samordnare"):
            use(cast, cast.ale_north, layers.norths, who)
    with pytest.raises(Refused, match="samordnare"):
        use(cast, cast.molndal_care, layers.norths)
    with as_owner():
        assert list(UnitAdoption.objects.all()) == []


def test_where_the_employer_chooses_another_framework_the_units_no_longer_counts(cast: Cast, layers: Layers) -> None:
    use(cast, cast.ale_north, layers.norths)
    with acting_as(cast.gunilla.pk) as actor:
        adopt_version(actor=actor, employer=cast.ale, profession=nurse(), version=layers.shared)
    assert evaluated(cast) == {"Anna": "ale-norr", "Bosse": "ale-norr", "Per": NURSES}
    beside = overlay("ale-vid-sidan", NURSES, cast.ale)
    with acting_as(cast.gunilla.pk) as actor:
        adopt_version(actor=actor, employer=cast.ale, profession=nurse(), version=beside)
    assert set(evaluated(cast).values()) == {"ale-vid-sidan"}


def test_a_renewed_base_leaves_the_unit_with_its_own_until_that_is_renewed_too(cast: Cast, layers: Layers) -> None:
    use(cast, cast.ale_north, layers.norths)
    renewed = overlay("ale-ssk", NURSES, cast.ale, version=2)
    with as_owner():  # as an accepted move leaves it
        Adoption.objects.filter(employer=cast.ale, profession=NURSE).update(version=renewed)
    assert evaluated(cast) == {"Anna": "ale-norr", "Bosse": "ale-norr", "Per": "ale-ssk"}
    with pytest.raises(Refused, match="Tillägg ale-ssk 2"):
        use(cast, cast.ale_south, layers.norths)
    second = overlay("ale-norr", "ale-ssk", cast.ale, unit="Hemsjukvård norr", version=2, on=2)
    use(cast, cast.ale_south, second)
    assert UnitAdoption.objects.count() == 0  # nobody acts, nobody sees
    with as_owner():
        assert sorted(one.version.version for one in UnitAdoption.objects.all()) == [1, 2]


def test_an_adoption_stays_with_its_units_employer(cast: Cast, layers: Layers) -> None:
    wrong = UnitAdoption(
        employer=cast.ale, unit=cast.molndal_care, profession_id=NURSE, version=layers.norths, since=Actor().today
    )
    with as_owner(), pytest.raises(IntegrityError, match="unit_adoption_of_same_employer"), transaction.atomic():
        save_at_once(wrong)


def save_at_once(row: UnitAdoption) -> None:
    row.save()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_layers_of_one_owner_are_told_apart_and_a_unit_by_its_name(cast: Cast, layers: Layers, client: Client) -> None:
    beside = overlay("ale-mer", "ale-ssk", cast.ale)
    with acting_as(cast.anna.pk):
        assert with_true_owners(layers.ales).names == {}
        found = with_true_owners(layers.norths)
        assert (found.owners["ale-norr"], found.names) == ("Hemsjukvård norr, Ale kommun", {})
        assert with_true_owners(beside).names == {
            "ale-ssk": "Ale kommun (Tillägg ale-ssk)",
            "ale-mer": "Ale kommun (Tillägg ale-mer)",
        }
    html = client.get(reverse("frameworks:version", args=["ale-norr", 1])).content.decode()
    assert set(re.findall(r"Tillagt av [^<]+", html)) == {
        "Tillagt av Ale kommun",
        "Tillagt av Hemsjukvård norr, Ale kommun",
    }


def test_a_coordinator_begins_and_ends_it_on_the_overlays_page(cast: Cast, layers: Layers, client: Client) -> None:
    page = reverse("frameworks:version", args=["ale-norr", 1])
    client.force_login(cast.bosse)
    assert "Använd den i en enhet" not in client.get(page).content.decode()
    client.force_login(cast.gunilla)
    assert "Använd den i en enhet" not in client.get(reverse("frameworks:detail", args=[NURSES])).content.decode()
    assert "Använd den i en enhet" in client.get(page).content.decode()
    address = reverse("careers:move_begin", args=["ale-norr", 1])
    for unit in (cast.molndal_care.pk, "", "x", "9" * 30):
        answer = client.post(address, {"unit": unit, "profession": NURSE}, follow=True)
        assert "Välj en av dina enheter" in answer.content.decode()
    client.post(address, {"unit": cast.ale_north.pk, "profession": NURSE})
    begun = decided(client, cast)
    assert "Hemsjukvård norr, Ale kommun: Sjuksköterska" in client.get(page).content.decode()
    with as_owner():
        reevaluate(employer_id=cast.ale.pk)
        (adoption,) = UnitAdoption.objects.all()
    client.force_login(cast.anna)
    mine = client.get("/min-utveckling/").content.decode()
    assert "/karriarmodeller/ale-norr/1/" in mine
    assert "Din karriärmodell har ändrats" in mine
    stop = reverse("careers:move_follow", args=[adoption.pk])
    assert client.post(stop).status_code == 404
    client.force_login(cast.gunilla)
    client.post(stop)
    followed = decided(client, cast)
    with as_owner():
        assert list(UnitAdoption.objects.all()) == []
    assert client.post(stop).status_code == 404
    assert [(one.kind, one.from_version, one.to_version) for one in (begun, followed)] == [
        ("begin", layers.ales, layers.norths),
        ("follow", layers.norths, layers.ales),
    ]


def decided(client: Client, cast: Cast) -> VersionMove:
    """The coordinator reads what the open change means, and accepts it."""
    with as_owner():
        move = VersionMove.objects.get(state=VersionMove.State.RUNNING)
        compute_outcomes(move.pk, no_progress)
    assert "Inget har ändrats ännu" in client.get(reverse("careers:move", args=[move.pk])).content.decode()
    client.post(reverse("careers:move_decide", args=[move.pk, "godkann"]))
    with as_owner():
        move.refresh_from_db()
        assert move.state == VersionMove.State.ACCEPTED
        return move
