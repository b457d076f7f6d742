"""The one error of input that cannot be computed."""

from __future__ import annotations

from typing import Any


class ModelError(ValueError):
    """What was given contradicts itself; ``field`` says where, ``code`` what, ``at`` the first place it happens."""

    def __init__(self, field: str, code: str, at: tuple[int, ...] = (), **params: Any) -> None:
        super().__init__(f"{field}: {code} at {at} {params}")
        self.field, self.code, self.at, self.params = field, code, at, params

    def __reduce__(self) -> tuple[Any, ...]:
        """As another machine sends it back."""
        return _again, (self.field, self.code, self.at, self.params)


def _again(field: str, code: str, at: tuple[int, ...], params: dict[str, Any]) -> ModelError:
    return ModelError(field, code, at, **params)
