"""What a check of the installation found. No Django here: the first thing to be wrong may be its settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "warning", "error"]


@dataclass(frozen=True)
class Finding:
    """What a check found; ``help`` says what to do where something is wrong."""

    name: str
    state: State
    says: str
    help: str = ""

    def in_words(self) -> str:
        return f"{self.name}: {self.says}" + (f" {self.help}" if self.help else "")


def errors(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.state == "error"]
