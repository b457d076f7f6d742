"""What an employer has verified of the person and may be attested, and the words in which it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from stegvis.careers.credentials.document import JSON, Achievement, issuer_address
from stegvis.careers.credentials.issuers import issuers_of
from stegvis.careers.models import Placement
from stegvis.careers.placements.queries import level_title
from stegvis.careers.queries.person import versions_of
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, visible
from stegvis.frameworks.format.document import Combine, FrameworkDocument, Group, Level, Requirement
from stegvis.frameworks.models import FrameworkVersion
from stegvis.frameworks.queries import effective_of
from stegvis.organisations.models import Organisation
from stegvis.people.access import current
from stegvis.people.models import Employment, Evidence

Kind = Evidence.Kind
LANGUAGE = "sv"  # what a credential is written in, as the frameworks are
TYPES = {
    Kind.DEGREE: "Degree",
    Kind.CREDITS: "Course",
    Kind.COURSE: "Course",
    Kind.CERTIFICATE: "Certificate",
    Kind.INDUCTION: "LearningProgram",
    Kind.ASSIGNMENT: "Assignment",
    Kind.COMPETENCE: "Competency",
}
"""Kinds of evidence and Open Badges' names of them. A licence is the authority's to attest, practice is a count."""


@dataclass(frozen=True)
class Source:
    """Something to attest. ``key`` is what a form sends; ``kind`` is in words; ``employer`` is where it stands."""

    key: str
    kind: str
    title: str
    employer: Organisation
    issuer: Organisation
    awarded_on: date
    valid_until: date | None
    evidence: Evidence | None = None
    placement: Placement | None = None


def sources_of(actor: Actor) -> list[Source]:
    """All that may be attested of the actor today, the latest first, levels before the rest. Three queries."""
    if actor.person is None:
        raise NotYours
    placements = (
        visible(actor, Placement)
        .filter(person=actor.person, withdrawn_on__isnull=True, level_order__gt=0)
        .select_related("version__framework", "employer", "profession")
        .order_by("-decided_on", "-pk")
    )
    evidence = (
        visible(actor, Evidence)
        .filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=actor.today) | Q(kind=Kind.ASSIGNMENT),
            person=actor.person,
            state=Evidence.State.VERIFIED,
            kind__in=TYPES,
            valid_from__lte=actor.today,
        )
        .select_related("employer")
        .order_by("-valid_from", "-pk")
    )
    found = list(evidence)
    issuers = issuers_of(actor, found)
    return [*map(_of_placement, placements), *(_of_evidence(one, issuers.get(one.pk)) for one in found)]


def source_of(actor: Actor, key: str) -> Source:
    """The one that a form names. Raises NotYours."""
    found = next((source for source in sources_of(actor) if source.key == key), None)
    if found is None:
        raise NotYours
    return found


def _of_placement(placement: Placement) -> Source:
    document = effective_of(placement.version).document
    area = next((str(one.title) for one in document.areas if one.code == placement.area), "")
    title = f"{level_title(document, placement.level_code)}, {placement.version.framework.title_sv}"
    return Source(
        key=f"placement-{placement.pk}",
        kind=_("Decided level"),
        title=f"{title} ({area})" if area else title,
        employer=placement.employer,
        issuer=placement.employer,
        awarded_on=placement.decided_on,
        valid_until=None,
        placement=placement,
    )


def _of_evidence(evidence: Evidence, issuer: Organisation | None) -> Source:
    ends = evidence.kind == Kind.ASSIGNMENT  # it has ended, and was held all the same
    return Source(
        key=f"evidence-{evidence.pk}",
        kind=evidence.get_kind_display(),
        title=evidence.title,
        employer=evidence.employer,
        issuer=issuer or evidence.employer,
        awarded_on=evidence.valid_from,
        valid_until=None if ends else evidence.valid_until,
        evidence=evidence,
    )


def achievement_of(actor: Actor, source: Source) -> Achievement:
    """What is attested, in Swedish, with what was asked for and where the framework stands for all to read."""
    with override(LANGUAGE):
        if source.placement is not None:
            return _level(source.placement, source)
        if source.evidence is None:
            raise NotYours
        return _fact(actor, source.evidence, source)


def _level(placement: Placement, source: Source) -> Achievement:
    version, document = placement.version, effective_of(placement.version).document
    level = next((one for one in document.levels if one.code == placement.level_code), None)
    title = level_title(document, placement.level_code)
    told = {"level": title, "framework": version.framework.title_sv, "n": version.version, "issuer": source.issuer}
    asked = "\n".join(f"- {line}" for line in asked_by(level, placement.track))
    narrative = _(
        "A manager at %(issuer)s has decided that the person is on the level “%(level)s” of %(framework)s, version"
        " %(n)s. The level builds on those below it."
    )
    asks = _("It asks for:")
    return Achievement(
        id=_identity(source, "placement", f"{version.framework.code}/{version.version}/{placement.level_code}"),
        kind="Achievement",
        name=source.title,
        description=str(level.description) if level and level.description else narrative % told,
        narrative=narrative % told + (f"\n\n{asks}\n{asked}" if asked else ""),
        alignments=(_alignment(version, placement.level_code, title),),
    )


def asked_by(level: Level | None, track: str) -> Iterator[str]:
    """What the level, and the direction within it, asks for: a line for each, alternatives on one line."""
    if level is None:
        return
    own = next((one.requires for one in level.tracks if one.code == track), ())
    for node in (*level.requires, *own):
        if isinstance(node, Requirement):
            yield str(node.title)
        else:
            yield _group(node)


def _group(group: Group) -> str:
    parts = [str(one.title) if isinstance(one, Requirement) else _group(one) for one in group.children]
    if group.combine is Combine.ALL_OF:
        return ", ".join(parts)
    least = group.n if group.combine is Combine.AT_LEAST else 1
    return _("at least %(n)s of these: %(these)s") % {"n": least, "these": "; ".join(parts)}


def _fact(actor: Actor, evidence: Evidence, source: Source) -> Achievement:
    told = {"issuer": source.issuer, "kind": source.kind.lower(), "title": source.title}
    asked = _asked(actor, evidence)
    narrative = _("%(issuer)s has checked that the person has “%(title)s” (%(kind)s).") % told
    rating = _rating(asked, evidence) if evidence.kind == Kind.COMPETENCE else ""
    if rating:
        narrative += " " + _("Judged as: %(rating)s.") % {"rating": rating}
    if asked:
        narrative += "\n\n" + _("It answers to what %(framework)s, version %(n)s, asks for: %(requirements)s") % {
            "framework": asked[0].framework.title_sv,
            "n": asked[0].version,
            "requirements": "; ".join(title for _code, title in asked[2]),
        }
    return Achievement(
        id=_identity(source, evidence.kind, f"{evidence.code}/{evidence.area}"),
        kind=TYPES[Kind(evidence.kind)],
        name=source.title,
        description=_("%(kind)s, checked by %(issuer)s.") % {**told, "kind": source.kind},
        narrative=narrative,
        alignments=tuple(_alignment(asked[0], code, title) for code, title in asked[2]) if asked else (),
    )


def _asked(
    actor: Actor, evidence: Evidence
) -> tuple[FrameworkVersion, FrameworkDocument, list[tuple[str, str]]] | None:
    """The requirements that the evidence answers to, where the person works for the employer today."""
    rows = visible(actor, Employment).filter(current(actor), person=actor.person, employer=evidence.employer_id)
    for version in versions_of(actor, list(rows.order_by("-share", "pk"))).values():
        document = effective_of(version).document
        found = [
            (one.code, str(one.title))
            for one in document.requirements()
            if one.kind.value == evidence.kind and evidence.code in one.accepts and one.minimum <= evidence.amount
        ]
        if found:
            return version, document, found
    return None


def _rating(asked: tuple[FrameworkVersion, FrameworkDocument, Any] | None, evidence: Evidence) -> str:
    if asked is None:
        return ""
    return next((str(one.title) for one in asked[1].scale if one.value == evidence.amount), "")


def _identity(source: Source, kind: str, code: str) -> str:
    """The same for the same achievement of the same issuer, for whomever."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{issuer_address(settings.SITE_URL, source.issuer.slug)}{kind}/{code}')}"


def _alignment(version: FrameworkVersion, code: str, title: str) -> JSON:
    return {
        "type": ["Alignment"],
        "targetName": title,
        "targetUrl": settings.SITE_URL
        + reverse("frameworks:version", kwargs={"code": version.framework.code, "version": version.version}),
        "targetFramework": version.framework.title_sv,
        "targetCode": code,
    }
