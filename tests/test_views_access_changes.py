"""Access lists and what is on them are made, changed and deleted from their pages."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from domains.models import Change, Credential, CredentialList, IpAccessControlList, IpAddress, SipDomain, User
from domains.sandbox import weather
from domains.sandbox.models import Resource
from domains.validators import HALVES

from .access import address, credential, credential_list, ip_list, map_list, mapping
from .reading import html_of

LISTS = "/access/ip-lists/"
OF_CREDENTIALS = "/access/credential-lists/"
FIRST_HALF, SECOND_HALF = HALVES


def fields(page: Any, **typed: str) -> dict[str, str]:
    """What the form of a page sends, with what is typed into it."""
    form = page.context["form"]
    return {name: str(form[name].value() or "") for name in form.fields} | typed


def send(visitor: Client, path: str, **typed: str) -> Any:
    """Open a page with a form, fill it in, and send it."""
    return visitor.post(path, fields(visitor.get(path), **typed))


def sent_again(visitor: Client, page: Any, path: str, **typed: str) -> Any:
    """Send what a page has come back with, with its box ticked."""
    agreed = " ".join(one.code for one in page.context["to_agree"])
    return visitor.post(path, fields(page, consent=agreed, **typed))


def errors(page: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = page.context["form"].errors
    return found


def at_the_sandbox(sid: str) -> dict[str, Any]:
    resource = Resource.objects.filter(sid=sid, gone_at=None).earliest("pk")  # a mapping has the SID of its list
    body: dict[str, Any] = resource.body
    return body


def requests_left() -> int:
    """How many changes have been asked for."""
    return Change.objects.count()


@pytest.fixture
def office(operator: User) -> IpAccessControlList:
    """A list at the sandbox."""
    return ip_list(operator)


@pytest.fixture
def new(office: IpAccessControlList) -> str:
    """Where an address is put on it."""
    return f"{LISTS}{office.sid}/new/"


# Lists


@pytest.mark.parametrize(
    ("at", "model"), [(LISTS, IpAccessControlList), (OF_CREDENTIALS, CredentialList)], ids=["addresses", "credentials"]
)
def test_a_list_is_made_and_its_page_says_so(
    at: str, model: type[IpAccessControlList | CredentialList], visitor: Client
) -> None:
    answer = send(visitor, f"{at}new/", friendly_name=" Office ", reason="New site")
    row = model.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"{at}{row.sid}/")
    assert at_the_sandbox(row.sid)["friendly_name"] == "Office"
    assert "Office was created: Twilio answered 201." in html_of(visitor.get(answer["Location"]))
    change = Change.objects.get()
    assert (change.asked, change.reason, change.state) == ({"friendly_name": "Office"}, "New site", "applied")


def test_the_preview_shows_the_request_and_sends_nothing(visitor: Client) -> None:
    page = send(visitor, f"{LISTS}new/", friendly_name="Office", preview="1")
    assert "FriendlyName=Office" in html_of(page)
    assert "api:core:sip:ip-access-control-lists:create" in html_of(page)
    assert requests_left() == 0


def test_what_stands_beside_the_form_follows_what_is_typed(visitor: Client) -> None:
    page = visitor.post(f"{LISTS}new/preview/", {"friendly_name": "Office"})
    assert "FriendlyName=Office" in html_of(page)
    lacking = visitor.post(f"{LISTS}new/preview/", {"friendly_name": ""})
    assert "Enter a name." in html_of(lacking)
    assert requests_left() == 0


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "Enter a name."),
        ("x" * 256, "Name must be 255 characters or fewer: it has 256."),
        ("two\u200blines", "Name must be one line without control characters: type it anew."),
    ],
)
def test_a_name_that_will_not_do_is_kept_and_mended(name: str, sentence: str, visitor: Client) -> None:
    page = send(visitor, f"{LISTS}new/", friendly_name=name)
    assert (page.status_code, errors(page)) == (422, {"friendly_name": [sentence]})
    assert page.context["form"]["friendly_name"].value() == name


def test_the_name_of_a_credential_list_is_shorter(visitor: Client) -> None:
    page = send(visitor, f"{OF_CREDENTIALS}new/", friendly_name="x" * 65)
    assert errors(page) == {"friendly_name": ["Name must be 64 characters or fewer: it has 65."]}


def test_a_name_that_is_taken_leads_to_the_list_that_has_it(visitor: Client, office: IpAccessControlList) -> None:
    page = send(visitor, f"{LISTS}new/", friendly_name="Office")
    assert errors(page) == {"friendly_name": ["Office is in this account already: enter another name."]}
    assert f'href="{office.get_absolute_url()}">Open Office</a>' in html_of(page)


def test_the_same_form_sent_twice_makes_one_list(visitor: Client) -> None:
    typed = fields(visitor.get(f"{LISTS}new/"), friendly_name="Office")
    places = {visitor.post(f"{LISTS}new/", typed)["Location"] for _ in range(2)}
    assert places == {IpAccessControlList.objects.get().get_absolute_url()}
    assert requests_left() == 1


def test_what_twilio_refused_can_be_mended_and_asked_again(visitor: Client) -> None:
    weather.refuse(21255)
    page = send(visitor, f"{LISTS}new/", friendly_name="Office")
    assert page.status_code == 422
    assert "as many IP access control lists as Twilio allows" in html_of(page)
    change = Change.objects.get()
    again = visitor.get(change.get_absolute_url()).context["repeat"]
    assert again == f"{LISTS}new/?from={change.pk}"
    assert visitor.get(again).context["form"]["friendly_name"].value() == "Office"


def test_a_list_is_renamed(visitor: Client, office: IpAccessControlList) -> None:
    path = f"{LISTS}{office.sid}/edit/"
    assert "Rename" in html_of(visitor.get(path))
    answer = send(visitor, path, friendly_name="Home")
    assert answer["Location"] == office.get_absolute_url()
    assert at_the_sandbox(office.sid)["friendly_name"] == "Home"
    assert Change.objects.latest_first()[0].asked == {"friendly_name": "Home"}


def test_a_list_renamed_meanwhile_is_not_overwritten_unasked(visitor: Client, office: IpAccessControlList) -> None:
    path = f"{LISTS}{office.sid}/edit/"
    typed = fields(visitor.get(path), friendly_name="Mine")
    Resource.objects.filter(sid=office.sid).update(body=at_the_sandbox(office.sid) | {"friendly_name": "Theirs"})
    page = visitor.post(path, typed)
    assert (page.status_code, at_the_sandbox(office.sid)["friendly_name"]) == (409, "Theirs")
    assert [one.label for one in page.context["decisions"]] == ["Name"]
    answer = visitor.post(path, fields(page, decide_friendly_name="mine"))
    assert (answer.status_code, at_the_sandbox(office.sid)["friendly_name"]) == (303, "Mine")


def test_a_list_keeps_its_own_name_without_a_request(visitor: Client, office: IpAccessControlList) -> None:
    page = send(visitor, f"{LISTS}{office.sid}/edit/")
    assert "Nothing was sent: there is nothing to change." in html_of(page)
    assert requests_left() == 1


def test_a_list_is_deleted_by_its_name_typed(visitor: Client, office: IpAccessControlList, operator: User) -> None:
    gate, path = address(office, operator), f"{LISTS}{office.sid}/delete/"
    page = visitor.get(path)
    for words in ("Its addresses go with it.", "<code>8.8.4.4</code>", "DELETE"):
        assert words in html_of(page)
    wrong = send(visitor, path, name="office")
    said = "Name must be Office, the IP access control list that is to be deleted."
    assert (wrong.status_code, errors(wrong)) == (422, {"name": [said]})
    answer = send(visitor, path, name="Office")
    assert answer["Location"] == office.get_absolute_url()
    assert not Resource.objects.filter(sid__in=[office.sid, gate.sid], gone_at=None).exists()


def test_a_list_in_use_is_not_deleted_and_says_where(
    visitor: Client, office: IpAccessControlList, own: SipDomain, operator: User
) -> None:
    map_list(own, office, operator)
    page = visitor.get(f"{LISTS}{office.sid}/delete/")
    html = html_of(page)
    assert "It is in use on 1 domain" in html
    assert f'href="{own.get_absolute_url()}"' in html
    assert 'name="name"' not in html


def test_what_twilio_knows_to_be_in_use_is_kept_whatever_is_known_here(
    visitor: Client, office: IpAccessControlList, own: SipDomain, operator: User
) -> None:
    path = f"{LISTS}{office.sid}/delete/"
    typed = fields(visitor.get(path), name="Office")
    map_list(own, office, operator)
    page = visitor.post(path, typed)
    assert page.status_code == 422
    assert "Office is in use, and Twilio deletes no list that is." in html_of(page)
    assert at_the_sandbox(office.sid)


def test_a_list_that_is_gone_at_twilio_is_noted_to_be(visitor: Client, office: IpAccessControlList) -> None:
    IpAccessControlList.objects.update(date_created=datetime(2026, 1, 1, tzinfo=UTC))
    Resource.objects.filter(sid=office.sid).update(gone_at=datetime.now(UTC))
    page = visitor.get(f"{LISTS}{office.sid}/delete/")
    assert "It is gone already" in html_of(page)
    visitor.post(page.context["refresh"])
    office.refresh_from_db()
    assert office.is_gone


# Addresses


def test_an_address_is_put_on_a_list(visitor: Client, office: IpAccessControlList, new: str) -> None:
    answer = send(visitor, new, ip_address="8.8.4.4", friendly_name="Gate")
    row = IpAddress.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, office.get_absolute_url())
    assert (row.cidr, row.ip_access_control_list) == ("8.8.4.4/32", office)
    assert Change.objects.latest_first()[0].asked == {"friendly_name": "Gate", "ip_address": "8.8.4.4"}


def test_a_network_is_pasted_in_one(visitor: Client, new: str) -> None:
    send(visitor, new, ip_address=" 8.8.4.0/24", friendly_name="Site")
    assert IpAddress.objects.get().cidr == "8.8.4.0/24"
    change = Change.objects.latest_first()[0]
    assert (change.name, change.key) == ("8.8.4.0/24", "8.8.4.0")
    assert "8.8.4.0/24" in html_of(visitor.get("/changes/"))
    assert "8.8.4.0/24" in html_of(visitor.get(change.get_absolute_url())).partition("</h1>")[0]


@pytest.mark.parametrize(
    ("address_typed", "prefix", "name", "sentence"),
    [
        ("8.8.4.0", "0", "cidr_prefix_length", "Twilio stores /0 as /32"),
        ("8.8.4.0/0", "", "cidr_prefix_length", "Twilio stores /0 as /32"),
        ("8.8.4.0", "33", "cidr_prefix_length", "Prefix length must be from 1 to 32, and 33 is not"),
        ("8.8.4.0", "9" * 30, "cidr_prefix_length", "Prefix length must be from 1 to 32"),
        ("8.8.4.0", "wide", "cidr_prefix_length", "Prefix length must be a whole number from 1 to 32."),
        ("8.8.4.0/wide", "", "cidr_prefix_length", "Prefix length must be a whole number from 1 to 32."),
        ("8.8.4.0/24", "25", "cidr_prefix_length", "Prefix length must be one: it is 25 here and 24 behind the slash."),
        ("2001:db8::1", "", "ip_address", "IP address must be IPv4"),
        ("", "", "ip_address", "Enter an IP address."),
    ],
)
def test_what_twilio_would_not_store_as_it_is_meant_is_refused(
    address_typed: str, prefix: str, name: str, sentence: str, visitor: Client, new: str
) -> None:
    page = send(visitor, new, ip_address=address_typed, cidr_prefix_length=prefix, friendly_name="Gate")
    assert page.status_code == 422
    assert list(errors(page)) == [name]
    assert sentence in errors(page)[name][0]
    assert not IpAddress.objects.exists()


def test_an_address_stands_once_on_a_list(
    visitor: Client, office: IpAccessControlList, new: str, operator: User
) -> None:
    address(office, operator)
    page = send(visitor, new, ip_address="8.8.4.4", friendly_name="Twice")
    said = "8.8.4.4 is on this list already: change it there, or enter another address."
    assert errors(page) == {"ip_address": [said]}
    home = ip_list(operator, "Home")
    assert send(visitor, f"{LISTS}{home.sid}/new/", ip_address="8.8.4.4", friendly_name="Once").status_code == 303


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("8.8.4.4/24", "lets in all 256 addresses from 8.8.4.0 to 8.8.4.255"),
        ("127.0.0.1", "every machine’s own address"),
        ("192.168.0.7", "no address on the Internet"),
        ("8.0.0.0/6", "lets in 67 million addresses"),
    ],
)
def test_what_is_likely_a_mistake_is_asked_about_and_then_sent(
    typed: str, sentence: str, visitor: Client, new: str
) -> None:
    page = send(visitor, new, ip_address=typed, friendly_name="Gate")
    assert page.status_code == 422
    assert sentence in html_of(page)
    assert not IpAddress.objects.exists()
    assert sent_again(visitor, page, new).status_code == 303
    assert IpAddress.objects.get().cidr in (typed, f"{typed}/32")


def test_what_was_agreed_to_of_one_address_is_not_agreed_to_of_another(visitor: Client, new: str) -> None:
    page = send(visitor, new, ip_address="127.0.0.1", friendly_name="Gate")
    assert sent_again(visitor, page, new, ip_address="192.168.0.7").status_code == 422
    assert not IpAddress.objects.exists()


def test_the_second_half_of_the_internet_is_called_out(
    visitor: Client, office: IpAccessControlList, new: str, operator: User
) -> None:
    address(office, operator, FIRST_HALF.partition("/")[0], 1)
    page = send(visitor, new, ip_address=SECOND_HALF, friendly_name="The rest")
    assert page.status_code == 422
    assert "With this one, the list lets in the whole Internet" in html_of(page)


def test_the_preview_asks_as_well_and_sends_nothing(visitor: Client, new: str) -> None:
    page = send(visitor, new, ip_address="127.0.0.1", friendly_name="Gate", preview="1")
    assert page.status_code == 200
    for words in ("IpAddress=127.0.0.1", "It is meant so.", "every machine’s own address"):
        assert words in html_of(page)
    assert not IpAddress.objects.exists()


def test_the_preview_beside_the_form_warns(visitor: Client, new: str) -> None:
    page = visitor.post(f"{new}preview/", {"ip_address": "127.0.0.1", "friendly_name": "Gate"})
    assert "every machine’s own address" in html_of(page)


def test_an_address_is_changed_and_only_what_was_touched_is_sent(
    visitor: Client, office: IpAccessControlList, operator: User
) -> None:
    gate = address(office, operator)
    path = f"/access/addresses/{gate.sid}/edit/"
    answer = send(visitor, path, friendly_name="Gate")
    assert answer["Location"] == office.get_absolute_url()
    assert Change.objects.latest_first()[0].asked == {"friendly_name": "Gate"}


def test_a_wider_network_takes_no_asking_and_a_narrower_one_says_whom_it_shuts_out(
    visitor: Client, office: IpAccessControlList, operator: User
) -> None:
    gate = address(office, operator, "8.8.4.0", 24)
    path = f"/access/addresses/{gate.sid}/edit/"
    assert send(visitor, path, ip_address="8.8.4.0/23").status_code == 303
    page = send(visitor, path, cidr_prefix_length="32")
    assert page.status_code == 422
    assert "Calls from 8.8.4.0/23 are no longer let in by this list." in html_of(page)
    assert sent_again(visitor, page, path).status_code == 303
    gate.refresh_from_db()
    assert gate.cidr == "8.8.4.0/32"


def test_a_mistake_that_was_made_before_is_not_asked_about_again(
    visitor: Client, office: IpAccessControlList, operator: User
) -> None:
    gate = address(office, operator, "192.168.0.7")
    answer = send(visitor, f"/access/addresses/{gate.sid}/edit/", friendly_name="Laboratory")
    assert answer.status_code == 303


def test_an_address_is_removed_without_typing_it(
    visitor: Client, office: IpAccessControlList, operator: User, own: SipDomain
) -> None:
    gate = address(office, operator)
    map_list(own, office, operator)
    path = f"/access/addresses/{gate.sid}/delete/"
    page = visitor.get(path)
    assert "Calls from 8.8.4.4 do not pass Office any more" in html_of(page)
    assert own.get_absolute_url() in html_of(page)
    assert send(visitor, path, reason="Moved")["Location"] == office.get_absolute_url()
    gate.refresh_from_db()
    assert gate.is_gone
    assert Change.objects.latest_first()[0].reason == "Moved"


def test_what_changed_meanwhile_is_shown_before_it_is_removed(
    visitor: Client, office: IpAccessControlList, operator: User
) -> None:
    gate = address(office, operator)
    path = f"/access/addresses/{gate.sid}/delete/"
    typed = fields(visitor.get(path))
    Resource.objects.filter(sid=gate.sid).update(body=at_the_sandbox(gate.sid) | {"cidr_prefix_length": 24})
    page = visitor.post(path, typed)
    assert (page.status_code, page.context["sight"].news.rows[0].label) == (409, "Prefix length")
    assert at_the_sandbox(gate.sid)
    assert visitor.post(path, fields(page)).status_code == 303


# Credentials


def test_a_credential_is_removed(visitor: Client, operator: User) -> None:
    phones = credential_list(operator)
    desk = credential(phones, operator)
    path = f"/access/credentials/{desk.sid}/delete/"
    assert "comes back only with another one" in html_of(visitor.get(path))
    assert send(visitor, path)["Location"] == phones.get_absolute_url()
    assert Credential.objects.get().is_gone


def test_what_is_meant_for_another_list_is_made_on_no_other(
    visitor: Client, office: IpAccessControlList, own: SipDomain, operator: User
) -> None:
    """A mapping that is not of this list says nothing about it."""
    home = ip_list(operator, "Home")
    map_list(own, home, operator)
    assert mapping(own, office).sid != home.sid
    assert visitor.get(f"{LISTS}{office.sid}/").context["uses"] == []
