"""Deciding a level, and withdrawing a decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.careers.models import Placement
from stegvis.careers.placements.policies import may_be_dated
from stegvis.careers.placements.proposing import Proposal
from stegvis.careers.placements.recognising import Recognised
from stegvis.careers.placements.services import Decision, Seen
from stegvis.careers.plans.forms import NoteField
from stegvis.careers.wording import levels_in_words, worded
from stegvis.foundation.access.actor import Actor
from stegvis.frameworks.models import FrameworkVersion
from stegvis.frameworks.queries import owner_of, published_versions

LONGEST_GROUND = 2000
Kind = Placement.Kind
KINDS = (Kind.PLACED, Kind.CHANGED_FIELD, Kind.STEPPED_BACK, Kind.RECOGNISED)


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ShownNumber(forms.IntegerField):
    """What of the proposal the page shows. Shown again, the page shows what is so now, whatever was sent."""

    widget = forms.HiddenInput

    def bound_data(self, data: Any, initial: Any) -> Any:
        return initial


class ShownArea(forms.CharField):
    """The area whose proposal the page shows, likewise."""

    widget = forms.HiddenInput

    def bound_data(self, data: Any, initial: Any) -> Any:
        return initial


class PlacementForm(forms.Form):
    """The levels, directions and kinds of one proposal; it carries what of it was shown."""

    area = forms.ChoiceField(label=gettext_lazy("Area"), required=False)
    decided_on = forms.DateField(label=gettext_lazy("Decided on"), widget=DayInput)
    level = forms.TypedChoiceField(label=gettext_lazy("Level"), coerce=int)
    track = forms.ChoiceField(
        label=gettext_lazy("Direction"), required=False, help_text=gettext_lazy("Where the level has directions.")
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of decision"), choices=[(kind.value, kind.label) for kind in KINDS]
    )
    ground = NoteField(
        label=gettext_lazy("Ground"),
        required=False,
        max_length=LONGEST_GROUND,
        help_text=gettext_lazy(
            "Asked for when you decide another level than proposed, or a lower one than before. The person reads it."
        ),
    )
    seen_area = ShownArea(required=False)
    seen_order = ShownNumber(min_value=0, max_value=10_000)
    seen_latest = ShownNumber(min_value=0, max_value=2**62)

    def __init__(self, actor: Actor, proposal: Proposal, *args: Any, **kwargs: Any) -> None:
        shown = {"seen_area": proposal.area, "seen_order": proposal.order, "seen_latest": proposal.latest}
        kwargs["initial"] = {
            "area": proposal.area,
            "level": proposal.order,
            "kind": Kind.PLACED,
            "decided_on": actor.today,
            **kwargs.get("initial", {}),
            **shown,
        }
        super().__init__(*args, **kwargs)
        self.may_be_dated = partial(may_be_dated, actor, proposal.employment)
        proposed = _("%(level)s (proposed)")
        level: Any = self.fields["level"]
        level.choices = [
            (order, proposed % {"level": title} if order == proposal.order else title)
            for order, title in levels_in_words(proposal.document).items()
        ]
        area: Any = self.fields["area"]
        titles = {one.code: worded(one.title) for one in proposal.document.areas}
        area.choices = [("", _("The profession as a whole")), *((code, titles[code]) for code in proposal.areas)]
        tracks = [(track.code, worded(track.title)) for one in proposal.levels for track in one.tracks]
        if tracks:
            track: Any = self.fields["track"]
            track.choices = [("", _("None")), *tracks]
        else:
            del self.fields["track"]

    def clean_decided_on(self) -> Any:
        if not (verdict := self.may_be_dated(self.cleaned_data["decided_on"])):
            raise forms.ValidationError(verdict.why)
        return self.cleaned_data["decided_on"]

    def clean(self) -> None:
        """Nothing is decided in an area whose proposal the page did not show."""
        if self.cleaned_data.get("area", "") != self.cleaned_data.get("seen_area", ""):
            why = _(
                "The proposal that was shown is for another area. Now it is shown for this one: look at it and decide."
            )
            self.add_error("area", why)

    @property
    def to_correct(self) -> list[tuple[forms.BoundField, Any]]:
        """Each field that is seen, with what is wrong in it, for the summary on top."""
        return [(field, field.errors) for field in self.visible_fields()]

    @property
    def decided_by_hand(self) -> list[forms.BoundField]:
        """The fields below the proposal: what is decided from it."""
        return [field for field in self.visible_fields() if field.name not in {"area", "decided_on"}]

    @property
    def area_chosen(self) -> str:
        """The area of a valid form."""
        return str(self.cleaned_data["area"])

    @property
    def seen(self) -> Seen:
        return Seen(self.cleaned_data["seen_order"], self.cleaned_data["seen_latest"])

    @property
    def decision(self) -> Decision:
        found = self.cleaned_data
        return Decision(
            found["level"], found["decided_on"], found["kind"], found.get("track", ""), found.get("ground", "")
        )


def day_asked_for(sent: Mapping[str, str], today: date) -> date:
    """The day whose proposal is asked for; today where what was sent is no day, or lies ahead."""
    try:
        return min(forms.DateField().clean(sent.get("decided_on", "")), today)
    except forms.ValidationError:
        return today


def kept(sent: Mapping[str, str], proposal: Proposal, found: Sequence[Recognised]) -> dict[str, Any]:
    """What was filled in, to be shown with another proposal; ``take`` is the place in ``found`` of a level recognised.

    A level left as it was proposed follows the proposal.
    """
    filled = {name: sent[name] for name in ("level", "track", "kind", "decided_on", "ground") if name in sent}
    if filled.get("level") == sent.get("seen_order"):
        filled.pop("level", None)
    taken = {f"{number}": one for number, one in enumerate(found)}.get(sent.get("take", ""))
    if taken is None:
        return filled
    typed = filled.get("ground", "").strip()
    grounds = [taken.ground, *([typed] if typed and typed != taken.ground else [])]
    return filled | {"level": taken.reaches, "kind": Kind.RECOGNISED, "ground": "\n".join(grounds)}


class FrameworkField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.framework} {obj.version} – {owner_of(obj)}"


class ElsewhereForm(forms.Form):
    """By which framework the person was placed before."""

    modell = FrameworkField(
        FrameworkVersion.objects.none(),
        label=gettext_lazy("Framework there"),
        widget=forms.Select(attrs={"form": "decide"}),  # sent with what is filled in, so that nothing is lost
    )

    def __init__(self, actor: Actor, here: FrameworkVersion, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["modell"]
        field.queryset = published_versions(actor).exclude(pk=here.pk).exclude(status="described")


class WithdrawForm(forms.Form):
    ground = NoteField(
        label=gettext_lazy("Why it is withdrawn"),
        max_length=LONGEST_GROUND,
        help_text=gettext_lazy("The person reads it. The decision stays in the history."),
    )


class AnswerForm(forms.Form):
    """What the person says of a decision."""

    text = NoteField(
        label=gettext_lazy("What you want to say"),
        max_length=LONGEST_GROUND,
        rows=5,
        help_text=gettext_lazy("Your manager reads it and replies. It stays with the decision. Name no patient."),
    )
    asks_again = forms.BooleanField(label=gettext_lazy("I want somebody to look again"), required=False)


class ReplyForm(forms.Form):
    reply = NoteField(
        label=gettext_lazy("Your reply"),
        max_length=LONGEST_GROUND,
        rows=5,
        help_text=gettext_lazy("The person reads it. Decide anew first if you come to another level."),
    )
