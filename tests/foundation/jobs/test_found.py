"""A worker knows every task that a page may queue."""

from __future__ import annotations

import subprocess
import sys

KNOWN = """
import importlib, pkgutil
import django, stegvis
django.setup()
from procrastinate.contrib.django import app

app.perform_import_paths()  # what a worker does as it starts
known = set(app.tasks)
for module in pkgutil.walk_packages(stegvis.__path__, "stegvis."):
    if module.name.endswith(".tasks"):
        importlib.import_module(module.name)
assert set(app.tasks) == known, sorted(set(app.tasks) - known)
"""


def test_the_tasks_of_every_room_and_subject_are_found() -> None:
    done = subprocess.run([sys.executable, "-c", KNOWN], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
