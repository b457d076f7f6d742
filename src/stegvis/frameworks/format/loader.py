"""From the text of a file to a document, or to everything that is wrong with it, by line and column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path as FilePath
from typing import Any

from .convert import to_document
from .document import Document, EffectiveFramework, FrameworkDocument, OverlayDocument
from .meaning import framework_findings, ladder_findings
from .overlay import BaseError, Resolver, apply, bare, overlay_findings, resolve_chain
from .problems import Finding, FrameworkError, FrameworkProblem
from .structure import shape_findings
from .tree import MAX_BYTES, Tree, read_tree

MAX_PROBLEMS = 200


def load_framework(text: str | bytes, resolve_base: Resolver | None = None) -> FrameworkDocument:
    """The framework in ``text``; of an overlay, the effective framework on the base that is resolved.

    Raises ``FrameworkError`` with every problem that could be found.
    """
    return load_effective(text, resolve_base).document


def load_effective(text: str | bytes, resolve_base: Resolver | None = None) -> EffectiveFramework:
    """As ``load_framework``, with what came from which layer."""
    document, base = _load(text, resolve_base)
    if isinstance(document, FrameworkDocument):
        return bare(document)
    if base is None:
        raise AssertionError("an overlay is never loaded without its base")
    return apply(base, document)


def load_document(text: str | bytes, resolve_base: Resolver | None = None) -> Document:
    """The document as written: a framework, or an overlay that fits the base that is resolved.

    Raises ``FrameworkError`` with every problem that could be found.
    """
    return _load(text, resolve_base)[0]


def reload_document(text: str) -> Document:
    """The document of a text that was published: it has been looked through then, and is not again."""
    return to_document(read_tree(text).value)


def reload_effective(text: str, resolve_base: Resolver) -> EffectiveFramework:
    """As ``load_effective``, of a text that was published and whose bases are."""
    document = reload_document(text)
    if isinstance(document, FrameworkDocument):
        return bare(document)
    return apply(resolve_chain(document, resolve_base), document)


def read_file(path: FilePath) -> bytes:
    """The bytes of a framework file; one that is too big is refused before it is read."""
    if path.stat().st_size > MAX_BYTES:
        limit_mb = MAX_BYTES // 1_000_000
        raise FrameworkError([FrameworkProblem(1, 1, (), "too_big", {"limit_mb": limit_mb})])
    return path.read_bytes()


def _load(text: str | bytes, resolve_base: Resolver | None) -> tuple[Document, EffectiveFramework | None]:
    tree = read_tree(text)
    _refuse_if_any(tree, shape_findings(tree.value))
    document = to_document(tree.value)
    if isinstance(document, OverlayDocument):
        return document, _base_of(tree, document, resolve_base)
    _refuse_if_any(tree, framework_findings(tree.value))
    _refuse_if_any(tree, ladder_findings(document))
    return document, None


def _base_of(tree: Tree, document: OverlayDocument, resolve_base: Resolver | None) -> EffectiveFramework:
    try:
        base = resolve_chain(document, resolve_base)
    except BaseError as problem:
        raise FrameworkError([_placed(tree, problem.finding)]) from None
    _refuse_if_any(tree, overlay_findings(tree.value, base.document))
    return base


def _refuse_if_any(tree: Tree, findings: Iterable[Finding]) -> None:
    found = list(_limited(tree, iter(findings)))
    if found:
        raise FrameworkError(found)


def _limited(tree: Tree, findings: Iterator[Finding]) -> Iterator[FrameworkProblem]:
    yield from (_placed(tree, finding) for finding in islice(findings, MAX_PROBLEMS))
    if next(findings, None) is not None:
        yield FrameworkProblem(1, 1, (), "more", {"shown": MAX_PROBLEMS})


def _placed(tree: Tree, finding: Finding) -> FrameworkProblem:
    params: dict[str, Any] = dict(finding.params)
    if "first_line" in params:
        params["first_line"] = tree.place(params["first_line"])[0]
    place = tree.place(finding.path, at_key=finding.at_key)
    return FrameworkProblem.at(place, finding.path, finding.code, params)
