"""Settings come from environment variables, are validated once at start, and fail in words."""

from __future__ import annotations

import os
import secrets
import shlex
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast
from urllib.parse import parse_qsl, unquote, urlsplit

import platformdirs

from stegvis.foundation.accounts.openid.configuration import OpenIDProvider, ProviderFileError, read_providers

Mode = Literal["production", "demo", "test"]
DatabaseRole = Literal["app", "worker", "owner"]

MAKE_A_KEY = "python -c 'import secrets; print(secrets.token_urlsafe(64))'"
MINIMUM_SECRET_LENGTH = 50
MINIMUM_SECRET_VARIETY = 5  # different characters; fewer is a key that somebody held down


class ConfigurationError(Exception):
    """An environment variable is missing or wrong; the message says which and what to do."""


@dataclass(frozen=True)
class Environment:
    mode: Mode
    database_role: DatabaseRole
    data_dir: Path
    secret_key: str
    allowed_hosts: list[str]
    trusted_origins: list[str]
    database_url: str | None
    email_url: str
    from_email: str
    behind_https: bool
    behind_pgbouncer: bool
    oidc_file: Path | None
    site_url: str
    file_scan: list[str]
    susanavet: bool
    scb: bool
    kolada: bool

    @property
    def is_demo(self) -> bool:
        return self.mode == "demo"

    @property
    def embedded(self) -> bool:
        """Without ``DATABASE_URL`` the database is the server that Stegvis starts itself."""
        return self.database_url is None


def read_environment(environ: Mapping[str, str] = os.environ) -> Environment:
    """Read and validate the settings. Raises ConfigurationError. Writes a generated key outside production."""
    mode = _choice(environ, "STEGVIS_MODE", ("production", "demo", "test"), "production")
    role = _choice(environ, "STEGVIS_DATABASE_ROLE", ("app", "worker", "owner"), "app")
    data_dir = default_data_dir(environ, mode)
    behind_https = _flag(environ, "STEGVIS_HTTPS", default=mode == "production")
    secret_key = _secret_key(environ, mode, data_dir)
    allowed_hosts = _allowed_hosts(environ, mode)
    return Environment(
        mode=cast("Mode", mode),
        database_role=cast("DatabaseRole", role),
        data_dir=data_dir,
        secret_key=secret_key,
        allowed_hosts=allowed_hosts,
        trusted_origins=_list(environ, "TRUSTED_ORIGINS"),
        database_url=_database_url(environ, role),
        email_url=environ.get("EMAIL_URL", ""),
        from_email=environ.get("DEFAULT_FROM_EMAIL", "Stegvis <noreply@stegvis.invalid>"),
        behind_https=behind_https,
        behind_pgbouncer=_flag(environ, "STEGVIS_PGBOUNCER", default=False),
        oidc_file=_existing_file(environ, "STEGVIS_OIDC_FILE"),
        site_url=_site_url(environ, allowed_hosts[0], behind_https=behind_https),
        file_scan=_command(environ, "STEGVIS_FILE_SCAN"),
        susanavet=_flag(environ, "STEGVIS_SUSANAVET", default=False),
        scb=_flag(environ, "STEGVIS_SCB", default=False),
        kolada=_flag(environ, "STEGVIS_KOLADA", default=False),
    )


def openid_providers(env: Environment, environ: Mapping[str, str] = os.environ) -> list[OpenIDProvider]:
    """The outside log-ins of ``STEGVIS_OIDC_FILE``. Raises ConfigurationError. Production speaks https only."""
    try:
        return read_providers(env.oidc_file, environ, insecure=env.mode != "production")
    except ProviderFileError as error:
        raise ConfigurationError(f"STEGVIS_OIDC_FILE: {error}") from error


def parse_database_url(url: str) -> dict[str, object]:
    """Django's connection settings for a ``postgresql://user:password@host:port/name?option=…`` address."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ConfigurationError(f"DATABASE_URL must begin with postgresql://, not {parts.scheme or 'nothing'}://")
    options = dict(parse_qsl(parts.query))
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise ConfigurationError("DATABASE_URL names no database: postgresql://user:password@host:5432/stegvis")
    return {
        "NAME": name,
        "USER": options.pop("user", unquote(parts.username or "")),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }


def parse_email_url(url: str) -> dict[str, object]:
    """Settings for ``smtp://user:password@host:25``, ``smtps://…`` or ``smtp+tls://…``; empty writes to the log."""
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps", "smtp+tls"}:
        raise ConfigurationError("EMAIL_URL must begin with smtp://, smtps:// or smtp+tls://")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or 25,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_TIMEOUT": 10,
    }


