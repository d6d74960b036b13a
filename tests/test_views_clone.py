"""The create form filled in from what there is: a domain, a deletion, a file. Nothing is sent by that."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from domains import services
from domains.backups import Backup
from domains.models import Account, Change, SipDomain, User
from domains.sandbox.models import Resource

from .changes import MASKED_URL, SECRET_URL, told
from .mirrored import mirror
from .reading import html_of
from .twilio_server import TwilioServer, cut, reply

NAME = "acme.sip.twilio.com"
SAID = "Filled in"


def initial(response: Any) -> dict[str, Any]:
    form = response.context["form"]
    return {name: form[name].value() for name in SipDomain.parameters if form[name].value() not in ("", None, False)}


def gone(number: int = 1, *, days: int = 0, **attributes: Any) -> SipDomain:
    domain = mirror(number, **{"domain_name": NAME, **attributes})
    SipDomain.objects.filter(pk=domain.pk).update(gone_at=timezone.now() - timedelta(days=days))
    domain.refresh_from_db()
    return domain


def deletion_of(domain: SipDomain, **columns: Any) -> Change:
    return told("delete", "applied", key=domain.domain_name, sid=domain.sid, before=domain.raw, **columns)


# Clone


def test_a_clone_has_every_parameter_but_the_name(visitor: Client) -> None:
    domain = mirror(voice_url="https://voice.example.com/", voice_method="GET", secure=True, friendly_name="Front")
    response = visitor.get(f"/domains/{domain.sid}/clone/", follow=True)
    assert initial(response) == {
        "friendly_name": "Front",
        "voice_url": "https://voice.example.com/",
        "voice_method": "GET",
        "secure": True,
    }
    html = html_of(response)
    assert f"{SAID} from {domain.domain_name}" in html
    assert "Not copied: its SID, mapped access lists and their credentials, registered phones, its changes." in html
    assert not Change.objects.exists()


def test_a_domain_that_is_gone_can_be_cloned(visitor: Client) -> None:
    assert initial(visitor.get(f"/domains/{gone(secure=True).sid}/clone/", follow=True))["secure"] is True


def test_secrets_are_cloned_without_being_shown(visitor: Client) -> None:
    domain = mirror(voice_url=SECRET_URL)
    response = visitor.get(f"/domains/{domain.sid}/clone/", follow=True)
    assert initial(response)["voice_url"] == MASKED_URL
    assert SECRET_URL not in html_of(response)
    form = html_of(response).partition('<form class="compose"')[2].partition(">")[0]
    assert f'action="/domains/new/?clone={domain.sid}"' in form
    visitor.post(f"/domains/new/?clone={domain.sid}", {"domain_name": "acme", "voice_url": MASKED_URL})
    assert Change.objects.get().asked["voice_url"] == SECRET_URL
    assert Resource.objects.get().body["voice_url"] == SECRET_URL


def test_what_is_previewed_of_a_clone_knows_what_is_hidden(visitor: Client) -> None:
    domain = mirror(voice_url=SECRET_URL)
    typed = {"domain_name": "acme", "voice_url": MASKED_URL}
    html = html_of(visitor.post(f"/domains/new/preview/?clone={domain.sid}", typed))
    assert "DomainName=acme.sip.twilio.com" in html
    assert "enter the secret" not in html
    assert "user:hidden" not in html
    assert "user%3Ahidden" not in html


def test_what_is_of_one_account_alone_is_to_be_checked_in_another(visitor: Client, elsewhere: Account) -> None:
    domain = mirror(account=elsewhere, byoc_trunk_sid="BY" + "1" * 32)
    html = html_of(visitor.get(f"/domains/{domain.sid}/clone/", follow=True))
    assert f"It was of another account, {elsewhere.sid} in ie1. Check BYOC trunk SID" in html


def test_a_method_that_cannot_be_asked_for_is_said_to_be_left_out(visitor: Client) -> None:
    domain = mirror(voice_url="https://voice.example.com/", voice_method="PUT")
    response = visitor.get(f"/domains/{domain.sid}/clone/", follow=True)
    assert "Voice method was PUT, which can no longer be asked for: left out." in html_of(response)
    assert "voice_method" not in initial(response)


def test_cloning_takes_the_permission_to_create(client: Client, onlooker: User) -> None:
    domain = mirror()
    client.force_login(onlooker)
    assert client.get(f"/domains/{domain.sid}/clone/").status_code == 403


@pytest.mark.parametrize("query", ["clone=SD0", "clone=%00", "again=SD0", "from=0", "from=x", f"from={9**30}"])
def test_an_address_that_names_nothing_opens_an_empty_form(query: str, visitor: Client) -> None:
    response = visitor.get(f"/domains/new/?{query}")
    assert response.status_code == 200
    assert initial(response) == {}
    assert SAID not in html_of(response)


# From a deletion


def test_a_deletion_fills_in_what_was_deleted_and_says_what_does_not_come_back(visitor: Client) -> None:
    domain = gone(friendly_name="Front", secure=True)
    response = visitor.get(f"/domains/new/?from={deletion_of(domain).pk}")
    values = initial(response)
    assert (values["domain_name"], values["friendly_name"], values["secure"]) == (NAME, "Front", True)
    html = html_of(response)
    free = timezone.localdate(timezone.now() + timedelta(days=30))
    assert f"{NAME} was deleted here by somebody on {timezone.localdate()}. Filled in with what it was." in html
    assert f"Twilio may keep its name locked until {free}." in html
    assert "what cannot come back is not here: mapped access lists" in html


def test_creating_the_name_again_makes_up_for_the_deletion(visitor: Client) -> None:
    deletion = deletion_of(gone())
    visitor.post(f"/domains/new/?from={deletion.pk}", {"domain_name": "acme"})
    create = Change.objects.get(action="create")
    assert (create.state, create.undoes) == ("applied", deletion)


def test_another_name_makes_up_for_nothing(visitor: Client) -> None:
    deletion = deletion_of(gone())
    visitor.post(f"/domains/new/?from={deletion.pk}", {"domain_name": "acme-2"})
    assert Change.objects.get(action="create").undoes is None


def test_a_deletion_that_was_not_carried_out_fills_in_nothing(visitor: Client) -> None:
    refused = told("delete", "refused", key=NAME, sid=mirror().sid, before={"domain_name": NAME})
    assert initial(visitor.get(f"/domains/new/?from={refused.pk}")) == {}


def test_what_was_deleted_elsewhere_can_be_created_again(visitor: Client) -> None:
    domain = gone(days=20, secure=True)
    response = visitor.get(f"/domains/new/?again={domain.sid}")
    assert initial(response)["domain_name"] == NAME
    html = html_of(response)
    assert f"{NAME} was deleted elsewhere, and found gone on" in html
    assert "Twilio may keep its name locked until" in html


def test_what_is_gone_for_longer_than_a_name_is_locked_should_be_free(visitor: Client) -> None:
    html = html_of(visitor.get(f"/domains/new/?again={gone(days=40).sid}"))
    assert "and the log does not say by whom" in html
    assert "Its name should be free by now." in html


def test_what_is_still_there_is_not_created_again(visitor: Client) -> None:
    assert initial(visitor.get(f"/domains/new/?again={mirror().sid}")) == {}


def test_what_was_asked_before_comes_with_its_secrets_hidden(visitor: Client) -> None:
    refused = told("create", "refused", asked={"domain_name": NAME, "voice_url": SECRET_URL})
    response = visitor.get(f"/domains/new/?from={refused.pk}")
    assert initial(response)["voice_url"] == MASKED_URL
    assert f"Filled in with what somebody asked for {NAME}. Nothing has been sent." in html_of(response)


# The backup


def test_a_backup_is_a_file_with_the_truth_that_nothing_keeps(visitor: Client) -> None:
    domain = mirror(voice_url=SECRET_URL)
    response = visitor.get(f"/domains/{domain.sid}/backup.json")
    day = timezone.localdate(domain.seen_at)
    assert response["Content-Disposition"] == f'attachment; filename="{domain.domain_name}-{day}.json"'
    assert response["Content-Type"] == "application/json"
    assert "no-store" in response["Cache-Control"]
    assert Backup.read(response.content).parameters["voice_url"] == SECRET_URL


def test_a_backup_holds_what_twilio_has_now(visitor: Client, real_account: Account, twilio: TwilioServer) -> None:
    domain = mirror(domain_name=NAME, friendly_name="As last seen")
    twilio.will(reply(200, domain.raw | {"friendly_name": "Renamed by hand"}))
    address = f"/domains/{domain.sid}/backup.json"
    assert Backup.read(visitor.get(address).content).parameters["friendly_name"] == "Renamed by hand"
    domain.refresh_from_db()
    assert domain.friendly_name == "As last seen"  # looking writes nothing


@pytest.mark.usefixtures("short_pauses")
def test_a_backup_says_of_when_it_is_when_twilio_cannot_be_asked(
    visitor: Client, real_account: Account, twilio: TwilioServer
) -> None:
    domain = mirror(domain_name=NAME, friendly_name="As last seen")
    twilio.will(cut)
    backup = Backup.read(visitor.get(f"/domains/{domain.sid}/backup.json").content)
    assert (backup.parameters["friendly_name"], backup.taken_at) == ("As last seen", domain.seen_at)


def test_a_domain_that_is_gone_still_has_its_backup(visitor: Client) -> None:
    assert Backup.read(visitor.get(f"/domains/{gone().sid}/backup.json").content).name == NAME


@pytest.mark.parametrize(
    ("codename", "status"), [("change_sipdomain", 200), ("delete_sipdomain", 200), ("add_sipdomain", 403), ("", 403)]
)
def test_a_backup_is_for_those_who_may_change_or_delete(
    codename: str, status: int, client: Client, operator: User
) -> None:
    operator.user_permissions.set(operator.user_permissions.filter(codename=codename))
    client.force_login(operator)
    assert client.get(f"/domains/{mirror().sid}/backup.json").status_code == status


def uploaded(content: bytes | str, name: str = "acme.json") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())


def test_a_backup_fills_in_the_form_and_sends_nothing(visitor: Client) -> None:
    domain = mirror(domain_name=NAME, voice_url=SECRET_URL, secure=True)
    content = visitor.get(f"/domains/{domain.sid}/backup.json").content
    response = visitor.post("/domains/new/from-backup/", {"backup": uploaded(content)})
    assert response.status_code == 200
    assert initial(response)["voice_url"] == SECRET_URL  # whoever has the file knows it, and nothing here keeps it
    assert "no-store" in response["Cache-Control"]
    html = html_of(response)
    assert (
        f"Filled in from the backup of {NAME}, last seen so on {timezone.localdate()}. Nothing has been sent." in html
    )
    assert "Not in a backup: mapped access lists, registered phones, its changes." in html
    assert 'action="/domains/new/" novalidate' in html
    assert not Change.objects.exists()


def test_a_backup_of_another_account_is_said_to_be_one(visitor: Client, elsewhere: Account) -> None:
    domain = mirror(account=elsewhere, emergency_caller_sid="PN" + "1" * 32)
    content = Backup.of(domain).written()
    html = html_of(visitor.post("/domains/new/from-backup/", {"backup": uploaded(content)}))
    assert f"It was of another account, {elsewhere.sid} in ie1. Check Emergency caller SID" in html


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Choose a backup file."),
        ({"backup": "a text"}, "Choose a backup file."),
        ({"backup": b""}, "The file is empty: choose another one."),
        ({"backup": b"not JSON"}, "The file must be JSON"),
        ({"backup": b"{}"}, "not the backup of a SIP domain"),
        ({"backup": b" " * 200_000}, "The file must have 100,000 bytes or fewer."),
        ({"backup": json.dumps({"kind": "sip-domain", "version": 9}).encode()}, "The backup is of version 9"),
    ],
)
def test_another_file_is_refused_with_what_to_do(sent: dict[str, Any], words: str, visitor: Client) -> None:
    files = {name: uploaded(value) if isinstance(value, bytes) else value for name, value in sent.items()}
    response = visitor.post("/domains/new/from-backup/", files)
    html = html_of(response)
    assert response.status_code == 422
    assert html.count(words) == 2  # in the summary and at the field
    assert 'href="#id_backup"' in html


def test_starting_from_a_backup_takes_the_permission_to_create(client: Client, onlooker: User) -> None:
    client.force_login(onlooker)
    assert client.get("/domains/new/from-backup/").status_code == 403
    assert client.post("/domains/new/from-backup/").status_code == 403


def test_the_create_form_leads_to_starting_from_a_backup(visitor: Client) -> None:
    assert 'href="/domains/new/from-backup/"' in html_of(visitor.get("/domains/new/"))


def test_a_backup_and_the_form_make_the_same_domain_again(visitor: Client, operator: User) -> None:
    row = SipDomain(
        account=services.current_account(), domain_name=NAME, voice_url=SECRET_URL, voice_method="GET", secure=True
    )
    first = SipDomain.objects.get(sid=services.create(row, actor=operator).sid)
    content = visitor.get(f"/domains/{first.sid}/backup.json").content
    filled = visitor.post("/domains/new/from-backup/", {"backup": uploaded(content)}).context["form"]
    typed = {name: filled[name].value() for name in SipDomain.parameters if filled[name].value()}
    visitor.post("/domains/new/", typed | {"domain_name": "acme-2"})
    second = SipDomain.objects.get(domain_name="acme-2.sip.twilio.com")
    others = [name for name in SipDomain.parameters if name != "domain_name"]
    assert {name: getattr(second, name) for name in others} == {name: getattr(first, name) for name in others}


# What was disabled

ASIDE = {"voice_url": SECRET_URL, "voice_method": "GET", "voice_fallback_url": "", "voice_fallback_method": "POST"}


@pytest.fixture
def disabled() -> SipDomain:
    """A domain that was taken out of service here."""
    domain = mirror(domain_name=NAME, voice_url=None, voice_method="POST", friendly_name="Front")
    SipDomain.objects.update(set_aside=ASIDE)
    domain.refresh_from_db()
    return domain


def test_a_clone_of_what_is_disabled_has_what_was_set_aside(visitor: Client, disabled: SipDomain) -> None:
    response = visitor.get(f"/domains/{disabled.sid}/clone/", follow=True)
    assert (initial(response)["voice_url"], initial(response)["voice_method"]) == (MASKED_URL, "GET")
    assert "It was disabled. Filled in as set aside: Voice URL, Voice method" in html_of(response)


@pytest.mark.parametrize("asked", ["from", "again"])
def test_what_was_deleted_while_it_was_disabled_comes_with_what_was_set_aside(
    asked: str, visitor: Client, disabled: SipDomain
) -> None:
    SipDomain.objects.update(gone_at=timezone.now())
    response = visitor.get("/domains/new/", {asked: deletion_of(disabled).pk if asked == "from" else disabled.sid})
    assert initial(response)["voice_url"] == MASKED_URL
    assert "It was disabled. Filled in as set aside: Voice URL, Voice method" in html_of(response)


def test_a_backup_of_what_is_disabled_holds_what_was_set_aside(visitor: Client, disabled: SipDomain) -> None:
    backup = Backup.of(disabled)
    assert (backup.parameters["voice_url"], backup.parameters["voice_method"]) == (SECRET_URL, "GET")
    assert backup.resource["voice_url"] is None
    response = visitor.post("/domains/new/from-backup/", {"backup": uploaded(backup.written())})
    assert initial(response)["voice_url"] == SECRET_URL
    assert "Twilio had no voice URL of it then: it was out of service." in html_of(response)


def test_what_was_set_aside_once_is_in_no_backup_of_what_is_in_service(disabled: SipDomain) -> None:
    disabled.voice_url = "https://voice.example.com/"
    assert Backup.of(disabled).parameters["voice_method"] == "POST"
