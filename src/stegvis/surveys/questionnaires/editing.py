"""Changing one part of a questionnaire: saved over whatever others have changed elsewhere meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import Refused
from stegvis.surveys.content.document import OF_ROWS, Kind
from stegvis.surveys.content.plain import Plain
from stegvis.surveys.content.shape import MOST_QUESTIONS, MOST_ROWS, MOST_SECTIONS
from stegvis.surveys.models import Item, Questionnaire
from stegvis.surveys.questionnaires import parts
from stegvis.surveys.questionnaires.parts import Place
from stegvis.surveys.questionnaires.services import save_content

Change = Callable[[Plain, Place], tuple[Plain, Place]]


class PartConflict(Exception):  # noqa: N818
    """Another wrote the same part. ``theirs`` is the part as it stands now, None where it is gone."""

    def __init__(self, questionnaire: Questionnaire, theirs: Plain | None) -> None:
        super().__init__(questionnaire.pk)
        self.questionnaire, self.theirs = questionnaire, theirs


@dataclass(frozen=True)
class Opened:
    """The part that was open: where it stood, its code, and how it stood then (``parts.digest``)."""

    name: str
    code: str
    was: str


@dataclass(frozen=True)
class Edited:
    questionnaire: Questionnaire
    place: Place


def save_part(
    *,
    actor: Actor,
    questionnaire: Questionnaire,
    opened: Opened,
    part: Plain,
    renamed: dict[str, str],
    then: Change | None = None,
) -> Edited:
    """Save the part, then do what a button says. Raises PartConflict, Conflict, NotThere and Refused."""
    _refuse_while_unread(questionnaire)
    place = _placed(questionnaire, opened)
    content = parts.put(questionnaire.content, place, part, renamed)
    if then:
        content, place = then(content, place)
    if content == questionnaire.content:
        return Edited(questionnaire, place)
    saved = save_content(actor=actor, questionnaire=questionnaire, revision=questionnaire.revision, content=content)
    return Edited(saved, place)


def remove_part(*, actor: Actor, questionnaire: Questionnaire, opened: Opened) -> tuple[Edited, Plain]:
    """Take the part out, and give it back for whoever regrets it. Raises as ``save_part``."""
    _refuse_while_unread(questionnaire)
    place = _placed(questionnaire, opened)
    if not place.indexes and not place.scale:
        raise parts.NotThere(place.name)
    part = parts.part_at(questionnaire.content, place)
    content = parts.taken_out(questionnaire.content, place)
    saved = save_content(actor=actor, questionnaire=questionnaire, revision=questionnaire.revision, content=content)
    return Edited(saved, Place(place.indexes[:-1])), part


def put_back(*, actor: Actor, questionnaire: Questionnaire, name: str, part: Plain) -> Edited:
    """Put in again what was taken out, where it stood or last in its list. Raises Conflict, NotThere and Refused."""
    _refuse_while_unread(questionnaire)
    place = parts.place_of(name)
    if place.scale:
        content = {**questionnaire.content}
        content["scales"] = {**content.get("scales", {}), place.scale: part["choices"]}
    else:
        content, place = parts.put_in(questionnaire.content, place, part)
    saved = save_content(actor=actor, questionnaire=questionnaire, revision=questionnaire.revision, content=content)
    return Edited(saved, place)


def move_part(*, actor: Actor, questionnaire: Questionnaire, revision: int, name: str, to: str) -> Edited:
    """Put a part before another of its kind, or last where ``to`` is one past the end. Raises as ``put_back``."""
    _refuse_while_unread(questionnaire)
    content, place = parts.moved(questionnaire.content, parts.place_of(name), parts.place_of(to))
    saved = save_content(actor=actor, questionnaire=questionnaire, revision=revision, content=content)
    return Edited(saved, place)


@dataclass(frozen=True)
class Picked:
    """``count`` came in; those of ``unrouted`` without a condition on something that is not asked before them."""

    edited: Edited
    count: int
    unrouted: list[str]


def pick_items(*, actor: Actor, questionnaire: Questionnaire, section: int, items: list[Item]) -> Picked:
    """Put items of the bank last into a section; those whose code is asked already are passed over.

    In the order in which the bank got them, but after what their conditions ask about. Raises Conflict, NotThere and
    Refused.
    """
    _refuse_while_unread(questionnaire)
    content, count, unrouted = questionnaire.content, 0, []
    for item in _in_order(items):
        if _codes(item.content) & parts.codes_in(content):
            continue
        asked = [own for one in content["sections"][: section + 1] for own in one.get("questions", ())]
        before = {code for own in asked for code in _codes(own)}
        question = _routed(item.content, before)
        content, _place = _with_one(content, Place((section, MOST_QUESTIONS)), question)
        count += 1
        if question.get("shown_when") != item.content.get("shown_when"):
            unrouted.append(item.code)
    saved = save_content(actor=actor, questionnaire=questionnaire, revision=questionnaire.revision, content=content)
    return Picked(Edited(saved, Place((section,))), count, unrouted)


def _codes(question: Plain) -> set[str]:
    return {question["code"], *(row["code"] for row in question.get("rows", ()))}


def _targets(question: Plain) -> set[str]:
    return {one["question"] for one in question.get("shown_when", ())}


def _in_order(items: list[Item]) -> list[Item]:
    left, found = sorted(items, key=lambda item: item.pk), []
    while left:
        waiting = {code for item in left for code in _codes(item.content)}
        item = next((one for one in left if not _targets(one.content) & (waiting - _codes(one.content))), left[0])
        left.remove(item)
        found.append(item)
    return found


def _routed(question: Plain, before: set[str]) -> Plain:
    """With those of its conditions that ask about something that is asked before it."""
    kept = [one for one in question.get("shown_when", ()) if one["question"] in before]
    without = {key: value for key, value in question.items() if key not in ("shown_when", "shown_if_any")}
    either = {"shown_if_any": True} if question.get("shown_if_any") and len(kept) > 1 else {}
    return {**without, **({"shown_when": kept} if kept else {}), **either}


def _placed(questionnaire: Questionnaire, opened: Opened) -> Place:
    try:
        place = parts.found_again(questionnaire.content, opened.name, opened.code)
    except parts.NotThere as gone:
        raise PartConflict(questionnaire, None) from gone
    if parts.digest(questionnaire.content, place) != opened.was:
        raise PartConflict(questionnaire, parts.part_at(questionnaire.content, place))
    return place


def _refuse_while_unread(questionnaire: Questionnaire) -> None:
    if questionnaire.text:
        raise Refused(_("The text cannot be read yet. Mend it first, or go back to what could be read."))


def up(content: Plain, place: Place) -> tuple[Plain, Place]:
    return parts.moved_by(content, place, -1)


def down(content: Plain, place: Place) -> tuple[Plain, Place]:
    return parts.moved_by(content, place, 1)


def duplicated(content: Plain, place: Place) -> tuple[Plain, Place]:
    """The same once more after it, under codes of its own."""
    part = parts.part_at(content, place)
    copy = {**part, "code": parts.free_code(content, part["code"])}
    copy.pop("earlier", None)
    if "rows" in part:
        copy["rows"] = [{**row, "code": parts.free_code(content, f"{row['code']}b")} for row in part["rows"]]
    if "questions" in part:
        copy["questions"] = []
    return _with_one(content, Place((*place.indexes[:-1], place.indexes[-1] + 1)), copy)


def with_section(content: Plain, place: Place) -> tuple[Plain, Place]:
    """A new section after the one that is open."""
    at = place.indexes[0] + 1 if place.indexes else len(content["sections"])
    section = {"code": parts.free_code(content, "sektion"), "title": {"sv": _("New section")}, "questions": []}
    return _with_one(content, Place((at,)), section)


def with_question(kind: str) -> Change:
    """A new question of the kind after the one that is open, else last in the section."""

    def change(content: Plain, place: Place) -> tuple[Plain, Place]:
        if not content["sections"]:
            content, place = with_section(content, Place())
        section = place.indexes[0] if place.indexes else len(content["sections"]) - 1
        at = place.indexes[1] + 1 if place.depth >= 2 else MOST_QUESTIONS
        question: dict[str, Any] = {
            "code": parts.free_code(content, "fraga"),
            "kind": Kind(kind).value,
            "text": {"sv": ""},
        }
        if kind in OF_ROWS:
            question["rows"] = []
        return _with_one(content, Place((section, at)), question)

    return change


def with_scale(content: Plain, _place: Place) -> tuple[Plain, Place]:
    """A scale that questions can share, after the needs survey's."""
    scales = content.get("scales", {})
    number, name = 2, "skala"
    while name in scales:
        number, name = number + 1, f"skala-{number}"
    return {**content, "scales": {**scales, name: []}}, Place(scale=name)


def _with_one(content: Plain, place: Place, part: Plain) -> tuple[Plain, Place]:
    most = (MOST_SECTIONS, MOST_QUESTIONS, MOST_ROWS)[place.depth - 1]
    content, place = parts.put_in(content, place, part)
    if len(parts.siblings_of(content, place)) > most:
        raise Refused(_("At most %(limit)s fit here.") % {"limit": most})
    return content, place
