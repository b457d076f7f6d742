"""Frameworks in by file: our own to publish, those of others as drafts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stegvis.cli.content import Json, Preview, acting, bytes_of, only_employer, organisation
from stegvis.cli.start import start
from stegvis.cli.words import CommandError, tell

if TYPE_CHECKING:
    from stegvis.foundation.access.actor import Actor
    from stegvis.frameworks.models import Draft, FrameworkImport, FrameworkVersion
    from stegvis.frameworks.policies import Owner
    from stegvis.frameworks.relations.entries import MappingEntry


def import_framework(
    file: Path,
    *,
    as_email: Annotated[
        str, typer.Option("--as", metavar="EMAIL", help="The coordinator who does it; history keeps the name.")
    ] = "",
    owner: Annotated[str, typer.Option(help="Slug of the employer whose framework it is.")] = "",
    mapping: Annotated[
        Path | None,
        typer.Option(help="YAML that says what became of the earlier requirements: lines of relation, from and to."),
    ] = None,
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Publish a career framework file (YAML). Without --as and --owner it is everybody's, as those that are packaged.

    A further version needs --mapping; what asks for no more under the same code needs no line. Without it, an
    employer's file becomes a draft with a proposed mapping, to go through and publish in the browser. CASE, Moodle,
    OpenSALT and Excel come in by `stegvis import draft`.
    """
    start("worker")
    from django.db import transaction
    from django.utils import translation

    from stegvis.foundation.access.verdict import Refused
    from stegvis.frameworks.format import FrameworkError

    if bool(as_email) != bool(owner):
        raise CommandError("Give both --as and --owner, or none of them")
    text, lines = _own_file(file), _mapping_in(mapping)
    try:
        with translation.override("en"), acting(as_email, reason=f"import {file.name}") as actor:
            report = _brought_in(actor, organisation(owner), file, text, lines, preview=preview)
            if preview:
                transaction.set_rollback(True)
    except FrameworkError as error:
        raise CommandError("\n".join(f"{file}:{problem}" for problem in error.problems)) from error
    except Refused as error:
        raise CommandError(f"{file}: {error}") from error
    tell(report, as_json=as_json, words=lambda: "\n".join(_in_words(report, preview=preview)))
    raise typer.Exit(1 if report.get("problems") else 0)


