"""Bringing in a framework: as owner, colleague and stranger, with good and bad files, whole or not at all."""

from __future__ import annotations

import json
import re
from tempfile import TemporaryFile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.documents.problems import UnreadableError
from stegvis.foundation.documents.reading import read_document
from stegvis.foundation.jobs.running import MAX_ATTEMPTS
from stegvis.frameworks.drafts.services import start_from_version
from stegvis.frameworks.exchange import services
from stegvis.frameworks.exchange.case.read import MAX_BYTES
from stegvis.frameworks.exchange.formats import FORMATS, read_any
from stegvis.frameworks.exchange.workbook.writing import template_workbook
from stegvis.frameworks.format import dump_document
from stegvis.frameworks.format.convert import to_document, to_raw
from stegvis.frameworks.models import Draft, Framework, FrameworkImport, FrameworkVersion
from stegvis.frameworks.services import publish_document
from stegvis.organisations.models import Organisation
from tests.frameworks.exchange.packages import association, item, package, uid
from tests.frameworks.exchange.test_moodle import text as moodle_text
from tests.support.cast import Cast
from tests.support.database import as_owner

START = "/karriarmodeller/import/"
CAST = ("anna", "bosse", "cecilia", "maria", "dag", "eva", "farid", "gunilla", "hamid", "per")
YAML = """format: 1
code: var-modell
version: 1
status: proposal
title: Vår modell
owner: {name: Ale kommun, kind: municipality}
licence: CC-BY-4.0
provenance: {basis: written}
levels:
  - code: grund
    order: 1
    title: Grund
    requires:
      - {kind: licence, code: leg, title: Legitimation, accepts: [sjukskoterska]}
"""


def upload(
    cast: Cast, content: bytes | str, owner: Organisation | None = None, name: str = "modell"
) -> FrameworkImport:
    content = content.encode() if isinstance(content, str) else content
    with acting_as(cast.gunilla.pk) as actor:
        return services.upload_framework(actor=actor, owner=owner or cast.ale, file_name=name, content=content)


def problems(found: FrameworkImport) -> list[tuple[str, str, int]]:
    return [(one["code"], one["sheet"], one["row"]) for one in found.report["problems"]]


def save(cast: Cast, found: FrameworkImport) -> Draft:
    with acting_as(cast.gunilla.pk) as actor:
        return services.save_import(actor=actor, import_id=found.pk)


def drafts() -> int:
    with as_owner():
        return Draft.objects.count()


def owned_version(cast: Cast, raw: dict[str, Any]) -> FrameworkVersion:
    with acting_as(cast.gunilla.pk) as actor:
        return publish_document(actor=actor, document=to_document(raw), owner=cast.ale)[0]


def test_a_file_is_looked_at_and_then_becomes_a_draft(cast: Cast) -> None:
    found = upload(cast, YAML)
    assert (found.state, found.format, bytes(found.upload)) == ("preview", "yaml", b"")
    counts = {kind: part["counts"] for kind, part in found.report["parts"].items()}
    assert (counts["levels"], counts["requirements"]) == (
        {"added": 1, "changed": 0, "unchanged": 0, "gone": 0},
        {"added": 1, "changed": 0, "unchanged": 0, "gone": 0},
    )
    assert drafts() == 0
    draft = save(cast, found)
    assert (draft.owner, draft.framework, draft.title) == (cast.ale, None, "Vår modell")
    assert dump_document(to_document(draft.content)) == dump_document(to_document(read_any(YAML.encode())[1].content))
    with acting_as(cast.gunilla.pk):
        found.refresh_from_db()
        assert (found.state, found.draft, found.content, found.exchange) == ("saved", draft, {}, {})


def test_the_same_file_again_changes_nothing(cast: Cast) -> None:
    first = upload(cast, YAML)
    draft = save(cast, first)
    again = upload(cast, YAML)
    assert again.report["saved_before"] == str(draft.pk)
    with pytest.raises(Refused):
        save(cast, again)
    with pytest.raises(Refused):
        save(cast, first)
    assert drafts() == 1


