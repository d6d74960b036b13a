"""Domains in the mirror, as if Twilio had returned them."""

from typing import Any

from django.utils import timezone

from domains.models import MAPPINGS, Account, CallsIpMapping, IpAccessControlList, IpAddress, Look, SipDomain
from domains.services import current_account

from .twilio_server import resource


def mirror(number: int = 1, *, account: Account | None = None, **attributes: Any) -> SipDomain:
    """Keep a domain of its own SID and name, with `attributes` as Twilio writes them."""
    domain = SipDomain(account=account or current_account())
    own = {"sid": f"SD{number:032x}", "domain_name": f"acme-{number}.sip.twilio.com"}
    domain.reflect(resource(**(own | attributes)))
    domain.save()
    return domain


def let_in(domain: SipDomain) -> SipDomain:
    """Let calls to a domain in from one address, as somebody saw it who looked just now."""
    number, now = f"{domain.pk:032x}", timezone.now()
    kept = {"account": domain.account, "seen_at": now}
    office = IpAccessControlList.objects.create(sid=f"AL{number}", friendly_name=f"Office {domain.pk}", **kept)
    IpAddress.objects.create(sid=f"IP{number}", ip_access_control_list=office, ip_address="8.8.4.4", **kept)
    CallsIpMapping.objects.create(sid=office.sid, domain=domain, friendly_name=office.friendly_name, **kept)
    collections = [*(one.path.format(domain.sid) for one in MAPPINGS), IpAddress.path.format(office.sid)]
    Look.objects.note(domain.account, collections, now)
    SipDomain.objects.filter(pk=domain.pk).update(auth_type="IP_ACL")
    return domain


def ready(number: int = 1, *, account: Account | None = None, **attributes: Any) -> SipDomain:
    """Keep a domain that takes calls."""
    urls = {"voice_url": "https://voice.acme.net/calls", "voice_fallback_url": "https://standby.acme.net/sorry"}
    return let_in(mirror(number, account=account, **(urls | attributes)))
