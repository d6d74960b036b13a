"""What may be sent to Twilio: pure functions that repair or refuse one typed value.

Every refusal is one sentence that says what to do. The rules are those of
https://www.twilio.com/docs/voice/sip/api/sip-domain-resource and of the pages beside it, completed where Twilio is
silent by what a host name (RFC 1123), a URL (RFC 3986) and a SIP user name (RFC 3261) can be.
"""

from .addresses import (
    HALVES,
    WIDEST_PRIVATE,
    is_off_the_internet,
    is_wide_open,
    network_of,
    split_address,
    validate_ip_address,
    validate_prefix_length,
)
from .credentials import (
    PASSWORD_LEAST,
    USERNAME_LIMIT,
    generate_password,
    normalize_username,
    validate_password,
    validate_username,
)
from .lists import CREDENTIAL_LIST_NAME_LIMIT, IP_LIST_NAME_LIMIT, ListNameValidator
from .names import DOMAIN_SUFFIX, HOST_LIMIT, normalize_domain_name, parent_domain, validate_domain_name
from .reasons import REASON_LIMIT, normalize_reason, validate_reason
from .sids import SidValidator
from .urls import URL_LIMIT, validate_webhook_url

__all__ = [
    "CREDENTIAL_LIST_NAME_LIMIT",
    "DOMAIN_SUFFIX",
    "HALVES",
    "HOST_LIMIT",
    "IP_LIST_NAME_LIMIT",
    "PASSWORD_LEAST",
    "REASON_LIMIT",
    "URL_LIMIT",
    "USERNAME_LIMIT",
    "WIDEST_PRIVATE",
    "ListNameValidator",
    "SidValidator",
    "generate_password",
    "is_off_the_internet",
    "is_wide_open",
    "network_of",
    "normalize_domain_name",
    "normalize_reason",
    "normalize_username",
    "parent_domain",
    "split_address",
    "validate_domain_name",
    "validate_ip_address",
    "validate_password",
    "validate_prefix_length",
    "validate_reason",
    "validate_username",
    "validate_webhook_url",
]
