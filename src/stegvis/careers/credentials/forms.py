"""Making, revoking and checking."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.careers.credentials.sources import Source
from stegvis.careers.credentials.verifying import LONGEST, is_readable_copy
from stegvis.careers.models import Credential


class MakeForm(forms.Form):
    """``source`` is something verified, ``naming`` how the person is told."""

    source = forms.ChoiceField(label=gettext_lazy("What should it say?"))
    naming = forms.ChoiceField(
        label=gettext_lazy("Who should it say that you are?"),
        choices=Credential.Naming.choices,
        initial=Credential.Naming.NAME,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "With a checksum nobody reads who you are. Whoever knows the e-mail address that you log in with can see"
            " that it is about you."
        ),
    )

    def __init__(self, sources: Sequence[Source], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["source"]
        ordered = sorted(sources, key=lambda source: source.kind)
        groups = [
            (kind, [(one.key, _in_words(one)) for one in ones])
            for kind, ones in groupby(ordered, key=lambda one: one.kind)
        ]
        field.choices = [("", _("Choose")), *groups]


def _in_words(source: Source) -> str:
    return f"{source.title} · {date_format(source.awarded_on, 'SHORT_DATE_FORMAT')} · {source.issuer}"


class RevokeForm(forms.Form):
    """The employer must say why; the person need not."""

    ground = forms.CharField(
        label=gettext_lazy("Why it is revoked"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, by_issuer: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].required = by_issuer
        if by_issuer:
            self.fields["ground"].help_text = _("The person reads it. Whoever checks the certificate does not.")


class CheckForm(forms.Form):
    """The text of a credential, pasted or as a file."""

    token = forms.CharField(
        label=gettext_lazy("The text of the certificate"),
        required=False,
        max_length=LONGEST,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "autocomplete": "off"}),
        help_text=gettext_lazy("Three long strings of letters and digits with full stops between them."),
    )
    file = forms.FileField(
        label=gettext_lazy("Or the file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".jwt,.txt"}),
        help_text=gettext_lazy("It mostly ends in .jwt."),
    )
    email = forms.EmailField(
        label=gettext_lazy("The person's e-mail address"),
        required=False,
        help_text=gettext_lazy("Only where the certificate has no name: we say whether the address is the one."),
    )

    def clean_file(self) -> str:
        file = self.cleaned_data.get("file")
        if file is None:
            return ""
        if file.size > LONGEST:
            raise forms.ValidationError(_("The file is too large to be a digital certificate."))
        try:
            return file.read().decode("ascii").strip()
        except UnicodeDecodeError as error:
            raise forms.ValidationError(
                _("The file is no digital certificate. Choose the one that ends in .jwt.")
            ) from error

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        text = found.get("token") or found.get("file", "")
        if not text and not self.errors:
            raise forms.ValidationError(_("Paste the text of the certificate, or choose the file."))
        if is_readable_copy(text):
            raise forms.ValidationError(
                _("That is the copy for reading, which is not signed. Paste the one that ends in .jwt.")
            )
        found["text"] = text
        return found
