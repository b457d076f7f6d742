"""A CASE package in, leniently: nulls are dropped, what is not known is kept, 1.0 is taken as well as 1.1."""

from __future__ import annotations

import base64
import json
import re
import zlib
from math import isfinite
from typing import Any

from stegvis.foundation.documents.problems import Problem, UnreadableError, echo
from stegvis.frameworks.drafts.content import cleaned
from stegvis.frameworks.exchange.case.content import Told, content_of, is_own
from stegvis.frameworks.exchange.case.elements import SAID, Package, Raw, elements, is_identifier, own_extension
from stegvis.frameworks.exchange.case.foreign import described_framework
from stegvis.frameworks.exchange.case.tree import ASSOCIATIONS, ITEMS, Tree, tree_of
from stegvis.frameworks.exchange.imported import Imported
from stegvis.frameworks.exchange.problems import place_of

MAX_BYTES = 40_000_000
MAX_ELEMENTS = 60_000  # items and associations together
MAX_DEPTH = 40
VERSIONS = ("1.0", "1.1")
DEFINED = ("CFSubjects", "CFConcepts", "CFLicenses")
READ = dict.fromkeys(
    [*(field for said in SAID.values() for field in said.values()), "abbreviatedStatement", "creator", "adoptionStatus"]
)
"""The fields whose texts become the framework's."""

LISTS = (ITEMS, ASSOCIATIONS, "CFRubrics")
KEPT, CONTENT = "case", "content"
_HOLDERS = (dict, list)
_ODD = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")  # a null character or half of a pair, which may stand alone


