"""The file of outside log-ins (``STEGVIS_OIDC_FILE``), read and checked when the program starts.

A TOML file with one ``[[provider]]`` per identity provider; ``docs/openid-connect.md`` shows a whole one. This
module is read by the settings, so it must not import Django.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

NEEDED = ("id", "name", "client_id", "secret_env", "server_url")
OPTIONAL = ("organisation", "match", "email_domains", "claims", "scopes", "form_origins")
MATCHES = ("verified-email", "trusted-domain", "connect")


class ProviderFileError(Exception):
    """The file of outside log-ins cannot be used; the message says where and why."""


@dataclass(frozen=True)
class Claims:
    """Which claim gives what. An empty name means that the provider has none."""

    subject: str = "sub"
    email: str = "email"
    email_verified: str = "email_verified"
    name: str = "name"
    hsa_id: str = ""


@dataclass(frozen=True)
class OpenIDProvider:
    """One identity provider.

    ``match`` says how somebody is known the first time: ``verified-email`` (the provider's own mark that the address
    is verified), ``trusted-domain`` (the provider is the employer's directory and every address in ``email_domains``
    is its own) or ``connect`` (only who has connected the log-in from their own account). Either way a provider
    speaks for addresses in its ``email_domains`` only, so no employer's directory can pose as another's staff.
    """

    id: str
    name: str
    client_id: str
    secret: str
    server_url: str
    organisation: str
    match: str
    email_domains: tuple[str, ...]
    claims: Claims
    scopes: tuple[str, ...]
    form_origins: tuple[str, ...]

    @property
    def origins(self) -> list[str]:
        """The addresses that the browser is sent to from our form, for the content security policy."""
        parts = urlsplit(self.server_url)
        return [f"{parts.scheme}://{parts.netloc}", *self.form_origins]


def read_providers(path: Path | None, environ: Mapping[str, str], *, insecure: bool = False) -> list[OpenIDProvider]:
    """The providers of the file, in its order; none without a file. ``insecure`` allows http addresses.

    Raises ProviderFileError.
    """
    if path is None:
        return []
    entries = _load(path)
    providers = [_provider(path, entry, environ, insecure=insecure) for entry in entries]
    names = [provider.id for provider in providers]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ProviderFileError(f"{path}: the id {sorted(twice)[0]} stands twice")
    return providers


def allauth_settings(providers: list[OpenIDProvider]) -> dict[str, Any]:
    """The providers as allauth's ``SOCIALACCOUNT_PROVIDERS``."""
    apps = [
        {
            "provider_id": provider.id,
            "name": provider.name,
            "client_id": provider.client_id,
            "secret": provider.secret,
            "settings": {
                "server_url": provider.server_url,
                "scope": list(provider.scopes),
                "oauth_pkce_enabled": True,
                "organisation": provider.organisation,
                "match": provider.match,
                "email_domains": list(provider.email_domains),
                "claims": {field.name: getattr(provider.claims, field.name) for field in fields(Claims)},
            },
        }
        for provider in providers
    ]
    return {
        "openid_connect": {
            "provider_class": "stegvis.foundation.accounts.openid.provider.MappedProvider",
            "APPS": apps,
        }
    }


def _load(path: Path) -> list[Any]:
    try:
        text = path.read_text(encoding="utf-8")
        document = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except (OSError, ValueError) as error:
        raise ProviderFileError(f"{path} cannot be read: {error}") from error
    if not isinstance(document, dict) or set(document) != {"provider"} or not isinstance(document["provider"], list):
        raise ProviderFileError(f"{path} must hold a list named provider ([[provider]] in TOML) and nothing else")
    return document["provider"]


def _provider(path: Path, entry: Any, environ: Mapping[str, str], *, insecure: bool) -> OpenIDProvider:
    if not isinstance(entry, dict):
        raise ProviderFileError(f"{path}: a provider must be a table")
    where = f"{path}, provider {entry.get('id', '?')}"
    _check_keys(where, entry)
    _check_address(where, entry["server_url"], insecure=insecure)
    match = entry.get("match", "verified-email")
    if match not in MATCHES:
        raise ProviderFileError(f"{where}: match is {match!r}; it must be one of {', '.join(MATCHES)}")
    domains = tuple(domain.lower().lstrip("@") for domain in _strings(where, entry, "email_domains"))
    if match != "connect" and not domains:
        raise ProviderFileError(f"{where}: email_domains is empty; name the domains that this provider speaks for")
    secret = environ.get(entry["secret_env"], "")
    if not secret:
        raise ProviderFileError(f"{where}: the environment variable {entry['secret_env']} holds no secret")
    return OpenIDProvider(
        id=entry["id"],
        name=entry["name"],
        client_id=entry["client_id"],
        secret=secret,
        server_url=entry["server_url"].rstrip("/"),
        organisation=entry.get("organisation", ""),
        match=match,
        email_domains=domains,
        claims=_claims(where, entry.get("claims", {})),
        scopes=_strings(where, entry, "scopes") or ("openid", "profile", "email"),
        form_origins=_strings(where, entry, "form_origins"),
    )


def _check_keys(where: str, entry: dict[str, Any]) -> None:
    for name in NEEDED:
        if not isinstance(entry.get(name), str) or not entry[name]:
            raise ProviderFileError(f"{where}: {name} is missing")
    if unknown := set(entry) - {*NEEDED, *OPTIONAL}:
        raise ProviderFileError(f"{where}: unknown key {sorted(unknown)[0]}")
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,49}", entry["id"]):
        raise ProviderFileError(f"{where}: id may hold a–z, 0–9 and hyphens, at most 50")


def _check_address(where: str, address: str, *, insecure: bool) -> None:
    parts = urlsplit(address)
    if parts.scheme not in ({"https", "http"} if insecure else {"https"}) or not parts.netloc:
        raise ProviderFileError(f"{where}: server_url must begin with https://")


def _claims(where: str, found: Any) -> Claims:
    known = {field.name for field in fields(Claims)}
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise ProviderFileError(f"{where}: claims must map names to names")
    if unknown := set(found) - known:
        raise ProviderFileError(f"{where}: unknown claim {sorted(unknown)[0]}; known are {', '.join(sorted(known))}")
    return Claims(**found)


def _strings(where: str, entry: dict[str, Any], name: str) -> tuple[str, ...]:
    found = entry.get(name, [])
    if not isinstance(found, list) or not all(isinstance(value, str) and value for value in found):
        raise ProviderFileError(f"{where}: {name} must be a list of texts")
    return tuple(found)
