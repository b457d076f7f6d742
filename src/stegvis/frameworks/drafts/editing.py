"""Changing one part of a draft. Who writes different parts disturbs nobody; of the same part, both are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import Refused, require
from stegvis.frameworks.drafts import parts
from stegvis.frameworks.drafts.choices import codes_in, words
from stegvis.frameworks.drafts.content import Content, code_from, in_swedish
from stegvis.frameworks.drafts.examining import PART_OF
from stegvis.frameworks.drafts.fields import NUMBERS_OF_KIND, OF_BASE, Field, Label, Posted, fields_for, part_from
from stegvis.frameworks.drafts.opened import (
    addition_place,
    digest,
    found_again,
    is_of_base,
    kind_and_code,
    said,
    with_said,
)
from stegvis.frameworks.drafts.parts import NotThere, Part, at, kind_of, path_from, path_text
from stegvis.frameworks.drafts.policies import may_write
from stegvis.frameworks.drafts.services import Conflict, save_content
from stegvis.frameworks.models import Draft

TRIES = 5
MOST_REMOVED = 20


class PartConflict(Exception):  # noqa: N818
    """Somebody has changed, or taken away, the part meanwhile. ``theirs`` is None where it is gone.

    ``fields`` are those of the form that ``mine`` was typed in.
    """

    def __init__(self, draft: Draft, name: str, theirs: Part | None, mine: Part, fields: Iterable[Field]) -> None:
        super().__init__(name)
        self.draft, self.name, self.theirs, self.mine, self.fields = draft, name, theirs, mine, tuple(fields)


@dataclass(frozen=True)
class Opened:
    """The part that somebody has before them: its name, code and digest as they were when it was opened."""

    name: str
    code: str = ""
    was: str = ""

    @classmethod
    def now(cls, draft: Draft, name: str) -> Opened:
        """As it stands in the draft. Raises NotThere."""
        own = said(draft.content, name)
        return cls(name, str(own.get("code", "")), digest(own))


@dataclass(frozen=True)
class Edited:
    draft: Draft
    name: str
    cleaned: tuple[Label, ...] = ()
    needs_new_form: bool = False


Change = Callable[[Content, str], tuple[Content, str]]
"""From the content and the name of a part in it to what they become."""


def save_part(*, actor: Actor, draft: Draft, opened: Opened, posted: Posted, then: Change | None = None) -> Edited:
    """Save what was typed about one part, and do ``then`` with it. Raises PartConflict, NotThere and Refused."""
    require_writable(actor, draft)
    for _try in range(TRIES):
        edited = _typed_into(draft, opened, posted)
        content, name = edited.content, edited.name
        if then is not None:
            content, name = then(content, name)
        if content == draft.content:
            return Edited(draft, name, edited.cleaned)
        try:
            saved = save_content(actor=actor, draft=draft, revision=draft.revision, content=content)
        except Conflict as conflict:
            draft = conflict.draft
        else:
            return Edited(saved, name, edited.cleaned, edited.needs_new_form)
    raise Refused(_("Others save all the time. Try again in a moment."))


@dataclass(frozen=True)
class _Typed:
    content: Content
    name: str
    cleaned: tuple[Label, ...]
    needs_new_form: bool


def _typed_into(draft: Draft, opened: Opened, posted: Posted) -> _Typed:
    try:
        name = found_again(draft.content, opened.name, opened.code, opened.was)
        theirs = said(draft.content, name)
    except NotThere:
        if opened.was:
            raise PartConflict(draft, opened.name, None, *_mine_alone(opened, posted)) from None
        raise
    kind = _kind(draft.content, name)
    asked, is_further = str(posted.get("kind_before", "")), draft.framework_id is not None
    fields = OF_BASE[kind] if is_of_base(name) else fields_for(kind, asked, is_further=is_further)
    mine, cleaned = part_from(fields, posted, theirs)
    changed_meanwhile = opened.was and digest(theirs) != opened.was
    if changed_meanwhile and mine != theirs:
        raise PartConflict(draft, name, theirs, mine, fields)
    if any(field.key == "code" for field in fields):
        mine = _with_code(draft.content, mine)
    mine = _with_consequences(kind, theirs, mine)
    content = with_said(draft.content, name, mine)
    if theirs.get("code") and mine.get("code") and theirs["code"] != mine["code"]:
        content = parts.renamed(content, kind, theirs, mine["code"])
    if new := str(posted.get("accepts_new", "")).strip():
        content = _with_new_accepted(content, path_from(name), new)
    asks_anew = mine.get("kind") != theirs.get("kind") or mine.get("combine") != theirs.get("combine") or bool(new)
    return _Typed(content, name, tuple(cleaned), asks_anew)


def _mine_alone(opened: Opened, posted: Posted) -> tuple[Part, tuple[Field, ...]]:
    """What was typed about a part that is gone, as far as it can be told without it, and in which fields."""
    kind = str(posted.get("part_kind", ""))
    fields = fields_for(kind, str(posted.get("kind_before", "")))
    return part_from(fields, posted, {"code": opened.code} if opened.code else {})[0], fields


def _with_code(content: Content, part: Part) -> Part:
    """A code for what has got a name."""
    title = in_swedish(part.get("title"))
    return part if part.get("code") or not title else {**part, "code": code_from(title, codes_in(content))}


def _with_consequences(kind: str, before: Part, part: Part) -> Part:
    """Nothing of another kind of requirement left behind; a number where a number is asked for."""
    if kind == "requirement" and part.get("kind") != before.get("kind"):
        kept = {key: value for key, value in part.items() if NUMBERS_OF_KIND.get(key, part["kind"]) == part["kind"]}
        part = {**kept, "accepts": []}
    if kind == "group" and part.get("combine") == "at_least":
        part = {**part, "n": part.get("n") or 1}
    return part


def _with_new_accepted(content: Content, path: Any, title: str) -> Content:
    """With a new fact or competence of this name, which the requirement accepts."""
    requirement = at(content, path)
    code = code_from(title, codes_in(content))
    if requirement["kind"] == "competence":
        if not content.get("competences"):
            group = {"code": code_from(_("Competences")), "title": _("Competences"), "items": []}
            content, _place = parts.inserted(content, ("competences",), 0, group)
        content, _place = parts.inserted(
            content, ("competences", len(content["competences"]) - 1, "items"), 10_000, {"code": code, "title": title}
        )
    else:
        fact = {"kind": requirement["kind"], "code": code, "title": title}
        content, _place = parts.inserted(content, ("facts",), 10_000, fact)
    accepts = [*requirement.get("accepts", []), code]
    return parts.replaced(content, path, {**at(content, path), "accepts": accepts})


def _kind(content: Content, name: str) -> str:
    return kind_and_code(name)[0] if is_of_base(name) else kind_of(content, path_from(name))


def require_writable(actor: Actor, draft: Draft) -> None:
    """Raise Refused where the actor may not write, or where a text waits to be mended."""
    require(may_write(actor, draft))
    if draft.text:
        raise Refused(_("The YAML text cannot be read yet. Mend it, or go back to what could be read last."))


# What is done with a part, each as a Change


def moved_by(step: int) -> Change:
    """One place up (-1) or down (1) among its own; at the end nothing happens."""

    def change(content: Content, name: str) -> tuple[Content, str]:
        path = _own_path(content, name)
        index = int(path[-1]) + (2 if step > 0 else -1)
        if index < 0 or index > len(at(content, path[:-1])):
            return content, name
        new, place = parts.moved(content, path, path[:-1], index)
        return new, path_text(place)

    return change


def moved_to(place: str, index: int = 10_000) -> Change:
    """Into another list of the same kind of parts."""

    def change(content: Content, name: str) -> tuple[Content, str]:
        new, found = parts.moved(content, _own_path(content, name), path_from(place), index)
        return new, path_text(found)

    return change


def row_up(key: str, index: int) -> Change:
    """With a text of a list one row up."""

    def change(content: Content, name: str) -> tuple[Content, str]:
        own = said(content, name)
        rows = own.get(key)
        if not isinstance(rows, list) or not 0 < index < len(rows):
            return content, name
        rows[index - 1 : index + 1] = rows[index], rows[index - 1]
        return with_said(content, name, own), name

    return change


def with_concept(reference: str) -> Change:
    """With a link to a concept of a public vocabulary, once. Raises NotThere for a part that has no such links."""

    def change(content: Content, name: str) -> tuple[Content, str]:
        kind = _kind(content, name)
        if is_of_base(name) or "concepts" not in {one.key for one in fields_for(kind)}:
            raise NotThere(name[:40])
        own = said(content, name)
        own["concepts"] = list(dict.fromkeys([*own.get("concepts", []), reference]))
        return with_said(content, name, own), name

    return change


def duplicated(content: Content, name: str) -> tuple[Content, str]:
    new, place = parts.duplicated(content, _own_path(content, name))
    return new, path_text(place)


def with_new(kind: str, place: str, index: int = 10_000) -> Change:
    """With an empty part of a kind in a list; of the base's level or track where ``place`` names one."""

    def change(content: Content, name: str) -> tuple[Content, str]:
        where = path_from(place)
        if is_of_base(place):
            content, where = _addition_for(content, kind_and_code(place)[1])
        if not where or PART_OF.get(str(where[-1])) != HELD_AS.get(kind, kind):
            raise NotThere(place)
        part = NEW.get(kind, {"title": ""})
        new, found = parts.inserted(content, where, index, part)
        return new, path_text(found)

    return change


