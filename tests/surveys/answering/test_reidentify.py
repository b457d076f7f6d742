"""Somebody who has the whole database tries to say who answered what, by every means that it gives, and fails.

The same attacker succeeds where answers are written as they are sent.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from stegvis.surveys.answering.locking import unlock
from stegvis.surveys.answering.sealing import PURPOSE, open_answers_of
from stegvis.surveys.fielding import services
from stegvis.surveys.models import Answers, Link, Round
from tests.support.cast import make_cast
from tests.support.database import as_owner, superuser
from tests.surveys.asked import POSTED, Asked, asks_persons, does, opens, sets_up, tokens

PERSONS = 12
Guess = dict[str, str]  # e-mail address → what is taken for the person's own words


def words(number: int) -> str:
    """Nobody else's, and not as long as anybody's."""
    return f"ord-{number}-" + "x" * number


@pytest.fixture
def asked(fresh_database: str) -> Asked:
    """Twelve persons are asked; everything is committed, each by itself."""
    with transaction.atomic(), as_owner():
        cast = make_cast()
    with transaction.atomic():
        found = sets_up(cast, kind="persons")
        asks_persons(cast, found, PERSONS)
        opens(cast, found)
    with transaction.atomic():
        return Asked(cast, found, tokens(found))


def truth() -> Guess:
    return {f"p{number}@example.se": words(number) for number in range(PERSONS)}


def answer_all(asked: Asked) -> None:
    """Through the pages, one after the other, some of them saving more often than others."""
    client = Client()
    for number, (address, text) in enumerate(truth().items()):
        token = asked.tokens[address]
        fields = {**POSTED["om"], "q-vilken": text, "q-antal": str(number)}
        for _ in range(1 + number % 3):
            client.post(reverse("surveys:answer_page", args=[token, "om"]), fields)
        client.post(reverse("surveys:answer_page", args=[token, "om"]), fields)
        client.post(reverse("surveys:answer_page", args=[token, "behov"]), POSTED["behov"])
        assert client.post(reverse("surveys:answer_send", args=[token]), {"notice": 1}).status_code == 200


def answer_naively(asked: Asked) -> None:
    """What the house does not do: the answers are written with the mark that somebody has answered."""
    for address, text in truth().items():
        with transaction.atomic(), as_owner():
            Link.objects.filter(email=address).update(answered_on="2026-11-01")
            Answers.objects.create(
                round=asked.round, actor="municipality", notice=1, month="2026-11-01", content={"vilken": text}
            )


class Attacker:
    """Reads every row of every table, with what PostgreSQL itself keeps of it. What is sought stands in ``sought``."""

    def __init__(self, name: str, sought: str = "surveys_answers") -> None:
        with superuser(name) as found:
            self.tables = {table: self._rows(found, table) for table in self._names(found)}
        self.links = {one["email"]: one for one in self.tables["surveys_link"] if one["email"].startswith("p")}
        self.answers = self.tables[sought]

    @staticmethod
    def _names(found: psycopg.Connection) -> list[str]:
        return [name for (name,) in found.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]

    @staticmethod
    def _rows(found: psycopg.Connection, table: str) -> list[dict[str, Any]]:
        rows = found.execute(f'SELECT xmin::text AS xmin, ctid::text AS ctid, * FROM "{table}"')  # type: ignore[call-overload]
        names = [column.name for column in rows.description]
        return [dict(zip(names, row, strict=True)) for row in rows]

    def said_in(self, row: dict[str, Any]) -> str:
        """The words themselves, or those of whom the number in the answers is."""
        content = row["content"]
        return content if isinstance(content, str) else content.get("vilken") or words(content["antal"])

    def by_transaction(self) -> Guess:
        """Two rows of one transaction, where it holds just one of each."""
        return {
            address: self.said_in(same[0])
            for address, link in self.links.items()
            if len(same := [one for one in self.answers if one["xmin"] == link["xmin"]]) == 1
        }

    def by_order(self) -> Iterator[Guess]:
        """The first to send is the first that is written, by where it lies, by its key, by its transaction."""
        sent = sorted(self.links, key=lambda address: int(self.links[address]["xmin"]))
        for order in ("ctid", "id", "xmin"):
            rows = sorted(self.answers, key=lambda row: _place(row[order]))
            yield dict(zip(sent, map(self.said_in, rows), strict=False))

    def by_shared_value(self) -> Guess:
        """Any value of a person's rows (their keys, digests, addresses) that stands in a row with an answer in it."""
        found: Guess = {}
        for address, link in self.links.items():
            marks = {str(link[name]) for name in ("id", "contact_id", "token_hash", "email")}
            for rows in self.tables.values():
                for row in rows:
                    text = json.dumps(row, default=str)
                    told = [words(n) for n in range(PERSONS) if f'"{words(n)}"' in text or f"'{words(n)}'" in text]
                    if len(told) == 1 and any(mark in text for mark in marks):
                        found[address] = told[0]
        return found

    def by_opening(self) -> Guess:
        """What is locked or sealed, tried with every word of the database as its token."""
        tried = {str(value) for rows in self.tables.values() for row in rows for value in row.values() if value}
        found: Guess = {}
        for row in self.tables["surveys_begun"]:
            address = next(a for a, link in self.links.items() if link["id"] == row["link_id"])
            for token in tried:
                if told := unlock(token, row["link_id"], bytes(row["content"])):
                    found[address] = told["vilken"]
        return found

    def by_what_is_rare(self) -> Guess:
        """Kind, stratum and cluster that one who answered shares with one answer."""
        contacts = {one["id"]: one for one in self.tables["surveys_contact"]}
        labels = ("actor", "stratum", "cluster")
        found: Guess = {}
        for address, link in self.links.items():
            mine = contacts[link["contact_id"]]
            same = [one for one in self.answers if all(one.get(name, mine[name]) == mine[name] for name in labels)]
            if len(same) == 1:
                found[address] = self.said_in(same[0])
        return found

    def guesses(self) -> dict[str, int]:
        """How many each means gets right."""
        right = truth()
        made = {
            "transaction": self.by_transaction(),
            "shared value": self.by_shared_value(),
            "opening": self.by_opening(),
            "what is rare": self.by_what_is_rare(),
            **{f"order {number}": guess for number, guess in enumerate(self.by_order())},
        }
        return {name: sum(right[who] == what for who, what in guess.items()) for name, guess in made.items()}


