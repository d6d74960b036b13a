"""What somebody maps to domains in Twilio's Console while a month passes: lists that the whole account shares."""

from itertools import count

from domains.sandbox import ACCOUNT_SID, AUTH_TOKEN
from domains.sandbox.core import Question, ask

_LISTS = {
    "IP_ACL": ("IpAccessControlList", ("Head office", "Branch offices")),
    "CREDENTIAL_LIST": ("CredentialList", ("Desk phones", "Softphones")),
}
_ADDRESSES = ("198.51.100.7", "198.51.100.64", "203.0.113.20")
_USERNAMES = ("front-desk", "warehouse", "night-shift", "meeting-room")


class Console:
    """Makes lists at the sandbox and maps them, past the dashboard."""

    def __init__(self) -> None:
        self._turns = count()
        self._made: dict[str, str] = {}

    def map(self, domain_sid: str, auth_type: str, *, registers: bool) -> None:
        """Map a list of each kind that `auth_type` names for calls, and where phones register one for that."""
        kinds = [kind.strip() for kind in auth_type.split(",") if kind.strip()]
        for kind in kinds:
            self._map(domain_sid, "Calls", kind)
        if registers:
            self._map(domain_sid, "Registrations", "CREDENTIAL_LIST")

    def _map(self, domain_sid: str, purpose: str, kind: str) -> None:
        word, names = _LISTS[kind]
        sid = self._list(word, names[next(self._turns) % len(names)])
        _make(f"Domains/{domain_sid}/Auth/{purpose}/{word}Mappings", **{f"{word}Sid": sid})

    def _list(self, word: str, name: str) -> str:
        """Return the SID of a list, which is made with who is on it when it is first wanted."""
        if name not in self._made:
            sid = self._made[name] = _make(f"{word}s", FriendlyName=name)
            if word == "CredentialList":
                for username in _USERNAMES:
                    _make(f"{word}s/{sid}/Credentials", Username=username, Password=f"Of-{username}-1")
            else:
                for number, address in enumerate(_ADDRESSES, start=1):
                    _make(f"{word}s/{sid}/IpAddresses", FriendlyName=f"PBX {number}", IpAddress=address)
        return self._made[name]


def _make(path: str, **values: str) -> str:
    """Create a resource at the sandbox, and return its SID."""
    path = f"/2010-04-01/Accounts/{ACCOUNT_SID}/SIP/{path}.json"
    answer = ask(Question("POST", path, values, username=ACCOUNT_SID, password=AUTH_TOKEN))
    body = answer.body or {}
    return str(body["sid"])
