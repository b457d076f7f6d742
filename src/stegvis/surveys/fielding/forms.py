"""What is filled in about rounds and whom they ask. A form checks what is typed; the rules are the services'."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from stegvis.careers.plans.forms import LineField, NoteField
from stegvis.foundation.components.fields import WholeNumberField
from stegvis.foundation.documents.text import slug
from stegvis.organisations.forms import DayInput
from stegvis.organisations.models import Collaboration, Organisation
from stegvis.surveys.fielding.asking import StratumFacts
from stegvis.surveys.fielding.promises import usual_contacts_until, usual_keep_until
from stegvis.surveys.fielding.services import RoundFacts
from stegvis.surveys.models import Contact, Round, Stratum, Version

USUAL_DAYS = timedelta(days=28)
MORE_STRATA = 4


class RoundForm(forms.Form):
    owner = forms.ChoiceField(label=gettext_lazy("For whom"))
    version = forms.ChoiceField(label=gettext_lazy("Questionnaire"))
    title = LineField(
        label=gettext_lazy("Name of the round"),
        max_length=120,
        help_text=gettext_lazy("For you who lead it, such as “Career models, autumn 2026”."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Who answers"), choices=Round.Kind.choices, widget=forms.RadioSelect)
    design = forms.ChoiceField(
        label=gettext_lazy("Who is asked"), choices=Round.Design.choices, widget=forms.RadioSelect, initial="census"
    )
    opens_on = forms.DateField(label=gettext_lazy("First day"), widget=DayInput)
    closes_on = forms.DateField(
        label=gettext_lazy("Last day"),
        widget=DayInput,
        help_text=gettext_lazy("Until midnight. The round closes by itself."),
    )
    remind_on = forms.DateField(
        label=gettext_lazy("Remind by itself on"),
        widget=DayInput,
        required=False,
        help_text=gettext_lazy("Goes to those who have not answered then. You can remind by hand as well."),
    )
    sender = LineField(label=gettext_lazy("Sender, as in the letter"), max_length=120)
    contact = LineField(
        label=gettext_lazy("Whom to ask"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("A name with an address or a telephone number, shown in the letter and on the pages."),
    )
    letter = NoteField(
        label=gettext_lazy("Words in the letter"),
        max_length=2000,
        required=False,
        help_text=gettext_lazy("Why you ask, in a few lines. The link and the last day are added."),
    )
    fewest = WholeNumberField(
        label=gettext_lazy("Tell of no fewer than"),
        min_value=3,
        max_value=100,
        initial=5,
        help_text=gettext_lazy("Results of fewer answers are hidden everywhere."),
    )
    earlier = forms.ChoiceField(label=gettext_lazy("The round before, to compare with"), required=False)
    contacts_until = forms.DateField(
        label=gettext_lazy("Who was asked is deleted after"),
        widget=DayInput,
        required=False,
        help_text=gettext_lazy("Empty: 90 days after the last day."),
    )
    keep_until = forms.DateField(
        label=gettext_lazy("Answers are deleted after"),
        widget=DayInput,
        required=False,
        help_text=gettext_lazy("Empty: two years after the last day. What you publish stays."),
    )

    def __init__(
        self,
        owners: Sequence[Organisation | Collaboration],
        versions: Sequence[Version],
        earlier: Sequence[Round],
        *,
        found: Round | None = None,
        data: Any = None,
        version: int | None = None,
    ) -> None:
        super().__init__(data, initial=_initial(found) if found else _usual(owners, version))
        self.owners = {f"{type(one).__name__.lower()}-{one.pk}": one for one in owners}
        owner: Any = self.fields["owner"]
        owner.choices = [(key, str(one)) for key, one in self.owners.items()]
        if found is not None or len(self.owners) == 1:
            owner.required, owner.widget = False, forms.HiddenInput()
        chosen: Any = self.fields["version"]
        chosen.choices = [(str(one.pk), f"{one.questionnaire}, {_('version')} {one.number}") for one in versions]
        before: Any = self.fields["earlier"]
        before.choices = [("", _("None")), *((str(one.pk), str(one)) for one in earlier if one != found)]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if closes_on := data.get("closes_on"):
            data["contacts_until"] = data.get("contacts_until") or usual_contacts_until(closes_on)
            least = max(usual_keep_until(closes_on), data["contacts_until"])
            data["keep_until"] = data.get("keep_until") or least
        return data

    @property
    def chosen_owner(self) -> Organisation | Collaboration:
        return self.owners.get(self.cleaned_data.get("owner", "")) or next(iter(self.owners.values()))

    @property
    def facts(self) -> RoundFacts:
        values = {name: self.cleaned_data[name] for name in RoundFacts.__dataclass_fields__}
        earlier = values["earlier"]
        return RoundFacts(**values | {"version": int(values["version"]), "earlier": int(earlier) if earlier else None})


def _usual(owners: Sequence[Organisation | Collaboration], version: int | None) -> dict[str, Any]:
    today = timezone.localdate()
    first = owners[0] if len(owners) == 1 else None
    return {
        "opens_on": today,
        "closes_on": today + USUAL_DAYS,
        "remind_on": today + USUAL_DAYS / 2,
        "version": version,
        "sender": str(first or ""),
        "kind": Round.Kind.ORGANISATIONS,
    }


def _initial(found: Round) -> dict[str, Any]:
    names = (name for name in RoundFacts.__dataclass_fields__ if name not in ("version", "earlier"))
    return {name: getattr(found, name) for name in names} | {"version": found.version_id, "earlier": found.earlier_id}


class NoticeForm(forms.Form):
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    text = NoteField(label=gettext_lazy("How the answers are used"), max_length=4000, rows=18)


class DayForm(forms.Form):
    closes_on = forms.DateField(label=gettext_lazy("New last day"), widget=DayInput)


class AskForm(forms.Form):
    """Organisations to ask: all members, all of some kinds, or chosen ones."""

    whom = forms.ChoiceField(
        label=gettext_lazy("Whom"),
        choices=[
            ("members", gettext_lazy("All members of the collaboration")),
            ("kinds", gettext_lazy("All of some kinds")),
            ("chosen", gettext_lazy("Those I choose")),
        ],
        widget=forms.RadioSelect,
        initial="members",
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds"),
        choices=Organisation.Type.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    chosen = forms.MultipleChoiceField(
        label=gettext_lazy("Organisations"), required=False, widget=forms.SelectMultiple({"size": 10})
    )

    def __init__(self, organisations: Sequence[Organisation], data: Any = None) -> None:
        super().__init__(data)
        chosen: Any = self.fields["chosen"]
        chosen.choices = [(str(one.pk), str(one)) for one in organisations]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("whom") == "kinds" and not data.get("kinds"):
            self.add_error("kinds", _("Choose at least one kind."))
        if data.get("whom") == "chosen" and not data.get("chosen"):
            self.add_error("chosen", _("Choose at least one organisation."))
        return data


class LinkForm(forms.Form):
    name = LineField(label=gettext_lazy("Name"), max_length=200, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)
    may_sign = forms.BooleanField(label=gettext_lazy("May sign and send"), required=False, initial=True)

    def __init__(self, data: Any = None, *, of_person: bool = False) -> None:
        super().__init__(data)
        if of_person:
            del self.fields["may_sign"]


class SaidForm(forms.Form):
    said = forms.ChoiceField(
        label=gettext_lazy("What is known"),
        choices=[("", pgettext_lazy("survey", "Nothing in particular")), *Contact.Said.choices],
        required=False,
    )


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("An Excel workbook (.xlsx) or a text file with columns (.csv), at most 20 MB."),
        widget=forms.FileInput({"accept": ".xlsx,.csv,.txt"}),
        allow_empty_file=True,
    )


class TestForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Test as"), choices=Organisation.Type.choices)


class StrataForm(forms.Form):
    """Strata by rows; an empty row is none."""

    is_filter = True  # "optional" beside each of many fields would be said for nothing

    def __init__(self, strata: Sequence[Stratum], data: Any = None) -> None:
        super().__init__(data)
        self.rows = len(strata) + MORE_STRATA
        for n in range(self.rows):
            one = asdict_of(strata[n]) if n < len(strata) else {}
            self.fields[f"namn-{n}"] = LineField(
                label=_("Name"), max_length=120, required=False, initial=one.get("title", "")
            )
            self.fields[f"kod-{n}"] = forms.SlugField(
                label=_("Code"), max_length=50, required=False, initial=one.get("code", "")
            )
            numbers = (("antal", _("How many there are"), "size"), ("kluster", _("Clusters"), "clusters"))
            for name, label, key in numbers:
                self.fields[f"{name}-{n}"] = WholeNumberField(
                    label=label, required=False, min_value=1, max_value=10_000_000, initial=one.get(key)
                )

    @property
    def lines(self) -> list[tuple[Any, ...]]:
        return [tuple(self[f"{name}-{n}"] for name in ("namn", "kod", "antal", "kluster")) for n in range(self.rows)]

    def clean(self) -> dict[str, Any]:
        seen: set[str] = set()
        for n in range(self.rows):
            title, size = self.cleaned_data.get(f"namn-{n}"), self.cleaned_data.get(f"antal-{n}")
            if title and size is None and f"antal-{n}" not in self.errors:
                self.add_error(f"antal-{n}", _("Say how many."))
            if not title and (size is not None or self.cleaned_data.get(f"kod-{n}")):
                self.add_error(f"namn-{n}", _("Give the stratum a name, or empty the whole row."))
            code = self.cleaned_data.get(f"kod-{n}") or slug(title or "", 50)
            if code and code in seen:
                self.add_error(f"kod-{n}", _("The code stands twice."))
            seen.add(code)
        return self.cleaned_data

    @property
    def strata(self) -> list[StratumFacts]:
        data = self.cleaned_data
        return [
            StratumFacts(
                data[f"kod-{n}"] or slug(data[f"namn-{n}"], 50),
                data[f"namn-{n}"],
                data[f"antal-{n}"],
                data[f"kluster-{n}"],
            )
            for n in range(self.rows)
            if data[f"namn-{n}"]
        ]


def asdict_of(one: Stratum) -> dict[str, Any]:
    return asdict(StratumFacts(one.code, one.title, one.size, one.clusters))
