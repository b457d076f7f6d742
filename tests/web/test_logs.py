"""The log tells that something was refused, and not whose link it was."""

from __future__ import annotations

import logging
import re
from io import StringIO

from django.conf import settings
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils.module_loading import import_string

from stegvis.web.logs import SECRET
from tests.support.cast import Cast
from tests.surveys.asked import Asked, asks_persons, opens, sets_up, tokens


def test_no_log_holds_the_token_of_an_address(client: Client, cast: Cast) -> None:
    found = sets_up(cast, kind="persons")
    asks_persons(cast, found, 12)
    asked = Asked(cast, opens(cast, found), tokens(found))
    formatter = settings.LOGGING["formatters"]["plain"]
    heard, logger = StringIO(), logging.getLogger("django")
    handler = logging.StreamHandler(heard)
    handler.setFormatter(import_string(formatter["()"])(formatter["format"], style=formatter["style"]))
    logger.addHandler(handler)
    try:
        page = reverse("surveys:answer_page", args=[asked.token, "om"])
        assert client.post(page, {"q-antal": "tolv"}).status_code == 422
        too_many = {f"q-{number}": "x" for number in range(1001)}
        assert client.post(page, too_many).status_code == 413
        assert client.post(page.replace("/om/", "/om/hav/"), too_many).status_code in {404, 413}
        assert "Traceback" not in heard.getvalue()
        try:
            raise ValueError({"path": page.removeprefix("/")})
        except ValueError:
            logger.exception("Internal Server Error: %s", page)
    finally:
        logger.removeHandler(handler)
    assert "/svara/…/del/om/" in heard.getvalue()
    assert asked.token not in heard.getvalue()


def test_every_address_with_a_key_in_it_is_known() -> None:
    """A route with a parameter that is a secret is written so that the log leaves it out."""
    keys = re.compile(r"<str:(token|card_code)>")
    routes = [f"/{pattern.pattern}" for pattern in get_resolver().url_patterns]
    routes += [f"/{one.pattern}" for part in get_resolver().url_patterns for one in getattr(part, "url_patterns", ())]
    secret = [route for route in routes if keys.search(route)]
    assert len(secret) >= 8
    assert [route for route in secret if not SECRET.search(route.replace("<", "").replace(">", ""))] == []
