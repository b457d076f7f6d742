"""Bringing in an overlay: told by what it lays over its base, and never turned into a whole framework unseen."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.verdict import Refused
from stegvis.frameworks.exchange import services
from stegvis.frameworks.exchange.formats import FORMATS, read_any
from stegvis.frameworks.format import dump_document
from stegvis.frameworks.format.convert import to_document, to_raw
from stegvis.frameworks.models import Framework, FrameworkVersion
from stegvis.frameworks.queries import effective_of
from tests.frameworks.exchange.test_import import START, YAML, drafts, owned_version, problems, save, upload
from tests.frameworks.relations.second import additions
from tests.support.cast import Cast


def additions_of_ale(cast: Cast) -> FrameworkVersion:
    raw = to_raw(additions("pilot-rehab-kommun"))
    raw["clarify"].append({"of": "requirement", "code": "leg", "text": "Vi för in det i personalsystemet."})
    raw["add"].append({"to": "grund", "tasks": ["Deltar i rehabnätverket."]})
    return owned_version(cast, raw)


@pytest.mark.parametrize("key", ["yaml", "case-full"])
def test_an_overlay_is_compared_with_what_it_lays_over_its_base(
    packaged: list[FrameworkVersion], cast: Cast, client: Client, key: str
) -> None:
    version = additions_of_ale(cast)
    client.force_login(cast.gunilla)
    file = client.get(f"/karriarmodeller/ale-rehab/1/som/{key}/").content.decode()

    def told(text: str) -> tuple[int, dict[str, list[str]]]:
        report = upload(cast, text).report
        assert (report["follows"], report["problem_count"]) == (version.version, 0)
        states = ("added", "changed", "gone")
        found = {f"{kind} {state}": part[state] for kind, part in report["parts"].items() for state in states}
        return report["same_as"], {name: titles for name, titles in found.items() if titles}

    def changed(before: str, after: str) -> tuple[int, dict[str, list[str]]]:
        assert before in file
        return told(file.replace(before, after))

    assert told(file) == (version.version, {})
    assert changed("Kursen ges av", "Kursen hålls av") == (
        0,
        {"clarifications changed": ["Kursen hålls av hjälpmedelscentralen."]},
    )
    assert changed("i personalsystemet", "i systemet") == (0, {"clarifications changed": ["Vi för in det i systemet."]})
    assert changed("Deltar i rehabnätverket", "Leder rehabnätverket") == (0, {"additions changed": ["grund"]})
    assert changed("Ales tillägg", "Vårt tillägg") == (0, {"about changed": ["Vårt tillägg"]})


def test_the_preview_of_an_overlay_names_what_it_lays_over_in_words(
    packaged: list[FrameworkVersion], cast: Cast, client: Client
) -> None:
    version = additions_of_ale(cast)
    raw = to_raw(to_document(read_any(version.document.encode())[1].content))
    raw["raise"][0]["rating"] = 4
    found = upload(cast, dump_document(to_document(raw)))
    client.force_login(cast.gunilla)
    html = client.get(f"{START}{found.pk}/").content.decode()
    rows = re.findall(r'<th scope="row">(.*?)</th>((?:<td[^>]*>\d+</td>)+)', html)
    counts = {name: [int(number) for number in re.findall(r">(\d+)<", cells)] for name, cells in rows}
    assert counts == {
        "Om modellen": [1, 0, 0, 1, 0],
        "Krav": [1, 0, 0, 1, 0],
        "Förtydliganden": [3, 0, 0, 3, 0],
        "Höjda krav": [1, 0, 1, 0, 0],
        "Tillagda arbetsuppgifter och ansvar": [1, 0, 0, 1, 0],
        "Formella meriter": [1, 0, 0, 1, 0],
    }


@pytest.mark.parametrize("key", ["excel", "yaml"])
def test_a_whole_framework_does_not_take_the_place_of_an_overlay(
    packaged: list[FrameworkVersion], cast: Cast, client: Client, key: str
) -> None:
    file = whole_of(additions_of_ale(cast), key)
    found = upload(cast, file)
    assert (found.state, problems(found), found.content) == ("refused", [("stands_alone", "", 0)], {})
    with acting_as(cast.gunilla.pk) as actor:
        _found, draft = services.bring_in(actor=actor, owner=cast.ale, file_name="modell", content=file)
    assert (draft, drafts()) == (None, 0)
    client.force_login(cast.gunilla)
    html = client.get(f"{START}{found.pk}/").content.decode()
    base = Framework.objects.get(code="pilot-rehab-kommun")
    assert f"Filen är en hel modell, men det ni har som ale-rehab är ett tillägg till {base.title_sv}. " in html
    assert "Ta i stället in YAML-filen eller CASE-filen med allt, eller ge modellen en ny kod." in html


def test_a_whole_framework_under_a_code_of_its_own_is_let_in(packaged: list[FrameworkVersion], cast: Cast) -> None:
    found = upload(cast, whole_of(additions_of_ale(cast), "yaml").replace(b"code: ale-rehab\n", b"code: ales-egen\n"))
    assert "overlay_of" not in save(cast, found).content


def test_an_overlay_published_meanwhile_is_not_taken_the_place_of(packaged: list[FrameworkVersion], cast: Cast) -> None:
    found = upload(cast, YAML.replace("var-modell", "ale-rehab"))
    assert found.state == "preview"
    additions_of_ale(cast)
    with pytest.raises(Refused, match="ale-rehab"):
        save(cast, found)
    assert drafts() == 0


def whole_of(version: FrameworkVersion, key: str) -> bytes:
    """The effective framework of an overlay as a file that does not say what it rests on."""
    if key == "yaml":
        return dump_document(effective_of(version).document).encode()
    return FORMATS[key].write(version, "https://stegvis.example.se")
