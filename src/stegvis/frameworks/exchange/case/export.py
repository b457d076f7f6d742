"""A published version as a CASE package."""

from __future__ import annotations

from typing import Any, Literal

from stegvis.frameworks.exchange.case.build import build
from stegvis.frameworks.exchange.case.elements import OWN, Package, Raw
from stegvis.frameworks.exchange.case.merge import merge
from stegvis.frameworks.exchange.case.read import KEPT, reading_of, unpack
from stegvis.frameworks.exchange.case.strict import strict
from stegvis.frameworks.format.convert import to_raw
from stegvis.frameworks.format.tree import read_tree
from stegvis.frameworks.models import FrameworkVersion
from stegvis.frameworks.queries import effective_of

Mode = Literal["strict", "full"]


def to_case(version: FrameworkVersion, mode: Mode, base_url: str) -> Package:
    """The CASE 1.1 package of a version; of an overlay, the effective framework.

    ``strict`` holds only what the official schema knows. ``full`` has all that CASE cannot say as extensions, and
    ``read_case`` gives the same content back; what came in as CASE goes out as it came, but for what was changed.
    """
    raw = raw_of(version)
    told: dict[str, Any] = {"base_url": base_url, "changed_at": version.published_at}
    kept = version.exchange.get(KEPT)
    if kept is None:
        package = build(raw, **told, extended=mode == "full")
        return _with_overlay(package, version) if mode == "full" else package
    imported = unpack(kept)
    was, identifiers = reading_of(imported)
    # One name for both, so that a new code or version is a change of the framework, not of all its parts.
    told["name"] = f"{was['code']}/{was['version']}"
    now = {**identifiers, f"framework/{raw['code']}": identifiers[f"framework/{was['code']}"]}
    before = build(was, **told, identifiers=identifiers)
    merged = merge(imported, before, build(raw, **told, identifiers=now))
    return merged if mode == "full" else strict(merged, base_url=base_url, changed_at=version.published_at)


def raw_of(version: FrameworkVersion) -> Raw:
    """The plain values of a published version: canonical, so nothing in them is looked at again."""
    if version.base_id is None:
        raw: Raw = read_tree(version.document).value
        return raw
    return to_raw(effective_of(version).document)


def _with_overlay(package: Package, version: FrameworkVersion) -> Package:
    """What was laid over the base, so that an import makes an overlay again."""
    if version.base_id is not None:
        package["CFDocument"]["extensions"][OWN]["overlay"] = read_tree(version.document).value
    return package
