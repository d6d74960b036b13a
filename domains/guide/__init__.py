"""What an operator should know of SIP domains, in our own words, each with where Twilio says so."""

from .fields import FIELDS, Entry
from .refusals import REFUSALS, Refusal
from .sections import SECTIONS, Section
from .sources import SOURCES, Source
from .words import WORDS, Word

__all__ = ["FIELDS", "REFUSALS", "SECTIONS", "SOURCES", "WORDS", "Entry", "Refusal", "Section", "Source", "Word"]
