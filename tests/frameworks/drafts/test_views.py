"""The editor's pages, as the owner, a colleague and a stranger."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stegvis.foundation.access.actor import acting_as
from stegvis.frameworks.drafts.content import text_of
from stegvis.frameworks.drafts.editing import Opened
from stegvis.frameworks.drafts.parts import path_text, walk
from stegvis.frameworks.drafts.queries import draft_of
from stegvis.frameworks.drafts.services import save_content, start_from_version
from stegvis.frameworks.models import Draft, FrameworkVersion
from stegvis.frameworks.queries import version_of
from stegvis.frameworks.services import publish_framework
from tests.frameworks.drafts.conftest import PILOT
from tests.support.cast import Cast
from tests.support.database import as_owner

DATA = Path(__file__).parent.parent / "data"
LIST = reverse("frameworks:drafts")
START = reverse("frameworks:draft_start")
OTHERS = ["anna", "cecilia", "maria", "dag", "eva", "farid", "hamid", "per"]
ADDRESSES = ["draft_part", "draft_move", "draft_put_back", "draft_text", "draft_discard"]


def address(draft: Draft, view: str = "draft") -> str:
    return reverse(f"frameworks:{view}", args=[draft.pk])


def now(draft: Draft, cast: Cast) -> Draft:
    with acting_as(cast.gunilla.pk) as actor:
        return draft_of(actor, draft.pk)


def form_of(html: str) -> dict[str, Any]:
    """What a browser would send of the open part's form: inputs, areas, chosen options, checked boxes."""
    form = html[html.index('id="utkast-form"') :]
    form = form[: form.index("</form>")]
    sent: dict[str, Any] = {}
    for tag in re.findall(r"<input [^>]*>", form):
        told = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if told.get("type") == "checkbox":
            if "checked" in tag.split():
                sent.setdefault(told["name"], []).append(told["value"])
        else:
            sent[told["name"]] = unescape(told.get("value", ""))
    for name, text in re.findall(r'<textarea name="([^"]*)"[^>]*>\s?(.*?)</textarea>', form, re.DOTALL):
        sent[name] = unescape(text)
    for name, options in re.findall(r'<select name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        sent[name] = chosen[1] if chosen else ""
    return sent


def opened(client: Client, draft: Draft, name: str) -> dict[str, Any]:
    response = client.get(address(draft), {"nod": name})
    assert response.status_code == 200
    return form_of(response.content.decode())


def place(draft: Draft, code: str) -> str:
    return next(path_text(path) for path, part in walk(draft.content) if part.get("code") == code)


@pytest.mark.parametrize("name", OTHERS)
def test_others_meet_nothing(draft: Draft, cast: Cast, client: Client, name: str) -> None:
    client.force_login(getattr(cast, name))
    assert client.get(address(draft)).status_code == 404
    assert [client.post(address(draft, view)).status_code for view in ADDRESSES] == [404] * len(ADDRESSES)
    assert draft.title not in client.get(LIST).content.decode()


def test_a_stranger_logs_in_first(draft: Draft, client: Client) -> None:
    for url in (LIST, START, address(draft)):
        response = client.get(url)
        assert (response.status_code, response["Location"]) == (302, f"{reverse('account_login')}?next={url}")


def test_the_list_takes_the_same_queries_for_many(draft: Draft, cast: Cast, client: Client) -> None:
    client.force_login(cast.gunilla)
    client.get(LIST)
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            html = client.get(LIST).content.decode()
        counts.append(len(queries))
        assert html.count(draft.title) == len(counts)
        with acting_as(cast.gunilla.pk) as actor:
            start_from_version(actor=actor, version=version_of(actor, PILOT), owner=cast.ale, as_new=True)
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("way", "code", "version", "based_on"),
    [("own", f"{PILOT}-ale", 1, PILOT), ("overlay", f"{PILOT}-ale", 1, PILOT), ("empty", "var-modell", 1, None)],
)
def test_a_coordinator_starts_a_draft(
    packaged: list[FrameworkVersion],
    cast: Cast,
    client: Client,
    way: str,
    code: str,
    version: int,
    based_on: str | None,
) -> None:
    client.force_login(cast.gunilla)
    model = FrameworkVersion.objects.get(framework__code=PILOT)
    answer = {"owner": f"organisation-{cast.ale.pk}", "way": way, "version": model.pk, "title": "Vår modell"}
    response = client.post(START, answer)
    with acting_as(cast.gunilla.pk):
        draft = Draft.objects.get()
        assert response["Location"] == address(draft)
        assert (draft.content["code"], draft.content["version"]) == (code, version)
        assert draft.title == "Vår modell"
        assert (draft.based_on.framework.code if draft.based_on else None) == based_on
    assert client.get(address(draft)).status_code == 200


