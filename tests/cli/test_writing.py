"""Files of a command are written all or none."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
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


def test_what_has_got_its_place_is_put_back_where_the_next_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where a file may be written beside, but not replaced: another file system is mounted on it, or a lock."""
    kept, new, locked = (tmp_path / name for name in ("a.json", "b.json", "c.json"))
    kept.write_bytes(b"before")
    locked.write_bytes(b"locked")
    replace = Path.replace

    def refused(part: Path, target: Path) -> Path:
        if target == locked:
            raise PermissionError(1, "Operation not permitted")
        return replace(part, target)

    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(CommandError, match=r"c\.json cannot be written: Operation not permitted\. Nothing"):
        write_all({kept: b"after", new: b"new", locked: b"after"})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.json": b"before", "c.json": b"locked"}


def test_a_long_name_is_written(tmp_path: Path) -> None:
    found = tmp_path / ("a" * 252)
    write_all({found: b"a"})
    assert (found.read_bytes(), list(tmp_path.iterdir())) == (b"a", [found])


def test_of_two_that_write_the_same_file_each_writes_it_whole(tmp_path: Path) -> None:
    found = tmp_path / "a.json"
    contents = {bytes([65 + number]) * 200_000 for number in range(6)}
    with ProcessPoolExecutor(6, mp_context=get_context("fork")) as pool:
        done = [pool.submit(_write_often, found, content) for content in contents]
        while not all(one.done() for one in done):
            assert not found.exists() or found.read_bytes() in contents
    assert [one.result() for one in done] == [None] * 6
    assert list(tmp_path.iterdir()) == [found]


def _write_often(path: Path, content: bytes) -> None:
    for _time in range(20):
        write_all({path: content})
