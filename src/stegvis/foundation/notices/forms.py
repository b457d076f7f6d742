"""Choosing how to hear of each kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from stegvis.foundation.notices.kinds import kinds
from stegvis.foundation.notices.models import Channel


class ChannelsForm(forms.Form):
    """One field for each kind, by its code."""

    def __init__(self, chosen: Mapping[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in kinds():
            self.fields[kind.code] = forms.ChoiceField(
                label=str(kind.label), choices=Channel.choices, initial=chosen[kind.code]
            )
