"""What may be sent to Twilio: pure functions that repair or refuse one typed value.

Every refusal is one sentence that says what to do. The rules are those of
https://www.twilio.com/docs/voice/sip/api/sip-domain-resource, completed where Twilio is silent by what a host name (RFC
1123) and a URL (RFC 3986) can be.
"""

from .names import DOMAIN_SUFFIX, HOST_LIMIT, normalize_domain_name, parent_domain, validate_domain_name
from .reasons import REASON_LIMIT, normalize_reason, validate_reason
from .sids import SidValidator
from .urls import URL_LIMIT, validate_webhook_url

__all__ = [
    "DOMAIN_SUFFIX",
    "HOST_LIMIT",
    "REASON_LIMIT",
    "URL_LIMIT",
    "SidValidator",
    "normalize_domain_name",
    "normalize_reason",
    "parent_domain",
    "validate_domain_name",
    "validate_reason",
    "validate_webhook_url",
]