def test_what_one_may_not_start_is_told_in_words(packaged: None, cast: Cast, client: Client) -> None:
    client.force_login(cast.gunilla)
    model = FrameworkVersion.objects.get(framework__code=PILOT)
    html = client.post(START, {"owner": f"organisation-{cast.ale.pk}", "way": "next", "version": model.pk}).content
    assert "Bara den som äger en modell gör dess nästa version." in html.decode()
    stranger = client.post(START, {"owner": f"organisation-{cast.molndal.pk}", "way": "own", "version": model.pk})
    assert stranger.status_code == 200
    assert not Draft._base_manager.exists()
    client.force_login(cast.anna)
    assert client.get(START).status_code == 403


def test_a_second_draft_of_the_next_version_is_begun_with_open_eyes(cast: Cast, client: Client) -> None:
    text = (DATA / "small.yaml").read_text(encoding="utf-8")
    with acting_as(cast.gunilla.pk) as actor:
        version = publish_framework(actor=actor, text=text, owner=cast.ale)[0]
        first = start_from_version(actor=actor, version=version, owner=cast.ale, as_new=False)
    client.force_login(cast.gunilla)
    answer = {"owner": f"organisation-{cast.ale.pk}", "way": "next", "version": version.pk}
    html = client.post(START, answer).content.decode()
    assert ("Nästa version skrivs redan" in html, f'href="{address(first)}"' in html) == (True, True)
    again = dict(re.findall(r'<input type="hidden" name="(again)" value="([^"]*)">', html))
    with as_owner():
        assert Draft.objects.count() == 1
    assert client.post(START, answer | {"again": "0"}).status_code == 200
    assert client.post(START, answer | again).status_code == 302
    assert client.get(LIST).content.decode().count("Påbörjat 20") == 2


def test_every_part_opens_and_is_saved_untouched(draft: Draft, cast: Cast, client: Client) -> None:
    client.force_login(cast.gunilla)
    names = ["", "levels", "areas", "roles", "scale", "competences", "facts"]
    names += first_and_last_of_each_kind([path_text(path) for path, _part in walk(draft.content)])
    for name in names:
        response = client.post(address(draft, "draft_part"), opened(client, draft, name))
        assert (response.status_code, response["Location"].partition("?")[2]) == (302, f"nod={name}")
    assert now(draft, cast).content == draft.content
    assert now(draft, cast).revision == 1


def first_and_last_of_each_kind(names: list[str]) -> list[str]:
    """A kind is a place in the framework, whichever of its likes it is: a third requirement opens as the second."""
    kinds: dict[str, list[str]] = {}
    for name in names:
        kinds.setdefault(re.sub(r"\d+", "n", name), []).append(name)
    return sorted({name for found in kinds.values() for name in (found[0], found[-1])}, key=names.index)


@pytest.mark.parametrize(
    "name", ["levels.99", "levels.0.title", "x", "levels.0.requires.0.all_of", "a.b.c", "0", "base.level.grund"]
)
def test_a_part_that_is_not_there_is_404(draft: Draft, cast: Cast, client: Client, name: str) -> None:
    client.force_login(cast.gunilla)
    assert client.get(address(draft), {"nod": name}).status_code == 404


