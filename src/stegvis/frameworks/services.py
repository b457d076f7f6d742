"""Publishing frameworks and choosing which one an employer uses."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.engine.ladder import CompiledLadder
from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.verdict import Refused, require
from stegvis.frameworks.drafts.content import cleaned, text_of
from stegvis.frameworks.format import Document, dump_document, load_document
from stegvis.frameworks.format.convert import to_raw
from stegvis.frameworks.format.document import FrameworkDocument, Requirement
from stegvis.frameworks.models import (
    Adoption,
    Framework,
    FrameworkRequirement,
    FrameworkVersion,
    VersionMapping,
    VersionProfession,
)
from stegvis.frameworks.packaged import PACKAGED, documents, mapping_of
from stegvis.frameworks.policies import Owner, may_adopt, may_choose, may_publish, may_take_over
from stegvis.frameworks.queries import compiled, effective_of, effective_of_document, resolve_base
from stegvis.frameworks.relations.carrying import carried_over
from stegvis.frameworks.relations.entries import MappingEntry, faults
from stegvis.frameworks.relations.proposing import with_plain
from stegvis.frameworks.signals import adoption_changed, version_published
from stegvis.organisations.models import Collaboration, Organisation
from stegvis.people.models import Profession


class MappingNeeded(Refused):
    """A further version must say what became of each requirement of the version before."""


def publish_framework(
    *, actor: Actor, text: str | bytes, owner: Owner | None = None, mapping: Sequence[MappingEntry] | None = None
) -> tuple[FrameworkVersion, bool]:
    """Publish a framework file; the same file again changes nothing.

    ``mapping`` says what became of the requirements of the version before; what asks for no more under the same code
    needs no line. Returns the version and whether it is new. Raises FrameworkError for a file that does not hold,
    MappingNeeded for a further version without a mapping, and Refused where the actor may not, where the mapping has a
    gap, or where the code or the version is taken by something else.
    """
    require(may_publish(actor, owner))
    return _publish_after(actor, _without_markup(load_document(text, resolve_base)), owner, mapping)


@transaction.atomic
def publish_document(
    *,
    actor: Actor,
    document: Document,
    owner: Owner | None = None,
    earlier: FrameworkVersion | None = None,
    mapping: Sequence[MappingEntry] = (),
    exchange: dict[str, Any] | None = None,
) -> tuple[FrameworkVersion, bool]:
    """As ``publish_framework``, of a document that was loaded before.

    ``mapping`` says how the requirements of ``earlier``, the latest version, follow into this one; it must be whole.
    The framework takes the title of this version. Tells, when the transaction has ended, that there is a new version
    (``version_published``).
    """
    require(may_publish(actor, owner))
    canonical = dump_document(document)
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    framework = _framework(document, owner)
    published = FrameworkVersion.objects.filter(framework=framework, version=document.version).first()
    if published is not None:
        if published.digest == digest:
            return published, False
        raise Refused(
            _("Version %(version)s of %(code)s is already published with other content. Give the change a new version.")
            % {"version": document.version, "code": document.code}
        )
    _require_next(framework, document, earlier)
    give_reason(f"publish {document.code} {document.version}")
    base = _base_of(document)
    version = FrameworkVersion(
        framework=framework,
        version=document.version,
        status=document.status,
        document=canonical,
        digest=digest,
        published_by_id=actor.user,
        base=base,
        exchange=exchange or {},
    )
    effective = effective_of(version).document
    version.level_word, version.licence = effective.level_word, document.licence[:60]
    if earlier is not None:
        version.carried = _carried(earlier, effective, mapping)
    version.save()
    Framework.objects.filter(pk=framework.pk).update(title_sv=document.title.sv, title_en=document.title.en)
    framework.refresh_from_db(fields=["title_sv", "title_en"])
    _add_parts(version)
    if earlier is not None:
        _add_mapping(version, earlier, mapping)
    transaction.on_commit(partial(version_published.send, sender=FrameworkVersion, version_id=version.pk))
    return version, True


def publish_packaged(*, actor: Actor, folder: Path = PACKAGED) -> list[FrameworkVersion]:
    """Publish every framework that is packaged with Stegvis, each base before its overlays. Idempotent.

    One that has been taken over is its new owner's to renew. A further version says what became of the requirements in
    ``mappings/CODE-VERSION.yaml`` beside it. What asks for no more under the same code needs no line, so that a version
    in which all is the same needs no file; of anything else a person has to have spoken, or it is refused.
    """
    taken = set(Framework.objects.exclude(owner=None, collaboration=None).values_list("code", flat=True))
    left = [reference for reference in documents(folder) if reference.code not in taken]
    return [
        _publish_after(actor, documents(folder)[reference], None, mapping_of(reference, folder))[0]
        for reference in left
    ]


@transaction.atomic
def adopt_version(
    *,
    actor: Actor,
    employer: Organisation,
    profession: Profession,
    version: FrameworkVersion,
    since: date | None = None,
) -> Adoption:
    """Place the employer's staff of a profession against this version from now on. Raises Refused."""
    require(may_adopt(actor, employer, profession, version))
    give_reason(f"adopt {version.framework.code} {version.version}")
    adoption, _created = Adoption.objects.update_or_create(
        employer=employer, profession=profession, defaults={"version": version, "since": since or actor.today}
    )
    announce = partial(adoption_changed.send, sender=Adoption, employer_id=employer.pk, profession_code=profession.pk)
    transaction.on_commit(announce)
    return adoption


