"""XML from outside as elements, with nothing that a file can do beyond being read.

No document type, and so no entities; no more elements or depth than a list of courses needs; names without their
namespace, so that a new version of the schema's address is no hindrance.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from stegvis.foundation.documents.problems import UnreadableError

MOST_ELEMENTS = 200_000
DEEPEST = 40


def parse(content: bytes) -> Element:
    """The root. Raises UnreadableError for what is no XML, has a document type, or is beyond the limits."""
    reader = _Reader()
    try:
        reader.parser.Parse(content, True)
        return reader.builder.close()
    except (expat.ExpatError, AssertionError) as error:
        raise UnreadableError("broken") from error


class _Reader:
    def __init__(self) -> None:
        self.builder = TreeBuilder()
        self.depth = self.elements = 0
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = _refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self.builder.data

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.elements += 1
        if self.depth > DEEPEST or self.elements > MOST_ELEMENTS:
            raise UnreadableError("bomb")
        self.builder.start(_local(name), {_local(key): value for key, value in attributes.items()})

    def _end(self, name: str) -> None:
        self.depth -= 1
        self.builder.end(_local(name))


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _refuse(*_doctype: object) -> None:
    raise UnreadableError("entities")