def test_typed_words_are_saved_and_only_what_changed_comes_back(draft: Draft, cast: Cast, client: Client) -> None:
    client.force_login(cast.gunilla)
    sent = opened(client, draft, "levels.0") | {"title_sv": "Grunden", "tasks-0_sv": "Tar emot", "tasks-0_en": ""}
    response = client.post(address(draft, "draft_part"), sent, headers={"HX-Request": "true"})
    html = response.content.decode()
    assert "Grunden" in html
    assert "<form" not in html
    saved = now(draft, cast)
    before = draft.content["levels"][0]
    level = before | {
        "title": {"sv": "Grunden", "en": before["title"]["en"]},
        "tasks": ["Tar emot", *before["tasks"][1:]],
    }
    assert saved.content == draft.content | {"levels": [level, *draft.content["levels"][1:]]}
    assert (saved.revision, saved.changed_by) == (2, cast.gunilla)


def test_an_automatic_save_of_the_title_gives_the_page_its_new_heading(
    draft: Draft, cast: Cast, client: Client
) -> None:
    client.force_login(cast.gunilla)
    sent = opened(client, draft, "") | {"title_sv": "Ales & alla"}
    html = client.post(address(draft, "draft_part"), sent, headers={"HX-Request": "true"}).content.decode()
    assert '<h1 id="utkast-titel" hx-swap-oob="true">Ales &amp; alla</h1>' in html
    assert "<title>Ales &amp; alla – Stegvis</title>" in html
    assert html.count("Ales &amp; alla</h") == 1
    assert '<h1 id="utkast-titel">Ales &amp; alla</h1>' in client.get(address(draft)).content.decode()


def test_markup_is_taken_out_and_that_is_told(draft: Draft, cast: Cast, client: Client) -> None:
    client.force_login(cast.gunilla)
    sent = opened(client, draft, "levels.0") | {"title_sv": "<script>alert(1)</script>Grund<b>en</b>"}
    html = client.post(address(draft, "draft_part"), sent, follow=True).content.decode()
    assert "HTML eller osynliga tecken togs bort ur: Namn" in html
    assert now(draft, cast).content["levels"][0]["title"]["sv"] == "Grunden"


def test_two_write_different_parts_and_both_stand(draft: Draft, cast: Cast, client: Client) -> None:
    client.force_login(cast.gunilla)
    hers = opened(client, draft, "levels.0") | {"title_sv": "Gunillas"}
    other = Client()
    other.force_login(cast.bosse)
    his = opened(other, draft, "levels.1") | {"title_sv": "Bosses"}
    other.post(address(draft, "draft_part"), his | {"gor": "upp"})
    assert client.post(address(draft, "draft_part"), hers).status_code == 302
    titles = [level["title"]["sv"] for level in now(draft, cast).content["levels"]]
    assert titles[:2] == ["Bosses", "Gunillas"]


def test_two_write_the_same_part_and_the_second_is_shown_both(draft: Draft, cast: Cast, client: Client) -> None:
    client.force_login(cast.gunilla)
    hers = opened(client, draft, "levels.0") | {"title_sv": "Gunillas", "tasks-0_sv": "Ny uppgift"}
    other = Client()
    other.force_login(cast.bosse)
    other.post(address(draft, "draft_part"), opened(other, draft, "levels.0") | {"title_sv": "Bosses"})
    response = client.post(address(draft, "draft_part"), hers)
    html = response.content.decode()
    assert response.status_code == 409
    assert [word in html for word in ("Bosses", "Gunillas", "Ny uppgift", "Behåll deras", "Spara mitt")] == [True] * 5
    table = re.findall(r"<tr><th scope=\"row\">(.*?)</th><td[^>]*>(.*?)</td><td[^>]*>(.*?)</td></tr>", html)
    before = draft.content["levels"][0]["tasks"][0]["sv"]
    assert table == [
        ("Namn (på svenska)", "Bosses", "Gunillas"),
        ("Arbetsuppgifter (på svenska)", before, "Ny uppgift"),
    ]
    assert now(draft, cast).content["levels"][0]["title"]["sv"] == "Bosses"
    mine = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', html))
    assert client.post(address(draft, "draft_part"), mine).status_code == 302
    level = now(draft, cast).content["levels"][0]
    assert (level["title"]["sv"], level["tasks"][0]["sv"]) == ("Gunillas", "Ny uppgift")
    fragment = client.post(address(draft, "draft_part"), hers | {"title_sv": "Igen"}, headers={"HX-Request": "true"})
    assert (fragment.status_code, fragment["HX-Retarget"]) == (200, "#utkast-del")


