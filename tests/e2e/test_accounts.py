"""What only a browser can show of accounts: passkeys, with a key made of software."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium.webdriver.common.virtual_authenticator import Protocol, Transport, VirtualAuthenticatorOptions

from tests.support.browser import Browser
from tests.support.world import PASSWORD


@pytest.fixture
def key(browser: Browser) -> Iterator[None]:
    """A device that knows its owner by a fingerprint, say."""
    options = VirtualAuthenticatorOptions(
        protocol=Protocol.CTAP2,
        transport=Transport.INTERNAL,
        has_resident_key=True,
        has_user_verification=True,
        is_user_verified=True,
    )
    browser.driver.add_virtual_authenticator(options)
    yield
    browser.driver.remove_virtual_authenticator()


def test_a_passkey_is_made_and_logs_in_without_a_password(browser: Browser, key: None) -> None:
    browser.log_in("eva")
    browser.open("/konto/2fa/webauthn/add/")
    browser.fill("password", PASSWORD)
    browser.one("main button[type='submit']").click()
    browser.wait_for_path("/konto/2fa/webauthn/add/")
    browser.fill("name", "Min telefon")
    browser.one("[name='passwordless']").click()
    browser.one("#mfa_webauthn_add").click()
    browser.wait(lambda: browser.path != "/konto/2fa/webauthn/add/", "the key was not made")
    browser.open("/konto/2fa/webauthn/")
    assert "Min telefon" in browser.text
    browser.assert_axe_clean()
    browser.forget()
    browser.open("/konto/login/")
    browser.one("#passkey_login").click()
    browser.wait_for_path("/")
    assert "Eva" in browser.text
    browser.open("/konto/2fa/webauthn/")
    browser.assert_quiet()
