"""The provider as anybody meets it: without logging in, strictly by the standard."""

from __future__ import annotations

import copy
import json
import re
import time
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft201909Validator, FormatChecker
from pytest_django import DjangoAssertNumQueries

from stegvis.foundation.access.actor import Actor
from stegvis.frameworks.exchange.case.elements import Identifiers, elements
from stegvis.frameworks.exchange.case.export import own_of, to_case
from stegvis.frameworks.exchange.case.read import read_case, read_package
from stegvis.frameworks.exchange.case.strict import official_schema
from stegvis.frameworks.exchange.provider import catalogue
from stegvis.frameworks.exchange.provider.catalogue import is_open
from stegvis.frameworks.format.convert import to_document
from stegvis.frameworks.models import FrameworkVersion
from stegvis.frameworks.services import publish_document
from tests.frameworks.exchange.large import large_framework
from tests.frameworks.exchange.packages import package, uid
from tests.support.cast import Cast
from tests.support.database import as_owner

ROOT = "/ims/case/v1p1"
SCHEMA = official_schema()
Raw = dict[str, Any]


def published(content: Raw, exchange: Raw | None = None) -> FrameworkVersion:
    with as_owner():
        version, is_new = publish_document(
            actor=Actor(is_system=True), document=to_document(content), exchange=exchange
        )
    assert is_new
    return version


def ask(client: Client, path: str, status: int = 200) -> Any:
    answer = client.get(f"{ROOT}/{path}")
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/json")
    return answer.json()


def faults(found: Raw, name: str, **extra: Raw) -> list[str]:
    """Against a class of the official schema, with what the single element has beyond that in a package."""
    schema = copy.deepcopy(SCHEMA)
    if name:
        definition = schema["$defs"][name]
        definition["properties"] |= extra
        definition["required"] = [*definition["required"], *extra]
        schema = {"$ref": f"#/$defs/{name}", "$defs": schema["$defs"]}
    validator = Draft201909Validator(schema, format_checker=FormatChecker())
    return [error.message for error in validator.iter_errors(found)] + (["extensions"] if "extensions" in found else [])


LINK = {"$ref": "#/$defs/LinkURI"}


def test_only_what_is_openly_licensed_is_listed(packaged: list[FrameworkVersion], client: Client) -> None:
    listed = ask(client, "CFDocuments")["CFDocuments"]
    expected = {version.pk: version for version in packaged if version.licence}
    assert len(expected) < len(packaged)
    assert {(one["title"], one["version"]) for one in listed} == {
        (version.framework.title_sv, str(version.version)) for version in expected.values()
    }
    assert [faults(one, "CFPckgDocument", CFPackageURI=LINK) for one in listed] == [[]] * len(expected)


@pytest.mark.parametrize(
    ("licence", "answer"),
    [
        ("CC-BY-4.0", True),
        ("CC0-1.0", True),
        ("CC-BY-SA-4.0", True),
        ("EUPL-1.2", True),
        ("CC-BY-NC-4.0", False),
        ("CC-BY-ND-4.0", False),
        ("CC-BY-NC-SA-4.0", False),
        ("", False),
        ("Proprietary", False),
        ("MIT\nx", False),
    ],
)
def test_open_is_what_anybody_may_pass_on(licence: str, answer: bool) -> None:
    assert is_open(licence) is answer


def test_every_element_of_every_package_is_found_by_its_identifier(
    packaged: list[FrameworkVersion], client: Client
) -> None:
    shapes = {
        "CFItems": ("CFPckgItem", {"CFDocumentURI": LINK}),
        "CFAssociations": ("CFPckgAssociation", {"CFDocumentURI": LINK}),
        "CFLicenses": ("CFLicense", {}),
        "CFRubrics": ("CFRubric", {}),
    }
    families = {"CFConcepts": "CFConcept", "CFItemTypes": "CFItemType", "CFSubjects": "CFSubject"}
    for listed in ask(client, "CFDocuments")["CFDocuments"]:
        assert ask(client, f"CFDocuments/{listed['identifier']}") == listed
        found = ask(client, f"CFPackages/{listed['identifier']}")
        assert listed["CFPackageURI"]["uri"] == f"http://testserver{ROOT}/CFPackages/{listed['identifier']}"
        assert faults(found, "") == []
        for collection, (name, extra) in shapes.items():
            for one in list(elements(found, collection))[::20]:
                alone = ask(client, f"{collection}/{one['identifier']}")
                assert faults(alone, name, **extra) == []
                assert {key: value for key, value in alone.items() if key != "CFDocumentURI"} == one
        for collection, name in families.items():
            for one in list(elements(found, collection))[::20]:
                (first, *_below) = ask(client, f"{collection}/{one['identifier']}")[collection]
                assert (first, faults(first, name)) == (one, [])


