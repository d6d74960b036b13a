"""The pages that make, change and delete access lists and what is on them, each kind by the same few views."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from .. import services
from ..masking import masked
from ..models import Account, Change, TwilioResource
from ..models.permissions import needed
from ..twilio import TwilioError
from .access_kinds import KINDS
from .access_words import LISTS
from .accounts import account_of
from .actions import obstacle
from .creating import Creating
from .editing import Editing
from .finding import list_address, row_or_404
from .looking import counts_in_words, tell_taken_over
from .permissions import demand
from .refreshing import refreshed
from .responses import SeeOther

Model = type[TwilioResource]
_FORM = require_http_methods(["GET", "HEAD", "POST"])


@_FORM
def access_new(request: HttpRequest, model: Model) -> HttpResponse:
    """Show the form of a list, preview what it would send, or create it at Twilio."""
    demand(request, needed(model, Change.Action.CREATE))
    return _creating(model).page(request)


@require_POST
def access_new_preview(request: HttpRequest, model: Model) -> HttpResponse:
    """Answer with what stands beside that form."""
    demand(request, needed(model, Change.Action.CREATE))
    return _creating(model).preview(request)


@_FORM
def entry_new(request: HttpRequest, model: Model, parent: Model, sid: str) -> HttpResponse:
    """Show the form of what is to go on a list, preview what it would send, or create it at Twilio."""
    demand(request, needed(model, Change.Action.CREATE))
    row = row_or_404(request, parent, sid)
    in_the_way = obstacle(row)
    if in_the_way:
        messages.info(request, in_the_way)
        return SeeOther(row.get_absolute_url())
    return _creating(model).page(request, row)


@require_POST
def entry_new_preview(request: HttpRequest, model: Model, parent: Model, sid: str) -> HttpResponse:
    """Answer with what stands beside that form."""
    demand(request, needed(model, Change.Action.CREATE))
    return _creating(model).preview(request, row_or_404(request, parent, sid))


@_FORM
def access_edit(request: HttpRequest, model: Model, sid: str) -> HttpResponse:
    """Show the form with what Twilio has, preview what it would send, or change it at Twilio."""
    demand(request, needed(model, Change.Action.UPDATE))
    return _editing(model).page(request, row_or_404(request, model, sid))


@require_POST
def access_edit_preview(request: HttpRequest, model: Model, sid: str) -> HttpResponse:
    """Answer with what stands beside that form."""
    demand(request, needed(model, Change.Action.UPDATE))
    return _editing(model).preview(request, row_or_404(request, model, sid))


@_FORM
def access_delete(request: HttpRequest, model: Model, sid: str) -> HttpResponse:
    """Show what goes with it, as Twilio has it now, and delete it once that was agreed to."""
    demand(request, needed(model, Change.Action.DELETE))
    return KINDS[model].deleting.page(request, row_or_404(request, model, sid))


@require_POST
def access_refresh(request: HttpRequest, model: Model, sid: str) -> HttpResponse:
    """Ask Twilio for it, and for what is on it; what differs of itself is shown before it is taken over."""
    demand(request, needed(model, Change.Action.UPDATE))
    row = row_or_404(request, model, sid)
    if model in LISTS and not row.is_gone:
        _look(request, row.account, LISTS[model].entries, LISTS[model].entries.path.format(sid))
    return refreshed(request, row)


@require_POST
def access_look(request: HttpRequest, model: Model) -> HttpResponse:
    """Ask Twilio for all lists of a kind, and take over what is there."""
    demand(request, needed(model, Change.Action.UPDATE))
    _look(request, account_of(request), model, model.path)
    return SeeOther(list_address(model))


def _look(request: HttpRequest, account: Account, model: Model, collection: str) -> None:
    """Look at all that a collection holds, and say what that has shown."""
    try:
        looked = services.look_at(account, collection)
    except TwilioError as error:
        told = f"The {model.nouns} could not be fetched, and what is shown here is as it was: {masked(error.message)}"
        messages.warning(request, told)
        return
    tell_taken_over(request, looked)
    noun = model.noun if looked.there == 1 else model.nouns
    news = "".join(f", {one}" for one in counts_in_words(looked))
    said = f"Fetched from Twilio just now: {looked.there} {noun}{news}."
    messages.add_message(request, messages.WARNING if looked.gone else messages.SUCCESS, said)


def _creating(model: Model) -> Creating:
    creating = KINDS[model].creating
    if creating is None:
        raise Http404
    return creating


def _editing(model: Model) -> Editing:
    editing = KINDS[model].editing
    if editing is None:
        raise Http404
    return editing
