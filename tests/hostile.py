"""Values that try to break out of wherever they are written, and requests that carry them."""

from typing import Any

from hypothesis import strategies

from domains.elsewhere import Action, Place, Request, wordings
from domains.parameters import PARAMETERS

ACCOUNT_SID = "AC" + "1" * 32
DOMAIN_SID = "SD" + "a" * 32
NAME = "front-desk.acme.sip.twilio.com"

HOSTILE = (
    "",
    " ",
    "it's",
    "''",
    "\"; rm -rf '",
    "$HOME ${HOME} $(id) `id`",
    "a!b !! !$ it's !x\n!y",
    "-X",
    "--secure",
    "@/etc/passwd",
    "<file",
    "a=b&c=d;e|f>g",
    "*?[a]{1,2}~#",
    '%{if true}%{endif} ${upper("x")} $${x} %%{x} $$$${',
    "{{ x }} {% y %} <script>&amp;",
    "\\ \\n \\\\' \\x41 \\u0041 \\",
    "ends with a backslash\\",
    "two\nlines",
    "\n",
    "\ttab\r\nreturn\x07bell\x1b[31m\x7f",
    "Füße 東京 😀 e\u0301 \u202eright to left\u202c\u00a0\u200b\ufeff\U000e0041",
    'https://user:p$w`id`@voice.example.com/it\'s?a="b"&c=$HOME#rc=2&x=%20\\!',
)

texts = strategies.one_of(
    strategies.sampled_from(HOSTILE),
    strategies.text(strategies.characters(codec="utf-8", exclude_characters="\0")),
    strategies.text("'\"\\$`!@<%{}*#-= \n\r\tn0x"),
)


def request(action: Action, place: Place | None = None, **values: Any) -> Request:
    """Return a request about a domain; all of the domain is what is given and nothing else."""
    whole = {"domain_name": NAME, "sip_registration": False, "emergency_calling_enabled": False, "secure": False}
    sid = "" if action == Action.CREATE else DOMAIN_SID
    in_order = {name: values[name] for name in PARAMETERS if name in values}
    place = place or Place(ACCOUNT_SID)
    return Request(action, place, "SIP/Domains", in_order, sid, NAME, {**whole, **in_order})


def below_another(action: Action, collection: str, sid: str = "", **values: str) -> Request:
    """Return a request about what belongs to another resource, whose SID is in `collection`."""
    return Request(action, Place(ACCOUNT_SID), collection, values, sid, "Office")


def said_by(tool: str, *requests: Request) -> list[str]:
    """Return the texts that a tool is given."""
    [wording] = [wording for wording in wordings(*requests) if wording.key == tool]
    return [listing.text for listing in wording.listings]
