"""The verbs of `manage.py domains`."""

from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from . import checking, creating, deleting, listing, refreshing, showing, undoing, updating
from .asking import Shell
from .ending import Report


@dataclass(frozen=True)
class Verb:
    """One verb: what it does in a sentence, which arguments it takes, and what carries it out."""

    help: str
    arguments: Callable[[ArgumentParser], None]
    run: Callable[[Shell, Mapping[str, Any]], Report]


VERBS: dict[str, Verb] = {
    "list": Verb("List domains, as they are known here.", listing.arguments, listing.run),
    "show": Verb("Show one domain, as it is known here.", showing.arguments, showing.run),
    "check": Verb("Judge whether domains take calls and phones can register.", checking.arguments, checking.run),
    "create": Verb("Create a domain.", creating.arguments, creating.run),
    "update": Verb("Change what is given of a domain, and leave the rest.", updating.arguments, updating.run),
    "delete": Verb("Delete a domain; its name is asked for.", deleting.arguments, deleting.run),
    "refresh": Verb("Fetch a domain, show what differs, and take it over.", refreshing.arguments, refreshing.run),
    "undo": Verb("Put back what a change has changed.", undoing.arguments, undoing.run),
}
