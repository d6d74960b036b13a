"""What somebody typed into a form that could not be taken, kept until the form can be shown again.

While nobody is signed in it travels with the page, in a signed hidden field: a stranger can store nothing here, and
what was typed rests nowhere. Once somebody is, it waits in their session for the one request that a redirect leads to,
under a random key that nobody else knows. It is shown to whoever signs in in that browser: they sit before the very
page on which it was typed.
"""

import re
import time
from dataclasses import asdict, dataclass

from django.contrib import messages
from django.core import signing
from django.forms import BaseForm
from django.http import HttpRequest, QueryDict
from django.utils.crypto import constant_time_compare, get_random_string
from django.utils.datastructures import MultiValueDict
from django.utils.http import urlencode

FIELD = "kept"
"""The hidden field that carries it through the pages of signing in."""

PARAMETER = "resume"
"""The parameter of an address that says under which key it waits."""

KEPT_SECONDS = 12 * 3600
"""For how long a page that carries it is good: a shift."""

WAITING_SECONDS = 600
"""For how long it waits in a session: the redirect is followed at once, or not at all."""

LONGEST = 200_000
"""Characters: more than any form of ours takes."""

_LEFT_OUT = re.compile(f"password|secret|token|^({FIELD}|next)$")
_SALT = "domains.views.kept"

SHOWN = "This is what you had typed; nothing was sent."
GONE = "What you had typed was shown once, and is not kept any longer."


@dataclass(frozen=True)
class Kept:
    """What was typed, as a form sends it, and the page that it was typed on."""

    to: str
    typed: str
    signed_out: bool

    def sealed(self) -> str:
        """Return it as a text that nobody can change."""
        return signing.dumps(asdict(self), salt=_SALT, compress=True)


def typed_in(request: HttpRequest, *, signed_out: bool) -> Kept | None:
    """Return what came with a request: no password, no token, no file. None when nothing is left, or too much."""
    typed = QueryDict(mutable=True)
    for name, values in request.POST.lists():
        if not _LEFT_OUT.search(name):
            typed.setlist(name, values)
    text = typed.urlencode()
    return Kept(_page(request), text, signed_out) if 0 < len(text) <= LONGEST else None


def carried(request: HttpRequest) -> Kept | None:
    """Return what a page of signing in carries, unless somebody changed it or it is too old."""
    try:
        return Kept(**signing.loads(request.POST.get(FIELD, ""), salt=_SALT, max_age=KEPT_SECONDS))
    except signing.BadSignature:
        return None


def lay_by(request: HttpRequest, kept: Kept) -> str:
    """Let it wait in the session, and return the address that shows it."""
    key = get_random_string(22)
    request.session[FIELD] = asdict(kept) | {"key": key, "at": time.time()}
    return f"{kept.to}{'&' if '?' in kept.to else '?'}{urlencode({PARAMETER: key})}"


def tidy(request: HttpRequest) -> None:
    """Forget what was never asked for."""
    waiting = request.session.get(FIELD)
    if waiting and time.time() - waiting["at"] > WAITING_SECONDS:
        del request.session[FIELD]


def resume(request: HttpRequest, form: BaseForm) -> None:
    """Fill a new form with what was typed into it before, once, and say so. Only where the address asks for it."""
    key = request.GET.get(PARAMETER)
    if request.method != "GET" or key is None:
        return
    waiting = request.session.get(FIELD)
    if not waiting or not constant_time_compare(waiting["key"], key) or waiting["to"] != _page(request):
        messages.info(request, GONE)
        return
    del request.session[FIELD]
    typed = QueryDict(waiting["typed"])
    if any(form.add_prefix(name) in typed for name in form.fields):
        form.initial = {**form.initial, **_as_typed(form, typed)}
        messages.info(request, f"You were signed out. {SHOWN}" if waiting["signed_out"] else SHOWN)


def _as_typed(form: BaseForm, typed: QueryDict) -> dict[str, object]:
    """Return what each control held: a box that is not ticked sends nothing, and was not ticked."""
    nothing: MultiValueDict[str, object] = MultiValueDict()
    held = {
        name: field.widget.value_from_datadict(typed, nothing, form.add_prefix(name))
        for name, field in form.fields.items()
    }
    return {name: value for name, value in held.items() if value is not None}


def _page(request: HttpRequest) -> str:
    """Return the address of a page, without what asks for something that waits."""
    query = request.GET.copy()
    query.pop(PARAMETER, None)
    return f"{request.path}?{query.urlencode()}" if query else request.path
