"""A SIP domain as a file that a later create can be filled in from: one small, strict JSON format.

    {
      "kind": "sip-domain",
      "version": 1,
      "taken_at": when Twilio was last seen to hold it, in ISO 8601 with the zone,
      "account_sid": "AC…",
      "region": "us1",
      "parameters": the parameters of “Create a new Domain”, by the names that Twilio answers with; of a disabled
                    domain with what was set aside, which is nowhere else,
      "resource": the whole resource as Twilio returned it
    }

It holds the truth, the user names and passwords in URLs too: no page shows it, and only those may have it who may
change or delete the domain.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.utils import timezone

from .models import SipDomain
from .parameters import PARAMETERS

KIND = "sip-domain"
VERSION = 1

LONGEST = 100_000
"""Bytes: more than any domain of Twilio's fills."""

_PARTS = ("kind", "version", "taken_at", "account_sid", "region", "parameters", "resource")
_OURS = "Choose a file that was downloaded here as a backup."


class NotABackup(ValueError):
    """A file is not a backup that can be read. Its text is a sentence that says what to do."""


@dataclass(frozen=True)
class Backup:
    """What a file holds of one domain: the values of its parameters, and when and where they were seen."""

    taken_at: datetime
    account_sid: str
    region: str
    parameters: dict[str, Any]
    resource: dict[str, Any]

    @classmethod
    def of(cls, domain: SipDomain) -> Self:
        """Return the backup of a domain of the mirror, with its account: also of one that is gone."""
        parameters = domain.with_what_was_set_aside({name: getattr(domain, name) for name in PARAMETERS})
        return cls(domain.seen_at, domain.account.sid, domain.account.region, parameters, dict(domain.raw))

    @classmethod
    def read(cls, content: bytes) -> Self:
        """Return what a file holds. Raises NotABackup."""
        document = _document(content)
        account_sid, region = document.get("account_sid"), document.get("region")
        if not (isinstance(account_sid, str) and isinstance(region, str)):
            raise NotABackup(f"The backup does not say of which account it is. {_OURS}")
        resource = document.get("resource")
        if not isinstance(resource, dict):
            raise NotABackup(f"The backup does not hold what Twilio returned. {_OURS}")
        return cls(_moment(document.get("taken_at")), account_sid, region, _parameters(document), resource)

    @property
    def name(self) -> str:
        """The name of the domain."""
        return str(self.parameters["domain_name"])

    @property
    def was_in_service(self) -> bool:
        """Whether Twilio had a voice URL then, if there is one in the file: disabling may have set it aside."""
        return bool(self.resource.get("voice_url") or not self.parameters.get("voice_url"))

    @property
    def file_name(self) -> str:
        """What the file is called: the domain's name and the day on which it was last seen."""
        return f"{self.name}-{timezone.localdate(self.taken_at)}.json"

    def written(self) -> str:
        """Return the text of the file."""
        values = {
            "kind": KIND,
            "version": VERSION,
            "taken_at": self.taken_at.isoformat(),
            "account_sid": self.account_sid,
            "region": self.region,
            "parameters": self.parameters,
            "resource": self.resource,
        }
        return json.dumps(values, indent=2, ensure_ascii=False) + "\n"


def _document(content: bytes) -> dict[str, Any]:
    if len(content) > LONGEST:
        raise NotABackup(f"The file must have {LONGEST:,} bytes or fewer. {_OURS}")
    try:
        document = json.loads(content.decode("utf-8-sig"))
        json.dumps(document, ensure_ascii=False).encode()  # half a character can be written as \ud800, and no page can
    except (ValueError, RecursionError):
        raise NotABackup(f"The file must be JSON, and this one cannot be read as that. {_OURS}") from None
    if not isinstance(document, dict) or document.get("kind") != KIND:
        raise NotABackup(f"The file is JSON, but not the backup of a SIP domain. {_OURS}")
    version = document.get("version")
    if version != VERSION or isinstance(version, bool):
        raise NotABackup(
            f"The backup is of version {str(version)[:20]}, and this dashboard reads version {VERSION}. Read it with "
            "a dashboard of the version that wrote it, or enter the values by hand."
        )
    _refuse_others(document, _PARTS, "parts")
    return document


def _parameters(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return every parameter with a value of its kind; what the file leaves out is unset, as it is at Twilio."""
    given = document.get("parameters")
    if not isinstance(given, dict) or not given.get("domain_name"):
        raise NotABackup(f"The backup does not hold the parameters of a domain. {_OURS}")
    _refuse_others(given, PARAMETERS, "parameters")
    return {name: _value(name, given.get(name)) for name in PARAMETERS}


def _value(name: str, value: object) -> object:
    is_flag = isinstance(SipDomain._meta.get_field(name), models.BooleanField)
    if value is None:
        return False if is_flag else ""
    if not isinstance(value, bool if is_flag else str) or "\0" in str(value):
        needed = "true or false" if is_flag else "a text"
        raise NotABackup(f"In the backup “{name}” must be {needed}. Mend that in the file, or choose another one.")
    return value


def _refuse_others(given: Mapping[str, Any], known: tuple[str, ...], what: str) -> None:
    others = [str(name)[:40] for name in given if name not in known]
    if others:
        raise NotABackup(
            f"The backup has {what} that this dashboard does not know: {', '.join(others[:5])}. Read it with a newer "
            "dashboard, or take them out of the file."
        )


def _moment(text: object) -> datetime:
    try:
        moment = datetime.fromisoformat(str(text))
        timezone.localtime(moment)  # a year can be too far off for the zone that times are shown in
    except (ValueError, OverflowError):
        moment = None
    if moment is None:
        raise NotABackup(f"The backup does not say when it was taken. {_OURS}")
    return moment
