"""Files of a command are written all or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from stegvis.cli.words import CommandError
from stegvis.cli.writing import write_all


@pytest.mark.parametrize("name", ["å" * 300, "borta/b.json", ""])
def test_a_file_that_cannot_be_written_leaves_the_others_as_they_were(tmp_path: Path, name: str) -> None:
    kept = tmp_path / "a.json"
    kept.write_bytes(b"before")
    with pytest.raises(CommandError, match="Nothing is changed"):
        write_all({kept: b"after", tmp_path / name: b"more"})
    assert (kept.read_bytes(), list(tmp_path.iterdir())) == (b"before", [kept])


def test_a_long_name_is_written(tmp_path: Path) -> None:
    found = tmp_path / ("a" * 252)
    write_all({found: b"a"})
    assert (found.read_bytes(), list(tmp_path.iterdir())) == (b"a", [found])
