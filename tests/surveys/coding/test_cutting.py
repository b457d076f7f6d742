"""Free texts cut loose from the answers that they came with."""

from __future__ import annotations

import pytest
from django.db import connection

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import visible
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from stegvis.surveys.coding.services import cut_reply, hide_text, show_text
from stegvis.surveys.models import FreeText, HiddenText, OpenQuestion
from tests.support.cast import Cast
from tests.support.database import as_owner
from tests.surveys.coding.support import TEXTS, a_reply, a_round, cut, cut_as_stegvis, the_question

pytestmark = pytest.mark.django_db


def read_by(user: User) -> list[str]:
    """What the actor's own policies show, and what row-level security alone does: always the same."""
    with acting_as(user.pk) as actor:
        found = sorted(visible(actor, FreeText).values_list("content", flat=True))
        assert found == sorted(FreeText.objects.values_list("content", flat=True))
    return found


def test_texts_are_kept_without_a_key_and_the_answers_are_left_without_them(cast: Cast) -> None:
    fielded = a_round(cast.gr)
    assert cut(fielded) == [{"hur": "val"}] * 10
    asked = the_question(fielded)
    assert (asked.collaboration, asked.words, asked.round_title, asked.is_anonymous, asked.texts) == (
        cast.gr,
        {"sv": "Vad saknas mest?", "en": "What is missing?"},
        "Behov 2026",
        True,
        10,
    )
    assert read_by(cast.dag) == sorted(TEXTS)
    assert [read_by(user) for user in (cast.gunilla, cast.anna, cast.eva)] == [[], [], []]
    assert {field.name for field in FreeText._meta.fields} == {
        "id",
        "round",
        "asked",
        "reply",
        "actor",
        "content",
        "is_shown",
        "is_hidden",
    }


def test_the_order_written_is_by_lot(cast: Cast) -> None:
    texts = [f"Text {number}" for number in range(30)]
    fielded = a_round(cast.gr)
    cut(fielded, texts)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT content FROM surveys_freetext ORDER BY ctid")
        written = [content for (content,) in cursor.fetchall()]
    assert (sorted(written), written != texts) == (sorted(texts), True)  # equal by chance once in 30! times


def test_nine_texts_are_shown_to_nobody_and_the_tenth_shows_all(cast: Cast) -> None:
    fielded = a_round(cast.gr)
    cut(fielded, TEXTS[:9])
    assert (read_by(cast.dag), the_question(fielded).texts) == ([], 9)
    cut(fielded, TEXTS[9:])
    assert (read_by(cast.dag), the_question(fielded).texts) == (sorted(TEXTS), 10)


def test_each_question_counts_its_own_and_silence_is_not_kept(cast: Cast) -> None:
    fielded = a_round(cast.gr)
    cut(fielded)
    cut(fielded, ["Rad ett\r\nrad två", "  ", "\0"], question="annat")
    with as_owner():
        kept = FreeText.objects.filter(asked__question="annat").values_list("content", "is_shown")
        assert list(kept) == [("Rad ett\nrad två", False)]
    assert read_by(cast.dag) == sorted(TEXTS)


def test_a_reply_brings_its_text_under_its_name_once(cast: Cast) -> None:
    fielded = a_round(cast.gr, kind="organisations")
    reply = a_reply(fielded, cast.ale, {"saknas": "Tid", "annat": ""})
    with acting_as(cast.dag.pk):
        cut_reply(reply=reply)
        cut_reply(reply=reply)
        first = FreeText.objects.get()
    assert (first.content, first.reply_id, first.actor, first.is_shown) == ("Tid", reply.pk, "municipality", True)
    reply.content = {"saknas": "Tid och pengar"}
    cut_as_stegvis(reply)
    assert (read_by(cast.dag), the_question(fielded).texts) == (["Tid och pengar"], 1)


def test_a_leader_hides_a_text_from_all_with_a_reason_and_shows_it_again(cast: Cast) -> None:
    fielded = a_round(cast.gr, kind="organisations")
    reply = a_reply(fielded, cast.ale, {"saknas": "Patienten Nils Ek fick vänta"})
    cut_as_stegvis(reply)
    with acting_as(cast.dag.pk) as actor:
        text = FreeText.objects.select_related("asked").get()
        with pytest.raises(Refused):
            hide_text(actor=actor, text=text, reason=" ")
        hide_text(actor=actor, text=text, reason="Namnger en patient")
    assert read_by(cast.dag) == []
    cut_as_stegvis(reply)  # approved once more: what is hidden stays so
    with acting_as(cast.dag.pk):
        cut_reply(reply=reply)
    assert (read_by(cast.dag), the_question(fielded).texts) == ([], 1)
    with acting_as(cast.gunilla.pk):
        assert not HiddenText.objects.exists()
    with acting_as(cast.dag.pk) as actor:
        show_text(actor=actor, asked=OpenQuestion.objects.get(), text_id=str(text.pk))
    assert read_by(cast.dag) == ["Patienten Nils Ek fick vänta"]
    with as_owner():
        history = HiddenText.pgh_event_model.objects.order_by("pgh_id")  # type: ignore[attr-defined]
        assert [(one.pgh_label, one.reason) for one in history] == [
            ("insert", "Namnger en patient"),
            ("delete", "Namnger en patient"),
        ]


def test_texts_go_with_their_round(cast: Cast) -> None:
    fielded = a_round(cast.gr)
    cut(fielded, TEXTS[:3])
    with as_owner():
        fielded.delete()
        assert (FreeText.objects.count(), OpenQuestion.objects.count()) == (0, 0)
