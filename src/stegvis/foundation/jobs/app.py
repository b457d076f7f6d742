"""What procrastinate is told when Django is ready."""

from __future__ import annotations

from typing import Any


def on_app_ready(app: Any) -> None:
    """Tasks live in each room's ``tasks.py``; procrastinate finds them by itself."""
