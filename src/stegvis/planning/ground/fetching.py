"""Asking an open statistics service politely: seldom, not for ever, and not twice for the same.

Errors are told in words, and name the service and never more of its answer than a few letters.
"""

from __future__ import annotations

import hashlib
import json
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.utils.translation import gettext as _

MOST_BYTES = 50_000_000
A_DAY = 86_400
BUSY = (429, 503)
LONGEST_WAIT = 30.0


class FetchError(Exception):
    """Nothing was fetched, and why, in words."""


@dataclass
class Service:
    """``pause`` seconds between two questions, ``patience`` for an answer. ``cache`` keeps answers for a day."""

    name: str
    address: str
    pause: float = 1.0
    patience: float = 20.0
    cache: Path | None = None
    _last: float = field(default=0.0, repr=False)

    def get(self, path: str, **asked: str) -> Any:
        """What is answered to ``path`` with the query, read as JSON. Raises FetchError."""
        if urlsplit(self.address).scheme not in ("https", "http"):
            raise FetchError(_("%(service)s: the address has to begin with https://.") % {"service": self.name})
        url = f"{self.address.rstrip('/')}/{path}" + (f"?{urlencode(asked)}" if asked else "")
        kept = self._kept(url)
        if kept is not None and kept.exists() and time.time() - kept.stat().st_mtime < A_DAY:
            return json.loads(kept.read_bytes())
        content = self._asked(url)
        try:
            found = json.loads(content)
        except ValueError:
            raise FetchError(
                _("%(service)s answered with something that is not JSON.") % {"service": self.name}
            ) from None
        if kept is not None:
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(content)
        return found

    def _kept(self, url: str) -> Path | None:
        return self.cache / f"{hashlib.sha256(url.encode()).hexdigest()}.json" if self.cache else None

    def _asked(self, url: str, *, is_again: bool = False) -> bytes:
        time.sleep(max(0.0, self._last + self.pause - time.monotonic()))
        self._last = time.monotonic()
        request = urllib.request.Request(url, headers={"Accept": "application/json", "User-Agent": "Stegvis"})  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=self.patience) as answer:  # noqa: S310 - http(s) only, see get
                content: bytes = answer.read(MOST_BYTES + 1)
        except urllib.error.HTTPError as error:
            if error.code in BUSY and not is_again:
                time.sleep(min(_seconds(error.headers.get("Retry-After")), LONGEST_WAIT))
                return self._asked(url, is_again=True)
            told = {"service": self.name, "code": error.code}
            raise FetchError(_("%(service)s refused with the code %(code)s. Try again later.") % told) from None
        except (OSError, TimeoutError) as error:
            told = {"service": self.name, "why": type(error).__name__}
            raise FetchError(_("%(service)s does not answer (%(why)s). Try again later.") % told) from None
        if len(content) > MOST_BYTES:
            raise FetchError(_("%(service)s answered with more than can be read.") % {"service": self.name})
        return content


def _seconds(text: str | None) -> float:
    return float(text) if text and text.isdigit() else 5.0
