"""A forecast from a file, and how forecasts like it would have done: no database, no log-in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from stegvis.cli.content import Json, bytes_of
from stegvis.cli.start import start_without_database
from stegvis.cli.words import CommandError, tell
from stegvis.cli.writing import refuse_same, write_all

MOST_BYTES = 60_000_000


def forecast(
    file: Path,
    *,
    to: Annotated[Path | None, typer.Option(help="Write the whole result to this file, as JSON.")] = None,
    inputs_to: Annotated[
        Path | None, typer.Option("--inputs", help="Write all that it was computed from to this file.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Compute a forecast from a document (YAML: places, years, levers, changed assumptions), or again from its inputs.

    Says the SHA-256 of inputs and result: the same inputs (JSON, from --inputs) give the same result. What is too
    large for this machine goes to the Dask scheduler that STEGVIS_DASK names.
    """
    start_without_database()
    refuse_same(file, to, inputs_to)
    if to is not None and inputs_to is not None and to.resolve() == inputs_to.resolve():
        raise CommandError(f"{to} cannot hold both the result and its inputs: name two files.")
    from stegvis.planning.ground.documents import read_document, written
    from stegvis.planning.ground.farming import computed
    from stegvis.planning.ground.problems import PlanningError

    try:
        inputs, levers = read_document(bytes_of(file, MOST_BYTES))
        result = computed(inputs, levers)
    except PlanningError as error:
        raise CommandError(f"{file}: {error}") from error
    kept = {to: json.dumps(result.to_json(), ensure_ascii=False).encode(), inputs_to: written(inputs, levers)}
    write_all({path: content for path, content in kept.items() if path is not None})
    whole = {
        "inputs_sha256": result.inputs_digest,
        "sha256": result.digest,
        "places": len(inputs.scope.places),
        "professions": len(inputs.scope.professions),
        "years": inputs.scope.years,
        "draws": inputs.scope.draws,
        "engine": result.engine,
    }
    told = whole if to is not None else {**whole, "result": result.to_json()}
    tell(told, as_json=as_json, words=lambda: in_words(result, whole))


def in_words(result: Any, whole: dict[str, Any]) -> str:
    """A line for each profession: all places together, today and in the last year."""
    lines = [f"{'':26}{'supply':>10}{'need':>10}{'gap 5-95 %, ' + str(result.years[-1]):>26}"]
    for number, code in enumerate(result.professions):
        low, high = result.gap[0, -1, -1, number], result.gap[-1, -1, -1, number]
        supply, need = result.mean_supply[-1, -1, number], result.mean_need[-1, -1, number]
        lines.append(f"{code:26}{supply:10.0f}{need:10.0f}{low:14.0f} to {high:8.0f}")
    return "\n".join([*lines, f"Inputs {whole['inputs_sha256']}", f"Result {whole['sha256']}"])


def backtest(
    to: Annotated[Path | None, typer.Option(help="Write the outcome to this file, as JSON.")] = None,
    as_json: Json = False,
) -> None:
    """Forecast the past from what was known then, and compare with what came. Takes some seconds."""
    start_without_database()
    from stegvis.planning.ground.backtest import everything

    found = everything()
    if to is not None:
        write_all({to: (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()})
    tell(found, as_json=as_json, words=lambda: "\n".join(tested_in_words(one) for one in found["tests"]))


def tested_in_words(one: dict[str, Any]) -> str:
    skill = ", ".join(f"{share:.0%} better than {name}" for name, share in one["skill"].items())
    return (
        f"{one['name']}: {len(one['origins'])} origins, {one['ahead'][-1]} years, {one['places']} places. "
        f"Within the 50 % band {one['inside50']:.1%}, within the 90 % band {one['inside90']:.1%}. By CRPS {skill}."
    )
