"""Answers as a rectangle with a code book, for those who go on in a statistics program.

A choice has its score as its number where the choices stand in an order, else its place in the list. What is no point
of the scale is a number below zero and marked as missing by the user, each reason kept apart: -99 not answered, -98
passed by on a route, -97 not asked of this kind of organisation, and from -96 to -90 what stands beside the scale.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from django.utils.translation import gettext as _

from stegvis.surveys.telling import wording
from stegvis.surveys.telling.microdata import MISSING, OTHER_ACTOR, ROUTED, Microdata, Sort, Variable

NOT_ANSWERED, PASSED_BY, NOT_ASKED, BESIDE = -99.0, -98.0, -97.0, -96.0
LOWEST, HIGHEST = -99.0, -90.0
LONGEST_LABEL, LONGEST_VALUE_LABEL = 250, 120
"""What SPSS takes."""
WHY = {MISSING: NOT_ANSWERED, ROUTED: PASSED_BY, OTHER_ACTOR: NOT_ASKED}


@dataclass(frozen=True, eq=False)
class CodedColumn:
    """``numbers`` has the shape (respondents,), or ``words`` has, never both. ``labels`` are of the numbers."""

    name: str
    label: str
    labels: dict[float, str]
    numbers: npt.NDArray[np.float64] | None = None
    words: tuple[str, ...] | None = None
    measure: str = "nominal"
    variable: Variable | None = None

    @property
    def has_missing(self) -> bool:
        """Whether some of the numbers are missing values."""
        return self.numbers is not None and min(self.labels, default=0) < 0


@dataclass(frozen=True, eq=False)
class CodeBook:
    """``left_out`` says in words what is not in it, and why."""

    title: str
    columns: tuple[CodedColumn, ...]
    left_out: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        first = self.columns[0]
        return len(first.words) if first.words is not None else len(first.numbers if first.numbers is not None else ())


@dataclass(frozen=True, slots=True)
class Kept:
    """What of a round goes into its file, and so into the description of the file: the variables by their keys, the
    kinds of organisations (none where they are left out), and whether names go along."""

    keys: tuple[str, ...]
    kinds: tuple[str, ...]
    has_names: bool
    left_out: tuple[str, ...] = ()


def kept_of_organisations(data: Microdata, *, with_words: bool) -> Kept:
    """Replies as they are; ``with_words`` takes the free text along."""
    keys = tuple(one.key for one in data.variables if with_words or one.words is None)
    said = () if with_words else (_("What was written in free text is left out."),)
    return Kept(keys, _kinds(data), True, said)


def kept_of_persons(data: Microdata, fewest: int) -> Kept:
    """A background is kept while every combination of those kept is shared by ``fewest``; words, numbers and dates to
    the day are left out: a salary or a year of birth names somebody."""
    backgrounds = [one for one in data.variables if one.question.is_background]
    kept, left = _sharing(data, backgrounds, fewest)
    others = [one for one in data.variables if not one.question.is_background and one.words is None]
    numbers = [one for one in others if one.numbers is not None]
    others = [one for one in others if one.numbers is None]
    said = [_("What was written in free text is left out.")]
    if numbers:
        titles = ", ".join(wording.worded(one.title) for one in numbers)
        said.append(_("Numbers can tell who somebody is, and are left out: %(titles)s.") % {"titles": titles})
    few = [_("Kind of organisation") if not one else wording.worded(data.by_key[one].title) for one in left]
    if few:
        said.append(
            _("Left out, since fewer than %(fewest)s share some combination: %(titles)s.")
            % {"fewest": fewest, "titles": ", ".join(few)}
        )
    keys = tuple(one.key for one in (*kept, *others))
    return Kept(keys, () if "" in left else _kinds(data), False, tuple(said))


def of_organisations(title: str, data: Microdata, names: Sequence[str], *, with_words: bool) -> CodeBook:
    """Replies as they are, under their names."""
    kept = kept_of_organisations(data, with_words=with_words)
    return CodeBook(title, columns_of(data, kept, names), kept.left_out)


def of_persons(title: str, data: Microdata, fewest: int) -> CodeBook:
    """Answers without a name, in an order by lot."""
    order = np.arange(data.who.size)
    secrets.SystemRandom().shuffle(order)  # type: ignore[arg-type]
    kept = kept_of_persons(data, fewest)
    return CodeBook(title, tuple(_shuffled(one, order) for one in columns_of(data, kept)), kept.left_out)


def columns_of(data: Microdata, kept: Kept, names: Sequence[str] = ()) -> tuple[CodedColumn, ...]:
    """The file's columns; of data without answers they describe it."""
    taken = _names(data.variables)
    who = [CodedColumn("organisation", _("Organisation"), {}, words=tuple(names))] if kept.has_names else []
    kinds = [_actors(data, kept.kinds)] if kept.kinds else []
    return (*who, *kinds, *(_column(data.by_key[one], taken[one]) for one in kept.keys))


