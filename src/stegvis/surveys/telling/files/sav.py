"""SPSS's own file, with labels, value labels and missing values as the user defined them."""

from __future__ import annotations

import tempfile
from pathlib import Path

from stegvis.surveys.telling.files.codebook import HIGHEST, LOWEST, CodeBook


def write_sav(book: CodeBook) -> bytes:
    """The code book and all rows."""
    import pandas as pd  # half a second to load, and needed in the worker alone
    import pyreadstat

    frame = pd.DataFrame(
        {one.name: one.numbers if one.numbers is not None else list(one.words or ()) for one in book.columns}
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.sav"
        pyreadstat.write_sav(
            frame,
            str(path),
            file_label=book.title[:60],
            column_labels={one.name: one.label for one in book.columns},
            row_compress=True,
            note=[piece for one in book.left_out for piece in _pieces(one)],
            variable_value_labels={one.name: one.labels for one in book.columns if one.labels},
            missing_ranges={one.name: [{"lo": LOWEST, "hi": HIGHEST}] for one in book.columns if one.has_missing},
            variable_measure={one.name: one.measure for one in book.columns},
        )
        return path.read_bytes()


def _pieces(text: str, width: int = 80) -> list[str]:
    """A note has lines of eighty octets."""
    words, lines = text.split(), [""]
    for word in words:
        longer = f"{lines[-1]} {word}".strip()
        if len(longer.encode()) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
