"""The competence areas that everything shared is told apart by, over all frameworks, with the words people use of them.

A file beside the frameworks, since an area's name belongs to no single framework, and to no employer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from django.utils.translation import get_language

AREAS = Path(__file__).parent / "data" / "areas" / "competence-areas.yaml"
FEWEST_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Area:
    """One area: ``titles`` by language (``sv``, ``en``), and the words it is also asked for by, in either language."""

    code: str
    titles: dict[str, str]
    synonyms: tuple[str, ...]

    @property
    def title(self) -> str:
        """Its name in the reader's language."""
        return self.titles["en" if (get_language() or "sv").startswith("en") else "sv"]

    def __str__(self) -> str:
        return self.title


@cache
def areas() -> dict[str, Area]:
    """Every area by its code, in the order of the file."""
    read = yaml.safe_load(AREAS.read_text(encoding="utf-8"))["areas"]
    return {
        one["code"]: Area(one["code"], {"sv": one["sv"], "en": one["en"]}, tuple(one.get("synonyms", ())))
        for one in read
    }


def area_of(code: str) -> Area | None:
    """The area with that code, or None: a code of an older file, or of a framework's own area."""
    return areas().get(code)


def area_names(codes: list[str]) -> list[str]:
    """The names of those codes in the reader's language; a code that is no area of ours stands as it is."""
    return [known.title if (known := area_of(code)) else code for code in codes]


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """By code, everything an area is called, as plain words."""
    return {code: tuple(_plain(name) for name in (*a.titles.values(), *a.synonyms)) for code, a in areas().items()}


def areas_named(text: str) -> list[str]:
    """The codes of the areas that the text names, in the order of the file.

    An area is named where one of its names stands in the text, also as the beginning of a word ("demensvården"), or
    where the text of at least three letters begins one of its names ("palli").
    """
    asked = _plain(text)
    return [code for code, names in _names().items() if any(_is_named(name, asked) for name in names)]


def _is_named(name: str, asked: str) -> bool:
    if len(asked) >= FEWEST_LETTERS and name.startswith(asked):
        return True
    # A short name, such as MI, is only itself: else every word that begins so would name it.
    end = " " if len(name) <= FEWEST_LETTERS else ""
    return f" {name}{end}" in f" {asked} "


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", text.casefold()).split())
