"""The kinds of resource that the mirror holds."""

from .access_lists import IpAccessControlList, IpAddress
from .credentials import Credential, CredentialList
from .domains import SipDomain
from .mappings import MAPPINGS
from .resources import TwilioResource, path_of

KINDS: tuple[type[TwilioResource], ...] = (
    SipDomain,
    IpAccessControlList,
    IpAddress,
    CredentialList,
    Credential,
    *MAPPINGS,
)

MODELS = {model.path: model for model in KINDS}


def model_of(collection: str) -> type[TwilioResource]:
    """Return the model of what Twilio keeps in `collection`. Raises KeyError for what is none of ours."""
    return MODELS[path_of(collection)]
