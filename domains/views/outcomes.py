"""What came of asking Twilio for a change, and where its page goes from there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, cast

from django.contrib import messages
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from .. import services
from ..models import Change, User
from ..words import words_of
from .responses import CONFLICT, UNAVAILABLE, UNPROCESSABLE, SeeOther

Link = tuple[str, str]


class Refusable(Protocol):
    """A form that can take back what was sent with it: on the field of a parameter, or else as a whole."""

    def refuse(self, sentence: str, parameter: str | None, *links: Link) -> None:
        """Show the sentence, with links to where the reason can be seen."""


@dataclass(frozen=True)
class Outcome:
    """Either somewhere else to go, or the `status` that the same page is shown with again, and what it says then.

    `unseen` is there when Twilio holds something else than the page showed: nothing was sent, and the difference is to
    be shown before it can be.
    """

    location: str = ""
    status: int = SeeOther.status_code
    sentence: str = ""
    parameter: str | None = None
    links: tuple[Link, ...] = ()
    unseen: services.Unseen | None = None

    def refuse(self, form: Refusable) -> None:
        """Say on the form why it was not done."""
        form.refuse(self.sentence, self.parameter, *self.links)


def attempt(request: HttpRequest, ask: Callable[[], Change], *, on_busy: str | None = None) -> Outcome:
    """Ask a service for a change and return what came of it; messages for where it leads are said by then.

    `on_busy` is the field that is to be blamed where somebody else's change stands in the way.
    """
    try:
        return _settled(request, ask())
    except services.Busy as busy:
        links = _links(busy.change, request, "See that change")
        return Outcome(status=UNPROCESSABLE, sentence=_busy(busy.change), parameter=on_busy, links=links)
    except services.Unseen as unseen:
        sentence = f"{unseen.change.name} is not as this page showed it. Nothing was sent: look at what differs."
        links = _links(unseen.change, request, "See what was recorded")
        return Outcome(status=CONFLICT, sentence=sentence, links=links, unseen=unseen)
    except services.Overtaken as overtaken:
        return Outcome(status=CONFLICT, sentence=overtaken.sentence)
    except services.Gone as gone:
        messages.warning(request, f"{gone.change.name} is gone at Twilio, so nothing was sent.")
        return Outcome(location=gone.change.page)


def _settled(request: HttpRequest, change: Change) -> Outcome:
    """Return how it goes on from a change that was asked for, in the state it came to."""
    if change.state == Change.State.APPLIED:
        messages.success(request, done(change))
        return Outcome(location=change.page)
    if change.is_open or change.state == Change.State.CONFLICT:
        return Outcome(location=change.get_absolute_url())
    explanation = services.explain(change, viewer=request.user)
    is_refused = change.state == Change.State.REFUSED
    recorded = (change.get_absolute_url(), "See what Twilio said" if is_refused else "See what happened")
    return Outcome(
        status=UNPROCESSABLE if is_refused else UNAVAILABLE,
        sentence=explanation.sentence,
        parameter=explanation.parameter,
        links=((explanation.href, explanation.link), *explanation.links, recorded),
    )


def done(change: Change) -> SafeString:
    """Return the sentence that says what was done, with the way to the change."""
    is_back = change.undoes_id is not None and change.action == Change.Action.UPDATE and not change.purpose
    words = words_of(change)
    did = f"{change.name} was {'changed back' if is_back else words.done}"
    said = f"{did}: Twilio answered {change.twilio_status}."
    if change.was_gone_already:
        said = f"{change.name} was gone already: Twilio answered {change.twilio_status}."
    elif change.was_found:
        said = f"{did}. Twilio’s answer was lost, and {words.found}."
    said = " ".join(filter(None, (said, words.afterwards)))
    return format_html('{} <a href="{}">See what happened</a>', said, change.get_absolute_url())


def _busy(rival: Change) -> str:
    return f"{rival.actor_name} {words_of(rival).doing}, and what came of it is not known yet: wait for it."


def _links(change: Change, request: HttpRequest, words: str) -> tuple[Link, ...]:
    """Return the way to a change for those who may see it."""
    visible = Change.objects.visible_to(cast(User, request.user)).filter(pk=change.pk)
    return ((change.get_absolute_url(), words),) if visible.exists() else ()
