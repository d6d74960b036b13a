"""Imaginable companies and their SIP domains, for a sandbox that looks lived in. None of them exists."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from random import Random
from typing import Any
from urllib.parse import urlsplit

from domains.sandbox import numbers

from .access import Access, access_of

COMPANIES = (
    ("larkwood", "Larkwood Freight", ("dispatch", "warehouse")),
    ("mondschein", "Bäckerei Mondschein", ("backstube",)),
    ("tumbledown", "Tumbledown Books", ("orders", "readers")),
    ("saltmarsh", "Saltmarsh Dental", ("reception", "recall")),
    ("copperbeech", "Copperbeech School", ("office", "nurse")),
    ("owl-and-otter", "Owl & Otter Veterinary", ("emergency-line",)),
    ("fennimore", "Fennimore Legal", ("intake", "billing")),
    ("puddlejump", "Puddlejump Nursery", ()),
    ("stellwerk-neun", "Stellwerk Neun", ("leitstelle", "werkstatt")),
    ("thistlecross", "Thistlecross Hotel", ("rooms", "kitchen", "spa")),
    ("gryphon-cabs", "Gryphon Cabs", ("drivers",)),
    ("ampelhaus", "Ampelhaus Energie", ("stoerung", "beratung")),
    ("quillfeather", "Quillfeather Insurance", ("claims", "brokers")),
    ("bramblewick", "Bramblewick Brewing", ()),
    ("northlantern", "Northlantern Clinic", ("ward", "pharmacy", "outpatients")),
    ("petit-hibou", "Librairie du Petit Hibou", ()),
    ("marrowbone", "Marrowbone Pet Supplies", ("support",)),
    ("windlass", "Windlass Marine", ("harbour", "chandlery")),
    ("fable-and-finch", "Fable & Finch Theatre", ("box-office",)),
    ("oddfellow", "Oddfellow Repairs", ("callback",)),
    ("juniper-row", "Juniper Row Housing", ("tenants", "caretakers")),
    ("silverthaw", "Silverthaw Heating", ("night-desk",)),
    ("cartwheel", "Cartwheel Bicycles", ()),
    ("moorgrove", "Moorgrove Council", ("switchboard", "elections")),
    ("hazelnight", "Hazelnight Radio", ("studio",)),
)
"""A label, a name, and the sites that have subdomains."""

NUMBERS = (numbers.REGISTERED, numbers.REGISTERED, numbers.UNREGISTERED)
"""The numbers that emergency calls are made with."""

COPIED = "voice.example.com"
"""The host of a voice URL that somebody has copied from an example."""


class Flaw(Enum):
    """What keeps a domain from being as it should."""

    NO_FALLBACK = "nothing stands in for the voice URL"
    PLAIN_HTTP = "the voice URL is on plain http"
    EXAMPLE_HOST = "the voice URL is that of an example"
    UNMAPPED = "nobody has mapped a list"
    BY_HAND = "nobody has mapped a list here, and then somebody does in Twilio’s Console"
    EMPTY_LIST = "one of its lists is empty"
    UNREGISTERED = "phones are to register, and no list is mapped for that"


CYCLE = 20
"""After so many domains the same is amiss again, at these places; most are as they should be."""
FLAWS = {
    2: Flaw.NO_FALLBACK,
    5: Flaw.UNMAPPED,
    7: Flaw.PLAIN_HTTP,
    10: Flaw.EMPTY_LIST,
    12: Flaw.UNREGISTERED,
    14: Flaw.BY_HAND,
    15: Flaw.EXAMPLE_HOST,
}


@dataclass(frozen=True)
class Wanted:
    """A domain that somebody wants: what is asked of Twilio, and whom it is to let in; None for nobody."""

    asked: dict[str, Any]
    access: Access | None
    flaw: Flaw | None = None

    @property
    def name(self) -> str:
        """The domain's name."""
        return str(self.asked["domain_name"])


@dataclass(frozen=True)
class Company:
    """What the domains of one company have in common: where their calls are answered, and who is let in."""

    name: str
    host: str
    standby: str
    access: Access