def _place(value: Any) -> Any:
    text = str(value)
    return tuple(int(part) for part in text.strip("()").split(",")) if text.startswith("(") else text.rjust(40)


def close_and_open(asked: Asked) -> int:
    with transaction.atomic():
        does(asked.cast.dag, services.close_round, asked.round)
    return in_the_worker(asked.round)


def in_the_worker(found: Round) -> int:
    with transaction.atomic(), as_owner():
        return open_answers_of(found.pk)


def test_nobody_is_found_again(fresh_database: str, asked: Asked) -> None:
    answer_all(asked)
    waiting = Attacker(fresh_database)
    sealed = waiting.tables["sealed_sealedanswer"]
    assert (len(sealed), waiting.answers) == (PERSONS, [])
    assert len({len(row["content"]) for row in sealed}) == 1
    assert {row["purpose"] for row in sealed} == {PURPOSE}
    assert waiting.tables["surveys_begun"] == []
    assert "ord-" not in json.dumps(waiting.tables, default=str)
    assert close_and_open(asked) == PERSONS
    for table in ("surveys_answers", "surveys_freetext"):
        attacker = Attacker(fresh_database, table)
        assert sorted(map(attacker.said_in, attacker.answers)) == sorted(truth().values())
        certain = {name: number for name, number in attacker.guesses().items() if not name.startswith("order")}
        assert certain == {"transaction": 0, "shared value": 0, "opening": 0, "what is rare": 0}
        # An order by lot hits one in the mean; nine or more of twelve come once in a million.
        assert all(number < 9 for name, number in attacker.guesses().items() if name.startswith("order"))


