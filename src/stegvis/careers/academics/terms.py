"""Study terms by profession, and what is agreed against them in sums that tell of no small group."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from stegvis.careers.academics.database import FULL_YEAR
from stegvis.careers.models import StudyPath, StudyTerms
from stegvis.careers.queries.disclosed import database_rows
from stegvis.engine.disclosure import THRESHOLD
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.people.access import current
from stegvis.people.models import Employment, Profession


@dataclass(frozen=True)
class Agreed:
    """Hours and kronor a year of these; ``names`` are of professions, or of who pays.

    ``studying`` and ``costing`` are how many of the people have any hours, and any kronor.
    """

    names: tuple[str, ...]
    people: int
    studying: int
    costing: int
    hours: int
    kronor: int

    @property
    def is_enough(self) -> bool:
        """Each sum is of five people at least, or of nobody: eight of whom one costs something bare that one."""
        return self.people >= THRESHOLD and all(n == 0 or n >= THRESHOLD for n in (self.studying, self.costing))


@dataclass(frozen=True)
class TermsLine:
    """A profession's terms, own or general, and what is agreed: None for fewer than five, and where ``with_others``."""

    profession: Profession
    terms: StudyTerms | None
    agreed: Agreed | None
    sources: tuple[Agreed, ...]
    with_others: bool

    @property
    def is_own(self) -> bool:
        return self.terms is not None and self.terms.profession_id is not None

    @property
    def hours_each(self) -> int | None:
        """The most that one person has a year by the terms."""
        return self.terms.share * FULL_YEAR // 100 if self.terms and self.terms.share else None


@dataclass(frozen=True)
class TermsPage:
    """``together`` are the small professions as one, ``whole`` all of them; None where that would be too few."""

    general: StudyTerms | None
    lines: tuple[TermsLine, ...]
    together: Agreed | None
    whole: Agreed | None


def folded(groups: Iterable[Agreed]) -> list[Agreed]:
    """The groups, those that are not enough made one, with the next smallest until it is enough; else none.

    Whatever is added or taken from each other of these is of nobody, or of five at least.
    """
    rest = sorted(groups, key=lambda one: (one.people, one.names))
    few = [one for one in rest if not one.is_enough]
    many = [one for one in rest if one.is_enough]
    while many and few and not _sum(few).is_enough:
        few.append(many.pop(0))
    if not few:
        return many
    one = _sum(few)
    return [*many, one] if one.is_enough else []


def _sum(groups: Sequence[Agreed]) -> Agreed:
    return Agreed(
        tuple(name for one in groups for name in one.names),
        sum(one.people for one in groups),
        sum(one.studying for one in groups),
        sum(one.costing for one in groups),
        sum(one.hours for one in groups),
        sum(one.kronor for one in groups),
    )


def terms_of(actor: Actor, employer: int, profession: str) -> StudyTerms | None:
    """The profession's own, else the employer's in general. One query."""
    found = {one.profession_id: one for one in visible(actor, StudyTerms).filter(employer=employer)}
    return found.get(profession) or found.get(None)


@dataclass(frozen=True)
class HeldAgainst:
    """The terms that a path falls under, and per cent of working time together with what else is planned or runs."""

    terms: StudyTerms
    total: int

    @property
    def is_over(self) -> bool:
        return self.terms.share is not None and self.total > self.terms.share


def held_against(actor: Actor, path: StudyPath) -> HeldAgainst | None:
    """None where the employer has no terms, or the person no longer works there. Three queries."""
    theirs = visible(actor, Employment).filter(current(actor), person=path.person_id, employer=path.employer_id)
    profession = theirs.order_by("-share", "pk").values_list("profession", flat=True).first()
    terms = terms_of(actor, path.employer_id, profession) if profession else None
    if terms is None:
        return None
    others = visible(actor, StudyPath).filter(
        person=path.person_id, employer=path.employer_id, state__in=(StudyPath.State.PLANNED, StudyPath.State.RUNNING)
    )
    others = others.filter(starts__lte=path.ends, ends__gte=path.starts).exclude(pk=path.pk)
    return HeldAgainst(terms, path.share + sum(others.values_list("share", flat=True)))


def terms_page(actor: Actor, employer: int) -> TermsPage:
    """For a coordinator of the employer, who is told by whoever calls. Three queries."""
    kept = {one.profession_id: one for one in visible(actor, StudyTerms).filter(employer=employer)}
    paid: dict[str, list[Agreed]] = {}
    for profession, source, *numbers in database_rows("SELECT * FROM stegvis_study_costs(%s)", employer):
        paid.setdefault(profession, []).append(Agreed((source,), *numbers))
    known = Profession.objects.in_bulk([*paid, *(code for code in kept if code)])
    groups = folded(replace(_sum(some), names=(code,)) for code, some in paid.items())
    together = next((one for one in groups if len(one.names) > 1), None)
    alone = {one.names[0]: one for one in groups if len(one.names) == 1}
    lines = tuple(
        TermsLine(
            known[code],
            kept.get(code) or kept.get(None),
            alone.get(code),
            tuple(_named(one) for one in folded(paid[code])) if code in alone else (),
            together is not None and code in together.names,
        )
        for code in sorted(known, key=lambda code: str(known[code]))
    )
    if together is not None:
        names = tuple(sorted(str(known[code]) for code in together.names))
        together = replace(together, names=names)
    return TermsPage(kept.get(None), lines, together, _sum(groups) if groups else None)


def _named(one: Agreed) -> Agreed:
    titles = {**dict(StudyPath.PaidBy.choices), "": _("Not decided"), "plan": _("Courses in development plans")}
    return replace(one, names=tuple(str(titles[name]) for name in one.names))
