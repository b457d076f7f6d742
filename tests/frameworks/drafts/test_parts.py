"""Moving, copying and taking parts away, by themselves."""

from __future__ import annotations

import copy
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.frameworks.drafts import parts
from stegvis.frameworks.drafts.parts import NotThere, at, walk
from stegvis.frameworks.format.convert import to_raw
from stegvis.frameworks.packaged import documents

CONTENT = next(to_raw(document) for document in documents().values() if document.code == "pilot-rehab-kommun")
NAMELESS = "–"
PLACES = [path for path, _part in walk(CONTENT)]


def codes(content: dict[str, Any]) -> Counter[str]:
    return Counter(str(part.get("code", part.get("value", NAMELESS))) for _path, part in walk(content))


def listed(content: dict[str, Any], place: Any) -> list[Any]:
    try:
        return list(at(content, place))
    except NotThere:
        return []


@given(st.sampled_from(PLACES), st.data())
def test_a_move_takes_the_part_out_of_one_list_and_into_another(path: Any, data: st.DataObject) -> None:
    before = copy.deepcopy(CONTENT)
    places = [path[:-1], *(place for _where, place in parts.places_for(CONTENT, path))]
    place = data.draw(st.sampled_from(places))
    index = data.draw(st.integers(0, 8))
    part = at(CONTENT, path)
    new, found = parts.moved(CONTENT, path, place, index)
    assert before == CONTENT
    if place[0] != "levels" or len(place) > 1:
        assert at(new, found) == part
        assert codes(new) == codes(CONTENT)
    if place == path[: len(place)] and place != path[:-1]:
        assert at(new, found[:-1]).index(part) == min(index, len(at(CONTENT, place)))
    elif place != path[:-1]:
        target = listed(CONTENT, place)
        expected = [*target[:index], part, *target[index:]]
        assert at(new, found[:-1]) == expected
    else:
        rest = [one for i, one in enumerate(at(CONTENT, path[:-1])) if i != path[-1]]
        assert [one for i, one in enumerate(at(new, found[:-1])) if i != found[-1]] == rest or place == ("levels",)


@given(st.sampled_from(PLACES))
def test_what_is_taken_away_and_put_back_is_what_it_was(path: Any) -> None:
    part = at(CONTENT, path)
    without = parts.removed(CONTENT, path)
    assert codes(without) == codes(CONTENT) - codes({"requires": [part]})
    back, place = parts.inserted(without, path[:-1], path[-1], part)
    assert (back, place) == (CONTENT, path)


@given(st.sampled_from([path for path in PLACES if path[-2] not in ("scale", "levels")]))
def test_a_copy_is_the_same_under_codes_of_its_own(path: Any) -> None:
    new, place = parts.duplicated(CONTENT, path)
    assert place == (*path[:-1], path[-1] + 1)
    assert parts.removed(new, place) == CONTENT
    named = [code for code, times in (codes(new) - codes(CONTENT)).items() if code != NAMELESS and times]
    assert {codes(CONTENT)[code] for code in named} <= {0}


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("levels", 0), ("areas",)),
        (("levels", 0), ("levels", 0, "tracks")),
        (("areas", 0), ("roles", 3, "x")),
        (("levels", 0, "requires", 0), ("levels", 99, "requires")),
    ],
)
def test_what_does_not_fit_is_refused(path: Any, place: Any) -> None:
    with pytest.raises(NotThere):
        parts.moved(CONTENT, path, place, 0)


@given(st.text(max_size=300))
def test_any_text_is_a_path_or_none(text: str) -> None:
    try:
        path = parts.path_from(text)
        parts.kind_of(CONTENT, path)
    except NotThere:
        return
    assert parts.path_text(path) == text or path == ()