NEW: dict[str, Part] = {
    "requirement": {"kind": "competence", "title": "", "accepts": []},
    "group": {"any_of": []},
    "competence_group": {"title": "", "items": []},
    "fact": {"kind": "course", "title": ""},
}
HELD_AS = {"requirement": "node", "group": "node", "area": "term", "role": "term", "competence": "term"}
"""What a kind of part is among the lists of the file, where that is another word."""


def _addition_for(content: Content, code: str) -> tuple[Content, Any]:
    place = addition_place(content, code)
    if place is None:
        content, place = parts.inserted(content, ("add",), 10_000, {"to": code})
    return content, (*place, "requires")


def _own_path(content: Content, name: str) -> Any:
    """The path of a part that can be moved, copied and taken away. Raises NotThere, and Refused for the base's."""
    if is_of_base(name):
        raise Refused(
            _("This is the base's. An overlay clarifies, raises and adds; it takes nothing away and moves nothing.")
        )
    path = path_from(name)
    if len(path) < 2 or kind_of(content, path) == "addition":
        raise NotThere(name)
    return path


def move_part(*, actor: Actor, draft: Draft, name: str, place: str, index: int) -> Edited:
    """Put a part elsewhere, before what has ``index`` there now. Raises Conflict, NotThere and Refused."""
    require_writable(actor, draft)
    content, name = moved_to(place, index)(draft.content, name)
    return Edited(save_content(actor=actor, draft=draft, revision=draft.revision, content=content), name)


