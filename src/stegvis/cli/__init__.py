"""``stegvis``, the one command-line program. Commands are listed in the order in which one meets them."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from stegvis import __version__
from stegvis.cli import (
    allocate,
    coding,
    content,
    courses,
    demo,
    exchange,
    forecast,
    frameworks,
    keys,
    questionnaires,
    serving,
    skill_mix,
    upkeep,
)
from stegvis.cli.words import WordsGroup

ORDER = (
    "demo",
    "serve",
    "worker",
    "setup-database",
    "migrate",
    "import",
    "export",
    "refresh",
    "evaluate",
    "allocate",
    "forecast",
    "backtest",
    "skill-mix",
    "check",
    "invariants",
    "backup",
    "restore",
    "keys",
    "parts",
)


class Commands(WordsGroup):
    def list_commands(self, ctx: Any) -> list[str]:
        """The chosen order; the library would put groups such as ``import`` last."""
        return sorted(self.commands, key=ORDER.index)


app = typer.Typer(
    name="stegvis",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Stegvis: shared digital platform for competence supply in Swedish healthcare.",
)


def show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"stegvis {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


app.command("demo")(demo.demo)
app.command("serve")(serving.serve)
app.command("worker")(serving.worker)
app.command("setup-database")(upkeep.setup_database)
app.command("migrate")(upkeep.migrate)
content.imports.command("courses")(courses.import_courses)
content.imports.command("framework")(frameworks.import_framework)
content.imports.command("draft")(frameworks.import_draft)
content.imports.command("questionnaire")(questionnaires.import_questionnaire)
exchange.exports.command("coding")(coding.export_coding)
exchange.exports.command("questionnaire")(questionnaires.export_questionnaire)
app.add_typer(content.imports, name="import")
app.add_typer(exchange.exports, name="export")
app.add_typer(content.refresh, name="refresh")
app.command("evaluate")(content.evaluate)
app.command("allocate")(allocate.allocate)
app.command("forecast")(forecast.forecast)
app.command("backtest")(forecast.backtest)
app.command("skill-mix")(skill_mix.skill_mix)
app.command("check")(upkeep.check)
app.command("invariants")(upkeep.invariants)
app.command("backup")(upkeep.backup)
app.command("restore")(upkeep.restore)
app.add_typer(keys.keys, name="keys")
app.add_typer(serving.parts, name="parts")
