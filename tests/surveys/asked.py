"""A small questionnaire of every kind of question, rounds that ask it, and those who answer by their links."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from stegvis.foundation.access.actor import acting_as, enter
from stegvis.foundation.access.policy import visible
from stegvis.foundation.accounts.models import User
from stegvis.organisations.models import Organisation
from stegvis.surveys.answering import services as answering
from stegvis.surveys.fielding import asking, services
from stegvis.surveys.fielding.links import token_of
from stegvis.surveys.fielding.listing import Recipient, bring_in
from stegvis.surveys.fielding.services import RoundFacts
from stegvis.surveys.models import Contact, Link, Questionnaire, Round, Version
from tests.support.cast import Cast
from tests.support.database import as_owner


def sv(text: str) -> dict[str, str]:
    return {"sv": text}


def choices(*codes: str) -> list[dict[str, Any]]:
    return [{"code": code, "text": {"sv": code.capitalize(), "en": f"{code} (en)"}} for code in codes]


SCALE = [
    {"code": "akut", "text": sv("Akut"), "score": 2},
    {"code": "bra", "text": sv("Bra att ha"), "score": 1},
    {"code": "ej", "text": sv("Inte aktuellt"), "outside": True},
]
CONTENT: dict[str, Any] = {
    "format": "stegvis-survey/1",
    "code": "liten",
    "title": {"sv": "En liten enkät", "en": "A small survey"},
    "intro": sv("Vi frågar om kompetens."),
    "thanks": sv("Tack för att du svarade!"),
    "sections": [
        {
            "code": "om",
            "title": {"sv": "Om arbetet", "en": "About the work"},
            "questions": [
                {
                    "code": "modell",
                    "kind": "single",
                    "text": sv("Har ni en karriärmodell?"),
                    "required": True,
                    "choices": choices("ja", "nej"),
                },
                {
                    "code": "vilken",
                    "kind": "text",
                    "text": sv("Vilken?"),
                    "longest": 200,
                    "shown_when": [{"question": "modell", "test": "is", "values": ["ja"]}],
                },
                {"code": "antal", "kind": "number", "text": sv("Hur många?"), "least": 0, "most": 5000},
            ],
        },
        {
            "code": "behov",
            "title": {"sv": "Behov", "en": "Needs"},
            "questions": [
                {
                    "code": "utbildning",
                    "kind": "matrix",
                    "text": sv("Hur stort är behovet?"),
                    "choices": SCALE,
                    "rows": [{"code": "sar", "text": sv("Sårvård")}, {"code": "demens", "text": sv("Demens")}],
                },
                {"code": "form", "kind": "multi", "text": sv("Vilken form?"), "choices": choices("distans", "plats")},
                {"code": "viktigt", "kind": "ranking", "text": sv("Ordna"), "choices": choices("tid", "lon", "stod")},
                {
                    "code": "steg",
                    "kind": "ladder",
                    "text": sv("Hur långt har ni kommit?"),
                    "asks_date": True,
                    "choices": choices("inte", "borjat", "klart"),
                    "rows": [{"code": "beslut", "text": sv("Beslut är taget")}],
                },
                {"code": "nar", "kind": "date", "text": sv("När?")},
            ],
        },
    ],
}
FILE = {"code": "bilaga", "kind": "file", "text": sv("Bifoga modellen")}
WHOLE = {
    "modell": "ja",
    "vilken": "Vår egen",
    "antal": 12,
    "utbildning": {"sar": "akut", "demens": "ej"},
    "form": ["distans"],
    "viktigt": ["stod", "tid"],
    "steg": {"beslut": {"status": "klart", "on": "2026-05-31"}},
    "nar": "2026-09-01",
}
POSTED = {
    "om": {"q-modell": "ja", "q-vilken": "Vår egen", "q-antal": "12"},
    "behov": {
        "q-utbildning.sar": "akut",
        "q-utbildning.demens": "ej",
        "q-form": "distans",
        "q-viktigt.stod": "1",
        "q-viktigt.tid": "2",
        "q-steg.beslut": "klart",
        "q-steg.beslut.on": "2026-05-31",
        "q-nar": "2026-09-01",
    },
}


def with_file() -> dict[str, Any]:
    """The same, with a question for a file."""
    first, *others = CONTENT["sections"]
    return {**CONTENT, "sections": [{**first, "questions": [*first["questions"], FILE]}, *others]}


def a_version(cast: Cast, content: dict[str, Any] | None = None) -> Version:
    """Fixed, of the collaboration. Run it as the owner."""
    content = content or CONTENT
    found, _ = Questionnaire.objects.get_or_create(
        collaboration=cast.gr, code=content["code"], defaults={"title": content["title"]["sv"], "content": content}
    )
    return Version.objects.create(questionnaire=found, number=found.versions.count() + 1, content=content)


def facts(version: Version, **changes: Any) -> RoundFacts:
    today = timezone.localdate()
    values: dict[str, Any] = {
        "version": version.pk,
        "title": "Hösten",
        "kind": "organisations",
        "design": "census",
        "opens_on": today,
        "closes_on": today + timedelta(days=14),
        "fewest": 5,
        "sender": "Göteborgsregionen",
        "contact": "dag@example.se",
        "letter": "Vi vill veta hur det går.",
        "remind_on": None,
        "contacts_until": today + timedelta(days=100),
        "keep_until": today + timedelta(days=700),
    }
    return RoundFacts(**values | changes)


def does(user: User, service: Callable[..., Any], found: Round, **words: Any) -> Any:
    with acting_as(user.pk) as actor:
        return service(actor=actor, found=visible(actor, Round).get(pk=found.pk), **words)


def sets_up(cast: Cast, content: dict[str, Any] | None = None, **changes: Any) -> Round:
    """A draft of Dag's."""
    with as_owner():
        version = a_version(cast, content)
    with acting_as(cast.dag.pk) as actor:
        return services.set_up_round(actor=actor, owner=cast.gr, facts=facts(version, **changes))


