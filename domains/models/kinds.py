"""The kinds of resource that the mirror holds."""

from .domains import SipDomain
from .resources import TwilioResource, path_of

MODELS: dict[str, type[TwilioResource]] = {model.path: model for model in (SipDomain,)}


def model_of(collection: str) -> type[TwilioResource]:
    """Return the model of what Twilio keeps in `collection`. Raises KeyError for what is none of ours."""
    return MODELS[path_of(collection)]
