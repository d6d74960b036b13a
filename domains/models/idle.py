"""Lists that are there and do nothing: they were never mapped to any domain."""

from django.db.models import Exists, OuterRef

from .access_lists import IpAccessControlList
from .credentials import CredentialList
from .mappings import MAPPINGS
from .resources import ResourceQuerySet, TwilioResource

LISTS: tuple[type[TwilioResource], ...] = (IpAccessControlList, CredentialList)
"""Every kind of list that is mapped."""


def lying_about(model: type[TwilioResource]) -> ResourceQuerySet[TwilioResource]:
    """Return the lists of a kind that are there, and were never mapped to any domain."""
    rows = model.kept_in(model.path).live()
    for kind in (one for one in MAPPINGS if one.maps is model):
        rows = rows.exclude(Exists(kind._default_manager.filter(sid=OuterRef("sid"))))
    return rows
