"""Runs the benchmarks that need a database, at their smallest and in one process: the database is made once.

Prints one line of JSON for each. Started by ``test_benchmarks.py`` in a process of its own, for a benchmark chooses
its settings and its database role itself.
"""

from __future__ import annotations

import importlib
import os
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))

SMALLEST = {
    "evaluate": ["--people", "5"],
    "moves": ["--people", "5"],
    "frameworks": ["--smallest"],
}


def main() -> None:
    import evaluate  # noqa: F401  (sets the scratch server's environment)
    import psycopg

    from stegvis.foundation.database import embedded

    folder = Path(os.environ["STEGVIS_DATA_DIR"])
    server = embedded.start_embedded_server(folder)
    # Each benchmark asks for the server and puts it away; here it is theirs together.
    embedded.start_embedded_server = lambda _folder: SimpleNamespace(get_uri=server.get_uri, cleanup=lambda: None)
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    connection.close()
    with psycopg.connect(server.get_uri(), autocommit=True) as administration:
        administration.execute("ALTER DATABASE stegvis RENAME TO blank")
        for name, arguments in SMALLEST.items():
            administration.execute("CREATE DATABASE stegvis TEMPLATE blank OWNER stegvis_owner STRATEGY FILE_COPY")
            connection.settings_dict.update(embedded.embedded_connection(folder, "owner"))
            sys.argv = [name, *arguments, "--json"]
            importlib.import_module(name).main()
            connection.close()
            administration.execute("DROP DATABASE stegvis WITH (FORCE)")
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
