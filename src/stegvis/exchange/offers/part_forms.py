"""Forms for the parts of an offer, and for its occasions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.exchange.models import Occasion, Offer
from stegvis.exchange.offers.content import BlockText, ExaminationText, Parts, Planned, PriorText
from stegvis.exchange.offers.fields import DayField
from stegvis.exchange.offers.forms import EIGHT, FOUR, NOTICE, TimeInput, WrittenOut
from stegvis.exchange.offers.occasions import FURTHEST, MOST_SEATS, hours_of
from stegvis.exchange.offers.times import Hours, hours_on, moment
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.components.fields import WholeNumberField
from stegvis.people.models import Profession

EMPTY_ROWS = 2
MOST_ROWS = 40
LAST_MINUTE = time(23, 59)
WINDOW = timedelta(days=120)


class BlockForm(forms.Form):
    """A row without a title is left out."""

    title = forms.CharField(label=gettext_lazy("Block"), max_length=120, required=False)
    hours = WholeNumberField(label=gettext_lazy("Hours"), min_value=0, max_value=9999, required=False)
    form = forms.ChoiceField(
        label=gettext_lazy("How it is held"), choices=Offer.Form.choices, initial=Offer.Form.ON_SITE
    )
    is_simulation = forms.BooleanField(label=gettext_lazy("Simulation"), required=False)
    is_team = forms.BooleanField(label=gettext_lazy("In teams of several professions"), required=False)

    @property
    def text(self) -> BlockText | None:
        return BlockText(**self.cleaned_data) if self.cleaned_data.get("title") else None


class ExaminationForm(forms.Form):
    profession = forms.ChoiceField(label=gettext_lazy("Profession"), required=False)
    level = forms.CharField(label=gettext_lazy("Examined at"), max_length=200, required=False)
    credits = forms.DecimalField(
        label=gettext_lazy("Higher-education credits"),
        min_value=0,
        max_value=300,
        decimal_places=1,
        required=False,
    )

    def __init__(self, *args: Any, professions: Iterable[Profession], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        profession: Any = self.fields["profession"]
        profession.choices = [("", "–"), *((one.pk, str(one)) for one in professions)]

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        if found.get("profession") and not found.get("level"):
            self.add_error("level", _("Say at what level the profession is examined."))
        return found

    @property
    def text(self) -> ExaminationText | None:
        found = self.cleaned_data
        if not found.get("profession"):
            return None
        tenths = None if found["credits"] is None else int(found["credits"] * 10)
        return ExaminationText(found["profession"], found["level"], tenths)


class PriorForm(forms.Form):
    """``what`` is ``kind:code`` of a fact that the frameworks know."""

    what = forms.ChoiceField(label=gettext_lazy("What one must have"), required=False)

    def __init__(self, *args: Any, facts: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = self.initial.get("what", "")
        self.titles = facts if not held or held in facts else {held: self.initial["title"], **facts}
        what: Any = self.fields["what"]
        what.choices = [("", "–"), *sorted(self.titles.items(), key=lambda one: one[1])]

    @property
    def text(self) -> PriorText | None:
        kind, _colon, code = self.cleaned_data.get("what", "").partition(":")
        return PriorText(kind, code, self.titles[f"{kind}:{code}"]) if code else None


class EachOnce(forms.BaseFormSet):
    """Rows of examinations: one for a profession, since either of two could be the one that is meant."""

    def clean(self) -> None:
        seen: set[str] = set()
        for row in self:
            profession = row.cleaned_data.get("profession", "") if row.is_valid() else ""
            if profession in seen:
                row.add_error("profession", _("The profession has an examination already. Write one for each."))
            elif profession:
                seen.add(profession)


def _several(form: type[forms.Form], rows: type[forms.BaseFormSet[Any]] = forms.BaseFormSet) -> Any:
    most: dict[str, Any] = {"max_num": MOST_ROWS, "absolute_max": MOST_ROWS + EMPTY_ROWS}
    return forms.formset_factory(form, rows, extra=EMPTY_ROWS, **most)


BlockForms, PriorForms = _several(BlockForm), _several(PriorForm)
ExaminationForms = _several(ExaminationForm, EachOnce)


class PartForms:
    """The three lists of an offer's parts as one. To take a row away, its text is taken away."""

    def __init__(self, data: Any, parts: Parts, professions: Sequence[Profession], facts: dict[str, str]) -> None:
        blocks = [{name: getattr(one, name) for name in BlockForm.base_fields} for one in parts.blocks]
        examined = [
            {
                "profession": one.profession,
                "level": one.level,
                "credits": None if one.credits is None else one.credits / 10,
            }
            for one in parts.examinations
        ]
        priors = [{"what": f"{one.kind}:{one.code}", "title": one.title} for one in parts.priors]
        self.blocks = BlockForms(data, prefix="block", initial=blocks)
        self.examinations = ExaminationForms(
            data, prefix="examination", initial=examined, form_kwargs={"professions": professions}
        )
        self.priors = PriorForms(data, prefix="forkunskap", initial=priors, form_kwargs={"facts": facts})

    @property
    def fields(self) -> list[forms.BoundField]:
        """Every field of every row."""
        return [field for part in (self.blocks, self.examinations, self.priors) for row in part for field in row]

    def is_valid(self) -> bool:
        valid = [part.is_valid() for part in (self.blocks, self.examinations, self.priors)]  # each shows its errors
        return all(valid)

    def parts(self, invited: list[int]) -> Parts:
        return Parts(
            [text for one in self.blocks if (text := one.text)],
            [text for one in self.examinations if (text := one.text)],
            [text for one in self.priors if (text := one.text)],
            invited,
        )


