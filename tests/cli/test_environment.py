"""Settings that are wrong stop the program with one clear sentence."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from stegvis.web.environment import (
    ConfigurationError,
    default_data_dir,
    parse_database_url,
    parse_email_url,
    read_environment,
)

KEY = "hemlig-nyckel/" * 5
SOUND = {"SECRET_KEY": KEY, "ALLOWED_HOSTS": "stegvis.example.se"}
APP = "postgresql://stegvis_app:hemligt@db:5432/stegvis"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"STEGVIS_MODE": "prod"}, "STEGVIS_MODE is 'prod'; it must be one of production, demo, test"),
        ({"STEGVIS_DATABASE_ROLE": "root"}, "STEGVIS_DATABASE_ROLE is 'root'; it must be one of app, worker, owner"),
        (
            {"SECRET_KEY": ""},
            "SECRET_KEY is not set. Make one and keep it secret: "
            "python -c 'import secrets; print(secrets.token_urlsafe(64))'",
        ),
        ({"SECRET_KEY": "k" * 49}, "SECRET_KEY is shorter than 50 characters"),
        (
            {"SECRET_KEY": "aaab" * 15},
            "SECRET_KEY has fewer than 5 different characters. Make one at random: "
            "python -c 'import secrets; print(secrets.token_urlsafe(64))'",
        ),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is empty; name the host that people write: stegvis.example.se"),
        ({"ALLOWED_HOSTS": "a.se, *"}, "ALLOWED_HOSTS may not be * in production; name each host"),
        ({"STEGVIS_HTTPS": "maybe"}, "STEGVIS_HTTPS is 'maybe'; write 1 or 0"),
        ({"STEGVIS_PGBOUNCER": "on"}, "STEGVIS_PGBOUNCER is 'on'; write 1 or 0"),
        (
            {"DATABASE_URL": APP, "STEGVIS_DATABASE_ROLE": "worker"},
            "WORKER_DATABASE_URL is not set; the worker connects as a database role of its own",
        ),
        (
            {"DATABASE_URL": APP, "STEGVIS_DATABASE_ROLE": "owner"},
            "OWNER_DATABASE_URL is not set; the owner connects as a database role of its own",
        ),
        ({"STEGVIS_OIDC_FILE": "/no/such"}, "STEGVIS_OIDC_FILE points at /no/such, which is not a file"),
    ],
)
def test_what_is_wrong_is_said(changes: dict[str, str], message: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as raised:
        read_environment({**SOUND, "STEGVIS_DATA_DIR": str(tmp_path), **changes})
    assert str(raised.value) == message


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("mysql://db/stegvis", "DATABASE_URL must begin with postgresql://, not mysql://"),
        ("stegvis", "DATABASE_URL must begin with postgresql://, not nothing://"),
        (
            "postgresql://db:5432/",
            "DATABASE_URL names no database: postgresql://user:password@host:5432/stegvis",
        ),
    ],
)
def test_an_address_of_no_database_is_refused(url: str, message: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        parse_database_url(url)
    assert str(raised.value) == message


def test_mail_goes_by_smtp_or_not_at_all() -> None:
    with pytest.raises(ConfigurationError) as raised:
        parse_email_url("http://mail")
    assert str(raised.value) == "EMAIL_URL must begin with smtp://, smtps:// or smtp+tls://"


def test_production_is_safe_without_being_told(tmp_path: Path) -> None:
    found = read_environment({**SOUND, "STEGVIS_DATA_DIR": str(tmp_path)})
    assert (found.mode, found.behind_https, found.database_role, found.allowed_hosts) == (
        "production",
        True,
        "app",
        ["stegvis.example.se"],
    )
    assert list(tmp_path.iterdir()) == []  # no key is made up in production


def test_each_role_has_its_own_address(tmp_path: Path) -> None:
    worker = APP.replace("app", "worker")
    environ = {**SOUND, "STEGVIS_DATA_DIR": str(tmp_path), "DATABASE_URL": APP, "WORKER_DATABASE_URL": worker}
    assert read_environment(environ).database_url == APP
    assert read_environment({**environ, "STEGVIS_DATABASE_ROLE": "worker"}).database_url == worker


def test_the_demonstration_keeps_a_key_that_only_its_owner_can_read(tmp_path: Path) -> None:
    environ = {"STEGVIS_MODE": "demo", "STEGVIS_DATA_DIR": str(tmp_path / "new")}
    assert read_environment(environ).secret_key == read_environment(environ).secret_key
    assert (tmp_path / "new" / "secret_key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(("mode", "folder"), [("production", "stegvis"), ("demo", "stegvis/demo")])
def test_the_demonstration_has_a_folder_of_its_own(mode: str, folder: str) -> None:
    assert default_data_dir({}, mode) == platformdirs.user_data_path("stegvis").parent / folder
    assert default_data_dir({"STEGVIS_DATA_DIR": "/srv/stegvis"}, mode) == Path("/srv/stegvis")


def test_letters_lead_to_the_address_that_is_given_or_else_to_the_first_host(tmp_path: Path) -> None:
    sound = {**SOUND, "STEGVIS_DATA_DIR": str(tmp_path), "ALLOWED_HOSTS": ".stegvis.example.se,stegvis.example.com"}
    given = {**sound, "STEGVIS_URL": "https://kompetens.example.se/"}
    assert [read_environment(environ).site_url for environ in (sound, given)] == [
        "https://stegvis.example.se",
        "https://kompetens.example.se",
    ]


def test_the_command_that_looks_through_files_is_split_as_in_a_shell(tmp_path: Path) -> None:
    environ = {**SOUND, "STEGVIS_DATA_DIR": str(tmp_path), "STEGVIS_FILE_SCAN": "sh -c 'exit 0'"}
    assert read_environment(environ).file_scan == ["sh", "-c", "exit 0"]
    with pytest.raises(ConfigurationError, match="no program here"):
        read_environment({**environ, "STEGVIS_FILE_SCAN": "finns-inte --alls"})
    with pytest.raises(ConfigurationError, match="cannot be read"):
        read_environment({**environ, "STEGVIS_FILE_SCAN": "sh 'oavslutat"})
    with pytest.raises(ConfigurationError, match="STEGVIS_URL"):
        read_environment({**environ, "STEGVIS_URL": "stegvis.example.se"})
