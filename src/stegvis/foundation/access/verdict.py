"""The answer of a policy: may it be done, and if not, why, in the reader's words."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied


@dataclass(frozen=True)
class Verdict:
    """Truthy when allowed; ``why`` is a translated sentence that says what stands in the way."""

    allowed: bool
    why: str = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Verdict(True)


class Refused(PermissionDenied):
    """A rule says no. Its text is for the person and tells nothing that they may not know."""


def require(verdict: Verdict) -> None:
    """Raise Refused unless allowed."""
    if not verdict:
        raise Refused(verdict.why)
