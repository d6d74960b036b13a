"""What is said of changes: of each action in one table, and what a kind of resource says otherwise in its own."""

from .actions import Words
from .kinds import words_of

__all__ = ["Words", "words_of"]
