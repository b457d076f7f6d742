"""Form fields for numbers as people write them: “7,5”, “900 000”, and what is pasted with other spaces in it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms

GROUPED = re.compile(r"-?\d{1,3}(\.\d{3})+")


def plain_number(typed: Any) -> Any:
    """What was typed as Python reads numbers: no spaces of any kind, a point for the comma. Only text is touched."""
    if not isinstance(typed, str):
        return typed
    return "".join(typed.split()).replace("\N{MINUS SIGN}", "-").replace(",", ".")


class WholeNumberField(forms.IntegerField):
    """A whole number, its thousands apart or not. A text field with digits first on a phone: a browser's own number
    field refuses spaces, and sends nothing in their place.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        value = plain_number(value)
        if isinstance(value, str) and GROUPED.fullmatch(value):  # “900.000” is no number with three decimals here
            value = value.replace(".", "")
        return super().to_python(value)


class NumberField(forms.DecimalField):
    """A number with decimals, after a comma or a point; shown with the language's own."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(**kwargs)
        self.widget.is_localized = True

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        return super().to_python(plain_number(value))
