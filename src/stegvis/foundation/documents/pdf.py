"""Typeset documents: PDF that is tagged and can be read aloud (PDF/UA-1) and kept (PDF/A-2a), by Typst.

A template is a Typst file of the package that defines ``content(data)``; ``typst/main.typ`` gives every document its
page, title and language. Data reach it as values, never as markup, so a text that looks like markup is shown as it
stands. Only the fonts that Typst brings are used and nothing is fetched: the same data give the same bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from functools import partial
from importlib.resources import files
from typing import Any

import typst

PDF = "application/pdf"
STANDARDS = ["ua-1", "a-2a"]
UNPRINTABLE = "\ufffd"
ROUNDS = 6
_NAMED = re.compile(r'the (?:text|PDF contains the codepoint) `?"((?:\\u\{[0-9a-f]+\}|[^"\\])+)"')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
# What the fonts hold for certain: Latin with all accents, Greek, Cyrillic, and common punctuation.
_RARE = re.compile("[^\n -~\u00a0-\u024f\u0370-\u03ff\u0400-\u045f\u2010-\u2027\u2030-\u203a\u20ac\u2212]")


def typeset(template: str, data: dict[str, Any], *, title: str, language: str, day: date) -> bytes:
    """The document as PDF.

    ``template`` is a path within the package, ``data`` is what JSON can hold, ``day`` is the document's date. Signs
    that the fonts lack are shown as one that says so. Raises typst.TypstError for a template that does not hold.
    """
    folder = files(__package__).joinpath("typst")
    sources = {
        "main.typ": folder.joinpath("main.typ").read_bytes(),
        "content.typ": files("stegvis").joinpath(template).read_bytes(),
    }
    told = {"title": title, "language": language, "day": [day.year, day.month, day.day], "content": data}
    for _round in range(ROUNDS):
        try:
            return _compile(sources, told)
        except typst.TypstError as error:
            missing = missing_signs(str(error))
            if not missing:
                raise
            told = _with_texts(told, partial(_without, missing))
    return _compile(sources, _with_texts(told, lambda text: _RARE.sub(UNPRINTABLE, text)))


def missing_signs(message: str) -> set[str]:
    """The signs that Typst says it has no picture of."""
    return {_ESCAPED.sub(lambda code: chr(int(code[1], 16)), sign) for sign in _NAMED.findall(message)}


def _compile(sources: dict[str, bytes], told: dict[str, Any]) -> bytes:
    given = {**sources, "data.json": json.dumps(told, ensure_ascii=False).encode()}
    # The library's stub knows one file only; it takes several by name.
    return typst.compile(given, format="pdf", pdf_standards=STANDARDS, ignore_system_fonts=True)  # type: ignore[call-overload]


def _without(missing: set[str], text: str) -> str:
    for sign in missing:
        text = text.replace(sign, UNPRINTABLE)
    return text


def _with_texts(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _with_texts(item, change) for key, item in value.items()}
    return [_with_texts(item, change) for item in value] if isinstance(value, list) else value
