"""What a run comes to, and how it is brought there from anywhere."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .statuses import Status


@dataclass(frozen=True)
class Report:
    """The end of a run: its status, the `outcome` in a word, lines for people, and what is told beside them.

    With `--json` the `document` is printed in place of the lines, with the outcome and what was told in it.
    """

    status: Status
    outcome: str
    lines: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    document: dict[str, Any] = field(default_factory=dict)

    @property
    def json(self) -> dict[str, Any]:
        """The whole of it as one document."""
        return {"outcome": self.outcome, "told": self.told, **self.document}


class Ended(Exception):
    """A run that cannot go on."""

    def __init__(self, status: Status, outcome: str, *told: str, **document: Any) -> None:
        super().__init__(*told)
        self.report = Report(status, outcome, told=list(told), document=document)


def not_taken(errors: Mapping[str, Iterable[str]]) -> Ended:
    """Return the end of a run whose values are not taken: sentences by the flag that they are about, or by none."""
    kept = {flag: list(sentences) for flag, sentences in errors.items()}
    told = [f"{flag}: {sentence}" if flag else sentence for flag, found in kept.items() for sentence in found]
    return Ended(Status.NOT_TAKEN, "not_taken", *told, errors=kept)
