"""Publishing and adopting frameworks."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django import DjangoAssertNumQueries

from stegvis.foundation.access.actor import Actor, acting_as
from stegvis.foundation.access.verdict import Refused
from stegvis.frameworks.format import dump_document, load_document
from stegvis.frameworks.format.convert import to_document
from stegvis.frameworks.format.document import BaseReference, FrameworkDocument
from stegvis.frameworks.models import Adoption, FrameworkRequirement, FrameworkVersion, VersionMapping
from stegvis.frameworks.packaged import documents
from stegvis.frameworks.queries import compiled, effective_of, published_versions, version_of
from stegvis.frameworks.relations.composing import mapping_between
from stegvis.frameworks.relations.entries import MappingEntry, Relation
from stegvis.frameworks.relations.proposing import propose_mapping
from stegvis.frameworks.services import (
    MappingNeeded,
    adopt_version,
    choose_version,
    publish_document,
    publish_framework,
    publish_packaged,
)
from stegvis.people.models import Employment, Profession
from tests.support.cast import START, Cast
from tests.support.database import as_owner


def test_every_packaged_file_is_published_and_a_second_time_changes_nothing(packaged: list[FrameworkVersion]) -> None:
    with as_owner():
        again = publish_packaged(actor=Actor(is_system=True))
    assert [version.pk for version in again] == [version.pk for version in packaged]
    assert len(packaged) == len(documents())


def test_positions_are_the_compiled_ladders_leaves(packaged: list[FrameworkVersion], cast: Cast) -> None:
    with acting_as(cast.anna.pk) as actor:
        version = version_of(actor, "pilot-rehab-kommun")
        rows = list(FrameworkRequirement.objects.filter(version=version).values_list("position", "code", "level_code"))
        ladder = compiled(version)
        assert rows == [(leaf.index, leaf.requirement.code, ladder.levels[leaf.level].code) for leaf in ladder.leaves]
        assert [leaf.index for leaf in compiled(version, "palliativ-vard").leaves] == [row[0] for row in rows]
        assert load_document(version.document) == effective_of(version).document


def test_the_list_holds_each_framework_once_by_title(packaged: list[FrameworkVersion], cast: Cast) -> None:
    with acting_as(cast.cecilia.pk) as actor:
        listed = list(published_versions(actor))
    assert listed == sorted(packaged, key=lambda version: (version.framework.title_sv, version.framework.code))


def test_what_other_formats_brought_waits_until_it_is_asked_for(
    packaged: list[FrameworkVersion], cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with acting_as(cast.cecilia.pk) as actor:
        found = [version_of(actor, "varmland"), version_of(actor, "varmland", 1), *published_versions(actor)]
        assert {frozenset(version.get_deferred_fields()) for version in found} == {frozenset({"exchange"})}
        with django_assert_num_queries(1):
            assert found[0].exchange == {}


def test_a_coordinator_adopts_for_the_own_employer_only(packaged: list[FrameworkVersion], cast: Cast) -> None:
    nurse = Profession.objects.get(code="sjukskoterska")
    with acting_as(cast.gunilla.pk) as actor:
        version = version_of(actor, "pilot-sjukskoterska-kommun")
        adopted = adopt_version(actor=actor, employer=cast.ale, profession=nurse, version=version)
        with pytest.raises(Refused):
            adopt_version(actor=actor, employer=cast.molndal, profession=nurse, version=version)
    assert (adopted.employer, adopted.profession, adopted.version) == (cast.ale, nurse, version)


@pytest.mark.parametrize("name", ["anna", "bosse", "cecilia", "dag", "eva", "farid", "hamid"])
def test_nobody_else_adopts(packaged: list[FrameworkVersion], cast: Cast, name: str) -> None:
    nurse = Profession.objects.get(code="sjukskoterska")
    with acting_as(getattr(cast, name).pk) as actor:
        version = version_of(actor, "pilot-sjukskoterska-kommun")
        with pytest.raises(Refused):
            adopt_version(actor=actor, employer=cast.ale, profession=nurse, version=version)
        assert not Adoption.objects.exists()


def test_a_described_framework_places_nobody(packaged: list[FrameworkVersion], cast: Cast) -> None:
    nurse = Profession.objects.get(code="sjukskoterska")
    with acting_as(cast.gunilla.pk) as actor, pytest.raises(Refused):
        adopt_version(actor=actor, employer=cast.ale, profession=nurse, version=version_of(actor, "vgr-akademisk"))


def test_a_published_version_cannot_change_its_content(packaged: list[FrameworkVersion], cast: Cast) -> None:
    text = dump_document(documents()[BaseReference("ale", 1)]).replace("code: ale\n", "code: ale-egen\n")
    with acting_as(cast.gunilla.pk) as actor:
        first = publish_framework(actor=actor, text=text, owner=cast.ale)
        again = publish_framework(actor=actor, text=text, owner=cast.ale)
        with pytest.raises(Refused):
            publish_framework(actor=actor, text=text.replace("Ale", "Alingsås", 1), owner=cast.ale)
        with pytest.raises(Refused):
            publish_framework(actor=actor, text=text, owner=cast.molndal)
    assert first[1] is True
    assert again == (first[0], False)


def test_between_versions_of_a_framework_people_are_moved_by_a_rehearsed_change(cast: Cast) -> None:
    nurse = Profession.objects.get(code="sjukskoterska")
    [document] = [one for reference, one in documents().items() if reference.code == "pilot-sjukskoterska-kommun"]
    assert isinstance(document, FrameworkDocument)
    own = replace(document, code="egen", version=1)
    with acting_as(cast.gunilla.pk) as actor:
        first, _new = publish_document(actor=actor, document=own, owner=cast.ale)
        second, _new = publish_document(
            actor=actor,
            document=replace(own, version=2),
            owner=cast.ale,
            earlier=first,
            mapping=propose_mapping(own, own),
        )
        choose_version(actor=actor, employer=cast.ale, profession=nurse, version=first)
        with pytest.raises(Refused, match="Version 1"):
            choose_version(actor=actor, employer=cast.ale, profession=nurse, version=second)
        assert adopt_version(actor=actor, employer=cast.ale, profession=nurse, version=second).version == second


SMALL = (Path(__file__).parent / "data" / "small.yaml").read_text(encoding="utf-8")
FURTHER = SMALL.replace("version: 1", "version: 2").replace("title: Liten modell", "title: Mindre modell")
RENAMED = FURTHER.replace("code: kurs\n", "code: kursen\n")


def titles() -> list[tuple[int, str]]:
    rows = FrameworkVersion.objects.filter(framework__code="small").order_by("version")
    return [(row.version, row.framework.title_sv) for row in rows.select_related("framework")]


def test_a_further_version_is_refused_until_it_says_what_became_of_each_requirement(cast: Cast) -> None:
    with acting_as(cast.gunilla.pk) as actor:
        first = publish_framework(actor=actor, text=SMALL, owner=cast.ale)[0]
        with pytest.raises(MappingNeeded, match="Version 1 av small är redan publicerad"):
            publish_framework(actor=actor, text=FURTHER, owner=cast.ale)
        with pytest.raises(MappingNeeded):
            publish_document(actor=actor, document=load_document(FURTHER), owner=cast.ale)
        with pytest.raises(Refused, match="inte sagt vad det blir av ”Kurs”") as refused:
            publish_framework(actor=actor, text=RENAMED, owner=cast.ale, mapping=[])
        assert type(refused.value) is Refused
        assert titles() == [(1, "Liten modell")]
        said = [MappingEntry(Relation.CHANGED, ("kurs",), ("kursen",))]
        second, is_new = publish_framework(actor=actor, text=RENAMED, owner=cast.ale, mapping=said)
        assert (is_new, str(second)) == (True, "Mindre modell 2")
        assert titles() == [(1, "Mindre modell"), (2, "Mindre modell")]
        plain = [MappingEntry(Relation.SAME, (code,), (code,)) for code in ("leg", "trygg", "erfaren")]
        assert mapping_between(second, first) == [*said, *plain]
        with pytest.raises(MappingNeeded):  # it follows on the latest, not on an earlier one
            publish_document(
                actor=actor,
                document=load_document(SMALL.replace("version: 1", "version: 3")),
                owner=cast.ale,
                earlier=first,
                mapping=plain,
            )


def test_versions_are_published_in_order(cast: Cast) -> None:
    with acting_as(cast.gunilla.pk) as actor:
        publish_framework(actor=actor, text=FURTHER, owner=cast.ale)
        with pytest.raises(Refused, match="har ett högre nummer"):
            publish_framework(actor=actor, text=SMALL, owner=cast.ale, mapping=[])


def test_a_whole_framework_does_not_take_the_place_of_an_overlay(cast: Cast) -> None:
    with acting_as(cast.gunilla.pk) as actor:
        publish_framework(actor=actor, text=SMALL, owner=cast.ale)
        added = SMALL.replace("code: small", "code: tillagg")
        overlay = {
            "format": 1,
            "code": "tillagg",
            "version": 1,
            "status": "pilot",
            "title": "Tillägg",
            "owner": {"name": "Ale", "kind": "municipality"},
            "provenance": {"basis": "written"},
            "overlay_of": {"code": "small", "version": 1},
        }
        publish_framework(actor=actor, text=dump_document(to_document(overlay)), owner=cast.ale)
        with pytest.raises(Refused, match="är ett tillägg till Liten modell"):
            publish_framework(actor=actor, text=added.replace("version: 1", "version: 2"), owner=cast.ale, mapping=[])


def test_a_packaged_further_version_has_its_mapping_beside_it(db: None, tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "small-2.yaml").write_text(RENAMED, encoding="utf-8")
    bare, said = tmp_path, tmp_path / "said"
    shutil.copytree(tmp_path, said)
    (said / "mappings").mkdir()
    (said / "mappings" / "small-2.yaml").write_text("- {relation: changed, from: [kurs], to: [kursen]}\n")
    with as_owner():
        with pytest.raises(Refused, match="Kurs"):
            publish_packaged(actor=Actor(is_system=True), folder=bare)
        assert titles() == [(1, "Liten modell")]
        published = [publish_packaged(actor=Actor(is_system=True), folder=said) for _ in range(2)]
        assert [[version.version for version in each] for each in published] == [[1, 2], [1, 2]]
        assert titles() == [(1, "Mindre modell"), (2, "Mindre modell")]


def test_where_nobody_is_placed_a_version_is_chosen_freely_and_without_a_mapping_nobody_is_moved(cast: Cast) -> None:
    nurse = Profession.objects.get(code="sjukskoterska")
    text = SMALL.replace("professions: [fysioterapeut]", "professions: [sjukskoterska]")
    with acting_as(cast.gunilla.pk) as actor:
        first = publish_framework(actor=actor, text=text, owner=cast.ale)[0]
        further = text.replace("version: 1", "version: 2")
        second = publish_framework(actor=actor, text=further, owner=cast.ale, mapping=[])[0]
        choose_version(actor=actor, employer=cast.ale, profession=nurse, version=second)
        with pytest.raises(Refused, match="publiceras det som önskas tillbaka"):
            choose_version(actor=actor, employer=cast.ale, profession=nurse, version=first)
    with as_owner():
        VersionMapping.objects.all().delete()
        Adoption.objects.update(version=first)
    with acting_as(cast.gunilla.pk) as actor, pytest.raises(Refused, match="Byt version under Versionsbyten"):
        choose_version(actor=actor, employer=cast.ale, profession=nurse, version=second)
    with as_owner():  # only Per is left, whose identity is protected
        Employment.objects.exclude(person=cast.per.person).update(valid_to=START)
    with acting_as(cast.gunilla.pk) as actor, pytest.raises(Refused):
        choose_version(actor=actor, employer=cast.ale, profession=nurse, version=second)
    with as_owner():
        Employment.objects.update(valid_to=START)
    with acting_as(cast.gunilla.pk) as actor:
        assert choose_version(actor=actor, employer=cast.ale, profession=nurse, version=second).version == second
