"""Reading evidence: one's own list, what waits to be checked, and a file."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, get_visible, visible
from stegvis.people.access import current
from stegvis.people.models import Employment, Evidence, EvidenceFile

State, Kind = Evidence.State, Evidence.Kind


def with_files(actor: Actor, rows: QuerySet[Evidence]) -> QuerySet[Evidence]:
    """Files beside the rows, without what is in them; ``same_as`` is what else of the person's has the same file."""
    others = visible(actor, EvidenceFile).filter(person=OuterRef("person_id"), digest=OuterRef("digest"))
    same = others.exclude(evidence=OuterRef("evidence_id")).order_by("added_at").values("evidence__title")[:1]
    files = visible(actor, EvidenceFile).defer("content").annotate(same_as=Subquery(same))
    return rows.prefetch_related(Prefetch("files", files))


def own_evidence(actor: Actor) -> QuerySet[Evidence]:
    """Everything about oneself, the latest first."""
    if actor.person is None:
        raise NotYours
    rows = visible(actor, Evidence).filter(person=actor.person).select_related("employer")
    rows = rows.annotate(works_there=waits_here(actor))
    return with_files(actor, rows).order_by("-valid_from", "-id")


def waits_here(actor: Actor) -> Exists:
    """Whether the person still works at the evidence's employer, where alone it can be checked."""
    return Exists(
        Employment._base_manager.filter(current(actor), person=OuterRef("person_id"), employer=OuterRef("employer_id"))
    )


def own_statement(actor: Actor, evidence_id: int) -> Evidence:
    """One that the person registered themself. Raises NotYours."""
    rows = own_evidence(actor).filter(source=Evidence.Source.PERSON)
    return get_visible(actor, Evidence, rows, pk=evidence_id)


def waiting_evidence(actor: Actor) -> QuerySet[Evidence]:
    """What the actor is to check, the longest waiting first: of staff in their units or, as coordinator, employers."""
    works = Employment._base_manager.filter(
        current(actor), person=OuterRef("person_id"), employer=OuterRef("employer_id")
    )
    rows = visible(actor, Evidence).filter(
        Q(employer__in=actor.coordinates) | Exists(works.filter(unit__in=actor.manages)),
        Exists(works),
        state=State.STATED,
        source=Evidence.Source.PERSON,
    )
    if actor.person is not None:
        rows = rows.exclude(person=actor.person)
    return rows.exclude(kind=Kind.REFLECTION).select_related("person", "employer").order_by("id")


def evidence_to_check(actor: Actor, evidence_id: int) -> Evidence:
    """One that somebody stated, of whom the actor checks for, also when it is answered. Raises NotYours."""
    rows = visible(actor, Evidence).filter(source=Evidence.Source.PERSON).exclude(kind=Kind.REFLECTION)
    rows = with_files(actor, rows.select_related("person", "employer"))
    return get_visible(actor, Evidence, rows, pk=evidence_id)


def clean_file(actor: Actor, file_id: UUID) -> EvidenceFile:
    """A file with what is in it, if it is found clean. Raises NotYours."""
    rows = visible(actor, EvidenceFile).filter(scan=EvidenceFile.Scan.CLEAN)
    return get_visible(actor, EvidenceFile, rows, pk=file_id)
