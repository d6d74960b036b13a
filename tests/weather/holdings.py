"""What Twilio holds: resources of every kind, listed when the weather lets them be seen."""

import json
import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from .kinds import Kind, kind_of, parent_of


class Refusal(Exception):
    """Twilio does not do it: with which status, code and words."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


class Missing(Refusal):
    """Twilio has no such resource, or no longer."""

    def __init__(self) -> None:
        super().__init__(404, 20404, "The requested resource was not found")


@dataclass(frozen=True)
class Held:
    """One resource, as the text that a page is made of. `name` tells it from the others of its kind."""

    collection: str
    name: str
    sid: str
    text: str
    listed_at: float


@dataclass
class Commit:
    """One thing that was done to a resource: what it became, as text, empty when it was deleted."""

    action: str
    """create, update, delete, or `swept` for what went with what it belonged to"""
    collection: str
    sid: str
    name: str
    asked_as: str
    """The friendly name, which tells whose doing it is."""
    text: str
    ours: bool
    """Whether the dashboard asked for it, and nobody else."""
    was_fetched: bool = False
    """Whether anybody has asked for the resource by its SID before something else was done to it."""


class Holdings:
    """What one account holds. Every method may be called from any thread, and raises Refusal."""

    def __init__(self, account_sid: str) -> None:
        self.account_sid = account_sid
        self._rows: dict[str, dict[str, Held]] = {}
        self._names: set[tuple[str, str]] = set()
        self._commits: list[Commit] = []
        self._last: dict[tuple[str, str], Commit] = {}
        self._lock = threading.Lock()

    def create(
        self,
        collection: str,
        values: Mapping[str, str],
        *,
        lag: float = 0.0,
        age: timedelta = timedelta(0),
        ours: bool = True,
    ) -> Held:
        """Add what `values` say, to be listed after `lag` seconds, created `age` ago."""
        kind = _known(collection)
        name = values[kind.named_by]
        sid = name if kind.maps else f"{kind.prefix}{secrets.token_hex(16)}"
        now = format_datetime(datetime.now(UTC) - age)
        body = kind.body(values, sid=sid, account_sid=self.account_sid, date_created=now, date_updated=now)
        with self._lock:
            self._be_there(collection)
            if kind.maps:
                body["friendly_name"] = self._one(kind.maps, sid).name
            else:
                body["uri"] = f"{self._path(collection)}/{sid}.json"
            self._claim(kind, collection, name)
            row = Held(collection, name, sid, json.dumps(body), time.monotonic() + lag)
            self._done("create", row, values, ours=ours)
        return row

    def update(
        self,
        collection: str,
        sid: str,
        values: Mapping[str, str],
        *,
        age: timedelta = timedelta(0),
        ours: bool = True,
    ) -> Held:
        """Change what is named in `values`, as of `age` ago. A password that is named is heard, and kept nowhere."""
        kind = _known(collection)
        with self._lock:
            old = self._one(collection, sid)
            name = values.get(kind.named_by, old.name)
            if name.lower() != old.name.lower():
                self._claim(kind, collection, name)
                self._names.discard((collection, old.name.lower()))
            now = format_datetime(datetime.now(UTC) - age)
            body = json.loads(old.text) | kind.given(values) | {"date_updated": now}
            row = replace(old, name=name, text=json.dumps(body))
            self._done("update", row, values, ours=ours)
        return row

    def delete(self, collection: str, sid: str, *, ours: bool = True) -> None:
        """Take one away, and all that belongs to it."""
        kind = _known(collection)
        with self._lock:
            row = self._one(collection, sid)
            if kind.in_use and any(sid in rows for place, rows in self._rows.items() if "/Auth/" in place):
                raise Refusal(400, *kind.in_use)
            for place in [place for place in self._rows if f"/{sid}/" in place]:
                for inner in list(self._rows[place].values()):
                    self._take_away("swept", inner, ours=ours)
            self._take_away("delete", row, ours=ours)
            if not kind.keeps_names:
                self._names.discard((collection, row.name.lower()))

    def page(self, collection: str, size: int, after: str) -> str:
        """Return the page of what is listed now that follows the SID `after`, or the first."""
        now = time.monotonic()
        with self._lock:
            self._be_there(collection)
            held = self._rows.get(collection, {})
            rows = [row for row in held.values() if row.listed_at <= now or row.sid == after]
        start = next((number + 1 for number, row in enumerate(rows) if row.sid == after), 0)
        shown = rows[start : start + size]
        more = 0 < size < len(rows) - start
        path = f"{self._path(collection)}.json"
        following = f"{path}?PageSize={size}&PageToken={shown[-1].sid}" if more else None
        frame = {"page_size": size, "start": start, "uri": path, "next_page_uri": following}
        key = _known(collection).listed_under
        return f'{json.dumps(frame)[:-1]}, "{key}": [{", ".join(row.text for row in shown)}]}}'

    def fetch(self, collection: str, sid: str) -> str:
        """Return one as text."""
        with self._lock:
            if (collection, sid) in self._last:
                self._last[collection, sid].was_fetched = True
            return self._one(collection, sid).text

    def everything(self) -> tuple[list[Held], list[Commit]]:
        """Return all that there is, listed or not, and all that was ever done to any."""
        with self._lock:
            return [row for rows in self._rows.values() for row in rows.values()], list(self._commits)

    def _path(self, collection: str) -> str:
        return f"/2010-04-01/Accounts/{self.account_sid}/{collection}"

    def _be_there(self, collection: str) -> None:
        """Raise Missing when what `collection` belongs to is not there."""
        parent = parent_of(collection)
        if parent:
            self._one(*parent)

    def _one(self, collection: str, sid: str) -> Held:
        row = self._rows.get(collection, {}).get(sid)
        if row is None:
            raise Missing
        return row

    def _claim(self, kind: Kind, collection: str, name: str) -> None:
        if kind.taken is None:
            return
        if (collection, name.lower()) in self._names:
            code, message = kind.taken
            raise Refusal(400, code, message.format(name=name))
        self._names.add((collection, name.lower()))

    def _take_away(self, action: str, row: Held, *, ours: bool) -> None:
        self._done(action, replace(row, text=""), {}, ours=ours)
        del self._rows[row.collection][row.sid]
        if action == "swept":
            self._names.discard((row.collection, row.name.lower()))

    def _done(self, action: str, row: Held, values: Mapping[str, str], *, ours: bool) -> None:
        self._rows.setdefault(row.collection, {})[row.sid] = row
        commit = Commit(action, row.collection, row.sid, row.name, values.get("FriendlyName", ""), row.text, ours)
        self._commits.append(commit)
        self._last[row.collection, row.sid] = commit


def _known(collection: str) -> Kind:
    kind = kind_of(collection)
    if kind is None:
        raise Missing
    return kind
