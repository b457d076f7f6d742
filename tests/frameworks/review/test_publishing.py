"""From a draft to a version: what stops it, what only warns, and who wins when two publish at once."""

from __future__ import annotations

import copy
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.verdict import Refused
from stegvis.frameworks.drafts.publishing import Weight, checklist, choose, consequences_of, next_version, publish_draft
from stegvis.frameworks.drafts.review_queries import consultations_on, remarks_on, reviewed_draft
from stegvis.frameworks.drafts.review_services import comment_on, record_consultation, settle_comment
from stegvis.frameworks.drafts.services import save_content, start_draft, start_from_version, start_overlay
from stegvis.frameworks.models import Adoption, Draft, FrameworkVersion, UnitAdoption, VersionMapping
from stegvis.frameworks.queries import effective_of
from stegvis.frameworks.relations.entries import MappingEntry
from stegvis.frameworks.relations.proposing import propose_mapping
from stegvis.frameworks.services import adopt_version
from stegvis.organisations.models import Role
from stegvis.people.models import Profession
from tests.frameworks.review.conftest import CONTENT
from tests.support.cast import Cast, grant, make_cast
from tests.support.database import as_owner

DONE, WARNING, STOP = Weight.DONE, Weight.WARNING, Weight.STOP


def published(cast: Cast, draft: Draft) -> FrameworkVersion:
    with acting_as(cast.gunilla.pk) as actor:
        return publish_draft(actor=actor, draft=draft, revision=draft.revision)


def mapped(draft: Draft) -> Draft:
    """The draft with the mapping that Stegvis proposes."""
    assert draft.based_on is not None
    earlier = effective_of(draft.based_on).document
    later = effective_of(FrameworkVersion(document=_text(draft), digest=f"draft-{draft.pk}")).document
    draft.mapping = [entry.to_json() for entry in propose_mapping(earlier, later)]
    draft.save(update_fields=["mapping"])
    return draft


def _text(draft: Draft) -> str:
    from stegvis.frameworks.drafts.queries import text_shown

    return text_shown(draft)


def test_a_draft_becomes_a_version_and_is_closed(cast: Cast, draft: Draft, content: dict[str, Any]) -> None:
    version = published(cast, draft)
    assert (str(version), version.status, version.published_by, version.framework.owner) == (
        "Ales modell 1",
        "proposal",
        cast.gunilla,
        cast.ale,
    )
    with acting_as(cast.gunilla.pk) as actor:
        kept = reviewed_draft(actor, draft.pk)
        assert (kept.state, kept.published, kept.framework) == ("published", version, version.framework)
        with pytest.raises(Refused):
            save_content(actor=actor, draft=kept, revision=kept.revision, content=content)


def test_version_and_status_are_chosen_when_publishing(cast: Cast, draft: Draft) -> None:
    with acting_as(cast.gunilla.pk) as actor:
        version = publish_draft(actor=actor, draft=draft, revision=1, version=7, status="published")
        kept = reviewed_draft(actor, draft.pk)
    assert (version.version, version.status, kept.content["version"], kept.content["status"]) == (
        7,
        "published",
        7,
        "published",
    )


def test_the_checklist_of_a_new_framework(cast: Cast, out: Draft) -> None:
    with acting_as(cast.gunilla.pk) as actor:
        said = comment_on(actor=actor, draft=out, text="Hej")
        assert [check.weight for check in checklist(actor, out)] == [DONE, DONE, WARNING, WARNING]
        settle_comment(actor=actor, draft=out, comment_id=said.pk, settled=True)
        record_consultation(
            actor=actor, draft=out, held_on=actor.today, kind="collaboration", parties="Facken", outcome="agreed"
        )
        assert [(check.weight, check.text) for check in checklist(actor, out)] == [
            (DONE, "Karriärmodellen håller ihop: filen har inga fel."),
            (DONE, "Den publiceras som en ny karriärmodell, med koden ale-modell."),
            (DONE, "Ingen kommentar väntar på att hanteras."),
            (DONE, "Samverkan är antecknad: samverkan med Facken."),
        ]


def test_problems_stop_it_and_nothing_is_published(cast: Cast, draft: Draft, content: dict[str, Any]) -> None:
    content["levels"][0]["requires"][0]["accepts"] = ["finns-inte"]
    with acting_as(cast.gunilla.pk) as actor:
        draft = save_content(actor=actor, draft=draft, revision=1, content=content)
        with pytest.raises(Refused, match="Filen har 1 fel"):
            publish_draft(actor=actor, draft=draft, revision=2)
        assert reviewed_draft(actor, draft.pk).state == "editing"
    assert not FrameworkVersion.objects.exists()