@pytest.mark.parametrize("file", ["small", "overlay-small"])
def test_what_the_form_does_not_show_stands_as_it_was(file: str, cast: Cast, client: Client) -> None:
    texts = [(DATA / f"{name}.yaml").read_text(encoding="utf-8") for name in dict.fromkeys(("small", file))]
    with acting_as(cast.gunilla.pk) as actor:
        version = [publish_framework(actor=actor, text=text, owner=cast.ale)[0] for text in texts][-1]
        draft = start_from_version(actor=actor, version=version, owner=cast.ale, as_new=False)
    client.force_login(cast.gunilla)
    url, page = address(draft, "draft_part"), opened(client, draft, "")
    assert "code" not in page
    client.post(url, page | {"title_sv": "Ny titel", "code": "annan"})
    content = now(draft, cast).content
    assert (content["code"], content["title"]) == (version.framework.code, "Ny titel")
    assert content | {"title": ""} == draft.content | {"title": ""}
    html = client.post(url, page | {"title_sv": "Min titel"}).content.decode()
    table = re.findall(r"<tr><th scope=\"row\">(.*?)</th><td[^>]*>(.*?)</td><td[^>]*>(.*?)</td></tr>", html)
    assert table == [("Namn (på svenska)", "Ny titel", "Min titel")]


def test_a_part_that_another_took_away_can_be_put_back_with_what_was_typed(
    draft: Draft, cast: Cast, client: Client
) -> None:
    client.force_login(cast.gunilla)
    name = "levels.0.requires.1"
    hers = opened(client, draft, name) | {"title_sv": "Gunillas"}
    other = Client()
    other.force_login(cast.bosse)
    other.post(address(draft, "draft_part"), opened(other, draft, name) | {"gor": "ta-bort"})
    response = client.post(address(draft, "draft_part"), hers)
    html = response.content.decode()
    assert (response.status_code, "Lägg tillbaka den med mitt" in html) == (409, True)
    mine = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', html))
    client.post(address(draft, "draft_part"), mine | {"gor": "aterstall"})
    before = draft.content["levels"][0]["requires"]
    after = now(draft, cast).content["levels"][0]["requires"]
    title = {"sv": "Gunillas", "en": before[1]["title"]["en"]}
    assert after == [before[0], before[1] | {"title": title}, *before[2:]]


def test_moving_copying_and_removing_by_buttons(draft: Draft, cast: Cast, client: Client) -> None:
    client.force_login(cast.gunilla)

    def press(name: str, button: str, **more: str) -> str:
        response = client.post(address(draft, "draft_part"), opened(client, draft, name) | {"gor": button} | more)
        assert response.status_code == 302
        return response["Location"].partition("nod=")[2].partition("&")[0]

    def codes(level: int) -> list[str]:
        return [part.get("code", "–") for part in now(draft, cast).content["levels"][level].get("requires", [])]

    before = codes(0)
    assert press("levels.0.requires.1", "upp") == "levels.0.requires.0"
    assert codes(0) == [before[1], before[0], *before[2:]]
    assert press("levels.0.requires.0", "upp") == "levels.0.requires.0"
    assert press("levels.0.requires.0", "ner") == "levels.0.requires.1"
    assert codes(0) == before
    assert press("levels.0.requires.0", "flytta", till="levels.1.requires") == f"levels.1.requires.{len(codes(1)) - 1}"
    assert codes(0) == before[1:]
    assert codes(1)[-1] == before[0]
    assert press("levels.0.requires.0", "dubblera") == "levels.0.requires.1"
    assert codes(0) == [before[1], f"{before[1]}-2", *before[2:]]
    assert press("levels.0.requires.1", "ta-bort") == "levels.0"
    assert codes(0) == before[1:]
    client.post(address(draft, "draft_put_back"))
    assert codes(0) == [before[1], f"{before[1]}-2", *before[2:]]