def wanted(count: int, random: Random) -> list[Wanted]:
    """Return `count` domains, each after the one that it is a subdomain of."""
    every = _every(random)
    return [_flawed(next(every), FLAWS.get(number % CYCLE)) for number in range(count)]


def _every(random: Random) -> Iterator[Wanted]:
    """Go through the companies, and again with a number behind their labels, for as long as anybody asks."""
    again = 1
    while True:
        for label, called, sites in random.sample(COMPANIES, len(COMPANIES)):
            own, name = (label, called) if again == 1 else (f"{label}-{again}", f"{called} {again}")
            host, standby = (f"{own}{what}-{random.randrange(1000, 10000)}.twil.io" for what in ("", "-standby"))
            company = Company(name, host, standby, access_of(name, random))
            yield _domain(own, called, company, random)
            for site in sites:
                yield _domain(f"{site}.{own}", f"{called}, {site.replace('-', ' ')}", company, random)
        again += 1


def _domain(labels: str, called: str, company: Company, random: Random) -> Wanted:
    asked = {
        "domain_name": f"{labels}.sip.twilio.com",
        **_friendly_name(called, random),
        **_webhooks(labels, company, random),
        **_trunk_and_emergencies(random),
    }
    if _chance(0.4, random):
        asked["secure"] = True
    has_phones = bool(company.access.credential_list) and _chance(0.7, random)
    if has_phones:
        asked["sip_registration"] = True
    return Wanted(asked, replace(company.access, is_for_phones=has_phones))


def _flawed(domain: Wanted, flaw: Flaw | None) -> Wanted:
    """Return a domain with what is amiss with it."""
    asked, access = dict(domain.asked), domain.access
    match flaw:
        case Flaw.NO_FALLBACK:
            del asked["voice_fallback_url"]
        case Flaw.PLAIN_HTTP:
            asked["voice_url"] = asked["voice_url"].replace("https:", "http:")
        case Flaw.EXAMPLE_HOST:
            asked["voice_url"] = f"https://{COPIED}/{urlsplit(asked['voice_url']).path.lstrip('/')}"
        case Flaw.UNMAPPED | Flaw.BY_HAND:
            asked.pop("sip_registration", None)
            access = None
        case Flaw.EMPTY_LIST if access:
            access = replace(access, spare=f"{domain.name.partition('.')[0].capitalize()}, new")
        case Flaw.UNREGISTERED if access:
            asked["sip_registration"] = True
            access = replace(access, is_for_phones=False)
    return Wanted(asked, access, flaw)


def _friendly_name(called: str, random: Random) -> dict[str, str]:
    if not _chance(0.85, random):
        return {}
    number = f" (+1 202 555 01{random.randrange(100):02})"  # one that no telephone has
    return {"friendly_name": called + (number if _chance(0.3, random) else "")}


def _webhooks(labels: str, company: Company, random: Random) -> dict[str, str]:
    site = labels.rpartition(".")[0]
    page = random.choice(["incoming", "answer?from=sip", "incoming#rt=5000&rc=2", "menu.xml"])
    asked = {"voice_url": f"https://{company.host}/{site}{'/' if site else ''}{page}"}
    if _chance(0.3, random):
        asked["voice_method"] = random.choice(["GET", "POST"])
    asked["voice_fallback_url"] = f"https://{company.standby}/sorry"
    if _chance(0.4, random):
        asked["voice_status_callback_url"] = "https://billing.example.com/calls/ended"
        asked["voice_status_callback_method"] = "POST"
    return asked


def _trunk_and_emergencies(random: Random) -> dict[str, Any]:
    asked: dict[str, Any] = {}
    if _chance(0.12, random):
        asked["byoc_trunk_sid"] = f"BY{random.getrandbits(128):032x}"
    if _chance(0.1, random):
        asked["emergency_calling_enabled"] = True
        if _chance(0.7, random):
            asked["emergency_caller_sid"] = random.choice(NUMBERS)
    return asked


def _chance(of: float, random: Random) -> bool:
    return random.random() < of
