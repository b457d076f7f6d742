"""Sending a draft out, reading it through, answering, consulting: as owner, colleague, stranger and reviewer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.db import InternalError, ProgrammingError, transaction

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import NotYours, visible
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from stegvis.frameworks.drafts.publishing import Weight, checklist
from stegvis.frameworks.drafts.review_queries import (
    own_review,
    remarks_on,
    review_of,
    reviewed_draft,
    reviewers_of,
    reviews_waiting,
)
from stegvis.frameworks.drafts.review_services import (
    answer_review,
    ask_reviewer,
    claim_reviews,
    comment_on,
    invite_reviewer,
    note_opening,
    record_consultation,
    remove_reviewer,
    send_out,
    settle_comment,
    take_back,
)
from stegvis.frameworks.drafts.services import save_content
from stegvis.frameworks.models import Consultation, Draft, DraftComment, DraftReviewer, Framework
from stegvis.organisations.models import Invitation, Role, Unit
from stegvis.people.models import Person
from tests.frameworks.review.conftest import send_letters
from tests.support.cast import Cast, grant
from tests.support.database import as_owner

OUTSIDERS = ["anna", "bosse", "maria", "dag", "eva", "farid", "hamid", "per"]
TALK: dict[str, Any] = {"kind": "negotiation", "parties": "Vårdförbundet", "outcome": "agreed", "note": "§ 11"}


@pytest.mark.parametrize("name", OUTSIDERS)
def test_nobody_but_owner_and_reviewer_knows_of_the_draft(cast: Cast, out: Draft, name: str) -> None:
    with acting_as(getattr(cast, name).pk) as actor:
        with pytest.raises(NotYours):
            reviewed_draft(actor, out.pk)
        assert list(visible(actor, DraftReviewer)) == []
        assert list(reviews_waiting(actor)) == []


def test_a_reviewer_sees_the_draft_and_nothing_else_of_its_owner(cast: Cast, out: Draft) -> None:
    with acting_as(cast.gunilla.pk) as actor:
        other = Draft.objects.create(owner=cast.ale, title="Annat", created_by=cast.gunilla, changed_by=cast.gunilla)
    with acting_as(cast.cecilia.pk) as actor:
        assert list(visible(actor, Draft)) == [out]
        assert [row.draft for row in reviews_waiting(actor)] == [out]
        with pytest.raises(NotYours):
            reviewed_draft(actor, other.pk)
        assert not visible(actor, Unit).filter(organisation=cast.ale).exists()
        assert not visible(actor, Person).filter(registered_by=cast.ale).exists()
        assert Draft.objects.filter(pk=out.pk).update(title="Mitt") == 0


def test_before_it_is_sent_out_a_reviewer_reads_nothing(cast: Cast, out: Draft) -> None:
    with acting_as(cast.cecilia.pk) as actor:
        shown = review_of(actor, reviewed_draft(actor, out.pk))
        assert (shown.document is not None, shown.closed, shown.may_comment) == (True, "", True)
    with acting_as(cast.gunilla.pk) as actor:
        take_back(actor=actor, draft=reviewed_draft(actor, out.pk))
    with acting_as(cast.cecilia.pk) as actor:
        shown = review_of(actor, reviewed_draft(actor, out.pk))
        assert (shown.document, shown.places, shown.may_comment) == (None, {}, False)
        assert shown.closed.startswith("Ägaren arbetar med utkastet")
        with pytest.raises(Refused):
            comment_on(actor=actor, draft=reviewed_draft(actor, out.pk), text="Hej")
        with pytest.raises(Refused):
            answer_review(actor=actor, draft=reviewed_draft(actor, out.pk), opinion="supports")


def test_a_former_reviewer_sees_the_draft_no_more_and_the_answer_stays(cast: Cast, out: Draft) -> None:
    with acting_as(cast.cecilia.pk) as actor:
        draft = reviewed_draft(actor, out.pk)
        note_opening(actor=actor, review=own_review(actor, draft))  # type: ignore[arg-type]
        comment_on(actor=actor, draft=draft, text="För lite", about="leder")
        answer_review(actor=actor, draft=draft, opinion="objects", statement="Vi säger nej.")
    with acting_as(cast.gunilla.pk) as actor:
        (asked,) = reviewers_of(actor, out)
        remove_reviewer(actor=actor, draft=out, reviewer_id=asked.row.pk)
    with acting_as(cast.cecilia.pk) as actor:
        with pytest.raises(NotYours):
            reviewed_draft(actor, out.pk)
        for model in (Draft, DraftReviewer, DraftComment):
            assert list(visible(actor, model)) == []
        assert DraftReviewer.objects.filter(pk=asked.row.pk).update(may_read=True) == 0
    with acting_as(cast.gunilla.pk) as actor:
        (kept,) = reviewers_of(actor, out)
        assert (kept.name, kept.row.opinion, kept.row.statement, kept.row.may_read) == (
            "Cecilia",
            "objects",
            "Vi säger nej.",
            False,
        )
        assert [one.text for one in remarks_on(actor, out)["leder"]] == ["För lite"]
        ask_reviewer(actor=actor, draft=out, email=cast.cecilia.email, role="reviewer")
    with acting_as(cast.cecilia.pk) as actor:
        assert own_review(actor, reviewed_draft(actor, out.pk)).opinion == ""  # type: ignore[union-attr]


def test_asking_tells_nothing_of_who_has_an_account(cast: Cast, out: Draft) -> None:
    with acting_as(cast.gunilla.pk) as actor:
        for email in ("Maria@example.se ", "ingen@example.se"):
            ask_reviewer(actor=actor, draft=out, email=email, role="reviewer")
        shown = [(one.row.email, one.name, one.row.opened_at) for one in reviewers_of(actor, out)]
    assert shown == [
        ("maria@example.se", "", None),
        ("ingen@example.se", "", None),
        ("cecilia@example.se", "", None),
    ]


def test_whoever_comes_later_with_the_address_finds_the_draft(cast: Cast, out: Draft) -> None:
    with acting_as(cast.gunilla.pk) as actor:
        ask_reviewer(actor=actor, draft=out, email="ny@example.se", role="reviewer")
        asked = next(one.row for one in reviewers_of(actor, out) if one.row.email == "ny@example.se")
        invitation = invite_reviewer(actor=actor, draft=out, reviewer_id=asked.pk, link_to=lambda token: token)
        assert (invitation.email, invitation.organisation, invitation.role) == ("ny@example.se", cast.ale, "")
    with as_owner():
        ny = User.objects.create_user("ny@example.se", name="Ny")
    with acting_as(None):
        claim_reviews("ny@example.se")
    with acting_as(ny.pk) as actor:
        assert [row.draft for row in reviews_waiting(actor)] == [out]


def test_a_name_is_shown_once_the_draft_is_opened_but_not_a_protected_one(cast: Cast, out: Draft) -> None:
    with acting_as(cast.gunilla.pk) as actor:
        ask_reviewer(actor=actor, draft=out, email=cast.per.email, role="reference_group")
    for user in (cast.cecilia, cast.per):
        with acting_as(user.pk) as actor:
            draft = reviewed_draft(actor, out.pk)
            note_opening(actor=actor, review=own_review(actor, draft))  # type: ignore[arg-type]
            comment_on(actor=actor, draft=draft, text="Hej")
    with acting_as(cast.gunilla.pk) as actor:
        assert {one.row.email: one.name for one in reviewers_of(actor, out)} == {
            "cecilia@example.se": "Cecilia",
            "per@example.se": "",
        }
        assert [(one.author, one.speaks_for) for one in remarks_on(actor, out)[""]] == [
            ("Cecilia", "Vårdförbundet"),
            ("En läsare", "Referensgrupp"),
        ]


def test_the_account_of_a_reviewer_never_becomes_another(cast: Cast, out: Draft) -> None:
    with acting_as(cast.gunilla.pk):
        row = DraftReviewer.objects.get(draft=out)
        for change in ({"user": cast.anna}, {"email": "a@example.se"}, {"role": "reviewer"}):
            with pytest.raises((InternalError, ProgrammingError), match="Cannot update"), transaction.atomic():
                DraftReviewer.objects.filter(pk=row.pk).update(**change)


def test_each_letter_goes_out_once_when_all_is_done(cast: Cast, draft: Draft) -> None:
    with acting_as(cast.gunilla.pk) as actor:
        ask_reviewer(actor=actor, draft=draft, email="a@example.se", role="union", answer_by=date(2027, 1, 31))
    send_letters()
    assert mail.outbox == []
    with acting_as(cast.gunilla.pk) as actor:
        send_out(actor=actor, draft=draft)
    send_letters()
    with acting_as(cast.gunilla.pk) as actor:
        ask_reviewer(actor=actor, draft=draft, email="b@example.se", role="reviewer")
    send_letters()
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [
        (["a@example.se"], "Ett utkast att läsa: Ales modell"),
        (["b@example.se"], "Ett utkast att läsa: Ales modell"),
    ]
    assert "Svara senast 31 januari 2027." in mail.outbox[0].body
    assert f"{settings.SITE_URL}/karriarmodeller/utkast/{draft.pk}/granska/" in mail.outbox[1].body


def test_an_answer_is_wanted_within_two_years(cast: Cast, draft: Draft) -> None:
    with acting_as(cast.gunilla.pk) as actor, pytest.raises(Refused, match="inom två år"):
        ask_reviewer(actor=actor, draft=draft, email="a@example.se", role="union", answer_by=date(9999, 1, 31))


def test_what_may_not_be_sent_out(cast: Cast, draft: Draft, content: dict[str, Any]) -> None:
    with acting_as(cast.gunilla.pk) as actor:
        with pytest.raises(Refused, match="Ange minst en granskare"):
            send_out(actor=actor, draft=draft)
        ask_reviewer(actor=actor, draft=draft, email="a@example.se", role="union")
        content["levels"][0]["requires"][0]["accepts"] = ["finns-inte"]
        draft = save_content(actor=actor, draft=draft, revision=draft.revision, content=content)
        with pytest.raises(Refused, match="Utkastet har fel"):
            send_out(actor=actor, draft=draft)
        with pytest.raises(Refused, match="inte ute"):
            take_back(actor=actor, draft=draft)
    assert Draft.objects.filter(state="review").count() == 0


def test_who_may_not_be_asked(cast: Cast, out: Draft) -> None:
    with acting_as(cast.gunilla.pk) as actor:
        with pytest.raises(Refused, match="bland granskarna"):
            ask_reviewer(actor=actor, draft=out, email="CECILIA@example.se", role="union")
        with pytest.raises(Refused, match="leder granskningen själv"):
            ask_reviewer(actor=actor, draft=out, email=cast.gunilla.email, role="union")


def test_a_reviewer_leads_nothing(cast: Cast, out: Draft) -> None:
    with acting_as(cast.cecilia.pk) as actor:
        draft = reviewed_draft(actor, out.pk)
        own = own_review(actor, draft)
        comment = comment_on(actor=actor, draft=draft, text="Hej")
        for act in (
            lambda: send_out(actor=actor, draft=draft),
            lambda: take_back(actor=actor, draft=draft),
            lambda: ask_reviewer(actor=actor, draft=draft, email="x@example.se", role="union"),
            lambda: remove_reviewer(actor=actor, draft=draft, reviewer_id=own.pk),  # type: ignore[union-attr]
            lambda: settle_comment(actor=actor, draft=draft, comment_id=comment.pk, settled=True),
            lambda: record_consultation(actor=actor, draft=draft, held_on=actor.today, **TALK),
        ):
            with pytest.raises(Refused):
                act()


def test_comments_stand_beside_what_they_are_about(cast: Cast, out: Draft, content: dict[str, Any]) -> None:
    """A competence and a requirement share the code ``hygien`` here."""
    places = ["", "level_grund", "hygien", "competence_hygien", "track_kliniskt", "leder"]
    with acting_as(cast.cecilia.pk) as actor:
        draft = reviewed_draft(actor, out.pk)
        for about in places:
            comment_on(actor=actor, draft=draft, text=f"Om {about}", about=about)
        for wrong in ("finns-inte", "level_hygien", "track_grund", "HYGIEN"):
            with pytest.raises(NotYours):
                comment_on(actor=actor, draft=draft, text="?", about=wrong)
        shown = review_of(actor, draft)
        assert {about: [one.text for one in said] for about, said in shown.remarks.items()} == {
            about: [f"Om {about}"] for about in places
        }
        assert shown.on_what_is_gone == []
    with acting_as(cast.gunilla.pk) as actor:
        take_back(actor=actor, draft=out)
        content["levels"][1]["requires"][0]["code"] = "leder-arbetet"
        draft = save_content(actor=actor, draft=out, revision=1, content=content)
        assert [one.text for one in review_of(actor, draft).on_what_is_gone] == ["Om leder"]


def test_comments_are_settled_and_opened_again(cast: Cast, out: Draft) -> None:
    with acting_as(cast.cecilia.pk) as actor:
        said = comment_on(actor=actor, draft=out, text="Hej", about="leder")
    with acting_as(cast.gunilla.pk) as actor:
        assert review_of(actor, out).unsettled == 1
        settled = settle_comment(actor=actor, draft=out, comment_id=said.pk, settled=True)
        assert (settled.resolved_by, review_of(actor, out).unsettled) == (cast.gunilla, 0)
        opened = settle_comment(actor=actor, draft=out, comment_id=said.pk, settled=False)
        assert (opened.resolved_by, opened.resolved_at, review_of(actor, out).unsettled) == (None, None, 1)
        with pytest.raises(NotYours):
            settle_comment(actor=actor, draft=out, comment_id=said.pk + 1, settled=True)


def test_an_opinion_can_be_changed_while_the_draft_is_out(cast: Cast, out: Draft) -> None:
    with acting_as(cast.cecilia.pk) as actor:
        answer_review(actor=actor, draft=out, opinion="objects", statement="Nej")
    with acting_as(cast.gunilla.pk) as leader:
        told = [one.text for one in checklist(leader, out) if one.weight is Weight.WARNING]
        assert any(text.startswith("1 motsätter sig: ") for text in told)
    with acting_as(cast.cecilia.pk) as actor:
        answer_review(actor=actor, draft=out, opinion="with_remarks", statement="Ja, men")
        assert list(reviews_waiting(actor)) == []
        history: Any = apps.get_model("frameworks", "DraftReviewerEvent")
        events = history.objects.filter(user=cast.cecilia).exclude(opinion="").order_by("pgh_id")
        assert [event.opinion for event in events] == ["objects", "with_remarks"]
    with acting_as(cast.gunilla.pk) as actor, pytest.raises(NotYours):
        answer_review(actor=actor, draft=out, opinion="supports")


def test_consultations_are_kept_and_read_by_reviewers(cast: Cast, out: Draft) -> None:
    with acting_as(cast.gunilla.pk) as actor:
        with pytest.raises(Refused, match="när den har hållits"):
            record_consultation(actor=actor, draft=out, held_on=actor.today + timedelta(days=1), **TALK)
        for day in (date.min, date(1999, 12, 31)):
            with pytest.raises(Refused, match="år 2000 eller senare"):
                record_consultation(actor=actor, draft=out, held_on=day, **TALK)
        record_consultation(actor=actor, draft=out, held_on=actor.today, **TALK)
    with acting_as(cast.cecilia.pk) as actor:
        (seen,) = visible(actor, Consultation)
        assert (seen.kind, seen.parties, seen.outcome, seen.note, seen.recorded_by) == (
            "negotiation",
            "Vårdförbundet",
            "agreed",
            "§ 11",
            cast.gunilla,
        )


def test_two_of_ones_addresses_lead_to_one_review(cast: Cast, out: Draft) -> None:
    """Somebody who is asked twice, by an old and a new address, answers what was asked last."""
    with acting_as(cast.gunilla.pk) as actor:
        second = ask_reviewer(actor=actor, draft=out, email="annan@example.se", role="reviewer")
    with as_owner():
        DraftReviewer.objects.filter(pk=second.pk).update(user=cast.cecilia)
    with acting_as(cast.cecilia.pk) as actor:
        assert own_review(actor, out) == second


def test_a_collaborations_draft_is_led_by_its_coordinator(cast: Cast, content: dict[str, Any]) -> None:
    from stegvis.frameworks.drafts.services import start_draft

    with acting_as(cast.dag.pk) as actor:
        draft = start_draft(actor=actor, owner=cast.gr, content=content | {"code": "gr-modell"})
        ask_reviewer(actor=actor, draft=draft, email=cast.gunilla.email, role="reference_group")
        send_out(actor=actor, draft=draft)
    with acting_as(cast.gunilla.pk) as actor:
        assert not review_of(actor, reviewed_draft(actor, draft.pk)).leads
        answer_review(actor=actor, draft=draft, opinion="supports")
    with acting_as(cast.maria.pk) as actor, pytest.raises(NotYours):
        reviewed_draft(actor, draft.pk)


def test_another_coordinator_of_the_employer_leads_too(cast: Cast, out: Draft) -> None:
    with as_owner():
        grant(cast.eva, Role.COORDINATOR, organisation=cast.ale)
    with acting_as(cast.eva.pk) as actor:
        take_back(actor=actor, draft=reviewed_draft(actor, out.pk))
    assert not Framework.objects.filter(code="ale-modell").exists()
    assert Invitation.objects.count() == 0