def test_levels_keep_their_orders_when_they_change_places(draft: Draft, cast: Cast, client: Client) -> None:
    client.force_login(cast.gunilla)
    levels = [level["code"] for level in draft.content["levels"]]
    client.post(address(draft, "draft_part"), opened(client, draft, "levels.1") | {"gor": "upp"})
    moved = now(draft, cast).content["levels"]
    assert [level["code"] for level in moved] == [levels[1], levels[0], *levels[2:]]
    assert [level["order"] for level in moved] == [level["order"] for level in draft.content["levels"]]


def test_something_new_gets_its_code_from_its_name(draft: Draft, cast: Cast, client: Client) -> None:
    client.force_login(cast.gunilla)
    page = opened(client, draft, "levels.0")
    response = client.post(address(draft, "draft_part"), page | {"gor": "ny|requirement|levels.0.requires|0"})
    assert response["Location"].endswith("?nod=levels.0.requires.0&ny=1")
    client.post(
        address(draft, "draft_part"),
        opened(client, draft, "levels.0.requires.0") | {"title_sv": "Kan lyfta säkert", "kind": "course"},
    )
    client.post(
        address(draft, "draft_part"), opened(client, draft, "levels.0.requires.0") | {"accepts_new": "Förflyttning"}
    )
    saved = now(draft, cast).content
    assert saved["levels"][0]["requires"][0] == {
        "kind": "course",
        "code": "kan-lyfta-sakert",
        "title": "Kan lyfta säkert",
        "accepts": ["forflyttning"],
    }
    assert saved["facts"][-1] == {"kind": "course", "code": "forflyttning", "title": "Förflyttning"}


def test_a_new_code_is_followed_by_what_names_it(draft: Draft, cast: Cast, client: Client) -> None:
    client.force_login(cast.gunilla)
    item = draft.content["competences"][0]["items"][0]["code"]
    sent = opened(client, draft, "competences.0.items.0") | {"code": "nytt-namn"}
    client.post(address(draft, "draft_part"), sent)
    expected = (
        text_of(draft.content).replace(f"[{item}]", "[nytt-namn]").replace(f"code: {item}\n", "code: nytt-namn\n")
    )
    assert text_of(now(draft, cast).content) == expected


def test_a_group_changes_what_it_asks_for(draft: Draft, cast: Cast, client: Client) -> None:
    client.force_login(cast.gunilla)
    client.post(
        address(draft, "draft_part"), opened(client, draft, "levels.0") | {"gor": "ny|group|levels.0.requires|0"}
    )
    group = "levels.0.requires.0"
    for _times in range(2):
        client.post(
            address(draft, "draft_part"), opened(client, draft, group) | {"gor": f"ny|requirement|{group}.any_of|9"}
        )
    client.post(address(draft, "draft_part"), opened(client, draft, group) | {"combine": "at_least"})
    client.post(address(draft, "draft_part"), opened(client, draft, group) | {"n": "2", "title_sv": "Två av dem"})
    empty = {"kind": "competence", "title": "", "accepts": []}
    assert now(draft, cast).content["levels"][0]["requires"][0] == {
        "title": "Två av dem",
        "at_least": {"n": 2, "of": [empty, empty]},
    }


