"""Publishing and adopting frameworks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytest_django import DjangoAssertNumQueries

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.verdict import Refused
from stegvis.frameworks.format import dump_document, load_document
from stegvis.frameworks.format.document import BaseReference, FrameworkDocument
from stegvis.frameworks.models import Adoption, FrameworkRequirement, FrameworkVersion
from stegvis.frameworks.packaged import documents
from stegvis.frameworks.queries import compiled, effective_of, published_versions, version_of
from stegvis.frameworks.relations.proposing import propose_mapping
from stegvis.frameworks.services import (
    adopt_version,
    choose_version,
    publish_document,
    publish_framework,
    publish_packaged,
)
from stegvis.people.models import Profession
from tests.support.cast import Cast
from tests.support.database import as_owner


def test_every_packaged_file_is_published_and_a_second_time_changes_nothing(packaged: list[FrameworkVersion]) -> None:
    from stegvis.foundation.access.actor import Actor

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
