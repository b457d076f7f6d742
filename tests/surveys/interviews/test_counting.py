"""What may be told of how many: nothing of a few, also for who subtracts, and no name in a text unseen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from stegvis.surveys.interviews.counting import Group, apart, groups_of, may_follow, told
from stegvis.surveys.interviews.naming import pointed_out

NAMES = st.dictionaries(st.integers(0, 60), st.sampled_from(["", "rehab", "ssk", "arbetsterapi", "chef"]))


def test_the_documents_own_study_is_told_in_its_two_groups() -> None:
    """15 managers, eight of rehabilitation and seven of nurses, none of them fewer than five."""
    names = {number: "rehab" if number < 8 else "ssk" for number in range(15)}
    assert groups_of(names, 5) == (Group("rehab", frozenset(range(8))), Group("ssk", frozenset(range(8, 15))))


def test_a_group_that_is_too_small_takes_the_next_smallest_with_it() -> None:
    names = {number: "rehab" if number < 8 else "ssk" if number < 14 else "chef" for number in range(16)}
    assert groups_of(names, 5) == (Group("rehab", frozenset(range(8))), Group("", frozenset(range(8, 16))))
    assert groups_of({number: "ssk" if number < 9 else "chef" for number in range(12)}, 5) == ()


@given(NAMES, st.integers(3, 8))
def test_groups_part_all_interviews_and_none_is_too_small(names: dict[int, str], fewest: int) -> None:
    groups = groups_of(names, fewest)
    assert not groups or sorted(one for group in groups for one in group.interviews) == sorted(names)
    assert all(len(group.interviews) >= fewest for group in groups)
    assert len(groups) != 1


@given(NAMES, st.sets(st.integers(0, 60)), st.integers(3, 8))
def test_no_count_of_a_group_is_of_a_few_nor_had_by_subtraction(
    names: dict[int, str], said: set[int], fewest: int
) -> None:
    groups, said = groups_of(names, fewest), said & set(names)
    counts = dict(apart(said, groups, fewest))
    assert all(count >= fewest for count in counts.values())
    assert not counts or sum(counts.values()) == told(len(said), fewest)
    assert told(len(said), fewest) is None or len(said) >= fewest


def test_a_later_report_is_of_the_same_or_of_enough_others() -> None:
    first = list(range(14))
    cases = {"same": first, "one more": range(15), "one gone": range(13), "five more": range(19), "none": ()}
    assert {name: may_follow(first, list(now), 5) for name, now in cases.items()} == {
        "same": True,
        "one more": False,
        "one gone": False,
        "five more": True,
        "none": True,
    }
    assert may_follow((), range(3), 5)


def test_what_may_point_somebody_out_is_shown() -> None:
    text = (
        "Chefen Karin Svensson i Ale kommun sa att Bergs enhet saknar folk. Ring 031-335 50 00 eller skriv till "
        "karin@ale.se. Enligt Västra Götalandsregionen är det bättre i Göteborgs Stad, via Microsoft Teams."
    )
    found = pointed_out(text, ["Eva Berg"])
    assert found == ("Chefen Karin Svensson", "Bergs", "031-335 50 00", "karin@ale.se")
    assert pointed_out("Enhetschefen har 12 anställda. Det går bra. Nära vård är nytt i Ale.") == ()
