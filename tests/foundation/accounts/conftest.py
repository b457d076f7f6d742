"""The identity provider, started once."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.foundation.accounts.identity_provider import CLIENT_SECRET

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Provider:
    """Where the provider answers, and the configuration file that makes Stegvis know it."""

    address: str
    file: Path


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def identity_provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    folder, port = tmp_path_factory.mktemp("provider"), free_port()
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "tests.foundation.accounts.identity_provider",
            str(port),
            str(folder),
            "http://testserver/konto/oidc/ale/login/callback/",
        ],
        cwd=ROOT,
        env={**environment, "PYTHONPATH": f"src{os.pathsep}."},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "ready\n"
        yield Provider(f"http://127.0.0.1:{port}", write_file(folder / "oidc.toml", f"http://127.0.0.1:{port}"))
    finally:
        process.terminate()
        process.wait(timeout=10)
        process.stdout.close()


def write_file(path: Path, address: str, *more: str) -> Path:
    path.write_text(
        "\n".join(
            [
                "[[provider]]",
                'id = "ale"',
                'name = "Ale kommun"',
                'organisation = "ale"',
                'client_id = "stegvis"',
                'secret_env = "ALE_SECRET"',
                f'server_url = "{address}"',
                'email_domains = ["example.se"]',
                *more,
            ]
        ),
        encoding="utf-8",
    )
    return path


ENVIRON = {"ALE_SECRET": CLIENT_SECRET}