def test_what_is_published_already_is_said_to_be(cast: Cast) -> None:
    version = owned_version(cast, read_any(YAML.encode())[1].content)
    found = upload(cast, YAML.replace("proposal", "pilot"))
    assert (found.report["same_as"], found.report["follows"]) == (version.version, version.version)
    with pytest.raises(Refused):
        save(cast, found)


def test_a_changed_file_becomes_the_next_version(cast: Cast) -> None:
    version = owned_version(cast, read_any(YAML.encode())[1].content)
    more = YAML.replace("title: Grund", "title: Grundnivå") + "  - {code: erfaren, order: 2, title: Erfaren}\n"
    found = upload(cast, more)
    levels = found.report["parts"]["levels"]
    assert (levels["added"], levels["changed"], levels["gone"]) == (["Erfaren"], ["Grundnivå"], [])
    draft = save(cast, found)
    assert (draft.framework, draft.based_on, draft.content["version"]) == (version.framework, version, 2)


def test_another_owners_code_is_not_taken(packaged: list[FrameworkVersion], cast: Cast) -> None:
    raw = to_raw(to_document(read_any(FORMATS["yaml"].write(packaged[0], ""))[1].content))
    found = upload(cast, dump_document(to_document(raw)))
    code = raw["code"]
    assert found.report["code"] == f"{code}-ale"
    assert found.report["notes"][0]["code"] == "code_taken"
    assert save(cast, found).content["code"] == f"{code}-ale"


@pytest.mark.parametrize("key", list(FORMATS))
def test_what_a_framework_is_given_out_as_comes_in_again(
    packaged: list[FrameworkVersion], cast: Cast, client: Client, key: str
) -> None:
    client.force_login(cast.gunilla)
    answer = client.get(f"/karriarmodeller/pilot-sjukskoterska-kommun/1/som/{key}/")
    assert answer.status_code == 200
    assert f"pilot-sjukskoterska-kommun-1.{FORMATS[key].suffix}" in answer["Content-Disposition"]
    found = upload(cast, answer.content)
    if len(answer.content) > services.READ_AT_ONCE:
        with acting_as(cast.gunilla.pk) as actor:
            found = services.read_import(actor=actor, import_id=found.pk)
    assert (found.state, found.report["problem_count"], found.report["mend_count"]) == ("preview", 0, 0)
    version = FrameworkVersion.objects.get(framework__code="pilot-sjukskoterska-kommun")
    if key in {"yaml", "case-full", "excel"}:
        expected = read_any(version.document.encode())[1].content
        assert to_document(found.content | {"code": expected["code"]}) == to_document(expected)
    save(cast, found)


BAD = {
    "not JSON": (b'{"CFDocument": {', [("not_json", "", 0)]),
    "no package": (b'{"CFItems": []}', [("not_case", "", 0)]),
    "a list": (b"[1, 2]", [("not_case", "", 0)]),
    "wrong version": (
        json.dumps(package(CFDocument={"identifier": uid("d"), "title": "X", "caseVersion": "2.0"})).encode(),
        [("case_version", "", 0)],
    ),
    "deep": (b'{"CFDocument": ' + b'{"a":' * 5000 + b"1" + b"}" * 5000 + b"}", [("nested", "", 0)]),
    "deeper": (b'{"CFDocument": ' + b"[" * 200_000, [("nested", "", 0)]),
    "items are text": (json.dumps(package(CFItems="alla")).encode(), [("not_list", "", 0)]),
    "large number": (b'{"CFDocument": {"a": ' + b"9" * 5000 + b"}}", [("not_json", "", 0)]),
    "not a number": (b'{"CFDocument": {"a": NaN}}', [("not_finite", "", 0)]),
    "an endless number of one's own": (
        b'{"CFDocument": {"title": "X", "extensions": {"stegvis": {"content": {"version": 1e999}}}}}',
        [("not_finite", "", 0)],
    ),
    "an endless number of another's": (b'{"CFDocument": {"title": "X", "x-own": [-1E+999]}}', [("not_finite", "", 0)]),
    "latin": (b'{"CFDocument": {"title": "\xe5\xe4"}}', [("encoding", "", 0)]),
    "empty": (b"", [("empty_file", "", 0)]),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, [("unknown_format", "", 0)]),
    "a PDF": (b"%PDF-1.7\n", [("unknown_format", "", 0)]),
    "a chain too long": (
        json.dumps(
            package(
                CFItems=[item(f"n{n}") for n in range(100)],
                CFAssociations=[association(f"n{n + 1}", f"n{n}") for n in range(99)],
            )
        ).encode(),
        [("nested", "", 0)],
    ),
    "anchors that explode": (
        b"a: &a [1, 2]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\nd: [*c, *c, *c]\n",
        [("framework.anchor", "", 1)],
    ),
    "an object of Python": (b"a: !!python/object/apply:os.system [ls]\n", [("framework.tag", "", 1)]),
    "two documents": (b"a: 1\n---\nb: 2\n", [("framework.several_documents", "", 2)]),
    "a table of something else": ("Namn;Nivå;Krav\nA;1;Kurs\n".encode(), [("unknown_format", "", 0)]),
    "bare text": (b"hej", [("framework.expected_object", "", 1)]),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_read_says_why_and_leaves_nothing(cast: Cast, client: Client, name: str) -> None:
    content, expected = BAD[name]
    found = upload(cast, content)
    assert (found.state, problems(found)) == ("refused", expected)
    with acting_as(cast.gunilla.pk):
        found.refresh_from_db()
        assert (bytes(found.upload), found.content, found.exchange) == (b"", {}, {})
    client.force_login(cast.gunilla)
    page = client.get(f"{START}{found.pk}/")
    assert page.status_code == 200
    assert "Spara som utkast" not in page.content.decode()
    with pytest.raises(Refused):
        save(cast, found)
    assert drafts() == 0


