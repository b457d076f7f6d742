"""An .lss file as tables of rows: XML read piece by piece, with entities refused and its size bounded."""

from __future__ import annotations

from xml.parsers import expat

from django.utils.translation import gettext as _

MAX_TEXT = 20_000_000
MAX_ROWS = 100_000
Tables = dict[str, list[dict[str, str]]]


class LssError(ValueError):
    """The file is refused; its text says why and what to do."""


def read_tables(content: bytes) -> Tables:
    """Each table's rows, a row's values by the column's name. Raises LssError."""
    reader = _Reader()
    try:
        reader.parser.Parse(content, True)
    except expat.ExpatError as error:
        words = _("The file is not whole XML (line %(line)s). Export it from LimeSurvey once more.")
        raise LssError(words % {"line": error.lineno}) from None
    except (ValueError, LookupError) as error:
        if isinstance(error, LssError):
            raise
        raise LssError(_("The file's letters cannot be read. Export it from LimeSurvey once more.")) from None
    if reader.root != "document":
        raise LssError(_("This is XML, but not a survey from LimeSurvey (.lss)."))
    return reader.tables


class _Reader:
    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.buffer_text = True
        self.path: list[str] = []
        self.root = ""
        self.tables: Tables = {}
        self.rows = 0
        self.length = 0
        self.value: list[str] = []

    def _doctype(self, *_told: object) -> None:
        raise LssError(_("The file has hidden definitions (XML entities) and was not read."))

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        self.root = self.root or name
        if len(self.path) > 20:
            raise LssError(_("This is XML, but not a survey from LimeSurvey (.lss)."))
        self.path.append(name)
        self.value = []
        if len(self.path) == 4 and self.path[2:] == ["rows", "row"]:
            self.rows += 1
            if self.rows > MAX_ROWS:
                raise LssError(_("The file holds more than a survey can. Divide it."))
            self.tables.setdefault(self.path[1], []).append({})

    def _end(self, name: str) -> None:
        if len(self.path) == 5 and self.path[2:4] == ["rows", "row"]:
            self.tables[self.path[1]][-1][name] = "".join(self.value)
        self.path.pop()
        self.value = []

    def _text(self, text: str) -> None:
        self.length += len(text)
        if self.length > MAX_TEXT:
            raise LssError(_("The file holds more than a survey can. Divide it."))
        self.value.append(text)
