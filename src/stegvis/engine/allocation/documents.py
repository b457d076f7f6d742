"""A round as a document that anybody can compute again: what goes in, what comes out, byte for byte.

``run_document`` takes the inputs as plain JSON values and gives the result as such; ``canonical`` writes either the
same way each time, and ``digest`` is what a published result is known by. Nobody is named in them: applicants have
numbers, in the order of which the lottery is drawn.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from stegvis.engine.allocation.crossing import Crossing, allocate_crossing
from stegvis.engine.allocation.deferred import allocate
from stegvis.engine.allocation.outcome import NOWHERE, Reason
from stegvis.engine.allocation.quotas import Quota, compile_quotas
from stegvis.engine.allocation.wishes import Wishes

FORMAT = "stegvis-round/1"
RESULT = "stegvis-result/1"
NESTED, CROSSING = "nested", "crossing"
NOT_RUN = "not_run"  # too few for the programme to take place
PASSED = "passed"  # the rules that cross gave the places otherwise
Document = Mapping[str, Any]


class RoundDocumentError(ValueError):
    """The document is no round, or says what cannot be."""


def canonical(content: Any) -> bytes:
    """As JSON with sorted names and no spaces, in UTF-8, with a line end."""
    return (json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n").encode()


def digest(content: Any) -> str:
    """The SHA-256 of ``canonical`` as hexadecimal digits."""
    return hashlib.sha256(canonical(content)).hexdigest()


def run_document(document: Document) -> dict[str, Any]:
    """The result of a round. Raises ``RoundDocumentError``, and ``NoOutcomeError`` where crossing rules take too long.

    A key is a list of numbers, compared from the first on, lower first; the lot is added as the last.
    """
    try:
        return _Round(document).result()
    except (KeyError, TypeError, AttributeError, IndexError, OverflowError) as error:
        raise RoundDocumentError(f"the document is no round: {error}") from error
    except RoundDocumentError:
        raise
    except ValueError as error:
        raise RoundDocumentError(str(error)) from error


class _Round:
    def __init__(self, document: Document) -> None:
        if document["format"] != FORMAT:
            raise RoundDocumentError(f"the format is {document['format']}, not {FORMAT}")
        self.document, self.seed = document, int(document["seed"])
        self.programmes: list[str] = list(document["programmes"])
        self.number = {code: n for n, code in enumerate(self.programmes)}
        self.quotas = compile_quotas(
            (Quota(one["code"], int(one["limit"]), tuple(one["within"])) for one in document["quotas"]), self.programmes
        )
        wished = set(self.programmes)
        others = (one["code"] for one in document["quotas"] if one["code"] not in wished)
        self.codes = [*self.programmes, *others]
        self.applicants: Sequence[Document] = document["applicants"]
        numbers = [int(one["number"]) for one in self.applicants]
        if any(before >= after for before, after in pairwise(numbers)):
            raise RoundDocumentError("applicants stand in the order of their numbers, each once")
        self.keys = sorted({tuple(wish["key"]) for one in self.applicants for wish in one["wishes"]})
        self.wishes = self._wishes()

    def _wishes(self) -> Wishes:
        priority = {key: n for n, key in enumerate(self.keys)}
        return Wishes.of(
            [
                [
                    (self.number[wish["programme"]], priority[tuple(wish["key"])], bool(wish["suits"]))
                    for wish in one["wishes"]
                ]
                for one in self.applicants
            ]
        )

    def result(self) -> dict[str, Any]:
        engine = self.document["engine"]
        if engine not in (NESTED, CROSSING):
            raise RoundDocumentError(f"there is no engine called {engine}")
        told = self._nested() if engine == NESTED else self._crossing()
        return {"format": RESULT, "engine": engine, "seed": self.seed, **told}

    def _nested(self) -> dict[str, Any]:
        outcome = allocate(self.wishes, self.quotas, seed=self.seed)
        refused, reasons, waiting = outcome.refused_by.tolist(), outcome.reasons.tolist(), outcome.waiting.tolist()
        keys, last = outcome.keys.tolist(), outcome.cut_offs.tolist()
        wishes = [
            {
                "programme": self.programmes[programme],
                "reason": Reason(reason).name.lower(),
                "key": self._key(key),
                "refused_by": self.codes[by] if by != NOWHERE else None,
                "last": self._key(last[by]) if by != NOWHERE and last[by][1] > 0 else None,
                "waiting": place,
            }
            for programme, reason, key, by, place in zip(
                self.wishes.programmes.tolist(), reasons, keys, refused, waiting, strict=True
            )
        ]
        return self._told(outcome.places.tolist(), wishes)

    def _crossing(self) -> dict[str, Any]:
        rules = self._rules()
        found = allocate_crossing(self.wishes, self.quotas, rules, seed=self.seed)
        runs = set(found.places.tolist())
        wishes, places, lottery = [], found.places.tolist(), found.lottery.tolist()
        for applicant, start in enumerate(self.wishes.starts[:-1].tolist()):
            reason = PASSED
            for n in range(start, int(self.wishes.starts[applicant + 1])):
                programme = int(self.wishes.programmes[n])
                said = self._reason(
                    n, programme, places[applicant], reason, programme in runs or programme not in rules.fewest
                )
                reason = "dearer" if said == "placed" else reason
                key = [*self.keys[int(self.wishes.priorities[n])], lottery[applicant]]
                told = {"programme": self.programmes[programme], "reason": said, "key": key}
                wishes.append({**told, "refused_by": None, "last": None, "waiting": 0})
        _queue([one for one in wishes if one["reason"] == PASSED])
        return {**self._told(places, wishes), "passed_by": found.passed_by}

    def _reason(self, n: int, programme: int, place: int, otherwise: str, runs: bool) -> str:
        if programme == place:
            return "placed"
        if otherwise == "dearer":
            return otherwise
        if not self.wishes.suits[n]:
            return "unsuited"
        return otherwise if runs else NOT_RUN

    def _rules(self) -> Crossing:
        """Senders and hosts are codes; only those that a cap names matter."""
        given = self.document["crossing"]
        named = {code for cap in given["caps"] for code in (cap["sender"], cap["host"])}
        employer = {code: n for n, code in enumerate(sorted(named))}
        place = {int(one["number"]): n for n, one in enumerate(self.applicants)}
        return Crossing(
            senders=np.array([employer.get(one.get("sender"), -1) for one in self.applicants], np.int64),
            hosts=np.array([employer.get(given["hosts"].get(code), -1) for code in self.programmes], np.int64),
            caps={(employer[one["sender"]], employer[one["host"]]): int(one["most"]) for one in given["caps"]},
            fewest={self.number[code]: int(least) for code, least in given["fewest"].items()},
            together=[[place[int(number)] for number in group] for group in given["together"]],
        )

    def _key(self, key: Sequence[int]) -> list[int]:
        priority, lot = key
        return [*self.keys[priority], lot]

    def _told(self, places: Sequence[int], wishes: Sequence[dict[str, Any]]) -> dict[str, Any]:
        starts = self.wishes.starts.tolist()
        return {
            "applicants": [
                {
                    "number": int(one["number"]),
                    "place": self.programmes[places[n]] if places[n] != NOWHERE else None,
                    "wishes": list(wishes[starts[n] : starts[n + 1]]),
                }
                for n, one in enumerate(self.applicants)
            ]
        }


def _queue(refused: Sequence[dict[str, Any]]) -> None:
    """Write to each its place in the queue to its programme, by key."""
    places: Counter[str] = Counter()
    for one in sorted(refused, key=lambda one: one["key"]):
        places[one["programme"]] += 1
        one["waiting"] = places[one["programme"]]
