"""What a programme may hold, and that every packaged example holds together."""

from __future__ import annotations

from dataclasses import replace

from stegvis.careers.introductions.content import Kind, Outline, PlannedStep, as_kept, as_steps, problems_of
from stegvis.careers.introductions.packaged import examples, known
from stegvis.frameworks.packaged import documents

OUTLINE = Outline(4, 0, False, (PlannedStep("Hälsa på", week=1),))


def test_the_examples_hold_together_and_come_back_as_they_were_kept() -> None:
    assert {code: problems_of(one.outline) for code, one in examples().items()} == {
        "kommunal-introduktion": [],
        "arshjul": [],
        "atta-temadagar": [],
        "kliniskt-tva-ar": [],
        "introduktionsar": [],
        "utan-eget-patientansvar": [],
    }
    for one in examples().values():
        assert as_steps(as_kept(one.outline.steps)) == one.outline.steps


def test_the_examples_are_the_designs_that_the_sources_describe() -> None:
    found = {code: (one.outline.weeks, one.share, one.outline.shielded_weeks) for code, one in examples().items()}
    assert found == {
        "kommunal-introduktion": (4, 100, 0),
        "arshjul": (52, 100, 0),
        "atta-temadagar": (26, 100, 0),
        "kliniskt-tva-ar": (104, 5, 0),
        "introduktionsar": (52, 100, 0),
        "utan-eget-patientansvar": (12, 100, 12),
    }
    wheel = examples()["arshjul"].outline.steps
    assert sorted(step.month for step in wheel if step.month) == list(range(1, 13))
    days = [step for step in examples()["atta-temadagar"].outline.steps if step.kind == Kind.THEME]
    assert len(days) == 8
    themes = [step.title for step in examples()["introduktionsar"].outline.steps if step.kind == Kind.THEME]
    assert [sum(title.startswith(word) for title in themes) for word in ("Fast", "Eget")] == [5, 3]


def test_what_is_uncertain_says_so() -> None:
    assert [one.who for one in known() if not one.certain] == ["Landstinget Blekinge"]
    assert [code for code, one in examples().items() if not one.is_certain] == ["utan-eget-patientansvar"]


def test_the_examples_name_criteria_of_the_first_level_of_the_packaged_frameworks() -> None:
    first = {
        requirement.code
        for reference, document in documents().items()
        if reference.code == "pilot-sjukskoterska-kommun"
        for requirement in min(document.levels, key=lambda level: level.order).requirements()
    }
    named = {step.requirement for one in examples().values() for step in one.outline.steps} - {""}
    assert named - first == set()


def test_every_problem_is_told_in_words() -> None:
    wrong = {
        Outline(4, 0, False, ()): ["Skriv minst ett steg."],
        replace(OUTLINE, shielded_weeks=5): ["Tiden utan egna patienter är längre än programmet."],
        replace(OUTLINE, weeks=157): ["Ett program är 1–156 veckor."],
        replace(OUTLINE, steps=(PlannedStep("Sen", week=9),)): [
            "Steg 1, Sen: veckan finns inte bland programmets 4 veckor."
        ],
        replace(OUTLINE, steps=(PlannedStep("", week=1),)): ["Steg 1, : skriv vad som ska göras."],
        replace(OUTLINE, steps=(PlannedStep("Å" * 301, week=1),)): [f"Steg 1, {'Å' * 60}: högst 300 tecken."],
        replace(OUTLINE, steps=(PlannedStep("Fest", "party", week=1),)): ["Steg 1, Fest: välj bland det som finns."],
        replace(OUTLINE, steps=(PlannedStep("Mars", week=1, month=3),)): [
            "Steg 1, Mars: bara ett tema i ett årshjul har en månad."
        ],
        Outline(52, 0, True, (PlannedStep("Tema", Kind.THEME, 3, 0),)): ["Steg 1, Tema: välj temats månad."],
        replace(OUTLINE, steps=OUTLINE.steps * 81): ["Högst 80 steg i ett program."],
    }
    assert {outline: problems_of(outline) for outline in wrong} == wrong
