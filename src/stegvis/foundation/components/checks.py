"""A system check that says, in words, what to do when the browser files are missing."""

from typing import Any

from django.contrib.staticfiles import finders
from django.core.checks import Error, register

VENDOR_FILES = (
    "vendor/designsystemet/designsystemet.css",
    "vendor/designsystemet/theme.css",
    "vendor/designsystemet/designsystemet.js",
    "vendor/vega/vega.js",
    "vendor/vega/vega-lite.js",
    "vendor/vega/vega-embed.js",
)


@register("staticfiles")
def vendor_files_are_there(**_kwargs: Any) -> list[Error]:
    """Return one error that names every third-party browser file that no static folder holds."""
    missing = [name for name in VENDOR_FILES if finders.find(name) is None]
    if not missing:
        return []
    return [
        Error(
            "Browser files that the build brings are missing: " + ", ".join(missing),
            hint=(
                "They come when the package is installed. Run `make setup`, or "
                "`uv pip install --no-deps --reinstall -e . --build-constraints build-constraints.txt` "
                "without STEGVIS_SKIP_ASSETS set. The first time it needs the network."
            ),
            id="components.E001",
        )
    ]
