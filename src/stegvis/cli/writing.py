"""Files that a command writes: all of them, or none."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from shutil import copy2

from stegvis.cli.words import CommandError


def refuse_same(read: Path, *written: Path | None) -> None:
    """Raises CommandError where a file that is read would be overwritten."""
    for path in written:
        if path is not None and path.resolve() == read.resolve():
            raise CommandError(f"{path} is the file that is read: name another one to write. Nothing is changed.")


def write_all(files: Mapping[Path, bytes]) -> None:
    """Each beside its place first, and then all of them there. Raises CommandError, and then none is changed."""
    parts: dict[Path, Path] = {}
    copies: dict[Path, Path] = {}
    placed: list[Path] = []
    try:
        for path, content in files.items():
            _write(path, content, parts)
        for path in [path for path, part in parts.items() if len(parts) > 1 and part != path and path.exists()]:
            _copy(path, copies, parts)
        for path, part in parts.items():
            _put(part, path)
            placed.append(path)
    except CommandError:
        _put_back([path for path in placed if parts[path] != path], copies)
        raise
    finally:
        for path, part in [*parts.items(), *copies.items()]:
            if part != path:
                part.unlink(missing_ok=True)


def _write(path: Path, content: bytes, parts: dict[Path, Path]) -> None:
    """What is no file, such as a device, is written to at once."""
    try:
        # Another process may write the same file: each has parts of its own, and the last one's stands whole.
        own = f".{path.name[:60]}.{os.getpid()}.{len(parts)}.part"
        part = path if path.exists() and not path.is_file() else path.with_name(own)
        parts[path] = part
        part.write_bytes(content)
    except OSError as error:
        raise _not_written(path, error) from error


def _copy(path: Path, copies: dict[Path, Path], parts: Mapping[Path, Path]) -> None:
    """To put back, should another of the files not get its place."""
    try:
        copies[path] = parts[path].with_suffix(".before")
        copy2(path, copies[path])
    except OSError as error:
        raise _not_written(path, error) from error


def _put(part: Path, path: Path) -> None:
    try:
        if part != path:
            part.replace(path)
    except OSError as error:
        raise _not_written(path, error) from error


def _put_back(placed: Iterable[Path], copies: Mapping[Path, Path]) -> None:
    for path in placed:
        if path in copies:
            copies[path].replace(path)
        else:
            path.unlink(missing_ok=True)


def _not_written(path: Path, error: OSError) -> CommandError:
    return CommandError(f"{path} cannot be written: {error.strerror}. Nothing is changed.")
