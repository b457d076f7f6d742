"""The markup of a report's texts: a few signs that people write anyway, and no HTML.

A blank line parts paragraphs. Lines that begin with ``- `` or ``1. `` are a list. ``*word*`` is emphasis, ``**word**``
strong, ``[words](https://…)`` a link. Whatever does not fit stays as it was typed.

>>> parts("Se **tabell 1**:\\n\\n- en\\n- två")
[{'kind': 'paragraph', 'runs': [{'text': 'Se '}, {'text': 'tabell 1', 'as': 'strong'}, {'text': ':'}]}, \
{'kind': 'list', 'items': [[{'text': 'en'}], [{'text': 'två'}]]}]
"""

from __future__ import annotations

import re
from typing import Any

Part = dict[str, Any]
Run = dict[str, str]

_BULLET = re.compile(r"[-•*]\s+")
_NUMBERED = re.compile(r"\d{1,3}[.)]\s+")
_INLINE = re.compile(
    r"\*\*(?P<strong>[^*\s](?:[^*]*[^*\s])?)\*\*"
    r"|(?<!\w)\*(?P<em>[^*\s](?:[^*]*[^*\s])?)\*(?!\w)"
    r"|\[(?P<words>[^\[\]]+)\]\((?P<to>https?://[^\s()<>\"']+|mailto:[^\s()<>\"']+@[^\s()<>\"']+)\)"
)


def parts(text: str) -> list[Part]:
    """Paragraphs and lists (``ordered`` where they were numbered), each of runs: text, and what it is shown as."""
    found: list[Part] = []
    for chunk in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").strip()):
        for lines, kind in _grouped([line.strip() for line in chunk.split("\n") if line.strip()]):
            found.append(_part(lines, kind))
    return found


def _grouped(lines: list[str]) -> list[tuple[list[str], str]]:
    """Lines that follow each other and are of one kind."""
    groups: list[tuple[list[str], str]] = []
    for line in lines:
        kind = "list" if _BULLET.match(line) else "ordered" if _NUMBERED.match(line) else "paragraph"
        if groups and groups[-1][1] == kind:
            groups[-1][0].append(line)
        else:
            groups.append(([line], kind))
    return groups


def _part(lines: list[str], kind: str) -> Part:
    if kind == "paragraph":
        return {"kind": "paragraph", "runs": runs(" ".join(lines))}
    sign = _BULLET if kind == "list" else _NUMBERED
    items = [runs(sign.sub("", line, count=1)) for line in lines]
    return {"kind": "list", "items": items} | ({"ordered": True} if kind == "ordered" else {})


def runs(text: str) -> list[Run]:
    found: list[Run] = []
    at = 0
    for match in _INLINE.finditer(text):
        if match.start() > at:
            found.append({"text": text[at : match.start()]})
        found.append(_marked(match))
        at = match.end()
    return [*found, {"text": text[at:]}] if at < len(text) else found


def _marked(match: re.Match[str]) -> Run:
    if match["words"]:
        return {"text": match["words"], "to": match["to"]}
    return {"text": match["strong"], "as": "strong"} if match["strong"] else {"text": match["em"], "as": "em"}


def bare(text: str) -> str:
    """The words alone."""
    spoken = []
    for part in parts(text):
        lines = part["items"] if part["kind"] == "list" else [part["runs"]]
        spoken += ["".join(run["text"] for run in line) for line in lines]
    return " ".join(spoken)
