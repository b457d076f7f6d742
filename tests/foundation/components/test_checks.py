"""Missing browser files are told of in words."""

from typing import Any

from stegvis.foundation.components.checks import VENDOR_FILES, vendor_files_are_there


def test_nothing_is_said_when_the_files_are_there() -> None:
    assert vendor_files_are_there() == []


def test_missing_files_are_named_with_what_to_run(settings: Any) -> None:
    settings.STATICFILES_DIRS = []
    (error,) = vendor_files_are_there()
    assert error.id == "components.E001"
    assert error.msg == "Browser files that the build brings are missing: " + ", ".join(VENDOR_FILES)
    assert "make setup" in error.hint
