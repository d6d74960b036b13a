"""What explanations of changes are made of: their parts, and the words that several share."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from ..models import Change, TwilioResource, User

Viewer = User | AnonymousUser

Link = tuple[str, str]
"""An address, and the words that lead there."""


@dataclass(frozen=True)
class Explanation:
    """One sentence, the parameter it is about where it can be mended there, and where more is to be seen.

    `links` are several things of one kind that stand in the way.
    """

    sentence: str
    parameter: str | None = None
    href: str = ""
    link: str = ""
    opens_domain: bool = False
    links: tuple[Link, ...] = ()


Explains = Callable[[Change, Viewer], Explanation]
"""Says to somebody what the state of a change means."""


def sentence(text: str) -> str:
    """Return somebody else's words as a sentence."""
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."


def again(change: Change) -> str:
    """Return how a change is asked for once more: only some are asked for with a form that is filled in."""
    is_filled_in = change.action != Change.Action.DELETE and not change.purpose and change.undoes_id is None
    return "send the form again" if is_filled_in else "try again"


def name_asked(change: Change) -> str:
    """Return the name that a change is about at Twilio: of a rename the new one."""
    return str(change.asked.get(change.model.natural_key) or change.key)


def row_of(change: Change, viewer: Viewer) -> TwilioResource | None:
    """Return what a change is to change or delete, as the mirror has it."""
    return change.rows().visible_to(viewer).first()


def link_to(row: TwilioResource | None) -> tuple[str, str, bool]:
    """Return the end of an explanation that leads to a row of the mirror, if there is one."""
    return (row.get_absolute_url(), f"Open {row.name}", True) if row else ("", "", False)
