"""Protected identities: who may mark them, marking and unmarking, and the handlers' list."""

from __future__ import annotations

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import visible, writable
from stegvis.foundation.access.verdict import ALLOWED, Verdict, require
from stegvis.people.access import current
from stegvis.people.models import Employment, Person, ProtectedIdentity, PurgeProtocol
from stegvis.people.queries import Among


def may_handle(actor: Actor) -> Verdict:
    return ALLOWED if actor.handles else Verdict(False, _("Only named handlers work with protected identities."))


def may_protect(actor: Actor, person: Person) -> Verdict:
    if _handled_employments(actor).filter(person=person).exists():
        return ALLOWED
    return Verdict(False, _("The person is not employed where you handle protected identities."))


def protected_people(actor: Actor) -> QuerySet[ProtectedIdentity]:
    """The marks that the actor handles, in order of name, and whether the person works there today (``works_there``).

    Empty for everybody else.
    """
    works = _handled_employments(actor).filter(current(actor), person=OuterRef("person"))
    rows = visible(actor, ProtectedIdentity).annotate(works_there=Exists(works))
    return rows.select_related("person", "employer").order_by("person__sort_name", "id")


def protected_purges(actor: Actor) -> QuerySet[PurgeProtocol]:
    """What was purged about protected identities, for their handlers."""
    return visible(actor, PurgeProtocol).filter(is_protected=True).select_related("employer")


def find_employees(actor: Actor, words: str, limit: int = 20) -> QuerySet[Employment]:
    """Employments where the actor is a handler whose name or number holds every word; none without words."""
    rows = _handled_employments(actor)
    found = rows.filter(Among("person_id", ArraySubquery(rows.values("person"))))
    for word in words.split():
        found = found.filter(
            Q(person__given_name__icontains=word)
            | Q(person__family_name__icontains=word)
            | Q(employee_number__iexact=word)
        )
    found = found.select_related("person", "unit", "employer").order_by("person__sort_name", "id")
    return found[: limit if words.strip() else 0]


@transaction.atomic
def protect_identity(*, actor: Actor, person: Person, note: str) -> int:
    """Mark the person with every employer that the actor handles; returns how many marks are new.

    From now on the person is in no list, count, search, export or log but for handlers and the person themself.
    Raises Refused.
    """
    require(may_protect(actor, person))
    give_reason(note)
    marked = protected_people(actor).filter(person=person).values("employer_id")
    employments = _handled_employments(actor).filter(person=person).exclude(employer_id__in=marked)
    employers = employments.order_by("employer_id").values_list("employer_id", flat=True).distinct()
    marks = [ProtectedIdentity(person=person, employer_id=key, since=actor.today, note=note) for key in employers]
    return len(ProtectedIdentity.objects.bulk_create(marks))


@transaction.atomic
def unprotect_identity(*, actor: Actor, person: Person, note: str) -> int:
    """Lift the marks that the actor handles; another employer's stays, and hides the person as before.

    Returns how many were lifted. Raises Refused.
    """
    require(may_protect(actor, person))
    give_reason(note)
    lifted, _by_model = writable(actor, ProtectedIdentity).filter(person=person).delete()
    return lifted


def _handled_employments(actor: Actor) -> QuerySet[Employment]:
    return visible(actor, Employment).filter(employer_id__in=actor.handles)
