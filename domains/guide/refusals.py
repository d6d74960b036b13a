"""What refuses a call or a phone, by what is seen of it."""

from dataclasses import dataclass

from .sources import SOURCES, Source, error


@dataclass(frozen=True)
class Refusal:
    """One symptom, why it comes, what to do, and where Twilio says so: nowhere, for what operators found out."""

    symptom: str
    cause: str
    remedy: str
    source: Source | None


REFUSALS: tuple[Refusal, ...] = (
    Refusal(
        "Every call is refused, and the account shows no error",
        "Nothing is mapped for calls, or a mapped list is empty. Or the call was sent to an IP address.",
        "Map a list that is not empty, and send to the domain’s name.",
        SOURCES["interface"],
    ),
    Refusal(
        "403, and no challenge (407) before it",
        "The caller’s address is on no mapped IP access control list (32201).",
        "Add the public address that the caller comes from.",
        error(32201),
    ),
    Refusal(
        "Challenged (407), then refused: 32202",
        "The user name or password is on no mapped credential list.",
        "Compare both; replace the password, which cannot be read back.",
        error(32202),
    ),
    Refusal(
        "Signing in is refused: 32106",
        "The phone’s user name and its authorization name differ.",
        "Give both the same value.",
        error(32106),
    ),
    Refusal("404 after the challenge", "The domain has no voice URL.", "Give it one.", None),
    Refusal(
        "The call is refused: 488, 32208 or 32209",
        "Secure media is on, and the call came without TLS or SRTP.",
        "Set the phone to TLS and SRTP.",
        error(32209),
    ),
    Refusal(
        "The call is refused: 32207",
        "Secure media is off, and the call carries SRTP.",
        "Turn secure media on, or SRTP off at the phone.",
        error(32207),
    ),
    Refusal(
        "REGISTER is refused: 32210",
        "SIP registration is off.",
        "Turn it on.",
        error(32210),
    ),
    Refusal(
        "REGISTER is refused: 32212",
        "No credential list is mapped for registrations.",
        "Map one, apart from the list for calls.",
        error(32212),
    ),
    Refusal(
        "A phone cannot be called: 32009",
        "It is not registered at this moment.",
        "Look for it in Twilio’s Console, under Registered SIP endpoints.",
        error(32009),
    ),
    Refusal(
        "A phone cannot be called: 32220",
        "The address that TwiML dials has an edge in it.",
        "Dial name@acme.sip.twilio.com, without the edge.",
        error(32220),
    ),
    Refusal(
        "The call is let in and ends at once: 11200",
        "The voice URL did not answer, not in time, or with an HTTP error.",
        "Open the URL from outside, and give the domain a fallback URL.",
        error(11200),
    ),
    Refusal(
        "An emergency call costs a fee: 22221",
        "The number that called has no registered emergency address.",
        "Register its address.",
        error(22221),
    ),
)
