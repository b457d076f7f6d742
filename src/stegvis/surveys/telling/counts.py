"""Every count that a round's figures lean on, as the cells of one publication.

A cell is known by its conditions (``engine.disclosure.publication``). Of each thing asked there is a table by kind of
organisation, with what everybody sees added up: the base, the top box, the total. A question that a route leads to is
counted within those whom the route lets through, so that who came by another way can be worked out from nothing.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from stegvis.engine.disclosure.publication import Axis, Key, Table
from stegvis.surveys.content.document import Condition, Question, Test
from stegvis.surveys.telling.microdata import MISSING, OTHER_ACTOR, Microdata, Sort, Variable

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

BASE, TOP, NO_ANSWER = "~base", "~top", "~missing"
ANSWERED, PUT, PASSED_BY = "~answered", "~put", "~routed"
ACTOR = "~actor"
FIRST = "~first"


@dataclass(eq=False)
class Counts:
    """``tables`` in the order in which the publication is given them; ``known`` are cells that anybody can know."""

    data: Microdata
    tables: list[Table] = field(default_factory=list)
    place: dict[tuple[str, ...], int] = field(default_factory=dict)
    wheres: dict[str, Key] = field(default_factory=dict)

    @property
    def actors(self) -> list[str]:
        return sorted(set(self.data.who.actors.tolist()))

    @property
    def known(self) -> list[Key]:
        """How many have answered, of each kind: the round's page says it day by day."""
        sets = {self.actor_axis(self.asked(one)).total for one in self.data.variables}
        return [
            frozenset(),
            *(frozenset({(ACTOR, one)}) for one in (*self.actors, *(one for one in sets if one is not None))),
        ]

    def asked(self, variable: Variable) -> tuple[str, ...]:
        """The kinds of organisations that it is asked of, among those that answered."""
        return tuple(one for one in self.actors if (variable.codes[self.data.who.actors == one] != OTHER_ACTOR).any())

    def actor_axis(self, actors: Sequence[str]) -> Axis:
        """The total has a name where it is of some kinds only."""
        return Axis(ACTOR, tuple(actors), total=None if list(actors) == self.actors else "+".join(actors))

    def add(self, name: tuple[str, ...], axes: Sequence[Axis], codes: Sequence[Ints], keep: Bools, where: Key) -> None:
        """Count those in ``keep`` by codes, one array an axis. Once: a name that is there already stays."""
        if name in self.place:
            return
        shape = tuple(len(axis.values) for axis in axes)
        flat = np.ravel_multi_index([one[keep] for one in codes], shape) if keep.any() else np.zeros(0, np.int64)
        counts = np.bincount(flat, minlength=int(np.prod(shape))).reshape(shape)
        self.place[name] = len(self.tables)
        self.tables.append(Table(counts, tuple(axes), where))

    def actor_codes(self, actors: Sequence[str]) -> Ints:
        place = {one: at for at, one in enumerate(actors)}
        return np.array([place.get(one, -1) for one in self.data.who.actors.tolist()], np.int64)


def count(data: Microdata, crossings: Iterable[tuple[str, str]] = ()) -> Counts:
    """All tables of ``data``; ``crossings`` are backgrounds' and questions' codes."""
    counts = Counts(data)
    axis = counts.actor_axis(counts.actors)
    everybody = np.ones(data.who.size, np.bool_)
    counts.add((ACTOR,), [axis], [counts.actor_codes(counts.actors)], everybody, frozenset())
    for variable in data.variables:
        _by_actor(counts, variable)
    for background, question in crossings:
        for variable in crossable(data, background, question):
            _cross(counts, data.by_key[background], variable)
    return counts


def _by_actor(counts: Counts, variable: Variable) -> None:
    actors = counts.asked(variable)
    if not actors:
        return
    where = _where(counts, variable.question)
    who, by = counts.actor_codes(actors), counts.actor_axis(actors)
    put = variable.codes >= MISSING
    if variable.sort in {Sort.CHOSEN, Sort.PLACE}:
        question = variable.question.code
        state = np.where(variable.codes == MISSING, 1, 0)
        counts.add((question,), [by, Axis(question, (ANSWERED, NO_ANSWER))], [who, state], put, where)
        where, put = where | {(question, ANSWERED)}, variable.codes >= 0
    if variable.sort is Sort.PLACE:
        _first(counts, variable.question, by, who, put, where)
    else:
        counts.add((variable.key,), [by, axis_of(variable)], [who, places(variable)], put, where)


def _first(counts: Counts, question: Question, by: Axis, who: Ints, put: Bools, where: Key) -> None:
    """Who put what first, as one answer of each."""
    name = f"{question.code}.{FIRST}"
    first = np.full(who.shape, -1, np.int64)
    for at, one in enumerate(counts.data.of(question.code, Sort.PLACE)):
        first[one.codes == 0] = at
    choices = tuple(one.code for one in question.choices)
    counts.add((name,), [by, Axis(name, choices)], [who, first], put & (first >= 0), where)


