"""What the settings say in production, read in a process of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
ASK = """
import json
from stegvis.web import settings as s
print(json.dumps({name: getattr(s, name) for name in %r}))
"""
EXPECTED = {
    "DEBUG": False,
    "SESSION_COOKIE_NAME": "__Host-session",
    "CSRF_COOKIE_NAME": "__Host-csrf",
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "LANGUAGE_COOKIE_SECURE": True,
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 31536000,
    "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": False,
    "ALLAUTH_TRUSTED_PROXY_COUNT": 1,
}


def test_production_sends_cookies_over_https_only(tmp_path: Path) -> None:
    asked = subprocess.run(
        [sys.executable, "-c", ASK % (list(EXPECTED),)],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": "src",
            "STEGVIS_MODE": "production",
            "STEGVIS_DATA_DIR": str(tmp_path),
            "SECRET_KEY": "hemlig-nyckel/" * 5,
            "ALLOWED_HOSTS": "stegvis.example.se",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(asked.stdout) == EXPECTED
