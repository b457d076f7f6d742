"""The areas that offers and needs are told apart by, and which of them a text names."""

from django.utils import translation

from stegvis.frameworks.competence_areas import area_names, area_of, areas, areas_named
from stegvis.frameworks.packaged import documents


def test_each_area_of_the_packaged_pilots_is_one_of_ours() -> None:
    pilots = {area.code for reference, one in documents().items() if "pilot" in reference.code for area in one.areas}
    assert pilots, "the pilots name areas"
    assert pilots <= set(areas())


def test_an_area_is_named_by_its_synonyms_a_longer_word_and_the_beginning_of_its_name() -> None:
    assert areas_named("demensvården i kommunen") == ["demens-kognition"]
    assert areas_named("Palli") == ["palliativ-vard"]
    assert areas_named("kurs om SÅRVÅRD och BPSD") == ["demens-kognition", "diabetes-sar-nutrition"]
    assert areas_named("MI") == areas_named("kurs i MI, steg 1") == ["samtal-motivation"]
    assert "samtal-motivation" not in areas_named("miljö")
    assert areas_named("") == areas_named("xyz") == areas_named("ab") == []


def test_names_are_in_the_readers_language_and_an_unknown_code_stands_as_it_is() -> None:
    with translation.override("sv"):
        assert area_names(["palliativ-vard", "egen"]) == ["Palliativ vård", "egen"]
    with translation.override("en"):
        assert str(area_of("palliativ-vard")) == "Palliative care"
    assert area_of("egen") is None
