"""Bringing in a framework: kept as it is uploaded, read, shown, then saved as a draft or dropped."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import get_visible, writable
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.documents.problems import Problem, UnreadableError
from stegvis.foundation.jobs.running import start_job
from stegvis.frameworks.drafts.content import cleaned, code_from, owner_of_file
from stegvis.frameworks.drafts.services import start_draft
from stegvis.frameworks.exchange.formats import read_any
from stegvis.frameworks.exchange.imported import Imported
from stegvis.frameworks.exchange.policies import may_import, may_save
from stegvis.frameworks.exchange.queries import owned_by, place_of, saved_before
from stegvis.frameworks.exchange.report import preview_report, refused_report
from stegvis.frameworks.models import Draft, Framework, FrameworkImport, FrameworkVersion
from stegvis.frameworks.policies import Owner

State = FrameworkImport.State
READ_AT_ONCE = 300_000  # bytes; a larger file is read by the worker


@transaction.atomic
def upload_framework(*, actor: Actor, owner: Owner, file_name: str, content: bytes) -> FrameworkImport:
    """Keep a file and read it, at once or by the worker. Raises Refused. What cannot be read says so in its row."""
    require(may_import(actor, owner))
    found = _kept(actor, owner, file_name, content)
    if len(content) <= READ_AT_ONCE:
        return read_import(actor=actor, import_id=found.pk)
    from stegvis.frameworks.exchange.tasks import read_framework

    job = start_job(
        actor=actor,
        title=_("Reads the framework"),
        task=read_framework,
        result_url=f"/karriarmodeller/import/{found.pk}/",
        import_id=str(found.pk),
    )
    _move(actor, found, {State.WAITING}, job_id=job.pk)
    return found


@transaction.atomic
def bring_in(*, actor: Actor, owner: Owner, file_name: str, content: bytes) -> tuple[FrameworkImport, Draft | None]:
    """Read a file at once and save it as a draft, if it can be read whole. Raises Refused."""
    require(may_import(actor, owner))
    found = read_import(actor=actor, import_id=_kept(actor, owner, file_name, content).pk)
    return found, None if found.report["problem_count"] else save_import(actor=actor, import_id=found.pk)


def _kept(actor: Actor, owner: Owner, file_name: str, content: bytes) -> FrameworkImport:
    user: Any = actor.user
    return FrameworkImport.objects.create(
        **owned_by(owner),
        created_by_id=user,
        file_name=file_name[-200:],
        upload=content,
        report={"digest": hashlib.sha256(content).hexdigest()},
    )


@transaction.atomic
def read_import(*, actor: Actor, import_id: UUID) -> FrameworkImport:
    """Read a waiting file and make its preview; of any other state nothing is done. The file is not kept."""
    found = get_visible(actor, FrameworkImport, pk=import_id)
    if found.state != State.WAITING:
        return found
    owner = _owner(found)
    digest = {"digest": found.report["digest"]}
    if earlier := saved_before(actor, owner, found.report["digest"]):
        digest["saved_before"] = str(earlier.pk)
    try:
        key, imported = read_any(bytes(found.upload))
        _take_in(imported, owner)
        place = place_of(actor, owner, str(imported.content.get("code", "")))
        if place.is_taken:
            _rename(imported, owner)
        if problem := _standing_alone(imported.content, place.latest):
            raise UnreadableError(problem.code, **problem.params)
    except UnreadableError as error:
        _move(
            actor,
            found,
            {State.WAITING},
            state=State.REFUSED,
            upload=b"",
            report=digest | refused_report(error.problem),
        )
        return found
    _move(
        actor,
        found,
        {State.WAITING},
        state=State.PREVIEW if imported.content else State.REFUSED,
        upload=b"",
        format=key,
        content=imported.content,
        exchange=imported.exchange,
        report=digest | preview_report(imported, place.latest),
    )
    return found


@transaction.atomic
def save_import(*, actor: Actor, import_id: UUID) -> Draft:
    """Make the draft, whole or not at all. Raises Refused, also to whoever comes second."""
    found = get_visible(actor, FrameworkImport, pk=import_id)
    require(may_save(actor, found))
    owner, content = _owner(found), found.content
    place = place_of(actor, owner, str(content.get("code", "")))
    if place.is_taken:
        raise Refused(_("The code has been taken by another owner's framework meanwhile. Bring in the file anew."))
    if problem := _standing_alone(content, place.latest):
        raise Refused(problem.text)
    if place.latest is not None:
        content = content | {"version": place.latest.version + 1}
    _move(actor, found, {State.PREVIEW}, state=State.SAVED)
    draft = start_draft(
        actor=actor,
        owner=owner,
        content=content,
        based_on=place.latest,
        framework=place.framework,
        exchange=found.exchange,
    )
    _move(actor, found, {State.SAVED}, draft=draft, content={}, exchange={})
    return draft


@transaction.atomic
def drop_import(*, actor: Actor, import_id: UUID) -> None:
    """Forget a file that was not saved. Raises Refused."""
    found = get_visible(actor, FrameworkImport, pk=import_id)
    require(may_import(actor, _owner(found)))
    open_ones = {State.WAITING, State.PREVIEW, State.REFUSED}
    _move(actor, found, open_ones, state=State.DROPPED, upload=b"", content={}, exchange={})


def _owner(found: FrameworkImport) -> Owner:
    owner = found.owner or found.collaboration
    assert owner is not None, "the database sees to it"  # noqa: S101 - tells the type checker
    return owner


def _take_in(imported: Imported, owner: Owner) -> None:
    """Clean the texts, and name the owner where the file names none."""
    imported.content = cleaned(imported.content)[0]
    named = imported.content.get("owner")
    if imported.content and (not isinstance(named, dict) or named.get("name") in (None, "", "–")):
        imported.content["owner"] = owner_of_file(owner)


def _rename(imported: Imported, owner: Owner) -> None:
    """A code of one's own for a framework whose code is another's."""
    code = str(imported.content["code"])
    taken = set(Framework.objects.filter(code__startswith=code).values_list("code", flat=True))
    new = code_from(f"{code}-{owner.slug}", taken)
    imported.content["code"] = new
    imported.notes.insert(0, Problem("code_taken", params={"code": code, "new": new}))


def _standing_alone(content: dict[str, Any], latest: FrameworkVersion | None) -> Problem | None:
    """That a whole framework would take the place of an overlay, as tables give it out whole and cannot say its base.

    Its owner would be left with a copy that follows no base any more, without having been asked.
    """
    if latest is None or latest.base is None or not content or "overlay_of" in content:
        return None
    return Problem("stands_alone", params={"own": latest.framework.code, "base": str(latest.base.framework)})


def _move(actor: Actor, found: FrameworkImport, before: set[State], **values: Any) -> None:
    """Compare and set: only one of two who decide at once wins. Raises Refused to the other."""
    rows = writable(actor, FrameworkImport).filter(pk=found.pk, state__in=before)
    if not rows.update(**values):
        raise Refused(_("The file has been decided on in another window."))
    for name, value in values.items():
        setattr(found, name, value)
