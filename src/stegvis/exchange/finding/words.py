"""What somebody types, as a search: stems, the beginning of the last word, and what the competence areas are called."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import reduce
from operator import and_, or_

from django.contrib.postgres.search import SearchQuery
from django.db.models import Func, IntegerField, Q
from django.db.models.lookups import Exact
from rapidfuzz import fuzz, process

from stegvis.exchange.kinds import FEWEST_LETTERS, kinds_called, kinds_named
from stegvis.frameworks.competence_areas import areas, areas_named
from stegvis.organisations.models import Organisation

LONGEST = 200
MOST_WORDS = 12
LIKE_ENOUGH = 72  # per cent of rapidfuzz's ratio: one letter wrong in four is still found
WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[str]:
    """The words alone, so that nothing in them can be read as an operator of the search."""
    return WORD.findall(text.casefold())[:MOST_WORDS]


def query_of(words: list[str]) -> SearchQuery:
    """All the words in any form; of the last, the beginning will do. At least one word."""
    return reduce(and_, (_query(words, word) for word in words))


def _query(words: list[str], word: str) -> SearchQuery:
    found = SearchQuery(word, config="swedish")
    return found | SearchQuery(f"{word}:*", config="simple", search_type="raw") if word is words[-1] else found


def matching(words: list[str], prefix: str) -> Q:
    """Offers that hold every word, or lie in an area that the word, or all together, is a name of.

    A word may also name the kind, or begin a part of the host's name. ``prefix`` leads to the offer, such as
    ``offer__``. Words that every text has, such as "och", are passed over.
    """
    found = Q()
    for word in words:
        nodes = Func(SearchQuery(word, config="swedish"), function="numnode", output_field=IntegerField())
        passed_over = Q(Exact(nodes, 0))
        found &= _holding(_query(words, word), areas_named(word), prefix) | _of_kind_or_host(word, prefix) | passed_over
    together = areas_named(" ".join(words)) if len(words) > 1 else []
    if kinds := kinds_called(" ".join(words)):
        found |= Q(**{f"{prefix}kind__in": kinds})
    return found | _holding(_phrases(together), together, prefix) if together else found


def _of_kind_or_host(word: str, prefix: str) -> Q:
    kinds = kinds_named(word)
    hosts = Organisation.objects.filter(name__iregex=rf"\m{word}") if len(word) >= FEWEST_LETTERS else None
    of_kind = Q(**{f"{prefix}kind__in": kinds}) if kinds else Q()
    return of_kind | Q(**{f"{prefix}employer__in": hosts.values("pk")}) if hosts is not None else of_kind


def _holding(words: SearchQuery, codes: list[str], prefix: str) -> Q:
    """Placed in one of the areas, or speaking of them or of the words: one look at a text, since reading it is slow."""
    if not codes:
        return Q(**{f"{prefix}search": words})
    return Q(**{f"{prefix}areas__overlap": codes}) | Q(**{f"{prefix}search": words | _phrases(codes)})


def _phrases(codes: list[str]) -> SearchQuery:
    """Any of the names of the areas."""
    names = [name for code in codes for name in (areas()[code].titles["sv"], *areas()[code].synonyms)]
    return reduce(or_, (SearchQuery(name, config="swedish", search_type="phrase") for name in names))


def meant(text: str, titles: Iterable[str]) -> list[str]:
    """Up to three words that what is typed may be a slip of: out of the areas' names and the titles that there are."""
    known = {word for title in titles for word in words_of(title) if len(word) > 3}
    known |= {name.casefold() for area in areas().values() for name in (area.titles["sv"], *area.synonyms)}
    choices = sorted(known - {text.casefold()})
    found = process.extract(text.casefold()[:LONGEST], choices, scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH, limit=3)
    return [choice for choice, _score, _index in found]
