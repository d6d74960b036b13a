"""What joins Twilio, the mirror and the changes. Nothing else writes to Twilio."""

from .changes import Busy, create
from .connection import client_for, current_account, is_current
from .judging import looks_to_come
from .look_ups import look_up
from .previews import RequestPreview, preview_create, request_of
from .reconciling import ReconcileResult, has_open_changes, reconcile_open
from .refusals import Explanation, explain

__all__ = [
    "Busy",
    "Explanation",
    "ReconcileResult",
    "RequestPreview",
    "client_for",
    "create",
    "current_account",
    "explain",
    "has_open_changes",
    "is_current",
    "look_up",
    "looks_to_come",
    "preview_create",
    "reconcile_open",
    "request_of",
]