def test_what_somebody_wrote_leads_to_no_other_answer_of_theirs(fresh_database: str, asked: Asked) -> None:
    answer_all(asked)
    close_and_open(asked)
    attacker = Attacker(fresh_database)
    texts = attacker.tables["surveys_freetext"]
    assert not any("vilken" in row["content"] for row in attacker.answers)
    keys = {str(row["id"]) for row in attacker.answers}
    assert not any(key in json.dumps(texts, default=str) for key in keys)
    for order in ("ctid", "id"):
        pair = (sorted(rows, key=lambda row: _place(row[order])) for rows in (attacker.answers, texts))
        right = sum(attacker.said_in(one) == attacker.said_in(other) for one, other in zip(*pair, strict=True))
        assert right < 9, order


def test_no_time_no_session_and_no_history_leads_to_an_answer(fresh_database: str, asked: Asked) -> None:
    answer_all(asked)
    close_and_open(asked)
    tables = Attacker(fresh_database).tables
    (columns,) = {tuple(sorted(row)) for row in tables["surveys_answers"]}
    assert columns == (
        "actor", "cluster", "content", "ctid", "id", "month", "notice", "round_id", "stratum", "xmin"
    )  # fmt: skip
    assert {row["month"].day for row in tables["surveys_answers"]} == {1}
    assert len({row["xmin"] for row in tables["surveys_answers"]}) == 1
    holding = {name for name, rows in tables.items() if "ord-" in json.dumps(rows, default=str)}
    assert holding == {"surveys_freetext"}
    assert tables["django_session"] == []
    keys = {str(row["id"]) for row in tables["surveys_link"]} | {str(row["id"]) for row in tables["surveys_contact"]}
    after = [row for row in tables["procrastinate_jobs"] if "send_letter" not in row["task_name"]]
    assert not any(key in json.dumps(after, default=str) for key in keys)
    logs = json.dumps([tables[name] for name in ("audit_reading", "audit_refusal", "stegvis_cache")], default=str)
    assert not any(key in logs for key in keys)
    assert not any(
        name.startswith(("surveys_link", "surveys_contact", "surveys_begun", "surveys_answers"))
        and name.endswith("event")
        for name in tables
    )


def test_what_is_begun_opens_by_the_letter_alone(fresh_database: str, asked: Asked) -> None:
    client = Client()
    for number, (address, text) in enumerate(truth().items()):
        fields = {**POSTED["om"], "q-vilken": text, "q-antal": str(number)}
        for _ in range(2):
            client.post(reverse("surveys:answer_page", args=[asked.tokens[address], "om"]), fields)
    attacker = Attacker(fresh_database)
    begun = attacker.tables["surveys_begun"]
    assert (len(begun), len({len(row["content"]) for row in begun})) == (PERSONS, 1)
    assert "ord-" not in json.dumps(attacker.tables, default=str)
    assert attacker.by_opening() == {}
    opened = {
        address: unlock(asked.tokens[address], link["id"], bytes(row["content"]))["vilken"]
        for address, link in attacker.links.items()
        for row in begun
        if row["link_id"] == link["id"]
    }
    assert opened == truth()


def test_the_attacker_finds_everybody_where_answers_are_written_as_they_are_sent(
    fresh_database: str, asked: Asked
) -> None:
    answer_naively(asked)
    guesses = Attacker(fresh_database).guesses()
    assert guesses["transaction"] == PERSONS
    assert guesses["order 0"] == PERSONS


def test_kinds_and_strata_that_would_single_somebody_out_are_left_out(fresh_database: str) -> None:
    """Of twelve, one alone is of a region: nobody's kind is told, since one would be told by the others'."""
    with transaction.atomic(), as_owner():
        cast = make_cast()
    with transaction.atomic():
        found = sets_up(cast, kind="persons")
        asks_persons(cast, found, PERSONS, kinds=("region",) + ("municipality",) * (PERSONS - 1))
        opens(cast, found)
    with transaction.atomic():
        asked = Asked(cast, found, tokens(found))
    answer_all(asked)
    assert close_and_open(asked) == PERSONS
    attacker = Attacker(fresh_database)
    assert attacker.by_what_is_rare() == {}
    kinds = sorted(row["actor"] for row in attacker.answers)
    assert kinds == [""] * PERSONS
