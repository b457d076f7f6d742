"""A code book of the collaboration, and what was written in the survey of needs given to two to code."""

from __future__ import annotations

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import visible
from stegvis.organisations.models import Collaboration
from stegvis.surveys.coding.books import CodeFacts, add_code, begin_book
from stegvis.surveys.coding.naming import choose_book, name_coder
from stegvis.surveys.models import OpenQuestion
from stegvis.web.demo.cast import user_key

QUESTION = "ovriga-behov"
CODERS = ("gunilla", "lena")
CODES = (
    ("Kunskap om diagnoser", "Kurser om sjukdomar, sår och läkemedel."),
    ("Bemötande", "Samtal, motivation och handledning."),
    ("Arbetssätt", "Teknik, övning och hur man dokumenterar."),
    ("Form och tid", "När och hur en kurs ges."),
    ("Hinder", "Vad som gör att ingen kan gå: bemanning, avstånd, pengar."),
)


def code(round_id: int) -> None:
    """Two coordinators of members, who do not see each other's marks."""
    with acting_as(user_key("dag"), reason="Demonstration") as actor:
        book = begin_book(actor=actor, owner=Collaboration.objects.get(slug="gr"), title="Utbildningsbehov i egna ord")
        for title, definition in CODES:
            add_code(actor=actor, book=book, facts=CodeFacts(title, definition))
        asked = visible(actor, OpenQuestion).get(round=round_id, question=QUESTION)
        choose_book(actor=actor, asked=asked, book_id=book.pk)
        asked.refresh_from_db()
        for coder in CODERS:
            name_coder(actor=actor, asked=asked, email=f"{coder}@stegvis.example.se")
