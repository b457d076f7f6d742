"""The forms of what forecasts stand on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from stegvis.planning.days import PastDayField
from stegvis.planning.ground.keys import Key
from stegvis.planning.ground.numbers import figure

SALT, AN_HOUR = "planning.ground.importing", 3600


class OverrideForm(forms.Form):
    value = forms.DecimalField(label=_("New value"), localize=True)
    source = forms.CharField(
        label=_("Source"), max_length=200, help_text=_("A report, a table, or your own statistics.")
    )
    dated = PastDayField(label=_("Date of the source"))
    is_certain = forms.BooleanField(
        label=_("The value is certain"), required=False, help_text=_("Leave it unticked for what is assumed.")
    )
    why = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("It is shown with your name to whoever reads the forecast."),
    )

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    """The change that was in force when the form was opened."""

    def __init__(self, key: Key, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        value: Any = self.fields["value"]
        value.help_text = _("From %(least)s to %(most)s, %(unit)s.") % {
            "least": figure(key.shown(key.least)),
            "most": figure(key.shown(key.most)),
            "unit": key.unit,
        }


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("An Excel workbook (.xlsx) or a text file with columns (.csv), at most 20 MB."),
        widget=forms.FileInput({"accept": ".xlsx,.csv,.txt"}),
        allow_empty_file=True,
    )


def pack(rows: Any, *, user: int | None, ground: int, kind: str) -> str:
    """What was read, signed: what is saved is what was looked through, by the same user within the hour."""
    plain = [
        [number, {name: str(value) if value is not None else "" for name, value in row.items()}] for number, row in rows
    ]
    return signing.dumps({"user": user, "ground": ground, "kind": kind, "rows": plain}, salt=SALT, compress=True)


def unpack(text: str, *, user: int | None, ground: int, kind: str) -> list[tuple[int, dict[str, str]]] | None:
    """None for anything else, and after an hour."""
    try:
        found = signing.loads(text, salt=SALT, max_age=AN_HOUR)
    except signing.BadSignature:
        return None
    if (found["user"], found["ground"], found["kind"]) != (user, ground, kind):
        return None
    return [(number, row) for number, row in found["rows"]]