def test_faults_lead_to_their_part(draft: Draft, cast: Cast, client: Client) -> None:
    client.force_login(cast.gunilla)
    sent = opened(client, draft, "levels.0") | {"title_sv": "", "title_en": ""}
    client.post(address(draft, "draft_part"), sent)
    html = client.get(address(draft)).content.decode()
    assert '<a href="?nod=levels.0">grund</a>: Skriv något i ”Namn”.' in html
    assert "1 sak att rätta före publicering" in html


def test_texts_change_places_by_a_button(draft: Draft, cast: Cast, client: Client) -> None:
    client.force_login(cast.gunilla)
    tasks = draft.content["levels"][0]["tasks"]
    client.post(address(draft, "draft_part"), opened(client, draft, "levels.0") | {"gor": "rad|tasks|1"})
    assert now(draft, cast).content["levels"][0]["tasks"] == [tasks[1], tasks[0], *tasks[2:]]


def test_a_part_is_dragged_to_another_list(draft: Draft, cast: Cast, client: Client) -> None:
    client.force_login(cast.gunilla)
    part = draft.content["levels"][0]["requires"][0]
    drag = {"nod": "levels.0.requires.0", "till": "levels.1.requires", "plats": "1", "revision": "1"}
    response = client.post(address(draft, "draft_move"), drag)
    assert response["Location"].endswith("?nod=levels.1.requires.1")
    assert now(draft, cast).content["levels"][1]["requires"][1] == part
    for wrong in (drag, drag | {"revision": "2", "till": "facts"}, drag | {"revision": "2", "plats": "x"}):
        html = client.post(address(draft, "draft_move"), wrong, follow=True).content.decode()
        assert "Det gick inte att flytta dit" in html
    assert now(draft, cast).revision == 2


def test_the_yaml_and_the_form_edit_the_same(draft: Draft, cast: Cast, client: Client) -> None:
    client.force_login(cast.gunilla)
    html = client.get(address(draft), {"yaml": "1"}).content.decode()
    text = text_of(draft.content)
    assert 'id="yaml-text"' in html
    changed = text.replace("status: proposal", "status: pilot").replace("\n", "\r\n")
    client.post(address(draft, "draft_text"), {"revision": "1", "text": changed})
    assert now(draft, cast).content == draft.content | {"status": "pilot"}
    assert opened(client, draft, "")["status"] == "pilot"


def beside_the_text(html: str) -> dict[str, str]:
    """What the form of the text sends of the part that is open beside it."""
    form = html[html.index('class="fw-yaml"') :]
    return {key: unescape(value) for key, value in re.findall(r'name="(nod|kod|var)" value="([^"]*)"', form)}


def test_the_part_that_is_open_stays_open_when_the_text_is_saved(draft: Draft, cast: Cast, client: Client) -> None:
    client.force_login(cast.gunilla)
    page = f"{address(draft)}?nod={{}}&yaml=1"
    content = draft.content
    first, second, *_rest = content["levels"]
    swapped = {**content, "levels": [{**second, "order": first["order"]}, {**first, "order": second["order"]}]}
    gone = {**content, "levels": content["levels"][1:]}
    sent = beside_the_text(client.get(page.format("levels.0")).content.decode())
    assert sent["kod"] == first["code"]
    for revision, text, name in [
        (1, text_of(content), "levels.0"),
        (2, text_of(swapped), "levels.1"),
        (3, "levels: &mall", "levels.1"),
        (4, text_of(gone), ""),
    ]:
        told = {"revision": str(revision), "text": text, **sent}
        answer = client.post(f"{address(draft, 'draft_text')}?yaml=1", told)
        assert (revision, answer["Location"]) == (revision, page.format(name))
    top = beside_the_text(client.get(page.format("")).content.decode())
    told = {"revision": "5", "text": text_of(content), **top}
    assert client.post(address(draft, "draft_text"), told)["Location"] == page.format("")