def read_case(content: bytes) -> Imported:
    """Read a package. Raises UnreadableError where it is none; memory is bounded by the size that is allowed."""
    if len(content) > MAX_BYTES:
        raise UnreadableError("too_large", size=f"{len(content) / 1_000_000:.0f}", limit=MAX_BYTES // 1_000_000)
    package = _parsed(content)
    found = read_package(package)
    found.notes = [*_cleaned(package), *found.notes]
    return found


def read_package(package: Any) -> Imported:
    """As ``read_case``, of a package that is plain values already."""
    package = _checked(package)
    tree, problems, notes = tree_of(package)
    _refuse_depth(tree)
    problems = [*_missing(package), *_repeated(package), *problems]
    said = _said_whole(package)
    if "overlay_of" in said:
        return Imported(said, notes=notes, problems=problems)
    if is_own(package) or said:
        return Imported(said or content_of(package, tree)[0], {KEPT: pack(package)}, notes, problems)
    content, _told, more = described_framework(package, tree)
    return Imported(content, {KEPT: pack(package)}, [Problem("foreign"), *more, *notes], problems)


def _cleaned(package: Package) -> list[Problem]:
    """That markup or unseen characters stood in what is read of the package; what is only kept stays as it is."""
    lists = {key: [_read_of(one) for one in elements(package, key)] for key in (ITEMS, *DEFINED)}
    found = cleaned({"CFDocument": _read_of(package["CFDocument"]), **lists})[1]
    return [Problem("cleaned", params={"count": len(found), "where": place_of(found[0])})] if found else []


def _read_of(element: Raw) -> Raw:
    return {key: element[key] for key in READ if key in element} | own_extension(element)


def reading_of(package: Package) -> tuple[Raw, Told]:
    """The content that a kept package was read as, and the identifiers of its parts."""
    tree, _problems, _notes = tree_of(package)
    if is_own(package):
        return content_of(package, tree)
    content, told, _more = described_framework(package, tree)
    if said := _said_whole(package):
        told[f"framework/{said.get('code')}"] = str(package["CFDocument"].get("identifier", ""))
        return said, told
    return content, told


def _said_whole(package: Package) -> Raw:
    """The content, where the elements cannot say it: of an overlay, and of another's framework that was changed."""
    found = own_extension(package["CFDocument"]).get(CONTENT)
    return found if isinstance(found, dict) else {}


def pack(package: Package) -> str:
    """The package as one short text: it may be large, and is seldom looked into."""
    plain = json.dumps(package, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.b64encode(zlib.compress(plain, 6)).decode("ascii")


def unpack(kept: str) -> Package:
    package: Package = json.loads(zlib.decompress(base64.b64decode(kept)))
    return package


def _parsed(content: bytes) -> Any:
    try:
        found = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant, parse_float=_finite)
        return _storable(found) if _ODD.search(content) else found
    except json.JSONDecodeError as error:
        raise UnreadableError("not_json", line=error.lineno, column=error.colno) from None
    except UnicodeDecodeError as error:
        raise UnreadableError("encoding", line=content.count(b"\n", 0, error.start) + 1) from None
    except RecursionError:
        raise UnreadableError("nested", limit=MAX_DEPTH) from None
    except ValueError:  # a number of thousands of digits
        raise UnreadableError("not_json", line=1, column=1) from None


def _storable(value: Any) -> Any:
    """Without what the database cannot hold: the null character, and halves of pairs that stand alone."""
    if isinstance(value, dict):
        return {_storable(key): _storable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_storable(item) for item in value]
    return value.replace("\0", "").encode("utf-8", "ignore").decode() if isinstance(value, str) else value


def _refuse_constant(name: str) -> None:
    raise UnreadableError("not_finite", value=name)


def _finite(number: str) -> float:
    """A number that Python can hold but no JSON can say again, such as 1e999, is refused like Infinity."""
    found = float(number)
    if not isfinite(found):
        raise UnreadableError("not_finite", value=echo(number))
    return found


def _checked(package: Any) -> Package:
    """The package without nulls. Raises UnreadableError for what is no CASE package at all."""
    if not isinstance(package, dict) or not isinstance(package.get("CFDocument"), dict):
        raise UnreadableError("not_case")
    version = package["CFDocument"].get("caseVersion")
    if version is not None and str(version) not in VERSIONS:
        raise UnreadableError("case_version", version=echo(version))
    if sum(len(package[key]) for key in LISTS if isinstance(package.get(key), list)) > MAX_ELEMENTS:
        raise UnreadableError("many_elements", limit=MAX_ELEMENTS)
    for key in LISTS:
        if not isinstance(package.get(key), list | None):
            raise UnreadableError("not_list", name=key)
    found: Package = _without_nulls(package, 0)
    return found


def _without_nulls(value: Any, depth: int) -> Any:
    """Called for what can hold something only: a package has hundreds of thousands of plain values."""
    if depth > MAX_DEPTH:
        raise UnreadableError("nested", limit=MAX_DEPTH)
    if isinstance(value, dict):
        return {
            key: _without_nulls(item, depth + 1) if isinstance(item, _HOLDERS) else item
            for key, item in value.items()
            if item is not None
        }
    return [
        _without_nulls(item, depth + 1) if isinstance(item, _HOLDERS) else item for item in value if item is not None
    ]


def _refuse_depth(tree: Tree) -> None:
    depth = {"": 0}
    for found in tree.below():
        depth[found] = depth[tree.parents.get(found, "")] + 1
        if depth[found] > MAX_DEPTH:
            raise UnreadableError("nested", limit=MAX_DEPTH)


def _missing(package: Package) -> list[Problem]:
    """Items that are none: no object, no usable identifier, no statement."""
    found = []
    for row, item in enumerate(package.get(ITEMS, ()), start=1):
        if not isinstance(item, dict):
            found.append(Problem("not_element", ITEMS, row))
        elif not is_identifier(item.get("identifier")):
            found.append(
                Problem("bad_identifier", ITEMS, row, "identifier", {"value": echo(item.get("identifier", "–"))})
            )
        elif not isinstance(item.get("fullStatement"), str) or not item["fullStatement"].strip():
            found.append(Problem("required", ITEMS, row, "fullStatement"))
    return found


def _repeated(package: Package) -> list[Problem]:
    """Identifiers that stand more than once among items, associations or definitions of a kind."""
    found = []
    for key in (ITEMS, ASSOCIATIONS, "CFSubjects", "CFConcepts", "CFLicenses", "CFItemTypes", "CFAssociationGroupings"):
        rows: dict[str, int] = {}
        for row, one in enumerate(elements(package, key), start=1):
            identifier = str(one.get("identifier", "")).lower()
            first = rows.setdefault(identifier, row)
            if identifier and first != row:
                found.append(
                    Problem("repeated_identifier", key, row, "identifier", {"first": first, "value": identifier})
                )
    return found
