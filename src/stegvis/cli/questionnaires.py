"""Questionnaires in and out by file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from stegvis.cli.content import Json, Preview, acting, bytes_of, organisation
from stegvis.cli.start import start
from stegvis.cli.words import CommandError, tell


def import_questionnaire(
    file: Path,
    *,
    as_email: Annotated[str, typer.Option("--as", metavar="EMAIL", help="The coordinator who brings it in.")],
    owner: Annotated[str, typer.Option(help="Slug of the employer; needed where EMAIL coordinates several.")] = "",
    collaboration: Annotated[str, typer.Option(help="Slug of the collaboration, where it is theirs.")] = "",
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Bring in a questionnaire as XLSForm, LimeSurvey (.lss) or YAML. Exit status 1 where it could not be read."""
    start("worker")
    from django.utils import translation

    from stegvis.foundation.access.verdict import Refused
    from stegvis.surveys.questionnaires.files import MAX_BYTES, read_file
    from stegvis.surveys.questionnaires.services import start_questionnaire

    content = bytes_of(file, MAX_BYTES)
    try:
        with translation.override("en"), acting(as_email, reason=f"import {file.name}") as actor:
            whose = _owner(actor, owner, collaboration)
            found = read_file(content, file.name)
            key = None
            if found.content is not None and not preview:
                key = start_questionnaire(actor=actor, owner=whose, content=found.content).pk
    except Refused as error:
        raise CommandError(f"{file}: {error}") from error
    report = {
        "questionnaire": key,
        "saved": key is not None,
        "sections": len(found.content["sections"]) if found.content else 0,
        "questions": sum(len(one.get("questions", ())) for one in found.content["sections"]) if found.content else 0,
        "problems": found.problems,
        "notes": found.notes,
    }
    tell(report, as_json=as_json, words=lambda: "\n".join(_in_words(report)))
    raise typer.Exit(0 if found.content is not None else 1)


def _in_words(report: dict[str, Any]) -> list[str]:
    counted = f"{report['sections']} sections, {report['questions']} questions"
    ending = "Saved as a questionnaire." if report["saved"] else "Nothing was saved."
    return [*report["problems"], *report["notes"], counted, ending]


def _owner(actor: Any, employer: str, collaboration: str) -> Any:
    """Whose it is to be; without a name the only one that the actor leads. Raises CommandError."""
    from stegvis.organisations.models import Collaboration
    from stegvis.surveys.questionnaires.queries import possible_owners

    if employer and collaboration:
        raise CommandError("Give either --owner or --collaboration")
    if employer:
        return organisation(employer)
    if collaboration:
        found = Collaboration.objects.filter(slug=collaboration).first()
        if found is None:
            raise CommandError(f"No collaboration is called {collaboration}")
        return found
    led = possible_owners(actor)
    if len(led) != 1:
        raise CommandError("EMAIL coordinates several, or none: name whose it is with --owner or --collaboration")
    return led[0]


def export_questionnaire(
    code: str,
    *,
    as_email: Annotated[
        str, typer.Option("--as", metavar="EMAIL", help="Who may read it; a packaged one needs nobody.")
    ] = "",
    file_format: Annotated[str, typer.Option("--format", help="yaml or xlsform.")] = "yaml",
    version: Annotated[int | None, typer.Option(help="A fixed version; without it as it is being written.")] = None,
    to: Annotated[Path | None, typer.Option(help="The file to write; without it CODE in this folder.")] = None,
    as_json: Json = False,
) -> None:
    """Write a questionnaire as YAML or XLSForm: one of EMAIL's by its code, or without --as one that is packaged."""
    start("worker")
    from stegvis.surveys.content.yaml_file import write_yaml
    from stegvis.surveys.questionnaires.preview import readable
    from stegvis.surveys.questionnaires.xlsform.writing import write_xlsform

    if file_format not in {"yaml", "xlsform"}:
        raise CommandError(f"There is no format {file_format}; there are: yaml, xlsform")
    found = _content(code, as_email, version)
    content = write_yaml(found).encode() if file_format == "yaml" else write_xlsform(readable(found), version or 0)
    path = to or Path(f"{code}.{'yaml' if file_format == 'yaml' else 'xlsx'}")
    try:
        path.write_bytes(content)
    except OSError as error:
        raise CommandError(f"{error.filename} cannot be written: {error.strerror}") from error
    tell(
        {"file": str(path), "bytes": len(content)},
        as_json=as_json,
        words=lambda: f"{path} is written ({len(content)} bytes).",
    )


def _content(code: str, email: str, version: int | None) -> dict[str, Any]:
    from stegvis.foundation.access.policy import visible
    from stegvis.surveys.models import Questionnaire, Version
    from stegvis.surveys.packaged import packaged

    if not email:
        if version is not None or code not in packaged():
            raise CommandError(f"No packaged questionnaire {code}; there are: {', '.join(packaged())}")
        return packaged()[code]
    with acting(email, reason=f"export {code}") as actor:
        if version is None:
            found = list(visible(actor, Questionnaire).filter(code=code).values_list("content", flat=True)[:2])
        else:
            versions = visible(actor, Version).filter(questionnaire__code=code, number=version)
            found = list(versions.values_list("content", flat=True)[:2])
    if len(found) != 1:
        raise CommandError(f"{email} has {'several questionnaires' if found else 'no questionnaire'} called {code}")
    content: dict[str, Any] = found[0]
    return content
