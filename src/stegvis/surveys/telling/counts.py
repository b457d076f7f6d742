"""Every count that a round's figures lean on, as the cells of one publication.

A cell is known by its conditions (``engine.disclosure.publication``). Of each thing asked there is a table by kind of
organisation, with what everybody sees added up: the base, the top box, the total. A question that a route leads to is
counted within those whom the route lets through, so that who came by another way can be worked out from nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from stegvis.engine.disclosure.publication import Axis, Key, Table
from stegvis.surveys.content.document import Condition, Question, Test
from stegvis.surveys.telling.microdata import MISSING, OTHER_ACTOR, Microdata, Sort, Variable

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

SAID, BASE, TOP, NO_ANSWER = "~said", "~base", "~top", "~missing"
ANSWERED, PUT, PASSED_BY = "~answered", "~put", "~routed"
ACTOR = "~actor"
FIRST = "~first"


@dataclass(eq=False)
class Counts:
    """``tables`` in the order in which the publication is given them; ``known`` are cells that anybody can know.

    A kind of organisation of which fewer than ``apart_from`` answered is not told apart: what it would say is small
    throughout, and would take the figures of all with it.
    """

    data: Microdata
    apart_from: int = 0
    tables: list[Table] = field(default_factory=list)
    place: dict[tuple[str, ...], int] = field(default_factory=dict)
    wheres: dict[str, Key] = field(default_factory=dict)
    asked_of: dict[str, tuple[str, ...]] = field(default_factory=dict)
    pools: set[str] = field(default_factory=set)

    @cached_property
    def actors(self) -> list[str]:
        return sorted(set(self.data.who.actors.tolist()))

    @cached_property
    def numbers(self) -> dict[str, int]:
        """How many have answered, of each kind."""
        return dict(Counter(self.data.who.actors.tolist()))

    @cached_property
    def who(self) -> Ints:
        """Of each respondent the place of the kind among ``actors``."""
        place = {one: at for at, one in enumerate(self.actors)}
        return np.array([place[one] for one in self.data.who.actors.tolist()], np.int64)

    @property
    def known(self) -> list[Key]:
        """How many have answered, of each kind: the round's page says it day by day. And how many of them left
        something out that everybody was asked, which is no answer, and told of every figure."""
        kinds = {label for table in self.tables for axis in table.axes if axis.name == ACTOR for label in axis.labels}
        by_kind: list[Key] = [
            frozenset(),
            *(frozenset({(ACTOR, one)}) for one in sorted({*kinds, *self.pools}, key=str)),
        ]
        names = {table.axes[-1].name for table in self.tables if not {one for one, _ in table.where} - {ACTOR}}
        return [*by_kind, *(one | {(name, NO_ANSWER)} for name in sorted(names) for one in by_kind)]

    def asked(self, variable: Variable) -> tuple[str, ...]:
        """The kinds of organisations that it is asked of, among those that answered."""
        if variable.key not in self.asked_of:
            number = np.bincount(self.who[variable.codes != OTHER_ACTOR], minlength=len(self.actors))
            self.asked_of[variable.key] = tuple(
                one for one, there in zip(self.actors, number.tolist(), strict=True) if there
            )
        return self.asked_of[variable.key]

    def kinds(self, actors: Sequence[str]) -> dict[str, str]:
        """Each of the kinds → itself, where it is told apart, else those that it is told together with."""
        numbers = {one: self.numbers.get(one, 0) for one in actors}
        together = sorted(
            (one for one in actors if numbers[one] < self.apart_from), key=lambda one: (numbers[one], one)
        )
        apart = sorted((one for one in actors if one not in together), key=lambda one: (numbers[one], one))
        while apart and together and sum(numbers[one] for one in together) < self.apart_from:
            together.append(apart.pop(0))
        pool = "+".join(sorted(together))
        return {one: pool if one in together else one for one in actors}

    def add_by_actor(
        self, name: str, actors: Sequence[str], axis: Axis, codes: Ints, *, keep: Bools, where: Key
    ) -> None:
        """Count by kind of organisation, of which ``actors`` were asked. The total has a name where not all were."""
        kinds = self.kinds(actors)
        labels = tuple(sorted(set(kinds.values())))
        whole = None if list(actors) == self.actors else "+".join(sorted(actors))
        for one in {*labels, *([whole] if whole else [])}:
            self._add_pool(str(one))
        if len(labels) > 1:
            place = np.array([labels.index(kinds[one]) if one in kinds else -1 for one in self.actors], np.int64)
            self.add((name,), [Axis(ACTOR, labels, total=whole), axis], [place[self.who], codes], keep, where)
        else:
            self.add((name,), [axis], [codes], keep, where | ({(ACTOR, whole)} if whole else frozenset()))

    def _add_pool(self, name: str) -> None:
        """Kinds that are told together are a sum of kinds, whose numbers anybody knows."""
        if name in self.pools or "+" not in name or set(name.split("+")) == set(self.actors):
            return
        self.pools.add(name)
        axis = Axis(ACTOR, tuple(self.actors), groups={name: tuple(name.split("+"))})
        everybody = np.ones(self.data.who.size, np.bool_)
        self.add((ACTOR, name), [axis], [self.who], everybody, frozenset())

    def add(self, name: tuple[str, ...], axes: Sequence[Axis], codes: Sequence[Ints], keep: Bools, where: Key) -> None:
        """Count those in ``keep`` by codes, one array an axis. Once: a name that is there already stays."""
        if name in self.place:
            return
        shape = tuple(len(axis.values) for axis in axes)
        flat = np.ravel_multi_index([one[keep] for one in codes], shape) if keep.any() else np.zeros(0, np.int64)
        counts = np.bincount(flat, minlength=int(np.prod(shape))).reshape(shape)
        self.place[name] = len(self.tables)
        self.tables.append(Table(counts, tuple(axes), where))


def count(data: Microdata, crossings: Iterable[tuple[str, str]] = (), *, apart_from: int = 0) -> Counts:
    """All tables of ``data``; ``crossings`` are backgrounds' and questions' codes."""
    counts = Counts(data, apart_from)
    axis = Axis(ACTOR, tuple(counts.actors))
    everybody = np.ones(data.who.size, np.bool_)
    counts.add((ACTOR,), [axis], [counts.who], everybody, frozenset())
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
    put = variable.codes >= MISSING
    if variable.sort in {Sort.CHOSEN, Sort.PLACE}:
        question = variable.question.code
        state = np.where(variable.codes == MISSING, 1, 0)
        counts.add_by_actor(question, actors, Axis(question, (ANSWERED, NO_ANSWER)), state, keep=put, where=where)
        where, put = where | {(question, ANSWERED)}, variable.codes >= 0
    if variable.sort is Sort.PLACE:
        _first(counts, variable.question, actors, put, where)
    else:
        counts.add_by_actor(variable.key, actors, axis_of(variable), places(variable), keep=put, where=where)


def _first(counts: Counts, question: Question, actors: Sequence[str], put: Bools, where: Key) -> None:
    """Who put what first, as one answer of each."""
    name = f"{question.code}.{FIRST}"
    first = np.full(put.shape, -1, np.int64)
    for at, one in enumerate(counts.data.of(question.code, Sort.PLACE)):
        first[one.codes == 0] = at
    choices = tuple(one.code for one in question.choices)
    counts.add_by_actor(name, actors, Axis(name, choices), first, keep=put & (first >= 0), where=where)


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
    if len(variable.scale) < len(codes):
        outside = tuple(one.code for one in variable.categories if one.is_outside)
        groups = {SAID: (BASE, *outside), **groups}
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
    state = np.where(codes >= MISSING, 0, 1)
    axis = Axis(name, (PUT, PASSED_BY))
    counts.add_by_actor(name, actors, axis, state, keep=codes != OTHER_ACTOR, where=frozenset())
    return frozenset({(name, PUT)})


def _through(counts: Counts, source: Variable, leads: tuple[str, ...], name: str, actors: tuple[str, ...]) -> Key:
    """A route by one choice: those let through are cells of the source's own table."""
    where = _where(counts, source.question)
    axis = axis_of(source)
    grouped = Axis(axis.name, axis.values, groups={name: leads})
    put = source.codes >= MISSING
    counts.add_by_actor(name, counts.asked(source), grouped, places(source), keep=put, where=where)
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
    if list(actors) != counts.actors:
        where |= {(ACTOR, "+".join(actors))}
    keep = np.isin(counts.data.who.actors, actors) & (by.codes >= MISSING)
    if variable.sort is Sort.CHOSEN:
        where |= {(variable.question.code, ANSWERED)}
        keep &= variable.codes >= 0
    keep &= variable.codes >= MISSING
    counts.add((by.key, variable.key), [axis_of(by), axis_of(variable)], [places(by), places(variable)], keep, where)
