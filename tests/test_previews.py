"""What is previewed is what is sent; how others write it is in the modules `test_elsewhere_*`."""

import re
from typing import Any
from urllib.parse import parse_qsl

from django.utils import timezone

from domains import services
from domains.models import Account, Credential, SipDomain, User

from .access import PASSWORD, credential, credential_list, deleted
from .mirrored import mirror
from .twilio_server import DOMAIN_SID, TwilioServer, reply

HOSTILE = 'https://user:p$w`id`@voice.example.com/it\'s?a="b"&c=$HOME#rc=2&x=%20\\!'


def row(account: Account, **parameters: Any) -> SipDomain:
    return SipDomain(account=account, **{"domain_name": "acme.sip.twilio.com", **parameters})


def text(preview: services.RequestPreview, key: str) -> str:
    """Return the text that a key names."""
    [said] = [part.text for wording in preview.elsewhere for part in wording.listings if part.key == key]
    return said


def test_the_preview_is_the_request_that_is_sent(operator: User, real_account: Account, twilio: TwilioServer) -> None:
    domain = row(real_account, voice_url=HOSTILE, secure=True, friendly_name="Füße & Co")
    preview = services.preview_create(domain, sandbox_url="")
    services.create(domain, actor=operator)
    [request] = twilio.received
    assert (preview.method, preview.url) == (request.method, twilio.url + request.path)
    assert preview.body.encode() == request.body
    assert dict(parse_qsl(preview.body)) == preview.values


def test_an_update_asks_for_what_is_named_in_twilios_order(real_account: Account, twilio: TwilioServer) -> None:
    domain = row(real_account, sid=DOMAIN_SID, voice_url="https://voice.example.com/")
    preview = services.preview_update(domain, {"secure": False, "voice_url": ""}, sandbox_url="")
    path = f"/2010-04-01/Accounts/{real_account.sid}/SIP/Domains/{DOMAIN_SID}.json"
    assert (preview.method, preview.url) == ("POST", twilio.url + path)
    assert preview.body == "VoiceUrl=&Secure=false"


def test_an_update_is_kept_by_terraform_as_the_domain_will_be(real_account: Account) -> None:
    domain = row(real_account, sid=DOMAIN_SID, friendly_name="Front desk", secure=True)
    block = text(services.preview_update(domain, {"secure": False}, sandbox_url=""), "terraform-block")
    assert re.search('friendly_name += "Front desk"', block)
    assert re.search("secure += false", block)


def test_a_deletion_carries_nothing(real_account: Account, twilio: TwilioServer) -> None:
    preview = services.preview_delete(row(real_account, sid=DOMAIN_SID), sandbox_url="")
    assert (preview.method, preview.body) == ("DELETE", "")
    assert preview.url.endswith(f"/SIP/Domains/{DOMAIN_SID}.json")


def test_the_credentials_are_left_to_variables(real_account: Account, settings: Any) -> None:
    settings.TWILIO_PASSWORD = "hunter2"
    by_token = services.preview_create(row(real_account), sandbox_url="")
    assert '--user "$TWILIO_ACCOUNT_SID:$TWILIO_AUTH_TOKEN"' in text(by_token, "curl-create")
    settings.TWILIO_USERNAME = "SK" + "1" * 32
    by_key = services.preview_create(row(real_account), sandbox_url="")
    assert '--user "$TWILIO_API_KEY:$TWILIO_API_SECRET"' in text(by_key, "curl-create")
    for wording in (*by_token.elsewhere, *by_key.elsewhere):
        for listing in wording.listings:
            assert "hunter2" not in listing.text
            assert "SK1" not in listing.text


def test_secrets_are_masked_in_what_others_write_and_sent_as_they_are(real_account: Account) -> None:
    preview = services.preview_create(row(real_account, voice_url="https://user:hunter2@a.example/"), sandbox_url="")
    assert preview.is_masked
    assert "hunter2" in preview.body
    for said in (preview.shown_body, *(part.text for wording in preview.elsewhere for part in wording.listings)):
        assert "hunter2" not in said
    assert "'VoiceUrl=https://***@a.example/'" in text(preview, "curl-create")


def test_an_account_of_another_region_is_reached_there(elsewhere: Account, real_account: Account) -> None:
    preview = services.preview_delete(row(elsewhere, sid=DOMAIN_SID), sandbox_url="")
    assert preview.url.startswith("https://api.ie1.twilio.com/2010-04-01/")


def test_the_sandboxs_door_is_named_where_it_stands() -> None:
    account = services.current_account()
    preview = services.preview_create(row(account), sandbox_url="http://127.0.0.1:8000/sandbox")
    assert preview.url == f"http://127.0.0.1:8000/sandbox/2010-04-01/Accounts/{account.sid}/SIP/Domains.json"


def test_the_preview_of_an_update_is_the_request_that_is_sent(
    operator: User, real_account: Account, twilio: TwilioServer
) -> None:
    domain = mirror(account=real_account, voice_url="https://voice.example.com/")
    asked = {"secure": True, "voice_url": HOSTILE, "domain_name": "new.sip.twilio.com"}
    twilio.will(reply(200, domain.raw), reply(200, {**domain.raw, **asked}))
    preview = services.preview_update(domain, asked, sandbox_url="")
    services.update(domain, asked, seen=services.Seen.of(domain), actor=operator)
    _, request = twilio.received
    assert (preview.method, preview.url) == (request.method, twilio.url + request.path)
    assert preview.body.encode() == request.body


def test_what_is_gone_can_be_made_again_and_no_more(real_account: Account) -> None:
    domain = row(real_account, sid=DOMAIN_SID, gone_at=timezone.now())
    wordings, _ = services.elsewhere(domain, sandbox_url="")
    keys = [part.key for wording in wordings for part in wording.listings]
    assert keys == ["curl-create", "twilio-cli-create", "python-create", "terraform-block", "terraform-provider"]


def test_what_is_sent_and_not_kept_is_a_mask_before_and_after(operator: User) -> None:
    on = credential_list(operator)
    row = Credential(account=on.account, credential_list=on, username="desk")
    before = services.preview_create(row, sandbox_url="")
    after = services.request_of(services.create(row, actor=operator, secrets={"password": PASSWORD}))
    for preview in (before, after):
        assert preview.shown == {"Username": "desk", "Password": "***"}
        assert preview.shown_body == "Username=desk&Password=***"
        assert preview.is_masked


def test_a_change_without_a_secret_shows_no_mask(operator: User) -> None:
    row = credential(credential_list(operator), operator)
    preview = services.request_of(deleted(row, operator))
    assert (preview.shown, preview.is_masked) == ({}, False)
