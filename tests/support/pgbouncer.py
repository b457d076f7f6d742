"""A PgBouncer in transaction mode before the tests' server."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

PROGRAM = shutil.which("pgbouncer") or shutil.which("/usr/sbin/pgbouncer")
PORT = 6432

INI = """
[databases]
{database} = host={server} user=stegvis_app
[pgbouncer]
listen_addr =
unix_socket_dir = {folder}
listen_port = {port}
auth_type = any
pool_mode = transaction
default_pool_size = 1
max_client_conn = 50
ignore_startup_parameters = extra_float_digits,options
logfile =
pidfile =
"""


@contextmanager
def pgbouncer(database: str, server: Path) -> Iterator[dict[str, str]]:
    """Run one with a single connection to the server; yields what a client connects with.

    It refuses to run as root, and so runs as the owner of the server's socket.
    """
    owner = (server / ".s.PGSQL.5432").stat()
    folder = Path(tempfile.mkdtemp(prefix="pgb"))
    (folder / "pgbouncer.ini").write_text(INI.format(database=database, server=server, folder=folder, port=PORT))
    os.chown(folder, owner.st_uid, owner.st_gid)
    assert PROGRAM
    process = subprocess.Popen(
        [PROGRAM, "-q", str(folder / "pgbouncer.ini")],
        user=owner.st_uid if os.getuid() == 0 else None,
        group=owner.st_gid if os.getuid() == 0 else None,
        extra_groups=[] if os.getuid() == 0 else None,
        stderr=subprocess.DEVNULL,
    )
    login = {"host": str(folder), "port": str(PORT), "dbname": database, "user": "stegvis_app"}
    try:
        wait_until_it_answers(login)
        yield login
    finally:
        process.terminate()
        process.wait(10)
        shutil.rmtree(folder)


def wait_until_it_answers(login: dict[str, str]) -> None:
    deadline = time.monotonic() + 10
    while True:
        try:
            psycopg.connect(**login).close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return
