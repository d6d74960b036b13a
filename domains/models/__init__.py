"""What the dashboard remembers: who, where, what Twilio returned, and every change."""

from .accounts import Account
from .change_events import ChangeEvent
from .change_states import ChangeState
from .changes import Change
from .domains import SipDomain
from .jobs import Job, JobState
from .kinds import model_of
from .log import LogIsKept, LogRemoval
from .resources import TwilioResource
from .users import User

__all__ = [
    "Account",
    "Change",
    "ChangeEvent",
    "ChangeState",
    "Job",
    "JobState",
    "LogIsKept",
    "LogRemoval",
    "SipDomain",
    "TwilioResource",
    "User",
    "model_of",
]
