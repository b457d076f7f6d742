"""Loading Django as the database role that a command needs."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from stegvis.foundation.database.embedded import start_embedded_server
from stegvis.foundation.operations.memory import loading
from stegvis.web.environment import DatabaseRole, Environment, read_environment

_held: list[Any] = []  # the handle of the embedded server, kept until the process ends


def start(role: DatabaseRole, *, join_database: bool = True) -> Environment:
    """Validate the settings, start or join the embedded database where it is used, and load Django.

    Raises ConfigurationError or EmbeddedServerError.
    """
    environment = configure(role)
    if environment.embedded and join_database:
        hold_database(environment)
    import django

    with loading():
        django.setup()
    return environment


def configure(role: DatabaseRole) -> Environment:
    """Choose the role for Django, which is not loaded yet, and validate the settings."""
    os.environ["STEGVIS_DATABASE_ROLE"] = role
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stegvis.web.settings")
    return read_environment()


def hold_database(environment: Environment) -> None:
    """Start or join the embedded server and hold it until this process ends, also by SIGTERM."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    _held.append(start_embedded_server(environment.data_dir))


def this_program(*arguments: str) -> Sequence[str]:
    return [sys.executable, "-m", "stegvis", *arguments]


def start_without_database() -> None:
    """For what is computed from files alone: no settings asked for. What is wrong with them is said in Swedish where
    the terminal speaks it (LC_ALL, LC_MESSAGES or LANG), otherwise in English."""
    import django
    from django.conf import settings

    if settings.configured:
        return
    if not speaks_swedish(os.environ):
        settings.configure(USE_I18N=False)
        return
    source = Path(__file__).parents[1]
    settings.configure(LANGUAGE_CODE="sv", LOCALE_PATHS=[*source.glob("*/locale"), *source.glob("*/*/locale")])
    django.setup()


def speaks_swedish(environ: Mapping[str, str]) -> bool:
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    return next((environ[name] for name in names if environ.get(name)), "").startswith("sv")
