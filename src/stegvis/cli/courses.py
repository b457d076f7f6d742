"""Courses from a file, as the page reads them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stegvis.cli.content import Json, Preview, acting, bytes_of
from stegvis.cli.start import start
from stegvis.cli.words import CommandError, tell

if TYPE_CHECKING:
    from stegvis.exchange.offers.importing.workbook import Reading


def import_courses(
    file: Path,
    *,
    as_email: Annotated[str, typer.Option("--as", metavar="EMAIL", help="Who offers them: a coordinator or manager.")],
    publisher: Annotated[
        str, typer.Option("--for", help="Who answers; needed where EMAIL may offer for several.")
    ] = "",
    drafts: Annotated[bool, typer.Option("--drafts", help="Keep what is new as drafts.")] = False,
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Bring in courses with their days. Rows that cannot be are passed over; exit status 1 then."""
    start("worker")
    from django.utils import translation

    from stegvis.exchange.offers.importing.bringing import bring_in, rehearse

    with translation.override("en"), acting(as_email, reason=f"import {file.name}") as actor:
        choice, reading = chosen(actor, publisher), _read(file)
        lines = (rehearse if preview else bring_in)(
            actor=actor,
            publisher=choice.publisher,
            courses=reading.courses,
            publish=not drafts,
            code=choice.municipality,
        )
        faults = [{"row": one.row, "column": one.column, "text": one.text} for one in reading.problems]
        refused = [{"row": one.item.row, "column": "", "text": one.why} for one in lines if one.done == "refused"]
    counts = Counter(str(one.done) for one in lines)
    named = {name: counts[name] for name in ("added", "changed", "same")}
    report = {"saved": not preview, "for": choice.name, **named, "problems": faults + refused}
    tell(report, as_json=as_json, words=lambda: in_words(report))
    raise typer.Exit(1 if report["problems"] else 0)


def _read(file: Path) -> Reading:
    """Raises CommandError."""
    from stegvis.exchange.offers.importing.formats import read
    from stegvis.foundation.documents.problems import UnreadableError
    from stegvis.foundation.documents.reading import MAX_BYTES

    try:
        return read(bytes_of(file, MAX_BYTES))
    except UnreadableError as error:
        raise CommandError(f"{file}: {error.text}") from error


def chosen(actor: Any, name: str) -> Any:
    """The publisher of that name, or the only one. Raises CommandError."""
    from stegvis.exchange.offers.queries import publishers

    found = [one for one in publishers(actor) if name in ("", one.name)]
    if len(found) == 1:
        return found[0]
    names = "; ".join(one.name for one in publishers(actor)) or "nobody"
    raise CommandError(f"Say who answers with --for; that user may offer for: {names}")


def in_words(report: dict[str, Any]) -> str:
    """Each fault with its row, then what was, or would have been, done."""
    faults = ["row {row} {column}: {text}".format(**one) for one in report["problems"]]
    counts = "{for}: {added} new, {changed} changed, {same} as before".format(**report)
    return "\n".join([*faults, counts, "Saved." if report["saved"] else "Nothing was saved."])
