"""allauth's OpenID Connect provider with the claims of the configuration file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider


@dataclass(frozen=True)
class Identity:
    """Who the provider says has come. ``email`` is empty unless the provider may speak for the address."""

    subject: str
    email: str
    name: str
    hsa_id: str
    organisation: str


class MappedProvider(OpenIDConnectProvider):  # type: ignore[misc]
    """Reads the mapped claims and keeps no other: what an identity provider tells besides may be a personal number."""

    package = "stegvis.foundation.accounts.openid"  # where the addresses are looked for

    def identity(self, data: dict[str, Any]) -> Identity:
        """The mapped claims. ``data`` holds the answers ``userinfo`` and ``id_token``, or what we kept of them.

        Raises KeyError when the provider names no subject, ValueError when its answers are about two subjects.
        """
        token, userinfo = data.get("id_token") or {}, data.get("userinfo") or {}
        if token and userinfo and token.get("sub") != userinfo.get("sub"):
            raise ValueError("the identity token and the user information are about different subjects")
        told = {**token, **userinfo}
        names = self.app.settings["claims"]
        found = {name: str(told.get(claim) or "") for name, claim in names.items() if name != "email_verified"}
        if not found["subject"]:
            raise KeyError(names["subject"])
        is_verified = told.get(names["email_verified"]) is True
        return Identity(
            subject=found["subject"],
            email=found["email"].strip().lower() if self._speaks_for(found["email"], is_verified=is_verified) else "",
            name=found["name"],
            hsa_id=found["hsa_id"],
            organisation=self.app.settings["organisation"],
        )

    def extract_uid(self, data: dict[str, Any]) -> str:
        return self.identity(data).subject

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        identity = self.identity(data)
        return {"email": identity.email, "name": identity.name, "hsa_id": identity.hsa_id}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        identity = self.identity(data)
        return {"email": identity.email, "name": identity.name}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        email = self.identity(data).email
        return [EmailAddress(email=email, verified=True, primary=True)] if email else []

    def _speaks_for(self, email: str, *, is_verified: bool) -> bool:
        match = self.app.settings["match"]
        is_own = email.strip().lower().rpartition("@")[2] in self.app.settings["email_domains"]
        return is_own and (match == "trusted-domain" or (match == "verified-email" and is_verified))


provider_classes = [MappedProvider]