def test_a_draft_is_saved_and_moved_in_after_a_thousand_saves(draft: Draft, cast: Cast, client: Client) -> None:
    """No number that a page sends back is written with a space for its thousands."""
    with as_owner():
        Draft.objects.filter(pk=draft.pk).update(revision=1234)
    client.force_login(cast.gunilla)
    html = client.get(address(draft), {"yaml": "1"}).content.decode()
    assert re.findall(r'name="revision" value="([^"]*)"', html) == ["1234", "1234"]
    client.post(address(draft, "draft_text"), {"revision": "1234", "text": "title: ["})
    html = client.get(address(draft)).content.decode()
    assert set(re.findall(r'name="revision" value="([^"]*)"', html)) == {"1235"}


def test_text_that_cannot_be_read_waits_and_locks_the_forms(draft: Draft, cast: Cast, client: Client) -> None:
    client.force_login(cast.gunilla)
    broken = text_of(draft.content).replace("levels:", "levels: &mall")
    line = broken[: broken.index("&mall")].count("\n") + 1
    html = client.post(address(draft, "draft_text"), {"revision": "1", "text": broken}, follow=True).content.decode()
    assert f"Rad {line}: Ankare och alias" in html
    assert "levels: &amp;mall" in html
    refused = client.post(
        address(draft, "draft_part"), opened(client, draft, "levels.0") | {"title_sv": "X"}, follow=True
    )
    assert "YAML-texten går inte att läsa än." in refused.content.decode()
    assert now(draft, cast).content == draft.content
    client.post(address(draft, "draft_text"), {"revision": "2", "gor": "kasta"})
    assert (now(draft, cast).text, now(draft, cast).content) == ("", draft.content)


def test_two_write_the_yaml_and_the_second_is_shown_both(draft: Draft, cast: Cast, client: Client) -> None:
    client.force_login(cast.gunilla)
    with acting_as(cast.bosse.pk) as actor:
        save_content(actor=actor, draft=draft, revision=1, content=draft.content | {"title": "Bosses"})
    mine = text_of(draft.content | {"title": "Gunillas"})
    response = client.post(address(draft, "draft_text"), {"revision": "1", "text": mine})
    html = response.content.decode()
    assert (response.status_code, "title: Bosses" in html, "title: Gunillas" in html) == (409, True, True)
    client.post(address(draft, "draft_text"), {"revision": "2", "text": mine})
    assert now(draft, cast).title == "Gunillas"


@pytest.mark.parametrize(
    "bad",
    [
        {"gor": "okänd"},
        {"gor": "ny|level"},
        {"gor": "ny|level|levels|x"},
        {"gor": "ny|fact|levels|0"},
        {"gor": "ny|requirement|levels.0.title|0"},
        {"gor": "flytta", "till": "areas"},
        {"gor": "flytta", "till": ""},
        {"gor": "aterstall", "nod": "levels.x"},
        {"gor": "aterstall", "nod": "base.level.x"},
        {"accepts-" + "9" * 5000: ""},
        {"gor": "flytta", "till": "levels.0.requires.0.x"},
        {"nod": "levels.0.requires.999", "kod": "", "var": ""},
        {"nod": "levels." * 50},
        {"nod": "levels", "gor": "ta-bort"},
        {"nod": "", "gor": "upp"},
        {"var": ""},
    ],
)
def test_what_no_page_sends_changes_nothing(draft: Draft, cast: Cast, client: Client, bad: dict[str, str]) -> None:
    client.force_login(cast.gunilla)
    sent = opened(client, draft, "levels.0.requires.0") | bad
    assert client.post(address(draft, "draft_part"), sent).status_code in (302, 400, 409)
    assert now(draft, cast).content == draft.content


def test_numbers_as_people_write_them(draft: Draft, cast: Cast, client: Client) -> None:
    client.force_login(cast.gunilla)
    name = next(
        path_text(path) for path, part in walk(draft.content) if part.get("kind") == "credits" and "accepts" in part
    )
    for typed, kept in (("7,5", 7.5), ("60", 60), ("många", "många"), ("1e999", "1e999")):
        client.post(address(draft, "draft_part"), opened(client, draft, name) | {"credits": typed})
        part = next(part for path, part in walk(now(draft, cast).content) if path_text(path) == name)
        assert part["credits"] == kept
    assert client.get(address(draft), {"nod": name}).status_code == 200


