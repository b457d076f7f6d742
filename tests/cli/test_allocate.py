"""``stegvis allocate`` gives the published bytes again, without a database."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from tests.cli.support import bare_environ, stegvis
from tests.engine.allocation.test_crossing import a_document


def test_a_round_is_computed_again_from_its_document(tmp_path: Path) -> None:
    file, to = tmp_path / "omgang.json", tmp_path / "utfall.json"
    file.write_text(json.dumps(a_document()))
    done = stegvis("allocate", file, "--to", to, "--json", environ=bare_environ())
    assert json.loads(done.stdout) == {
        "sha256": hashlib.sha256(to.read_bytes()).hexdigest(),
        "applicants": 3,
        "placed": 2,
    }, done.stderr
    file.write_text("{")
    wrong = stegvis("allocate", file, environ=bare_environ())
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "is not JSON" in wrong.stderr
