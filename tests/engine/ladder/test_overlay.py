from dataclasses import replace
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.engine.ladder import (
    AllOf,
    AnyOf,
    Facts,
    Kind,
    Ladder,
    Level,
    LevelOverlay,
    Overlay,
    OverlayError,
    OverlayWeakens,
    Requirement,
    Track,
    apply_overlay,
    compile_ladder,
    evaluate,
    resolve,
)
from tests.engine.ladder.strategies import (
    DAY,
    JUDGES,
    areas,
    examples,
    ladders,
    populations,
    renamed,
    wholes,
)

RATING = Requirement("bemotande", Kind.COMPETENCE, ("bemotande", "samtal"), 3, judged_by=("chef", "handledare"))
HLR = Requirement("hlr", Kind.CERTIFICATE, ("hlr",))
BASE = Ladder(
    "gr",
    (
        Level("bas", 1, AllOf((AnyOf((HLR, RATING)),))),
        Level("expert", 2, tracks=(Track("led", AllOf((Requirement("led-1", Kind.COURSE, ("led",)),))),)),
    ),
    areas=("barn",),
    scale=(1, 2, 3, 4, 5),
)
LOKAL = Requirement("lokal", Kind.COURSE, ("lokal",))


def over(change: LevelOverlay) -> Ladder:
    return apply_overlay(BASE, Overlay("molndal", "gr", (change,)))


def test_additions_stand_beside_what_the_base_asks_for():
    tighter = replace(RATING, minimum=4, accepts=("samtal",), judged_by=("chef",))
    overlay = Overlay(
        "molndal",
        "gr",
        (
            LevelOverlay("bas", adds=AllOf((LOKAL,)), tightens=(tighter,), tracks=(Track("ny"),)),
            LevelOverlay("expert", tracks=(Track("led", AllOf((Requirement("led-2", Kind.COURSE, ("x",)),))),)),
        ),
        areas=("aldre",),
    )
    led = AllOf((Requirement("led-1", Kind.COURSE, ("led",)), Requirement("led-2", Kind.COURSE, ("x",))))
    assert apply_overlay(BASE, overlay) == Ladder(
        "molndal",
        (
            Level("bas", 1, AllOf((AnyOf((HLR, tighter)), LOKAL)), (Track("ny"),)),
            Level("expert", 2, tracks=(Track("led", led),)),
        ),
        ("barn", "aldre"),
        BASE.scale,
    )


@pytest.mark.parametrize(
    ("own", "reason"),
    [
        (replace(RATING, kind=Kind.COURSE), "kind"),
        (replace(RATING, minimum=2), "minimum"),
        (replace(RATING, accepts=("bemotande", "samtal", "annat")), "accepts"),
        (replace(RATING, area="barn"), "area"),
        (replace(RATING, judged_by=()), "judged-by"),
        (replace(RATING, judged_by=("chef", "kollega")), "judged-by"),
    ],
)
def test_a_requirement_that_is_easier_somewhere_is_refused(own, reason):
    with pytest.raises(OverlayWeakens) as refusal:
        over(LevelOverlay("bas", tightens=(own,)))
    assert (refusal.value.overlay, refusal.value.subject, refusal.value.reason) == ("molndal", "bemotande", reason)


def test_one_more_track_beside_others_is_one_more_way_up():
    with pytest.raises(OverlayWeakens, match="one more way up") as refusal:
        over(LevelOverlay("expert", tracks=(Track("fou", AllOf((LOKAL,))),)))
    assert (refusal.value.subject, refusal.value.reason) == ("fou", "new-track")


@pytest.mark.parametrize(
    ("overlay", "subject", "reason"),
    [
        (Overlay("molndal", "annan"), "gr", "other-base"),
        (Overlay("molndal", "gr", (LevelOverlay("nybörjare"),)), "nybörjare", "unknown-level"),
        (Overlay("molndal", "gr", (LevelOverlay("bas"), LevelOverlay("bas"))), "bas", "duplicate-level"),
        (Overlay("molndal", "gr", (LevelOverlay("expert", tightens=(HLR,)),)), "hlr", "unknown-requirement"),
        (Overlay("molndal", "gr", (LevelOverlay("expert", adds=AllOf((HLR,))),)), "hlr", "taken"),
        (Overlay("molndal", "gr", (LevelOverlay("bas", adds=AllOf((LOKAL, LOKAL))),)), "lokal", "taken"),
    ],
)
def test_an_overlay_that_does_not_fit_is_refused(overlay, subject, reason):
    with pytest.raises(OverlayError) as refusal:
        apply_overlay(BASE, overlay)
    assert not isinstance(refusal.value, OverlayWeakens)
    assert (refusal.value.subject, refusal.value.reason) == (subject, reason)


def test_overlays_lie_on_overlays_and_never_in_a_circle():
    first = Overlay("molndal", "gr", (LevelOverlay("bas", adds=AllOf((LOKAL,))),))
    second = Overlay("enhet", "molndal", (LevelOverlay("bas", tightens=(replace(RATING, minimum=5),)),))
    overlays = {overlay.code: overlay for overlay in (first, second)}
    assert resolve("gr", {"gr": BASE}, overlays) == BASE
    assert resolve("enhet", {"gr": BASE}, overlays) == apply_overlay(apply_overlay(BASE, first), second)
    with pytest.raises(OverlayError) as lost:
        resolve("enhet", {}, overlays)
    assert (lost.value.overlay, lost.value.subject, lost.value.reason) == ("molndal", "gr", "unknown-base")
    circle = {"a": Overlay("a", "b"), "b": Overlay("b", "c"), "c": Overlay("c", "b")}
    with pytest.raises(OverlayError) as round_it:
        resolve("a", {}, circle)
    assert (round_it.value.subject, round_it.value.reason) == ("b", "cycle")


@st.composite
def overlays_on(draw: st.DrawFn, base: Ladder) -> Overlay:
    names = count(1000)

    def tighter(given: Requirement) -> Requirement:
        judges = given.judged_by or JUDGES[1:]
        return replace(
            given,
            minimum=given.minimum + draw(st.integers(0, 2)),
            accepts=tuple(code for code in given.accepts if draw(st.booleans())),
            judged_by=tuple(dict.fromkeys(draw(st.lists(st.sampled_from(judges), min_size=1)))),
        )

    changes = []
    for level in base.levels:
        here = [leaf.requirement for leaf in compile_ladder(Ladder("", (level,))).leaves]
        codes = [track.code for track in level.tracks] or ["ny-1", "ny-2"]
        changes.append(
            LevelOverlay(
                level.code,
                renamed(draw(wholes), names),
                tuple(tighter(given) for given in here if draw(st.booleans())),
                tuple(Track(code, renamed(draw(wholes), names)) for code in codes if draw(st.booleans())),
            )
        )
    return Overlay("own", base.code, tuple(changes))


@examples(100)
@given(ladders(), populations(size=5), areas, st.data())
def test_nobody_stands_higher_or_longer_under_an_overlay(base, population, area, data):
    size, rows = population
    facts = Facts.from_rows(size, rows)
    effective = apply_overlay(base, data.draw(overlays_on(base)))
    before = evaluate(compile_ladder(base, area), facts, DAY)
    after = evaluate(compile_ladder(effective, area), facts, DAY)
    assert (after.level <= before.level).all()
    assert (after.level_left <= before.level_left).all()
