"""What the dashboard remembers: who, where, what Twilio returned, and every change."""

from .access_lists import IpAccessControlList, IpAddress
from .accounts import Account
from .change_events import ChangeEvent
from .change_states import ChangeState
from .changes import Change
from .credentials import Credential, CredentialList
from .doings import Doing
from .domains import SipDomain
from .jobs import Job, JobState
from .kinds import model_of
from .log import LogIsKept, LogRemoval
from .looks import Look
from .mappings import (
    MAPPINGS,
    CallsCredentialMapping,
    CallsIpMapping,
    DomainMapping,
    RegistrationsCredentialMapping,
    mapped,
    mapping_of,
)
from .numbers import PhoneNumber
from .resources import TwilioResource
from .users import User

__all__ = [
    "MAPPINGS",
    "Account",
    "CallsCredentialMapping",
    "CallsIpMapping",
    "Change",
    "ChangeEvent",
    "ChangeState",
    "Credential",
    "CredentialList",
    "Doing",
    "DomainMapping",
    "IpAccessControlList",
    "IpAddress",
    "Job",
    "JobState",
    "LogIsKept",
    "LogRemoval",
    "Look",
    "PhoneNumber",
    "RegistrationsCredentialMapping",
    "SipDomain",
    "TwilioResource",
    "User",
    "mapped",
    "mapping_of",
    "model_of",
]