def import_draft(
    file: Path,
    *,
    as_email: Annotated[str, typer.Option("--as", metavar="EMAIL", help="The coordinator who brings it in.")],
    owner: Annotated[str, typer.Option(help="Slug of the employer; needed where EMAIL coordinates several.")] = "",
    collaboration: Annotated[str, typer.Option(help="Slug of the collaboration, where the framework is theirs.")] = "",
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Bring in a framework as CASE, Moodle, OpenSALT, Excel or YAML, and save it as a draft, whole or not at all."""
    start("worker")
    from django.db import transaction
    from django.utils import translation

    from stegvis.foundation.access.verdict import Refused
    from stegvis.frameworks.exchange.case.read import MAX_BYTES
    from stegvis.frameworks.exchange.services import bring_in

    content = bytes_of(file, MAX_BYTES)
    try:
        with translation.override("en"), acting(as_email, reason=f"import {file.name}") as actor:
            whose = _owner(actor, owner, collaboration)
            found, draft = bring_in(actor=actor, owner=whose, file_name=file.name, content=content)
            problems, parts = _problems(found), _parts(found)
            if preview:
                transaction.set_rollback(True)
    except Refused as error:
        raise CommandError(f"{file}: {error}") from error
    report = {"format": found.format, "draft": None, "problems": problems, "parts": parts}
    if draft and not preview:
        report["draft"] = str(draft.pk)
    words = [*problems, *(_parts_in_words(parts) if preview else ()), *_ending(draft, preview=preview)]
    tell(report, as_json=as_json, words=lambda: "\n".join(words))
    raise typer.Exit(0 if draft else 1)


def _owner(actor: Actor, employer: str, collaboration: str) -> Owner:
    """Whom the draft is for; without a name the only one that the actor coordinates. Raises CommandError."""
    from stegvis.organisations.models import Collaboration

    if employer and collaboration:
        raise CommandError("Give either --owner or --collaboration")
    if collaboration:
        found = Collaboration.objects.filter(slug=collaboration).first()
        if found is None:
            known = ", ".join(Collaboration.objects.order_by("slug").values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"No collaboration is called {collaboration}; there are: {known}")
        return found
    led = list(Collaboration.objects.filter(pk__in=actor.leads))
    if not employer and not actor.coordinates and len(led) == 1:
        return led[0]
    if not employer and len(led) + len(actor.coordinates) != 1:
        raise CommandError("EMAIL coordinates several, or none: name whose it is with --owner or --collaboration")
    return organisation(employer) or only_employer(actor)


def _own_file(file: Path) -> bytes:
    """The bytes of a file that may be ours. Raises CommandError for one that is plainly not, or cannot be read."""
    from stegvis.foundation.documents.problems import UnreadableError
    from stegvis.frameworks.exchange.case.read import MAX_BYTES
    from stegvis.frameworks.exchange.formats import is_foreign

    content = bytes_of(file, MAX_BYTES)
    try:
        foreign = is_foreign(content)
    except UnreadableError as error:
        raise CommandError(f"{file}: {error.text}") from error
    if foreign:
        raise CommandError(
            f"{file} is not a Stegvis file (YAML), the only kind that is published at once. CASE, Moodle, OpenSALT and "
            f"Excel come in as a draft:\n  stegvis import draft {file} --as EMAIL"
        )
    return content


def _mapping_in(file: Path | None) -> list[MappingEntry] | None:
    from stegvis.frameworks.format import FrameworkError
    from stegvis.frameworks.format.tree import MAX_BYTES
    from stegvis.frameworks.relations.mapping_file import read_mapping

    try:
        return None if file is None else read_mapping(bytes_of(file, MAX_BYTES))
    except FrameworkError as error:
        raise CommandError("\n".join(f"{file}:{problem}" for problem in error.problems)) from error


def _brought_in(
    actor: Actor, employer: Any, file: Path, text: bytes, lines: list[MappingEntry] | None, *, preview: bool
) -> dict[str, Any]:
    """Published, or an employer's draft where a mapping is needed. Raises CommandError, FrameworkError, Refused."""
    from stegvis.frameworks.services import MappingNeeded, publish_framework

    try:
        version, is_new = publish_framework(actor=actor, text=text, owner=employer, mapping=lines)
    except MappingNeeded as needed:
        if employer is None:
            raise CommandError(f"{file}: {needed} Give it with --mapping FILE.") from needed
        return _drafted(actor, employer, file, text, preview=preview) | {"why": str(needed)}
    return _published(actor, version) | {"published": is_new, "saved": is_new and not preview}


def _published(actor: Actor, version: FrameworkVersion) -> dict[str, Any]:
    from stegvis.frameworks.drafts.publishing import consequences_of
    from stegvis.frameworks.models import VersionMapping
    from stegvis.frameworks.queries import effective_of
    from stegvis.frameworks.relations.composing import entry_of

    document = effective_of(version).document
    return {
        "framework": version.framework.code,
        "version": version.version,
        "levels": len(document.levels),
        "requirements": len(list(document.requirements())),
        **_mapped(entry_of(row) for row in VersionMapping.objects.filter(version=version).order_by("pk")),
        "employers": [employer.name for employer in consequences_of(actor, version).employers],
    }


def _drafted(actor: Actor, employer: Any, file: Path, content: bytes, *, preview: bool) -> dict[str, Any]:
    """The file as a draft of the next version, with what is proposed of each requirement."""
    from django.urls import reverse

    from stegvis.frameworks.exchange.services import bring_in
    from stegvis.frameworks.relations.mapping import mapping_of

    found, draft = bring_in(actor=actor, owner=employer, file_name=file.name, content=content)
    if draft is None:
        return {"published": False, "saved": False, "draft": None, "problems": _problems(found)}
    proposed = mapping_of(draft)
    return {
        "framework": found.report["code"],
        "version": draft.content["version"],
        "published": False,
        "saved": not preview,
        "draft": None if preview else str(draft.pk),
        "address": "" if preview else reverse("frameworks:draft_mapping", args=[draft.pk]),
        **_mapped(proposed.entries if proposed else ()),
    }


def _mapped(entries: Iterable[MappingEntry]) -> dict[str, Any]:
    """How many requirements follow in which way, and each line of which something is to be seen."""
    entries = list(entries)
    told = [
        f"{one.relation}: {', '.join(one.from_codes) or '–'} → {', '.join(one.to_codes) or '–'}"
        for one in entries
        if not one.is_plain
    ]
    return {"mapping": dict(Counter(str(one.relation) for one in entries)), "mapping_lines": told}


def _problems(found: FrameworkImport) -> list[str]:
    from stegvis.frameworks.exchange import preview

    places = (
        (" ".join(str(part) for part in (one.sheet, one.row, one.column) if part), one.text)
        for one in preview.Preview(found).problems
    )
    return [f"{place}: {text}" if place else text for place, text in places]


def _parts(found: FrameworkImport) -> dict[str, dict[str, int]]:
    """What the file holds, as the browser's preview counts it."""
    return {
        kind: part["counts"] for kind, part in found.report.get("parts", {}).items() if any(part["counts"].values())
    }


def _parts_in_words(parts: dict[str, dict[str, int]]) -> list[str]:
    return [f"{kind}: " + ", ".join(f"{n} {state}" for state, n in counts.items()) for kind, counts in parts.items()]


def _ending(draft: Draft | None, *, preview: bool) -> list[str]:
    if draft is None:
        return ["Nothing was saved."]
    if preview:
        return [f"Would be saved as a draft: {draft.title}", "Nothing was saved."]
    return [f"Saved as a draft: {draft.title}"]


def _in_words(report: dict[str, Any], *, preview: bool) -> Iterable[str]:
    if report.get("problems"):
        yield from (*report["problems"], "Nothing was saved.")
        return
    name = f"{report['framework']} {report['version']}"
    if "draft" in report:
        yield report["why"]
        yield f"{name} " + ("would be saved" if preview else "is saved") + " as a draft, with this as the proposal:"
    elif report["published"]:
        yield f"{name} " + ("would be published." if preview else "is published.")
        yield f"{report['levels']} levels, {report['requirements']} requirements"
    else:
        yield f"{name} was published already."
    if report["mapping"]:
        yield ", ".join(f"{n} {relation}" for relation, n in report["mapping"].items())
        yield from (f"  {line}" for line in report["mapping_lines"])
    if report.get("employers"):
        yield "Shown what it means, and asked before anybody is moved: " + ", ".join(report["employers"])
    if report.get("address"):
        yield f"Go through it, and publish it, in the browser: {report['address']}"
    if preview:
        yield "Nothing was saved."