FAULTY = {
    "a circle": (
        package(CFAssociations=[association("lyssna", "kommunikation"), association("kommunikation", "lyssna")]),
        [("circle", "CFItems", 0)],
    ),
    "a circle over second parents": (
        package(CFAssociations=[*package()["CFAssociations"], association("kommunikation", "lyssna")]),
        [("circle", "CFItems", 0)],
    ),
    "its own parent": (package(CFAssociations=[association("lyssna", "lyssna")]), [("circle", "CFItems", 0)]),
    "an identifier twice": (
        package(CFItems=[*package()["CFItems"], item("lyssna")]),
        [("repeated_identifier", "CFItems", 6)],
    ),
    "an association twice": (
        package(CFAssociations=[*package()["CFAssociations"], package()["CFAssociations"][0]]),
        [("repeated_identifier", "CFAssociations", 6)],
    ),
    "no identifier": (package(CFItems=[{"fullStatement": "X"}]), [("bad_identifier", "CFItems", 1)]),
    "no statement": (package(CFItems=[item("a", fullStatement=" ")]), [("required", "CFItems", 1)]),
    "an item that is text": (package(CFItems=["a", item("b")]), [("not_element", "CFItems", 1)]),
}


@pytest.mark.parametrize("name", FAULTY)
def test_a_package_that_does_not_hold_together_is_shown_but_not_saved(cast: Cast, client: Client, name: str) -> None:
    rough, expected = FAULTY[name]
    found = upload(cast, json.dumps(rough))
    assert (found.state, problems(found)) == ("preview", expected)
    client.force_login(cast.gunilla)
    assert client.post(f"{START}{found.pk}/spara/").status_code == 302
    assert drafts() == 0
    html = client.get(f"{START}{found.pk}/").content.decode()
    assert "Det som inte kunde läsas in" in html
    assert expected[0][1] in html


def test_a_file_of_a_hundred_megabytes_is_never_read(cast: Cast, client: Client) -> None:
    client.force_login(cast.gunilla)
    with TemporaryFile(suffix=".json") as large:
        large.truncate(MAX_BYTES + 1)
        page = client.post(START, {"owner": f"Organisation-{cast.ale.pk}", "file": large})
    assert (page.status_code, f"{MAX_BYTES // 1_000_000} MB" in page.content.decode()) == (200, True)
    with acting_as(cast.gunilla.pk):
        assert FrameworkImport.objects.count() == 0
    with pytest.raises(UnreadableError) as refused:
        read_any(b"{" * 100_000_000)
    assert refused.value.problem.params == {"size": "100", "limit": 40}


