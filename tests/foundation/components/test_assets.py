"""What the build brings: pinned by hash, from no named host, and only rebuilt when something changed."""

import importlib.util
import json
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[3]
FRONTEND = ROOT / "frontend"


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The build hook. hatchling lives in the build environment only, so its base class is stood in for."""
    interface = ModuleType("hatchling.builders.hooks.plugin.interface")
    interface.BuildHookInterface = object  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, interface.__name__, interface)
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_package_in_the_lock_has_a_hash_and_none_an_address() -> None:
    packages = json.loads((FRONTEND / "package-lock.json").read_text())["packages"]
    installed = {name: entry for name, entry in packages.items() if name}
    assert [name for name, entry in installed.items() if "integrity" not in entry] == []
    assert [name for name, entry in installed.items() if "resolved" in entry] == []
    assert len(installed) > 10


def test_a_new_lock_would_name_no_address_either() -> None:
    settings = (FRONTEND / ".npmrc").read_text().split()
    assert settings == ["ignore-scripts=true", "omit-lockfile-registry-resolved=true"]


def test_every_file_wanted_comes_from_a_pinned_package(hook: ModuleType) -> None:
    packages = json.loads((FRONTEND / "package.json").read_text())["dependencies"]
    sources = {source.rsplit("/node_modules/")[-1] for source in hook.wanted(FRONTEND).values()}
    owners = {"/".join(source.split("/")[: 2 if source.startswith("@") else 1]) for source in sources}
    assert owners == set(packages)
    assert [version for version in packages.values() if not version[0].isdigit()] == []


def test_the_wheel_carries_every_folder_but_the_test_tool(hook: ModuleType) -> None:
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    folders = {name.split("/")[0] for name in hook.wanted(FRONTEND)}
    shipped = {path.split("/")[-2] for path in wheel["artifacts"] if "/vendor/" in path}
    assert folders - shipped == {"axe"}


def test_the_build_requirements_are_pinned_by_hash() -> None:
    lines = (ROOT / "build-constraints.txt").read_text().splitlines()
    pins = [line.split("==")[0] for line in lines if "==" in line]
    required = tomllib.loads((ROOT / "pyproject.toml").read_text())["build-system"]["requires"]
    assert {requirement.split(">=")[0] for requirement in required} - set(pins) == set()
    assert [line for line in lines if "==" in line and not line.endswith("\\")] == []


def test_files_are_copied_without_their_source_maps_and_old_ones_leave(hook: ModuleType, tmp_path: Path) -> None:
    frontend, modules, target = tmp_path / "frontend", tmp_path / "modules", tmp_path / "vendor"
    for folder in (frontend, modules / "pkg", target / "old"):
        folder.mkdir(parents=True)
    (frontend / "vendor.json").write_text('{"lib": {"a.js": "pkg/a.min.js", "b.css": "pkg/b.css"}}')
    (modules / "pkg" / "a.min.js").write_bytes(b"a();\n//# sourceMappingURL=a.min.js.map\n")
    (modules / "pkg" / "b.css").write_bytes(b"b{}")
    hook.copy_assets(frontend, modules, target)
    found = {path.relative_to(target).as_posix(): path.read_bytes() for path in target.rglob("*") if path.is_file()}
    assert found == {"lib/a.js": b"a();\n", "lib/b.css": b"b{}"}


def test_a_rerun_is_needed_only_when_something_changed(hook: ModuleType, tmp_path: Path) -> None:
    frontend, target = tmp_path / "frontend", tmp_path / "vendor"
    frontend.mkdir()
    (target / "lib").mkdir(parents=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        (frontend / name).write_text("{}")
    (frontend / "vendor.json").write_text('{"lib": {"a.js": "pkg/a.js"}}')
    stamp = hook.fingerprint(frontend)

    def is_current() -> bool:
        return bool(hook.is_current(frontend, target, hook.fingerprint(frontend)))

    seen = [is_current()]
    (target / ".stamp").write_text(stamp)
    seen.append(is_current())
    (target / "lib" / "a.js").write_text("a();")
    seen.append(is_current())
    (frontend / "package-lock.json").write_text('{"changed": true}')
    seen.append(is_current())
    assert seen == [False, False, True, False]


def test_the_hook_can_be_skipped(hook: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("STEGVIS_SKIP_ASSETS", "1")
    compiled: list[Path] = []
    monkeypatch.setattr(hook, "compile_messages", compiled.append)
    skipped = hook.AssetHook()
    skipped.root = str(tmp_path)
    skipped.initialize("editable", {})  # would fail for want of a frontend if it went on
    assert compiled == [tmp_path / "src"]  # the translations are not skipped
