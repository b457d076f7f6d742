"""Which kind of file it is, told by what it holds: a workbook or text with columns, or a file of Susa-navet's."""

from __future__ import annotations

from collections.abc import Callable

from stegvis.exchange.offers.importing.workbook import Reading, read_courses
from stegvis.foundation.documents.reading import read_document

Reader = Callable[[bytes], Reading]
_readers: list[Reader] = []


def register_reader(reader: Reader) -> None:
    """Another format, of files that begin as XML does: an integration makes itself known here, where it is on."""
    if reader not in _readers:
        _readers.append(reader)


def takes_susanavet() -> bool:
    return bool(_readers)


def read(content: bytes) -> Reading:
    """Raises UnreadableError for what none of them reads."""
    if _readers and content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        return _readers[0](content)
    return read_courses(read_document(content))
