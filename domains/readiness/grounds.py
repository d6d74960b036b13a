"""What is so of every reason of one kind: how bad it is, why it matters, what mends it, and where Twilio says so."""

from dataclasses import dataclass
from enum import StrEnum

from ..guide.sources import SOURCES, Source, error


class Standing(StrEnum):
    """How it stands with calls, or with registration: the worst first."""

    BLOCKED = "blocked"
    NOT_KNOWN = "not-known"
    AT_RISK = "at-risk"
    NOT_WANTED = "not-wanted"
    READY = "ready"

    @property
    def rank(self) -> int:
        """How bad it is: 0 is the worst."""
        return _RANKS[self]


_RANKS = {one: rank for rank, one in enumerate(Standing)}


class Code(StrEnum):
    """Every reason there is, in the order in which they are told."""

    GONE = "gone"
    DISABLED = "disabled"
    OPEN_THOUGH_DISABLED = "open-though-disabled"
    REGISTRATION_OFF = "registration-off"
    OFF_THOUGH_MAPPED = "off-though-mapped"
    NO_LIST = "no-list"
    NO_REGISTRATION_LIST = "no-registration-list"
    EMPTY = "empty"
    PRIVATE_ONLY = "private-only"
    NO_VOICE_URL = "no-voice-url"
    UNREACHABLE_URL = "unreachable-url"
    LISTS_UNSEEN = "lists-unseen"
    REGISTRATION_LISTS_UNSEEN = "registration-lists-unseen"
    LISTS_CONTRADICT = "lists-contradict"
    ENTRIES_UNSEEN = "entries-unseen"
    DIALING_UNSEEN = "dialing-unseen"
    CANNOT_DIAL = "cannot-dial"
    DIAL_BY_ADDRESS = "dial-by-address"
    WIDE_OPEN = "wide-open"
    EMPTY_BESIDE = "empty-beside"
    PRIVATE_BESIDE = "private-beside"
    EXAMPLE_URL = "example-url"
    PLAIN_HTTP = "plain-http"
    NO_FALLBACK = "no-fallback"
    EMERGENCY_WITHOUT_NUMBER = "emergency-without-number"
    EMERGENCY_NUMBER_UNSEEN = "emergency-number-unseen"
    EMERGENCY_NUMBER_GONE = "emergency-number-gone"
    EMERGENCY_ADDRESS = "emergency-address"
    DIFFERS = "differs"
    STALE = "stale"


@dataclass(frozen=True)
class Ground:
    """What is so of every reason with one code: what it makes of a domain, why it matters, what to do, and where."""

    standing: Standing
    matters: str
    remedy: str
    source: Source


