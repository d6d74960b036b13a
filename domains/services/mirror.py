"""The mirror, written from what Twilio returned and from nothing else."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from ..models import Account, TwilioResource


def mirror(model: type[TwilioResource], account: Account, resource: Mapping[str, Any]) -> TwilioResource:
    """Return the row of `resource` in the mirror, written or made."""
    rows = model._default_manager
    row = rows.filter(sid=resource["sid"]).first() or model(account=account)
    row.reflect(resource)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # somebody else mirrored it in between
        row = rows.get(sid=resource["sid"])
        row.reflect(resource)
        row.save()
    return row
