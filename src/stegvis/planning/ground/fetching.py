"""Asking an open statistics service politely: seldom, not for ever, and not twice for the same.

Errors are told in words, and name the service and never more of its answer than a few letters.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import gettempdir
from typing import Any, NoReturn, Self
from urllib.parse import urlencode, urlsplit

from django.utils.translation import gettext as _

from stegvis.planning.ground.timely import ElsewhereError, HTTPError, HTTPException, TooMuchError, ask

MOST_BYTES = 10_000_000
A_DAY = 86_400
BUSY = (429, 503)
Read = Callable[[Any], Any]


class FetchError(Exception):
    """Nothing was fetched, and why, in words."""


def _as_it_is(found: Any) -> Any:
    return found


@dataclass(frozen=True)
class Service:
    """``pause`` seconds between two questions to the same host, ``patience`` for an answer with all that it takes.

    ``cache`` keeps answers for a day; ``turns`` is a folder that all who ask share, whichever process they are.
    ``parts`` are the kept files of an answer that comes in several.
    """

    name: str
    address: str
    pause: float = 1.0
    patience: float = 60.0
    cache: Path | None = None
    turns: Path = Path(gettempdir())
    parts: list[Path] | None = None

    @contextmanager
    def in_parts(self) -> Iterator[Self]:
        """For an answer that comes in several: where it is refused as a whole, none of them is kept."""
        parts: list[Path] = []
        try:
            yield replace(self, parts=parts)
        except FetchError:
            for part in parts:
                with suppress(OSError):
                    part.unlink()
            raise

    def get(self, path: str, *, read: Read = _as_it_is, **asked: str) -> Any:
        """What ``read`` makes of the JSON that is answered to ``path`` with the query. Raises FetchError.

        Only an answer that could be read is kept, so that a bad one is asked for anew.
        """
        self._check_address()
        url = f"{self.address.rstrip('/')}/{path}" + (f"?{urlencode(asked)}" if asked else "")
        kept = self._kept(url)
        if kept is not None:
            if self.parts is not None:
                self.parts.append(kept)
            with suppress(OSError, FetchError):
                if time.time() - kept.stat().st_mtime < A_DAY:
                    return read(self._parsed(kept.read_bytes()))
        content = self._asked(url)
        found = read(self._parsed(content))
        if kept is not None:
            _keep(kept, content)
        return found

    def _check_address(self) -> None:
        try:
            parts = urlsplit(self.address)
            _port, host = parts.port, parts.hostname or ""
        except ValueError:
            self._refuse(_("%(service)s: that is no address: %(address)s"), address=self.address[:100])
        if parts.scheme not in ("https", "http"):
            self._refuse(_("%(service)s: the address has to begin with https://."))
        if not host or any(one.isspace() or not one.isprintable() for one in self.address):
            self._refuse(_("%(service)s: that is no address: %(address)s"), address=self.address[:100])

    def _parsed(self, content: bytes) -> Any:
        try:
            return json.loads(content, parse_constant=_no_number)
        except (ValueError, RecursionError):
            self._refuse(_("%(service)s answered with something that is not JSON."))

    def _kept(self, url: str) -> Path | None:
        return self.cache / f"{hashlib.sha256(url.encode()).hexdigest()}.json" if self.cache else None

    def _asked(self, url: str) -> bytes:
        until = time.monotonic() + self.patience
        try:
            try:
                return self._in_turn(url, until)
            except HTTPError as error:
                wait = _seconds(error.headers.get("Retry-After"))
                if error.code not in BUSY or time.monotonic() + wait >= until:
                    raise
                time.sleep(wait)
                return self._in_turn(url, until)
        except HTTPError as error:
            self._refuse(_("%(service)s refused with the code %(code)s. Try again later."), code=error.code)
        except ElsewhereError:
            self._refuse(_("%(service)s refers to another address, which is not asked."))
        except TooMuchError:
            self._refuse(_("%(service)s answered with more than can be read."))
        except (OSError, HTTPException, ValueError) as error:
            why = type(error).__name__
            self._refuse(_("%(service)s does not answer (%(why)s). Try again later."), why=why)

    def _in_turn(self, url: str, until: float) -> bytes:
        """After a pause since the host was last asked, by whatever service and process."""
        self._wait_for_turn(urlsplit(url).netloc)
        return ask(url, until=until, most=MOST_BYTES)

    def _wait_for_turn(self, host: str) -> None:
        """Whoever has the file's lock waits until the pause after its time is over, and sets it anew."""
        path = self.turns / f"stegvis-{hashlib.sha256(host.encode()).hexdigest()[:16]}.turn"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with open(os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600), "wb") as turn:
                fcntl.flock(turn, fcntl.LOCK_EX)
                last = os.fstat(turn.fileno())
                since = time.time() - last.st_mtime
                if last.st_size and 0 <= since < self.pause:
                    time.sleep(self.pause - since)
                turn.write(b"asked")
        except OSError:
            self._refuse(_("%(service)s is not asked: %(path)s cannot be written to."), path=path)

    def _refuse(self, text: str, **told: Any) -> NoReturn:
        raise FetchError(text % {"service": self.name, **told}) from None


def _keep(path: Path, content: bytes) -> None:
    """Whole or not at all. What cannot be kept is asked for again."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(f".{os.getpid()}")
        beside.write_bytes(content)
        beside.replace(path)


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def _seconds(text: str | None) -> float:
    return float(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 5.0
