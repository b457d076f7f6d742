"""Two who read the same texts and do not see each other's marks, by row-level security alone, until both are done."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, transaction

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import NotYours, visible
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from stegvis.surveys.coding.marking import finish, take_back, unmark
from stegvis.surveys.coding.naming import choose_book, name_coder, remove_coder
from stegvis.surveys.models import Code, CodeBook, FreeText, OpenQuestion, Passage, Reading, Round
from tests.support.cast import Cast
from tests.support.database import as_owner
from tests.surveys.coding.conftest import Coded
from tests.surveys.coding.support import TEXTS, a_book, again

pytestmark = pytest.mark.django_db


def seen(user: User) -> list[tuple[str, int, int, str]]:
    """What both locks show of marks; they show the same."""
    with acting_as(user.pk) as actor:
        rows: Any = Passage.objects.order_by("text__content", "begins", "coder")
        found = [(one.code.title, one.begins, one.ends, one.memo) for one in rows.select_related("code")]
        assert set(visible(actor, Passage)) == set(rows)
    return found


def done(user: User, asked: OpenQuestion) -> None:
    with acting_as(user.pk) as actor:
        finish(actor=actor, asked=asked, says_nothing=True)


def test_a_coder_reads_the_texts_that_were_given_and_nothing_else(cast: Cast, coded: Coded) -> None:
    with acting_as(cast.cecilia.pk):
        assert sorted(FreeText.objects.values_list("content", flat=True)) == sorted(TEXTS)
        assert (Round.objects.count(), OpenQuestion.objects.count(), CodeBook.objects.count()) == (0, 1, 1)
        assert Code.objects.count() == 3
    for user in (cast.anna, cast.gunilla, cast.eva, cast.farid):
        with acting_as(user.pk):
            assert [m.objects.count() for m in (FreeText, OpenQuestion, CodeBook, Code, Reading, Passage)] == [0] * 6


def test_neither_sees_the_others_marks_until_both_are_done(cast: Cast, coded: Coded) -> None:
    coded.marks(cast.dag, 0, "Tid", (0, 3), memo="Kort")
    coded.marks(cast.cecilia, 0, "Miljö", (0, 3))
    assert (seen(cast.dag), seen(cast.cecilia)) == ([("Tid", 0, 3, "Kort")], [("Miljö", 0, 3, "")])
    done(cast.dag, coded.asked)
    assert (seen(cast.dag), seen(cast.cecilia)) == ([("Tid", 0, 3, "Kort")], [("Miljö", 0, 3, "")])
    done(cast.cecilia, coded.asked)
    both = [("Miljö", 0, 3, ""), ("Tid", 0, 3, "Kort")]
    assert (sorted(seen(cast.dag)), sorted(seen(cast.cecilia)), seen(cast.gunilla)) == (both, both, [])
    assert again(coded.asked).state == OpenQuestion.State.COMPARED


def test_who_leads_and_does_not_code_sees_no_marks_before_either(cast: Cast, coded: Coded) -> None:
    with acting_as(cast.dag.pk) as actor:
        remove_coder(actor=actor, asked=coded.asked, place=1)
        name_coder(actor=actor, asked=coded.asked, email="anna@example.se")
    coded.marks(cast.anna, 0, "Tid", (0, 3))
    coded.marks(cast.cecilia, 0, "Tid", (0, 3))
    assert seen(cast.dag) == []
    with acting_as(cast.dag.pk):
        history = Passage.pgh_event_model.objects.count()  # type: ignore[attr-defined]
    assert history == 0
    done(cast.anna, coded.asked)
    done(cast.cecilia, coded.asked)
    assert len(seen(cast.dag)) == 2


def test_nobody_writes_into_anothers_reading(cast: Cast, coded: Coded) -> None:
    """Straight at the tables, as the web's role: the coder named in a row is not believed."""
    [own] = coded.marks(cast.dag, 0, "Tid", (0, 3))
    with acting_as(cast.cecilia.pk):
        theirs = Reading.objects.get(coder=cast.dag)
        facts = {"asked": coded.asked, "text": coded.texts[1], "code": coded.codes["Tid"], "begins": 0, "ends": 3}
        forged = Passage(reading=theirs, coder=cast.cecilia, **facts)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            forged.save(force_insert=True)
        opened = Passage(reading=Reading.objects.get(coder=cast.cecilia), coder=cast.dag, is_open=True, **facts)
        opened.save(force_insert=True)
        opened.refresh_from_db()
        assert (opened.coder_id, opened.is_open) == (cast.cecilia.pk, False)
        assert Passage.objects.filter(pk=own.pk).update(memo="Ditt") == 0
        assert Reading.objects.filter(pk=theirs.pk).update(done_at=None) == 0
        agreed = Reading(asked=coded.asked, place=0, is_open=True)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            agreed.save(force_insert=True)


