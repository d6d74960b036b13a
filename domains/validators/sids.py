"""SIDs of Twilio's resources."""

import re

from django.utils.deconstruct import deconstructible

from .sentences import about_it

SID_KINDS = {
    "AC": "an account",
    "AD": "an address",
    "AL": "an IP access control list",
    "AP": "a TwiML application",
    "BY": "a BYOC trunk",
    "CA": "a call",
    "CL": "a credential list",
    "CR": "a credential",
    "PN": "a phone number",
    "SD": "a SIP domain",
    "SK": "an API key",
    "TK": "an Elastic SIP trunk",
}
_SID = re.compile(r"[0-9a-fA-F]{32}")


@deconstructible
class SidValidator:
    """Refuses what is not the SID of one kind of resource: two capitals and 32 hexadecimal digits."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SidValidator) and other.prefix == self.prefix

    def __hash__(self) -> int:
        return hash(self.prefix)

    def __call__(self, value: str) -> None:
        prefix, rest = value[:2], value[2:]
        if prefix == self.prefix and _SID.fullmatch(rest):
            return
        raise about_it("SID", self._what_to_do(value, prefix, rest), code="sid")

    def _what_to_do(self, value: str, prefix: str, rest: str) -> str:
        rule = f"must be {self.prefix} and 32 hexadecimal digits"
        whose = SID_KINDS[self.prefix]
        if _SID.fullmatch(rest) and prefix.upper() == self.prefix:
            return f"{rule}: write {self.prefix} in capitals."
        if _SID.fullmatch(rest) and prefix.upper() in SID_KINDS:
            return f"{rule}: this is the SID of {SID_KINDS[prefix.upper()]}, enter that of {whose}."
        if re.fullmatch(r"\+?[\d\s().-]{6,}", value):
            return f"{rule}: this looks like a phone number, enter the SID of {whose}, which Twilio’s Console shows."
        if prefix == self.prefix and re.fullmatch(r"[0-9a-fA-F]*", rest):
            return f"{rule}: this one has {len(rest)} digits after {self.prefix}."
        return f"{rule}: enter the SID of {whose}."
