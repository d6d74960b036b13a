"""Access lists, and what is on them, for journeys that are not about making them."""

from ..installation import Installation

LONG = "The carrier that delivers the calls of all our numbers in the countryside, and some from the mountains beyond"

_MADE = f"""
from domains import services
from domains.models import (
    CallsIpMapping, Credential, CredentialList, IpAccessControlList, IpAddress, SipDomain, User
)
actor, account = User.objects.first(), services.current_account()
def made(row, **options):
    change = services.create(row, actor=actor, **options)
    assert change.state == "applied", change.message
    return change.rows().get()
def on(row, name, address, prefix):
    own = dict(account=account, ip_access_control_list=row, friendly_name=name)
    return made(IpAddress(ip_address=address, cidr_prefix_length=prefix, **own))
office = made(IpAccessControlList(account=account, friendly_name={LONG!r}))
gate = on(office, {LONG!r}, "8.8.4.4", 32)
on(office, "Warehouse", "8.8.8.0", 24)
made(IpAccessControlList(account=account, friendly_name="Nobody yet"))
phones = made(CredentialList(account=account, friendly_name="Phones"))
desk = made(Credential(account=account, credential_list=phones, username="a-name-of-as-many-as-possible-32"),
    secrets={{"password": "Correct-horse-9"}})
domain = SipDomain.objects.live().first()
made(CallsIpMapping(account=account, domain=domain, sid=office.sid))
print(office.sid, gate.sid, phones.sid, desk.sid)
"""


def access_lists(dashboard: Installation) -> dict[str, str]:
    """Make some, and return their SIDs: a list in use, an address on it, a credential list and a credential on that."""
    told = dashboard.manage("shell", "-v0", "-c", _MADE)
    assert told.returncode == 0, told.stderr
    return dict(zip(("ip_list", "address", "credential_list", "credential"), told.stdout.split(), strict=True))
