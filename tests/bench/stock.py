"""Fills a dashboard's database, so that its lists are as long as they get."""

from typing import Any

from ..installation import Installation

ROWS = 50
"""On a page of a list, unless asked otherwise."""
SID = f"SD{0:032x}"
"""The SID of the first domain."""
APPLIED, UNKNOWN = "1", str(ROWS + 2)
"""The numbers of the first change, and of one whose outcome is unknown."""
DOING = "00000000-0000-0000-0000-000000000001"
"""In which they were all asked for."""


def stock(installation: Installation) -> None:
    """Put a full page of domains, and one more, and as many changes into a dashboard."""
    done = installation.manage("shell", "--verbosity", "0", "-c", "from tests.bench.stock import fill; fill()")
    assert done.returncode == 0, done.stderr


def fill() -> None:
    """Write the rows as a create through the form leaves them. In the dashboard's own process."""
    from domains.models import Change, SipDomain  # noqa: PLC0415  (only there are the settings read)
    from domains.services import current_account  # noqa: PLC0415

    from ..twilio_server import resource  # noqa: PLC0415

    account = current_account()
    # One more than fits on a page: then the rows are counted too.
    for number in range(ROWS + 1):
        asked = {
            "domain_name": f"site-{number:04}.sip.twilio.com",
            "friendly_name": f"Telephones of site {number}",
            "voice_url": f"https://voice.example.com/answer/{number}",
            "secure": bool(number % 2),
        }
        access = ("", "IP_ACL", "CREDENTIAL_LIST,IP_ACL")[number % 3]
        returned = resource(sid=f"SD{number:032x}", auth_type=access, **asked)
        domain = SipDomain(account=account)
        domain.reflect(returned)
        domain.save()
        change = _change(account, domain.domain_name, sid=domain.sid, asked=asked, after=returned)
        change.move(Change.State.APPLIED, f"Twilio made {domain.sid}.", twilio_status=201, request_id="RQ" + "b" * 32)
    _change(account, "lost-on-the-way.sip.twilio.com").move(Change.State.UNKNOWN, "Twilio did not answer.")


def _change(account: Any, key: str, **columns: Any) -> Any:
    from domains.models import Change  # noqa: PLC0415

    intention = {"collection": "SIP/Domains", "action": Change.Action.CREATE, "actor_name": "admin", "act": DOING}
    change = Change.objects.create(account=account, key=key, **intention, **columns)
    change.move(Change.State.SENT)
    return change
