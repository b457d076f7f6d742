"""What the tests of coding begin with."""

from __future__ import annotations

from dataclasses import dataclass

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.accounts.models import User
from stegvis.surveys.coding.marking import finish, mark
from stegvis.surveys.coding.naming import choose_book, name_coder
from stegvis.surveys.models import Code, FreeText, OpenQuestion, Passage
from tests.support.cast import Cast
from tests.support.database import as_owner
from tests.support.layers import layer
from tests.surveys.coding.support import a_book, a_round, again, cut, the_question


@dataclass
class Coded:
    """A question of the collaboration's, read by Dag, who leads it, and Cecilia, a nurse in Mölndal."""

    asked: OpenQuestion
    texts: list[FreeText]
    codes: dict[str, Code]

    def marks(self, user: User, number: int, code: str, *stretches: tuple[int, int], memo: str = "") -> list[Passage]:
        with acting_as(user.pk) as actor:
            return mark(
                actor=actor,
                asked=self.asked,
                text_id=str(self.texts[number].pk),
                code_id=str(self.codes[code].pk),
                stretches=stretches,
                memo=memo,
            )

    def done(self, *users: User) -> None:
        for user in users:
            with acting_as(user.pk) as actor:
                finish(actor=actor, asked=self.asked, says_nothing=True)
        self.asked = again(self.asked)


@layer
def coded(cast: Cast) -> Coded:
    fielded = a_round(cast.gr)
    cut(fielded)
    book = a_book(cast.gr, "Tid", "Tid/Handledning", "Miljö")
    asked = the_question(fielded)
    with acting_as(cast.dag.pk) as actor:
        choose_book(actor=actor, asked=asked, book_id=book.pk)
        asked.refresh_from_db()
        for email in ("dag@example.se", " Cecilia@example.se"):
            name_coder(actor=actor, asked=asked, email=email)
        texts = list(FreeText.objects.order_by("content"))
    with as_owner():
        codes = {one.title: one for one in Code.objects.filter(book=book)}
    return Coded(again(asked), texts, codes)
