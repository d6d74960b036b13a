"""`manage.py domains create`: the form's own judgement, by flags, and the service's own record."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError

from domains.models import Account, Change, SipDomain, User
from domains.parameters import PARAMETERS

from .changes import MASKED_URL, NAME, SECRET_URL, mirrored
from .shell import BY, domains
from .twilio_server import TwilioServer

CREATE = ("create", "--domain-name", "acme", *BY)

pytestmark = pytest.mark.usefixtures("operator")

TRUNK, NUMBER = "BY" + "1" * 32, "PN" + "2" * 32
EVERY = {
    "domain_name": NAME,
    "friendly_name": "Front desk",
    "voice_url": SECRET_URL,
    "voice_method": "GET",
    "voice_fallback_url": "https://fallback.example.com/",
    "voice_fallback_method": "POST",
    "voice_status_callback_url": "https://told.example.com/",
    "voice_status_callback_method": "GET",
    "sip_registration": True,
    "emergency_calling_enabled": True,
    "secure": True,
    "byoc_trunk_sid": TRUNK,
    "emergency_caller_sid": NUMBER,
}


def flags(values: dict[str, Any]) -> list[str]:
    words = []
    for name, value in values.items():
        flag = f"--{name.replace('_', '-')}"
        words += [flag] if value is True else [flag, value]
    return words


def test_every_parameter_has_a_flag(real_account: Account, twilio: TwilioServer) -> None:
    run = domains("create", *flags(EVERY), *BY)
    request, looked_up = twilio.received
    assert looked_up.path.endswith(f"/IncomingPhoneNumbers/{EVERY['emergency_caller_sid']}.json")
    assert run.status == 0
    assert tuple(EVERY) == PARAMETERS
    assert request.values == {
        "".join(map(str.capitalize, name.split("_"))): "true" if value is True else value
        for name, value in EVERY.items()
    }


def test_a_create_says_what_came_of_it_and_is_recorded_as_the_operators() -> None:
    run = domains(*CREATE, "--reason", "The front desk moves.")
    change = Change.objects.get()
    assert run.status == 0
    assert run.out == f"{NAME} was created: {change.sid} (change {change.pk}).\n"
    assert run.err == ""
    assert (change.actor_name, change.reason) == ("operator", "The front desk moves.")
    assert SipDomain.objects.get().domain_name == NAME


def test_a_create_as_json_is_one_document_with_the_change_and_the_domain() -> None:
    run = domains(*CREATE, "--voice-url", SECRET_URL, "--json")
    change = Change.objects.get()
    assert run.document["outcome"] == "applied"
    assert run.document["change"]["number"] == change.pk
    assert run.document["change"]["asked"]["voice_url"] == MASKED_URL
    assert run.document["change"]["settled_at"] is not None
    assert run.document["domain"]["sid"] == change.sid
    assert "hidden" not in run.out


def test_values_that_the_form_does_not_take_are_told_by_their_flags_and_nothing_is_sent(
    real_account: Account, twilio: TwilioServer
) -> None:
    run = domains("create", "--voice-url", "voice", "--voice-method", "PUT", "--byoc-trunk-sid", "SK1", *BY)
    assert (run.status, run.out) == (2, "")
    assert run.err.splitlines() == [
        "--domain-name: Enter a domain name.",
        "--voice-url: Voice URL must begin with https:// (or http://): enter the whole address.",
        "--voice-method: Voice method must be GET or POST, or Twilio’s default.",
        "--byoc-trunk-sid: BYOC trunk SID must be BY and 32 hexadecimal digits: enter the SID of a BYOC trunk.",
    ]
    assert twilio.received == []
    assert not Change.objects.exists()


def test_a_script_reads_what_is_not_taken_by_the_flag() -> None:
    run = domains("create", "--domain-name", "my_acme", "--json", *BY)
    assert run.status == 2
    assert run.document["outcome"] == "not_taken"
    assert run.document["errors"] == {
        "--domain-name": ["Domain name must not have an underscore: use a hyphen instead."]
    }


def test_a_name_that_is_here_already_is_not_asked_for_again() -> None:
    mirrored()
    run = domains(*CREATE)
    assert run.status == 2
    assert run.err == f"--domain-name: {NAME} is in this account already: enter another name.\n"


def test_a_dry_run_shows_the_request_without_secrets_and_sends_nothing(
    real_account: Account, twilio: TwilioServer
) -> None:
    run = domains(*CREATE, "--voice-url", SECRET_URL, "--secure", "--dry-run")
    assert run.status == 0
    assert run.out.splitlines() == [
        f"Nothing has been sent. To Twilio account {real_account.sid} in us1 this would be:",
        f"POST {twilio.url}/2010-04-01/Accounts/{real_account.sid}/SIP/Domains.json",
        f"  DomainName  {NAME}",
        f"  VoiceUrl    {MASKED_URL}",
        "  Secure      true",
    ]
    assert twilio.received == []
    assert not Change.objects.exists()


def test_a_dry_run_tells_what_is_worth_a_second_look(real_account: Account, twilio: TwilioServer) -> None:
    run = domains(*CREATE, "--voice-url", "http://voice.example.com/", "--dry-run", "--json")
    assert run.document["outcome"] == "would_send"
    assert run.document["account"]["sandbox"] is False
    assert run.document["request"]["values"] == {"DomainName": NAME, "VoiceUrl": "http://voice.example.com/"}
    assert run.document["told"][0].startswith("Worth a second look: The voice URL is on plain http")


def test_a_name_that_was_here_before_may_be_locked_and_is_not_refused_for_that() -> None:
    domains(*CREATE)
    domains("delete", "acme", "--yes", *BY)
    run = domains(*CREATE, "--dry-run")
    assert run.status == 0
    assert run.err.startswith(f"Worth a second look: {NAME} was here before and is gone.")
    assert domains(*CREATE).status == 3  # the sandbox keeps it locked


def test_a_reason_is_asked_for_where_the_installation_requires_one(settings: Any) -> None:
    settings.REASON_REQUIRED = True
    run = domains(*CREATE)
    assert run.status == 2
    assert run.err == "--reason: Enter a reason: every change here is kept with one.\n"
    assert domains(*CREATE, "--dry-run").status == 0
    assert domains(*CREATE, "--reason", "It is wanted.").status == 0


def test_the_changes_of_a_script_can_be_one_doing() -> None:
    doing = "0b8c5f4e-6c1d-4b0e-9a34-5f0d2f1f7a11"
    domains(*CREATE, "--doing", doing)
    domains("update", "acme", "--friendly-name", "Front desk", "--doing", doing, *BY)
    run = domains("delete", "acme", "--yes", "--doing", doing, "--json", *BY)
    assert {str(change.act) for change in Change.objects.all()} == {doing}
    assert run.document["change"]["doing"] == doing
    with pytest.raises(CommandError, match="must be a UUID"):
        domains(*CREATE, "--doing", "one")


def test_what_cannot_be_written_down_is_not_taken() -> None:
    with pytest.raises(CommandError, match="UTF-8"):
        domains("create", "--friendly-name", "half a character: \udcff", *BY)


def test_a_flag_is_not_shortened() -> None:
    with pytest.raises(CommandError, match="unrecognized arguments: --friendly"):
        domains("create", "--domain-name", "acme", "--friendly", "Front desk", *BY)


def test_a_backup_is_created_from_with_what_is_given_in_its_place(tmp_path: Path) -> None:
    kept = tmp_path / "acme.json"
    domains(*CREATE, "--voice-url", SECRET_URL, "--secure", "--friendly-name", "Front desk")
    domains("delete", "acme", "--yes", "--backup", str(kept), *BY)
    run = domains("create", "--from-backup", str(kept), "--domain-name", "acme-2", "--no-secure", *BY)
    assert run.status == 0
    row = SipDomain.objects.get(domain_name="acme-2.sip.twilio.com")
    assert (row.voice_url, row.friendly_name, row.secure) == (SECRET_URL, "Front desk", False)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "cannot be read: No such file or directory."),
        ("{}", "The file is JSON, but not the backup of a SIP domain."),
    ],
)
def test_a_file_that_is_no_backup_is_not_created_from(tmp_path: Path, content: str | None, sentence: str) -> None:
    file = tmp_path / "acme.json"
    if content is not None:
        file.write_text(content)
    run = domains("create", "--from-backup", str(file), *BY)
    assert run.status == 2
    assert run.err.startswith("--from-backup: ")
    assert sentence in run.err


def test_a_file_without_an_end_is_no_backup() -> None:
    run = domains("create", "--from-backup", "/dev/zero", *BY)
    assert run.status == 2
    assert "100,000 bytes or fewer" in run.err


class TestWhoAsks:
    """Every verb that writes is asked for by an operator."""

    VERBS = (
        CREATE[:-2],
        ("update", "acme", "--secure"),
        ("delete", "acme", "--yes"),
        ("refresh", "acme"),
        ("undo", "1"),
    )

    @pytest.mark.parametrize("words", VERBS)
    def test_nobody_is_not_enough(self, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("SIPADMIN_USER", raising=False)
        run = domains(*words)
        assert run.status == 2
        assert run.err == (
            "--as: Enter the username of the operator who asks, here or in SIPADMIN_USER: the record says who.\n"
        )

    def test_the_environment_can_say_who(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SIPADMIN_USER", "operator")
        assert domains(*CREATE[:-2]).status == 0
        assert Change.objects.get().actor_name == "operator"

    @pytest.mark.parametrize("words", VERBS)
    def test_a_stranger_is_refused(self, words: tuple[str, ...]) -> None:
        run = domains(*words, "--as", "Operator")
        assert (run.status, run.err) == (
            2,
            "--as: There is no operator “Operator”: enter a username. Capitals matter.\n",
        )

    def test_a_closed_account_is_refused(self, operator: User) -> None:
        User.objects.update(is_active=False)
        run = domains(*CREATE)
        assert (run.status, run.err) == (2, "--as: The account of operator has been closed.\n")

    @pytest.mark.parametrize(
        ("words", "doing", "permission"),
        [
            (VERBS[0], "create", "add"),
            (VERBS[1], "change", "change"),
            (VERBS[2], "delete", "delete"),
            (VERBS[3], "change", "change"),
        ],
    )
    def test_who_lacks_the_permission_is_told_which(
        self, words: tuple[str, ...], doing: str, permission: str, onlooker: User
    ) -> None:
        mirrored()
        run = domains(*words, "--as", "onlooker")
        assert run.status == 2
        assert run.err == (
            f"--as: onlooker may not {doing} SIP domains: that takes the permission “Can {permission} SIP domain” "
            f"(domains.{permission}_sipdomain).\n"
        )
        assert not Change.objects.exists()
