"""What the environment makes of the product."""

import re
import stat
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from sipadmin.settings import env

from .environment import settings_from
from .installation import ROOT, Installation, as_text

SID, KEY = "AC" + "a1" * 16, "SK" + "b2" * 16
ACCOUNT = {"TWILIO_ACCOUNT_SID": SID, "TWILIO_AUTH_TOKEN": "token"}
POSTGRES = {"DATABASE_URL": "postgres://me:secret@db.example.com/sip", "SECRET_KEY": "a key"}
SCHEMA = {name: as_text(default) for name, (_, default) in env.scheme.items()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "state"


def _made(folder: Path, **variables: str) -> dict[str, Any]:
    return settings_from({"DATA_DIR": str(folder), **variables})


def _refusal(folder: Path, **variables: str) -> str:
    with pytest.raises(ImproperlyConfigured) as refused:
        _made(folder, **variables)
    sentence = str(refused.value)
    assert re.fullmatch(r"[A-Z][^\n]+\.", sentence)
    return sentence


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("HTTPS", "ture"),
        ("DEBUG", "maybe"),
        ("REASON_REQUIRED", "perhaps"),
        ("SETTLE_SECONDS", "-5"),
        ("SETTLE_SECONDS", "0"),
        ("SETTLE_SECONDS", "abc"),
        ("TWILIO_AUTH_TOKEN", "token\u200b"),
    ],
)
def test_what_cannot_be_meant_stops_the_start(variable: str, value: str, folder: Path) -> None:
    account = ACCOUNT if variable.startswith("TWILIO") else {}
    assert _refusal(folder, **{**account, variable: value}).startswith(f"{variable} must ")


# What is written about the schema


def test_the_example_file_names_every_variable_with_its_default() -> None:
    text = (ROOT / ".env.example").read_text()
    assert dict(re.findall(r"^#([A-Z_]+)=(.*)$", text, re.MULTILINE)) == SCHEMA
    assert re.findall(r"^# .+\n#([A-Z_]+)=", text, re.MULTILINE) == list(SCHEMA)


def test_the_readme_names_every_variable_with_its_default() -> None:
    section = (ROOT / "README.md").read_text().partition("\n## Configuration\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `([A-Z_]+)` \| (?:`(.*?)`)? *\| (.+) \|$", section, re.MULTILINE)
    assert {name: default for name, default, _ in rows} == SCHEMA
    assert [name for name, _, _ in rows] == list(SCHEMA)
    assert section.count("\n| `") == len(rows)


