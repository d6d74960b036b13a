"""What joins Twilio, the mirror and the changes. Nothing else writes to Twilio."""

from .access import NewCredentialList, NewIpList, Wanted, steps_away, steps_to
from .along import steps_along, take_along
from .callers import with_callers
from .changes import create, delete, update
from .connection import client_for, current_account, is_current
from .deletions import Deletion, deletions_of, locked_by
from .doings import Progress, carry_out, plan, progress_of
from .explanations import Explanation
from .fetching import Seen, fetch
from .guarding import Gone, Unseen
from .intending import Busy
from .interrupted import Interrupted, how_far, interrupted
from .leaving import UnderWay, being_sent, leave
from .look_ups import look_up
from .made_for import MadeFor, never_mapped
from .mending import steps_to_mend
from .numbers import look_at_number_of
from .out_of_service import disabling, enabling
from .overtaking import (
    LEFT,
    STALE,
    Overtaken,
    begun,
    is_kept_by_disabling,
    overtaken,
    standstill,
    unfinished,
    unsent,
)
from .previews import (
    RequestPreview,
    elsewhere,
    preview_create,
    preview_delete,
    preview_rotation,
    preview_update,
    request_of,
)
from .reading import Looked, collections_seen, entries_at, look_at, look_at_access, mappings_seen, unseen_access
from .reasons import is_reason_required, reason_of
from .reconciling import ReconcileResult, has_open_changes, reconcile_open
from .refreshing import Refreshed, refresh
from .refusals import explain
from .removing import TooYoung, refuse_what_is_young, remove_before
from .rotating import to_be_rotated
from .snapshots import snapshot, snapshots
from .standings import Stand, Standings, standings
from .steps import Step, permissions_for
from .undoing import Undoing, undoing
from .waiting import looks_to_come

__all__ = [
    "LEFT",
    "STALE",
    "Busy",
    "Deletion",
    "Explanation",
    "Gone",
    "Interrupted",
    "Looked",
    "MadeFor",
    "NewCredentialList",
    "NewIpList",
    "Overtaken",
    "Progress",
    "ReconcileResult",
    "Refreshed",
    "RequestPreview",
    "Seen",
    "Stand",
    "Standings",
    "Step",
    "TooYoung",
    "UnderWay",
    "Undoing",
    "Unseen",
    "Wanted",
    "begun",
    "being_sent",
    "carry_out",
    "client_for",
    "collections_seen",
    "create",
    "current_account",
    "delete",
    "deletions_of",
    "disabling",
    "elsewhere",
    "enabling",
    "entries_at",
    "explain",
    "fetch",
    "has_open_changes",
    "how_far",
    "interrupted",
    "is_current",
    "is_kept_by_disabling",
    "is_reason_required",
    "leave",
    "locked_by",
    "look_at",
    "look_at_access",
    "look_at_number_of",
    "look_up",
    "looks_to_come",
    "mappings_seen",
    "never_mapped",
    "overtaken",
    "permissions_for",
    "plan",
    "preview_create",
    "preview_delete",
    "preview_rotation",
    "preview_update",
    "progress_of",
    "reason_of",
    "reconcile_open",
    "refresh",
    "refuse_what_is_young",
    "remove_before",
    "request_of",
    "snapshot",
    "snapshots",
    "standings",
    "standstill",
    "steps_along",
    "steps_away",
    "steps_to",
    "steps_to_mend",
    "take_along",
    "to_be_rotated",
    "undoing",
    "unfinished",
    "unseen_access",
    "unsent",
    "update",
    "with_callers",
]
