"""Access lists, what is on them and their mappings, made at the sandbox through the services."""

from typing import Any, TypeVar, cast

from domains import services
from domains.models import (
    Change,
    Credential,
    CredentialList,
    DomainMapping,
    IpAccessControlList,
    IpAddress,
    SipDomain,
    TwilioResource,
    User,
    mapping_of,
)

Row = TypeVar("Row", bound=TwilioResource)

PASSWORD = "Correct-horse-9"


def made(row: Row, actor: User, **options: Any) -> Row:
    """Create what `row` describes, and return its row of the mirror."""
    change = services.create(row, actor=actor, **options)
    assert change.state == "applied", change.message
    return cast("Row", change.rows().get())


def ip_list(actor: User, name: str = "Office") -> IpAccessControlList:
    return made(IpAccessControlList(account=services.current_account(), friendly_name=name), actor)


def address(on: IpAccessControlList, actor: User, ip: str = "8.8.4.4", prefix: int | None = None) -> IpAddress:
    row = IpAddress(
        account=on.account, ip_access_control_list=on, friendly_name=ip, ip_address=ip, cidr_prefix_length=prefix
    )
    return made(row, actor)


def credential_list(actor: User, name: str = "Phones") -> CredentialList:
    return made(CredentialList(account=services.current_account(), friendly_name=name), actor)


def credential(on: CredentialList, actor: User, username: str = "desk") -> Credential:
    row = Credential(account=on.account, credential_list=on, username=username)
    return made(row, actor, secrets={"password": PASSWORD})


def mapping(domain: SipDomain, row: TwilioResource, purpose: str = "calls") -> DomainMapping:
    """Return the mapping of a list to a domain, as it is to be made."""
    model: Any = mapping_of(purpose, type(row))
    unsaved: DomainMapping = model(account=domain.account, domain=domain, sid=row.sid)
    return unsaved


def map_list(domain: SipDomain, row: TwilioResource, actor: User, purpose: str = "calls") -> DomainMapping:
    return made(mapping(domain, row, purpose), actor)


def deleted(row: TwilioResource, actor: User) -> Change:
    return services.delete(row, seen=services.Seen.of(row), actor=actor)