def test_what_is_done_stays_and_nobody_new_reads_what_is_open(cast: Cast, coded: Coded) -> None:
    [own] = coded.marks(cast.dag, 0, "Tid", (0, 3))
    done(cast.dag, coded.asked)
    with pytest.raises(Refused):
        coded.marks(cast.dag, 1, "Tid", (0, 3))
    with acting_as(cast.dag.pk) as actor:
        for forbidden in (
            lambda: Passage.objects.filter(pk=own.pk).update(ends=4),
            lambda: Passage.objects.filter(pk=own.pk).delete(),
        ):
            with pytest.raises(IntegrityError, match="the reading is done"), transaction.atomic():
                forbidden()
        take_back(actor=actor, asked=coded.asked)
        unmark(actor=actor, asked=coded.asked, passage_id=str(own.pk))
    done(cast.dag, coded.asked)
    done(cast.cecilia, coded.asked)
    with acting_as(cast.dag.pk) as actor:
        for act in (
            lambda: take_back(actor=actor, asked=coded.asked),
            lambda: name_coder(actor=actor, asked=again(coded.asked), email="anna@example.se"),
            lambda: remove_coder(actor=actor, asked=coded.asked, place=2),
        ):
            with pytest.raises(Refused):
                act()


def test_taking_away_the_one_who_is_not_done_opens_the_other(cast: Cast, coded: Coded) -> None:
    coded.marks(cast.cecilia, 0, "Tid", (0, 3))
    done(cast.dag, coded.asked)
    with acting_as(cast.dag.pk) as actor:
        remove_coder(actor=actor, asked=coded.asked, place=2)
    with acting_as(cast.cecilia.pk):
        assert FreeText.objects.count() == 0
    with as_owner():
        assert list(Reading.objects.values_list("place", "is_open")) == [(1, True)]
        assert Passage.objects.count() == 0


@pytest.mark.parametrize("email", ["eva@example.se", "nobody@example.se", "per@example.se", ""])
def test_only_a_colleague_of_the_collaboration_is_asked(cast: Cast, coded: Coded, email: str) -> None:
    with acting_as(cast.dag.pk) as actor:
        remove_coder(actor=actor, asked=coded.asked, place=2)
        with pytest.raises(Refused, match=r"^Ingen som kan koda loggar in med"):
            name_coder(actor=actor, asked=coded.asked, email=email)


def test_a_stranger_is_told_that_there_is_nothing(cast: Cast, coded: Coded) -> None:
    with acting_as(cast.gunilla.pk) as actor:
        with pytest.raises(Refused):
            choose_book(actor=actor, asked=coded.asked, book_id=1)
        with pytest.raises(Refused):
            name_coder(actor=actor, asked=coded.asked, email="gunilla@example.se")
        with pytest.raises(NotYours):
            finish(actor=actor, asked=coded.asked, says_nothing=True)


class TestPlaces:
    """Where a mark begins and ends, in code points."""

    def test_letters_and_pictures_are_one_character_each(self, cast: Cast, coded: Coded) -> None:
        content = coded.texts[0].content
        begins = content.index("Ångest")
        ends = content.index("🙈") + 1
        [found] = coded.marks(cast.dag, 0, "Tid", (begins, ends))
        assert content[found.begins : found.ends] == "Ångest över scheman 🙈"
        with as_owner():
            (told,) = (
                Passage.objects.extra(
                    select={"words": "substr(content, begins + 1, ends - begins)"}, tables=["surveys_freetext"]
                )
                .filter(text__pk=coded.texts[0].pk)
                .extra(where=["surveys_freetext.id = text_id"])
            )
        assert told.words == "Ångest över scheman 🙈"

    def test_the_last_character_may_be_marked_and_none_after_it(self, cast: Cast, coded: Coded) -> None:
        length = len(coded.texts[0].content)
        coded.marks(cast.dag, 0, "Tid", (length - 1, length))
        for begins, ends in ((length - 1, length + 1), (-1, 3), (3, 3), (4, 3)):
            with pytest.raises(Refused):
                coded.marks(cast.dag, 0, "Tid", (begins, ends))
        with acting_as(cast.dag.pk), pytest.raises((IntegrityError, InternalError)), transaction.atomic():
            Passage.objects.update(ends=length + 1)

    def test_space_is_left_out_and_nothing_but_space_is_nothing(self, cast: Cast, coded: Coded) -> None:
        [found] = coded.marks(cast.dag, 0, "Tid", (3, 8))
        assert (found.begins, found.ends) == (4, 7)
        with pytest.raises(Refused):
            coded.marks(cast.dag, 0, "Tid", (3, 4))

    def test_marks_of_one_code_that_touch_become_one(self, cast: Cast, coded: Coded) -> None:
        coded.marks(cast.dag, 0, "Tid", (0, 7), memo="ett")
        coded.marks(cast.dag, 0, "Miljö", (0, 7))
        coded.marks(cast.dag, 0, "Tid", (4, 19), memo="två")
        assert sorted(seen(cast.dag)) == [("Miljö", 0, 7, ""), ("Tid", 0, 19, "ett / två")]

    def test_codes_of_another_book_and_retired_ones_are_not_used(self, cast: Cast, coded: Coded) -> None:
        other = a_book(cast.gr, "Annat", title="En annan")
        with as_owner():
            coded.codes["Annat"] = Code.objects.get(book=other)
            Code.objects.filter(title="Miljö").update(retired_at="2026-05-04T00:00Z")
        with pytest.raises(NotYours):
            coded.marks(cast.dag, 0, "Annat", (0, 3))
        with pytest.raises(Refused):
            coded.marks(cast.dag, 0, "Miljö", (0, 3))
        with acting_as(cast.dag.pk):
            reading = Reading.objects.get(coder=cast.dag)
            crossed = Passage(
                asked=coded.asked, reading=reading, text=coded.texts[0], code=coded.codes["Annat"], begins=0, ends=3
            )
            with pytest.raises(IntegrityError, match="another book"), transaction.atomic():
                crossed.save(force_insert=True)
