"""Frameworks in and out in the formats that others use."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stegvis.cli.content import Json, acting, imports, only_employer, organisation
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


@imports.command("draft")
def import_draft(
    file: Path,
    as_email: Annotated[str, typer.Option("--as", metavar="EMAIL", help="The coordinator who brings it in.")],
    owner: Annotated[str, typer.Option(help="Slug of the employer; needed where EMAIL coordinates several.")] = "",
    as_json: Json = False,
) -> None:
    """Bring in a framework as CASE, Moodle, OpenSALT, Excel or YAML, and save it as a draft, whole or not at all."""
    start("worker")
    from django.utils import translation

    from stegvis.foundation.access.verdict import Refused
    from stegvis.frameworks.exchange.preview import Preview
    from stegvis.frameworks.exchange.services import bring_in

    try:
        content = file.read_bytes()
        with translation.override("en"), acting(as_email, reason=f"import {file.name}") as actor:
            employer = organisation(owner) or only_employer(actor)
            found, draft = bring_in(actor=actor, owner=employer, file_name=file.name, content=content)
            problems = [f"{one.sheet} {one.row} {one.column}: {one.text}".strip() for one in Preview(found).problems]
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}") from error
    except Refused as error:
        raise CommandError(f"{file}: {error}") from error
    report = {"format": found.format, "draft": str(draft.pk) if draft else None, "problems": problems}
    saved = f"Saved as a draft: {draft.title}" if draft else "Nothing was saved."
    tell(report, as_json=as_json, words=lambda: "\n".join([*problems, saved]))
    raise typer.Exit(0 if draft else 1)
