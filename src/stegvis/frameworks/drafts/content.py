"""A draft's content: the plain values of a framework file, which need not hold yet."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Collection
from typing import Any

import nh3
from django import forms
from django.utils.text import slugify

from stegvis.frameworks.format.dump import dump_raw
from stegvis.frameworks.format.problems import Path
from stegvis.frameworks.policies import Owner
from stegvis.organisations.models import Collaboration

Content = dict[str, Any]

_KEYS = """
format n of to name kind code value order version requirement status title sv en basis text summary owner licence
provenance overlay_of accepts credits months rating area judged_by help items description documents status_in_source
note valid_months certain concepts staying professions profession_groups level_word tasks responsibilities pay_note
notes requirement_notes areas roles scale competences facts requires tracks all_of any_of at_least clarify raise add
levels
"""
KEYS = _KEYS.split()
"""Every key, in an order that holds at once for all parts of a file but an overlay's additions."""

ADDITION = ["to", "requires", "tasks", "responsibilities"]

# What YAML refuses or hides, and what the database cannot hold. Line breaks and tabs are kept.
_UNSEEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)


_ONE_LINE = {"title", "name"}  # also by language
_BREAK = re.compile("[\t\n]")


def text_of(content: Content) -> str:
    """The content as YAML: of what holds, the same that is published."""
    return dump_raw(ordered(content))


def ordered(value: Any) -> Any:
    """The same values with their keys in the order of the file; a column of plain values keeps none."""
    if isinstance(value, list):
        return [ordered(item) for item in value]
    if not isinstance(value, dict):
        return value
    order = ADDITION if "to" in value else KEYS
    known = [key for key in order if key in value]
    return {key: ordered(value[key]) for key in [*known, *sorted(value.keys() - set(known))]}


def cleaned(content: Content) -> tuple[Content, list[Path]]:
    """The content without markup and unseen characters in its texts, and where something was taken away.

    A title or a name is on one line.
    """
    found: list[Path] = []

    def clean(text: str, path: Path) -> str:
        is_line = not _ONE_LINE.isdisjoint(path[-2:])
        if _is_plain(text) and not (is_line and _BREAK.search(text)):
            return text
        plain = one_line(text) if is_line else plain_text(text)
        if plain != unicodedata.normalize("NFC", text.replace("\r\n", "\n")):
            found.append(path)
        return plain

    return _mapped(content, (), clean), found


def _mapped(value: Any, path: Path, change: Callable[[str, Path], str]) -> Any:
    if isinstance(value, str):
        return change(value, path)
    if isinstance(value, dict):
        return {key: _mapped(item, (*path, key), change) for key, item in value.items()}
    if isinstance(value, list):
        return [_mapped(item, (*path, i), change) for i, item in enumerate(value)]
    return value


def _is_plain(text: str) -> bool:
    return "<" not in text and not _UNSEEN.search(text) and unicodedata.is_normalized("NFC", text)


class PlainText(forms.CharField):
    """A field whose text is stored without markup and unseen characters; on one line unless it has several rows."""

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(value))
        return plain_text(text).strip() if isinstance(self.widget, forms.Textarea) else one_line(text)


def one_line(text: str) -> str:
    """Plain text on one line, as titles and names are."""
    return " ".join(plain_text(text).split())


def plain_text(text: str) -> str:
    """Text without HTML, scripts and unseen characters; all else as it was."""
    text = _UNSEEN.sub("", unicodedata.normalize("NFC", text.replace("\r\n", "\n")))
    while "<" in text:
        stripped = html.unescape(nh3.clean(text, tags=set()))
        if stripped == text:
            break
        text = _UNSEEN.sub("", stripped)
    return text


def titled(content: Content) -> str:
    """The Swedish title, cut to what a row holds; empty where there is none."""
    return in_swedish(content.get("title"))[:200]


def in_swedish(text: Any) -> str:
    """A text of the file in Swedish: a string, or texts by language."""
    found = text.get("sv", "") if isinstance(text, dict) else text
    return found if isinstance(found, str) else ""


def code_from(title: str, taken: Collection[str] = ()) -> str:
    """A code in the words of the title, with a number where it is taken."""
    stem = slugify(title).replace("_", "-")[:70].strip("-") or "ny"
    number, code = 1, stem
    while code in taken:
        number += 1
        code = f"{stem}-{number}"
    return code


def owner_of_file(owner: Owner) -> dict[str, str]:
    """How the file names an owner."""
    if isinstance(owner, Collaboration):
        return {"name": owner.name, "kind": "collaboration"}
    kinds = {"council": "collaboration", "authority": "national"}
    return {"name": owner.name, "kind": kinds.get(owner.type, owner.type)}


def skeleton(title: str, owner: Owner, code: str, level_title: str) -> Content:
    """The smallest framework that holds: one level that asks for nothing yet."""
    return {
        "format": 1,
        "code": code,
        "version": 1,
        "status": "proposal",
        "title": title,
        "owner": owner_of_file(owner),
        "provenance": {"basis": "written"},
        "levels": [{"code": code_from(level_title), "order": 1, "title": level_title}],
    }