def remove_part(*, actor: Actor, draft: Draft, opened: Opened) -> Edited:
    """Take a part away, kept so that it can be put back. Raises PartConflict, NotThere and Refused."""
    require_writable(actor, draft)
    name = found_again(draft.content, opened.name, opened.code, opened.was)
    path = _own_path(draft.content, name)
    part = at(draft.content, path)
    kept = [*draft.removed, {"at": path_text(path), "part": part}][-MOST_REMOVED:]
    saved = save_content(
        actor=actor, draft=draft, revision=draft.revision, content=parts.removed(draft.content, path), removed=kept
    )
    return Edited(saved, path_text(parts.part_around(saved.content, path[:-2])))


def restore_part(*, actor: Actor, draft: Draft, opened: Opened, posted: Posted) -> Edited:
    """Save what was typed about a part that another took away meanwhile, where it stood. Raises NotThere, Refused."""
    require_writable(actor, draft)
    path = path_from(opened.name)
    if len(path) < 2 or not isinstance(path[-1], int):
        raise NotThere(opened.name[:40])
    kept = [one for one in draft.removed if opened.code and one["part"].get("code") == opened.code]
    part = kept[-1]["part"] if kept else _mine_alone(opened, posted)[0]
    content, path = parts.inserted(draft.content, path[:-1], int(path[-1]), part)
    rest = [one for one in draft.removed if one not in kept[-1:]]
    saved = save_content(actor=actor, draft=draft, revision=draft.revision, content=content, removed=rest)
    return save_part(actor=actor, draft=saved, opened=Opened.now(saved, path_text(path)), posted=posted)


def put_back(*, actor: Actor, draft: Draft) -> Edited:
    """Put back what was taken away last, where it stood or as near as can be. Raises Conflict and Refused."""
    require_writable(actor, draft)
    if not draft.removed:
        raise Refused(_("There is nothing to put back."))
    *rest, last = draft.removed
    path = path_from(last["at"])
    try:
        content, path = parts.inserted(draft.content, path[:-1], int(path[-1]), last["part"])
    except NotThere:
        raise Refused(_("What it stood in is gone as well, and cannot take it back.")) from None
    saved = save_content(actor=actor, draft=draft, revision=draft.revision, content=content, removed=rest)
    return Edited(saved, path_text(path))


def last_removed(draft: Draft) -> str:
    """What can be put back, in words; empty where there is nothing."""
    if not draft.removed:
        return ""
    part = draft.removed[-1]["part"]
    return words(part.get("title")) or str(part.get("code", "")) or _("a part without a name")
