"""What is written in the log: never the secret of an address that opens something for whoever has it."""

from __future__ import annotations

import logging
import re

SECRET = re.compile(r"/(svara|inbjudan|kalender|kort)/[^/\s\"'?<>]+")
"""A link to answer by, an invitation, a calendar, a card: the part after it is the key."""


class WithoutSecrets(logging.Formatter):
    """Over the whole text, tracebacks too: any logger may name the address that it met."""

    def format(self, record: logging.LogRecord) -> str:
        return SECRET.sub(r"/\1/…", super().format(record))
