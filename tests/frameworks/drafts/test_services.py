"""Starting and saving drafts."""

from __future__ import annotations

from typing import Any

import pytest

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused
from stegvis.frameworks.drafts.content import text_of
from stegvis.frameworks.drafts.queries import draft_of, drafts_of, loaded, possible_owners
from stegvis.frameworks.drafts.services import (
    Conflict,
    discard_draft,
    save_content,
    save_text,
    start_draft,
    start_empty,
    start_from_version,
    start_overlay,
)
from stegvis.frameworks.format import load_document
from stegvis.frameworks.format.convert import to_raw
from stegvis.frameworks.models import Draft, FrameworkVersion
from stegvis.frameworks.queries import version_of
from tests.frameworks.drafts.conftest import PILOT
from tests.support.cast import Cast


def test_a_framework_of_ones_own_starts_as_another(draft: Draft, cast: Cast) -> None:
    with acting_as(cast.gunilla.pk) as actor:
        model = version_of(actor, PILOT)
        own = draft_of(actor, draft.pk)
        expected = to_raw(load_document(model.document)) | {
            "code": f"{PILOT}-ale",
            "version": 1,
            "status": "proposal",
            "owner": {"name": "Ale kommun", "kind": "municipality"},
            "provenance": own.content["provenance"],
        }
        assert own.content == expected
        assert own.content["provenance"]["documents"][0].startswith(model.framework.title_sv)
        document, problems = loaded(own)
        assert (problems, own.based_on, own.framework, own.owner) == ([], model, None, cast.ale)
        assert document is not None
        assert to_raw(document) == expected
        second = start_from_version(actor=actor, version=model, owner=cast.ale, as_new=True)
        assert second.content["code"] == f"{PILOT}-ale-2"


@pytest.mark.parametrize("name", ["anna", "cecilia", "maria", "dag", "eva", "farid", "hamid"])
def test_only_the_owners_coordinator_starts_reads_and_saves(draft: Draft, cast: Cast, name: str) -> None:
    with acting_as(getattr(cast, name).pk) as actor:
        with pytest.raises(Refused):
            start_empty(actor=actor, owner=cast.ale, title="Vår modell")
        with pytest.raises(NotYours):
            draft_of(actor, draft.pk)
        with pytest.raises(Refused):
            save_content(actor=actor, draft=draft, revision=1, content={})
        assert list(drafts_of(actor)) == []


def test_a_next_version_is_only_its_owners(packaged: list[FrameworkVersion], cast: Cast) -> None:
    with acting_as(cast.gunilla.pk) as actor, pytest.raises(Refused):
        start_from_version(actor=actor, version=version_of(actor, PILOT), owner=cast.ale, as_new=False)


def test_owners_are_what_one_coordinates_and_leads(cast: Cast) -> None:
    found = {}
    for name in ("gunilla", "dag", "anna"):
        with acting_as(getattr(cast, name).pk) as actor:
            found[name] = possible_owners(actor)
    assert found == {"gunilla": [cast.ale], "dag": [cast.gr], "anna": []}


def test_an_overlay_begins_without_saying_anything(packaged: list[FrameworkVersion], cast: Cast) -> None:
    with acting_as(cast.dag.pk) as actor:
        base = version_of(actor, "molndal-rehab")
        draft = start_overlay(actor=actor, base=base, owner=cast.gr)
        document, problems = loaded(draft)
        assert (problems, document is not None) == ([], True)
        assert draft.content["overlay_of"] == {"code": "molndal-rehab", "version": 1}
        assert (draft.owner, draft.collaboration) == (None, cast.gr)


def test_an_empty_framework_holds(cast: Cast) -> None:
    with acting_as(cast.gunilla.pk) as actor:
        draft = start_empty(actor=actor, owner=cast.ale, title="Vår modell")
        assert loaded(draft)[1] == []
        assert (draft.title, draft.content["code"]) == ("Vår modell", "var-modell")


def test_who_saves_second_is_told_and_nothing_is_overwritten(draft: Draft, cast: Cast) -> None:
    with acting_as(cast.gunilla.pk) as actor:
        first = save_content(actor=actor, draft=draft, revision=1, content=draft.content | {"title": "Först"})
        with pytest.raises(Conflict) as conflict:
            save_content(actor=actor, draft=draft, revision=1, content=draft.content | {"title": "Sedan"})
        now = draft_of(actor, draft.pk)
    assert (first.revision, first.title, first.content["title"]) == (2, "Först", "Först")
    assert (conflict.value.draft, conflict.value.draft.content, now.content) == (now, first.content, first.content)


def test_text_becomes_content_and_what_cannot_be_read_is_kept(draft: Draft, cast: Cast) -> None:
    with acting_as(cast.gunilla.pk) as actor:
        text = text_of(draft.content).replace("status: proposal", "status: pilot")
        second = save_text(actor=actor, draft=draft, revision=1, text=text)
        assert (second.content, second.text) == (draft.content | {"status": "pilot"}, "")
        broken = text.replace("levels:", "levels: &mall")
        third = save_text(actor=actor, draft=second, revision=2, text=broken)
        assert (third.content, third.text, third.revision) == (second.content, broken, 3)
        document, problems = loaded(third)
        line = broken[: broken.index("&mall")].count("\n") + 1
        assert (document, [(p.code, p.line) for p in problems]) == (None, [("anchor", line)])


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("a: &x [1]\nb: *x", ["anchor"]),
        ("format: 1\n\tcode: x", ["tab"]),
        ("titel: en\u200bt", ["hidden_character"]),
        ("a: \x00", ["hidden_character"]),
        ("!!python/object:os.system {}", ["tag"]),
        ("", ["empty"]),
        ("- 1", ["expected_object"]),
    ],
)
def test_text_of_all_kinds_is_kept_with_its_problem(draft: Draft, cast: Cast, text: str, codes: list[str]) -> None:
    with acting_as(cast.gunilla.pk) as actor:
        kept = save_text(actor=actor, draft=draft, revision=1, text=text)
        assert (kept.text, kept.content) == (text.replace("\0", "\ufffd"), draft.content)
        if text and "\0" not in text:
            assert [problem.code for problem in loaded(kept)[1]] == codes


def test_markup_is_taken_out_of_what_is_saved(draft: Draft, cast: Cast) -> None:
    with acting_as(cast.gunilla.pk) as actor:
        saved = save_content(
            actor=actor, draft=draft, revision=1, content=draft.content | {"title": "<script>x</script>Ny\x00"}
        )
        assert (saved.content["title"], saved.title) == ("Ny", "Ny")


def test_a_discarded_draft_is_no_longer_written(draft: Draft, cast: Cast) -> None:
    with acting_as(cast.gunilla.pk) as actor:
        gone = discard_draft(actor=actor, draft=draft)
        with pytest.raises(Refused):
            save_content(actor=actor, draft=gone, revision=2, content=draft.content)
        assert list(drafts_of(actor)) == []


def test_content_from_elsewhere_begins_a_draft(cast: Cast) -> None:
    content: dict[str, Any] = {"format": 1, "title": "Från en fil"}
    with acting_as(cast.gunilla.pk) as actor:
        draft = start_draft(actor=actor, owner=cast.ale, content=content, exchange={"case": {"x": 1}})
        assert (draft.content, draft.title, draft.exchange) == (content, "Från en fil", {"case": {"x": 1}})
