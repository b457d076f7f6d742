"""One question by HTTP with one deadline for all of it, and no way to another host."""

from __future__ import annotations

import io
import socket
import time
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPHandler, HTTPRedirectHandler, HTTPSHandler, OpenerDirector, Request, build_opener

CHUNK = 65_536


class ElsewhereError(OSError):
    """The answer is at another host, or by another scheme."""


class TooMuchError(OSError):
    """The answer is longer than what is read."""


def ask(url: str, *, until: float, most: int) -> bytes:
    """The answer's body, of at most ``most`` bytes, before ``until`` by the monotonic clock.

    Raises OSError (HTTPError, ElsewhereError, TooMuchError and TimeoutError are such), HTTPException and ValueError.
    """
    request = Request(url, headers={"Accept": "application/json", "User-Agent": "Stegvis"})  # noqa: S310
    with _opener(until).open(request, timeout=_left(until)) as answer:
        found = bytearray()
        while part := answer.read1(CHUNK):
            found += part
            if len(found) > most:
                raise TooMuchError
        if answer.length:
            raise HTTPException("cut off")
    return bytes(found)


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class _Timely(io.RawIOBase):
    """A socket's bytes, of which each read waits no longer than what is left of the whole."""

    def __init__(self, sock: socket.socket, until: float) -> None:
        self._sock, self._until = sock, until
        self._raw = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int | None:
        self._sock.settimeout(_left(self._until))
        return self._raw.readinto(into)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _TimelySocket:
    def __init__(self, sock: socket.socket, until: float) -> None:
        self._sock, self._until = sock, until

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Timely(self._sock, self._until))


class _OwnHost(HTTPRedirectHandler):
    max_redirections = 3

    def redirect_request(self, req: Request, *answer: Any) -> Request | None:
        """``answer`` ends with the new address."""
        if urlsplit(answer[-1])[:2] != urlsplit(req.full_url)[:2]:
            raise ElsewhereError
        return super().redirect_request(req, *answer)


def _connection(kind: type[HTTPConnection], until: float, *given: Any, **named: Any) -> HTTPConnection:
    def response(sock: socket.socket, *more: Any, **also: Any) -> HTTPResponse:
        return HTTPResponse(_TimelySocket(sock, until), *more, **also)  # type: ignore[arg-type]

    connection = kind(*given, **named)
    connection.response_class = response  # type: ignore[assignment]
    return connection


class _Http(HTTPHandler):
    def __init__(self, until: float) -> None:
        super().__init__()
        self._until = until

    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(partial(_connection, HTTPConnection, self._until), req)


class _Https(HTTPSHandler):
    def __init__(self, until: float) -> None:
        super().__init__()
        self._until = until

    def https_open(self, req: Request) -> HTTPResponse:
        return self.do_open(partial(_connection, HTTPSConnection, self._until), req)


def _opener(until: float) -> OpenerDirector:
    return build_opener(_Http(until), _Https(until), _OwnHost)


__all__ = ["ElsewhereError", "HTTPError", "HTTPException", "TooMuchError", "ask"]
