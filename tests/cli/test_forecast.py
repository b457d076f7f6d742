"""``stegvis forecast`` computes from a file alone, and the same again from what it was computed from."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.support import bare_environ, stegvis

DOCUMENT = """
format: stegvis-forecast
version: 1
places: ["1440", "14"]
first_year: 2026
years: 4
draws: 20
professions: [fysioterapeut]
assumptions: [{key: leaving, profession: fysioterapeut, value: 0.03, why: Egen statistik}]
levers: [{kind: retirement_age, amount: 12}]
"""


def test_a_forecast_is_computed_and_computed_again_without_a_database(tmp_path: Path) -> None:
    file, inputs, to = tmp_path / "prognos.yaml", tmp_path / "underlag.json", tmp_path / "utfall.json"
    file.write_text(DOCUMENT)
    done = stegvis("forecast", file, "--to", to, "--inputs", inputs, "--json", environ=bare_environ())
    told = json.loads(done.stdout)
    assert {name: told[name] for name in ("places", "professions", "years", "draws", "engine")} == {
        "places": 2,
        "professions": 1,
        "years": 4,
        "draws": 20,
        "engine": "adjoint",
    }
    whole = json.loads(to.read_text())
    assert (whole["places"], len(whole["supply"][0])) == (["1440", "14", "alla"], 5)
    again = stegvis("forecast", inputs, "--json", environ=bare_environ())
    assert json.loads(again.stdout) == {**told, "result": whole}
    loop = "levers: [{kind: feedback, amount: 20}, {kind: gravity, amount: 30}]"
    file.write_text(DOCUMENT.replace("levers: [{kind: retirement_age, amount: 12}]", loop))
    forward = json.loads(stegvis("forecast", file, "--json", environ=bare_environ()).stdout)
    assert forward["engine"] == "forward"
    lost = tmp_path / "borta" / "utfall.json"
    kept = inputs.read_bytes()
    broken = stegvis("forecast", file, "--to", lost, "--inputs", inputs, environ=bare_environ())
    assert (broken.returncode, inputs.read_bytes()) == (2, kept)
    assert str(lost) in broken.stderr
    also = tmp_path / ".." / tmp_path.name / to.name
    same = stegvis("forecast", inputs, "--to", to, "--inputs", also, environ=bare_environ())
    assert (same.returncode, same.stdout, json.loads(to.read_text())) == (2, "", whole)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["prognos.yaml", "underlag.json", "utfall.json"]
    for itself in (("--to", also.with_name(inputs.name)), ("--inputs", inputs)):
        refused = stegvis("forecast", inputs, *itself, environ=bare_environ())
        assert (refused.returncode, inputs.read_bytes()) == (2, kept)
        assert "is the file that is read" in refused.stderr
    file.write_text(DOCUMENT.replace("years: 4", "years: 200").replace("1440", "0000"))
    wrong = stegvis("forecast", file, environ=bare_environ())
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "0000" in wrong.stderr
    assert "200" in wrong.stderr


def test_what_is_wrong_with_a_document_is_said_by_line_in_the_terminals_language(tmp_path: Path) -> None:
    file = tmp_path / "prognos.yaml"
    swedish = bare_environ() | {"LANG": "sv_SE.UTF-8"}
    for wrong, english, told in (
        (
            DOCUMENT.replace("years: 4", "years: fyra\ndrags: 20"),
            "Line 6: A whole number is expected here. Line 7: The key 'drags' is not known here. Did you mean 'draws'?",
            "Rad 6: Här väntas ett heltal. Rad 7: Nyckeln 'drags' är okänd här. Menade du 'draws'?",
        ),
        (
            DOCUMENT.replace('"14"]', '"14"'),
            "Line 5: A list in square brackets is not closed: a comma or ']' is missing here or just above.",
            "Rad 5: En lista inom hakparenteser är inte avslutad: ett komma eller ']' saknas här eller strax ovanför.",
        ),
        (
            DOCUMENT.replace("amount: 12", "amount: 12, from_year: 4"),
            "Later retirement: the year it holds from has to be from 2027 to 2030.",
            "Senare pension: året den gäller från måste vara från 2027 till 2030.",
        ),
        (
            '{"scope": ',
            "Line 1, character 11: this is not valid JSON.",
            "Rad 1, tecken 11: det här är inte giltig JSON.",
        ),
    ):
        file.write_text(wrong)
        said = [stegvis("forecast", file, environ=one).stderr for one in (bare_environ(), swedish)]
        assert said == [f"{file}: {english}\n", f"{file}: {told}\n"]
