"""What goes in by file, and what is computed from it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stegvis.cli.start import start
from stegvis.cli.words import CommandError, tell

if TYPE_CHECKING:
    from stegvis.frameworks.vocabularies.files import Vocabulary

imports = typer.Typer(help="Bring in a file.", no_args_is_help=True)
refresh = typer.Typer(help="Renew what is copied from elsewhere.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="Answer with one JSON object.")]
Preview = Annotated[bool, typer.Option("--preview", help="Say what would change, and save nothing.")]


@imports.command("staff")
def import_staff(
    file: Path,
    as_email: Annotated[str, typer.Option("--as", metavar="EMAIL", help="The coordinator who brings it in.")],
    employer: Annotated[str, typer.Option(help="Slug of the employer; needed where EMAIL coordinates several.")] = "",
    partial: Annotated[
        bool, typer.Option("--partial", help="Save the rows without faults, leave out the rest.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Bring in an employer's staff list. One fault and nothing is saved, unless --partial; exit status 1 then."""
    start("worker")
    from django.utils import translation

    from stegvis.foundation.access.verdict import Refused
    from stegvis.foundation.documents.problems import UnreadableError
    from stegvis.people.services import import_staff_file

    try:
        with translation.override("en"), acting(as_email, reason=f"import {file.name}") as actor:
            report = import_staff_file(
                actor=actor, path=file, employer=organisation(employer) or only_employer(actor), partial=partial
            )
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}") from error
    except (Refused, UnreadableError) as error:
        raise CommandError(f"{file}: {getattr(error, 'text', error)}") from error
    tell(report, as_json=as_json, words=lambda: staff_in_words(report))
    raise typer.Exit(0 if report["saved"] else 1)


@refresh.command("concepts")
def refresh_concepts(
    file: Path,
    *,
    partial: Annotated[
        bool, typer.Option("--partial", help="The file is a selection: leave alone what it lacks.")
    ] = False,
    everything: Annotated[
        bool,
        typer.Option("--all", help="Mark what the file lacks as deprecated, even if it is more than a tenth."),
    ] = False,
    preview: Preview = False,
    language: Annotated[str, typer.Option(help="sv or en, where the file's name does not end with it.")] = "",
    as_json: Json = False,
) -> None:
    """Renew the copy of JobTech's taxonomy (JSON or CSV) or of ESCO (skills_sv.csv, occupations_sv.csv).

    What the file marks as deprecated, or lacks, is marked and kept.
    """
    start("worker")
    from django.utils import translation

    from stegvis.foundation.access.verdict import Refused
    from stegvis.frameworks.vocabularies.policies import is_whole_enough
    from stegvis.frameworks.vocabularies.queries import compare_concepts
    from stegvis.frameworks.vocabularies.services import refresh_concepts as save

    vocabulary = _vocabulary_in(file, language)
    with translation.override("en"), acting("", reason=f"refresh concepts from {file.name}") as actor:
        given: dict[str, Any] = {"actor": actor, "vocabulary": vocabulary, "is_whole": not partial}
        try:
            changes = compare_concepts(**given) if preview else save(**given, even_if_lacking=everything)
        except Refused as error:
            raise CommandError(f"{file}: {error}") from error
        warning = "" if everything else is_whole_enough(changes).why
    report = {**changes.as_json(), "saved": not preview}
    tell(report, as_json=as_json, words=lambda: "\n".join(filter(None, [concepts_in_words(report), warning])))


def _vocabulary_in(file: Path, language: str) -> Vocabulary:
    """Raises CommandError."""
    from stegvis.frameworks.vocabularies.files import LANGUAGES, MAX_BYTES, VocabularyError, read_vocabulary

    if language not in ("", *LANGUAGES):
        raise CommandError(f"--language is one of {', '.join(LANGUAGES)}")
    try:
        return read_vocabulary(bytes_of(file, MAX_BYTES), file.name, language)
    except VocabularyError as error:
        raise CommandError(f"{file}: {error}") from error


