"""What two agree on: taken over where alike, settled one by one where not, then quoted by a yes of another."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from stegvis.surveys.coding.queries import comparison_of
from stegvis.surveys.coding.quoting import (
    decide,
    names_in,
    propose,
    says_the_same,
    warnings_for,
    withdraw,
)
from stegvis.surveys.coding.services import hide_text
from stegvis.surveys.coding.settling import agree, merge, settle, take_up_again, unsettle
from stegvis.surveys.fielding.on_its_day import delete_due
from stegvis.surveys.models import (
    Flag,
    FreeText,
    HiddenText,
    OpenQuestion,
    Passage,
    Quote,
    Reading,
    Report,
    Round,
    Settled,
)
from stegvis.surveys.reports.quotes import offered
from tests.support.cast import Cast
from tests.support.database import as_owner
from tests.support.layers import layer
from tests.surveys.coding.conftest import Coded
from tests.surveys.coding.support import again, coded_question

pytestmark = pytest.mark.django_db


@layer
def read_by_two(cast: Cast, coded: Coded) -> Coded:
    """One alike, one with other ends, one by each alone."""
    coded.marks(cast.dag, 0, "Tid", (0, 3))
    coded.marks(cast.cecilia, 0, "Tid", (0, 3))
    coded.marks(cast.dag, 1, "Tid", (0, 19))
    coded.marks(cast.cecilia, 1, "Tid", (8, 30))
    coded.marks(cast.dag, 2, "Miljö", (0, 3))
    coded.marks(cast.cecilia, 3, "Handledning", (8, 19))
    coded.done(cast.dag, cast.cecilia)
    return coded


def agreed_marks(user: User) -> list[tuple[str, int, int]]:
    with acting_as(user.pk):
        rows = Passage.objects.filter(reading__place=0).order_by("text__content", "begins")
        return list(rows.values_list("code__title", "begins", "ends"))


def settled(user: User, coded: Coded, number: int, code: str, ends: tuple[int, int], choice: str) -> Settled:
    with acting_as(user.pk) as actor:
        return settle(
            actor=actor,
            asked=again(coded.asked),
            text_id=str(coded.texts[number].pk),
            code_id=str(coded.codes[code].pk),
            begins=ends[0],
            ends=ends[1],
            choice=choice,
        )


def test_what_is_alike_is_taken_over_and_the_rest_settled_one_by_one(cast: Cast, read_by_two: Coded) -> None:
    coded = read_by_two
    with acting_as(cast.dag.pk) as actor:
        merge(actor=actor, asked=coded.asked)
        with pytest.raises(Refused):
            merge(actor=actor, asked=coded.asked)
        with pytest.raises(Refused):
            agree(actor=actor, asked=coded.asked)
    assert agreed_marks(cast.cecilia) == [("Tid", 0, 3)]
    settled(cast.cecilia, coded, 1, "Tid", (0, 30), "both")
    first = settled(cast.dag, coded, 2, "Miljö", (0, 3), "neither")
    settled(cast.dag, coded, 3, "Handledning", (8, 19), "second")
    assert agreed_marks(cast.dag) == [("Tid", 0, 3), ("Tid", 0, 30), ("Handledning", 8, 19)]
    with pytest.raises(Refused):
        settled(cast.dag, coded, 2, "Miljö", (0, 3), "first")
    with acting_as(cast.cecilia.pk) as actor:
        unsettle(actor=actor, asked=coded.asked, settled_id=first.pk)
    settled(cast.cecilia, coded, 2, "Miljö", (0, 3), "first")
    with acting_as(cast.dag.pk) as actor:
        agree(actor=actor, asked=coded.asked)
    assert again(coded.asked).state == OpenQuestion.State.SETTLED
    assert agreed_marks(cast.dag) == [("Tid", 0, 3), ("Tid", 0, 30), ("Miljö", 0, 3), ("Handledning", 8, 19)]


def test_what_is_agreed_stays_until_it_is_taken_up_again(cast: Cast, read_by_two: Coded) -> None:
    coded = read_by_two
    with acting_as(cast.dag.pk) as actor:
        merge(actor=actor, asked=coded.asked)
    for number, code, ends in ((1, "Tid", (0, 30)), (2, "Miljö", (0, 3)), (3, "Handledning", (8, 19))):
        settled(cast.dag, coded, number, code, ends, "neither")
    with acting_as(cast.dag.pk) as actor:
        agree(actor=actor, asked=coded.asked)
        with pytest.raises(Refused):
            unsettle(actor=actor, asked=again(coded.asked), settled_id=Settled.objects.earliest("pk").pk)
        with pytest.raises(IntegrityError, match="the reading is done"), transaction.atomic():
            Passage.objects.filter(is_agreed=True).delete()
        take_up_again(actor=actor, asked=coded.asked)
        unsettle(actor=actor, asked=again(coded.asked), settled_id=Settled.objects.earliest("pk").pk)
        assert Settled.objects.count() == 2


@pytest.mark.parametrize(
    ("number", "code", "ends", "choice"),
    [(1, "Tid", (0, 19), "first"), (0, "Tid", (0, 3), "first"), (9, "Tid", (0, 3), "first")],
)
def test_only_a_difference_there_is_can_be_settled(
    cast: Cast, read_by_two: Coded, number: int, code: str, ends: tuple[int, int], choice: str
) -> None:
    with acting_as(cast.dag.pk) as actor:
        merge(actor=actor, asked=read_by_two.asked)
    with pytest.raises(NotYours):
        settled(cast.dag, read_by_two, number, code, ends, choice)


def test_a_choice_that_is_none_and_a_stranger_are_refused(cast: Cast, read_by_two: Coded) -> None:
    with pytest.raises(Refused, match="läsningarna"):
        settled(cast.cecilia, read_by_two, 1, "Tid", (0, 30), "both")  # not put together yet
    with acting_as(cast.dag.pk) as actor:
        merge(actor=actor, asked=read_by_two.asked)
    with pytest.raises(Refused):
        settled(cast.dag, read_by_two, 2, "Miljö", (0, 3), "second")
    with pytest.raises(Refused):
        settled(cast.gunilla, read_by_two, 1, "Tid", (0, 30), "both")


def test_the_comparison_tells_how_well_they_agree(cast: Cast, read_by_two: Coded) -> None:
    with acting_as(cast.cecilia.pk) as actor:
        found = comparison_of(actor, again(read_by_two.asked))
        assert comparison_of(actor, read_by_two.asked) is not None
    assert found is not None
    assert (found.same, found.left, found.texts) == (1, 3, 10)
    assert {branch.whole: agreed.texts for branch, agreed in found.each} == {
        "Tid": (2, 0, 0),
        "Tid › Handledning": (0, 0, 1),
        "Miljö": (0, 1, 0),
    }
    assert (found.agreement.by_text.pairs, found.agreement.by_text.exact) == (30, pytest.approx(28 / 30))


def test_nothing_is_compared_before_both_are_done(cast: Cast, coded: Coded) -> None:
    coded.done(cast.dag)
    with acting_as(cast.dag.pk) as actor:
        assert comparison_of(actor, coded.asked) is None
        with pytest.raises(Refused):
            merge(actor=actor, asked=coded.asked)


class TestQuotes:
    def proposed(self, user: User, coded: Coded, words: str, number: int = 0) -> Quote:
        with acting_as(user.pk) as actor:
            text = coded.texts[number]
            return propose(
                actor=actor,
                asked=coded.asked,
                text_id=str(text.pk),
                begins=0,
                ends=len(text.content),
                words=words,
            )

    def decided(self, user: User, coded: Coded, quote: Quote, *, yes: bool, reason: str = "") -> Quote:
        with acting_as(user.pk) as actor:
            return decide(actor=actor, asked=coded.asked, quote_id=quote.pk, is_approved=yes, reason=reason)

    def approved(self, user: User, coded: Coded) -> list[tuple[str, dict[str, str]]]:
        """What a report of the same owner may use."""
        asked = coded.asked
        with acting_as(user.pk) as actor:
            return offered(actor, Report(employer_id=asked.employer_id, collaboration_id=asked.collaboration_id))

    def test_one_proposes_another_approves_and_only_then_it_is_given_out(self, cast: Cast, coded: Coded) -> None:
        quote = self.proposed(cast.cecilia, coded, "Tid för handledning […] scheman")
        assert self.approved(cast.dag, coded) == []
        self.decided(cast.dag, coded, quote, yes=True)
        words = {"text": "Tid för handledning […] scheman", "about": ""}
        assert self.approved(cast.dag, coded) == [(str(quote.pk), words)]
        with pytest.raises(Refused):
            self.decided(cast.dag, coded, quote, yes=False, reason=" ")
        self.decided(cast.dag, coded, quote, yes=False, reason="Känns igen")
        assert self.approved(cast.dag, coded) == []
        assert self.approved(cast.gunilla, coded) == []

    def test_nobody_approves_their_own(self, cast: Cast, coded: Coded) -> None:
        quote = self.proposed(cast.dag, coded, "Tid för handledning")
        with pytest.raises(Refused):
            self.decided(cast.dag, coded, quote, yes=True)
        refused = pytest.raises(IntegrityError, match="quote_is_decided_by_another")
        with acting_as(cast.dag.pk), refused, transaction.atomic():
            Quote.objects.filter(pk=quote.pk).update(state="approved", decided_by=cast.dag)

    def test_a_coder_who_does_not_lead_proposes_and_takes_back(self, cast: Cast, coded: Coded) -> None:
        quote, other = (
            self.proposed(cast.cecilia, coded, words) for words in ("Tid för handledning", "Ångest över scheman 🙈")
        )
        with pytest.raises(Refused):
            self.decided(cast.cecilia, coded, quote, yes=True)
        with acting_as(cast.cecilia.pk) as actor:
            assert Quote.objects.filter(pk=quote.pk).update(state="approved", decided_by=cast.dag) == 0
            forged = Quote(
                asked=coded.asked,
                text=coded.texts[0],
                begins=0,
                ends=3,
                words="Tid",
                proposed_by=cast.dag,
            )
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                forged.save()
            withdraw(actor=actor, asked=coded.asked, quote_id=quote.pk)
        self.decided(cast.dag, coded, other, yes=True)
        with acting_as(cast.cecilia.pk) as actor, pytest.raises(Refused):
            withdraw(actor=actor, asked=coded.asked, quote_id=other.pk)

    def test_the_words_are_the_texts(self, cast: Cast, coded: Coded) -> None:
        for words in ("Tid för bättre handledning", "scheman […] Tid", "[…]", " ", "tid för handledning"):
            with pytest.raises(Refused):
                self.proposed(cast.cecilia, coded, words)
        self.proposed(cast.cecilia, coded, "Tid för [annat] […]")
        with pytest.raises(Refused):
            self.proposed(cast.cecilia, coded, "Tid för [annat] […]")

    def test_a_quote_of_a_hidden_text_is_given_to_nobody(self, cast: Cast, coded: Coded) -> None:
        quote = self.proposed(cast.cecilia, coded, "Tid för handledning")
        self.decided(cast.dag, coded, quote, yes=True)
        with acting_as(cast.dag.pk) as actor:
            text = FreeText.objects.select_related("asked").get(pk=coded.texts[0].pk)
            hide_text(actor=actor, text=text, reason="Namnger en kollega")
            assert Quote.objects.count() == 0
        assert self.approved(cast.dag, coded) == []

    def test_what_may_tell_who_somebody_is_gives_a_warning(self) -> None:
        assert warnings_for("Anna Ek på Södra hade 19811218-9876, ring 070-123 45 67 eller a.ek@ale.se. Bra!") == [
            "Det verkar innehålla ett personnummer.",
            "Det verkar innehålla ett telefonnummer eller en e-postadress.",
            "Det verkar nämna: Anna Ek, Södra.",
        ]
        assert warnings_for("Det behövs tid. Vi hinner inte med [namn] på […].") == []
        assert names_in("Chefen Bo Lind sa. Göteborg är långt bort från Ale.") == ["Bo Lind", "Ale"]

    @pytest.mark.parametrize(
        ("words", "same"),
        [("a  b", True), ("a [x] c", True), ("c […] a", False), ("[…]", False), ("a […] d […]", True)],
    )
    def test_saying_the_same(self, words: str, same: bool) -> None:
        assert says_the_same("a\nb c d", " ".join(words.split())) is same


def test_readings_of_one_coder_are_taken_over_whole(cast: Cast, coded: Coded) -> None:
    from stegvis.surveys.coding.naming import remove_coder

    coded.marks(cast.cecilia, 0, "Tid", (0, 3))
    with acting_as(cast.dag.pk) as actor:
        remove_coder(actor=actor, asked=coded.asked, place=1)
    coded.done(cast.cecilia)
    with acting_as(cast.dag.pk) as actor:
        merge(actor=actor, asked=coded.asked)
        agree(actor=actor, asked=coded.asked)
        assert Reading.objects.count() == 2
    assert agreed_marks(cast.dag) == [("Tid", 0, 3)]


def test_what_was_coded_goes_with_the_answers_also_from_the_history(cast: Cast) -> None:
    coded_question(cast.ale, cast.gunilla, cast.anna)
    models = (Passage, Settled, Quote, HiddenText, Flag)
    with as_owner():
        assert all(model.pgh_event_model.objects.exists() for model in models)
        Round.objects.update(state="closed", keep_until=timezone.localdate() - timedelta(days=1))
        delete_due(timezone.localdate())
        left = [model for one in models for model in (one, one.pgh_event_model) if model._base_manager.exists()]
    assert left == []
