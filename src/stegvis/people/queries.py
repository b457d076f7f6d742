"""Reading staff: lists start from what the actor may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Func, Q, QuerySet

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.organisations.models import Organisation, Unit
from stegvis.people.access import current
from stegvis.people.models import Employment, Profession, StaffImport


def staff_list(
    actor: Actor, *, words: str = "", units: Iterable[int] = (), profession: str = ""
) -> QuerySet[Employment]:
    """Employments that run today and that the actor answers for, by name. ``words`` must all be in name or number.

    What a handler of protected identities may search besides is not the handler's staff (decision 0012).
    """
    answers_for = Q(unit__in=actor.manages) | Q(employer__in=actor.coordinates)
    rows = visible(actor, Employment).filter(answers_for, current(actor))
    if words:
        rows = rows.filter(Among("person_id", ArraySubquery(rows.values("person"))))
    for word in words.split():
        rows = rows.filter(
            Q(person__given_name__icontains=word)
            | Q(person__family_name__icontains=word)
            | Q(employee_number__startswith=word)
        )
    if units:
        rows = rows.filter(unit__in=units)
    if profession:
        rows = rows.filter(profession=profession)
    return rows.select_related("person", "unit", "profession", "employer").order_by("person__sort_name", "id")


class Among(Func):
    """``column = ANY (array)``: settles whose rows are read before anything is compared with a name.

    Such a comparison may wait for the policy, so that the whole table would be asked who may see each of its rows.
    """

    template = "%(expressions)s)"
    arg_joiner = " = ANY ("
    output_field = BooleanField()


def units_to_filter_by(actor: Actor) -> list[Unit]:
    """The units whose staff the actor answers for, by employer and name. One query."""
    answers_for = Q(id__in=actor.manages) | Q(organisation__in=actor.coordinates)
    return list(
        visible(actor, Unit).filter(answers_for).select_related("organisation").order_by("organisation__name", "name")
    )


def unit_and_below(units: Iterable[Unit], unit_id: int) -> set[int]:
    """The unit and all units below it, among those given."""
    below = defaultdict(list)
    for unit in units:
        below[unit.parent_id].append(unit.pk)
    found, waiting = {unit_id}, [unit_id]
    while waiting:
        children = [child for child in below[waiting.pop()] if child not in found]
        found.update(children)
        waiting += children
    return found


def professions_to_filter_by(actor: Actor) -> QuerySet[Profession]:
    return visible(actor, Profession)


def employers_to_import_for(actor: Actor) -> QuerySet[Organisation]:
    return visible(actor, Organisation).filter(id__in=actor.coordinates)


def staff_imports(actor: Actor) -> QuerySet[StaffImport]:
    """Earlier uploads, the latest first, without what they hold."""
    return visible(actor, StaffImport).defer("content").select_related("employer", "created_by")
