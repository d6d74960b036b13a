"""Values that were typed, judged by what judges them on the pages."""

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from domains.forms import DomainEditForm, DomainForm
from domains.models import SipDomain, User
from domains.services import reason_of

from .ending import not_taken
from .flags import flag_of


def edit_form(row: SipDomain, typed: Mapping[str, Any], *, sender: User) -> DomainEditForm:
    """Return the form that changes a domain as it would come from its page: all as it was shown but for what is typed.

    So a value that was copied from where it is masked stands for what it hides here too.
    """
    shown = DomainEditForm(row=row, now=row, account=row.account, sender=sender)
    return DomainEditForm({**shown.initial, **typed}, row=row, now=row, account=row.account, sender=sender)


def refuse_unless_valid(form: DomainForm, *, but: Collection[str] = ()) -> None:
    """End the run with the form's own sentences, by the flags that they are about, unless it takes what it holds.

    What is wrong with the fields in `but` is left for later.
    """
    wrong = [name for name in (NON_FIELD_ERRORS, *form.fields) if name in form.errors and name not in but]
    if wrong:
        flags = {name: flag_of(name) if name in form.fields else "" for name in wrong}
        raise not_taken({flags[name]: map(str, form.errors[name]) for name in wrong})


def record_of(options: Mapping[str, Any], actor: User) -> dict[str, Any]:
    """Return what is recorded with a change, as the services take it. Ends the run where the reason is not taken."""
    try:
        reason = reason_of(options["reason"])
    except ValidationError as error:
        raise not_taken({"--reason": error.messages}) from None
    return {"actor": actor, "reason": reason, "act": options["doing"]}
