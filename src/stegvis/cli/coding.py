"""Coded free text out by file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stegvis.cli.content import Json, acting
from stegvis.cli.start import start
from stegvis.cli.words import CommandError, tell


def export_coding(
    question: int,
    *,
    as_email: Annotated[str, typer.Option("--as", metavar="EMAIL", help="The leader or coder whose marks go along.")],
    to: Annotated[Path | None, typer.Option(help="The file to write; without it a name of the survey's, here.")] = None,
    as_json: Json = False,
) -> None:
    """Write a survey's free text with codes and marks as REFI-QDA (.qdpx). QUESTION is the number in its address."""
    start("worker")
    from django.utils import translation

    from stegvis.foundation.access.policy import NotYours
    from stegvis.foundation.access.verdict import Refused
    from stegvis.surveys.coding.queries import question_of
    from stegvis.surveys.coding.taking_out import project_file

    try:
        with acting(as_email, reason=f"export the coding of {question}") as actor, translation.override("en"):
            name, content = project_file(actor, question_of(actor, question))
        path = to or Path(name)
        path.write_bytes(content)
    except NotYours as error:
        raise CommandError(f"{as_email} sees no open question {question}") from error
    except Refused as error:
        raise CommandError(str(error)) from error
    except OSError as error:
        raise CommandError(f"{error.filename} cannot be written: {error.strerror}") from error
    tell(
        {"file": str(path), "bytes": len(content)},
        as_json=as_json,
        words=lambda: f"{path} is written ({len(content)} bytes).",
    )