class SessionForm(forms.Form):
    """One stretch of time. A row without a day is left out."""

    day = DayField(label=gettext_lazy("Day"), required=False)
    starts = forms.TimeField(label=gettext_lazy("From"), required=False, widget=TimeInput)
    ends = forms.TimeField(label=gettext_lazy("To"), required=False, widget=TimeInput)
    place = forms.CharField(label=gettext_lazy("Place of its own"), max_length=200, required=False)
    link = forms.URLField(label=gettext_lazy("Link of its own"), max_length=300, required=False, assume_scheme="https")

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        if found.get("day"):
            for name in ("starts", "ends"):
                if found.get(name) is None and name not in self.errors:
                    self.add_error(name, _("Write the time."))
        if found.get("day") and not self.errors:
            try:
                found["hours"] = hours_on(
                    found["day"], found["starts"], found["ends"], place=found["place"], link=found["link"]
                )
            except Refused as refused:
                self.add_error("starts", str(refused))
        return found


SessionForms: Any = forms.formset_factory(SessionForm, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


class OccasionForm(WrittenOut, forms.Form):
    """All of an occasion but its sessions; ``first`` and ``last`` are asked for where it is a window without hours.

    With ``any_time`` one may apply until the last day of the window, where nothing else is said. ``request`` makes a
    repeated press one.
    """

    first = DayField(label=gettext_lazy("First day to begin"))
    last = DayField(label=gettext_lazy("Last day"))
    seats = WholeNumberField(label=gettext_lazy("Places"), min_value=1, max_value=MOST_SEATS)
    apply_by = DayField(label=gettext_lazy("Last day to apply"), required=False)
    request = forms.UUIDField(widget=forms.HiddenInput, required=False)
    place = forms.CharField(label=gettext_lazy("Where"), max_length=200, required=False)
    municipality = forms.ChoiceField(label=gettext_lazy("Municipality"), required=False)
    link = forms.URLField(label=gettext_lazy("Link"), max_length=300, required=False, assume_scheme="https")
    fewest = WholeNumberField(
        label=gettext_lazy("Fewest participants"),
        min_value=1,
        required=False,
        help_text=gettext_lazy("With fewer it may be called off."),
    )

    def __init__(
        self, municipalities: list[tuple[str, str]], *args: Any, is_window: bool, any_time: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.is_window, self.any_time = is_window, any_time
        if not is_window:
            del self.fields["first"], self.fields["last"]
        municipality: Any = self.fields["municipality"]
        municipality.choices = [("", "–"), *municipalities]

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        last: date | None = found.get("last")
        if last and found.get("first") and last < found["first"]:
            self.add_error("last", _("The last day is before the first."))
        elif last and last > timezone.localdate() + FURTHEST:
            self.add_error("last", _("%(day)s is more than three years away.") % {"day": date_format(last)})
        return found

    def planned(self, sessions: Sequence[Hours]) -> Planned:
        """Raises Refused for an hour that does not exist."""
        found = self.cleaned_data
        if self.is_window:
            sessions = [Hours(moment(found["first"], time()), moment(found["last"], LAST_MINUTE))]
        first = timezone.localdate(min(one.starts for one in sessions)) if sessions else timezone.localdate()
        usual = found["last"] if self.any_time else max(first - NOTICE, min(timezone.localdate(), first))
        names = ("seats", "place", "municipality", "link", "fewest")
        return Planned(
            tuple(sessions),
            apply_by=found["apply_by"] or usual,
            is_busy=not self.is_window,
            **{name: found[name] for name in names},
        )


def session_rows(like: Occasion | None, offer: Offer, day: date, ahead: timedelta) -> list[dict[str, Any]]:
    """What the rows of times begin from: those of an occasion, so much later, or one for each block."""
    if like is None:
        rows = max(offer.blocks.count(), 1)
        return [{"day": None if number else day, "starts": EIGHT, "ends": FOUR} for number in range(rows)]
    return [
        {
            "day": timezone.localdate(one.starts) + ahead,
            "starts": timezone.localtime(one.starts).time(),
            "ends": timezone.localtime(one.ends).time(),
            "place": one.place,
            "link": one.link,
        }
        for one in hours_of(like)
    ]


def occasion_initial(like: Occasion | None, offer: Offer, day: date, ahead: timedelta) -> dict[str, Any]:
    """What the form begins from: an occasion, so much later, or one that is like the offer's latest."""
    names = ("seats", "place", "municipality", "link", "fewest")
    if like is None:
        last = offer.occasions.order_by("-starts").first()
        same = {name: getattr(last, name) for name in names} if last else {}
        return {"first": day, "last": day + WINDOW, "seats": 2, "municipality": offer.employer.code, **same}
    days = {
        "first": timezone.localdate(like.starts) + ahead,
        "last": timezone.localdate(like.ends) + ahead,
        "apply_by": like.apply_by + ahead,
    }
    return days | {name: getattr(like, name) for name in names}
