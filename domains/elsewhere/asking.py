"""What is asked of Twilio and where, apart from how anybody writes it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ..parameters import wire_values
from ..twilio.client import collection_path

TWILIO = "https://api.twilio.com"
_SID = re.compile(r"[A-Z]{2}[0-9a-fA-F]{32}")
_TWILIOS = re.compile(r"https://api(?:(?:\.(?P<edge>[a-z0-9-]+))?\.(?P<region>[a-z0-9-]+))?\.twilio\.com")


class Action(StrEnum):
    """What is asked."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    FETCH = "fetch"


METHODS = {Action.CREATE: "POST", Action.UPDATE: "POST", Action.DELETE: "DELETE", Action.FETCH: "GET"}


@dataclass(frozen=True)
class Place:
    """An account and how it is reached; `url` is what stands before `/2010-04-01`. Of credentials it knows none."""

    account_sid: str
    url: str = TWILIO
    by_key: bool = False
    is_sandbox: bool = False

    @property
    def is_twilio(self) -> bool:
        """Whether `url` is Twilio's own: the tools that can be given no other go there all the same."""
        return _TWILIOS.fullmatch(self.url) is not None

    @property
    def regional(self) -> dict[str, str]:
        """The Region and the edge that `url` names, by the environment variables that lead there."""
        host = _TWILIOS.fullmatch(self.url)
        return {f"TWILIO_{what.upper()}": name for what, name in host.groupdict().items() if name} if host else {}

    @property
    def credentials(self) -> tuple[str, str]:
        """The environment variables that hold the user name and the password."""
        if self.by_key:
            return "TWILIO_API_KEY", "TWILIO_API_SECRET"
        return "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"


@dataclass(frozen=True)
class Request:
    """One request about one resource.

    `values` are what it carries, by attribute name: texts and booleans, an empty text to clear. `name` is what people
    call the resource, `sid` what Twilio calls it (empty before it is made), and `whole` is all of it as it will be.
    """

    action: Action
    place: Place
    collection: str
    values: Mapping[str, object] = field(default_factory=dict)
    sid: str = ""
    name: str = ""
    whole: Mapping[str, object] = field(default_factory=dict)

    @property
    def method(self) -> str:
        """The HTTP method."""
        return METHODS[self.action]

    @property
    def url(self) -> str:
        """The address that the request goes to."""
        path = collection_path(self.place.account_sid, self.collection)
        return f"{self.place.url}{path}{'' if self.action == Action.CREATE else f'/{self.sid}'}.json"

    @property
    def wire(self) -> dict[str, str]:
        """The values as they travel, by wire name."""
        return wire_values(self.values)

    def words(self, between: str) -> list[str]:
        """Return the parts of the collection's path in small letters, without the SID of what it belongs to.

        `SIP/CredentialLists` becomes `sip credential-lists`.
        """
        return [_small(part, between) for part in self.collection.split("/") if not _SID.fullmatch(part)]

    @property
    def parent(self) -> tuple[str, str]:
        """What the resource belongs to: the last word of its path, and its SID; both empty where that is the account.

        `SIP/CredentialLists/CL…/Credentials` gives `credential_lists` and `CL…`.
        """
        parts = self.collection.split("/")
        place = next((place for place, part in enumerate(parts) if _SID.fullmatch(part)), 0)
        return (_small(parts[place - 1], "_"), parts[place]) if place else ("", "")


def _small(part: str, between: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", between, part).lower()


@dataclass(frozen=True)
class Listing:
    """One text to be copied, and what it does. `key` tells it from all others about the same resource."""

    key: str
    label: str
    text: str


@dataclass(frozen=True)
class Wording:
    """A request as one tool writes it.

    `key` is the tool's name in ids. `variables` are the environment variables that it reads credentials from, `remarks`
    what one must know before using it, and `goes_there` says whether it reaches the sandbox, too.
    """

    key: str
    label: str
    listings: tuple[Listing, ...]
    variables: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    goes_there: bool = True
