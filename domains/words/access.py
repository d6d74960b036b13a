"""What is said of access lists, and of what is on them."""

from dataclasses import replace

from ..models import Change
from .actions import DELETE, UPDATE, Kind

IP_LISTS = Kind(
    {
        Change.Action.DELETE: replace(
            DELETE,
            goes=(
                "Its addresses go with it.",
                "Twilio refuses while it is mapped to a domain, for calls.",
            ),
            lost=("Its addresses: the new list lets nobody in until they are put on it again.", *DELETE.lost),
        )
    }
)

IP_ADDRESSES = Kind(
    {
        Change.Action.DELETE: replace(
            DELETE,
            goes=("Calls from {key} do not pass {parent} any more, wherever the list is mapped.",),
        )
    },
    whose="on {parent}",
)

CREDENTIAL_LISTS = Kind(
    {
        Change.Action.DELETE: replace(
            DELETE,
            goes=(
                "Its credentials go with it.",
                "Twilio refuses while it is mapped to a domain, for calls or for registrations.",
            ),
            lost=(
                "Its credentials: the new list lets nobody in until they are made again, with new passwords.",
                *DELETE.lost,
            ),
        )
    }
)

CREDENTIALS = Kind(
    {
        Change.Action.DELETE: replace(
            DELETE,
            goes=("What signs in as {key} does not pass {parent} any more, wherever the list is mapped.",),
        ),
        Change.Purpose.ROTATE: replace(
            UPDATE, done="given a new password", doing="is giving {key} a new password", nothing="The password was kept"
        ),
    },
    whose="on {parent}",
)
