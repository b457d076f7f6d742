"""A published round computed again, by anybody: no database, no log-in, just the document from its page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from stegvis.cli.content import Json
from stegvis.cli.words import CommandError, tell
from stegvis.cli.writing import refuse_same


def allocate(
    file: Path,
    *,
    to: Annotated[Path | None, typer.Option(help="Write the result to this file, byte for byte as published.")] = None,
    as_json: Json = False,
) -> None:
    """Give the places of a round anew from its document, and say the SHA-256 of the result."""
    refuse_same(file, to)
    from stegvis.engine.allocation.crossing import NoOutcomeError
    from stegvis.engine.allocation.documents import RoundDocumentError, canonical, digest, run_document

    try:
        result = run_document(json.loads(file.read_bytes()))
        if to is not None:
            to.write_bytes(canonical(result))
    except OSError as error:
        raise CommandError(f"{error.filename}: {error.strerror}") from error
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise CommandError(f"{file} is not JSON: {error}") from error
    except (RoundDocumentError, NoOutcomeError) as error:
        raise CommandError(f"{file} cannot be computed: {error}") from error
    placed = sum(one["place"] is not None for one in result["applicants"])
    told = {"sha256": digest(result), "applicants": len(result["applicants"]), "placed": placed}
    tell(
        {**told, "result": result} if to is None else told,
        as_json=as_json,
        words=lambda: f"{placed} of {told['applicants']} have a place. SHA-256 of the result: {told['sha256']}",
    )
