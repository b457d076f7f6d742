"""The file of outside log-ins: what it means, and that a wrong one stops the program in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from stegvis.foundation.accounts.openid.configuration import (
    Claims,
    OpenIDProvider,
    ProviderFileError,
    read_providers,
)

GOOD = {
    "id": '"ale"',
    "name": '"Ale kommun"',
    "client_id": '"stegvis"',
    "secret_env": '"ALE_SECRET"',
    "server_url": '"https://login.ale.se/"',
    "email_domains": '["@Ale.se"]',
}
ENVIRON = {"ALE_SECRET": "hemligt"}


def write(path: Path, **changes: str) -> Path:
    lines = {**GOOD, **changes}
    file = path / "oidc.toml"
    file.write_text("[[provider]]\n" + "\n".join(f"{k} = {v}" for k, v in lines.items() if v), encoding="utf-8")
    return file


def test_no_file_means_no_outside_log_in() -> None:
    assert read_providers(None, {}) == []


def test_a_whole_provider_is_read(tmp_path: Path) -> None:
    file = write(tmp_path, claims='{ email = "mail", hsa_id = "hsaid" }', form_origins='["https://sso.ale.se"]')
    (provider,) = read_providers(file, ENVIRON)
    assert provider == OpenIDProvider(
        id="ale",
        name="Ale kommun",
        client_id="stegvis",
        secret="hemligt",
        server_url="https://login.ale.se",
        organisation="",
        match="verified-email",
        email_domains=("ale.se",),
        claims=Claims(email="mail", hsa_id="hsaid"),
        scopes=("openid", "profile", "email"),
        form_origins=("https://sso.ale.se",),
    )
    assert provider.origins == ["https://login.ale.se", "https://sso.ale.se"]


def test_json_is_read_as_well(tmp_path: Path) -> None:
    file = tmp_path / "oidc.json"
    file.write_text(
        '{"provider": [{"id": "ale", "name": "Ale", "client_id": "x", "secret_env": "ALE_SECRET",'
        ' "server_url": "https://login.ale.se", "match": "connect"}]}',
        encoding="utf-8",
    )
    assert [provider.id for provider in read_providers(file, ENVIRON)] == ["ale"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"id": ""}, "id is missing"),
        ({"id": '"Ale kommun"'}, "id may hold"),
        ({"client_id": "7"}, "client_id is missing"),
        ({"server_url": '"http://login.ale.se"'}, "must begin with https://"),
        ({"server_url": '"login.ale.se"'}, "must begin with https://"),
        ({"secret_env": '"NO_SUCH"'}, "NO_SUCH holds no secret"),
        ({"match": '"email"'}, "match is 'email'"),
        ({"email_domains": ""}, "email_domains is empty"),
        ({"email_domains": '"ale.se"'}, "must be a list of texts"),
        ({"claims": '{ epost = "mail" }'}, "unknown claim epost"),
        ({"claims": "{ email = 7 }"}, "must map names to names"),
        ({"secret": '"x"'}, "unknown key secret"),
        ({"name": '"'}, "cannot be read"),
    ],
)
def test_a_wrong_file_is_refused_in_words(tmp_path: Path, changes: dict[str, str], words: str) -> None:
    with pytest.raises(ProviderFileError, match=words.replace("'", ".")):
        read_providers(write(tmp_path, **changes), ENVIRON)


def test_the_same_id_twice_is_refused(tmp_path: Path) -> None:
    file = write(tmp_path)
    file.write_text(file.read_text(encoding="utf-8") + "\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(ProviderFileError, match="the id ale stands twice"):
        read_providers(file, ENVIRON)


@pytest.mark.parametrize("text", ["", "x = 1", "provider = 7"])
def test_a_file_without_providers_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "oidc.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ProviderFileError, match="must hold a list named provider"):
        read_providers(file, ENVIRON)
