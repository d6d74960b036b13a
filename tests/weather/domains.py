"""What Twilio holds: SIP domains, each name once, listed when the weather lets them be seen."""

import json
import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from ..twilio_server import resource

PARAMETERS = {
    "DomainName": "domain_name",
    "FriendlyName": "friendly_name",
    "VoiceUrl": "voice_url",
    "VoiceMethod": "voice_method",
    "Secure": "secure",
    "SipRegistration": "sip_registration",
}
"""The parameters that the proofs send, and the attributes they become."""


class Taken(Exception):
    """Twilio has a domain of that name already."""


@dataclass(frozen=True)
class Domain:
    """One domain, as the text that a page is made of."""

    name: str
    sid: str
    asked_as: str
    text: str
    listed_at: float


class Domains:
    """The domains of one account. Every method may be called from any thread."""

    def __init__(self, account_sid: str) -> None:
        self.account_sid = account_sid
        self._path = f"/2010-04-01/Accounts/{account_sid}/SIP/Domains"
        self._rows: list[Domain] = []
        self._names: set[str] = set()
        self._lock = threading.Lock()

    def create(self, values: Mapping[str, str], *, lag: float = 0.0, age: timedelta = timedelta(0)) -> Domain:
        """Add a domain, to be listed after `lag` seconds, created `age` ago. Raises Taken."""
        sid = f"SD{secrets.token_hex(16)}"
        now = format_datetime(datetime.now(UTC) - age)
        given: dict[str, Any] = {PARAMETERS[name]: text for name, text in values.items() if name in PARAMETERS}
        given |= {name: given[name] == "true" for name in ("secure", "sip_registration") if name in given}
        body = resource(sid=sid, account_sid=self.account_sid, date_created=now, date_updated=now, **given)
        body["uri"] = f"{self._path}/{sid}.json"
        name = values["DomainName"]
        row = Domain(name, sid, values.get("FriendlyName", ""), json.dumps(body), time.monotonic() + lag)
        with self._lock:
            if name.lower() in self._names:
                raise Taken(name)
            self._names.add(name.lower())
            self._rows.append(row)
        return row

    def page(self, size: int, after: str) -> str:
        """Return the page of what is listed now that follows the SID `after`, or the first."""
        now = time.monotonic()
        with self._lock:
            rows = [row for row in self._rows if row.listed_at <= now or row.sid == after]
        start = next((number + 1 for number, row in enumerate(rows) if row.sid == after), 0)
        shown = rows[start : start + size]
        more = start + size < len(rows)
        following = f"{self._path}.json?PageSize={size}&PageToken={shown[-1].sid}" if more else None
        frame = {"page_size": size, "start": start, "uri": f"{self._path}.json", "next_page_uri": following}
        return f'{json.dumps(frame)[:-1]}, "domains": [{", ".join(row.text for row in shown)}]}}'

    def fetch(self, sid: str) -> str | None:
        """Return the domain as text, or None."""
        with self._lock:
            return next((row.text for row in self._rows if row.sid == sid), None)

    def everything(self) -> list[Domain]:
        """Return all there are, listed or not."""
        with self._lock:
            return list(self._rows)
