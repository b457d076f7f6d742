"""Reading frameworks. A version never changes, so what is parsed and compiled from it is kept in memory."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from stegvis.engine.ladder import CompiledLadder, compile_ladder
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, get_visible, visible
from stegvis.frameworks.format import Document, EffectiveFramework
from stegvis.frameworks.format.document import BaseReference, FrameworkDocument, Status
from stegvis.frameworks.format.loader import reload_document, reload_effective
from stegvis.frameworks.format.overlay import apply, bare, resolve_chain
from stegvis.frameworks.models import Adoption, Framework, FrameworkVersion
from stegvis.frameworks.relations.carrying import with_carried
from stegvis.organisations.models import Organisation
from stegvis.people.models import Profession

KEPT_IN_MEMORY = 256


def published_versions(actor: Actor) -> QuerySet[FrameworkVersion]:
    """The latest version of each framework that the actor may read, by title, with its professions."""
    newer = visible(actor, FrameworkVersion).filter(framework=OuterRef("framework"), version__gt=OuterRef("version"))
    return (
        visible(actor, FrameworkVersion)
        .filter(~Exists(newer))
        .defer("exchange")
        .select_related("framework__owner", "framework__collaboration")
        .prefetch_related("professions")
        .order_by("framework__title_sv", "framework__code")
    )


def version_of(actor: Actor, code: str, version: int | None = None) -> FrameworkVersion:
    """A framework's version, the latest where none is named. Raises NotYours.

    What another format brought may be larger than all the rest; it is fetched when it is asked for.
    """
    rows = (
        visible(actor, FrameworkVersion)
        .defer("exchange")
        .select_related("framework__owner", "framework__collaboration")
    )
    if version is not None:
        return get_visible(actor, FrameworkVersion, rows, framework__code=code, version=version)
    found = rows.filter(framework__code=code).order_by("-version").first()
    if found is None:
        raise NotYours
    return found


@dataclass(frozen=True)
class ListedGroup:
    """Frameworks of one status, as the list shows them."""

    status: Status
    versions: tuple[FrameworkVersion, ...]


def listed_frameworks(actor: Actor) -> list[ListedGroup]:
    """The latest versions by status: what is in use first, what is only described last."""
    versions = list(published_versions(actor))
    order = (Status.PUBLISHED, Status.PILOT, Status.PROPOSAL, Status.DESCRIBED)
    groups = (ListedGroup(status, tuple(v for v in versions if v.status == status)) for status in order)
    return [group for group in groups if group.versions]


def versions_of(actor: Actor, version: FrameworkVersion) -> QuerySet[FrameworkVersion]:
    """All versions of the same framework, the newest first."""
    rows = visible(actor, FrameworkVersion).defer("exchange", "document")
    return rows.filter(framework=version.framework_id).order_by("-version")


@dataclass(frozen=True)
class Uses:
    """Who uses this very version and for what, and where the actor's own employers use another one of the framework."""

    here: dict[Organisation, list[Profession]]
    instead: list[Adoption]


def uses_of(actor: Actor, version: FrameworkVersion) -> Uses:
    """Which employers use the framework. One query."""
    rows = visible(actor, Adoption).filter(version__framework=version.framework_id)
    found = Uses({}, [])
    for adoption in rows.select_related("employer", "profession", "version").order_by(
        "employer__name", "profession__title_sv"
    ):
        if adoption.version_id == version.pk:
            found.here.setdefault(adoption.employer, []).append(adoption.profession)
        elif adoption.employer_id in actor.coordinates:
            found.instead.append(adoption)
    return found


def adoption_of(actor: Actor, employer_id: int, profession_code: str) -> Adoption | None:
    """Which version the employer places this profession against, if any."""
    rows = visible(actor, Adoption).select_related("version__framework")
    return rows.filter(employer=employer_id, profession=profession_code).first()


def has_staff(employer_id: int, profession_code: str) -> bool:
    """Whether anybody of the profession works for the employer or is about to begin, also with protected identity.

    Told to the employer's coordinators; to others the answer is always yes.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT stegvis_has_staff(%s, %s)", [employer_id, profession_code])
        return bool(cursor.fetchone()[0])


def effective_of(version: FrameworkVersion) -> EffectiveFramework:
    """The version's framework with all layers below it applied, and what came from which layer."""
    return _effective(version.digest, version.document)


def effective_of_document(document: Document) -> EffectiveFramework:
    """As ``effective_of``, of a document that is not published: as it would be read if it were."""
    if isinstance(document, FrameworkDocument):
        return bare(document)
    return apply(resolve_chain(document, resolve_base), document)


def owner_of(version: FrameworkVersion) -> str:
    """Who answers for the framework: its owner in Stegvis, else whom its file names."""
    owner = version.framework.owned_by
    return owner.name if owner else effective_of(version).document.owner.name


def with_true_owners(version: FrameworkVersion) -> EffectiveFramework:
    """As ``effective_of``, with each layer's owner in Stegvis, if it has one, in place of whom its file names.

    A unit's name is kept before its employer's. Layers of one owner are told apart by their titles. One query for an
    overlay, else none where the version came with its framework's owner.
    """
    effective = effective_of(version)
    below = [layer.code for layer in effective.layers[:-1]]
    under = Framework.objects.filter(code__in=below).select_related("owner", "collaboration") if below else ()
    frameworks = {one.code: one for one in (*under, version.framework)}
    owners = dict(effective.owners)
    for code, one in frameworks.items():
        if one.owned_by:
            owners[code] = f"{owners[code]}, {one.owned_by.name}" if code in effective.units else one.owned_by.name
    overlays = [layer.code for layer in effective.layers[1:]]
    shared = Counter(owners[code] for code in overlays)
    names = {code: f"{owners[code]} ({frameworks[code]})" for code in overlays if shared[owners[code]] > 1}
    return replace(effective, owners=owners, names=names)


def bases_of(version: FrameworkVersion) -> list[FrameworkDocument]:
    """What an overlay rests on, each with all below it applied, the undermost first. One query a layer."""
    found: list[FrameworkDocument] = []
    while version.base_id is not None:
        version = FrameworkVersion.objects.defer("exchange").get(pk=version.base_id)
        found.insert(0, effective_of(version).document)
    return found


def compiled(version: FrameworkVersion, area: str = "") -> CompiledLadder:
    """The version's ladder, compiled for an area; leaf ``index`` is the requirement's ``position``.

    What was shown for the same requirement in earlier versions counts (``FrameworkVersion.carried``).
    """
    carried = tuple((code, tuple(accepted)) for code, accepted in version.carried.items())
    return _compiled(version.digest, version.document, area, carried)


@lru_cache(maxsize=KEPT_IN_MEMORY)
def _effective(digest: str, document: str) -> EffectiveFramework:
    return reload_effective(document, resolve_base)


@lru_cache(maxsize=KEPT_IN_MEMORY)
def _compiled(
    digest: str, document: str, area: str, carried: tuple[tuple[str, tuple[str, ...]], ...]
) -> CompiledLadder:
    evaluated = with_carried(_effective(digest, document).document, dict(carried))
    return compile_ladder(evaluated.ladder(), area)


def resolve_base(reference: BaseReference) -> Document | None:
    """The published document that an overlay rests on. Published versions are readable to all."""
    found = FrameworkVersion._base_manager.filter(framework__code=reference.code, version=reference.version).first()
    return reload_document(found.document) if found else None
