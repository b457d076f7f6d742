"""A journal of revocations beside the data, so that what was revoked does not come alive by a restore."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from django.conf import settings

from stegvis.careers.models import Credential, CredentialStatus
from stegvis.organisations.models import Organisation


def note_revocation(credential: Credential, revoked_on: date) -> None:
    """Write down its place in the public list. Nobody is named in the journal."""
    path = _journal()
    path.parent.mkdir(parents=True, exist_ok=True)
    line = {
        "employer": credential.issuer_id,
        "number": credential.status_list,
        "position": credential.status_position,
        "revoked_on": revoked_on.isoformat(),
    }
    with path.open("a", encoding="utf-8") as journal:
        journal.write(json.dumps(line) + "\n")
    path.chmod(0o600)


def revoke_again() -> int:
    """Revoke what the journal says was revoked, wherever it holds again. Run as the system. Returns how many."""
    path = _journal()
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return sum(_revoke(**json.loads(line)) for line in lines)


def _revoke(employer: int, number: int, position: int, revoked_on: str) -> int:
    """Also where the credential itself came after the backup: then its place is taken by nobody, and revoked.

    Where the employer too came after it there is no list for anybody to read.
    """
    held = Credential.objects.filter(issuer=employer, status_list=number, status_position=position)
    if held.exists():
        return held.filter(revoked_on__isnull=True).update(revoked_on=revoked_on)
    if not Organisation.objects.filter(pk=employer).exists():
        return 0
    _row, is_new = CredentialStatus.objects.get_or_create(
        employer_id=employer, number=number, position=position, defaults={"revoked_on": revoked_on}
    )
    return int(is_new)


def _journal() -> Path:
    return Path(settings.STEGVIS_DATA_DIR) / "revoked-credentials.jsonl"