def asks_members(cast: Cast, found: Round, *links: tuple[Organisation, str, bool]) -> None:
    """Ale and Mölndal, with a link each that signs, unless others are said."""
    does(cast.dag, asking.ask_organisations, found, keys=[cast.ale.pk, cast.molndal.pk])
    wanted = links or ((cast.ale, "ale@example.se", True), (cast.molndal, "molndal@example.se", True))
    for organisation, email, may_sign in wanted:
        with as_owner():
            contact = Contact.objects.get(round=found, organisation=organisation)
        does(cast.dag, asking.add_link, found, contact_id=contact.pk, name="", email=email, may_sign=may_sign)


def asks_persons(cast: Cast, found: Round, number: int, kinds: tuple[str, ...] = ("municipality",)) -> None:
    rows = [
        Recipient(row=n + 2, email=f"p{n}@example.se", name=f"Person {n}", actor=kinds[n % len(kinds)])
        for n in range(number)
    ]
    does(cast.dag, bring_in, found, recipients=rows)


def opens(cast: Cast, found: Round) -> Round:
    does(cast.dag, services.open_round, found)
    return found


def tokens(found: Round) -> dict[str, str]:
    """By e-mail address."""
    with as_owner():
        return {one.email: token_of(one.pk) for one in Link.objects.filter(round=found, contact__is_test=False)}


def posted(**fields: Any) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in fields.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def fills_in(token: str, pages: dict[str, dict[str, Any]] | None = None) -> None:
    enter(None)
    for section, fields in (pages or POSTED).items():
        saved = answering.save_page(token, section, posted(**fields), {})  # type: ignore[arg-type]
        assert saved is not None
        if section == "om" and "q-vilken" in fields:  # shown by the answer before it
            saved = answering.save_page(token, section, posted(**fields), {})  # type: ignore[arg-type]
        assert saved is not None
        assert saved.is_clean, saved


def sends(token: str, name: str = "Kim Ek", role: str = "HR-chef", note: str = "") -> str:
    enter(None)
    opened = answering.open_link(token)
    assert opened is not None
    sent = answering.send(token, signature=answering.Signature(name, role, note), notice=opened.notice)
    assert sent is not None
    return sent.verdict


@dataclass
class Asked:
    """A round that is open, with the tokens of those it asks by address."""

    cast: Cast
    round: Round
    tokens: dict[str, str]

    @property
    def token(self) -> str:
        return next(iter(self.tokens.values()))


def page(client: Client, user: User, address: str) -> str:
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()
