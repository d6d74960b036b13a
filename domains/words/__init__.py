"""What is said of changes: of each action in one table, and what a kind of resource says otherwise in its own."""

from .actions import Words
from .kinds import kind_beside, kind_in_words, words_of

__all__ = ["Words", "kind_beside", "kind_in_words", "words_of"]
