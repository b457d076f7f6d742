"""What rounds tell, in the drawn world and in the tests of writing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db.models import Model

from stegvis.surveys import models as surveys

if TYPE_CHECKING:
    from tests.foundation.access.world import Maker

Make = Callable[[Any, Any], Model]


def make_telling(maker: Maker, found: surveys.Round) -> None:
    """All that is kept of one telling, and of an earlier wave."""
    told = surveys.Telling.objects.create(round=found, number=1, state="told", answered=9)
    surveys.ToldCounts.objects.create(telling=told, content={})
    surveys.Crossing.objects.create(round=found, background="a", question="b")
    surveys.Margin.objects.create(round=found, question="a", choice="x", size=9)
    surveys.AnswerFile.objects.create(round=found, kind="sav", content=b"$FL2")
    wave = surveys.KnownWave.objects.create(
        questionnaire=found.version.questionnaire, code="w", title="W", asked_on=maker.today, source="S"
    )
    surveys.KnownShare.objects.create(wave=wave, item="i", choice="c", place=1, share=50)


def rows(
    made: Callable[..., Any], round_of: Callable[[Any], Any], questionnaire_of: Callable[[Any], Any], day: Any
) -> dict[type[Model], tuple[str, str, Make]]:
    """What a leader may write; tellings, counts and files are written by Stegvis itself alone."""

    def wave_of(owner: Any) -> surveys.KnownWave:
        return surveys.KnownWave(questionnaire=questionnaire_of(owner), code="w", title="W", asked_on=day, source="S")

    def share_of(owner: Any) -> surveys.KnownShare:
        kept = made(
            surveys.KnownWave, questionnaire=questionnaire_of(owner), code="w", title="W", asked_on=day, source="S"
        )
        return surveys.KnownShare(wave=kept, item="i", choice="c", place=1, share=50)

    return {
        surveys.Crossing: (
            "round",
            "gunilla",
            lambda c, o: surveys.Crossing(round=round_of(o), background="a", question="b"),
        ),
        surveys.Margin: (
            "round",
            "gunilla",
            lambda c, o: surveys.Margin(round=round_of(o), question="a", choice="x", size=9),
        ),
        surveys.KnownWave: ("questionnaire", "gunilla", lambda c, o: wave_of(o)),
        surveys.KnownShare: ("wave", "gunilla", lambda c, o: share_of(o)),
    }
