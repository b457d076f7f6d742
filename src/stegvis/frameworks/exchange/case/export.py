"""A published version as a CASE package."""

from __future__ import annotations

from typing import Any, Literal

from stegvis.frameworks.exchange.case.build import build
from stegvis.frameworks.exchange.case.content import is_own
from stegvis.frameworks.exchange.case.elements import OWN, Package, Raw
from stegvis.frameworks.exchange.case.merge import merge
from stegvis.frameworks.exchange.case.read import CONTENT, KEPT, reading_of, unpack
from stegvis.frameworks.exchange.case.strict import strict
from stegvis.frameworks.format.convert import to_raw
from stegvis.frameworks.format.tree import read_tree
from stegvis.frameworks.models import FrameworkVersion
from stegvis.frameworks.queries import effective_of

Mode = Literal["strict", "full"]
_FAULTY = (KeyError, TypeError, AttributeError, ValueError, StopIteration)


def to_case(version: FrameworkVersion, mode: Mode, base_url: str) -> Package:
    """The CASE 1.1 package of a version; of an overlay, the effective framework.

    ``strict`` holds only what the official schema knows. ``full`` has all that CASE cannot say as extensions, and
    ``read_case`` gives the same content back; what came in as CASE goes out as it came, but for what was changed.
    """
    raw = raw_of(version)
    told: dict[str, Any] = {"base_url": base_url, "changed_at": version.published_at}
    kept = version.exchange.get(KEPT)
    if kept is not None and version.base_id is None:
        package = _given_back(unpack(kept), raw, told)
        return package if mode == "full" else strict(package, **told)
    package = build(raw, **told, extended=mode == "full")
    if mode == "full" and version.base_id is not None:
        # What was laid over the base, so that an import makes an overlay again.
        package["CFDocument"]["extensions"][OWN][CONTENT] = own_of(version)
    return package


def raw_of(version: FrameworkVersion) -> Raw:
    """The plain values of a published version: canonical, so nothing in them is looked at again."""
    own = own_of(version)
    if version.base_id is None:
        return own
    raw = to_raw(effective_of(version).document)
    raw.pop("licence", None)  # the base's owner has licensed the base, not what others lay over it
    return raw | ({"licence": own["licence"]} if own.get("licence") else {})


def own_of(version: FrameworkVersion) -> Raw:
    """The plain values of the version's own file: of an overlay, only what it lays over its base."""
    raw: Raw = read_tree(version.document).value
    return raw


def _given_back(kept: Package, raw: Raw, told: dict[str, Any]) -> Package:
    was, identifiers = reading_of(kept)
    if was == raw:
        return kept
    # One name for both, so that a new code or version is a change of the framework, not of all its parts.
    told = told | {"name": f"{was.get('code')}/{was.get('version')}"}
    now = identifiers | {f"framework/{raw['code']}": str(kept["CFDocument"]["identifier"])}
    after = build(raw, **told, identifiers=now)
    try:
        before = build(was, **told, identifiers=identifiers)
    except _FAULTY:  # it was mended here before it was published, so nothing can be compared with
        return after
    merged = merge(kept, before, after)
    if not is_own(kept):  # its tree cannot say what has become of it here
        found = merged["CFDocument"].get("extensions")
        extensions = found if isinstance(found, dict) else {}
        merged["CFDocument"] = {**merged["CFDocument"], "extensions": {**extensions, OWN: {CONTENT: raw}}}
    return merged
