"""What is written in the log: never the secret of an address that opens something for whoever has it."""

from __future__ import annotations

import logging
import re
from copy import copy

SECRET = re.compile(r"(?<![\w-])(svara|inbjudan|kalender|kort)/[^/\s\"'?<>]+")
"""A link to answer by, an invitation, a calendar, a card: the part after it is the key. An exception may
name it without the first stroke, as it is matched."""
TOO_LARGE = "django.security.RequestDataTooBig", "django.security.TooManyFieldsSent", "django.security.TooManyFilesSent"
"""What is sent too large is answered with what to do; where it was read in the code tells nobody anything."""


class WithoutSecrets(logging.Formatter):
    """Over the whole text, tracebacks too: any logger may name the address that it met."""

    def format(self, record: logging.LogRecord) -> str:
        if record.name in TOO_LARGE:
            record = copy(record)
            record.exc_info = record.exc_text = None
        return SECRET.sub(r"\1/…", super().format(record))
