"""Writing a report block by block, and publishing it: who may, what stands in the way, and what never changes."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from django.http import Http404
from django.utils import timezone

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import visible
from stegvis.foundation.access.verdict import Refused
from stegvis.surveys.models import FreeText, Quote, Release, ReleaseContent, Report, Telling
from stegvis.surveys.reports import publishing, quotes, services
from stegvis.surveys.reports.checking import remarks_on
from stegvis.surveys.reports.freezing import digest_of
from stegvis.surveys.reports.queries import opened, report_of, reports_of, used_by
from stegvis.surveys.reports.services import Conflict
from tests.support.cast import Cast
from tests.support.database import as_owner
from tests.surveys.coding.support import TEXTS, a_round, cut, the_question
from tests.surveys.reports.conftest import does, press, publish, told_of


def test_only_who_leads_the_owner_writes(cast: Cast, report: Report) -> None:
    for other in (cast.anna, cast.bosse, cast.gunilla, cast.eva, cast.farid):
        with pytest.raises(Refused):
            does(other, services.begin_report, owner=cast.gr, title="Min")
        with acting_as(other.pk) as actor:
            assert reports_of(actor) == []
            with pytest.raises(Http404):
                report_of(actor, report.pk)
        with pytest.raises(Refused):
            does(other, services.add_block, report=report, revision=0, block={"type": "text", "text": "x"})
    with acting_as(cast.dag.pk) as actor:
        assert reports_of(actor) == [report]


def test_addresses_are_made_of_titles_and_stay_once_published(cast: Cast, written: Report) -> None:
    again = does(cast.dag, services.begin_report, owner=cast.gr, title="Behov 2026")
    assert (written.slug, again.slug) == ("behov-2026", "behov-2026-2")
    about = {"title": "Ny", "summary": "", "language": "sv"}
    for wrong in ("Behov", "", "a b", "åäö"):
        with pytest.raises(Refused):
            does(cast.dag, services.save_about, report=again, revision=0, address=wrong, **about)
    with pytest.raises(Refused, match="annan rapport"):
        does(cast.dag, services.save_about, report=again, revision=0, address="behov-2026", **about)
    publish(cast.dag, written)
    with pytest.raises(Refused, match="Adressen"):
        does(cast.dag, services.save_about, report=written, revision=written.revision, address="annan", **about)


def test_blocks_are_added_moved_removed_and_put_back(cast: Cast, written: Report) -> None:
    def order(report: Report) -> list[str]:
        return [one["id"] for one in report.blocks]

    assert order(written) == ["b1", "b2", "b3"]
    assert order(press(cast.dag, written, "upp|b3")) == ["b1", "b3", "b2"]
    assert order(press(cast.dag, written, "ner|b1")) == ["b3", "b1", "b2"]
    assert order(press(cast.dag, written, "ner|b2")) == ["b3", "b1", "b2"]
    moved = press(cast.dag, written, "bort|b3")
    assert order(moved) == ["b1", "b2"]
    assert order(press(cast.dag, written, "tillbaka")) == ["b3", "b1", "b2"]
    with pytest.raises(Refused):
        press(cast.dag, written, "tillbaka")
    with acting_as(cast.dag.pk) as actor:
        found = report_of(actor, written.pk)
    revision = str(found.revision)
    dragged = press(cast.dag, written, "flytta|b3", plats="3", revision=revision)
    assert order(dragged) == ["b1", "b2", "b3"]
    with pytest.raises(Conflict):
        press(cast.dag, written, "flytta|b3", plats="0", revision=revision)
    assert order(press(cast.dag, written, "ny|page_break|b1")) == ["b1", "b4", "b2", "b3"]
    for wrong in ("ny|iframe", "nej", "upp", "siffror|chart|1"):
        with pytest.raises((KeyError, TypeError, ValueError)):
            press(cast.dag, written, wrong)


def test_two_tabs_on_one_block_meet_and_on_two_blocks_do_not(cast: Cast, written: Report) -> None:
    heading, chart, _table = written.blocks
    mine = {**heading, "text": "Mitt"}
    does(cast.dag, services.save_block, report=written, was=digest_of(chart), block={**chart, "caption": "Deras"})
    saved = does(cast.dag, services.save_block, report=written, was=digest_of(heading), block=mine)
    assert [one.get("text", one.get("caption")) for one in saved.blocks[:2]] == ["Mitt", "Deras"]
    with pytest.raises(Conflict) as met:
        does(cast.dag, services.save_block, report=written, was=digest_of(heading), block={**heading, "text": "Nej"})
    assert met.value.report.blocks[0]["text"] == "Mitt"
    about = {"title": "A", "summary": "", "language": "sv", "address": written.slug}
    with pytest.raises(Conflict):
        does(cast.dag, services.save_about, report=written, revision=written.revision, **about)


def test_a_table_of_another_owner_is_not_there(cast: Cast, report: Report, told: Telling) -> None:
    other = told_of({"employer": cast.ale})
    for telling, key in ((other.pk, "behov"), (told.pk, "finns-inte"), (10**9, "behov")):
        with pytest.raises((Refused, Http404, KeyError)):
            press(cast.dag, report, f"siffror|table|{telling}|{key}")
    block = {"type": "chart", "telling": told.pk, "key": "behov.figures", "form": "diverging"}
    with pytest.raises(Refused):
        does(cast.dag, services.add_block, report=report, revision=0, block=block)


def test_what_stops_a_report_is_told(cast: Cast, report: Report, told: Telling) -> None:
    def remarks() -> list[tuple[bool, str]]:
        with acting_as(cast.dag.pk) as actor:
            found = report_of(actor, report.pk)
            return [(one.stops, one.words) for one in remarks_on(found, used_by(actor, found))]

    empty = [
        (True, "Rapporten är tom. Lägg till en text, en tabell eller ett diagram."),
        (False, "Det finns ingen sammanfattning. Det är den som de flesta läser."),
    ]
    assert remarks() == empty
    with pytest.raises(Refused, match="Rapporten är tom"):
        publish(cast.dag, report)
    changed = press(cast.dag, report, f"siffror|chart|{told.pk}|behov")
    bare = {**changed.blocks[0], "alt": ""}
    does(cast.dag, services.save_block, report=changed, was=digest_of(changed.blocks[0]), block=bare)
    press(cast.dag, report, "ny|text")
    told_of({}, number=2, of_round=told.round)
    title = "Vilken fortbildning behövs hos er?"
    assert remarks() == [
        (True, f"”{title}” saknar beskrivning för den som inte ser diagrammet."),
        (True, "En text eller rubrik är tom. Skriv den, eller ta bort den."),
        empty[1],
        (False, f"”{title}” har dolda siffror. Varför står under den."),
        (False, "”Fortbildningsbehov 2026” har nyare resultat (2) än de som visas (1)."),
    ]
    newest = press(cast.dag, report, "nyaste")
    with as_owner():
        assert newest.blocks[0]["telling"] == Telling.objects.get(number=2).pk


def test_a_release_never_changes(cast: Cast, written: Report, told: Telling) -> None:
    release = publish(cast.dag, written)
    with acting_as(cast.dag.pk) as actor:
        held = visible(actor, ReleaseContent).get(release=release)
        before = (held.content, bytes(held.pdf))
    assert digest_of(before[0]) == release.digest
    assert held.audit["safe"]
    press(cast.dag, written, "bort|b2")
    with as_owner():
        after = ReleaseContent.objects.get(release=release)
        assert (after.content, bytes(after.pdf)) == before
    for rows, change in (
        (Release.objects, {"digest": "0" * 64}),
        (Release.objects, {"published_at": "2020-01-01T00:00Z"}),
        (ReleaseContent.objects, {"content": {}}),
        (ReleaseContent.objects, {"pdf": b"%PDF"}),
    ):
        with as_owner(), pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
    with acting_as(cast.dag.pk), pytest.raises(DatabaseError), transaction.atomic():
        Release.objects.filter(pk=release.pk).delete()


def test_a_later_version_says_what_is_new_and_is_told_of(cast: Cast, written: Report) -> None:
    publish(cast.dag, written)
    with pytest.raises(Refused, match="vad som är nytt"):
        publish(cast.dag, written)
    second = publish(cast.dag, written, changes="Rättade tabell 1.")
    with acting_as(None) as actor:
        first, newest = opened(actor, written.slug, 1), opened(actor, written.slug)
        assert (first.release.number, first.newest) == (1, 2)
        assert (newest.release, newest.newest) == (second, None)
        assert newest.content is not None
        assert newest.content["changes"] == "Rättade tabell 1."


def test_what_is_kept_in_is_for_leaders_until_it_is_opened(cast: Cast, written: Report) -> None:
    release = publish(cast.dag, written, is_open=False)
    for other in (None, cast.anna, cast.gunilla, cast.eva):
        with acting_as(other.pk if other else None) as actor:
            for number in (None, 1):
                with pytest.raises(Http404):
                    opened(actor, written.slug, number)
            assert not visible(actor, ReleaseContent).exists()
    with acting_as(cast.dag.pk) as actor:
        assert opened(actor, written.slug, 1).content is not None
    for other in (cast.anna, cast.gunilla):
        with pytest.raises(Refused):
            does(other, publishing.open_release, release=release)
    does(cast.dag, publishing.open_release, release=release)
    with acting_as(None) as actor:
        assert opened(actor, written.slug).content is not None
    release.refresh_from_db()
    with pytest.raises(Refused):
        does(cast.dag, publishing.open_release, release=release)


def test_what_is_withdrawn_says_when_and_why_and_nothing_more(cast: Cast, written: Report) -> None:
    first = publish(cast.dag, written)
    for other in (cast.anna, cast.gunilla):
        with pytest.raises(Refused):
            does(other, publishing.retract_release, release=first, why="Nej")
    with pytest.raises(Refused, match="varför"):
        does(cast.dag, publishing.retract_release, release=first, why="  ")
    does(cast.dag, publishing.retract_release, release=first, why="Fel i tabell 1.")
    with pytest.raises(Refused):
        does(cast.dag, publishing.retract_release, release=first, why="Igen")
    with acting_as(None) as actor:
        found = opened(actor, written.slug)
        assert (found.content, found.newest, found.release.retracted_why) == (None, None, "Fel i tabell 1.")
        assert not visible(actor, ReleaseContent).exists()
        assert not ReleaseContent.objects.exists()
    publish(cast.dag, written, changes="Rättad.")
    with acting_as(None) as actor:
        assert (opened(actor, written.slug, 1).newest, opened(actor, written.slug).release.number) == (2, 2)


def test_publishing_what_was_changed_meanwhile_is_refused(cast: Cast, written: Report) -> None:
    press(cast.dag, written, "ny|page_break")
    with pytest.raises(Conflict), acting_as(cast.dag.pk) as actor:
        publishing.publish_report(
            actor=actor, report=report_of(actor, written.pk), revision=written.revision, is_open=True
        )


def test_a_report_put_away_is_out_of_the_list_and_its_releases_stay(cast: Cast, written: Report) -> None:
    publish(cast.dag, written)
    with pytest.raises(Refused):
        does(cast.gunilla, services.put_away, report=written)
    does(cast.dag, services.put_away, report=written)
    with acting_as(cast.dag.pk) as actor:
        assert reports_of(actor) == []
    with acting_as(None) as actor:
        assert opened(actor, written.slug).content is not None
    with pytest.raises(Refused):
        does(
            cast.dag,
            services.add_block,
            report=Report.objects.none().model(pk=written.pk, collaboration=cast.gr, put_away_at="2026-01-01"),
            revision=0,
            block={"type": "text"},
        )


def test_only_approved_quotes_of_the_owner_are_given_to_a_report(cast: Cast, report: Report) -> None:
    fielded = a_round(cast.gr)
    cut(fielded, TEXTS)
    asked = the_question(fielded)
    with as_owner():
        found = list(FreeText.objects.filter(asked=asked).order_by("pk")[:2])
        facts = {"asked": asked, "begins": 0, "ends": 19, "proposed_by": cast.eva}
        decided = {"decided_by": cast.dag, "decided_at": timezone.now()}
        mine = Quote.objects.create(text=found[0], words="Tid för 0", state="approved", **facts, **decided)
        proposed = Quote.objects.create(text=found[1], words="Tid för 1", **facts)
    with acting_as(cast.dag.pk) as actor:
        assert quotes.offered(actor, report) == [(str(mine.pk), {"text": "Tid för 0", "about": ""})]
        elsewhere = Report(employer=cast.ale)
        assert quotes.approved(actor, elsewhere, [str(mine.pk)]) == {}
        assert set(quotes.approved(actor, report, [str(mine.pk), str(proposed.pk), "x"])) == {str(mine.pk)}
    written = press(cast.dag, report, "ny|quotes")
    block = {**written.blocks[0], "quotes": [str(mine.pk)]}
    written = does(cast.dag, services.save_block, report=written, was=digest_of(written.blocks[0]), block=block)
    release = publish(cast.dag, written)
    with as_owner():
        content = ReleaseContent.objects.get(release=release).content
        Quote.objects.filter(pk=mine.pk).update(state="refused", reason="Namn")
    assert content["blocks"] == [{"id": "b1", "type": "quotes", "quotes": [{"text": "Tid för 0", "about": ""}]}]
    with pytest.raises(Refused, match="inte längre godkänt"):
        publish(cast.dag, written, changes="Nytt.")
