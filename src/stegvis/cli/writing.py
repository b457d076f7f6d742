"""Files that a command writes: all of them, or none."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from stegvis.cli.words import CommandError


def write_all(files: Mapping[Path, bytes]) -> None:
    """Each beside its place first, and then all of them there. Raises CommandError, and then none is changed."""
    parts = {path: _beside(path) for path in files}
    try:
        for path, content in files.items():
            _write(path, parts[path], content)
        for path, part in parts.items():
            if part != path:
                part.replace(path)
    finally:
        for path, part in parts.items():
            if part != path:
                part.unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    """What is no file, such as a device, is written to at once."""
    return path if path.exists() and not path.is_file() else path.with_name(f".{path.name}.part")


def _write(path: Path, part: Path, content: bytes) -> None:
    try:
        part.write_bytes(content)
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}. Nothing is changed.") from error
