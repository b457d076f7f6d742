"""Files of the vocabularies in all their shapes, and each bad one in words."""

from __future__ import annotations

import json

import pytest

from stegvis.frameworks.vocabularies.addresses import address_of, parse_reference
from stegvis.frameworks.vocabularies.files import Entry, Vocabulary, VocabularyError, read_vocabulary

CARE = Entry("ryxY_Uwr_pkw", "skill", "Palliativ vård")
OLD = Entry("4sDr_kFf_cjc", "skill", "Legitimation som sjukgymnast", True, "5agw_dEi_Ag4")
BOTH = Vocabulary("jobtech", "sv", {CARE.code: CARE, OLD.code: OLD})
OF_THE_API = [
    {"taxonomy/id": CARE.code, "taxonomy/type": "skill", "taxonomy/preferred-label": CARE.label},
    {
        "taxonomy/id": OLD.code,
        "taxonomy/type": "skill",
        "taxonomy/preferred-label": OLD.label,
        "taxonomy/deprecated": True,
        "taxonomy/replaced-by": [{"taxonomy/id": OLD.replaced_by, "taxonomy/preferred-label": "Ny"}],
    },
]
OF_A_QUERY = [
    {"id": CARE.code, "type": "skill", "preferred_label": CARE.label, "deprecated": False, "replaced_by": []},
    {"id": OLD.code, "type": "skill", "preferred_label": OLD.label, "replaced_by": [{"id": OLD.replaced_by}]},
]
BY_ID = {
    CARE.code: {"legacyAmsTaxonomyId": "606295", "preferredLabel": CARE.label, "type": "skill"},
    OLD.code: {"preferredLabel": OLD.label, "type": "skill", "deprecated": "true", "replacedBy": [OLD.replaced_by]},
}
AS_CSV = (
    "concept_id;type;preferred_label_sv;deprecated;replaced_by\r\n"
    f"{CARE.code};skill;Palliativ  vård\u200b;false;\r\n\r\n{OLD.code};skill;{OLD.label};TRUE;{OLD.replaced_by}\r\n"
)
ESCO_HEAD = "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,hiddenLabels,status,modifiedDate\n"
ESCO = (
    ESCO_HEAD
    + 'KnowledgeSkillCompetence,http://data.europa.eu/esco/skill/aa-1,knowledge,x,palliativ vård,"vård\ni livets slut"'
    ",,released,2023\nKnowledgeSkillCompetence,http://data.europa.eu/esco/skill/aa-2,,,gammal,,,obsolete,2023\n"
)


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(OF_THE_API).encode(),
        json.dumps({"data": {"concepts": OF_A_QUERY}}).encode(),
        json.dumps({"concepts": OF_A_QUERY}).encode("utf-16"),
        b"\xef\xbb\xbf" + json.dumps(BY_ID, ensure_ascii=False).encode(),
        AS_CSV.encode(),
        AS_CSV.replace(";", "\t").encode("cp1252", "ignore"),
    ],
)
def test_every_shape_of_jobtechs_file_says_the_same(content: bytes) -> None:
    assert read_vocabulary(content, "alla.json") == BOTH


@pytest.mark.parametrize(("name", "language"), [("skills_sv.csv", "sv"), ("skills_en.csv", "en"), ("esco.csv", "sv")])
def test_escos_file_and_its_language(name: str, language: str) -> None:
    entries = {
        "skill/aa-1": Entry("skill/aa-1", "skill", "palliativ vård"),
        "skill/aa-2": Entry("skill/aa-2", "skill", "gammal", True),
    }
    assert read_vocabulary(ESCO.encode(), name) == Vocabulary("esco", language, entries)
    assert read_vocabulary(ESCO.encode(), name, "en").language == "en"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b" \n", "The file is empty"),
        (b"[]", "The file holds no concepts"),
        (ESCO_HEAD.encode(), "The file holds no concepts"),
        (b'{"a": 1', "The file is not valid JSON: Expecting ',' delimiter: line 1 column 8 (char 7)"),
        (b"[" * 100_000, "The file is not valid JSON: "),
        (b'{"data": {"concepts": "x"}}', "The file is JSON, but holds no list of concepts"),
        (b"[1]", "Concept 1 has no keys with values; the file holds something else than concepts"),
        (b'{"format": 1}', "Concept 1 has no keys with values; the file holds something else than concepts"),
        (
            b"name,unit\nAnna,1\n",
            "The file's first line names neither JobTech's columns (id, type, preferred_label)"
            " nor ESCO's (conceptUri, preferredLabel)",
        ),
        (b"id,type,preferred_label\nkort,skill,A\n", "Line 2: “kort” is not the id of a JobTech concept"),
        (b'[{"id": null}]', "Concept 1: “” is not the id of a JobTech concept"),
        (b"id,type,preferred_label\nryxY_Uwr_pkw,,A\n", "Line 2: ryxY_Uwr_pkw has no type of at most 40 characters"),
        (
            b"id,type,preferred_label\nryxY_Uwr_pkw,skill\n",
            "Line 2: ryxY_Uwr_pkw has no label of at most 300 characters",
        ),
        (
            b"id,type,preferred_label\nryxY_Uwr_pkw,skill," + b"a" * 301,
            "Line 2: ryxY_Uwr_pkw has no label of at most 300 characters",
        ),
        (
            b"id,type,preferred_label\nryxY_Uwr_pkw,skill,A\nryxY_Uwr_pkw,skill,B\n",
            "Line 3: ryxY_Uwr_pkw stands twice, as “A” and “B”",
        ),
        (
            b'id,type,preferred_label\nryxY_Uwr_pkw,skill,"A',
            "Line 2 cannot be divided into columns: unexpected end of data",
        ),
        (
            ESCO_HEAD.encode() + b"x,javascript:alert(1),,,A,,,released,\n",
            "Line 2: “javascript:alert(1)” is not the address of an ESCO concept",
        ),
        (b"id,\x81\x8d\n", "Line 1 cannot be read as text. Save the file as CSV UTF-8 and try again."),
    ],
)
def test_a_bad_file_is_refused_in_words(content: bytes, words: str) -> None:
    from django.utils import translation

    with translation.override("en"), pytest.raises(VocabularyError) as refused:
        read_vocabulary(content, "fil.csv")
    assert str(refused.value).startswith(words)


def test_a_huge_file_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stegvis.frameworks.vocabularies.files.MAX_BYTES", 10_000_000)
    with pytest.raises(VocabularyError, match="larger than 10 MB"):
        read_vocabulary(b"x" * 10_000_001)


def test_references_and_public_addresses() -> None:
    esco = "http://data.europa.eu/esco/skill/aa-1"
    assert [parse_reference(r) for r in ("jobtech:ryxY_Uwr_pkw", f"esco:{esco}", "esco:skill/aa-1")] == [
        ("jobtech", "ryxY_Uwr_pkw"),
        ("esco", "skill/aa-1"),
        ("esco", "skill/aa-1"),
    ]
    assert address_of("esco", "skill/aa-1") == esco
    assert address_of("jobtech", "ryxY_Uwr_pkw") == "https://data.jobtechdev.se/taxonomy/concept/ryxY_Uwr_pkw"
