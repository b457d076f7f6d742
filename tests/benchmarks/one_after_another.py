"""Runs the benchmarks that need a database, at their smallest, each on a copy of the tests' own template.

The argument is the folder of the tests' server. Prints one line of JSON for each. Started by ``test_benchmarks.py`` in
a process of its own, for a benchmark chooses its settings and its database role itself.
"""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from types import SimpleNamespace

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

SMALLEST = {
    "evaluate": ["--people", "5"],
    "moves": ["--people", "5"],
    "frameworks": ["--smallest"],
}


def main(folder: Path) -> None:
    import evaluate  # noqa: F401  (sets the environment of a scratch server)

    os.environ["STEGVIS_DATA_DIR"] = str(folder)
    from stegvis.foundation.database import embedded
    from tests.support import database

    # Each benchmark starts a server and puts it away; here it is the tests'.
    address = f"postgresql://postgres@/postgres?host={embedded.socket_dir(folder)}"
    embedded.start_embedded_server = lambda _folder: SimpleNamespace(get_uri=lambda: address, cleanup=lambda: None)
    import django

    django.setup()
    from django.db import connection

    for name, arguments in SMALLEST.items():
        database.recreate(embedded.DATABASE_NAME, database.TEMPLATE)
        connection.settings_dict.update(embedded.embedded_connection(folder, "owner"))
        sys.argv = [name, *arguments, "--json"]
        importlib.import_module(name).main()
        connection.close()
    database.recreate(embedded.DATABASE_NAME)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
