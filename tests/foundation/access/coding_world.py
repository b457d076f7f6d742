"""Free texts in the drawn world: shown or not, hidden or not, read by anybody, done or not, agreed or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from stegvis.surveys import models as surveys

if TYPE_CHECKING:
    from tests.foundation.access.world import Maker


def make_free_texts(maker: Maker, fielded: surveys.Round, reply: surveys.Reply) -> None:
    draw = maker.draw
    owner = {"employer": fielded.employer, "collaboration": fielded.collaboration}
    book = surveys.CodeBook.objects.create(**owner, title="B")
    code = surveys.Code.objects.create(book=book, title="K")
    asked = surveys.OpenQuestion.objects.create(
        **owner, round=fielded, question="q", round_title="R", words={}, is_anonymous=False, book=book
    )
    texts = [
        surveys.FreeText.objects.create(
            round=fielded,
            asked=asked,
            reply=of,
            actor="region",
            content="Tid för handledning",
            is_shown=draw.random() < 0.7,
        )
        for of in (reply, None, None)
    ]
    coders = draw.sample(maker.world.users, 2)
    places = (1, 2) if draw.random() < 0.7 else (1,)
    readings = [surveys.Reading.objects.create(asked=asked, place=place, coder=coders[place - 1]) for place in places]
    for reading in readings:
        for text in texts:
            surveys.Passage.objects.create(asked=asked, reading=reading, text=text, code=code, begins=0, ends=3)
    for reading in readings:
        if draw.random() < 0.7:
            surveys.Reading.objects.filter(pk=reading.pk).update(done_at=timezone.now())
    if not surveys.Reading.objects.filter(asked=asked, is_open=False).exists():
        agreed = surveys.Reading.objects.create(asked=asked, place=0, is_open=True)
        surveys.Passage.objects.create(asked=asked, reading=agreed, text=texts[0], code=code, begins=0, ends=3)
    for text in texts[:2]:
        surveys.Settled.objects.create(asked=asked, text=text, code=code, begins=0, ends=3, choice="neither")
        surveys.Quote.objects.create(
            asked=asked, text=text, begins=0, ends=3, words="Tid", proposed_by=draw.choice(maker.world.users)
        )
        surveys.Flag.objects.create(
            asked=asked, text=text, kind="text", words="Ett namn", raised_by=draw.choice(coders)
        )
    if draw.random() < 0.5 or not surveys.HiddenText.objects.exists():
        surveys.HiddenText.objects.create(text=texts[1], asked=asked, reason="R")
