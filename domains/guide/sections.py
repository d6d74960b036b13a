"""The sections of the page “How a SIP domain works”, in its order."""

from dataclasses import dataclass

from .sources import SOURCES, Source


@dataclass(frozen=True)
class Section:
    """A section: its anchor, which names its template too, its heading, and the pages that it rests on."""

    anchor: str
    heading: str
    sources: tuple[Source, ...] = ()

    @property
    def template(self) -> str:
        """Where its words are."""
        return f"how_it_works/{self.anchor}.html"


def _of(*names: str) -> tuple[Source, ...]:
    return tuple(SOURCES[name] for name in names)


SECTIONS: tuple[Section, ...] = (
    Section("first-call", "Before the first call", _of("domain", "sending", "ip_mapping")),
    Section("refusals", "What refuses a call"),
    Section("webhooks", "Webhooks", _of("sending", "sip_twiml", "overrides")),
    Section("registration", "Phones that register", _of("registration", "registration_mapping")),
    Section("secure-media", "Secure media", _of("secure", "interface")),
    Section("emergency", "Emergency calling", _of("emergency", "emergency_api")),
    Section("byoc", "A carrier of your own", _of("byoc", "byoc_trunk")),
    Section("regions", "Regions", _of("regional", "routing", "localized")),
    Section("names", "Names and deleting", _of("domain", "sending", "cooldown")),
    Section("words", "Words"),
)
