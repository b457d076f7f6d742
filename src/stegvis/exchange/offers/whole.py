"""The page where the whole of an offer is written: its own fields, and the rows of its parts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import cached_property

from stegvis.exchange.models import Offer
from stegvis.exchange.offers import services
from stegvis.exchange.offers.forms import OfferForm
from stegvis.exchange.offers.overtaken import Line, apart
from stegvis.exchange.offers.part_forms import PartForms
from stegvis.exchange.offers.queries import Known, Library, evidence_given, library_of, managed_offer, members_of
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.people.models import Profession


class Whole:
    """``seen`` is what the page was read from; it is sent back with what is typed."""

    def __init__(self, actor: Actor, offer: Offer, data: Any) -> None:
        self.actor, self.offer, self.data = actor, offer, data
        professions, library = list(visible(actor, Profession)), library_of(actor)
        parts = services.parts_of(offer)
        self.now = services.stamp_of(offer, parts)
        self.seen = self.now if data is None else data.get("sett", "")
        self.form = OfferForm(
            data,
            instance=offer,
            professions=professions,
            employers=members_of(actor, offer.collaboration_id),
            given=evidence_given(chosen_of(offer, library)),
            initial={"invited": [str(one) for one in parts.invited]},
        )
        self.rows = PartForms(data, parts, professions, library.facts)

    @property
    def fields(self) -> list[forms.BoundField]:
        """Every field of the page."""
        return [*self.form, *self.rows.fields]

    @property
    def to_correct(self) -> list[Any]:
        """Every field with its errors, for the list of what is to be corrected."""
        return [(field, field.errors) for field in self.fields]

    @property
    def errors(self) -> bool:
        """Whether anything is to be corrected."""
        return bool(self.form.errors) or any(errors for _field, errors in self.to_correct)

    def is_valid(self) -> bool:
        """Every form is looked through, so that all that is wrong is shown at once."""
        valid = [part.is_valid() for part in (self.form, self.rows)]
        return all(valid)

    def save(self) -> None:
        """Raises Refused, Overtaken."""
        written = self.rows.parts(self.form.invited_employers)
        services.change_offer(
            actor=self.actor, offer_id=self.offer.pk, facts=self.form.facts, parts=written, seen=self.seen
        )

    @cached_property
    def against(self) -> list[Line]:
        """What another saved meanwhile and what is typed here, where they differ; saving again is over that."""
        theirs = Whole(self.actor, managed_offer(self.actor, self.offer.pk), None)
        self.seen = theirs.now
        return apart(self.fields, theirs.fields)


def chosen_of(offer: Offer, library: Library) -> list[Known]:
    """The requirements it meets, as the frameworks in use word them."""
    keys = [f"{one.framework_id}.{one.requirement}" for one in offer.meets.all()]
    return [library.requirements[key] for key in keys if key in library.requirements]
