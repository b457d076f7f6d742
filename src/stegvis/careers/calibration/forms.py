"""Planning a round, and answering in it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.careers.calibration.policies import may_be_answered_by
from stegvis.careers.calibration.queries import ToJudge
from stegvis.careers.calibration.services import Answer
from stegvis.careers.wording import worded
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.components.fields import WholeNumberField
from stegvis.frameworks.drafts.content import one_line
from stegvis.frameworks.models import Adoption
from stegvis.organisations.forms import DayInput
from stegvis.organisations.models import Organisation
from stegvis.people.models import Profession

MOST_ASSESSORS = 50
CANNOT = "x"


class PlanForm(forms.Form):
    profession = forms.ModelChoiceField(Profession.objects.none(), label=gettext_lazy("Profession"))
    title = forms.CharField(
        label=gettext_lazy("Name of the round"), max_length=200, help_text=gettext_lazy("Such as “Spring 2027”.")
    )
    sample_size = WholeNumberField(
        label=gettext_lazy("How many judgements to repeat"),
        min_value=10,
        max_value=500,
        initial=40,
        help_text=gettext_lazy("One for each person, drawn by lot. With 40 or more the result says something."),
    )
    answer_by = forms.DateField(label=gettext_lazy("Answer by"), widget=DayInput)
    emails = forms.CharField(
        label=gettext_lazy("Second assessors"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4, "inputmode": "email", "autocapitalize": "off"}),
        help_text=gettext_lazy(
            "One e-mail address a line: managers and colleagues here or at an employer in the same collaboration."
            " Nobody is given their own unit, themself, or what they judged the first time."
        ),
    )

    def __init__(self, actor: Actor, employer: Organisation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        used = visible(actor, Adoption).filter(employer=employer).values("profession")
        profession: Any = self.fields["profession"]
        profession.queryset = visible(actor, Profession).filter(pk__in=used)

    def clean_title(self) -> str:
        if title := one_line(self.cleaned_data["title"]):
            return title
        raise ValidationError(_("Write the name as plain text."))

    def clean_answer_by(self) -> Any:
        if not (verdict := may_be_answered_by(self.actor, self.cleaned_data["answer_by"])):
            raise ValidationError(verdict.why)
        return self.cleaned_data["answer_by"]

    def clean_emails(self) -> list[str]:
        """Addresses on lines of their own, or with commas between."""
        found = [part.strip().lower() for part in self.cleaned_data["emails"].replace(",", "\n").splitlines()]
        emails = list(dict.fromkeys(part for part in found if part))
        if len(emails) > MOST_ASSESSORS:
            raise ValidationError(_("At most %(n)d assessors in a round.") % {"n": MOST_ASSESSORS})
        for email in emails:
            try:
                validate_email(email)
            except ValidationError as wrong:
                raise ValidationError(_("%(text)s is not an e-mail address.") % {"text": email}) from wrong
        return emails


class JudgeForm(forms.Form):
    """One thing to judge. Left untouched it is left for later."""

    rating = forms.ChoiceField(label=gettext_lazy("Your judgement"), required=False, widget=forms.RadioSelect)
    note = forms.CharField(
        label=gettext_lazy("What you build it on"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, asked: ToJudge, *args: Any, **kwargs: Any) -> None:
        answered = CANNOT if asked.declined else str(asked.rating or "")
        kwargs = {"prefix": f"a{asked.id}", "initial": {"rating": answered, "note": asked.note}} | kwargs
        super().__init__(*args, **kwargs)
        self.asked = asked
        rating: Any = self.fields["rating"]
        rating.choices = [
            *((str(value.value), f"{value.value} {worded(value.title)}") for value in asked.values),
            (CANNOT, _("I cannot judge this")),
        ]

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("note") and not self.cleaned_data.get("rating") and "rating" not in self.errors:
            self.add_error("rating", _("Choose a rating, or say that you cannot judge."))
        return self.cleaned_data

    @property
    def answer(self) -> Answer | None:
        """What to save; None where nothing was chosen."""
        chosen, note = self.cleaned_data["rating"], self.cleaned_data["note"]
        if not chosen:
            return None
        if chosen == CANNOT:
            return Answer(self.asked.id, None, note, declined=True)
        return Answer(self.asked.id, int(chosen), note)