def test_markup_and_scripts_are_taken_out_of_every_format(cast: Cast, client: Client) -> None:
    rough = package(CFItems=[item("a", fullStatement="Kan <b>lyssna</b><script>alert(1)</script>")], CFAssociations=[])
    files = [
        json.dumps(rough).encode(),
        YAML.replace("Vår modell", "<img src=x onerror=alert(1)>Vår <script>alert(1)</script>modell").encode(),
        moodle_text(
            [
                {"idnumber": "f", "shortname": "F<script>x</script>", "isframework": "1"},
                {"idnumber": "a", "shortname": "<i>A</i>"},
            ]
        ).encode(),
    ]
    client.force_login(cast.gunilla)
    for content in files:
        found = upload(cast, content)
        assert found.report["problem_count"] == 0
        assert not re.search("<|script", json.dumps(found.content))
        assert "<script>alert" not in client.get(f"{START}{found.pk}/").content.decode()


def test_it_is_told_that_markup_was_taken_out_of_what_is_read_of_a_package(cast: Cast) -> None:
    rough = package(CFItems=[item("a"), item("b", notes="<b>Fet</b>", **{"x-own": "<i>kvar</i>"})], CFAssociations=[])
    for content, expected in (
        (rough, [{"count": 1, "where": "CFItems › 2 › notes"}]),
        (package(CFDocument=rough["CFDocument"] | {"title": "<u>X</u>", "creator": "Y\u200b"}), [{"count": 2}]),
        (package(), []),
    ):
        notes = upload(cast, json.dumps(content)).report["notes"]
        told = [one["params"] for one in notes if one["code"] == "cleaned"]
        assert [one | more for one, more in zip(told, expected, strict=True)] == told


def test_who_brings_in_what(cast: Cast, client: Client) -> None:
    found = upload(cast, YAML)
    page = f"{START}{found.pk}/"

    def statuses(url: str, method: str = "get") -> dict[str, int]:
        answers = {}
        for name in CAST:
            client.force_login(getattr(cast, name))
            answers[name] = getattr(client, method)(url).status_code
        client.logout()
        return answers | {"nobody": getattr(client, method)(url).status_code}

    def only(allowed: dict[str, int], others: int) -> dict[str, int]:
        return {name: allowed.get(name, others) for name in CAST} | {"nobody": 302}

    assert statuses(START) == only({"gunilla": 200, "dag": 200}, 403)
    assert statuses(page) == only({"gunilla": 200}, 404)
    assert statuses(f"{page}kasta/", "post") == only({"gunilla": 302}, 404)
    assert statuses(f"{START}mall/") == only({}, 200)
    second = upload(cast, YAML.replace("var-modell", "annan"))
    assert statuses(f"{START}{second.pk}/spara/", "post") == only({"gunilla": 302}, 404)
    assert drafts() == 1


def test_the_owner_is_one_of_ones_own(cast: Cast, client: Client) -> None:
    client.force_login(cast.gunilla)
    for owner in (f"Organisation-{cast.molndal.pk}", f"Collaboration-{cast.gr.pk}", "", "x"):
        page = client.post(START, {"owner": owner, "file": SimpleUploadedFile("a.yaml", YAML.encode())})
        assert page.status_code == 200
    with acting_as(cast.gunilla.pk) as actor:
        assert FrameworkImport.objects.count() == 0
        with pytest.raises(Refused):
            services.upload_framework(actor=actor, owner=cast.molndal, file_name="a", content=b"x")
    client.force_login(cast.dag)
    answer = client.post(
        START, {"owner": f"Collaboration-{cast.gr.pk}", "file": SimpleUploadedFile("a.yaml", YAML.encode())}
    )
    with acting_as(cast.dag.pk):
        made = FrameworkImport.objects.get()
    assert (answer["Location"], made.collaboration, made.state) == (f"{START}{made.pk}/", cast.gr, "preview")


def test_the_preview_says_what_becomes_of_it(cast: Cast, client: Client) -> None:
    found = upload(cast, json.dumps(package()))
    client.force_login(cast.gunilla)
    html = client.get(f"{START}{found.pk}/").content.decode()
    assert "Klinisk blick" in html
    assert "Spara som utkast" in html
    assert "Dess poster blir kompetenser" in html
    client.post(f"{START}{found.pk}/kasta/")
    assert "Filen kastades" in client.get(f"{START}{found.pk}/").content.decode()
    client.post(f"{START}{found.pk}/spara/")
    assert drafts() == 0