@transaction.atomic
def choose_version(
    *, actor: Actor, employer: Organisation, profession: Profession, version: FrameworkVersion
) -> Adoption:
    """``adopt_version`` by hand: refused where a change of version would move people without a rehearsal."""
    require(may_choose(actor, employer, profession, version))
    return adopt_version(actor=actor, employer=employer, profession=profession, version=version)


@transaction.atomic
def take_over_framework(*, actor: Actor, framework: Framework, owner: Owner) -> Framework:
    """Let an employer or a collaboration own a framework that is packaged with Stegvis. Raises Refused."""
    require(may_take_over(actor, framework))
    give_reason(f"hand over {framework.code}")
    field = "collaboration" if isinstance(owner, Collaboration) else "owner"
    setattr(framework, field, owner)
    framework.save(update_fields=[field])
    return framework


def _publish_after(
    actor: Actor, document: Document, owner: Owner | None, mapping: Sequence[MappingEntry] | None
) -> tuple[FrameworkVersion, bool]:
    """Publish it after the version before, if there is one and a mapping from it."""
    before = FrameworkVersion.objects.filter(framework__code=document.code, version__lt=document.version)
    earlier = before.order_by("-version").first() if mapping is not None else None
    if earlier is None:
        return publish_document(actor=actor, document=document, owner=owner)
    entries = with_plain(effective_of(earlier).document, effective_of_document(document).document, mapping or ())
    return publish_document(actor=actor, document=document, owner=owner, earlier=earlier, mapping=entries)


def _require_next(framework: Framework, document: Document, earlier: FrameworkVersion | None) -> None:
    """Whether a version may follow on ``earlier``: people are moved between versions by what the mapping says.

    What is an addition to a base stays one: a whole framework in its place would follow its base no more, unseen.
    """
    Framework.objects.select_for_update().get(pk=framework.pk)  # of two who publish at once the other waits here
    latest = FrameworkVersion.objects.filter(framework=framework).order_by("-version").first()
    if latest is None:
        return
    told = {"version": latest.version, "code": framework.code}
    if latest.base is not None and isinstance(document, FrameworkDocument):
        raise Refused(
            _(
                "The file is a whole framework, but %(code)s is an addition to %(base)s. Say in the file what it is an"
                " addition to (overlay_of), or give the framework a new code."
            )
            % {**told, "base": latest.base.framework}
        )
    if document.version < latest.version:
        raise Refused(_("Version %(version)s of %(code)s is published already. A new one has a higher number.") % told)
    if earlier is None or earlier.pk != latest.pk:
        raise MappingNeeded(
            _(
                "Version %(version)s of %(code)s is published already, and people may be placed by it. Say what became"
                " of each of its requirements: in a draft that starts from it, or in a mapping beside the file."
            )
            % told
        )


def _without_markup(document: Document) -> Document:
    """A file that comes by no draft is cleaned as drafts are. Raises FrameworkError where nothing is left of a text."""
    content, found = cleaned(to_raw(document))
    return load_document(text_of(content), resolve_base) if found else document


def _framework(document: Document, owner: Owner | None) -> Framework:
    theirs = {"collaboration" if isinstance(owner, Collaboration) else "owner": owner}
    framework, created = Framework.objects.get_or_create(
        code=document.code,
        defaults={**theirs, "title_sv": document.title.sv, "title_en": document.title.en},
    )
    if not created and (framework.owner or framework.collaboration) != owner:
        raise Refused(_("The code %(code)s is already used by another owner's framework.") % {"code": document.code})
    return framework


def _base_of(document: Document) -> FrameworkVersion | None:
    if isinstance(document, FrameworkDocument):
        return None
    return FrameworkVersion.objects.get(framework__code=document.base.code, version=document.base.version)


def _carried(
    earlier: FrameworkVersion, document: FrameworkDocument, mapping: Sequence[MappingEntry]
) -> dict[str, list[str]]:
    before = effective_of(earlier).document
    if found := faults(before, document, mapping):
        raise Refused(" ".join(found[:10]))
    return carried_over(before, earlier.carried, mapping)


def _add_mapping(version: FrameworkVersion, earlier: FrameworkVersion, mapping: Sequence[MappingEntry]) -> None:
    VersionMapping.objects.bulk_create(
        VersionMapping(
            version=version,
            earlier=earlier,
            relation=entry.relation,
            from_codes=list(entry.from_codes),
            to_codes=list(entry.to_codes),
            note=entry.note[:300],
        )
        for entry in mapping
    )


def _add_parts(version: FrameworkVersion) -> None:
    """The rows by which other rooms find and join the version's parts."""
    document = effective_of(version).document
    known = Profession.objects.in_bulk(list(document.professions))
    VersionProfession.objects.bulk_create(
        VersionProfession(version=version, profession=profession) for profession in known.values()
    )
    texts = {requirement.code: requirement for requirement in document.requirements()}
    FrameworkRequirement.objects.bulk_create(_requirement_rows(version, compiled(version), texts))


def _requirement_rows(
    version: FrameworkVersion, ladder: CompiledLadder, texts: dict[str, Requirement]
) -> Iterator[FrameworkRequirement]:
    for leaf in ladder.leaves:
        requirement, level = texts[leaf.requirement.code], ladder.levels[leaf.level]
        yield FrameworkRequirement(
            version=version,
            position=leaf.index,
            level_code=level.code,
            level_order=level.order,
            code=requirement.code,
            kind=requirement.kind,
            competence=requirement.accepts[0] if requirement.kind.is_demonstrated else "",
            title_sv=requirement.title.sv[:300],
            title_en=requirement.title.en[:300],
        )
