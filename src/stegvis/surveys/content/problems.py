"""What can be wrong with a questionnaire: a code with its figures, where it is, and words that say what to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext, gettext_noop

Path = tuple[str | int, ...]
"""Keys and indexes from the top, as in ``("sections", 0, "questions", 2, "rows", 1)``."""

LONGEST_SHOWN = 60
BREAKING = frozenset(
    {
        *("not_mapping", "not_list", "not_text", "not_texts", "not_whole", "not_number", "not_yes", "unknown_key"),
        *("missing", "unknown_format", "no_code", "unknown_language", "unknown_kind", "unknown_likeness"),
        *("unknown_test",),
    }
)
"""What makes a questionnaire unreadable; with anything else it can be written on."""

TEXTS: dict[str, str] = {
    # the shape
    "not_mapping": gettext_noop("Keys with values are expected here, such as “code: role”."),
    "not_list": gettext_noop("A list is expected here, one part a line after “- ”."),
    "not_text": gettext_noop("Words are expected here. Put them in quotation marks if they look like a number."),
    "not_texts": gettext_noop("Write the words by language, such as “sv: …” and “en: …”."),
    "not_whole": gettext_noop("“%(key)s” is to be a whole number."),
    "not_number": gettext_noop("“%(key)s” is to be a number."),
    "not_yes": gettext_noop("“%(key)s” is to be true or false."),
    "unknown_key": gettext_noop("“%(key)s” is not known here. Take it out, or write one of: %(known)s."),
    "missing": gettext_noop("“%(key)s” is missing. Write it."),
    "unknown_format": gettext_noop("The format “%(value)s” is not known. Write “%(known)s”."),
    "no_code": gettext_noop("A code is missing. Write one, such as “role”."),
    "bad_code": gettext_noop(
        "“%(value)s” is not a code. Use small letters a–z first, then also digits, hyphens and underscores."
    ),
    "long_code": gettext_noop("The code “%(value)s” is longer than %(limit)s characters. Make it shorter."),
    "too_many": gettext_noop("There are %(count)s of “%(key)s”; at most %(limit)s are allowed. Divide them."),
    "too_long": gettext_noop("The text is %(length)s characters long; at most %(limit)s fit. Make it shorter."),
    "hidden": gettext_noop("The text holds an invisible character (%(character)s). Take it out."),
    "markup": gettext_noop("The text holds code (“%(value)s”). Write plain words."),
    "no_swedish": gettext_noop("The words in Swedish are missing. Write them."),
    "unknown_language": gettext_noop("The language “%(value)s” is not known. Use sv or en."),
    "out_of_range": gettext_noop("%(value)s is not between %(low)s and %(high)s."),
    # the codes
    "code_twice": gettext_noop("The code “%(value)s” is used already, in %(first)s. Give one of them another code."),
    "section_twice": gettext_noop("The code “%(value)s” is used by another section. Give one of them another code."),
    "choice_twice": gettext_noop("The choice “%(value)s” stands twice. Give one of them another code."),
    "twice": gettext_noop("“%(value)s” stands twice in the list. Take one out."),
    # the parts
    "unknown_kind": gettext_noop("The kind “%(value)s” is not known. Choose one of: %(known)s."),
    "no_sections": gettext_noop("There is no section yet. Add one, with a question in it."),
    "no_questions": gettext_noop("There is no question in the section yet. Add one, or take the section out."),
    "no_choices": gettext_noop("There are no choices. Write at least %(limit)s."),
    "choices_not_here": gettext_noop("A question of this kind has no choices. Take them out, or change the kind."),
    "no_rows": gettext_noop("There are no rows. Write at least one."),
    "rows_not_here": gettext_noop("A question of this kind has no rows. Take them out, or change the kind."),
    "key_not_here": gettext_noop("“%(key)s” does not go with a question of this kind. Take it out."),
    "unknown_scale": gettext_noop("The scale “%(value)s” is not among the questionnaire's scales. Write it there."),
    "scale_and_choices": gettext_noop("The question has both a scale and choices of its own. Take one of them out."),
    "score_twice": gettext_noop("The score %(value)s stands on two choices. Give each its own."),
    "score_missing": gettext_noop(
        "Some choices have a score and “%(value)s” has none. Give it one, or mark it as outside the scale."
    ),
    "score_outside": gettext_noop("“%(value)s” is outside the scale and has a score. Take one of the two away."),
    "all_outside": gettext_noop("Every choice is outside the scale. Let at least one be inside."),
    "top_too_high": gettext_noop("The top box counts %(value)s of %(limit)s scores. Let it count fewer."),
    "least_over_most": gettext_noop("The lowest (%(least)s) is above the highest (%(most)s). Change one of them."),
    "unknown_actor": gettext_noop("“%(value)s” is not a kind of organisation. Choose one of: %(known)s."),
    "unknown_area": gettext_noop("“%(value)s” is not a competence area. Choose one from the list."),
    "unknown_likeness": gettext_noop("“%(value)s” does not say how like the earlier one it is. Choose of: %(known)s."),
    "earlier_twice": gettext_noop(
        "“%(value)s” is said to be the earlier one of two items. It can go on in one of them only."
    ),
    # the routing
    "unknown_target": gettext_noop("The condition asks about “%(value)s”, which is not there. Choose another."),
    "later_target": gettext_noop(
        "The condition asks about “%(value)s”, which comes later. Move that one up, or this one down."
    ),
    "cycle": gettext_noop("The condition goes round in a circle: %(value)s. Take one of the conditions away."),
    "unasked_target": gettext_noop(
        "The condition asks about “%(value)s”, which %(actor)s is not asked. They would never see this question."
    ),
    "unknown_test": gettext_noop("“%(value)s” is not a way to try an answer. Choose one of: %(known)s."),
    "test_not_here": gettext_noop("“%(test)s” cannot be tried on “%(value)s”. Choose another way to try it."),
    "values_not_here": gettext_noop("“%(test)s” takes no value. Take it out."),
    "values_one": gettext_noop("“%(test)s” takes exactly one value."),
    "values_missing": gettext_noop("The condition names no answer. Choose at least one."),
    "unknown_value": gettext_noop("“%(value)s” is not among the choices of “%(target)s”. Choose one of them."),
    "value_without_score": gettext_noop("“%(value)s” has no score to compare with. Choose one that has."),
    "value_not_number": gettext_noop("“%(value)s” is not a number. Write it with a point before decimals."),
    "value_not_date": gettext_noop("“%(value)s” is not a date. Write it as 2026-05-31."),
    # the whole
    "too_large": gettext_noop("The questionnaire is too large. Divide it into two."),
    "more": gettext_noop("There is more that is wrong; the first %(shown)s are shown."),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. ``section`` and ``question`` (a row's code too) are codes as far as they can be read."""

    code: str
    path: Path = ()
    section: str = ""
    question: str = ""
    params: dict[str, Any] = field(default_factory=dict, hash=False)

    @property
    def breaks(self) -> bool:
        """Whether it is of the shape, so that nothing can be read."""
        return self.code in BREAKING

    @property
    def text(self) -> str:
        """What is wrong and what to do, in the reader's language."""
        return gettext(TEXTS[self.code]) % self.params

    @property
    def where(self) -> str:
        """The section and the question, in the reader's language; empty for the questionnaire as a whole."""
        return where(self.path, self.section, self.question)

    def __str__(self) -> str:
        return f"{self.where}: {self.text}" if self.where else self.text


def where(path: Path, section: str = "", question: str = "") -> str:
    """“Section background, question role”; by number where a code cannot be read."""
    parts = []
    if path[:1] == ("scales",):
        parts.append(gettext("scale %(name)s") % {"name": shown(path[1] if len(path) > 1 else "")})
    if path[:1] == ("sections",) and len(path) > 1:
        parts.append(gettext("section %(name)s") % {"name": section or _number(path[1])})
    if path[2:3] == ("questions",) and len(path) > 3:
        parts.append(gettext("question %(name)s") % {"name": question or _number(path[3])})
    words = ", ".join(parts)
    return words[:1].upper() + words[1:]


def _number(at: str | int) -> str:
    return str(at + 1) if isinstance(at, int) else shown(at)


def shown(value: object) -> str:
    """A value short enough, and plain enough, to stand in a message."""
    text = "".join(letter if letter.isprintable() else "·" for letter in _written(value))
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def _written(value: object) -> str:
    if isinstance(value, str):
        return value[: LONGEST_SHOWN * 2]
    if isinstance(value, bool | float) or value is None:
        return str(value)
    if isinstance(value, int):  # one of thousands of digits is not written out
        return str(value) if abs(value) < 10**LONGEST_SHOWN else "…"
    return type(value).__name__
