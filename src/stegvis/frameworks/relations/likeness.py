"""How alike two Swedish texts are: by the stems that they share, rare ones weighing more, and by their spelling.

The two measures mend each other: shared stems see "handleder studenter" in "handledning av studenter", spelling sees
the compounds that Swedish joins and other texts keep apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import scipy  # its parts load when first used
import snowballstemmer  # type: ignore[import-untyped]
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

Matrix = NDArray[np.float32]

_WORD = re.compile(r"\w+")
_SILENT = frozenset(["och", "eller", "av", "för", "i", "på", "med", "till", "som", "en", "ett", "att", "den", "det"])


def likenesses(left: Sequence[str], right: Sequence[str]) -> Matrix:
    """How alike each text of ``left`` is to each of ``right``: (left, right), 0 for nothing shared, 1 for the same."""
    if not left or not right:
        return np.zeros((len(left), len(right)), np.float32)
    a, b = [_stems(text) for text in left], [_stems(text) for text in right]
    spelling = process.cdist(
        [" ".join(sorted(stems)) for stems in a], [" ".join(sorted(stems)) for stems in b], scorer=fuzz.ratio
    )
    alike = (_shared(a, b) + spelling / 100) / 2
    alike[np.array([not stems for stems in a])] = 0
    alike[:, np.array([not stems for stems in b])] = 0
    return np.clip(alike, 0, 1).astype(np.float32)


def likeness(left: str, right: str) -> float:
    """As ``likenesses``, of two texts."""
    return float(likenesses([left], [right])[0, 0])


def _shared(a: list[tuple[str, ...]], b: list[tuple[str, ...]]) -> NDArray[np.float64]:
    """The cosine of the texts' stems, each weighed by how few of all texts have it."""
    vocabulary = {stem: place for place, stem in enumerate(sorted({stem for stems in (*a, *b) for stem in stems}))}
    counts = _counted([*a, *b], vocabulary)
    having = np.asarray((counts > 0).sum(axis=0)).ravel()
    weights = counts.multiply(np.log((1 + len(a) + len(b)) / (1 + having)) + 1).tocsr()
    lengths = np.sqrt(np.asarray(weights.multiply(weights).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1
    products = (weights[: len(a)] @ weights[len(a) :].T).toarray()
    return products / np.outer(lengths[: len(a)], lengths[len(a) :])


def _counted(texts: list[tuple[str, ...]], vocabulary: dict[str, int]) -> scipy.sparse.csr_array:
    columns = [vocabulary[stem] for stems in texts for stem in stems]
    ends = np.cumsum([0, *(len(stems) for stems in texts)])
    counted = scipy.sparse.csr_array((np.ones(len(columns)), columns, ends), shape=(len(texts), len(vocabulary)))
    counted.sum_duplicates()
    return counted


@lru_cache(maxsize=20_000)
def _stems(text: str) -> tuple[str, ...]:
    words = _WORD.findall(text.lower())
    telling = [word for word in words if word not in _SILENT] or words
    # One stemmer a text: it keeps its place in the word, and threads would share it.
    return tuple(snowballstemmer.stemmer("swedish").stemWords(telling))