def _shuffled(column: CodedColumn, order: npt.NDArray[np.int64]) -> CodedColumn:
    return column if column.numbers is None else replace(column, numbers=column.numbers[order])


def _sharing(data: Microdata, backgrounds: Iterable[Variable], fewest: int) -> tuple[list[Variable], list[str]]:
    """What can be kept, tried in the questionnaire's order after the kind (``""``); and the keys of what cannot."""
    taken: list[tuple[object, ...]] = [() for _one in range(data.who.size)]
    kept, left = [], []
    actors = data.who.actors.tolist()
    trial: list[tuple[object, ...]] = [(one,) for one in actors]
    if min(Counter(trial).values(), default=0) >= fewest:
        taken = trial
    else:
        left.append("")
    for one in backgrounds:
        values = one.numbers.tolist() if one.numbers is not None else one.codes.tolist()
        trial = [(*before, value) for before, value in zip(taken, values, strict=True)]
        if one.words is None and min(Counter(map(str, trial)).values(), default=0) >= fewest:
            kept.append(one)
            taken = trial
        else:
            left.append(one.key)
    return kept, left


def _kinds(data: Microdata) -> tuple[str, ...]:
    return tuple(sorted(set(data.who.actors.tolist())))


def _actors(data: Microdata, kinds: Sequence[str]) -> CodedColumn:
    numbers = np.array([1.0 + kinds.index(one) for one in data.who.actors.tolist()], np.float64)
    labels = {1.0 + at: wording.actor_name(one) for at, one in enumerate(kinds)}
    return CodedColumn("actor", _("Kind of organisation"), labels, numbers)


def _names(variables: Iterable[Variable]) -> dict[str, str]:
    """By key, as SPSS takes them: letters, digits and underscores, at most 64, each once."""
    found: dict[str, str] = {}
    taken = {"organisation", "actor"}
    for one in variables:
        plain = "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in one.key)[:60]
        name = plain if plain[:1].isalpha() else f"q{plain}"
        number = 2
        while name.lower() in taken:
            name, number = f"{plain[:56]}_{number}", number + 1
        taken.add(name.lower())
        found[one.key] = name
    return found


def _column(variable: Variable, name: str) -> CodedColumn:
    question, own = wording.worded(variable.question.text), wording.worded(variable.title)
    label = (own if own == question else f"{question}: {own}")[:LONGEST_LABEL]
    if variable.words is not None:
        return CodedColumn(name, label, {}, words=variable.words, variable=variable)
    if variable.numbers is not None:
        numbers = np.where(variable.codes < 0, _reasons(variable), variable.numbers)
        return CodedColumn(name, label, _reason_labels(), numbers, measure="scale", variable=variable)
    values = values_of(variable)
    found = np.array([*values, 0.0])[np.maximum(variable.codes, -1)]
    numbers = np.where(variable.codes < 0, _reasons(variable), found)
    of_values = {value: _category(variable, at)[:LONGEST_VALUE_LABEL] for at, value in enumerate(values)}
    measure = "ordinal" if variable.is_scored or variable.sort is Sort.PLACE else "nominal"
    return CodedColumn(name, label, of_values | _reason_labels(), numbers, measure=measure, variable=variable)


def _reasons(variable: Variable) -> npt.NDArray[np.float64]:
    table = np.zeros(-ROUTED + 1)
    for code, value in WHY.items():
        table[-code] = value
    return table[np.maximum(-variable.codes.astype(np.int64), 0)]


def values_of(variable: Variable) -> list[float]:
    """The number of each category."""
    outside = 0
    found: list[float] = []
    for at, one in enumerate(variable.categories):
        if one.is_outside:
            found.append(min(BESIDE + outside, HIGHEST))
            outside += 1
        elif variable.sort is Sort.CHOSEN:
            found.append(float(at))
        else:
            found.append(float(one.score) if variable.is_scored and one.score is not None else float(at + 1))
    return found


def _category(variable: Variable, at: int) -> str:
    one = variable.categories[at]
    if variable.sort is Sort.CHOSEN:
        return _("Yes") if at else _("No")
    if variable.sort is Sort.PLACE:
        return _("Not ranked") if one.is_outside else _("Place %(n)s") % {"n": at + 1}
    return wording.worded(one.title) or str(wording.HEADINGS.get(one.code, one.code))


def _reason_labels() -> dict[float, str]:
    return {
        NOT_ANSWERED: _("Not answered"),
        PASSED_BY: _("Passed by on a route"),
        NOT_ASKED: _("Not asked of this kind of organisation"),
    }