GROUNDS: dict[Code, Ground] = {
    Code.GONE: Ground(
        Standing.BLOCKED,
        "Whatever is sent to a name that is not there is refused.",
        "Create it again, once its name is free.",
        SOURCES["cooldown"],
    ),
    Code.DISABLED: Ground(
        Standing.NOT_WANTED,
        "What is out of service takes no calls until it is enabled.",
        "Enable the domain.",
        SOURCES["domain"],
    ),
    Code.OPEN_THOUGH_DISABLED: Ground(
        Standing.AT_RISK,
        "Whoever is let in uses a domain that nobody expects to be in use, and what they call is charged to you.",
        "Take away the lists that are mapped.",
        SOURCES["domain"],
    ),
    Code.REGISTRATION_OFF: Ground(
        Standing.NOT_WANTED,
        "A phone that is not registered can make calls, but cannot be called.",
        "Turn SIP registration on if phones are to be called.",
        error(32210),
    ),
    Code.OFF_THOUGH_MAPPED: Ground(
        Standing.BLOCKED,
        "The list lets nobody register as long as registration is off: Twilio answers every REGISTER with 32210.",
        "Turn SIP registration on.",
        error(32210),
    ),
    Code.NO_LIST: Ground(
        Standing.BLOCKED,
        "Twilio lets in only who is on a mapped list: without one it refuses everybody, and writes nothing down.",
        "Map a list for calls.",
        SOURCES["domain"],
    ),
    Code.NO_REGISTRATION_LIST: Ground(
        Standing.BLOCKED,
        "Twilio answers every REGISTER with 32212: a list for calls does not count, nor does an IP list.",
        "Map a credential list for registrations.",
        error(32212),
    ),
    Code.EMPTY: Ground(
        Standing.BLOCKED,
        "A list lets in who is on it, so one that is empty lets in nobody.",
        "Add to the list who is to be let in.",
        SOURCES["ip_list"],
    ),
    Code.PRIVATE_ONLY: Ground(
        Standing.BLOCKED,
        "Twilio sees the public address that a call comes from, so private addresses and loopback let in nobody.",
        "Add the public address that calls come from.",
        SOURCES["ip_address"],
    ),
    Code.NO_VOICE_URL: Ground(
        Standing.BLOCKED,
        "A call that is let in has no instructions then, and fails.",
        "Give it a voice URL.",
        SOURCES["sending"],
    ),
    Code.UNREACHABLE_URL: Ground(
        Standing.BLOCKED,
        "Twilio asks from the Internet, and what it cannot reach gives a call no instructions (11200).",
        "Give it a voice URL that the Internet reaches.",
        error(11200),
    ),
    Code.LISTS_UNSEEN: Ground(
        Standing.NOT_KNOWN,
        "A list that is empty lets in nobody, and one that is wide open lets in everybody.",
        "Look at what is mapped.",
        SOURCES["ip_mapping"],
    ),
    Code.REGISTRATION_LISTS_UNSEEN: Ground(
        Standing.NOT_KNOWN,
        "Until a list is mapped for registrations, Twilio answers every REGISTER with 32212.",
        "Look at what is mapped.",
        SOURCES["registration_mapping"],
    ),
    Code.LISTS_CONTRADICT: Ground(
        Standing.NOT_KNOWN,
        "An IP list and a credential list together must both pass, so one more or less decides who is let in.",
        "Look at what is mapped.",
        SOURCES["ip_mapping"],
    ),
    Code.ENTRIES_UNSEEN: Ground(
        Standing.NOT_KNOWN,
        "A list that is empty lets in nobody, and one that is wide open lets in everybody.",
        "Look into the list.",
        SOURCES["ip_list"],
    ),
    Code.DIALING_UNSEEN: Ground(
        Standing.NOT_KNOWN,
        "Registering and calling each have lists of their own: a phone may ring and still not be able to call.",
        "Look at what is mapped.",
        SOURCES["registration"],
    ),
    Code.CANNOT_DIAL: Ground(
        Standing.AT_RISK,
        "Registering and calling each have lists of their own: such a phone rings, but its own calls are refused.",
        "Map for calls the list that the phones register with.",
        SOURCES["registration"],
    ),
    Code.DIAL_BY_ADDRESS: Ground(
        Standing.AT_RISK,
        "To map the phones’ list for calls as well helps nobody: an IP list and a credential list together must both "
        "pass.",
        "Map the list that the phones register with for calls in place of the IP list, which keeps out whoever calls "
        "by address alone.",
        SOURCES["ip_mapping"],
    ),
    Code.WIDE_OPEN: Ground(
        Standing.AT_RISK,
        "Whoever has one of these addresses is let in, and what they call is charged to you.",
        "Leave only networks on the list whose owners you know.",
        SOURCES["ip_mapping"],
    ),
    Code.EMPTY_BESIDE: Ground(
        Standing.AT_RISK,
        "Any one list of a kind is enough, so others are let in, but not those whom this one is for.",
        "Add to the list who is to be let in.",
        SOURCES["ip_list"],
    ),
    Code.PRIVATE_BESIDE: Ground(
        Standing.AT_RISK,
        "Twilio sees the public address that a call comes from: others are let in, but not those whom this one is for.",
        "Add the public address that calls come from.",
        SOURCES["ip_address"],
    ),
    Code.EXAMPLE_URL: Ground(
        Standing.AT_RISK,
        "Nothing of yours answers there, so a call gets no instructions.",
        "Give it the address of your application.",
        SOURCES["domain"],
    ),
    Code.PLAIN_HTTP: Ground(
        Standing.AT_RISK,
        "Who is calling whom can be read on the way, and what is to happen to the call can be changed.",
        "Give it an address that begins with https://.",
        SOURCES["webhooks"],
    ),
    Code.NO_FALLBACK: Ground(
        Standing.AT_RISK,
        "When the voice URL does not answer in time, or with an error, the call ends there.",
        "Give it a fallback URL, on another machine if there is one.",
        SOURCES["availability"],
    ),
    Code.EMERGENCY_WITHOUT_NUMBER: Ground(
        Standing.AT_RISK,
        "An emergency call that shows any other number is rejected, and one without a registered address costs 75 US "
        "dollars in the United States and Canada.",
        "Choose a number whose address is registered.",
        SOURCES["emergency"],
    ),
    Code.EMERGENCY_NUMBER_UNSEEN: Ground(
        Standing.AT_RISK,
        "Without a registered address, emergency services do not know where to come.",
        "Look the number up.",
        SOURCES["emergency_api"],
    ),
    Code.EMERGENCY_NUMBER_GONE: Ground(
        Standing.AT_RISK,
        "Emergency services call this number back.",
        "Choose a number of this account whose address is registered.",
        SOURCES["emergency"],
    ),
    Code.EMERGENCY_ADDRESS: Ground(
        Standing.AT_RISK,
        "Emergency services do not know where to come, and in the United States and Canada the call costs 75 US "
        "dollars.",
        "Choose a number whose address is registered, or register this one’s in Twilio’s Console and look it up again.",
        error(22221),
    ),
    Code.DIFFERS: Ground(
        Standing.AT_RISK,
        "Somebody has changed it elsewhere, or Twilio has not done what it was asked for.",
        "Compare, and decide what is to hold.",
        SOURCES["domain"],
    ),
    Code.STALE: Ground(
        Standing.AT_RISK,
        "Whoever works in Twilio’s Console may have changed it since.",
        "Look at it again.",
        SOURCES["domain"],
    ),
}
