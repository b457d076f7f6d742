"""Putting several ratings of one competence together by a rule that is said beforehand. Never "the latest wins"."""

from __future__ import annotations

from collections.abc import Sequence

from stegvis.careers.models import Assessment

Rule = Assessment.Rule


def combine(rule: str, own: int | None, others: Sequence[int]) -> int | None:
    """One rating of the others' ratings, in any order; None where nobody else could tell, or nothing is agreed yet.

    ``median`` is the middle one, of two middle ones the lower; ``lowest`` the lowest. The person's own rating is for
    the talk and moves neither. ``agreed`` is what all say, the person's own included, and None as long as they differ.
    """
    if not others:
        return None
    match rule:
        case Rule.LOWEST:
            return min(others)
        case Rule.MEDIAN:
            return sorted(others)[(len(others) - 1) // 2]
        case _:
            said = {*others} if own is None else {own, *others}
            return said.pop() if len(said) == 1 else None


def difference(ratings: Sequence[int | None]) -> int:
    """From the lowest to the highest of those who could tell; 0 where fewer than two could."""
    given = [one for one in ratings if one is not None]
    return max(given) - min(given) if given else 0
