"""The pages of Twilio that the explanations rest on, each named once."""

from dataclasses import dataclass

DOCS = "https://www.twilio.com/docs"
SUPPORT = "https://support.twilio.com/hc/en-us/articles"


@dataclass(frozen=True)
class Source:
    """A page at Twilio: its title as a link reads it, and its address."""

    title: str
    url: str


SOURCES: dict[str, Source] = {
    "availability": Source("Availability and reliability", f"{DOCS}/usage/security/availability-reliability"),
    "byoc": Source("Bring your own carrier", f"{DOCS}/voice/bring-your-own-carrier-byoc"),
    "byoc_trunk": Source("BYOC trunk resource", f"{DOCS}/voice/bring-your-own-carrier-byoc/api/byoctrunk-resource"),
    "cooldown": Source("Deleted names and their cooldown", f"{SUPPORT}/50492295345947"),
    "credential": Source("Credential resource", f"{DOCS}/voice/sip/api/sip-credential-resource"),
    "credential_list": Source("Credential list resource", f"{DOCS}/voice/sip/api/sip-credentiallist-resource"),
    "domain": Source("SIP domain resource", f"{DOCS}/voice/sip/api/sip-domain-resource"),
    "edges": Source("Edge locations", f"{DOCS}/global-infrastructure/edge-locations"),
    "emergency": Source("Emergency calling for SIP", f"{DOCS}/voice/sip/emergency-calling"),
    "emergency_api": Source("Emergency calling API", f"{DOCS}/voice/sip/api/emergency-calling-api"),
    "interface": Source("SIP interface", f"{DOCS}/voice/api/sip-interface"),
    "ip_address": Source("IP address resource", f"{DOCS}/voice/sip/api/sip-ipaddress-resource"),
    "ip_list": Source("IP access control list resource", f"{DOCS}/voice/sip/api/sip-ipaccesscontrollist-resource"),
    "ip_mapping": Source(
        "IP access control list mapping", f"{DOCS}/voice/sip/api/sip-ipaccesscontrollistmapping-resource"
    ),
    "localized": Source("Localized SIP addresses", f"{DOCS}/global-infrastructure/localized-uris/sip-uris"),
    "overrides": Source("Connection overrides", f"{DOCS}/usage/webhooks/webhooks-connection-overrides"),
    "regional": Source("Regional SIP domains", f"{DOCS}/global-infrastructure/regional-sip-domains"),
    "registration": Source("SIP registration", f"{DOCS}/voice/api/sip-registration"),
    "registration_mapping": Source(
        "Credential lists for registration",
        f"{DOCS}/voice/sip/api/sip-domain-registration-credentiallistmapping-resource",
    ),
    "routing": Source(
        "Routing a domain to a Region", f"{DOCS}/global-infrastructure/inbound-processing-region-api-sipdomain"
    ),
    "secure": Source("Secure media", f"{DOCS}/voice/api/secure-media"),
    "sending": Source("Sending SIP to Twilio", f"{DOCS}/voice/api/sending-sip"),
    "sip_twiml": Source("TwiML for SIP", f"{DOCS}/voice/api/sip-twiml"),
    "twiml": Source("TwiML for Voice", f"{DOCS}/voice/twiml"),
    "webhooks": Source("Security of webhooks", f"{DOCS}/usage/webhooks/webhooks-security"),
}


def error(code: int) -> Source:
    """Return Twilio's page about one of its error codes."""
    return Source(f"Error {code}", f"{DOCS}/api/errors/{code}")