@refresh.command("inhabitants")
def refresh_inhabitants(
    source: Annotated[str, typer.Option(help="scb or kolada; needed where both are switched on.")] = "",
    as_json: Json = False,
) -> None:
    """Fetch the municipalities' inhabitants for forecasts, where a service is switched on. A table is kept once."""
    start("worker")
    from django.utils import translation

    from stegvis.planning.ground.fetching import FetchError
    from stegvis.planning.ground.figure_services import keep_shared
    from stegvis.planning.ground.sources import sources

    known = sources()
    if not known:
        raise CommandError("No service is switched on: set STEGVIS_SCB=1 or STEGVIS_KOLADA=1")
    if source not in known and (source or len(known) > 1):
        raise CommandError(f"Say which with --source: {', '.join(known)}")
    with translation.override("en"):
        try:
            fetched = known[source or next(iter(known))]()
        except FetchError as error:
            raise CommandError(f"{error} Nothing was saved.") from error
        with acting("", reason="refresh inhabitants") as actor:
            figures, is_new = keep_shared(actor=actor, fetched=fetched)
    report: dict[str, Any] = {
        "source": figures.source,
        "table": figures.table,
        "dated": str(figures.dated),
        "year": figures.last_year,
        "sha256": figures.digest,
    }
    report |= {"places": len(fetched.content["places"]), "saved": is_new}
    ending = "Saved." if is_new else "The same was saved before."
    words = "{source} {table} of {dated}: {places} municipalities at the end of {year}."
    tell(report, as_json=as_json, words=lambda: f"{words.format(**report)} {ending}")


def evaluate(
    employer: Annotated[str, typer.Option(help="Slug of one employer; without it all of them.")] = "",
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day; without it today.")] = None,
    as_json: Json = False,
) -> None:
    """Place everybody against the framework of their profession and store what has changed."""
    start("worker")
    from stegvis.careers.evaluation import evaluate_people
    from stegvis.organisations.models import Organisation

    chosen = (
        [organisation(employer)] if employer else list(Organisation.objects.filter(adoptions__isnull=False).distinct())
    )
    found = [evaluate_people(employer_id=one.pk, on=on.date() if on else None) for one in chosen if one]
    people, changed = sum(one.people for one in found), sum(one.changed for one in found)
    tell(
        {"employers": len(found), "people": people, "changed": changed},
        as_json=as_json,
        words=lambda: f"{people} people at {len(found)} employers looked at; {changed} standings changed.",
    )


def only_employer(actor: Any) -> Any:
    """The one employer that the actor coordinates. Raises CommandError for none or several."""
    from stegvis.organisations.models import Organisation

    found = list(Organisation.objects.filter(pk__in=actor.coordinates).order_by("slug"))
    if not found:
        raise CommandError("That user coordinates no employer; --as names a coordinator, who alone brings in staff")
    if len(found) > 1:
        slugs = ", ".join(one.slug for one in found)
        raise CommandError(f"Name the employer with --employer: the coordinator looks after {slugs}")
    return found[0]


def staff_in_words(report: dict[str, Any]) -> str:
    """Each fault with its place, then what was, or would have been, added and changed."""
    faults = ["{sheet} row {row} {column}: {text}".format(**problem) for problem in report["problems"]]
    counts = [
        f"{sheet}: " + ", ".join(f"{n} {action}" for action, n in found.items())
        for sheet, found in report["counts"].items()
    ]
    return "\n".join([*faults, *counts, "Saved." if report["saved"] else "Nothing was saved."])


def concepts_in_words(report: dict[str, Any]) -> str:
    counts = "{added} added, {changed} changed, {deprecated} marked as deprecated, {unchanged} unchanged"
    ending = "Saved." if report["saved"] else "Nothing was saved."
    return f"{report['scheme']} ({', '.join(report['kinds'])}): {counts.format(**report)}. {ending}"


def acting(email: str, *, reason: str) -> Any:
    """A transaction as the user with the address, or as Stegvis itself where none is given. Raises CommandError."""
    from stegvis.foundation.access.actor import acting_as, acting_as_system
    from stegvis.foundation.accounts.models import User

    if not email:
        return acting_as_system(reason=reason)
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None:
        raise CommandError(f"Nobody logs in as {email}")
    return acting_as(user.pk, reason=reason)


def bytes_of(file: Path, most: int) -> bytes:
    """What a file holds, of which no more than ``most`` bytes are ever read. Raises CommandError."""
    try:
        size = file.stat().st_size
        if size <= most:
            with file.open("rb") as opened:
                content = opened.read(most + 1)  # of a pipe nobody knows the size
            size = len(content)
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}") from error
    if size > most:
        raise CommandError(
            f"{file} is {size / 1_000_000:.0f} MB and was not read. The limit is {most // 1_000_000} MB."
        )
    return content


def organisation(slug: str) -> Any:
    """The organisation, None for no slug. Raises CommandError for an unknown one."""
    from stegvis.organisations.models import Organisation

    found = Organisation.objects.filter(slug=slug).first()
    if slug and found is None:
        known = ", ".join(Organisation.objects.order_by("slug").values_list("slug", flat=True)) or "none yet"
        raise CommandError(f"No organisation is called {slug}; there are: {known}")
    return found
