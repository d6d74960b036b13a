"""What stands behind the hint of each field: one entry for every parameter, by its name."""

from dataclasses import dataclass

from .sources import SOURCES, Source, error


@dataclass(frozen=True)
class Entry:
    """One explanation: its subject, a few sentences, values to imitate, its sources, and where it goes on.

    `section` is the anchor of a section of the page “How a SIP domain works”; empty where there is none.
    """

    subject: str
    sentences: tuple[str, ...]
    sources: tuple[Source, ...]
    section: str = ""
    examples: tuple[tuple[str, str], ...] = ()


FIELDS: dict[str, Entry] = {
    "domain_name": Entry(
        "the domain name",
        (
            "A name is unique among all accounts of Twilio, and only creating it tells whether it is free.",
            (
                "A name with a dot before the suffix is a sub-domain: its parent must exist already, in this account "
                "or the one above it."
            ),
            "Names with an edge in them, such as acme.sip.dublin.twilio.com, are addresses of a domain and not names.",
            "Once a domain is deleted, its name can stay locked for up to 30 days, for everybody.",
        ),
        (SOURCES["domain"], SOURCES["sending"], SOURCES["cooldown"]),
        "names",
        (
            ("acme.sip.twilio.com", "a name of its own"),
            ("desk.acme.sip.twilio.com", "a sub-domain, after acme.sip.twilio.com"),
        ),
    ),
    "friendly_name": Entry(
        "the friendly name",
        (
            "Only people read it: in Twilio’s Console, in its API and here. Calls are not affected by it.",
            "It can be changed at any time.",
        ),
        (SOURCES["domain"],),
        examples=(("Front desk, Lisbon", "says whose phones these are"),),
    ),
    "voice_url": Entry(
        "the voice URL",
        (
            "When a call has been let in, Twilio asks this address what to do with it, and the answer must be TwiML.",
            "All callers of a domain come to the same URL: who calls, whom, and from which IP address is sent along.",
            (
                "Twilio must be able to reach it over the public Internet. It waits up to 15 seconds for the answer, "
                "unless a fragment at the end of the URL says otherwise."
            ),
        ),
        (SOURCES["sending"], SOURCES["overrides"]),
        "webhooks",
        (
            ("https://voice.example.com/calls", "asked once more if the connection fails"),
            ("https://voice.example.com/calls#rc=2", "asked up to twice more"),
            ("https://voice.example.com/calls#rt=5000", "an answer is waited for 5 seconds"),
        ),
    ),
    "voice_method": Entry(
        "the voice method",
        (
            "POST sends what Twilio knows of the call as a form, GET as a query string.",
            "A static TwiML file is usually served to GET only.",
        ),
        (SOURCES["twiml"],),
        "webhooks",
    ),
    "voice_fallback_url": Entry(
        "the voice fallback URL",
        (
            (
                "Twilio asks it when the TwiML of the voice URL could not be fetched or could not be carried out: a "
                "time-out, an HTTP error, TwiML that does not parse."
            ),
            "It helps most on another machine than the voice URL. A static TwiML file that apologises is enough.",
            "Without it, such a call ends there.",
        ),
        (SOURCES["domain"], SOURCES["availability"]),
        "webhooks",
        (("https://static.example.net/sorry.xml", "on another machine, and with the method GET"),),
    ),
    "voice_fallback_method": Entry(
        "the voice fallback method",
        ("POST sends a form, GET a query string.", "For a static file, GET."),
        (SOURCES["twiml"],),
        "webhooks",
    ),
    "voice_status_callback_url": Entry(
        "the voice status callback URL",
        (
            (
                "Told once for each call that came in, when it has ended: the event is “completed”, and there are no "
                "others for calls to a domain."
            ),
            "Use it to keep records of calls. What it answers changes nothing for the caller.",
        ),
        (SOURCES["sending"],),
        "webhooks",
        (("https://voice.example.com/ended", "receives the call’s SID and how long it lasted"),),
    ),
    "voice_status_callback_method": Entry(
        "the voice status callback method",
        ("POST sends a form, GET a query string.", "A receiver that writes something down is best asked with POST."),
        (SOURCES["twiml"],),
        "webhooks",
    ),
    "sip_registration": Entry(
        "SIP registration",
        (
            (
                "A phone that registers says where it can be reached, so that calls can be sent to it. To make calls, "
                "a phone need not register."
            ),
            (
                "Registering has a credential list of its own: mapped for registrations, apart from the one for calls. "
                "The same list may be mapped for both. An IP access control list does not count here."
            ),
            "Until such a list is mapped, every REGISTER is refused (Twilio 32212).",
        ),
        (SOURCES["registration"], SOURCES["registration_mapping"], error(32212)),
        "registration",
    ),
    "emergency_calling_enabled": Entry(
        "emergency calling",
        (
            (
                "The number that a phone calls from must be a Twilio number with a registered emergency address. In "
                "the United States and Canada a call without one costs 75 US dollars."
            ),
            "Twilio does not ask the voice URL about an emergency call: it goes out at once.",
            (
                "In the United States and Canada test it by calling 933. Whether Twilio’s API refuses to switch this "
                "on without such a number is not documented."
            ),
        ),
        (SOURCES["emergency"],),
        "emergency",
    ),
    "secure": Entry(
        "secure media",
        (
            (
                "It is a flag day in both directions. On, calls must come by TLS and carry SRTP, and all others are "
                "refused. Off, calls that carry SRTP are refused, while TLS for signalling is still allowed."
            ),
            "Change the phones and the domain together, or make a second domain and move the phones over one by one.",
            "On, phones must register over TLS as well.",
        ),
        (SOURCES["secure"],),
        "secure-media",
        (("sip:desk@acme.sip.twilio.com;transport=tls", "TLS, port 5061; Twilio does not take sips:"),),
    ),
    "byoc_trunk_sid": Entry(
        "the BYOC trunk SID",
        (
            (
                "BYOC means “bring your own carrier”: calls of that carrier reach Twilio through the trunk, and the "
                "domain is where the carrier sends them."
            ),
            (
                "The trunk must exist in the same account, or Twilio refuses the domain (21300). The domain still "
                "needs access lists of its own, with the carrier’s addresses."
            ),
            "A trunk has a voice URL too. That it goes before the domain’s is likely, but not documented.",
        ),
        (SOURCES["byoc"], SOURCES["byoc_trunk"], error(21300)),
        "byoc",
    ),
    "emergency_caller_sid": Entry(
        "the emergency caller SID",
        (
            (
                "One phone number of this account that every emergency call from the domain is made with, and that "
                "emergency services call back."
            ),
            (
                "It needs a registered emergency address in the country of the phones, and a voice URL that works, or "
                "nobody answers the call back."
            ),
            "It stands for one place. Where phones stand in several, leave it blank and let each send its own number.",
        ),
        (SOURCES["emergency"], SOURCES["emergency_api"]),
        "emergency",
    ),
}
