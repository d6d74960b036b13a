"""What Twilio holds: SIP domains, each name once, listed when the weather lets them be seen."""

import json
import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
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

FLAGS = ("secure", "sip_registration")


class Taken(Exception):
    """Twilio has a domain of that name already."""


class Missing(Exception):
    """Twilio has no such domain, or no longer."""


@dataclass(frozen=True)
class Domain:
    """One domain, as the text that a page is made of."""

    name: str
    sid: str
    text: str
    listed_at: float


@dataclass
class Commit:
    """One thing that was done to a domain: what it became, as text, empty when it was deleted."""

    action: str
    sid: str
    name: str
    asked_as: str
    """The friendly name, which tells whose doing it is."""
    text: str
    ours: bool
    """Whether the dashboard asked for it, and nobody else."""
    was_fetched: bool = False
    """Whether anybody has asked for the domain by its SID before something else was done to it."""


class Domains:
    """The domains of one account. Every method may be called from any thread."""

    def __init__(self, account_sid: str) -> None:
        self.account_sid = account_sid
        self._path = f"/2010-04-01/Accounts/{account_sid}/SIP/Domains"
        self._rows: dict[str, Domain] = {}
        self._names: set[str] = set()
        self._commits: list[Commit] = []
        self._last: dict[str, Commit] = {}
        self._lock = threading.Lock()

    def create(
        self, values: Mapping[str, str], *, lag: float = 0.0, age: timedelta = timedelta(0), ours: bool = True
    ) -> Domain:
        """Add a domain, to be listed after `lag` seconds, created `age` ago. Raises Taken."""
        sid = f"SD{secrets.token_hex(16)}"
        now = format_datetime(datetime.now(UTC) - age)
        body = resource(sid=sid, account_sid=self.account_sid, date_created=now, date_updated=now, **_given(values))
        body["uri"] = f"{self._path}/{sid}.json"
        name = values["DomainName"]
        row = Domain(name, sid, json.dumps(body), time.monotonic() + lag)
        with self._lock:
            if name.lower() in self._names:
                raise Taken(name)
            self._names.add(name.lower())
            self._done("create", row, values, ours=ours)
        return row

    def update(
        self, sid: str, values: Mapping[str, str], *, age: timedelta = timedelta(0), ours: bool = True
    ) -> Domain:
        """Change what is named in `values`, as of `age` ago. Raises Missing, and Taken for a name."""
        with self._lock:
            old = self._one(sid)
            now = format_datetime(datetime.now(UTC) - age)
            name = values.get("DomainName", old.name)
            if name.lower() != old.name.lower():
                if name.lower() in self._names:
                    raise Taken(name)
                self._names = self._names - {old.name.lower()} | {name.lower()}
            body = json.loads(old.text) | _given(values) | {"date_updated": now}
            row = replace(old, name=name, text=json.dumps(body))
            self._done("update", row, values, ours=ours)
        return row

    def delete(self, sid: str, *, ours: bool = True) -> None:
        """Take a domain away; its name stays locked. Raises Missing."""
        with self._lock:
            self._done("delete", replace(self._one(sid), text=""), {}, ours=ours)
            del self._rows[sid]

    def page(self, size: int, after: str) -> str:
        """Return the page of what is listed now that follows the SID `after`, or the first."""
        now = time.monotonic()
        with self._lock:
            rows = [row for row in self._rows.values() if row.listed_at <= now or row.sid == after]
        start = next((number + 1 for number, row in enumerate(rows) if row.sid == after), 0)
        shown = rows[start : start + size]
        more = 0 < size < len(rows) - start
        following = f"{self._path}.json?PageSize={size}&PageToken={shown[-1].sid}" if more else None
        frame = {"page_size": size, "start": start, "uri": f"{self._path}.json", "next_page_uri": following}
        return f'{json.dumps(frame)[:-1]}, "domains": [{", ".join(row.text for row in shown)}]}}'

    def fetch(self, sid: str) -> str | None:
        """Return the domain as text, or None."""
        with self._lock:
            if sid in self._last:
                self._last[sid].was_fetched = True
            return self._rows[sid].text if sid in self._rows else None

    def everything(self) -> tuple[list[Domain], list[Commit]]:
        """Return all domains there are, listed or not, and all that was ever done to any."""
        with self._lock:
            return list(self._rows.values()), list(self._commits)

    def _one(self, sid: str) -> Domain:
        if sid not in self._rows:
            raise Missing(sid)
        return self._rows[sid]

    def _done(self, action: str, row: Domain, values: Mapping[str, str], *, ours: bool) -> None:
        self._rows[row.sid] = row
        commit = Commit(action, row.sid, row.name, values.get("FriendlyName", ""), row.text, ours)
        self._commits.append(commit)
        self._last[row.sid] = commit


def _given(values: Mapping[str, str]) -> dict[str, Any]:
    given: dict[str, Any] = {PARAMETERS[name]: text for name, text in values.items() if name in PARAMETERS}
    return given | {name: given[name] == "true" for name in FLAGS if name in given}
