"""How Twilio says no."""

import re
from collections.abc import Mapping
from typing import Any


class Refusal(Exception):
    """An answer with Twilio's code (https://www.twilio.com/docs/api/errors) and words."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message

    def body(self) -> dict[str, Any]:
        """Return the body, in the shape of https://www.twilio.com/docs/usage/twilios-response."""
        return {
            "code": self.code,
            "message": self.message,
            "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
            "status": self.status,
        }


def unauthorized() -> Refusal:
    """Return the answer to credentials that do not fit, whether they are wrong, missing or another account's."""
    return known(20003)


def not_found(path: str) -> Refusal:
    """Return the answer about what is not there, or not any more."""
    return Refusal(404, 20404, f"The requested resource {path} was not found")


def not_allowed() -> Refusal:
    """Return the answer to a verb that the resource does not know."""
    return known(20004)


def out_of_order() -> Refusal:
    """Return the answer that leaves open whether anything happened."""
    return known(20500)


def invalid(message: str) -> Refusal:
    """Return the answer to a parameter of a SIP domain that cannot be taken."""
    return Refusal(400, 21231, message)


_KNOWN = {
    20002: (400, "Invalid FriendlyName"),
    20003: (401, "Authenticate"),
    20004: (405, "Method not allowed"),
    20008: (403, "Resource not accessible with Test Account Credentials"),
    20404: (404, "The requested resource was not found"),
    20422: (400, "Invalid parameter"),
    20429: (429, "Too many requests"),
    20500: (500, "Internal Server Error"),
    20503: (503, "Service Unavailable"),
    21230: (400, "The maximum number of SIP domains has been reached for this account"),
    21231: (400, "Invalid Domain Name"),
    21232: (400, "Domain {DomainName} already exists."),
    21233: (400, "Cannot delete domain because it has subdomains"),
    21235: (400, "IpAccessControlList validation error: {FriendlyName} already exists."),
    21236: (400, "Cannot delete IpAccessControlList because it is still associated with a domain"),
    21237: (400, "The maximum number of IP addresses has been reached for this IpAccessControlList"),
    21238: (400, "Invalid IP address: {IpAddress}"),
    21239: (400, "The maximum number of CredentialLists has been reached for this account"),
    21240: (400, "CredentialList validation error: {FriendlyName} already exists."),
    21241: (400, "Cannot delete CredentialList because it is still associated with a domain"),
    21242: (400, "The maximum number of credentials has been reached for this CredentialList"),
    21243: (400, "Credential validation error: {Username} already exists."),
    21255: (400, "The maximum number of IpAccessControlLists has been reached for this account"),
    21300: (400, "Invalid BYOC Trunk SID: {ByocTrunkSid}"),
}


def known(code: int, values: Mapping[str, str] | None = None) -> Refusal:
    """Return the answer that Twilio usually gives with this code, about the `values` that were sent."""
    status, message = _KNOWN.get(code, (400, "The request was refused"))
    said = re.sub(r"\{(\w+)\}", lambda match: (values or {}).get(match[1], ""), message)
    return Refusal(status, code, said)
