"""The account's phone numbers: a few that are always there and that nothing changes, for emergency calling to name.

https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource. The numbers are of ranges that are nobody's:
https://www.ofcom.org.uk for 020 7946, the North American 555-01.
"""

import re
from collections.abc import Mapping
from typing import Any

from . import ACCOUNT_SID
from .messages import Question
from .refusals import not_allowed, not_found

COLLECTION = "IncomingPhoneNumbers"
REGISTERED, UNREGISTERED, PENDING = (f"PN{number:032x}" for number in (1, 2, 3))

_OWN = f"/2010-04-01/Accounts/{ACCOUNT_SID}/{COLLECTION}"
_PATH = re.compile(rf"{re.escape(_OWN)}(?:/(?P<sid>PN[0-9a-fA-F]{{32}}))?\.json")


def _number(sid: str, number: str, name: str, address_status: str) -> dict[str, Any]:
    has_address = address_status != "unregistered"
    return {
        "sid": sid,
        "account_sid": ACCOUNT_SID,
        "api_version": "2010-04-01",
        "friendly_name": name,
        "phone_number": number,
        "capabilities": {"voice": True, "sms": False, "mms": False, "fax": False},
        "emergency_status": "Active",
        "emergency_address_sid": f"AD{sid[2:]}" if has_address else None,
        "emergency_address_status": address_status,
        "voice_url": "https://demo.twilio.com/docs/voice.xml",
        "voice_method": "POST",
        "trunk_sid": None,
        "status": "in-use",
        "date_created": "Mon, 20 Jul 2015 17:27:10 +0000",
        "date_updated": "Mon, 20 Jul 2015 17:27:10 +0000",
        "uri": f"{_OWN}/{sid}.json",
    }


NUMBERS: Mapping[str, dict[str, Any]] = {
    REGISTERED: _number(REGISTERED, "+12025550142", "Front desk", "registered"),
    UNREGISTERED: _number(UNREGISTERED, "+12025550187", "Warehouse", "unregistered"),
    PENDING: _number(PENDING, "+442079460123", "London office", "pending-registration"),
}
"""Every number there is, by its SID."""


def are_asked_for(path: str) -> bool:
    """Whether a path is that of the numbers, or of one."""
    return _PATH.fullmatch(path) is not None


def answer(question: Question) -> tuple[int, dict[str, Any]]:
    """Answer about the numbers: HTTP's status and the body. Raises Refusal."""
    match = _PATH.fullmatch(question.path)
    if question.method != "GET":
        raise not_allowed()
    if match and match["sid"]:
        if match["sid"] not in NUMBERS:
            raise not_found(question.path)
        return 200, NUMBERS[match["sid"]]
    return 200, {
        "incoming_phone_numbers": list(NUMBERS.values()),
        "start": 0,
        "end": len(NUMBERS) - 1,
        "page": 0,
        "page_size": 50,
        "uri": f"{_OWN}.json?PageSize=50&Page=0",
        "first_page_uri": f"{_OWN}.json?PageSize=50&Page=0",
        "next_page_uri": None,
        "previous_page_uri": None,
    }