def test_a_code_that_another_framework_has_stops_it(
    cast: Cast, packaged: list[FrameworkVersion], content: dict[str, Any]
) -> None:
    taken = content | {"code": packaged[0].framework.code}
    with acting_as(cast.gunilla.pk) as actor:
        draft = start_draft(actor=actor, owner=cast.ale, content=taken)
        with pytest.raises(Refused, match="används redan av en annan karriärmodell"):
            publish_draft(actor=actor, draft=draft, revision=1)


def test_a_next_version_needs_a_whole_mapping(cast: Cast, draft: Draft, content: dict[str, Any]) -> None:
    first = published(cast, draft)
    content["levels"][0]["requires"].append(
        {"kind": "course", "code": "mer", "title": "En kurs till", "accepts": ["hlr"]}
    )
    with acting_as(cast.gunilla.pk) as actor:
        second = start_from_version(actor=actor, version=first, owner=cast.ale, as_new=False)
        assert next_version(second) == 2
        second = save_content(actor=actor, draft=second, revision=1, content=content | {"version": 2})
        stop = [check for check in checklist(actor, second) if check.weight is STOP]
        assert [(check.text[:17], check.url) for check in stop] == [
            ("Det är inte sagt ", f"/karriarmodeller/utkast/{second.pk}/byte/")
        ]
        second.mapping = [MappingEntry("same", ("hygien",), ("hygien",)).to_json()]
        second.save(update_fields=["mapping"])
        with pytest.raises(Refused, match="5 saker fattas"):
            publish_draft(actor=actor, draft=second, revision=2)
        second = mapped(second)
        warnings = [check.text for check in checklist(actor, second) if check.weight is WARNING]
        assert warnings[0] == "1 rad är bara ett förslag som ingen har godkänt än."
        version = publish_draft(actor=actor, draft=second, revision=2)
        found = VersionMapping.objects.filter(version=version).values_list("relation", "from_codes", "to_codes")
        assert sorted(found) == [
            ("new", [], ["mer"]),
            ("same", ["hygien"], ["hygien"]),
            ("same", ["leder"], ["leder"]),
            ("same", ["legitimation"], ["legitimation"]),
        ]


def test_only_the_latest_version_has_a_next_one(cast: Cast, draft: Draft) -> None:
    first = published(cast, draft)
    with acting_as(cast.gunilla.pk) as actor:
        one, other = (start_from_version(actor=actor, version=first, owner=cast.ale, as_new=False) for _ in range(2))
        publish_draft(actor=actor, draft=mapped(one), revision=1)
        mapped(other)
        with pytest.raises(Refused, match="Börja ett nytt utkast från version 2"):
            publish_draft(actor=actor, draft=other, revision=1, version=3)
        with pytest.raises(Refused, match="Version 2 är upptagen"):
            publish_draft(actor=actor, draft=other, revision=1, version=2)
        changed = save_content(actor=actor, draft=other, revision=1, content=other.content | {"code": "annan"})
        with pytest.raises(Refused, match="Koden måste vara ale-modell"):
            publish_draft(actor=actor, draft=changed, revision=2)
    assert FrameworkVersion.objects.count() == 2


def test_an_overlay_is_published_upon_its_base(cast: Cast, draft: Draft) -> None:
    base = published(cast, draft)
    with acting_as(cast.maria.pk), as_owner():
        grant(cast.maria, Role.COORDINATOR, organisation=cast.molndal)
    with acting_as(cast.maria.pk) as actor:
        overlay = start_overlay(actor=actor, base=base, owner=cast.molndal)
        assert publish_draft(actor=actor, draft=overlay, revision=1).base == base


def test_what_a_new_version_means_for_others(cast: Cast, draft: Draft) -> None:
    first = published(cast, draft)
    with as_owner():
        grant(cast.maria, Role.COORDINATOR, organisation=cast.molndal)
    with acting_as(cast.maria.pk) as actor:
        overlay = start_overlay(actor=actor, base=first, owner=cast.molndal)
        on_top = publish_draft(actor=actor, draft=overlay, revision=1)
    with acting_as(cast.gunilla.pk) as actor:
        adopt_version(
            actor=actor, employer=cast.ale, profession=Profession.objects.get(pk="sjukskoterska"), version=first
        )
        assert consequences_of(actor, first) == type(consequences_of(actor, first))([], [])
        second = start_from_version(actor=actor, version=first, owner=cast.ale, as_new=False)
        version = publish_draft(actor=actor, draft=mapped(second), revision=1)
        found = consequences_of(actor, version)
        assert (found.employers, found.overlays) == ([cast.ale], [on_top])
        profession = Adoption.objects.get().profession
        Adoption.objects.all().delete()
        assert consequences_of(actor, version).employers == []
        UnitAdoption.objects.create(
            employer=cast.ale, unit=cast.ale_north, profession=profession, version=first, since=actor.today
        )
        assert consequences_of(actor, version).employers == [cast.ale]


