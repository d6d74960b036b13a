"""Every page of ours, for whatever must hold on all of them. Whoever adds a page adds its line here."""

from string import Formatter

PAGES = {
    "overview": "/",
    "list": "/domains/",
    "list, filtered": "/domains/?q=a-rather&secure=off&columns=name&columns=voice_fallback_url&columns=uri",
    "list, filter left out": "/domains/?since=yesterday&account=none",
    "no match": "/domains/?q=nothing-like-it",
    "detail": "/domains/{domain}/",
    "disabled": "/domains/{disabled}/",
    "gone": "/domains/{gone}/",
    "who may call": "/domains/{domain}/access/",
    "symptoms": "/domains/{domain}/symptoms/",
    "symptom": "/domains/{domain}/symptoms/?symptom=nothing",
    "disable": "/domains/{domain}/disable/",
    "enable": "/domains/{disabled}/enable/",
    "elsewhere": "/domains/{domain}/elsewhere/",
    "new": "/domains/new/",
    "new from a backup": "/domains/new/from-backup/",
    "clone": "/domains/new/?clone={domain}",
    "delete": "/domains/{domain}/delete/",
    "deleted names": "/domains/deleted/",
    "edit": "/domains/{domain}/edit/",
    "IP access control lists": "/access/ip-lists/",
    "IP access control lists, no match": "/access/ip-lists/?q=nothing-like-it",
    "credential lists": "/access/credential-lists/",
    "new list": "/access/ip-lists/new/",
    "IP access control list": "/access/ip-lists/{ip_list}/",
    "rename a list": "/access/ip-lists/{ip_list}/edit/",
    "delete a list in use": "/access/ip-lists/{ip_list}/delete/",
    "new address": "/access/ip-lists/{ip_list}/new/",
    "edit an address": "/access/addresses/{address}/edit/",
    "delete an address": "/access/addresses/{address}/delete/",
    "credential list": "/access/credential-lists/{credential_list}/",
    "new credential": "/access/credential-lists/{credential_list}/new/",
    "rotate a password": "/access/credentials/{credential}/rotate/",
    "delete a credential": "/access/credentials/{credential}/delete/",
    "changes": "/changes/",
    "changes, filtered": "/changes/?who=admin&state=applied&first=2020-01-01",
    "changes, filter left out": "/changes/?state=lost&last=never",
    "change": "/changes/{change}/",
    "undo": "/changes/{update}/undo/",
    "undo of a deletion": "/changes/{deletion}/undo/",
    "unknown": "/changes/{unknown}/",
    "doing": "/doings/{doing}/",
    "planned": "/doings/{planned}/",
    "background": "/background/",
    "sandbox": "/sandbox/",
    "weather": "/sandbox/weather/",
    "how it works": "/how-it-works/",
    "password": "/accounts/password/",
    "not found": "/nowhere/",
}
"""Addresses by name: `domain`, `disabled` and `gone` are the SIDs of domains to show, `ip_list` and
`credential_list` those of lists, `address` and `credential` of what is on them; `change`, `unknown`, `update`
and `deletion` are the numbers of changes, `doing` is what a change was done in, `planned` what
is still to be done.
"""


def addresses_of(**places: str) -> dict[str, str]:
    """Return the addresses of the pages about what `places` names; those about anything else are left out."""
    return {
        name: address.format(**places)
        for name, address in PAGES.items()
        if all(place in places for _, place, _, _ in Formatter().parse(address) if place)
    }