def test_the_associations_of_an_item_are_those_with_it_at_an_end(
    packaged: list[FrameworkVersion], client: Client
) -> None:
    document = ask(client, "CFDocuments")["CFDocuments"][0]
    found = ask(client, f"CFPackages/{document['identifier']}")
    item = next(one for one in found["CFItems"] if one["CFItemType"] == "Nivå")
    answer = ask(client, f"CFItemAssociations/{item['identifier'].upper()}")
    assert answer["CFItem"] == ask(client, f"CFItems/{item['identifier']}")
    ends = [
        {one[end]["identifier"] for end in ("originNodeURI", "destinationNodeURI")} for one in found["CFAssociations"]
    ]
    assert answer["CFAssociations"] == [
        one for one, both in zip(found["CFAssociations"], ends, strict=True) if item["identifier"] in both
    ]


@pytest.mark.parametrize(
    "collection",
    [
        "CFPackages",
        "CFDocuments",
        "CFItems",
        "CFItemAssociations",
        "CFAssociations",
        "CFAssociationGroupings",
        "CFConcepts",
        "CFItemTypes",
        "CFLicenses",
        "CFSubjects",
        "CFRubrics",
    ],
)
@pytest.mark.parametrize(
    ("identifier", "code"),
    [(uid("okänd"), "unknownobject"), ("nej", "invaliduuid"), ("0" * 500, "invaliduuid"), ("%00", "invaliduuid")],
)
def test_what_is_not_there_is_told_in_the_standards_words(
    db: None, client: Client, collection: str, identifier: str, code: str
) -> None:
    answer = ask(client, f"{collection}/{identifier}", 404)
    assert (answer["imsx_codeMajor"], answer["imsx_severity"]) == ("failure", "error")
    fields = answer["imsx_codeMinor"]["imsx_codeMinorField"]
    assert [field["imsx_codeMinorFieldValue"] for field in fields] == [code]


@pytest.mark.parametrize("path", ["", "CFDocuments/", "CFThings", "CFItems", "CFItems/1/2", "../v1p0/CFDocuments"])
def test_all_other_addresses_are_404(db: None, client: Client, path: str) -> None:
    assert client.get(f"{ROOT}/{path}").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_written_there(packaged: list[FrameworkVersion], method: str) -> None:
    answer = getattr(Client(enforce_csrf_checks=True), method)(f"{ROOT}/CFDocuments")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")


def test_what_is_laid_over_an_open_framework_is_given_out_by_its_own_licence_alone(
    packaged: list[FrameworkVersion],
) -> None:
    """The base's owner has not licensed what others add."""
    rough = own_of(next(version for version in packaged if version.base_id))
    assert rough.pop("licence")
    overlay = published(rough | {"code": "utan-licens"})
    assert overlay.licence == ""
    assert "licenseURI" not in to_case(overlay, "full", "")["CFDocument"]


def test_a_framework_without_an_open_licence_is_not_there(cast: Cast, client: Client) -> None:
    rough = package()
    del rough["CFDefinitions"]
    found = read_package(rough)
    published(found.content, found.exchange)
    client.force_login(cast.gunilla)
    ask(client, f"CFPackages/{uid('doc')}", 404)
    ask(client, f"CFItems/{uid('lyssna')}", 404)
    assert ask(client, "CFDocuments") == {"CFDocuments": []}


def test_anothers_open_framework_keeps_its_identifiers(cast: Cast, client: Client) -> None:
    found = read_package(package())
    published(found.content, found.exchange)
    given = ask(client, f"CFPackages/{uid('doc')}")
    assert faults(given, "") == []
    assert [one["identifier"] for one in given["CFItems"]] == [one["identifier"] for one in package()["CFItems"]]
    assert ask(client, f"CFItems/{uid('lyssna')}")["uri"] == f"https://example.org/CFItems/{uid('lyssna')}"


def test_pages_follow_one_another(packaged: list[FrameworkVersion], client: Client) -> None:
    every = ask(client, "CFDocuments?sort=title&orderBy=asc")["CFDocuments"]
    assert [one["title"] for one in every] == sorted((one["title"] for one in every), key=str.casefold)
    found, address = [], f"{ROOT}/CFDocuments?sort=title&limit=1"
    while address:
        answer = client.get(address)
        assert answer["X-Total-Count"] == str(len(every))
        found += answer.json()["CFDocuments"]
        links = re.findall(r'<http://testserver([^>]+)>; rel="(\w+)"', answer["Link"])
        address = {relation: url for url, relation in links}.get("next")
    assert found == every
    assert ask(client, f"CFDocuments?limit=1&offset={len(every)}") == {"CFDocuments": []}
    backwards = ask(client, "CFDocuments?sort=title&orderBy=desc&fields=title")["CFDocuments"]
    assert backwards == [{"title": one["title"]} for one in reversed(every)]


