"""Twilio's REST API as the dashboard uses it. No Django here: the client could be used anywhere."""

from .answers import Answer, Page
from .client import Client
from .errors import NotFound, NotSent, Refused, TwilioError, Unreachable

__all__ = ["Answer", "Client", "NotFound", "NotSent", "Page", "Refused", "TwilioError", "Unreachable"]
