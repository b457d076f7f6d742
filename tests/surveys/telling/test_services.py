"""A round told as one publication, by the right hands and at the right time."""

from __future__ import annotations

from collections import Counter

import pytest

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused
from stegvis.surveys.models import Contact, FreeText, Round, Telling, ToldCounts
from stegvis.surveys.telling.microdata import MISSING, Sort
from stegvis.surveys.telling.queries import tables_by_key, tables_of
from stegvis.surveys.telling.reading import answered_in, microdata_of
from stegvis.surveys.telling.services import add_crossing, start_telling, tell
from stegvis.surveys.telling.tables import read, write
from tests.support.database import as_owner
from tests.surveys.telling.conftest import Given
from tests.surveys.telling.support import answer, needs_answers, told_of


def test_the_survey_of_needs_told(told: Given) -> None:
    assert told.told is not None
    assert (told.told.number, told.told.state, told.told.answered) == (1, "told", 120)
    assert told.told.audit["safe"] is True
    assert told.told.audit["bare"] == []
    tables = tables_of(told.told)
    assert [read(write(one)) for one in tables] == tables
    response = tables_by_key(told.told)["response"]
    assert [[cell.value for cell in row] for row in response.cells] == [[240, 120, 50], [240, 120, 50]]


def test_how_many_wrote_is_told_though_their_words_lie_apart(told: Given) -> None:
    with as_owner():
        texts = FreeText.objects.filter(round=told.round)
        number = texts.count()
        assert set(texts.values_list("content", flat=True)) == {"Sårvård"}
        data = microdata_of(told.round)
        assert not any("ovriga-behov" in one.content for one in answered_in(told.round))
    [written] = data.of("ovriga-behov", Sort.WRITTEN)
    assert Counter(written.codes.tolist()) == {0: number, MISSING: 120 - number}
    assert written.words == ("",) * 120


def test_told_again_nothing_new_is_told(told: Given) -> None:
    assert told.told is not None
    assert told_of(told.cast, told.round) == told.told
    with as_owner():
        assert (Telling.objects.count(), ToldCounts.objects.count()) == (1, 1)
        Contact.objects.filter(round=told.round, name="Person 239").update(said="outside")
    again = told_of(told.cast, told.round)
    assert (again.number, again.audit) == (2, {"hides": True, "same_as_before": True})
    before, after = (tables_by_key(one) for one in (told.told, again))
    assert after.keys() == before.keys()
    assert [cell.value for cell in after["response"].cells[-1]] == [239, 120, 50]


def test_a_sixth_tomorrow_is_not_worked_out(needs: Given) -> None:
    """What is told of 120 and then of 121 would differ by one person; of 120 and 180 no figure may by fewer than five.
    How many answered a question, of those whose number is known, is told."""
    first = told_of(needs.cast, needs.round)
    with as_owner():
        answer(needs.round, needs_answers(1, seed=9))
    with pytest.raises(Refused, match="Färre än 5 svar"):
        told_of(needs.cast, needs.round)
    with as_owner():
        answer(needs.round, needs_answers(59, seed=10))
    second = told_of(needs.cast, needs.round)
    before, after = (_told_counts(one) for one in (first, second))
    grown = {
        key: now - count for key, count in before.items() if count is not None and (now := after.get(key)) is not None
    }
    inside = {
        key: one for key, one in grown.items() if not any(sign in key for sign in ("~said", "~answered", "~base"))
    }
    assert [one for one in inside.values() if 0 < abs(one) < needs.round.fewest] == []
    assert len(inside) > len(before) // 4


def _told_counts(told: Telling) -> dict[str, int | None]:
    """The counts that readers may have, with what anybody knows of how many answered left out."""
    with as_owner():
        content = ToldCounts.objects.get(telling=told).content
    known, published = set(content["known"]), set(content["published"])
    hidden = set(content["hidden"])
    return {
        str(key): None if at in hidden else content["counts"][at]
        for at, key in enumerate(content["keys"])
        if at in published and at not in known
    }


def test_fewer_than_the_least_are_not_told_of(needs: Given) -> None:
    with as_owner():
        Round.objects.filter(pk=needs.round.pk).update(fewest=100)
        needs.round.refresh_from_db()
    assert told_of(needs.cast, needs.round).state == "told"
    with as_owner():
        from stegvis.surveys.models import Answers

        Answers.objects.filter(round=needs.round, pk__in=Answers.objects.values("pk")[:21]).delete()
    few = told_of(needs.cast, needs.round)
    assert (few.state, few.answered, few.content, few.audit) == ("too_few", None, {}, {})


def test_when_and_by_whom(needs: Given) -> None:
    cast, found = needs.cast, needs.round
    with acting_as(cast.gunilla.pk) as actor, pytest.raises(NotYours):
        start_telling(actor=actor, round_id=found.pk, result_url="/")
    with as_owner():
        Round.objects.filter(pk=found.pk).update(state="open")
    with acting_as(cast.dag.pk) as actor, pytest.raises(Refused, match="stängd"):
        start_telling(actor=actor, round_id=found.pk, result_url="/")
    with acting_as(cast.dag.pk) as actor, pytest.raises(Refused):
        tell(actor=actor, round_id=found.pk)


def test_a_cross_table_is_of_a_background_and_a_question(needs: Given) -> None:
    with acting_as(needs.cast.dag.pk) as actor:
        assert add_crossing(actor=actor, round_id=needs.round.pk, background="roll", question="utbildningsform")
        assert not add_crossing(actor=actor, round_id=needs.round.pk, background="roll", question="utbildningsform")
        for background, question in (
            ("utbildningsform", "roll"),
            ("roll", "ovriga-behov"),
            ("x", "y"),
            ("roll", "roll"),
        ):
            with pytest.raises(Refused):
                add_crossing(actor=actor, round_id=needs.round.pk, background=background, question=question)
    crossed = tables_by_key(told_of(needs.cast, needs.round))["utbildningsform.by.roll"]
    assert [row.key for row in crossed.rows][:2] == ["verksamhetschef", "enhetschef"]
