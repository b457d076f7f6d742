"""The container files, linted; no engine runs here."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import yaml

from tests.cli.support import ROOT

COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]


def test_the_containerfile_passes_hadolint() -> None:
    hadolint = Path(sys.executable).with_name("hadolint")
    done = subprocess.run([hadolint, ROOT / "Containerfile"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_what_the_containerfile_copies_is_there() -> None:
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", (ROOT / "Containerfile").read_text(), re.MULTILINE)
    assert copied
    assert [name for line in copied for name in line.split() if not (ROOT / name).exists()] == []


def test_the_last_stage_runs_as_nobody_in_particular() -> None:
    last = (ROOT / "Containerfile").read_text().split("\nFROM ")[-1]
    assert re.findall(r"^USER (.*)$", last, re.MULTILINE) == ["10001"]
    assert "HEALTHCHECK" in last


def test_the_services_and_what_each_waits_for() -> None:
    waits = {
        name: {other: wanted["condition"] for other, wanted in service.get("depends_on", {}).items()}
        for name, service in SERVICES.items()
    }
    assert waits == {
        "database": {},
        "roles": {"database": "service_healthy"},
        "migrate": {"roles": "service_completed_successfully"},
        "web": {"migrate": "service_completed_successfully"},
        "worker": {"migrate": "service_completed_successfully"},
        "proxy": {"web": "service_healthy"},
    }


def test_only_the_proxy_is_open_to_the_world() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert SERVICES["database"]["networks"] == ["inside"]


def test_each_process_knows_only_its_own_password() -> None:
    known = {
        name: set(re.findall(r"\$\{(\w+)_PASSWORD", str(service.get("environment", {}))))
        for name, service in SERVICES.items()
    }
    assert known == {
        "database": {"POSTGRES"},
        "roles": {"POSTGRES", "OWNER", "APP", "WORKER", "BACKUP"},
        "migrate": {"APP", "OWNER"},
        "web": {"APP"},
        "worker": {"APP", "WORKER"},
        "proxy": set(),
    }


def test_every_variable_is_in_the_example_and_every_volume_declared() -> None:
    used = set(re.findall(r"\$\{(\w+)", (ROOT / "compose.yaml").read_text()))
    example = (ROOT / "deploy/env.example").read_text()
    assert used == set(re.findall(r"^(\w+)=", example, re.MULTILINE))
    named = {v.split(":")[0] for s in SERVICES.values() for v in s.get("volumes", []) if not v.startswith(".")}
    assert named == set(COMPOSE["volumes"])


def test_the_health_check_says_no_where_nobody_answers() -> None:
    environ = {**os.environ, "STEGVIS_PORT": "1"}
    done = subprocess.run(
        [sys.executable, ROOT / "deploy/healthcheck.py"], env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "refused" in done.stderr
