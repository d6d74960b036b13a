"""What joins Twilio, the mirror and the changes. Nothing else writes to Twilio."""

from .changes import create
from .connection import client_for, current_account
from .previews import RequestPreview, preview_create
from .refusals import Explanation, explain

__all__ = [
    "Explanation",
    "RequestPreview",
    "client_for",
    "create",
    "current_account",
    "explain",
    "preview_create",
]
