"""What the parts of a draft can name: its own terms, and those of the base that it lies on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stegvis.engine.ladder import OWN_AREA
from stegvis.frameworks.drafts.content import Content, in_swedish
from stegvis.frameworks.drafts.parts import Part, dicts_in, walk
from stegvis.frameworks.format.convert import to_raw
from stegvis.frameworks.format.document import EffectiveFramework
from stegvis.frameworks.format.vocabulary import professions

Choice = tuple[str, str]


@dataclass(frozen=True)
class Choices:
    """Choices by what they are for; each is a code and the words for it."""

    areas: tuple[Choice, ...]
    roles: tuple[Choice, ...]
    scale: tuple[Choice, ...]
    competences: tuple[Choice, ...]
    facts: dict[str, tuple[Choice, ...]]

    @classmethod
    def of(cls, content: Content, base: EffectiveFramework | None = None) -> Choices:
        under = to_raw(base.document) if base else {}
        facts: dict[str, list[Choice]] = {}
        for fact in _both("facts", under, content):
            facts.setdefault(str(fact.get("kind")), []).append(_choice(fact))
        groups = _both("competences", under, content)
        return cls(
            tuple(map(_choice, _both("areas", under, content))),
            tuple(map(_choice, _both("roles", under, content))),
            tuple(_value(value) for value in _both("scale", under, content)),
            tuple(_choice(item) for group in groups for item in dicts_in(group.get("items"))),
            {kind: tuple(found) for kind, found in facts.items()},
        )

    def for_field(self, key: str, part: Part) -> tuple[Choice, ...]:
        """What a field of a part offers; what the part says already is offered too, though it be unknown."""
        offered = self._offered(key, str(part.get("kind", "")))
        known = {code for code, _words in offered}
        value = part.get(key)
        held = value if isinstance(value, list) else [value] if value not in (None, "") else []
        return (*offered, *((str(code), str(code)) for code in held if str(code) not in known))

    def _offered(self, key: str, kind: str) -> tuple[Choice, ...]:
        offered: dict[str, tuple[Choice, ...]] = {
            "judged_by": self.roles,
            "rating": (("", "–"), *self.scale),
            "area": (("", _("Wherever it was gained")), (OWN_AREA, _("In the own area")), *self.areas),
        }
        if key == "professions" or (key == "accepts" and kind == "licence"):
            return _professions(licensed_only=key != "professions")
        if key == "accepts":
            return self.competences if kind == "competence" else self.facts.get(kind, ())
        return offered.get(key, ())


def words(text: Any) -> str:
    """A text of the file in the reader's language, else in Swedish."""
    if isinstance(text, dict) and (get_language() or "sv").startswith("en") and isinstance(text.get("en"), str):
        return str(text["en"])
    return in_swedish(text)


def codes_in(content: Content) -> set[str]:
    """Every code that a part of the content has."""
    return {part["code"] for _path, part in walk(content) if isinstance(part.get("code"), str)}


def _both(key: str, under: Content, content: Content) -> Iterator[Part]:
    yield from dicts_in(under.get(key))
    yield from dicts_in(content.get(key))


def _choice(part: Part) -> Choice:
    code = str(part.get("code", ""))
    return code, words(part.get("title")) or code


def _value(part: Part) -> Choice:
    return str(part.get("value", "")), f"{part.get('value', '')} – {words(part.get('title'))}"


def _professions(*, licensed_only: bool) -> tuple[Choice, ...]:
    english = (get_language() or "sv").startswith("en")
    found = (one for one in professions().values() if one.licensed or not licensed_only)
    return tuple(sorted(((one.code, (english and one.title_en) or one.title_sv) for one in found), key=lambda c: c[1]))