def test_the_list_is_filtered(packaged: list[FrameworkVersion], client: Client) -> None:
    every = ask(client, "CFDocuments")["CFDocuments"]
    some = [one for one in every if "sjuksköterskor" in one["title"].lower()]
    assert 0 < len(some) < len(every)

    def filtered(text: str) -> list[Raw]:
        return client.get(f"{ROOT}/CFDocuments", {"filter": text}).json()["CFDocuments"]

    assert filtered("title~'Sjuksköterskor'") == some
    assert filtered("title~'Sjuksköterskor' OR language='sv'") == every
    assert filtered("title~'Sjuksköterskor' AND language='en'") == []
    assert filtered(f"identifier='{every[0]['identifier']}'") == [every[0]]
    assert filtered("version>='2'") == []


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("limit=0", "invalid_selection_field"),
        ("limit=-1", "invalid_selection_field"),
        ("limit=x", "invalid_selection_field"),
        ("offset=99999999999999999999", "invalid_selection_field"),
        ("sort=colour", "invalid_sort_field"),
        ("orderBy=sideways", "invalid_sort_field"),
        ("fields=title,secret", "invalid_selection_field"),
        ("filter=title", "invalid_selection_field"),
        ("filter=document='x'", "invalid_selection_field"),
        ("filter=title='a' AND title='b' OR title='c'", "invalid_selection_field"),
        ("filter=" + " AND ".join(["title~'a'"] * 11), "invalid_selection_field"),
        ("filter=title='" + "a" * 501 + "'", "invalid_selection_field"),
    ],
)
def test_a_question_that_cannot_be_answered_is_400(db: None, client: Client, query: str, code: str) -> None:
    name, _equals, value = query.partition("=")
    answer = client.get(f"{ROOT}/CFDocuments", {name: value})
    fields = answer.json()["imsx_codeMinor"]["imsx_codeMinorField"]
    assert (answer.status_code, [field["imsx_codeMinorFieldValue"] for field in fields]) == (400, [code])


def test_who_has_the_package_already_gets_no_bytes(packaged: list[FrameworkVersion], client: Client) -> None:
    address = f"{ROOT}/CFPackages/{ask(client, 'CFDocuments')['CFDocuments'][0]['identifier']}"
    first = client.get(address)
    assert first["Cache-Control"] == "public, max-age=3600"
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.head(address).status_code == 200


def test_a_package_of_five_thousand_items_is_made_quickly_and_then_kept(
    cast: Cast, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    content = large_framework(5000)
    version = published(content)
    identifier = Identifiers("stor-modell/1", {}).of("framework", "stor-modell")
    cold = []
    for _attempt in range(3):
        for kept in (
            catalogue._package,
            catalogue._answer,
            catalogue._document,
            catalogue._document_identifier,
            catalogue._identifiers,
        ):
            kept.cache_clear()
        with django_assert_max_num_queries(8):
            began = time.thread_time()  # what others do on the machine meanwhile is not ours to promise
            answer = client.get(f"{ROOT}/CFPackages/{identifier}")
            cold.append(time.thread_time() - began)
        if cold[-1] < 2:
            break
    assert min(cold) < 2  # half of that where nothing else runs: benchmarks keep the promise of one second
    began = time.thread_time()
    assert client.get(f"{ROOT}/CFPackages/{identifier}").content == answer.content
    assert time.thread_time() - began < 0.1
    assert len(json.loads(answer.content)["CFItems"]) > 5000
    assert version.requirements.count() == 5000


def test_an_identifier_belongs_to_the_framework_that_gave_it_out_first(
    packaged: list[FrameworkVersion], client: Client
) -> None:
    first = next(version for version in packaged if version.licence)
    given = to_case(first, "full", "http://testserver")
    identifier = given["CFDocument"]["identifier"]
    imported = read_case(json.dumps(given | {"CFDocument": given["CFDocument"] | {"title": "Kapad"}}).encode())
    published({**imported.content, "code": "kapad"}, imported.exchange)
    assert ask(client, f"CFDocuments/{identifier}")["title"] == first.framework.title_sv
    assert [one["title"] for one in ask(client, "CFDocuments")["CFDocuments"] if one["identifier"] == identifier] == [
        first.framework.title_sv
    ]
