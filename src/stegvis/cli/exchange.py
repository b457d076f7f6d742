"""Frameworks out, in the formats that others use."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stegvis.cli.content import Json, acting
from stegvis.cli.start import start
from stegvis.cli.words import CommandError, tell

exports = typer.Typer(help="Write a file.", no_args_is_help=True)
KNOWN = "yaml, case-full, case-strict, excel, opensalt, moodle"


@exports.command("framework")
def export_framework(
    code: str,
    *,
    file_format: Annotated[str, typer.Option("--format", help=f"One of {KNOWN}.")] = "yaml",
    version: Annotated[int | None, typer.Option(help="Without it the latest.")] = None,
    to: Annotated[Path | None, typer.Option(help="The file to write; without it CODE-VERSION in this folder.")] = None,
    base_url: Annotated[str, typer.Option(help="What Stegvis answers on, for the addresses in CASE.")] = "",
    as_json: Json = False,
) -> None:
    """Write a published framework in one of the formats that other systems read."""
    start("worker")
    from stegvis.foundation.access.policy import NotYours
    from stegvis.frameworks.exchange import formats
    from stegvis.frameworks.queries import version_of

    if file_format not in formats.FORMATS:
        raise CommandError(f"There is no format {file_format}; there are: {', '.join(formats.FORMATS)}")
    try:
        with acting("", reason=f"export {code}") as actor:
            found = version_of(actor, code, version)
            content = formats.FORMATS[file_format].write(found, base_url)
        path = to or Path(f"{code}-{found.version}.{formats.FORMATS[file_format].suffix}")
        path.write_bytes(content)
    except NotYours as error:
        raise CommandError(f"No framework {code}" + (f" of version {version}" if version else "")) from error
    except OSError as error:
        raise CommandError(f"{error.filename} cannot be written: {error.strerror}") from error
    tell(
        {"file": str(path), "bytes": len(content)},
        as_json=as_json,
        words=lambda: f"{path} is written ({len(content)} bytes).",
    )
