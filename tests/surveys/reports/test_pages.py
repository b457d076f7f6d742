"""The pages of reports: the builder with and without scripts, the open page, and the same figures in all of them."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from html import unescape
from typing import Any

from django.test import Client
from pytest_django import DjangoAssertNumQueries

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.accounts.models import User
from stegvis.surveys.models import ReleaseContent, Report, Telling
from stegvis.surveys.reports import publishing, services
from stegvis.surveys.reports.presenting import presented
from stegvis.surveys.telling.needs import needs_table
from stegvis.surveys.telling.tables import write
from tests.support.cast import Cast
from tests.support.database import as_owner
from tests.support.pdf import Pdf
from tests.surveys.reports.conftest import press, publish
from tests.surveys.reports.support import plain, ranks

LIST = "/enkater/rapporter/"
POSTED = {"HX-Request": "true"}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def words(response: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def page(written: Report, rest: str = "") -> str:
    return f"{LIST}{written.pk}/{rest}"


def test_every_page_is_for_who_leads_the_owner(cast: Cast, written: Report) -> None:
    release = publish(cast.dag, written, is_open=False)
    addresses = [
        *(page(written, rest) for rest in ("", "siffror/", "om/", "bort/", "visa/", "visa/pdf/", "publicera/")),
        page(written, "versioner/1/"),
        page(written, "versioner/1/dra-tillbaka/"),
        f"/enkater/omgang/{round_of(written)}/rapporter/",
    ]
    open_ones = [f"/rapport/{release.slug}/v1/{rest}" for rest in ("", "pdf/", "siffror/xlsx/", "siffror/csv/")]
    for user, status in ((cast.dag, 200), (cast.gunilla, 404), (cast.anna, 404), (cast.eva, 404)):
        client = signed_in(user)
        assert {address: client.get(address).status_code for address in [*addresses, *open_ones]} == dict.fromkeys(
            [*addresses, *open_ones], status
        )
    for address in addresses:
        assert Client().get(address).status_code == 302
    for address in open_ones:
        assert Client().get(address).status_code == 404
    for name in ("gor/", "del/b1/", "versioner/1/oppna/"):
        assert signed_in(cast.gunilla).post(page(written, name)).status_code == 404


def round_of(written: Report) -> int:
    with as_owner():
        return Telling.objects.get(pk=written.blocks[1]["telling"]).round_id


def test_the_list_and_the_builder_cost_few_queries(
    cast: Cast,
    written: Report,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    with acting_as(cast.dag.pk) as actor:
        for number in range(12):
            services.begin_report(actor=actor, owner=cast.gr, title=f"Rapport {number}")
        found = Report.objects.get(pk=written.pk)
        for _number in range(20):
            chart = found.blocks[1]
            found, _id = services.add_block(actor=actor, report=found, revision=found.revision, block=chart)
    client = signed_in(cast.dag)
    for address in (LIST, page(written), page(written, "?del=b2"), page(written, "visa/"), page(written, "publicera/")):
        with django_assert_max_num_queries(15):
            assert client.get(address).status_code == 200


def test_a_report_is_built_without_scripts(cast: Cast, told: Telling) -> None:
    client = signed_in(cast.dag)
    began = client.post(f"{LIST}ny/", {"owner": f"s{cast.gr.pk}", "title": "Behov", "language": "sv"})
    here = began["Location"]
    picked = client.get(f"{here}siffror/?sok=fortbildning")
    assert "Andelar" in words(picked)
    added = client.post(f"{here}gor/", {"gor": f"siffror|chart|{told.pk}|behov|"})
    assert added["Location"] == f"{here}?del=b1#b1"
    opened = client.get(added["Location"])
    was = re.search(r'name="var" value="(\w+)"', opened.content.decode())[1]  # type: ignore[index]
    told_block = {"var": was, "b1-form": "ladder", "b1-caption": "Så ser det ut", "b1-alt": "", "b1-column": "inget"}
    saved = client.post(f"{here}del/b1/", told_block)
    assert saved["Location"] == f"{here}?fokus=andra#b1"
    with as_owner():
        (block,) = Report.objects.get().blocks
    assert (block["form"], block["caption"]) == ("ladder", "Så ser det ut")
    assert block["alt"].startswith("Staplar över hur långt det har kommit: Vilken fortbildning behövs hos er.")
    met = client.post(f"{here}del/b1/", {**told_block, "b1-caption": "Min rubrik"})
    assert met.status_code == 409
    assert "Någon sparade medan du skrev" in words(met)
    assert 'value="Min rubrik"' in met.content.decode()


def test_what_is_typed_is_shown_as_it_would_look_and_not_saved(cast: Cast, written: Report) -> None:
    client = signed_in(cast.dag)
    typed = {"b1-text": "En **ny** rubrik", "b1-level": "3"}
    shown = client.post(page(written, "del/b1/"), typed, headers=POSTED)
    assert words(shown) == "En **ny** rubrik"
    with as_owner():
        assert Report.objects.get(pk=written.pk).blocks == written.blocks
    for wrong in ("nej", "ny|script", "upp", "flytta|b1"):
        assert client.post(page(written, "gor/"), {"gor": wrong}).status_code == 400
    gone = client.post(page(written, "gor/"), {"gor": "bort|b99"}, follow=True)
    assert "Någon har ändrat rapporten under tiden." in words(gone)


def test_html_and_script_in_a_text_are_shown_as_text(cast: Cast, written: Report) -> None:
    with acting_as(cast.dag.pk) as actor:
        evil = '<script>alert(1)</script> [ord](javascript:alert(1)) [x](https://a.se/"onmouseover=b) **fet**'
        block = {"type": "text", "text": evil}
        found, _id = services.add_block(actor=actor, report=written, revision=written.revision, block=block)
        quoted = {**found.blocks[1], "caption": "<b onclick=x>\"'&"}
        services.save_block(actor=actor, report=found, was=digest(found.blocks[1]), block=quoted)
        release = publishing.publish_report(
            actor=actor, report=Report.objects.get(pk=written.pk), revision=found.revision + 1, is_open=True
        )
    shown = Client().get(f"/rapport/{release.slug}/").content.decode()
    assert "<script>alert" not in shown
    assert 'href="javascript' not in shown
    assert "onmouseover=b)" in shown
    assert "<b onclick" not in shown
    assert "<strong>fet</strong>" in shown


def digest(block: dict[str, Any]) -> str:
    from stegvis.surveys.reports.freezing import digest_of

    return digest_of(block)


def test_anybody_reads_what_is_open_in_few_queries_and_once(
    cast: Cast,
    written: Report,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    release = publish(cast.dag, written)
    client = Client()
    with django_assert_max_num_queries(5):
        first = client.get(f"/rapport/{release.slug}/")
    assert first.status_code == 200
    assert "Version 1, publicerad" in words(first)
    assert len(re.findall(r'<svg[^>]* class="ch"[^>]*role="img"', first.content.decode())) == 2
    assert "https://" not in re.sub(r'xmlns="[^"]+"', "", first.content.decode())
    again = client.get(f"/rapport/{release.slug}/", HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    second = publish(cast.dag, written, changes="Ny tabell.")
    changed = client.get(f"/rapport/{release.slug}/v1/", HTTP_IF_NONE_MATCH=first["ETag"])
    assert changed.status_code == 200
    assert "Det finns en nyare version, 2." in words(changed)
    signed_in(cast.dag).post(page(written, f"versioner/{second.number}/dra-tillbaka/"), {"why": "Fel i tabell 1."})
    gone = client.get(f"/rapport/{release.slug}/v2/")
    assert gone.status_code == 410
    told = words(gone)
    assert "Fel i tabell 1." in told
    assert "Read" not in told
    for hidden in ("Vad som behövs", "Vilken fortbildning", "Ny tabell", "Behov 2026"):
        assert hidden not in told
    for rest in ("pdf/", "siffror/xlsx/", "siffror/csv/"):
        assert client.get(f"/rapport/{release.slug}/v2/{rest}").status_code == 410
    for wrong in ("/rapport/finns-inte/", f"/rapport/{release.slug}/v9/", f"/rapport/{release.slug}/v1/siffror/exe/"):
        assert client.get(wrong).status_code == 404


def unbroken(text: str) -> str:
    """Without spaces, hyphens and minus signs: a line may end at one. The files are looked at with their signs."""
    return squeezed(re.sub("[-\u00ad\u2010\u2212]", "", text))


def test_the_figures_are_the_same_on_the_page_in_the_document_and_in_the_files(cast: Cast, written: Report) -> None:
    release = publish(cast.dag, written)
    client = Client()
    here = f"/rapport/{release.slug}/v1/"
    with as_owner():
        shown = presented(ReleaseContent.objects.get(release=release).content).figures
    grids = [[list(row) for row in one.grid.rows] for one in shown if one.grid]
    assert [len(grid) for grid in grids] == [4, 4]

    html = client.get(here).content.decode()
    tables = [
        [[cell(found) for found in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)] for row in rows_of(table)]
        for table in re.findall(r'<table class="ds-table rep-table".*?</table>', html, re.DOTALL)
    ]
    assert tables == grids
    assert html.count('data-label="Rang"') == 4  # beside its figure where the table is as narrow as a telephone

    text = Pdf(client.get(f"{here}pdf/").content).text()
    for grid in grids:
        for row in grid:
            assert unbroken("".join(row)) in unbroken(text)

    lines = list(csv.reader(io.StringIO(client.get(f"{here}siffror/csv/").content.decode("utf-8-sig")), delimiter=";"))
    assert len(lines) == 1 + sum(len(row) - 1 for grid in grids for row in grid)
    flat = [figure for grid in grids for row in grid for figure in row[1:]]
    assert [from_csv(line) for line in lines[1:]] == [bare(one) for one in flat]
    assert from_workbook(client.get(f"{here}siffror/xlsx/").content) == [bare(one) for one in flat]


def rows_of(table: str) -> list[str]:
    return re.findall(r"<tr>(.*?)</tr>", table.partition("<tbody>")[2], re.DOTALL)


def cell(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html)).strip()


def squeezed(text: str) -> str:
    return "".join(text.split())


def bare(shown: str) -> tuple[float | str, ...]:
    """The figure, its lowest and its highest, as numbers; or the word that stands in its place."""
    if not re.search(r"\d", shown):
        return (shown,)
    numbers = re.findall(r"[-+\u2212]?\d+(?:,\d+)?", shown.replace("\u00a0", ""))
    return tuple(float(one.replace("\u2212", "-").replace(",", ".")) for one in numbers)


def from_csv(line: list[str]) -> tuple[float | str, ...]:
    if line[6]:
        return (line[6],)
    return tuple(float(one.lstrip("'").replace(",", ".")) for one in line[3:6] if one)


def from_workbook(content: bytes) -> list[tuple[float | str, ...]]:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    found: list[tuple[float | str, ...]] = []
    for name in book.sheet_names[1:]:
        sheet: list[list[Any]] = book.get_sheet_by_name(name).to_python()
        head, *rows = sheet
        for row in rows:
            for at, title in enumerate(head[1:], start=1):
                if ", lägst" in title or ", högst" in title:
                    found[-1] = (*found[-1], row[at])
                else:
                    found.append((row[at],))
    return found


def test_a_published_ranking_of_needs_reaches_whoever_arranges_and_plans(
    cast: Cast, written: Report, told: Telling
) -> None:
    """What the round itself tells is its leader's; what is published of it is everybody's."""
    ranked = ranks()
    (order,) = needs_table([replace(ranked, rows=tuple(replace(one, areas=("smarta",)) for one in ranked.rows))])
    with as_owner():
        said = {"tables": [*told.content["tables"], plain(write(order))], "notes": []}
        about = {"state": "told", "answered": 56, "audit": told.audit}
        again = Telling.objects.create(round=told.round, number=2, content=said, **about)
    listed = press(cast.dag, written, f"siffror|table|{again.pk}|needs|b3")
    link = 'href="/rapport/behov-2026/"'
    assert link not in signed_in(cast.gunilla).get("/utbud/behov/").content.decode()
    publish(cast.dag, listed, is_open=True)
    pages = {user: signed_in(user).get("/utbud/behov/").content.decode() for user in (cast.gunilla, cast.anna)}
    assert [link in page for page in pages.values()] == [True, True]
    assert link not in signed_in(cast.dag).get("/utbud/behov/").content.decode()
