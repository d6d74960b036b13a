"""Imaginable companies and their SIP domains, for a sandbox that looks lived in. None of them exists."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import md5
from random import Random
from typing import Any

from domains.sandbox.numbers import NUMBERS

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

LISTS = ("IP_ACL", "CREDENTIAL_LIST", "IP_ACL,CREDENTIAL_LIST", "CREDENTIAL_LIST,IP_ACL")


@dataclass(frozen=True)
class Wanted:
    """A domain that somebody wants: what is asked of Twilio, and the lists that are mapped to it afterwards."""

    asked: dict[str, Any]
    access: str

    @property
    def name(self) -> str:
        """The domain's name."""
        return str(self.asked["domain_name"])


def wanted(count: int, random: Random) -> list[Wanted]:
    """Return `count` domains, each after the one that it is a subdomain of."""
    every = _every(random)
    return [next(every) for _ in range(count)]


def _every(random: Random) -> Iterator[Wanted]:
    """Go through the companies, and again with a number behind their labels, for as long as anybody asks."""
    again = 1
    while True:
        for label, company, sites in random.sample(COMPANIES, len(COMPANIES)):
            own = label if again == 1 else f"{label}-{again}"
            yield _domain(own, company, random)
            for site in sites:
                yield _domain(f"{site}.{own}", f"{company}, {site.replace('-', ' ')}", random)
        again += 1


def _domain(labels: str, called: str, random: Random) -> Wanted:
    asked = {
        "domain_name": f"{labels}.sip.twilio.com",
        **_friendly_name(called, random),
        **_webhooks(labels.replace(".", "/"), random),
        **_trunk_and_emergencies(random),
        **{name: True for name, of in (("sip_registration", 0.45), ("secure", 0.4)) if _chance(of, random)},
    }
    return Wanted(asked, random.choice(LISTS) if _chance(0.9, random) else "")


def _friendly_name(called: str, random: Random) -> dict[str, str]:
    if not _chance(0.85, random):
        return {}
    number = f" (+1 202 555 01{random.randrange(100):02})"  # one that no telephone has
    return {"friendly_name": called + (number if _chance(0.3, random) else "")}


def _webhooks(path: str, random: Random) -> dict[str, str]:
    asked = {}
    if _chance(0.95, random):
        page = random.choice(["", "?from=sip", "#rt=5000&rc=2", "?menu=main"])
        scheme = "http" if _chance(0.08, random) else "https"
        asked["voice_url"] = f"{scheme}://{_bin(path)}{page}"
        if _chance(0.3, random):
            asked["voice_method"] = random.choice(["GET", "POST"])
    if _chance(0.8, random):
        asked["voice_fallback_url"] = f"https://{_bin(f'{path}/sorry')}"
    if _chance(0.4, random):
        asked["voice_status_callback_url"] = "https://billing.example.com/calls/ended"
        asked["voice_status_callback_method"] = "POST"
    return asked


def _bin(path: str) -> str:
    """Return where Twilio itself would keep the TwiML for `path`: what is on a host of nobody's takes no calls."""
    return f"handler.twilio.com/twiml/EH{md5(path.encode(), usedforsecurity=False).hexdigest()}"


def _trunk_and_emergencies(random: Random) -> dict[str, Any]:
    asked: dict[str, Any] = {}
    if _chance(0.12, random):
        asked["byoc_trunk_sid"] = f"BY{random.getrandbits(128):032x}"
    if _chance(0.18, random):
        asked["emergency_calling_enabled"] = True
        if _chance(0.7, random):
            asked["emergency_caller_sid"] = random.choice([*NUMBERS])
    return asked


def _chance(of: float, random: Random) -> bool:
    return random.random() < of
