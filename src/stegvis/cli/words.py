"""What can go wrong is said in words, without a traceback, and with exit status 2; with 1 where no answer got out."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import psycopg
import typer
from typer.core import TyperGroup

from stegvis.foundation.database.embedded import EmbeddedServerError
from stegvis.foundation.operations.supervisor import ChildError
from stegvis.web.environment import ConfigurationError


class CommandError(Exception):
    """Something that the person at the terminal can mend; the message says what and how."""


class UnheardError(Exception):
    """Where the answer goes takes no more of it, such as a full disk. Exit status 1: what was asked for may be done."""


IN_WORDS: tuple[type[Exception], ...] = (ConfigurationError, EmbeddedServerError, ChildError, CommandError)


class WordsGroup(TyperGroup):
    """A command group whose commands may raise ``IN_WORDS``; whoever asked for JSON gets an object with ``error``."""

    def invoke(self, ctx: Any) -> Any:
        as_json = "--json" in ctx.args
        try:
            return super().invoke(ctx)
        except IN_WORDS as error:
            message = str(error)
        except UnheardError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(1) from None
        except Exception as error:
            cause = error.__cause__ or error
            if isinstance(cause, psycopg.errors.UndefinedTable):
                message = "The database has not been prepared yet. Run `stegvis migrate` first."
            elif isinstance(cause, psycopg.OperationalError):
                message = f"The database does not answer: {str(error).strip()}\n`stegvis check` says more."
            else:
                raise
        typer.echo(message, err=True)
        if as_json:
            with suppress(UnheardError):
                _say(json.dumps({"error": message}, ensure_ascii=False))
        raise typer.Exit(2)


def tell(data: dict[str, Any], *, as_json: bool, words: Callable[[], str]) -> None:
    """Print one JSON object, or the same in words."""
    _say(json.dumps(data, ensure_ascii=False, default=str) if as_json else words())


def _say(text: str) -> None:
    """A closed pipe ends the program without a word, as pipes do. Raises UnheardError."""
    try:
        typer.echo(text)
    except BrokenPipeError:
        raise
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left of it is not tried again
        raise UnheardError(f"The answer cannot be written: {error.strerror}.") from error
