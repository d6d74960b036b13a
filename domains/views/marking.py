"""Which part of a long value changed."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

SHORT = 16
"""Values shorter than this are taken in at a glance."""

ALIKE = 0.5
"""Less alike than this, values are different values, and marks would be confetti."""

LARGEST = 250_000
"""How many pairs of words may be compared: the time grows with them."""

_WORD = re.compile(r"\w+|\W")


@dataclass(frozen=True)
class Part:
    """A piece of a value: `mark` is the element that says what became of it, `del` or `ins`, or empty."""

    text: str
    mark: str = ""


def marked(old: str, new: str) -> tuple[list[Part], list[Part]]:
    """Return the parts of two texts, what only one of them has marked; two empty lists where that would not help."""
    if min(len(old), len(new)) < SHORT or old == new:
        return [], []
    olds, news = _WORD.findall(old), _WORD.findall(new)
    if len(olds) * len(news) > LARGEST:
        return [], []
    matcher = SequenceMatcher(None, olds, news, autojunk=False)
    if matcher.ratio() < ALIKE:
        return [], []
    before: list[Part] = []
    after: list[Part] = []
    for step, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        is_equal = step == "equal"
        if old_from < old_to:
            before.append(Part("".join(olds[old_from:old_to]), "" if is_equal else "del"))
        if new_from < new_to:
            after.append(Part("".join(news[new_from:new_to]), "" if is_equal else "ins"))
    return before, after
