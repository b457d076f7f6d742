"""The nurses' framework, and who is placed by it."""

from tests.careers.conftest import nurses, placed

__all__ = ["nurses", "placed"]
