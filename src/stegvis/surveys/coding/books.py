"""Writing a code book: a tree of codes with what each stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import get_visible, visible
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.documents.text import clean
from stegvis.organisations.models import Collaboration, Organisation
from stegvis.surveys.coding.policies import may_write_book
from stegvis.surveys.models import Code, CodeBook, OpenQuestion, Passage

M = TypeVar("M", Code, CodeBook)

DEEPEST = 6
MOST_CODES = 500


@dataclass(frozen=True)
class CodeFacts:
    """``parent`` is a code's key, or empty for one at the top."""

    title: str
    definition: str = ""
    parent: str = ""


@transaction.atomic
def begin_book(*, actor: Actor, owner: Organisation | Collaboration, title: str, note: str = "") -> CodeBook:
    """A code book with no codes. Raises Refused."""
    owned = {"employer": owner} if isinstance(owner, Organisation) else {"collaboration": owner}
    book = CodeBook(**owned, title=clean(title), note=note.strip(), created_by_id=actor.user)
    require(may_write_book(actor, book))
    give_reason("begin a code book")
    return _saved(book, _("There is a code book with that title already."))


@transaction.atomic
def rename_book(*, actor: Actor, book: CodeBook, title: str, note: str) -> None:
    require(may_write_book(actor, book))
    give_reason("rename a code book")
    book.title, book.note = clean(title), note.strip()
    _saved(book, _("There is a code book with that title already."))


@transaction.atomic
def put_away(*, actor: Actor, book: CodeBook, is_away: bool) -> None:
    """Put a code book away, so that nobody chooses it, or take it out again. What is read with it stays."""
    if not is_away:
        require(may_write_book(actor, CodeBook(employer=book.employer, collaboration=book.collaboration)))
    else:
        require(may_write_book(actor, book))
    give_reason("put a code book away" if is_away else "take a code book out")
    CodeBook.objects.filter(pk=book.pk).update(put_away_at=timezone.now() if is_away else None)


@transaction.atomic
def add_code(*, actor: Actor, book: CodeBook, facts: CodeFacts) -> Code:
    """A code last among those of its parent. Raises NotYours or Refused."""
    require(may_write_book(actor, book))
    CodeBook.objects.select_for_update().get(pk=book.pk)
    rows = visible(actor, Code).filter(book=book)
    if rows.count() >= MOST_CODES:
        raise Refused(_("A code book holds at most %(n)s codes.") % {"n": MOST_CODES})
    parent = _parent(actor, book, facts.parent)
    _refuse_deep(actor, book, parent, 1)
    last = rows.filter(parent=parent).order_by("-order").first()
    code = Code(book=book, parent=parent, order=last.order + 1 if last else 0)
    code.title, code.definition = clean(facts.title), facts.definition.strip()
    give_reason("add a code")
    return _saved(code, _("There is a code with that name there already."))


@transaction.atomic
def change_code(*, actor: Actor, book: CodeBook, code_id: str, facts: CodeFacts) -> Code:
    """Say anew what a code is called, stands for and lies under. Raises NotYours or Refused."""
    require(may_write_book(actor, book))
    CodeBook.objects.select_for_update().get(pk=book.pk)
    code = get_visible(actor, Code, book=book, pk=code_id)
    parent = _parent(actor, book, facts.parent)
    if parent is not None and code.pk in {parent.pk, *_above(actor, book, parent)}:
        raise Refused(_("A code cannot lie under itself."))
    _refuse_deep(actor, book, parent, _height(actor, book, code))
    if parent != code.parent:
        last = visible(actor, Code).filter(book=book, parent=parent).order_by("-order").first()
        code.order = last.order + 1 if last else 0
    code.title, code.definition, code.parent = clean(facts.title), facts.definition.strip(), parent
    give_reason("change a code")
    return _saved(code, _("There is a code with that name there already."))


@transaction.atomic
def move_code(*, actor: Actor, book: CodeBook, code_id: str, steps: int) -> None:
    """Move a code up (-1) or down (1) among those of its parent. Raises NotYours or Refused."""
    require(may_write_book(actor, book))
    CodeBook.objects.select_for_update().get(pk=book.pk)
    code = get_visible(actor, Code, book=book, pk=code_id)
    row = list(visible(actor, Code).filter(book=book, parent=code.parent_id).order_by("order", "title", "pk"))
    at = next(number for number, one in enumerate(row) if one.pk == code.pk)
    row.insert(min(max(at + steps, 0), len(row) - 1), row.pop(at))
    give_reason("move a code")
    _number(row)


def _number(row: Sequence[Code]) -> None:
    for order, one in enumerate(row):
        if one.order != order:
            Code.objects.filter(pk=one.pk).update(order=order)


@transaction.atomic
def retire_code(*, actor: Actor, book: CodeBook, code_id: str, is_retired: bool) -> None:
    """Let nobody mark with a code any more, or again. What is marked with it stays. Raises NotYours or Refused."""
    require(may_write_book(actor, book))
    code = get_visible(actor, Code, book=book, pk=code_id)
    give_reason("retire a code" if is_retired else "take up a code again")
    Code.objects.filter(pk=code.pk).update(retired_at=timezone.now() if is_retired else None)


@transaction.atomic
def delete_code(*, actor: Actor, book: CodeBook, code_id: str) -> None:
    """Delete a code of a book that no question is read with; else it is retired. Raises NotYours or Refused."""
    require(may_write_book(actor, book))
    code = get_visible(actor, Code, book=book, pk=code_id)
    if visible(actor, OpenQuestion).filter(book=book).exists() or Passage.objects.filter(code=code).exists():
        raise Refused(_("Questions are read with this code book. Retire the code instead."))
    if visible(actor, Code).filter(parent=code).exists():
        raise Refused(_("Other codes lie under it. Move them first."))
    give_reason("delete a code")
    Code.objects.filter(pk=code.pk).delete()


def _parent(actor: Actor, book: CodeBook, key: str) -> Code | None:
    return get_visible(actor, Code, book=book, pk=key) if key else None


def _above(actor: Actor, book: CodeBook, code: Code) -> list[UUID]:
    parents = dict(visible(actor, Code).filter(book=book).values_list("pk", "parent_id"))
    found, at = [], parents.get(code.pk)
    while at is not None:
        found.append(at)
        at = parents.get(at)
    return found


def _height(actor: Actor, book: CodeBook, code: Code) -> int:
    """How many levels the code and those under it take."""
    rows = list(visible(actor, Code).filter(book=book).values_list("pk", "parent_id"))
    level, height = {code.pk}, 0
    while level:
        height += 1
        level = {key for key, parent in rows if parent in level}
    return height


def _refuse_deep(actor: Actor, book: CodeBook, parent: Code | None, height: int) -> None:
    above = 0 if parent is None else 1 + len(_above(actor, book, parent))
    if above + height > DEEPEST:
        raise Refused(_("Codes lie at most %(n)s levels deep.") % {"n": DEEPEST})


def _saved(row: M, clash: str) -> M:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(clash) from None
    return row
