"""Starting, saving and discarding drafts. No save overwrites what another has saved meanwhile."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import writable
from stegvis.foundation.access.verdict import require
from stegvis.frameworks.drafts.content import Content, cleaned, code_from, ordered, owner_of_file, skeleton, titled
from stegvis.frameworks.drafts.examining import read_text
from stegvis.frameworks.drafts.policies import may_start, may_write
from stegvis.frameworks.drafts.queries import draft_of
from stegvis.frameworks.format import load_document
from stegvis.frameworks.format.convert import to_raw
from stegvis.frameworks.models import Draft, Framework, FrameworkVersion
from stegvis.frameworks.policies import Owner
from stegvis.frameworks.queries import effective_of, resolve_base
from stegvis.organisations.models import Collaboration, Organisation


class Conflict(Exception):  # noqa: N818
    """Somebody saved meanwhile. ``draft`` is as it stands now; what was to be saved is still the caller's."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(f"the draft is at revision {draft.revision}")
        self.draft = draft


@transaction.atomic
def start_draft(
    *,
    actor: Actor,
    owner: Owner,
    content: Content,
    based_on: FrameworkVersion | None = None,
    framework: Framework | None = None,
    exchange: dict[str, Any] | None = None,
) -> Draft:
    """Begin a draft of ``content``, of a further version where ``framework`` is given. Raises Refused."""
    require(may_start(actor, owner, framework))
    content = ordered(cleaned(content)[0])
    writer: Any = actor.user
    return Draft.objects.create(
        owner=owner if isinstance(owner, Organisation) else None,
        collaboration=owner if isinstance(owner, Collaboration) else None,
        framework=framework,
        based_on=based_on,
        title=titled(content) or _("Untitled"),
        content=content,
        exchange=exchange or {},
        created_by_id=writer,
        changed_by_id=writer,
    )


def start_from_version(
    *, actor: Actor, version: FrameworkVersion, owner: Owner, as_new: bool, title: str = ""
) -> Draft:
    """Begin the version's next one, or a framework (or overlay) of one's own that starts as it. Raises Refused.

    Without ``title`` it is called as the version is.
    """
    content = to_raw(load_document(version.document, resolve_base))
    if title.strip():
        content["title"] = title
    if as_new:
        content |= {
            "code": _free_code(f"{content['code']}-{owner.slug}"),
            "version": 1,
            "status": "proposal",
            "owner": owner_of_file(owner),
            "provenance": _provenance(content, version),
        }
        return start_draft(actor=actor, owner=owner, content=content, based_on=version)
    latest = FrameworkVersion.objects.filter(framework=version.framework_id).aggregate(latest=Max("version"))["latest"]
    content["version"] = latest + 1
    return start_draft(
        actor=actor,
        owner=owner,
        content=content,
        based_on=version,
        framework=version.framework,
        exchange=version.exchange,
    )


def start_overlay(*, actor: Actor, base: FrameworkVersion, owner: Owner, title: str = "") -> Draft:
    """Begin an overlay on ``base`` that says nothing yet. Without ``title`` one is proposed. Raises Refused."""
    under = effective_of(base).document
    proposed = _("%(owner)s: additions to %(title)s") % {"owner": owner.name, "title": under.title.sv}
    content: Content = {
        "format": 1,
        "code": _free_code(f"{base.framework.code}-{owner.slug}"),
        "version": 1,
        "status": "proposal",
        "title": title.strip() or proposed,
        "owner": owner_of_file(owner),
        "provenance": {"basis": "written"},
        "overlay_of": {"code": base.framework.code, "version": base.version},
    }
    return start_draft(actor=actor, owner=owner, content=content, based_on=base)


def start_empty(*, actor: Actor, owner: Owner, title: str) -> Draft:
    """Begin the smallest framework that holds. Raises Refused."""
    content = skeleton(title, owner, _free_code(title), _("Foundation level"))
    return start_draft(actor=actor, owner=owner, content=content)


def save_content(
    *, actor: Actor, draft: Draft, revision: int, content: Content, removed: list[Any] | None = None
) -> Draft:
    """Save ``content`` over ``revision``, and what was taken out of it if anything was.

    Raises Conflict where that is not the latest revision, and Refused.
    """
    content = ordered(cleaned(content)[0])
    kept = {} if removed is None else {"removed": removed}
    return _save(actor, draft, revision, content=content, title=titled(content) or draft.title, text="", **kept)


def save_text(*, actor: Actor, draft: Draft, revision: int, text: str) -> Draft:
    """Save YAML over ``revision``: as content where it can be read, else as it was typed.

    Raises Conflict and Refused. The content stays as it was while the text cannot be read.
    """
    reading = read_text(text)
    if reading.content is None:
        return _save(actor, draft, revision, text=text.replace("\0", "\N{REPLACEMENT CHARACTER}"))
    return save_content(actor=actor, draft=draft, revision=revision, content=reading.content)


def discard_text(*, actor: Actor, draft: Draft, revision: int) -> Draft:
    """Go back to what could be read last. Raises Conflict and Refused."""
    return _save(actor, draft, revision, text="")


def discard_draft(*, actor: Actor, draft: Draft) -> Draft:
    """Take the draft out of the list. Nothing is deleted. Raises Refused, and Conflict where it changed meanwhile."""
    return _save(actor, draft, draft.revision, state=Draft.State.DISCARDED)


@transaction.atomic
def _save(actor: Actor, draft: Draft, revision: int, **values: Any) -> Draft:
    require(may_write(actor, draft))
    changed = (
        writable(actor, Draft)
        .filter(pk=draft.pk, revision=revision, state__in=[Draft.State.EDITING, Draft.State.REVIEW])
        .update(revision=F("revision") + 1, changed_by_id=actor.user, changed_at=timezone.now(), **values)
    )
    now = draft_of(actor, draft.pk)
    if not changed:
        raise Conflict(now)
    return now


def _free_code(wanted: str) -> str:
    stem = code_from(wanted)
    taken = {*Framework.objects.filter(code__startswith=stem).values_list("code", flat=True)}
    taken |= {*Draft.objects.filter(content__code__startswith=stem).values_list("content__code", flat=True)}
    return code_from(wanted, taken)


def _provenance(content: Content, version: FrameworkVersion) -> dict[str, Any]:
    """What the own framework rests on: its model, and what the model rested on."""
    model = _("%(title)s, version %(version)s (%(owner)s)") % {
        "title": version.framework.title_sv,
        "version": version.version,
        "owner": content["owner"]["name"],
    }
    return {"basis": "written", "documents": [model[:500], *content["provenance"].get("documents", [])][:50]}
