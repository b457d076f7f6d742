"""What goes wrong in a command is told in words."""

from __future__ import annotations

import psycopg
import pytest
import typer
from django.db import ProgrammingError
from typer.testing import CliRunner

from stegvis.cli.words import CommandError, WordsGroup


def answer_to(error: Exception) -> tuple[int, str]:
    program = typer.Typer(cls=WordsGroup)

    @program.command("fall")
    def fall() -> None:
        raise error

    @program.command("stand")
    def stand() -> None: ...

    done = CliRunner().invoke(program, ["fall"], catch_exceptions=True)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stderr


def test_a_command_error_is_its_message() -> None:
    assert answer_to(CommandError("No organisation is called kiruna")) == (2, "No organisation is called kiruna\n")


def test_a_database_without_tables_says_what_to_do() -> None:
    error = ProgrammingError("relation does not exist")
    error.__cause__ = psycopg.errors.UndefinedTable("relation does not exist")
    assert answer_to(error) == (2, "The database has not been prepared yet. Run `stegvis migrate` first.\n")


def test_what_nobody_thought_of_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        answer_to(ZeroDivisionError())