def axis_of(variable: Variable) -> Axis:
    """What was chosen, what was left, and what is added up of it."""
    codes = tuple(one.code for one in variable.categories)
    if variable.sort is Sort.CHOSEN:
        return Axis(variable.key, codes)
    scale = tuple(codes[at] for at in variable.scale)
    top = scale[-variable.question.top :] if has_top(variable) else ()
    groups: dict[Hashable, tuple[Hashable, ...]] = {}
    if len(top) > 1:
        groups[TOP] = top
        scale = (*scale[: -len(top)], TOP)
    if len(codes) > 1:
        groups = {BASE: scale, **groups}
    return Axis(variable.key, (*codes, NO_ANSWER), groups=groups)


def has_top(variable: Variable) -> bool:
    return variable.is_scored and 0 < variable.question.top < len(variable.scale)


def places(variable: Variable) -> Ints:
    """The codes as places along ``axis_of``'s values."""
    return np.where(variable.codes == MISSING, len(variable.categories), variable.codes).astype(np.int64)


def _where(counts: Counts, question: Question) -> Key:
    """The conditions of those whom the question's route lets through; its cells are counted as they are needed."""
    if question.code not in counts.wheres:
        counts.wheres[question.code] = _route(counts, question) if question.shown_when else frozenset()
    return counts.wheres[question.code]


def _route(counts: Counts, question: Question) -> Key:
    one = question.shown_when[0]
    source = counts.data.by_key.get(one.question)
    leads = _leads(source, one) if source is not None and len(question.shown_when) == 1 else None
    variables = [found for found in counts.data.variables if found.question is question]
    actors = tuple(sorted({actor for found in variables for actor in counts.asked(found)}))
    if not variables or not actors:
        return frozenset()
    if source is not None and leads is not None and set(actors) <= set(counts.asked(source)):
        return _through(counts, source, leads, f"{question.code}?", actors)
    codes = np.max([found.codes for found in variables], axis=0)
    name = f"{question.code}?"
    counts.add(
        (name,),
        [counts.actor_axis(actors), Axis(name, (PUT, PASSED_BY))],
        [counts.actor_codes(actors), np.where(codes >= MISSING, 0, 1)],
        codes != OTHER_ACTOR,
        frozenset(),
    )
    return frozenset({(name, PUT)})


def _through(counts: Counts, source: Variable, leads: tuple[str, ...], name: str, actors: tuple[str, ...]) -> Key:
    """A route by one choice: those let through are cells of the source's own table."""
    where = _where(counts, source.question)
    axis = axis_of(source)
    asked = counts.asked(source)
    grouped = Axis(axis.name, axis.values, groups={name: leads})
    counts.add(
        (name,),
        [counts.actor_axis(asked), grouped],
        [counts.actor_codes(asked), places(source)],
        source.codes >= MISSING,
        where,
    )
    return where | {(source.key, name)}


def _leads(source: Variable, condition: Condition) -> tuple[str, ...] | None:
    """The choices that lead to the question; None where a route is not by choices of one answer."""
    if source.sort is not Sort.CHOICE:
        return None
    codes = [one.code for one in source.categories]
    match condition.test:
        case Test.IS | Test.ANY_OF:
            found = [one for one in codes if one in condition.values]
        case Test.IS_NOT:
            found = [one for one in codes if one not in condition.values]
        case Test.ANSWERED:
            found = codes
        case _:
            return None
    return tuple(found) or None


def crossable(data: Microdata, background: str, question: str) -> list[Variable]:
    """What of a question can be crossed with that background; nothing where a route leans on the background."""
    by = data.by_key.get(background)
    if by is None or by.sort is not Sort.CHOICE or background == question:
        return []
    found = [one for one in data.variables if one.question.code == question]
    return [one for one in found if one.sort in {Sort.CHOICE, Sort.CHOSEN} and one.question is not by.question]


def _cross(counts: Counts, by: Variable, variable: Variable) -> None:
    """Of everybody asked both: a background in rows, the answer in columns."""
    actors = tuple(one for one in counts.asked(by) if one in counts.asked(variable))
    where = _where(counts, variable.question) | _where(counts, by.question)
    if not actors or by.key in {name for name, _value in where}:
        return
    if (total := counts.actor_axis(actors).total) is not None:
        where |= {(ACTOR, total)}
    keep = np.isin(counts.data.who.actors, actors) & (by.codes >= MISSING)
    if variable.sort is Sort.CHOSEN:
        where |= {(variable.question.code, ANSWERED)}
        keep &= variable.codes >= 0
    keep &= variable.codes >= MISSING
    counts.add((by.key, variable.key), [axis_of(by), axis_of(variable)], [places(by), places(variable)], keep, where)
