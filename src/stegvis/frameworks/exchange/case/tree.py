"""The tree that the isChildOf associations of a package make, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from stegvis.foundation.documents.problems import Problem, echo
from stegvis.frameworks.exchange.case.elements import Package, Raw, elements

ITEMS, ASSOCIATIONS = "CFItems", "CFAssociations"


@dataclass
class Tree:
    """Items by identifier, children in order, and each item's one parent ("" is the document itself)."""

    items: dict[str, Raw]
    children: dict[str, list[str]] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)

    def below(self, identifier: str = "") -> Iterator[str]:
        """All items below one, each after its parent, in order. Needs no stack of calls however deep it is."""
        waiting = list(reversed(self.children.get(identifier, [])))
        while waiting:
            found = waiting.pop()
            yield found
            waiting += reversed(self.children.get(found, []))


def tree_of(package: Package) -> tuple[Tree, list[Problem], list[Problem]]:
    """The tree, what keeps it from being one (circles), and what was passed over: dangling ends, second parents."""
    items = {str(item["identifier"]).lower(): item for item in elements(package, ITEMS) if item.get("identifier")}
    document = str((package.get("CFDocument") or {}).get("identifier", "")).lower()
    tree = Tree(items)
    notes: list[Problem] = []
    claimed: list[tuple[float, int, str, str]] = []
    for row, association in enumerate(elements(package, ASSOCIATIONS), start=1):
        origin, destination = (end_of(association, end) for end in ("originNodeURI", "destinationNodeURI"))
        if association.get("associationType") != "isChildOf":
            if origin not in items and destination not in items:
                notes.append(Problem("dangling", ASSOCIATIONS, row, params=_names(origin, destination)))
        elif origin not in items or (destination not in items and destination != document):
            notes.append(Problem("dangling", ASSOCIATIONS, row, params=_names(origin, destination)))
        else:
            parent = "" if destination == document and destination not in items else destination
            claimed.append((_number(association.get("sequenceNumber")), row, origin, parent))
    for _sequence, row, origin, parent in sorted(claimed):
        if origin in tree.parents:
            if tree.parents[origin] != parent:
                notes.append(Problem("second_parent", ASSOCIATIONS, row, params={"title": title_of(items[origin])}))
            continue
        tree.parents[origin] = parent
        tree.children.setdefault(parent, []).append(origin)
    tree.children.setdefault("", []).extend(found for found in items if found not in tree.parents)
    return tree, _circles(tree, [(origin, parent) for _sequence, _row, origin, parent in claimed]), notes


def end_of(association: Raw, end: str) -> str:
    """The identifier at one end of an association, in small letters."""
    node = association.get(end)
    return str(node.get("identifier", "")).lower() if isinstance(node, dict) else ""


def title_of(item: Raw) -> str:
    return echo(item.get("abbreviatedStatement") or item.get("fullStatement") or item.get("identifier") or "?")


def _circles(tree: Tree, claimed: list[tuple[str, str]]) -> list[Problem]:
    """Each circle once, by the titles of those in it; among all the parents that an item is said to have."""
    parents: dict[str, dict[str, None]] = {}
    for origin, parent in claimed:
        if parent:
            parents.setdefault(origin, {})[parent] = None
    found: list[Problem] = []
    done: set[str] = set()
    for start in tree.items:
        path: dict[str, Iterator[str]] = {}  # the items walked through, in order, with the parents still to look at
        here = None if start in done else start
        while here is not None:
            path.setdefault(here, iter(parents.get(here, ())))
            above = next((one for one in path[here] if one not in done), None)
            if above is None:
                done.add(here)
                path.pop(here)
                here = next(reversed(path), None)
            elif above in path:
                walked = list(path)
                circle = [title_of(tree.items[one]) for one in walked[walked.index(above) :][:6]]
                found.append(Problem("circle", ITEMS, params={"items": " → ".join([*circle, circle[0]])}))
            else:
                here = above
    return found


def _number(value: object) -> float:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else float("inf")


def _names(origin: str, destination: str) -> dict[str, str]:
    return {"origin": echo(origin or "–"), "destination": echo(destination or "–")}
