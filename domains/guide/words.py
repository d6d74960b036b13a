"""The words of the field, for those who meet them for the first time."""

from dataclasses import dataclass

from .sources import SOURCES, Source


@dataclass(frozen=True)
class Word:
    """A word, what it means here, and where Twilio explains it."""

    word: str
    meaning: str
    source: Source


WORDS: tuple[Word, ...] = (
    Word(
        "BYOC trunk",
        "What joins a carrier of your own to Twilio: bring your own carrier. Its SID begins with BY.",
        SOURCES["byoc"],
    ),
    Word(
        "Credential list",
        "User names and passwords. Mapped for calls, it lets phones in; mapped for registrations, lets them register.",
        SOURCES["credential_list"],
    ),
    Word(
        "Edge",
        "A place where traffic enters Twilio’s network, such as dublin. Every domain can be reached through each.",
        SOURCES["edges"],
    ),
    Word(
        "IP access control list",
        "IP addresses that may call, IPv4 only. “ACL” in Twilio’s API.",
        SOURCES["ip_list"],
    ),
    Word(
        "Region",
        "Where Twilio processes and keeps data: us1, ie1 or au1. Domains and lists belong to one.",
        SOURCES["regional"],
    ),
    Word(
        "Registrar",
        "What phones register with to be reachable: a domain with SIP registration on.",
        SOURCES["registration"],
    ),
    Word(
        "SIP domain",
        "An address at Twilio that phones and PBXs call, ending in sip.twilio.com. Its SID begins with SD.",
        SOURCES["domain"],
    ),
    Word(
        "TwiML",
        "The XML in which your application tells Twilio what to do with a call: say, play, record, dial.",
        SOURCES["twiml"],
    ),
)