# Twilio


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"TWILIO_ACCOUNT_SID": SID}, "TWILIO_AUTH_TOKEN"),
        ({"TWILIO_AUTH_TOKEN": "token"}, "TWILIO_ACCOUNT_SID"),
        ({"TWILIO_API_KEY": KEY}, "TWILIO_API_SECRET"),
        ({"TWILIO_API_SECRET": "secret"}, "TWILIO_API_KEY"),
        ({"TWILIO_API_KEY": KEY, "TWILIO_API_SECRET": "secret"}, "TWILIO_ACCOUNT_SID"),
        ({"TWILIO_ACCOUNT_SID": SID, "TWILIO_API_KEY": KEY}, "TWILIO_API_SECRET"),
        ({"TWILIO_ACCOUNT_SID": SID, "TWILIO_API_SECRET": "secret"}, "TWILIO_API_KEY"),
        ({**ACCOUNT, "TWILIO_API_KEY": KEY}, "TWILIO_API_SECRET"),
        ({**ACCOUNT, "TWILIO_API_SECRET": "secret"}, "TWILIO_API_KEY"),
        ({**ACCOUNT, "TWILIO_EDGE": "dublin"}, "TWILIO_REGION"),
        ({**ACCOUNT, "TWILIO_REGION": "ie1"}, "TWILIO_EDGE"),
        ({"TWILIO_EDGE": "dublin", "TWILIO_REGION": "ie1"}, "TWILIO_ACCOUNT_SID"),
        ({"TWILIO_EDGE": "dublin"}, "TWILIO_ACCOUNT_SID"),
        ({"TWILIO_REGION": "ie1"}, "TWILIO_ACCOUNT_SID"),
        ({"TWILIO_BASE_URL": "https://twilio.example.com"}, "TWILIO_ACCOUNT_SID"),
    ],
)
def test_half_of_a_combination_stops_the_start_and_names_the_other_half(
    variables: dict[str, str], named: str, folder: Path
) -> None:
    assert _refusal(folder, **variables).partition(" must be set too")[0].startswith(named)


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({**ACCOUNT, "TWILIO_ACCOUNT_SID": "AC123"}, "TWILIO_ACCOUNT_SID must be AC and 32 hexadecimal digits."),
        ({**ACCOUNT, "TWILIO_ACCOUNT_SID": KEY}, "TWILIO_ACCOUNT_SID must be AC and 32 hexadecimal digits."),
        (
            {**ACCOUNT, "TWILIO_API_KEY": SID, "TWILIO_API_SECRET": "secret"},
            "TWILIO_API_KEY must be SK and 32 hexadecimal digits.",
        ),
        (
            {**ACCOUNT, "TWILIO_EDGE": "dublin.example.com/", "TWILIO_REGION": "ie1"},
            "TWILIO_EDGE must be a name such as dublin or ie1, in small letters.",
        ),
        (
            {**ACCOUNT, "TWILIO_EDGE": "dublin", "TWILIO_REGION": "IE1"},
            "TWILIO_REGION must be a name such as dublin or ie1, in small letters.",
        ),
        (
            {**ACCOUNT, "TWILIO_EDGE": "dublin", "TWILIO_REGION": "ie1", "TWILIO_BASE_URL": "https://example.com"},
            "TWILIO_BASE_URL and TWILIO_EDGE cannot both be set: each names the host.",
        ),
    ],
)
def test_what_cannot_be_right_stops_the_start(variables: dict[str, str], sentence: str, folder: Path) -> None:
    assert _refusal(folder, **variables) == sentence


def test_without_credentials_the_sandbox_is_on(folder: Path) -> None:
    assert _made(folder)["TWILIO_SANDBOX"] is True


def test_with_a_token_the_account_signs_for_itself(folder: Path) -> None:
    made = _made(folder, **ACCOUNT)
    assert (made["TWILIO_SANDBOX"], made["TWILIO_USERNAME"], made["TWILIO_PASSWORD"]) == (False, SID, "token")
    assert (made["TWILIO_BASE_URL"], made["TWILIO_REGION"]) == ("https://api.twilio.com", "us1")


def test_an_api_key_goes_before_the_token(folder: Path) -> None:
    made = _made(folder, **ACCOUNT, TWILIO_API_KEY=KEY, TWILIO_API_SECRET="secret")
    assert (made["TWILIO_USERNAME"], made["TWILIO_PASSWORD"]) == (KEY, "secret")


def test_edge_and_region_name_the_host(folder: Path) -> None:
    made = _made(folder, **ACCOUNT, TWILIO_EDGE="dublin", TWILIO_REGION="ie1")
    assert (made["TWILIO_BASE_URL"], made["TWILIO_REGION"]) == ("https://api.dublin.ie1.twilio.com", "ie1")


@pytest.mark.parametrize(
    ("url", "used"),
    [
        ("https://twilio.example.com/", "https://twilio.example.com"),
        ("https://example.com:8443/twilio", "https://example.com:8443/twilio"),
        ("http://127.0.0.1:9000", "http://127.0.0.1:9000"),
        ("http://localhost:9000/", "http://localhost:9000"),
        ("http://[::1]:9000", "http://[::1]:9000"),
    ],
)
def test_another_base_url_stands_for_twilio(url: str, used: str, folder: Path) -> None:
    assert _made(folder, **ACCOUNT, TWILIO_BASE_URL=url)["TWILIO_BASE_URL"] == used


