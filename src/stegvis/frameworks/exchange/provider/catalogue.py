"""Which frameworks are given out, and every element of them by its identifier.

A version never changes, so all that is made of it is kept in memory: small things of all versions (which identifiers
they have, their CFDocument), whole packages of those asked for last.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.http import Http404

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.frameworks.exchange.case.build import BASE_PATH
from stegvis.frameworks.exchange.case.elements import Identifiers, Package, Raw, elements
from stegvis.frameworks.exchange.case.export import to_case
from stegvis.frameworks.exchange.case.read import KEPT
from stegvis.frameworks.exchange.case.tree import end_of
from stegvis.frameworks.models import FrameworkVersion

OPEN_LICENCE = r"^(CC0|CC-BY|CC-BY-SA|PDDL|ODC-By|ODbL|OGL-UK|MIT|Apache|BSD-[23]-Clause|EUPL)(-[0-9.]+)?$"
"""SPDX identifiers of licences under which anybody may use, change and pass on: none of the NC and ND kinds."""

COLLECTIONS = (
    "CFItems",
    "CFAssociations",
    "CFAssociationGroupings",
    "CFConcepts",
    "CFItemTypes",
    "CFLicenses",
    "CFSubjects",
    "CFRubrics",
)
KNOWN_VERSIONS, WHOLE_PACKAGES = 4096, 12


@dataclass(frozen=True)
class Answer:
    """Bytes of JSON, and what they are known by: the same content has the same ETag."""

    content: bytes
    etag: str

    @classmethod
    def of(cls, value: Any) -> Answer:
        content = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        return cls(content, f'"{hashlib.sha256(content).hexdigest()[:32]}"')


@dataclass(frozen=True)
class Given:
    """A version that is given out: what it takes to find what is kept of it."""

    pk: int
    digest: str
    base_url: str

    @property
    def package(self) -> Package:
        return _package(self)

    @property
    def answer(self) -> Answer:
        """The strict package, as it is sent."""
        return _answer(self)

    @property
    def document(self) -> Raw:
        """The CFDocument with the address of its package."""
        return _document(self)

    def has(self, collection: str, identifier: str) -> bool:
        if collection == "CFDocuments":  # what is asked for first, so nobody waits for the packages of others
            return identifier == _document_identifier(self)
        return identifier in _identifiers(self).get(collection, ())

    def element(self, collection: str, identifier: str) -> Raw:
        """The element, with the address of its document where CASE has it."""
        found = next(one for one in elements(self.package, collection) if one["identifier"].lower() == identifier)
        return {**found, "CFDocumentURI": _link(self.document)} if collection in _WITH_DOCUMENT else found

    def associations_of(self, identifier: str) -> list[Raw]:
        """Every association with the item at one of its ends."""
        ends = ("originNodeURI", "destinationNodeURI")
        return [
            one for one in elements(self.package, "CFAssociations") if identifier in {end_of(one, end) for end in ends}
        ]


_WITH_DOCUMENT = ("CFItems", "CFAssociations")


def is_open(licence: str) -> bool:
    """Whether the licence lets anybody use and pass on what it covers."""
    return re.match(OPEN_LICENCE, licence) is not None


def given_out(actor: Actor, base_url: str) -> list[Given]:
    """The versions that are given out: the oldest framework first, each framework's newest version first.

    An identifier belongs to the framework that gave it out first: whoever brings in another's package and publishes
    it in turn does not answer in the other's name.
    """
    rows = visible(actor, FrameworkVersion).filter(licence__regex=OPEN_LICENCE).order_by("framework_id", "-pk")
    return [Given(pk, digest, base_url) for pk, digest in rows.values_list("pk", "digest")]


def find(actor: Actor, base_url: str, collection: str, identifier: str) -> Given:
    """The version that answers for the element: a later version that keeps an identifier hides the earlier.

    Raises Http404. Nothing here is anybody's own, so nobody is refused anything.
    """
    for version in given_out(actor, base_url):
        if version.has(collection, identifier):
            return version
    raise Http404


def documents(actor: Actor, base_url: str) -> Iterator[Raw]:
    """The CFDocument of each that is given out, each identifier once."""
    seen = set()
    for version in given_out(actor, base_url):
        document = version.document
        if document["identifier"] not in seen:
            seen.add(document["identifier"])
            yield document


@lru_cache(maxsize=WHOLE_PACKAGES)
def _package(given: Given) -> Package:
    version = FrameworkVersion._base_manager.get(pk=given.pk)
    return to_case(version, "strict", given.base_url)


@lru_cache(maxsize=WHOLE_PACKAGES)
def _answer(given: Given) -> Answer:
    return Answer.of(given.package)


@lru_cache(maxsize=KNOWN_VERSIONS)
def _document(given: Given) -> Raw:
    document = given.package["CFDocument"]
    address = f"{given.base_url}{BASE_PATH}/CFPackages/{document['identifier']}"
    return {**document, "CFPackageURI": {**_link(document), "uri": address}}


@lru_cache(maxsize=KNOWN_VERSIONS)
def _document_identifier(given: Given) -> str:
    rows = FrameworkVersion._base_manager.filter(pk=given.pk)
    is_kept = ExpressionWrapper(Q(exchange__has_key=KEPT), BooleanField())
    code, number, base, kept = rows.values_list("framework__code", "version", "base", is_kept).get()
    if kept and base is None:  # it came with an identifier of its own
        return str(given.package["CFDocument"]["identifier"]).lower()
    return Identifiers(f"{code}/{number}", {}).of("framework", code)


@lru_cache(maxsize=KNOWN_VERSIONS)
def _identifiers(given: Given) -> dict[str, frozenset[str]]:
    package = given.package
    return {key: frozenset(one["identifier"].lower() for one in elements(package, key)) for key in COLLECTIONS}


def _link(document: Raw) -> Raw:
    return {key: document[key] for key in ("title", "identifier", "uri")}
