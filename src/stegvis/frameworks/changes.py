"""What became of the requirements of the version before, as a reader wants to know it."""

from __future__ import annotations

from dataclasses import dataclass

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.frameworks.format.document import Text
from stegvis.frameworks.models import FrameworkRequirement, FrameworkVersion, VersionMapping

Relation = VersionMapping.Relation
IN_ORDER = (Relation.NEW, Relation.CHANGED, Relation.SPLIT, Relation.MERGED, Relation.GONE)


@dataclass(frozen=True, slots=True)
class Change:
    """``before`` are the requirements of the earlier version, ``after`` those that they became."""

    before: tuple[Text, ...]
    after: tuple[Text, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Changes:
    """``kinds`` are the kinds of change that there are, in the reader's words; ``same`` is how many did not change."""

    earlier: FrameworkVersion
    kinds: tuple[tuple[str, tuple[Change, ...]], ...]
    same: int


def changes_of(actor: Actor, version: FrameworkVersion) -> Changes | None:
    """How a version differs from the one before; None where no mapping was published with it. Two queries at most."""
    rows = list(visible(actor, VersionMapping).filter(version=version).select_related("earlier").order_by("pk"))
    if not rows:
        return None
    earlier = rows[0].earlier
    titles = {
        (row.version_id, row.code): Text(row.title_sv, row.title_en)
        for row in visible(actor, FrameworkRequirement).filter(version__in=[version, earlier])
    }

    def texts(of: FrameworkVersion, codes: list[str]) -> tuple[Text, ...]:
        return tuple(titles.get((of.pk, code), Text(code)) for code in codes)

    def change(row: VersionMapping) -> Change:
        return Change(texts(earlier, row.from_codes), texts(version, row.to_codes), row.note)

    kinds = ((r.label, tuple(change(row) for row in rows if row.relation == r)) for r in IN_ORDER)
    same = sum(row.relation == Relation.SAME for row in rows)
    return Changes(earlier, tuple((str(label), found) for label, found in kinds if found), same)