def test_a_large_file_is_read_by_the_worker(cast: Cast, client: Client) -> None:
    padded = YAML + "#" + "x" * services.READ_AT_ONCE
    client.force_login(cast.gunilla)
    answer = client.post(
        START, {"owner": f"Organisation-{cast.ale.pk}", "file": SimpleUploadedFile("a", padded.encode())}
    )
    with acting_as(cast.gunilla.pk) as actor:
        made = FrameworkImport.objects.get()
        assert (made.state, made.job_id is not None) == ("waiting", True)
        assert f"/jobb/{made.job_id}/" in client.get(answer["Location"]).content.decode()
    with acting_as(cast.gunilla.pk) as actor:
        for _attempt in range(MAX_ATTEMPTS):  # a worker that was killed runs it again
            assert services.read_import(actor=actor, import_id=made.pk).state == "preview"


def test_the_template_leads_to_a_framework_without_faults(cast: Cast, client: Client) -> None:
    client.force_login(cast.gunilla)
    content = client.get(f"{START}mall/").content
    assert [sheet.name for sheet in read_document(content).sheets][:3] == ["Ramverk", "Nivåer", "Spår"]
    found = upload(cast, template_workbook())
    assert (found.report["problem_count"], found.report["mend_count"]) == (0, 0)


def test_the_pages_ask_the_database_little(
    cast: Cast, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    made = [upload(cast, YAML.replace("var-modell", f"modell-{n}")) for n in range(5)]
    client.force_login(cast.gunilla)
    for url in (START, f"{START}{made[0].pk}/"):
        client.get(url)
        with django_assert_max_num_queries(15):
            client.get(url)


@pytest.mark.parametrize(
    "path",
    [
        "/karriarmodeller/varmland/1/som/word/",
        "/karriarmodeller/varmland/9/som/yaml/",
        "/karriarmodeller/finns-inte/1/som/yaml/",
        f"{START}{uid('x')}/",
        f"{START}?sort=x",
        f"{START}?page=0",
    ],
)
def test_what_is_not_there_is_404(packaged: list[FrameworkVersion], cast: Cast, client: Client, path: str) -> None:
    client.force_login(cast.gunilla)
    assert client.get(path).status_code == 404


def test_an_overlay_goes_out_and_comes_in_as_an_overlay(packaged: list[FrameworkVersion], cast: Cast) -> None:
    version = FrameworkVersion.objects.get(framework__code="molndal-rehab")
    key, found = read_any(FORMATS["case-full"].write(version, "https://stegvis.example.se"))
    assert (key, found.problems) == ("case", [])
    assert found.content == read_any(version.document.encode())[1].content
    for one in FORMATS.values():
        assert one.write(version, "https://stegvis.example.se")


def test_a_draft_of_a_package_is_published_and_goes_out_as_it_came(cast: Cast, client: Client) -> None:
    found = upload(cast, json.dumps(package()))
    draft = save(cast, found)
    with acting_as(cast.gunilla.pk) as actor:
        document = to_document(draft.content)
        version, _new = publish_document(actor=actor, document=document, owner=cast.ale, exchange=draft.exchange)
    assert Framework.objects.get(code="klinisk-blick").owner == cast.ale
    client.force_login(cast.anna)
    answer = client.get("/karriarmodeller/klinisk-blick/1/som/case-full/")
    sent = json.loads(answer.content)
    assert [one["identifier"] for one in sent["CFItems"]] == [one["identifier"] for one in package()["CFItems"]]
    assert sent["CFDocument"]["x-own"] == {"colour": "green"}
    assert "extensions" not in sent["CFDocument"]
    assert version.exchange == draft.exchange
    with acting_as(cast.gunilla.pk) as actor:
        following = start_from_version(actor=actor, version=version, owner=cast.ale, as_new=False)
        copied = start_from_version(actor=actor, version=version, owner=cast.ale, as_new=True)
    assert (following.exchange, copied.exchange) == (draft.exchange, {})  # identifiers follow the framework, not copies