def test_an_overlay_clarifies_raises_and_adds_and_takes_nothing_away(
    overlay: Draft, cast: Cast, client: Client
) -> None:
    client.force_login(cast.gunilla)
    url = address(overlay, "draft_part")
    client.post(
        url, opened(client, overlay, "base.requirement.grund-forbattring") | {"text_sv": "Hos oss.", "rating": "2"}
    )
    client.post(url, opened(client, overlay, "base.level.grund") | {"tasks-0_sv": "Hemtagning"})
    page = opened(client, overlay, "base.level.grund")
    response = client.post(url, page | {"gor": "ny|requirement|base.level.grund|9"})
    assert response["Location"].endswith("?nod=add.0.requires.0&ny=1")
    client.post(url, opened(client, overlay, "add.0.requires.0") | {"title_sv": "Mobilt", "kind": "course"})
    client.post(url, opened(client, overlay, "add.0.requires.0") | {"accepts_new": "Mobilt arbetssätt"})
    own = {
        key: value for key, value in now(overlay, cast).content.items() if key in ("clarify", "raise", "add", "facts")
    }
    assert own == {
        "facts": [{"kind": "course", "code": "mobilt-arbetssatt", "title": "Mobilt arbetssätt"}],
        "clarify": [{"of": "requirement", "code": "grund-forbattring", "text": "Hos oss."}],
        "raise": [{"requirement": "grund-forbattring", "rating": 2}],
        "add": [
            {
                "to": "grund",
                "requires": [{"kind": "course", "code": "mobilt", "title": "Mobilt", "accepts": ["mobilt-arbetssatt"]}],
                "tasks": ["Hemtagning"],
            }
        ],
    }
    assert "att rätta" not in client.get(address(overlay)).content.decode()
    page = opened(client, overlay, "base.requirement.introduktion")
    for button in ("ta-bort", "upp", "dubblera", "flytta"):
        html = client.post(url, page | {"gor": button}, follow=True).content.decode()
        assert "Ett tillägg förtydligar, höjer och lägger till" in html
    client.post(url, opened(client, overlay, "base.requirement.grund-forbattring") | {"rating": "1"})
    html = client.get(address(overlay), {"nod": "base.requirement.grund-forbattring"}).content.decode()
    assert "Grundmodellen kräver redan" in html


def test_every_part_of_the_base_opens(overlay: Draft, cast: Cast, client: Client) -> None:
    client.force_login(cast.gunilla)
    html = client.get(address(overlay)).content.decode()
    names = set(re.findall(r'href="\?nod=(base\.[a-z0-9.-]+)"', html))
    assert len(names) > 60
    for name in sorted(names)[::7]:
        response = client.post(address(overlay, "draft_part"), opened(client, overlay, name))
        assert (response.status_code, response["Location"].partition("nod=")[2]) == (302, name)
    assert now(overlay, cast).content == overlay.content


def test_a_published_or_discarded_draft_is_not_edited(draft: Draft, cast: Cast, client: Client) -> None:
    client.force_login(cast.gunilla)
    sent = opened(client, draft, "levels.0")
    assert client.get(address(draft, "draft_discard")).status_code == 200
    assert client.post(address(draft, "draft_discard"))["Location"] == LIST
    assert client.get(address(draft)).status_code == 403
    assert client.post(address(draft, "draft_part"), sent | {"title_sv": "X"}).status_code == 403
    assert draft.title not in client.get(LIST, follow=True).content.decode().partition("Utkastet")[0]


def test_the_opened_part_is_known_again_after_it_was_moved(draft: Draft) -> None:
    first = Opened.now(draft, "levels.0.requires.0")
    assert first.code == draft.content["levels"][0]["requires"][0]["code"]
