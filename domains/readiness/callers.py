"""Whether a caller is one of those on the lists: only the caller can tell, and this is what to compare."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils import timezone

from ..guide.sources import SOURCES, error
from .access import named
from .findings import Finding, Likelihood, Where
from .reasons import Act, Mend
from .snapshots import AccessList, Entry

MOST_NAMED = 5
"""How many of those on the lists are told by name."""


def not_on(lists: Iterable[AccessList] | None) -> Iterator[Finding]:
    """Yield that a call comes from an address that is on none of these lists, where any of them lets somebody in."""
    there = _with_somebody(lists)
    if there:
        yield Finding(
            Likelihood.LIKELY,
            f"The call comes from an address that is not on {named(there, 'or')}.",
            "Find out the public address that the caller comes from, and add it.",
            error(32201),
            Mend(Act.ADD_ENTRY, sid=there[0].sid),
            told=_networks(there),
        )


def wrong_credential(lists: Iterable[AccessList] | None) -> Iterator[Finding]:
    """Yield that a caller signs in with what is on none of these lists, where anybody is on them."""
    there = _with_somebody(lists)
    lost = [(one, each) for one in there for each in one.who if each.is_lost]
    if lost:
        names = _joined([each.name for _, each in lost])
        yield Finding(
            Likelihood.LIKELY,
            f"Nobody can rely on the password of {names}: the answer that would have told which it has was lost.",
            "Rotate it, and give the phone the new one.",
            SOURCES["credential"],
            Mend(Act.ROTATE, sid=lost[0][1].sid if len(lost) == 1 else lost[0][0].sid),
        )
    if there:
        everybody = _everybody(there)
        yield Finding(
            Likelihood.LIKELY,
            f"The user name or the password is not one on {named(there, 'or')}.",
            "Compare the user name letter by letter, and rotate the password, which cannot be read back.",
            error(32202),
            Mend(Act.ROTATE, sid=everybody[0].sid if len(everybody) == 1 else there[0].sid),
            Where.CALLER,
            _usernames(there),
        )


def _with_somebody(lists: Iterable[AccessList] | None) -> list[AccessList]:
    """Return the lists that let somebody in, in the order in which they are named."""
    letting_in = (one for one in lists or () if one.entries and not one.lets_in_nobody)
    return sorted(letting_in, key=lambda one: (one.name, one.sid))


def _everybody(lists: Iterable[AccessList]) -> list[Entry]:
    return [each for one in lists for each in one.who]


def _usernames(lists: list[AccessList]) -> str:
    who = _everybody(lists)
    told = [_listed(who, lists, "user name", "user names")]
    last = _last(who)
    if last:
        whose = "Its password" if len(who) == 1 else f"The password set last is that of {last[0].name}: it"
        told.append(f"{whose} was set on {_moment(last[1])}, and a phone that was given another before is refused.")
    return " ".join(one for one in told if one)


def _networks(lists: list[AccessList]) -> str:
    who = _everybody(lists)
    told = [_listed(who, lists, "address", "addresses and networks")]
    last = _last(who)
    if last:
        told.append(f"{last[0].name} was put there or changed last, on {_moment(last[1])}.")
    return " ".join(one for one in told if one)


def _listed(who: list[Entry], lists: list[AccessList], noun: str, nouns: str) -> str:
    on = "on it" if len(lists) == 1 else "on them"
    if not who:
        return ""
    if len(who) == 1:
        return f"The only {noun} {on} is {who[0].name}."
    if len(who) > MOST_NAMED:
        return f"There are {len(who)} {nouns} {on}."
    return f"The {len(who)} {nouns} {on} are {_joined(sorted(each.name for each in who))}."


def _last(who: Iterable[Entry]) -> tuple[Entry, datetime] | None:
    """Return whose was set last, and when; None where that is not known of anybody."""
    dated = [(each, each.set_at) for each in who if each.set_at]
    return max(dated, key=lambda one: (one[1], one[0].name), default=None)


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d at %H:%M %Z}"


def _joined(names: list[str]) -> str:
    *some, last = names
    return f"{', '.join(some)} and {last}" if some else last
