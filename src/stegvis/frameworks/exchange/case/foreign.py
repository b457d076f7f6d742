"""A CASE tree that knows nothing of Stegvis, as the competences of a described framework."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from stegvis.foundation.documents.problems import Problem
from stegvis.foundation.documents.text import slug
from stegvis.frameworks.exchange.case.content import Told
from stegvis.frameworks.exchange.case.elements import Package, Raw, elements, read_text
from stegvis.frameworks.exchange.case.tree import ITEMS, Tree

MOST_IN_GROUP, MOST_GROUPS = 500, 50
MOST_LETTERS = 5000
CODE_LETTERS = 70


class Codes:
    """Codes made of what others use as codes or titles, each once."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def make(self, *candidates: Any) -> str:
        """A code from the first candidate that letters or digits can be found in."""
        found = (slug(str(one), CODE_LETTERS) for one in candidates if one)
        stem = next((code for code in found if code), "del")
        number = self.numbers.get(stem, 0) + 1
        code = stem if number == 1 else f"{stem}-{number}"
        self.numbers[stem] = number
        return code if number == 1 else self.make(code)


def described_framework(package: Package, tree: Tree) -> tuple[Raw, Told, list[Problem]]:
    """The content, the identifiers of its parts, and what could not be said with it."""
    reader = _Reader(package, tree)
    return reader.content(), reader.told, reader.notes


class _Reader:
    def __init__(self, package: Package, tree: Tree) -> None:
        self.package, self.tree = package, tree
        self.told: Told = {}
        self.notes: list[Problem] = []
        self.codes = Codes()

    def content(self) -> Raw:
        document = self.package["CFDocument"]
        title = _text(document.get("title")) or "Ramverk utan namn"
        code = Codes().make(title)
        self.told[f"framework/{code}"] = str(document.get("identifier", ""))
        summary, scale, groups = _text(document.get("description")), self._scale(), list(self._groups())
        if len(groups) > MOST_GROUPS:
            self.notes.append(Problem("many_groups", ITEMS, params={"number": len(groups), "limit": MOST_GROUPS}))
        return {
            "format": 1,
            "code": code,
            "version": 1,
            "status": "described",
            "title": title,
            **({"summary": summary} if summary else {}),
            "owner": {"name": (_text(document.get("creator")) or "–")[:200], "kind": "national"},
            **self._licence(),
            "provenance": self._provenance(document, title),
            **({"scale": scale} if scale else {}),
            **({"competences": groups} if groups else {}),
            "levels": [{"code": "niva-1", "order": 1, "title": "Nivå 1", "certain": False}],
        }

    def _provenance(self, document: Raw, title: str) -> Raw:
        source = _text(document.get("officialSourceURL")) or _text(document.get("uri"))
        creator = _text(document.get("creator"))
        told = (f"{creator}: " if creator else "") + title + (f" ({source})" if source else "")
        status = _text(document.get("adoptionStatus"))[:200]
        return {
            "basis": "source",
            "documents": [told[:500]],
            **({"status_in_source": status} if status else {}),
            "note": "Läst ur ett ramverk i ett annat format. Nivån är vår; källan har inga nivåer som Stegvis känner.",
        }

    def _licence(self) -> Raw:
        link = self.package["CFDocument"].get("licenseURI")
        linked = str(link.get("identifier", "")).lower() if isinstance(link, dict) else ""
        for licence in elements(self.package, "CFLicenses"):
            title = _text(licence.get("title"))[:80]
            if title and linked == str(licence.get("identifier", "")).lower():
                self.told[f"licence/{title}"] = str(licence["identifier"])
                return {"licence": title}
        return {}

    def _scale(self) -> list[Raw]:
        """The levels of the first rubric whose levels have whole numbers for scores, each once."""
        for rubric in elements(self.package, "CFRubrics"):
            for criterion in elements(rubric, "CFRubricCriteria"):
                levels = list(elements(criterion, "CFRubricCriterionLevels"))
                values = {_rating(level): _text(level.get("quality")) for level in levels}
                if levels and len(values) == len(levels) and 0 not in values and all(values.values()):
                    return [{"value": value, "title": title} for value, title in sorted(values.items())][:20]
        return []

    def _groups(self) -> Iterator[Raw]:
        """One group for each item below the document that has items below it, and one for those that have not."""
        lone = []
        for root in self.tree.children.get("", ()):
            if not self.tree.children.get(root):
                lone.append(root)
                continue
            item = self.tree.items[root]
            head = self._term("competence_group", root, item)
            yield from self._parts(head, self.tree.below(root))
        if lone:
            yield from self._parts({"code": self.codes.make("kompetenser"), "title": "Kompetenser"}, lone)

    def _parts(self, head: Raw, members: Iterable[str]) -> Iterator[Raw]:
        """The group, in several where it is larger than one may be."""
        items = (self._term("competence", member, self.tree.items[member]) for member in members)
        number = 1
        while found := list(islice(items, MOST_IN_GROUP)):
            if number == 1:
                yield head | {"items": found}
            else:
                code, title = self.codes.make(head["code"]), f"{head['title'][:4900]} ({number})"
                yield {"code": code, "title": title, "items": found}
            number += 1

    def _term(self, kind: str, identifier: str, item: Raw) -> Raw:
        statement, short = _text(item.get("fullStatement")), _text(item.get("abbreviatedStatement"))
        code = self.codes.make(item.get("humanCodingScheme"), short, statement)
        self.told[f"{kind}/{code}"] = str(item["identifier"])
        explained = "\n".join(text for text in (statement if short else "", _text(item.get("notes"))) if text)
        title = short or statement or code
        return {"code": code, "title": title, **({"description": explained[:MOST_LETTERS]} if explained else {})}


def _rating(level: Raw) -> int:
    """The score as a rating of ours; 0 where it cannot be one."""
    score = level.get("score")
    return int(score) if isinstance(score, int | float) and score in range(1, 101) else 0


def _text(value: Any) -> str:
    return str(read_text(value)).strip()[:MOST_LETTERS] if isinstance(value, str) else ""
