"""Refusals that are about access lists, what is on them and their mappings: by Twilio's code, what they mean there."""

from ..models import MAPPINGS, Change, SipDomain, TwilioResource, mapped
from .explanations import Explains, Explanation, Link, Viewer, again, link_to, row_of, sentence

_LIMITS = {
    21237: "An IP access control list can hold no more addresses, usually 100. Remove one, or use another list.",
    21239: "The account has as many credential lists as Twilio allows, usually 100. Delete an unused one.",
    21242: "A credential list can hold no more credentials, usually 1,000. Remove one, or use another list.",
    21255: "The account has as many IP access control lists as Twilio allows, usually 1,000. Delete an unused one.",
}


def domains_using(row: TwilioResource, viewer: Viewer) -> tuple[Link, ...]:
    """Return the domains that a list is mapped to, as far as is known here, by address and name."""
    mappings = [one for one in mapped(sid=row.sid) if one.maps is type(row)]
    seen = SipDomain.objects.visible_to(viewer).filter(pk__in={one.domain.pk for one in mappings})
    return tuple((domain.get_absolute_url(), domain.domain_name) for domain in seen)


def _in_use(change: Change, viewer: Viewer) -> Explanation:
    row = row_of(change, viewer)
    links = domains_using(row, viewer) if row else ()
    what = (
        "Map another list to them, or none, before it is deleted"
        if links
        else ("The dashboard does not know by which: refresh the domains, then look again")
    )
    return Explanation(f"{change.key} is in use, and Twilio deletes no list that is. {what}.", links=links)


def _taken(change: Change, viewer: Viewer) -> Explanation:
    """Explain a name that is not to be had, or any other value that will not do: one code says both."""
    ours = change.model.kept_in(change.collection).visible_to(viewer).live().named(change.account, change.key).first()
    if ours is not None and change.action == Change.Action.CREATE:
        what = change.model.label_of(change.model.natural_key)
        told = f"{change.key} is there already: use it, or enter another {what[0].lower()}{what[1:]}."
        return Explanation(told, change.model.natural_key, *link_to(ours))
    return _value(change, viewer)


def _value(change: Change, viewer: Viewer) -> Explanation:
    return Explanation(
        f"Twilio does not accept one of the values: {sentence(change.message)} Change it, then {again(change)}."
    )


def _mapping(change: Change, viewer: Viewer) -> Explanation:
    """Tell apart what one code stands for: mapped already, or no such list."""
    if "already associated" in change.message.lower():
        return Explanation("The list was mapped to the domain already, so there was nothing to do.")
    return Explanation(
        f"Twilio does not map {_list_of(change, viewer)} Refresh the lists, then choose one that is there."
    )


def _list_of(change: Change, viewer: Viewer) -> str:
    """Return which list was to be mapped, and Twilio’s words on it, which know it by its SID alone."""
    sid = str(change.asked.get("sid") or change.sid)
    kinds = [one.maps for one in MAPPINGS if one is change.model]
    row = kinds[0].kept_in(kinds[0].path).visible_to(viewer).filter(account=change.account, sid=sid).first()
    if row is None:
        return f"the list: {sentence(change.message)}"
    return f"the {row.noun} {row.key}: {sentence(change.message.replace(sid, row.key))}"


def _full(change: Change, viewer: Viewer) -> Explanation:
    return Explanation(_LIMITS[change.twilio_code or 0])


OF_LISTS: dict[int, Explains] = {
    21235: _taken,
    21236: _in_use,
    21238: _value,
    21240: _taken,
    21241: _in_use,
    21243: _taken,
    **dict.fromkeys(_LIMITS, _full),
}
"""What explains each, of lists and of what is on them."""

OF_MAPPINGS: dict[int, Explains] = {21231: _mapping}
"""What explains each, of mappings."""
