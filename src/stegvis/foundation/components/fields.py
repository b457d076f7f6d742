"""Form fields for numbers as people write them: “7,5”, “900 000”, and what is pasted with other spaces in it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from stegvis.foundation.documents.text import with_minus

SPACED = re.compile(r"-?\d{1,3}(\s\d{3})+([.,]\d+)?")
WHOLE = re.compile(r"-?\d+")


def plain_number(typed: Any) -> Any:
    """What was typed as Python reads numbers: no spaces between thousands, a point for the comma. Only text is touched.

    Other spaces stay, so that “1 2 3” is no number.
    """
    if not isinstance(typed, str):
        return typed
    typed = with_minus(typed.strip())
    if SPACED.fullmatch(typed):
        typed = "".join(typed.split())
    return typed.replace(",", ".")


class WholeNumberField(forms.IntegerField):
    """A whole number in digits, its thousands apart or not. A comma or a point is refused: it may mean decimals or
    thousands. A text field with digits first on a phone: a browser's own number field refuses spaces, and sends
    nothing in their place.
    """

    default_error_messages = {
        "invalid": gettext_lazy("Write a whole number in digits, such as 12 or 900 000, without comma or point.")
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        value = plain_number(value)
        if isinstance(value, str) and value and not WHOLE.fullmatch(value):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class NumberField(forms.DecimalField):
    """A number with decimals, after a comma or a point; shown with the language's own."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(**kwargs)
        self.widget.is_localized = True

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        return super().to_python(plain_number(value))
