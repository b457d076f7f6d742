"""Reading our own PDFs in tests: the catalogue, the metadata and the text in the order in which it is written.

Only what Typst writes is understood: object streams and page contents deflated, text as hexadecimal or literal
glyph numbers with a ToUnicode map for each font.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, field

_OBJECT = re.compile(rb"(\d+) 0 obj\s*(.*?)\s*endobj", re.DOTALL)
_STREAM = re.compile(rb"stream\n(.*?)\nendstream", re.DOTALL)
_PLAIN = rb"\\.|[^\\()]"
_INNER = rb"\((?:%s)*\)" % _PLAIN  # parentheses in pairs need no escape
_STRING = rb"\((?:%s|\((?:%s|%s)*\))*\)|<[0-9A-Fa-f]*>" % (_PLAIN, _PLAIN, _INNER)
_STRINGS = re.compile(_STRING, re.DOTALL)
_SHOWN = re.compile(rb"/(\w+) [\d.]+ Tf|(\[(?:%s|[-\d.\s])*\]|%s)\s*T[jJ]" % (_STRING, _STRING), re.DOTALL)
_ARTIFACT = re.compile(rb"/Artifact\b.*?B[DM]C.*?EMC", re.DOTALL)  # heads and feet of pages, and lines
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


@dataclass
class Pdf:
    content: bytes
    objects: dict[int, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for number, body in _OBJECT.findall(self.content):
            self.objects[int(number)] = body
            if b"/ObjStm" in body:
                self._unpack(body)

    def _unpack(self, body: bytes) -> None:
        inner = stream_of(body)
        count, first = (int(re.search(rb"/%s (\d+)" % key, body)[1]) for key in (b"N", b"First"))  # type: ignore[index]
        numbers = [int(part) for part in inner[:first].split()][: 2 * count]
        places = [*numbers[1::2], len(inner) - first]
        for number, begin, end in zip(numbers[::2], places, places[1:], strict=False):
            self.objects[number] = inner[first + begin : first + end]

    @property
    def catalogue(self) -> bytes:
        return next(body for body in self.objects.values() if b"/Type/Catalog" in body)

    @property
    def metadata(self) -> str:
        return next(stream_of(b) for b in self.objects.values() if b"/Type/Metadata" in b).decode()

    def tags(self) -> list[str]:
        """The kinds of the elements of the structure tree, in the order of their objects."""
        found = (re.search(rb"/S/(\w+)", b) for b in self.objects.values() if b"/Type/StructElem" in b)
        return [match[1].decode() for match in found if match]

    def text(self) -> str:
        """What is read aloud of all pages, without the spaces, which are places on the page and no letters."""
        pages = sorted(n for n, b in self.objects.items() if re.search(rb"/Type/Page\b", b))
        return "".join("".join(self._page_text(self.objects[number]).split()) for number in pages)

    def _page_text(self, page: bytes) -> str:
        fonts = {name: self._letters(int(number)) for name, number in self._fonts(page)}
        content = stream_of(self.objects[int(re.search(rb"/Contents (\d+)", page)[1])])  # type: ignore[index]
        content = _ARTIFACT.sub(b"", content)
        letters: dict[int, str] = {}
        text = ""
        for font, shown in _SHOWN.findall(content):
            if font:
                letters = fonts[font]
                continue
            glyphs = b"".join(_bytes_of(one) for one in _STRINGS.findall(shown))
            text += "".join(letters[int.from_bytes(glyphs[i : i + 2])] for i in range(0, len(glyphs), 2))
        return text

    def _fonts(self, page: bytes) -> list[tuple[bytes, bytes]]:
        resources = page
        if found := re.search(rb"/Resources (\d+) 0 R", page):
            resources = self.objects[int(found[1])]
        listed = re.search(rb"/Font\s*<<(.*?)>>", resources, re.DOTALL)
        if not listed:
            indirect = re.search(rb"/Font (\d+) 0 R", resources)
            return re.findall(rb"/(\w+) (\d+) 0 R", self.objects[int(indirect[1])]) if indirect else []
        return re.findall(rb"/(\w+) (\d+) 0 R", listed[1])

    def _letters(self, font: int) -> dict[int, str]:
        number = re.search(rb"/ToUnicode (\d+)", self.objects[font])
        pairs = re.findall(rb"<([0-9A-Fa-f]+)> <([0-9A-Fa-f]+)>", stream_of(self.objects[int(number[1])]))  # type: ignore[index]
        return {int(glyph, 16): bytes.fromhex(letter.decode()).decode("utf-16-be") for glyph, letter in pairs}


def stream_of(body: bytes) -> bytes:
    content = _STREAM.search(body)[1]  # type: ignore[index]
    return zlib.decompress(content) if b"/FlateDecode" in body else content


def _bytes_of(string: bytes) -> bytes:
    if string.startswith(b"<"):
        return bytes.fromhex(string[1:-1].decode())
    return re.sub(
        rb"\\([0-7]{1,3}|.)",
        lambda m: bytes([int(m[1], 8)]) if m[1].isdigit() else _ESCAPES.get(m[1], m[1]),
        string[1:-1],
        flags=re.DOTALL,
    )
