"""Deciding a level, and withdrawing a decision."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.careers.models import Placement
from stegvis.careers.placements.policies import may_be_dated
from stegvis.careers.placements.proposing import Proposal
from stegvis.careers.placements.services import Decision, Seen
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


class PlacementForm(forms.Form):
    """The levels, directions and kinds of one proposal; it carries what of it was shown."""

    level = forms.TypedChoiceField(label=gettext_lazy("Level"), coerce=int)
    track = forms.ChoiceField(
        label=gettext_lazy("Direction"), required=False, help_text=gettext_lazy("Where the level has directions.")
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of decision"), choices=[(kind.value, kind.label) for kind in KINDS]
    )
    decided_on = forms.DateField(label=gettext_lazy("Decided on"), widget=DayInput)
    ground = forms.CharField(
        label=gettext_lazy("Ground"),
        required=False,
        max_length=LONGEST_GROUND,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Asked for when you decide another level than the proposed one. The person reads it."),
    )
    seen_order = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10_000)
    seen_latest = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**62)

    def __init__(self, actor: Actor, proposal: Proposal, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "level": proposal.order,
            "kind": Kind.PLACED,
            "decided_on": actor.today,
            "seen_order": proposal.order,
            "seen_latest": proposal.latest,
            **kwargs.get("initial", {}),
        }
        super().__init__(*args, **kwargs)
        self.may_be_dated = partial(may_be_dated, actor, proposal.employment)
        proposed = _("%(level)s (proposed)")
        level: Any = self.fields["level"]
        level.choices = [
            (order, proposed % {"level": title} if order == proposal.order else title)
            for order, title in levels_in_words(proposal.document).items()
        ]
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

    @property
    def seen(self) -> Seen:
        return Seen(self.cleaned_data["seen_order"], self.cleaned_data["seen_latest"])

    @property
    def decision(self) -> Decision:
        found = self.cleaned_data
        return Decision(
            found["level"], found["decided_on"], found["kind"], found.get("track", ""), found.get("ground", "")
        )


class FrameworkField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.framework} {obj.version} – {owner_of(obj)}"


class ElsewhereForm(forms.Form):
    """By which framework the person was placed before."""

    modell = FrameworkField(FrameworkVersion.objects.none(), label=gettext_lazy("Framework there"))

    def __init__(self, actor: Actor, here: FrameworkVersion, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["modell"]
        field.queryset = published_versions(actor).exclude(pk=here.pk).exclude(status="described")


class WithdrawForm(forms.Form):
    ground = forms.CharField(
        label=gettext_lazy("Why it is withdrawn"),
        max_length=LONGEST_GROUND,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The person reads it. The decision stays in the history."),
    )


class AnswerForm(forms.Form):
    """What the person says of a decision."""

    text = forms.CharField(
        label=gettext_lazy("What you want to say"),
        max_length=LONGEST_GROUND,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Your manager reads it and replies. It stays with the decision. Name no patient."),
    )
    asks_again = forms.BooleanField(label=gettext_lazy("I want somebody to look again"), required=False)


class ReplyForm(forms.Form):
    reply = forms.CharField(
        label=gettext_lazy("Your reply"),
        max_length=LONGEST_GROUND,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("The person reads it. Decide anew first if you come to another level."),
    )