@pytest.mark.parametrize(
    "url", ["http://twilio.example.com", "http://192.0.2.1:9000", "http://127.0.0.1.example.com", "http://0.0.0.0:9000"]
)
def test_plain_http_is_for_this_machine_only(url: str, folder: Path) -> None:
    assert _refusal(folder, **ACCOUNT, TWILIO_BASE_URL=url) == (
        "TWILIO_BASE_URL must begin with https://: plain http is only for this machine (127.0.0.1)."
    )


@pytest.mark.parametrize(
    "url",
    [
        "api.twilio.com",
        "ftp://example.com",
        "https://",
        "https://example.com/?a=b",
        "https://example.com/#a",
        "https://example.com:port",
        "https://[::1",
        "https://user:secret@example.com",
    ],
)
def test_a_base_url_that_cannot_be_stops_the_start(url: str, folder: Path) -> None:
    sentence = _refusal(folder, **ACCOUNT, TWILIO_BASE_URL=url)
    assert sentence.startswith("TWILIO_BASE_URL must ")
    assert "secret" not in sentence


# Secrets, and where they are


@pytest.mark.parametrize("ending", ["", "\n"])
def test_a_secret_may_be_in_a_file(ending: str, folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(f"from the file{ending}")
    made = _made(folder, TWILIO_ACCOUNT_SID=SID, TWILIO_AUTH_TOKEN_FILE=str(secret), SECRET_KEY_FILE=str(secret))
    assert (made["TWILIO_PASSWORD"], made["SECRET_KEY"]) == ("from the file", "from the file")


def test_the_url_of_a_database_may_be_in_a_file(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "url").write_text(POSTGRES["DATABASE_URL"] + "\n")
    made = _made(folder, DATABASE_URL_FILE=str(tmp_path / "url"), SECRET_KEY="a key")
    assert (made["DATABASES"]["default"]["NAME"], made["DATABASES"]["default"]["PASSWORD"]) == ("sip", "secret")


def test_a_file_that_is_not_there_stops_the_start(folder: Path, tmp_path: Path) -> None:
    sentence = _refusal(folder, SECRET_KEY_FILE=str(tmp_path / "missing"))
    assert sentence == "SECRET_KEY_FILE must name a file that can be read: No such file or directory."


def test_an_empty_variable_is_one_that_is_not_set(folder: Path) -> None:
    made = settings_from({**dict.fromkeys(SCHEMA, ""), "DATA_DIR": str(folder)})
    assert (made["TIME_ZONE"], made["ALLOWED_HOSTS"]) == ("UTC", ["127.0.0.1", "localhost", "[::1]"])


def test_a_secret_key_is_made_once_and_kept_for_its_owner_alone(folder: Path) -> None:
    key = _made(folder)["SECRET_KEY"]
    assert len(key) >= 50
    assert _made(folder)["SECRET_KEY"] == key
    assert stat.S_IMODE((folder / "secret_key").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_secret_key_that_is_given_is_used_and_not_kept(folder: Path) -> None:
    assert _made(folder, SECRET_KEY="given")["SECRET_KEY"] == "given"
    assert not (folder / "secret_key").exists()


def test_a_secret_key_is_required_with_postgresql(folder: Path) -> None:
    assert _refusal(folder, DATABASE_URL=POSTGRES["DATABASE_URL"]).startswith("SECRET_KEY must be set with PostgreSQL")


# Databases


def test_sqlite_is_set_up_for_several_processes(folder: Path) -> None:
    made = _made(folder)["DATABASES"]
    assert {alias: Path(one["NAME"]).name for alias, one in made.items()} == {
        "default": "db.sqlite3",
        "sandbox": "sandbox.sqlite3",
    }
    assert made["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_sqlite_keeps_what_was_committed() -> None:
    for connection in connections.all():
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                pragmas = ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")
                found = [cursor.execute(f"PRAGMA {pragma}").fetchone()[0] for pragma in pragmas]
            assert found == ["wal", 2, 20000, 1]
        else:
            assert connection.vendor == "postgresql"


def test_postgresql_holds_the_sandbox_too(folder: Path) -> None:
    made = _made(folder, **POSTGRES)["DATABASES"]
    assert list(made) == ["default"]
    assert made["default"]["ENGINE"] == "django.db.backends.postgresql"


def test_the_sandbox_may_have_a_database_of_its_own(folder: Path, tmp_path: Path) -> None:
    made = _made(folder, **POSTGRES, SANDBOX_DATABASE_URL=f"sqlite:///{tmp_path}/toys.sqlite3")["DATABASES"]
    assert made["sandbox"]["NAME"] == f"{tmp_path}/toys.sqlite3"


def test_no_view_runs_in_one_transaction(folder: Path) -> None:
    for variables in ({}, POSTGRES):
        assert not any(one.get("ATOMIC_REQUESTS") for one in _made(folder, **variables)["DATABASES"].values())


@pytest.mark.parametrize("url", ["somewhere", "mysql://me@db/sip", "db.sqlite3", "postgres://me@db:port/sip"])
def test_a_database_that_cannot_be_stops_the_start(url: str, folder: Path) -> None:
    assert _refusal(folder, DATABASE_URL=url, SECRET_KEY="a key").startswith("DATABASE_URL must be")


# The web


def test_https_makes_browsers_insist_on_it(folder: Path) -> None:
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_INCLUDE_SUBDOMAINS")
    on, off = _made(folder, HTTPS="on"), _made(folder)
    assert [on[name] for name in names] == [True] * 4
    assert [off[name] for name in names] == [False] * 4
    assert (on["SECURE_HSTS_SECONDS"], off["SECURE_HSTS_SECONDS"]) == (31_536_000, 0)
    assert on["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")
    assert off["SECURE_PROXY_SSL_HEADER"] is None


def test_nothing_is_shown_to_strangers_by_default(folder: Path) -> None:
    made = _made(folder)
    assert (made["DEBUG"], made["ALLOWED_HOSTS"]) == (False, ["127.0.0.1", "localhost", "[::1]"])


def test_hosts_and_origins_are_separated_by_commas(folder: Path) -> None:
    made = _made(folder, ALLOWED_HOSTS="a.example.com,b.example.com", CSRF_TRUSTED_ORIGINS="https://a.example.com")
    assert made["ALLOWED_HOSTS"] == ["a.example.com", "b.example.com"]
    assert made["CSRF_TRUSTED_ORIGINS"] == ["https://a.example.com"]


@pytest.mark.parametrize("zone", ["Mars/Olympus", "Europe", "/etc/passwd", ".."])
def test_a_zone_that_is_none_stops_the_start(zone: str, folder: Path) -> None:
    assert _refusal(folder, TIME_ZONE=zone) == "TIME_ZONE must be the name of a time zone, such as Europe/Berlin."


def test_a_folder_that_cannot_be_made_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert _refusal(tmp_path / "file" / "state").startswith("DATA_DIR must be a folder that can be made")


# The start itself


def test_a_start_that_is_stopped_says_one_sentence(tmp_path: Path) -> None:
    with Installation(tmp_path / "data", TWILIO_ACCOUNT_SID=SID) as installation:
        result = installation.manage("check")
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == (
        "TWILIO_AUTH_TOKEN, or TWILIO_API_KEY and TWILIO_API_SECRET, must be set too, since TWILIO_ACCOUNT_SID is.\n"
    )


def test_a_start_with_the_defaults_finds_nothing_wrong(installation: Installation) -> None:
    result = installation.manage("check", "--fail-level", "WARNING")
    assert (result.returncode, result.stderr) == (0, "")
