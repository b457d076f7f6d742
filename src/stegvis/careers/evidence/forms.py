"""Registering, and answering."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.careers.evidence.asking import STATABLE, Asked
from stegvis.careers.evidence.documents import Document, read_document
from stegvis.careers.evidence.services import Statement
from stegvis.careers.placements.forms import DayInput
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.components.fields import NumberField
from stegvis.people.models import Evidence

Kind = Evidence.Kind


class StatementForm(forms.Form):
    """``what`` is a fact that the framework asks for, or a kind with a name of one's own."""

    field_order = ["employer", "what", "title", "valid_from", "valid_until", "file"]

    employer = forms.TypedChoiceField(label=gettext_lazy("Employer"), coerce=int)
    what = forms.ChoiceField(label=gettext_lazy("What do you have?"))
    title = forms.CharField(
        label=gettext_lazy("What it is called"),
        required=False,
        max_length=200,
        help_text=gettext_lazy(
            "As on the certificate. Needed only where you have chosen something else than the list."
        ),
    )
    valid_from = forms.DateField(label=gettext_lazy("From which date"), widget=DayInput)
    valid_until = forms.DateField(
        label=gettext_lazy("Until which date"),
        widget=DayInput,
        required=False,
        help_text=gettext_lazy("Leave it empty if it does not lapse, or has not ended."),
    )
    area = forms.ChoiceField(label=gettext_lazy("Area"), required=False)
    credits_ = NumberField(
        label=gettext_lazy("Higher-education credits"), required=False, min_value=0.5, max_value=500, decimal_places=1
    )
    reference = forms.CharField(
        label=gettext_lazy("Number or issuer"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("Not a personal number."),
    )
    text = forms.CharField(
        label=gettext_lazy("In your own words"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Write nothing about patients or colleagues that somebody could recognise."),
    )
    file = forms.FileField(
        label=gettext_lazy("Certificate or other document"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
        help_text=gettext_lazy("PDF, PNG or JPEG, at most 10 MB."),
    )

    def __init__(self, asked: Asked, *args: Any, evidence: Evidence | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        if evidence is not None:
            self.initial = initial_of(evidence, asked)
        self._offer_employers(evidence)
        what: Any = self.fields["what"]
        what.choices = self._choices()
        area: Any = self.fields["area"]
        area.choices = [("", _("No special area")), *asked.areas.items()]
        if not asked.areas:
            area.widget = forms.HiddenInput()

    def _offer_employers(self, evidence: Evidence | None) -> None:
        field: Any = self.fields["employer"]
        field.choices = [(key, one.employer.name) for key, one in self.asked.employments.items()]
        field.initial = next(iter(self.asked.employments), None)
        if evidence is not None:
            del self.fields["employer"]
        elif len(self.asked.employments) == 1:
            field.widget = forms.HiddenInput()

    def _choices(self) -> list[tuple[str, Any]]:
        asked = [
            (fact.key, f"{Kind(fact.kind).label}: {fact.title}")
            for fact in sorted(
                self.asked.facts.values(), key=lambda fact: (STATABLE.index(Kind(fact.kind)), fact.title)
            )
        ]
        free = [(f"{kind.value}:", kind.label) for kind in STATABLE]
        own = (_("Something else, that you name yourself"), free)
        return [("", _("Choose")), *([(_("What your career framework asks for"), asked)] if asked else []), own]

    def clean_file(self) -> Document | None:
        file = self.cleaned_data.get("file")
        if file is None:
            return None
        try:
            return read_document(file)
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from refused

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        kind, _colon, code = found.get("what", "").partition(":")
        if kind and not code and not found.get("title"):
            self.add_error("title", _("Say what it is called."))
        if kind == Kind.CREDITS and not found.get("credits_"):
            self.add_error("credits_", _("Say how many credits."))
        if kind == Kind.REFLECTION and not found.get("text"):
            self.add_error("text", _("Write your reflection here."))
        return found

    @property
    def statement(self) -> Statement:
        found = self.cleaned_data
        kind, _colon, code = found["what"].partition(":")
        fact = self.asked.facts.get(found["what"])
        return Statement(
            kind=kind,
            code=code,
            title=found["title"] or (fact.title if fact else ""),
            area=found["area"],
            amount=int(found["credits_"] * 10) if kind == Kind.CREDITS else 1,
            valid_from=found["valid_from"],
            valid_until=found["valid_until"],
            reference=found["reference"],
            text=found["text"],
        )


def initial_of(evidence: Evidence, asked: Asked) -> dict[str, Any]:
    """The form as it was filled in, to be corrected or registered with another employer."""
    key = f"{evidence.kind}:{evidence.code}"
    return {
        "what": key if key in asked.facts else f"{evidence.kind}:",
        "title": evidence.title,
        "valid_from": evidence.valid_from,
        "valid_until": evidence.valid_until,
        "area": evidence.area,
        "credits_": evidence.amount / 10 if evidence.kind == Kind.CREDITS else None,
        "reference": evidence.reference,
        "text": evidence.text,
    }


class CheckForm(forms.Form):
    """Accepting takes a word on how, declining a sentence on why; which of them the button says."""

    how = forms.CharField(
        label=gettext_lazy("How you have checked it"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("For instance: seen the certificate."),
    )
    why = forms.CharField(
        label=gettext_lazy("If you do not accept it: why"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The person reads it, and can correct it and send it again."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=32)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        found["answer"] = self.data.get("answer", "")
        if found["answer"] not in {"accept", "decline"}:
            raise forms.ValidationError(_("Choose whether you accept it or not."))
        if found["answer"] == "accept" and found.get("why", "").strip():
            self.add_error(
                "why", _("You have written why you do not accept it. Take the text away to accept, or do not accept.")
            )
        return found