@pytest.mark.parametrize("name", ["anna", "bosse", "maria", "dag", "cecilia"])
def test_others_do_not_publish(cast: Cast, out: Draft, name: str) -> None:
    with acting_as(getattr(cast, name).pk) as actor, pytest.raises(Refused, match="Bara ägarens samordnare"):
        publish_draft(actor=actor, draft=out, revision=1)


def test_who_saved_meanwhile_is_not_published_unseen(cast: Cast, draft: Draft, content: dict[str, Any]) -> None:
    with acting_as(cast.gunilla.pk) as actor:
        save_content(actor=actor, draft=draft, revision=1, content=content | {"title": "Nyare"})
        with pytest.raises(Refused, match="Någon har ändrat utkastet"):
            publish_draft(actor=actor, draft=draft, revision=1)
        published_now = publish_draft(actor=actor, draft=draft, revision=2)
        assert published_now.framework.title_sv == "Nyare"
        with pytest.raises(Refused, match="Utkastet är publicerat"):
            publish_draft(actor=actor, draft=reviewed_draft(actor, draft.pk), revision=2)


def test_what_was_said_stays_with_the_version(cast: Cast, out: Draft) -> None:
    with acting_as(cast.cecilia.pk) as actor:
        comment_on(actor=actor, draft=out, text="Bra", about="leder")
    with acting_as(cast.gunilla.pk) as actor:
        record_consultation(
            actor=actor, draft=out, held_on=actor.today, kind="information", parties="Facken", outcome="noted"
        )
        version = publish_draft(actor=actor, draft=out, revision=1)
    with acting_as(cast.gunilla.pk) as actor:
        kept = Draft.objects.get(published=version)
        assert [one.text for one in remarks_on(actor, kept)["leder"]] == ["Bra"]
        assert [one.row.parties for one in consultations_on(actor, kept)] == ["Facken"]
        with pytest.raises(Refused):
            comment_on(actor=actor, draft=reviewed_draft(actor, kept.pk), text="Sent")


def test_choosing_leaves_the_draft_as_it_was(cast: Cast, draft: Draft) -> None:
    choose(draft, 9, "pilot")
    assert (draft.content["version"], draft.content["status"]) == (9, "pilot")
    with acting_as(cast.gunilla.pk) as actor:
        assert reviewed_draft(actor, draft.pk).content["version"] == 1


def test_of_two_who_publish_at_once_one_wins(fresh_database: str) -> None:
    """Real transactions in two threads, each having read the draft before either has published."""
    with as_owner():
        cast = make_cast()
        grant(cast.eva, Role.COORDINATOR, organisation=cast.ale)
    with acting_as(cast.gunilla.pk) as actor:
        draft = start_draft(actor=actor, owner=cast.ale, content=copy.deepcopy(CONTENT))
    barrier = Barrier(2)

    def publish(user: int) -> str:
        try:
            with acting_as(user) as actor:
                seen = reviewed_draft(actor, draft.pk)
                barrier.wait(timeout=10)
                return str(publish_draft(actor=actor, draft=seen, revision=1))
        except Refused as refused:
            return str(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(publish, (cast.gunilla.pk, cast.eva.pk)))
    assert answers == [
        "Ales modell 1",
        "Utkastet publicerades av någon annan i samma stund, som version 1.",
    ]
    assert FrameworkVersion.objects.count() == 1


def test_of_two_drafts_of_a_framework_published_at_once_one_wins(fresh_database: str) -> None:
    with as_owner():
        cast = make_cast()
        grant(cast.eva, Role.COORDINATOR, organisation=cast.ale)
    with acting_as(cast.gunilla.pk) as actor:
        drafts = [
            start_draft(actor=actor, owner=cast.ale, content=copy.deepcopy(CONTENT) | {"title": title})
            for title in ("En", "Två")
        ]
    barrier = Barrier(2)

    def publish(user: int, draft: Draft) -> str:
        try:
            with acting_as(user) as actor:
                seen = reviewed_draft(actor, draft.pk)
                barrier.wait(timeout=10)
                return publish_draft(actor=actor, draft=seen, revision=1).status
        except Refused as refused:
            return str(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(publish, (cast.gunilla.pk, cast.eva.pk), drafts))
    assert answers[1] == "proposal"
    assert answers[0].startswith(
        ("Versionen publicerades av någon annan", "Koden ale-modell används redan", "Version 1")
    )
    assert FrameworkVersion.objects.count() == 1


def test_only_what_follows_on_a_version_has_a_change_of_version_to_go_through(
    cast: Cast, draft: Draft, client: Client
) -> None:
    first = published(cast, draft)
    with acting_as(cast.gunilla.pk) as actor:
        second = start_from_version(actor=actor, version=first, owner=cast.ale, as_new=False)
    client.force_login(cast.gunilla)
    for shown, there in ((draft, False), (second, True)):
        html = client.get(f"/karriarmodeller/utkast/{shown.pk}/publicera/").content.decode()
        assert (f'href="/karriarmodeller/utkast/{shown.pk}/byte/"' in html) is there