def default_data_dir(environ: Mapping[str, str], mode: str) -> Path:
    """The demonstration never shares a folder with an installation in earnest."""
    given = environ.get("STEGVIS_DATA_DIR")
    if given:
        return Path(given).expanduser()
    return platformdirs.user_data_path("stegvis") / ("demo" if mode == "demo" else "")


def _choice(environ: Mapping[str, str], name: str, allowed: tuple[str, ...], default: str) -> str:
    value = environ.get(name) or default
    if value not in allowed:
        raise ConfigurationError(f"{name} is {value!r}; it must be one of {', '.join(allowed)}")
    return value


def _flag(environ: Mapping[str, str], name: str, *, default: bool) -> bool:
    value = environ.get(name, "")
    if value.lower() in {"1", "true", "yes"}:
        return True
    if value.lower() in {"0", "false", "no"}:
        return False
    if value:
        raise ConfigurationError(f"{name} is {value!r}; write 1 or 0")
    return default


def _list(environ: Mapping[str, str], name: str) -> list[str]:
    return [part.strip() for part in environ.get(name, "").split(",") if part.strip()]


def _allowed_hosts(environ: Mapping[str, str], mode: str) -> list[str]:
    hosts = _list(environ, "ALLOWED_HOSTS")
    if mode != "production":
        return hosts or ["localhost", "127.0.0.1", "[::1]", "testserver"]
    if not hosts:
        raise ConfigurationError("ALLOWED_HOSTS is empty; name the host that people write: stegvis.example.se")
    if "*" in hosts:
        raise ConfigurationError("ALLOWED_HOSTS may not be * in production; name each host")
    return hosts


def _secret_key(environ: Mapping[str, str], mode: str, data_dir: Path) -> str:
    key = environ.get("SECRET_KEY", "")
    if key:
        if len(key) < MINIMUM_SECRET_LENGTH:
            raise ConfigurationError(f"SECRET_KEY is shorter than {MINIMUM_SECRET_LENGTH} characters")
        if len(set(key)) < MINIMUM_SECRET_VARIETY:
            raise ConfigurationError(
                f"SECRET_KEY has fewer than {MINIMUM_SECRET_VARIETY} different characters."
                f" Make one at random: {MAKE_A_KEY}"
            )
        return key
    if mode == "production":
        raise ConfigurationError(f"SECRET_KEY is not set. Make one and keep it secret: {MAKE_A_KEY}")
    return _kept_key(data_dir / "secret_key") if mode == "demo" else secrets.token_urlsafe(64)


def _kept_key(path: Path) -> str:
    """The demonstration's own key, made once and readable by its owner only."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64), encoding="ascii")
    return path.read_text(encoding="ascii")


def _database_url(environ: Mapping[str, str], role: str) -> str | None:
    """The address for this process's role; worker and owner have their own, and never borrow the web's."""
    app_url = environ.get("DATABASE_URL") or None
    if app_url is None or role == "app":
        return app_url
    name = f"{role.upper()}_DATABASE_URL"
    url = environ.get(name)
    if not url:
        raise ConfigurationError(f"{name} is not set; the {role} connects as a database role of its own")
    return url


def _existing_file(environ: Mapping[str, str], name: str) -> Path | None:
    value = environ.get(name)
    if not value:
        return None
    if not Path(value).is_file():
        raise ConfigurationError(f"{name} points at {value}, which is not a file")
    return Path(value)


def _site_url(environ: Mapping[str, str], host: str, *, behind_https: bool) -> str:
    """The address that letters lead to; where none is given, the first host that people may write."""
    given = environ.get("STEGVIS_URL", "").rstrip("/")
    if not given:
        return f"{'https' if behind_https else 'http'}://{host.lstrip('.')}"
    parts = urlsplit(given)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path or parts.query:
        raise ConfigurationError(f"STEGVIS_URL is {given!r}; write it as https://stegvis.example.se")
    return given


def _command(environ: Mapping[str, str], name: str) -> list[str]:
    """A program with its arguments, as in a shell; empty where none is given."""
    try:
        words = shlex.split(environ.get(name, ""))
    except ValueError as error:
        raise ConfigurationError(f"{name} cannot be read as a command: {error}") from error
    if words and shutil.which(words[0]) is None:
        raise ConfigurationError(f"{name} begins with {words[0]}, which is no program here")
    return words
