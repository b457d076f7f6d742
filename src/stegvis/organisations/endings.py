"""A journal of ended roles beside the data, so that a right that was withdrawn does not come alive by a restore."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from django.conf import settings

from stegvis.organisations.models import RoleGrant


def note_ending(grant_id: int, last_day: date) -> None:
    """Write down that the role held no longer than ``last_day``. Keys only: no name is in the journal."""
    path = _journal()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as journal:
        journal.write(json.dumps({"grant": grant_id, "last_day": last_day.isoformat()}) + "\n")
    path.chmod(0o600)


def end_again() -> int:
    """End what the journal says has ended, wherever it is held again. Run as the system. Returns how many roles."""
    path = _journal()
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return sum(_end(**json.loads(line)) for line in lines)


def _end(grant: int, last_day: str) -> int:
    held = RoleGrant.objects.filter(pk=grant).exclude(valid_to__lte=last_day)
    never_whole_day, _rows = held.filter(valid_from__gt=last_day).delete()
    return never_whole_day + held.update(valid_to=last_day)


def _journal() -> Path:
    return Path(settings.STEGVIS_DATA_DIR) / "ended-roles.jsonl"
