"""Giving back a package that came from elsewhere, with what was changed in Stegvis since."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stegvis.frameworks.exchange.case.elements import Package, Raw, elements
from stegvis.frameworks.exchange.case.tree import ASSOCIATIONS, ITEMS, end_of

DEFINITIONS = ("CFConcepts", "CFSubjects", "CFLicenses", "CFItemTypes")


def merge(kept: Package, before: Package, after: Package) -> Package:
    """``kept`` with the differences between ``before`` and ``after``: the content as it was read, and as it is.

    What did not change is given back as it came, in its order, also what Stegvis does not know.
    """
    return _Merge(kept, before, after).package()


class _Merge:
    def __init__(self, kept: Package, before: Package, after: Package) -> None:
        self.kept, self.before, self.after = kept, before, after
        old, new = _by_key(ITEMS, before), _by_key(ITEMS, after)
        self.gone = set(old) - set(new)
        touched = [item for name, item in new.items() if old.get(name) != item]
        links = (link for item in touched for link in (item["CFItemTypeURI"], *item.get("subjectURI", ())))
        self.linked = {_identifier(link) for link in links}  # by new and changed items, which may be the first to do so
        self.orphans: set[str] = set()

    def package(self) -> Package:
        merged = dict(self.kept)
        merged["CFDocument"] = _changed(self.kept["CFDocument"], self.before["CFDocument"], self.after["CFDocument"])
        for key in (ITEMS, ASSOCIATIONS, "CFRubrics"):
            _set(merged, key, self._list(key))
        definitions = dict(self.kept.get("CFDefinitions") or {})
        for key in DEFINITIONS:
            _set(definitions, key, self._list(key))
        _set(merged, "CFDefinitions", definitions)
        return merged

    def _list(self, key: str) -> list[Any]:
        old, new = _by_key(key, self.before), _by_key(key, self.after)
        found, seen = [], set()
        for element in _kept_elements(key, self.kept):
            name = _key(key, element) if isinstance(element, dict) else ()
            seen.add(name)
            if (name in old and name not in new) or self._has_lost_an_end(key, element):
                continue
            found.append(_changed(element, old.get(name, {}), new[name]) if name in new else element)
        added = {name: element for name, element in new.items() if name not in seen}
        return [*found, *(one for name, one in added.items() if name not in old or self._is_wanted(key, name))]

    def _has_lost_an_end(self, key: str, element: Any) -> bool:
        if key != ASSOCIATIONS or not isinstance(element, dict):
            return False
        kind, origin, destination = _key(key, element)
        if kind == "isChildOf" and destination in self.gone:
            self.orphans.add(origin)
        return not self.gone.isdisjoint({origin, destination})

    def _is_wanted(self, key: str, name: Any) -> bool:
        """Whether what was there before, but not in the kept package, is needed in it now."""
        if key == ASSOCIATIONS:
            return name[0] == "isChildOf" and name[1] in self.orphans
        return name in self.linked


def _set(holder: Raw, key: str, value: Any) -> None:
    if value or key in holder:
        holder[key] = value


def _kept_elements(key: str, kept: Package) -> Iterator[Any]:
    holder = kept if key in kept else kept.get("CFDefinitions")
    found = holder.get(key) if isinstance(holder, dict) else None
    yield from found if isinstance(found, list) else ()


def _by_key(key: str, package: Package) -> dict[Any, Raw]:
    return {_key(key, element): element for element in elements(package, key)}


def _key(key: str, element: Raw) -> Any:
    """Associations are the same where they join the same ends: another's have identifiers of their own."""
    if key == ASSOCIATIONS:
        ends = (end_of(element, "originNodeURI"), end_of(element, "destinationNodeURI"))
        return (str(element.get("associationType")), *ends)
    return _identifier(element)


def _identifier(element: Raw) -> str:
    return str(element.get("identifier", "")).lower()


def _changed(kept: Raw, before: Raw, after: Raw) -> Raw:
    """The element with the fields that changed. Links and extensions are looked into; a list is one field."""
    if before == after:
        return kept
    fields = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    changed = {key: value for key, value in kept.items() if key not in fields or key in after}
    for key in fields:
        if key in after:
            changed[key] = _changed_value(kept.get(key), before.get(key), after[key])
    return changed


def _changed_value(kept: Any, before: Any, after: Any) -> Any:
    if isinstance(kept, dict) and isinstance(before, dict) and isinstance(after, dict):
        return _changed(kept, before, after)
    return after
