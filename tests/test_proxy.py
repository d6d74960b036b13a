"""Where a request came from."""

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from sipadmin.proxy import client_address


def test_without_a_proxy_nobody_can_claim_another_address(rf: RequestFactory, settings: Settings) -> None:
    settings.HTTPS = False
    request = rf.get("/", REMOTE_ADDR="192.0.2.1", headers={"X-Forwarded-For": "203.0.113.9"})
    assert client_address(request) == "192.0.2.1"


@pytest.mark.parametrize(
    ("noted", "address"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("198.51.100.7, 203.0.113.9", "203.0.113.9"),  # what the client itself wrote comes first
        ("2001:db8::1", "2001:db8::1"),
        ("203.0.113.9:50123", "203.0.113.9"),
        ("[2001:db8::1]:50123", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("unknown", "192.0.2.1"),
        ("", "192.0.2.1"),
    ],
)
def test_behind_a_proxy_the_last_address_it_noted_counts(
    noted: str, address: str, rf: RequestFactory, settings: Settings
) -> None:
    settings.HTTPS = True
    request = rf.get("/", REMOTE_ADDR="192.0.2.1", headers={"X-Forwarded-For": noted})
    assert client_address(request) == address
