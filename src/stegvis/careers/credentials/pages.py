"""What the pages of credentials show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from stegvis.careers.credentials.document import JSON, moment
from stegvis.careers.credentials.verifying import Finding, Outcome, is_about, name_in


@dataclass(frozen=True)
class Verdict:
    """The answer to whoever checks: the heading, a sentence, and how the alert looks."""

    kind: str
    title: str | Promise
    text: str | Promise


VERDICTS = {
    Outcome.GENUINE: Verdict(
        "success",
        _("The certificate is genuine and holds today"),
        _("It is signed here, nobody has changed it since, and it is not revoked."),
    ),
    Outcome.LAPSED: Verdict(
        "warning",
        _("The certificate is genuine but has lapsed"),
        _("What it says was so, but not any more. Ask the person for a newer one."),
    ),
    Outcome.REVOKED: Verdict(
        "danger",
        _("The certificate is revoked"),
        _("It was issued here, but it no longer holds. Do not rely on it."),
    ),
    Outcome.NOT_YET: Verdict("warning", _("The certificate does not hold yet"), _("It begins to hold later.")),
    Outcome.UNLISTED: Verdict(
        "warning",
        _("The signature is right, but the certificate is not in our list"),
        _("We cannot say whether it is revoked. Ask the issuer."),
    ),
    Outcome.UNKNOWN_KEY: Verdict(
        "danger",
        _("The certificate is signed with a key that we do not know"),
        _(
            "It may come from elsewhere, and is then checked there, or be false. We can only vouch for what is"
            " signed here."
        ),
    ),
    Outcome.ALTERED: Verdict(
        "danger",
        _("The certificate is changed or false"),
        _("It says that it is signed here, but the signature does not fit the content. Do not rely on it."),
    ),
    Outcome.UNSIGNED: Verdict(
        "danger",
        _("The certificate is not signed in the way that ours are"),
        _("Whoever has made it may write anything in it. Do not rely on it."),
    ),
    Outcome.UNREADABLE: Verdict(
        "danger",
        _("This is no digital certificate that can be read"),
        _("Some of the text may be missing. Copy all of it and try again, or choose the file."),
    ),
}


class CheckedPage:
    """A finding in words. ``email`` is what whoever checks believes the person's address to be."""

    def __init__(self, finding: Finding, email: str = "") -> None:
        self.finding, self.email = finding, email

    @property
    def verdict(self) -> Verdict:
        return VERDICTS[self.finding.outcome]

    @property
    def is_signed(self) -> bool:
        return self.finding.content is not None

    @property
    def issuer(self) -> str:
        return self._content["issuer"]["name"]

    @property
    def issuer_address(self) -> str:
        return self._content["issuer"]["id"]

    @property
    def name(self) -> str:
        return name_in(self._content)

    @property
    def is_about(self) -> bool | None:
        """Whether the address is the person's; ``None`` where none was given or the credential has a name."""
        return is_about(self._content, self.email) if self.email else None

    @property
    def title(self) -> str:
        return self._content["credentialSubject"]["achievement"]["name"]

    @property
    def narrative(self) -> str:
        return self._content["credentialSubject"]["achievement"]["criteria"]["narrative"]

    @property
    def awarded_on(self) -> date:
        return moment(self._content["awardedDate"]).date()

    @property
    def issued_at(self) -> datetime:
        return moment(self._content["validFrom"])

    @property
    def valid_until(self) -> datetime | None:
        text = self._content.get("validUntil")
        return moment(text) if text else None

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds: it ends as the next begins."""
        until = self.valid_until
        return localtime(until - timedelta(seconds=1)).date() if until else None

    @property
    def _content(self) -> JSON:
        return self.finding.content or {}
